"""Products written as equations, ``abc,cd->abd``: of two tensors, or of a tensor and a matrix of weights."""

from __future__ import annotations

from collections.abc import Sequence

from archdraw.graph import Dim, Tensor
from archdraw.ops import Misfit, Result
from archdraw.ops.common import Attrs, Inputs, first_of
from archdraw.ops.sizes import count, shown, total

_REST = "…"


def einsum(attrs: Attrs, inputs: Inputs) -> Result:
    """Multiply two tensors by an equation whose letters include the batch."""
    operands, output = _split(str(attrs["equation"]), len(inputs))
    sizes: dict[str, Dim] = {}
    for letters, tensor in zip(operands, inputs, strict=True):
        sizes.update(_sizes(letters, tensor))
    return Result((_tensor(output, sizes, inputs[0].dtype),), macs=count(*sizes.values()))


def einsum_dense(attrs: Attrs, inputs: Inputs) -> Result:
    """Multiply a tensor by weights: ``out_shape`` has the sizes that the input lacks, ``bias_axes`` the biased letters."""
    x = first_of(inputs, "dense")
    kernel, output, sizes = _dense(attrs, x)
    weights = count(*(sizes.get(letter) for letter in kernel))
    bias = count(*(sizes.get(letter) for letter in attrs.get("bias_axes") or "")) if attrs.get("bias_axes") else 0
    params = total(weights, bias)
    return Result((_tensor(output, sizes, x.dtype),), params, params, count(*sizes.values()))


def kernel_sizes(attrs: Attrs, x: Tensor) -> tuple[Dim, ...]:
    """Give the sizes of the weights of an einsum of a tensor and weights."""
    kernel, _, sizes = _dense(attrs, x)
    return tuple(sizes.get(letter) for letter in kernel)


def _dense(attrs: Attrs, x: Tensor) -> tuple[str, str, dict[str, Dim]]:
    """Give the letters of the weights and of the output, and the size of each letter."""
    (letters, kernel), output = _split(str(attrs["equation"]), 2)
    sizes = _sizes(letters, x)
    told = tuple(attrs.get("out_shape") or ())
    named = [letter for letter in output if letter != _REST]
    for letter, size in zip(reversed(named), reversed(told), strict=False):
        if size is not None:
            sizes.setdefault(letter, size)
    return kernel, output, sizes


def _split(equation: str, operands: int) -> tuple[list[str], str]:
    """Take an equation apart; the dots become one sign."""
    text = equation.replace(" ", "").replace("...", _REST)
    left, arrow, output = text.partition("->")
    parts = left.split(",")
    if not arrow or len(parts) != operands or not output or any(part.count(_REST) > 1 for part in parts):
        raise Misfit(f"the equation '{equation[:40]}' is not one of {operands} tensors")
    return parts, output


def _sizes(letters: str, tensor: Tensor) -> dict[str, Dim]:
    """Give each letter its size, the batch being 1; the dots get letters of their own: ``…0 …1``."""
    dims: Sequence[Dim] = (1, *tensor.dims)
    spare = len(dims) - len(letters.replace(_REST, ""))
    if spare < 0 or (spare and _REST not in letters):
        raise Misfit(f"the equation '{letters}' does not fit {shown(tensor.dims)}")
    names: list[str] = []
    for letter in letters:
        names += [f"{_REST}{i}" for i in range(spare)] if letter == _REST else [letter]
    return dict(zip(names, dims, strict=True))


def _tensor(output: str, sizes: dict[str, Dim], dtype: str) -> Tensor:
    """Put the output together, and leave out its batch."""
    rest = [size for name, size in sizes.items() if name.startswith(_REST)]
    dims: list[Dim] = []
    for letter in output:
        dims += rest if letter == _REST else [sizes.get(letter)]
    return Tensor(tuple(dims[1:]), dtype=dtype)
