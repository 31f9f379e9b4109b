"""Sizes as text along the edges that they measure: the channels below the front, the width along the edge away, the height beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import hypot

from archdraw.diagram import Line
from archdraw.geometry import Box, Point
from archdraw.layouts.alexnet import words
from archdraw.layouts.alexnet.options import Options
from archdraw.layouts.alexnet.tensors import Tensor
from archdraw.stages.edgewise import CAP, along
from archdraw.stages.measure import room, wide
from archdraw.style import Style
from archdraw.volumes.views import Body

BELOW, BESIDE, SHIFT = 2.9, 2.5, 0.06
"""From an edge to the capitals below it and to those along it, and how far before the middle of an edge these stand."""


def written(tensor: Tensor, body: Body, first: bool, low: float, options: Options, style: Style) -> list[Line]:
    """Write the sizes of a tensor; the height only where it says something new. ``low`` is where what leads here is lowest."""
    if not options.labels or options.sizes != "edges":
        return []
    stage, east = tensor.stage, body.view.facing[0] / 2
    far, font = _far(body), style.text("detail").font.size
    front = (body.at((-0.5, -0.5, -0.5)), body.at((0.5, -0.5, -0.5)))
    found = [_along(*front, str(stage.count), BELOW, None, style)]
    if stage.is_vector:
        return found
    if not stage.flat:
        edge = (body.at((east, -0.5, -0.5)), body.at((east, -0.5, 0.5)))
        out = (found[0].width - hypot(front[1][0] - front[0][0], front[1][1] - front[0][1])) / 2
        found.append(_along(*edge, str(stage.width), BESIDE, max(0.0, out), style))
    if first or stage.flat or stage.height != stage.width:
        bottom, top = body.at((-0.5, -0.5, far)), body.at((-0.5, 0.5, far))
        y = (bottom[1] + top[1]) / 2 if first else max(bottom[1] - 5.0, low + 0.7 * font)
        size = wide(str(stage.height), "detail", style)
        mine = Line((bottom[0] - BESIDE, y + CAP * font / 2), str(stage.height), "detail", "end", size)
        found.append(_clear(mine, found, style))
    return found


def _far(body: Body) -> float:
    """Tell which upright edge is the one to the left: that in front, or that behind."""
    return -0.5 if body.view.away[0] >= 0 else 0.5


def _clear(mine: Line, others: Sequence[Line], style: Style) -> Line:
    """Move the height to the left of the other sizes where they would meet."""
    met = [box.left - 1.0 for box in (room(other, style) for other in others) if room(mine, style).meets(box)]
    return replace(mine, at=(min(met), mine.at[1])) if met else mine


def _along(start: Point, end: Point, said: str, away: float, least: float | None, style: Style) -> Line:
    """Write along an edge, in its middle; with ``least`` a little before it, but so far from its start."""
    length = hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    share = 0.5 if least is None else max(0.5 - SHIFT, (least + wide(said, "detail", style) / 2) / length)
    return along(start, end, said, share, away, style)


def reach(tensor: Tensor, body: Body, first: bool, options: Options, style: Style) -> Box:
    """Give how far the sizes of a tensor reach around it: as if the height were written as low as can be."""
    hull = body.hull
    lines = written(tensor, body, first, 0.0, options, style)
    boxes = [room(line, style) for line in lines]
    if lines and lines[-1].anchor == "end":
        left = min(box.left for box in boxes[:-1]) - 1.0
        boxes.append(boxes[-1].moved(min(0.0, left - boxes[-1].right), 0.0))
    return Box.hull([hull, *boxes])


def over(tensor: Tensor, options: Options, style: Style) -> float:
    """Give how wide the shape over a tensor is."""
    shown = options.labels and options.sizes == "over"
    return wide(words.shape(tensor), "detail", style) if shown else 0.0


def whole(tensor: Tensor, body: Body, below: bool, options: Options, style: Style) -> list[Line]:
    """Write the whole shape over a tensor, or below, where that is asked for."""
    size, hull = over(tensor, options, style), body.hull
    y = hull.bottom + 8.0 if below else hull.top - 4.0
    return [Line((hull.center[0], y), words.shape(tensor), "detail", "middle", size)] if size else []


def of_kernel(tensor: Tensor, body: Body, kernel: Body, options: Options, style: Style) -> tuple[Line, ...]:
    """Write the size of the kernel that makes a tensor on the kernel, or over it; nowhere without room, for the op says it too."""
    said = words.kernel(tensor) if options.labels and options.kernel_sizes else ""
    if not said:
        return ()
    size, high = wide(said, "detail", style), style.text("detail").font.size
    fronts = [(one.at((-0.5, -0.5, -0.5)), one.at((0.5, 0.5, -0.5))) for one in (body, kernel)]
    both = Box(
        max(a[0] for a, _ in fronts),
        max(b[1] for _, b in fronts),
        min(b[0] for _, b in fronts),
        min(a[1] for a, _ in fronts),
    )
    line = Line((both.center[0], both.center[1] + CAP * high / 2), said, "detail", "middle", size)
    if not body.view.along[1] and both.width > size and both.holds(room(line, style)):
        return (line,)
    side = body.view.facing[0] / 2
    over = replace(line, at=(kernel.at((side, 0, 0))[0], kernel.hull.top - 1.4))
    box, ends = room(over, style), sorted((body.at((side, 0.5, -0.5)), body.at((side, 0.5, 0.5))))
    (left, start), (right, end) = ends
    tops = [start + (end - start) * (at - left) / ((right - left) or 1.0) for at in (box.left, box.right)]
    return (over,) if left <= box.left and box.right <= right and box.top >= max(tops) else ()
