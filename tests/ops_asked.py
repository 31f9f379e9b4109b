"""Ask an op what it makes of tensors of these shapes."""

from __future__ import annotations

import pytest

from archdraw.graph import Tensor
from archdraw.ops import Misfit, Result, apply


def go(op: str, *shapes: tuple[int | str | None, ...], **attrs: object) -> Result:
    return apply(op, attrs, [Tensor(shape) for shape in shapes])


def dims(result: Result) -> tuple[int | str | None, ...]:
    (output,) = result.outputs
    return output.dims


def misfit(op: str, *shapes: tuple[int | str | None, ...], **attrs: object) -> Misfit:
    with pytest.raises(Misfit) as caught:
        go(op, *shapes, **attrs)
    return caught.value
