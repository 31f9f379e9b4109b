"""Pools over windows and over everything."""

from __future__ import annotations

from archdraw.graph import Tensor
from archdraw.ops import Result
from archdraw.ops.common import Attrs, Inputs, per_axis, places_of
from archdraw.ops.convolution import slid

_WORDS = {"max": "maxpool", "average": "avgpool"}


def pool(attrs: Attrs, inputs: Inputs) -> Result:
    """Take the maximum or the average of each window; stride = kernel unless given.

    ``whole`` pools all places to one vector (``keepdims``: to one place), ``size`` to that many places per axis.
    """
    word = _WORDS.get(str(attrs.get("mode", "max")), "pool")
    x = places_of(attrs, inputs, f"global {word}" if attrs.get("whole") else word)
    if attrs.get("whole"):
        if attrs.get("keepdims"):
            return Result((x.tensor((1,) * len(x.sizes), x.channels),))
        return Result((Tensor((x.channels,), "C", x.dtype),))
    if attrs.get("size") is not None:
        return Result((x.tensor(per_axis(attrs, "size", x, 1, word), x.channels),))
    _, sizes = slid(attrs, x, word, stride_is_kernel=True)
    return Result((x.tensor(sizes, x.channels),))
