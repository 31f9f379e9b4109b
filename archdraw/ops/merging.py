"""Ops on several tensors: sums and products number by number, concatenation, matrix products."""

from __future__ import annotations

from collections.abc import Sequence

from archdraw.graph import Dim, Tensor
from archdraw.ops import Misfit, Result
from archdraw.ops.common import Attrs, Inputs, Rule, axis_of, first_of
from archdraw.ops.einsum import einsum
from archdraw.ops.sizes import add, count, shown


def elementwise(word: str) -> Rule:
    """Make the rule of an op that joins tensors number by number; sizes broadcast (equal or 1, from the last on)."""

    def rule(attrs: Attrs, inputs: Inputs) -> Result:
        first_of(inputs, word)
        parts = cropped(inputs) if attrs.get("crop") else inputs
        result = parts[0]
        for other in parts[1:]:
            result = broadcast(result, other, word)
        return Result((result,))

    return rule


def broadcast(one: Tensor, other: Tensor, word: str) -> Tensor:
    """Give the shape of two tensors joined number by number, or say that they do not fit."""
    longer, shorter = (one, other) if len(one.dims) >= len(other.dims) else (other, one)
    lead = len(longer.dims) - len(shorter.dims)
    dims: list[Dim] = list(longer.dims[:lead])
    for a, b in zip(longer.dims[lead:], shorter.dims, strict=True):
        if isinstance(a, int) and isinstance(b, int) and a != b and 1 not in (a, b):
            raise Misfit(f"cannot {word} {shown(one.dims)} and {shown(other.dims)}", "sizes must be equal or 1")
        dims.append(_common(a, b))
    return Tensor(tuple(dims), longer.axes, longer.dtype)


def _common(a: Dim, b: Dim) -> Dim:
    """Join two sizes of which each may be 1; a symbol beside a number above 1 can only give that number."""
    if a == b or b == 1:
        return a
    if a == 1:
        return b
    if a is None or b is None:
        return None
    return a if isinstance(a, int) else b if isinstance(b, int) else None


def cropped(inputs: Inputs) -> tuple[Tensor, ...]:
    """Cut all tensors from the middle to the smallest sizes, the channels left alone (U-Net)."""
    ranks = {len(tensor.dims) for tensor in inputs}
    if len(ranks) > 1:
        return tuple(inputs)
    smallest = [_smallest([tensor.dims[i] for tensor in inputs]) for i in range(ranks.pop() - 1)]
    return tuple(Tensor((*smallest, tensor.dims[-1]), tensor.axes, tensor.dtype) for tensor in inputs)


def _smallest(sizes: Sequence[Dim]) -> Dim:
    numbers = [size for size in sizes if isinstance(size, int)]
    if len(numbers) == len(sizes):
        return min(numbers)
    return sizes[0] if len(set(sizes)) == 1 else None


def concat(attrs: Attrs, inputs: Inputs) -> Result:
    """Put tensors one behind the other along ``axis``; all other sizes must be equal."""
    first = first_of(inputs, "concat")
    parts = cropped(inputs) if attrs.get("crop") else inputs
    rank = len(first.dims)
    if not rank:
        raise Misfit("cannot concat single numbers")
    axis = axis_of(attrs.get("axis", -1), rank)
    dims = list(parts[0].dims)
    for tensor in parts[1:]:
        if len(tensor.dims) != rank or any(
            i != axis and isinstance(a, int) and isinstance(b, int) and a != b
            for i, (a, b) in enumerate(zip(dims, tensor.dims, strict=True))
        ):
            which = "the last" if axis == rank - 1 else f"number {axis + 1}"
            raise Misfit(
                f"cannot concat {shown(dims)} and {shown(tensor.dims)}", f"all sizes but {which} must be equal"
            )
        dims = [
            add(a, b) if i == axis else (b if a is None or (isinstance(b, int) and not isinstance(a, int)) else a)
            for i, (a, b) in enumerate(zip(dims, tensor.dims, strict=True))
        ]
    return Result((Tensor(tuple(dims), first.axes, first.dtype),))


def matmul(attrs: Attrs, inputs: Inputs) -> Result:
    """Multiply two tensors as matrices, one product for each leading place.

    ``transpose_b`` turns the second; ``axes`` names the two axes to sum over instead (Keras's Dot, batch left out),
    ``equation`` says it in letters.
    """
    if attrs.get("equation"):
        return einsum(attrs, inputs)
    if len(inputs) < 2:
        return Result((first_of(inputs, "matmul"),), macs=None)
    a, b = inputs[0], inputs[1]
    if attrs.get("axes") is not None:
        return _contracted(a, b, tuple(attrs["axes"]))
    if not a.dims or not b.dims:
        raise Misfit("matmul needs vectors or matrices, not single numbers")
    right = (*b.dims[:-2], *b.dims[:-3:-1]) if attrs.get("transpose_b") and len(b.dims) > 1 else b.dims
    inner = right[-2] if len(right) > 1 else right[-1]
    _agree(a.dims[-1], inner, a, b)
    lead = a.dims[:-2] if len(a.dims) >= len(right) else right[:-2]
    rows = a.dims[-2:-1] if len(a.dims) > 1 else ()
    columns = right[-1:] if len(right) > 1 else ()
    dims = (*lead, *rows, *columns)
    return Result((Tensor(dims, dtype=a.dtype),), macs=count(*dims, a.dims[-1]))


def _contracted(a: Tensor, b: Tensor, axes: tuple[int, ...]) -> Result:
    """Sum over one axis of each tensor; two vectors give one number."""
    i, j = axis_of(axes[0], len(a.dims)), axis_of(axes[-1], len(b.dims))
    _agree(a.dims[i], b.dims[j], a, b)
    rest = (*a.dims[:i], *a.dims[i + 1 :], *b.dims[:j], *b.dims[j + 1 :])
    return Result((Tensor(rest or (1,), dtype=a.dtype),), macs=count(*rest, a.dims[i]))


def _agree(one: Dim, other: Dim, a: Tensor, b: Tensor) -> None:
    if isinstance(one, int) and isinstance(other, int) and one != other:
        raise Misfit(f"cannot matmul {shown(a.dims)} and {shown(b.dims)}", f"{one} and {other} must be equal")
