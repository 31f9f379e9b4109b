"""Kernels as bodies inside of tensors, and the beams from them to one point of the next."""

from __future__ import annotations

from archdraw.diagram import Beam
from archdraw.layouts.alexnet.options import Options
from archdraw.layouts.alexnet.tensors import Tensor
from archdraw.volumes.scales import grown
from archdraw.volumes.views import Body

LEAST, MOST = 6.5, 0.5
"""The least side of a kernel, in points, and the most, as a share of the side of its tensor."""
INSIDE = 0.5


def kernel(body: Body, before: Tensor, tensor: Tensor, number: int, options: Options) -> Body | None:
    """Give the kernel that makes the next tensor, inside of this one: all through its depth."""
    if tensor.field is None or not options.kernels:
        return None
    stage = before.stage
    high = _share(tensor.field[0], stage.height, body.size[1], options)
    wide = _share(tensor.field[1], stage.width, body.size[2], options)
    away, up = _at(options.kernel_at, number)
    return body.part((1.0, high, wide), (0.0, _within(up, high), _within(away, wide)))


def beam(start: Body, end: Body, tensor: Tensor, number: int, options: Options) -> Beam:
    """Lead from the east face of a kernel to a point on the west face of the next tensor."""
    corners = start.corners
    away, up = _at(options.apex_at or options.kernel_at, number)
    tip = end.at((-0.5, up, away))
    window = (corners[4], corners[6], corners[5], corners[7])
    return Beam(window, tip, tensor.edges, 1.1 if options.dot else 0.0)


def _share(part: int, whole: int, length: float, options: Options) -> float:
    """Give the side of a kernel as a share of that of its tensor."""
    if options.kernel_scale != "share":
        true = options.kernel_unit * grown(part, options.kernel_scale, 0.5)
        return min(1.0, max(true, 1.0) / length)
    return min(MOST, max(part / whole, LEAST / length))


def _within(middle: float, size: float) -> float:
    """Move a place so that what is around it stays inside."""
    room = INSIDE - size / 2
    return min(room, max(-room, middle))


def _at(places: tuple[float, ...], number: int) -> tuple[float, float]:
    """Give the pair of this number; the last one counts for all that follow."""
    i = min(number, len(places) // 2 - 1) * 2
    return places[i], places[i + 1]
