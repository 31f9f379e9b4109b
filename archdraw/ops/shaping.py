"""Ops that move numbers about: reshape, flatten, permute, pad, crop, upsample, tokens, slices."""

from __future__ import annotations

from archdraw.graph import UNKNOWN_TENSOR, Dim, Tensor
from archdraw.ops import Misfit, Result
from archdraw.ops.common import Attrs, Inputs, axis_of, first_of, per_axis, places_of
from archdraw.ops.sizes import add, count, over, product, shown, times


def reshape(attrs: Attrs, inputs: Inputs) -> Result:
    """Give the numbers another shape; one size may be -1 and is what the others leave."""
    x = first_of(inputs, "reshape")
    kind = attrs.get("kind", "")
    if kind == "flatten":
        return Result((Tensor((product(x.dims),), "C", x.dtype),))
    if kind == "permute":
        order = tuple(attrs["order"])
        if sorted(order) != list(range(1, len(x.dims) + 1)):
            raise Misfit(
                f"cannot permute {shown(x.dims)} by {', '.join(map(str, order))}", "name each axis once, from 1"
            )
        return Result((Tensor(tuple(x.dims[i - 1] for i in order), "".join(x.axes[i - 1] for i in order), x.dtype),))
    if kind == "repeat":
        return Result((Tensor((attrs["count"], *x.dims), dtype=x.dtype),))
    if kind == "expand":
        at = axis_of(attrs.get("axis", -1), len(x.dims) + 1)
        return Result((Tensor((*x.dims[:at], 1, *x.dims[at:]), dtype=x.dtype),))
    if kind == "squeeze":
        axis = attrs.get("axis")
        if axis is None and not all(isinstance(n, int) for n in x.dims):
            return Result((UNKNOWN_TENSOR,))
        gone = {i for i, n in enumerate(x.dims) if n == 1} if axis is None else {axis_of(axis, len(x.dims))}
        return Result((Tensor(tuple(n for i, n in enumerate(x.dims) if i not in gone), dtype=x.dtype),))
    return Result((Tensor(_fill(x, tuple(attrs["shape"])), dtype=x.dtype),))


def _fill(x: Tensor, shape: tuple[Dim, ...]) -> tuple[Dim, ...]:
    """Put what is left in place of -1, and see that the numbers fit."""
    have = product(x.dims)
    rest = count(*(size for size in shape if size != -1))
    if shape.count(-1) > 1:
        raise Misfit(f"cannot reshape to {shown(shape)}", "only one size may be -1")
    fits = True
    if -1 in shape:
        left = over(have, rest) if rest else None
        fits = not isinstance(have, int) or rest is None or (rest > 0 and have % rest == 0)
        shape_filled = tuple(left if size == -1 else size for size in shape)
    else:
        fits = not isinstance(have, int) or rest is None or have == rest
        shape_filled = shape
    if not fits:
        raise Misfit(
            f"cannot reshape {shown(x.dims)} to {shown(shape)}",
            f"{shown(x.dims)} has {have} numbers, {shown(shape)} {rest}",
        )
    return shape_filled


def slice_(attrs: Attrs, inputs: Inputs) -> Result:
    """Put learned tokens in front of a sequence, take one step, or split the channels into equal parts."""
    kind = attrs.get("kind", "getitem")
    x = first_of(inputs, kind)
    if kind == "token":
        if len(x.dims) < 2:
            raise Misfit(
                f"token needs a sequence, not {shown(x.dims) or 'a number'}", "use 'reshape' to make steps × channels"
            )
        number = attrs.get("count", 1)
        params = count(number, x.dims[-1])
        dims = (add(product(x.dims[:-1]), number), x.dims[-1])
        return Result((Tensor(dims, "TC", x.dtype),), params, params)
    if kind == "take":
        if len(x.dims) < 2:
            raise Misfit(f"take needs a sequence, not {shown(x.dims) or 'a number'}")
        index, steps = attrs.get("index", 0), x.dims[0]
        if isinstance(index, int) and isinstance(steps, int) and not -steps <= index < steps:
            raise Misfit(f"cannot take step {index} of {steps}", "steps count from 0; 'last' is the last")
        return Result((Tensor(x.dims[1:], x.axes[1:], x.dtype),))
    if kind == "split":
        parts, channels = attrs["parts"], x.dims[-1] if x.dims else None
        if isinstance(channels, int) and (parts < 1 or channels % parts):
            raise Misfit(f"{parts} parts do not divide {channels} channels")
        part = Tensor((*x.dims[:-1], over(channels, parts)), x.axes, x.dtype)
        return Result((part,) * parts)
    return Result((x,))


def pad(attrs: Attrs, inputs: Inputs) -> Result:
    """Put places around: ``amount`` has (before, after) for each axis."""
    return _resized(attrs, inputs, "pad", 1)


def crop(attrs: Attrs, inputs: Inputs) -> Result:
    """Cut places off: ``amount`` has (before, after) for each axis."""
    return _resized(attrs, inputs, "crop", -1)


def _resized(attrs: Attrs, inputs: Inputs, word: str, sign: int) -> Result:
    x = places_of(attrs, inputs, word)
    amount = attrs.get("amount", 1)
    pairs: tuple[tuple[int, int], ...]
    if isinstance(amount, int):
        pairs = ((amount, amount),) * len(x.sizes)
    else:
        pairs = tuple((a, a) if isinstance(a, int) else (a[0], a[1]) for a in amount)
        pairs = pairs * len(x.sizes) if len(pairs) == 1 else pairs
    if len(pairs) != len(x.sizes):
        raise Misfit(f"{word} names {len(pairs)} axes, but {shown(x.sizes)} has {len(x.sizes)}")
    sizes = [add(size, sign * (before + after)) for size, (before, after) in zip(x.sizes, pairs, strict=True)]
    if any(isinstance(size, int) and size < 1 for size in sizes):
        raise Misfit(f"{word} leaves nothing of a {shown(x.sizes)} input")
    return Result((x.tensor(sizes, x.channels),))


def upsample(attrs: Attrs, inputs: Inputs) -> Result:
    """Make each place ``factor`` places per axis, or scale to ``size`` places."""
    x = places_of(attrs, inputs, "upsample")
    if attrs.get("size") is not None:
        return Result((x.tensor(per_axis(attrs, "size", x, 1, "upsample"), x.channels),))
    factor = per_axis(attrs, "factor", x, 2, "upsample")
    return Result((x.tensor([times(n, f) for n, f in zip(x.sizes, factor, strict=True)], x.channels),))
