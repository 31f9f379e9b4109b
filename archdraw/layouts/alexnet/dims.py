"""Sizes as text along the edges that they measure: the channels below the front, the width along the edge away, the height beside."""

from __future__ import annotations

from math import atan2, degrees, hypot

from archdraw.diagram import Line
from archdraw.geometry import Box, Point
from archdraw.layouts.alexnet import words
from archdraw.layouts.alexnet.options import Options
from archdraw.layouts.alexnet.tensors import Tensor
from archdraw.stages.measure import room, wide
from archdraw.style import Style
from archdraw.volumes.views import Body

BELOW, BESIDE, SHIFT, CAP = 2.9, 2.5, 0.06, 0.72
"""From an edge to the capitals below it and to those along it, how far before the middle of an edge these stand, and the height of capitals."""


def written(tensor: Tensor, body: Body, first: bool, low: float, options: Options, style: Style) -> list[Line]:
    """Write the sizes of a tensor; the height only where it says something new. ``low`` is where what leads here is lowest."""
    if not options.labels or options.sizes != "edges":
        return []
    stage, east = tensor.stage, body.view.facing[0] / 2
    far, font = _far(body), style.text("detail").font.size
    front = (body.at((-0.5, -0.5, -0.5)), body.at((0.5, -0.5, -0.5)))
    found = [_along(*front, str(stage.count), BELOW, 0.0, style)]
    if stage.is_vector:
        return found
    if not stage.flat:
        edge = (body.at((east, -0.5, -0.5)), body.at((east, -0.5, 0.5)))
        found.append(_along(*edge, str(stage.width), BESIDE, SHIFT, style))
    if first or stage.flat or stage.height != stage.width:
        bottom, top = body.at((-0.5, -0.5, far)), body.at((-0.5, 0.5, far))
        y = (bottom[1] + top[1]) / 2 if first else max(bottom[1] - 5.0, low + 0.7 * font)
        size = wide(str(stage.height), "detail", style)
        mine = Line((bottom[0] - BESIDE, y + CAP * font / 2), str(stage.height), "detail", "end", size)
        found.append(_clear(mine, found[0], style))
    return found


def _far(body: Body) -> float:
    """Tell which upright edge is the one to the left: that in front, or that behind."""
    return -0.5 if body.view.away[0] >= 0 else 0.5


def _clear(mine: Line, other: Line, style: Style) -> Line:
    """Move the height to the left of the number of channels where they would meet."""
    one, two = room(mine, style), room(other, style)
    if not one.meets(two):
        return mine
    return Line((two.left - 1.0, mine.at[1]), mine.text, mine.role, mine.anchor, mine.width)


def _along(start: Point, end: Point, said: str, away: float, shift: float, style: Style) -> Line:
    """Write along an edge, on its lower side: a little before its middle, counted from its start."""
    x, y = ((one + two) / 2 - shift * (two - one) for one, two in zip(start, end, strict=True))
    (a, b), (c, d) = (start, end) if start[0] <= end[0] else (end, start)
    length = hypot(c - a, d - b) or 1.0
    across = (-(d - b) / length, (c - a) / length)
    by = away + CAP * style.text("detail").font.size
    at = (x + across[0] * by, y + across[1] * by)
    angle = degrees(atan2(d - b, c - a)) if length > 1e-6 else 0.0
    return Line(at, said, "detail", "middle", wide(said, "detail", style), round(angle, 3) or 0.0)


def reach(tensor: Tensor, body: Body, first: bool, options: Options, style: Style) -> Box:
    """Give how far the sizes of a tensor reach around it: as if the height were written as low as can be."""
    hull = body.hull
    lines = written(tensor, body, first, 0.0, options, style)
    boxes = [room(line, style) for line in lines]
    if lines and lines[-1].anchor == "end":
        boxes.append(boxes[-1].moved(min(0.0, boxes[0].left - 1.0 - boxes[-1].right), 0.0))
    return Box.hull([hull, *boxes])


def over(tensor: Tensor, options: Options, style: Style) -> float:
    """Give how wide the shape over a tensor is."""
    shown = options.labels and options.sizes == "over"
    return wide(words.shape(tensor), "detail", style) if shown else 0.0


def above(tensor: Tensor, body: Body, options: Options, style: Style) -> list[Line]:
    """Write the whole shape over a tensor, where that is asked for."""
    size = over(tensor, options, style)
    hull = body.hull
    at = (hull.center[0], hull.top - 4.0)
    return [Line(at, words.shape(tensor), "detail", "middle", size)] if size else []
