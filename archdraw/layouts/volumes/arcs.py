"""What goes around: from the top of one block over all between to the top of another."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from archdraw.diagram import Label, Line, Link
from archdraw.geometry import Point
from archdraw.layouts.volumes.blocks import Arc, Half, Place
from archdraw.layouts.volumes.marks import DOT
from archdraw.layouts.volumes.shape import RADIUS, Shape
from archdraw.lettering import wide
from archdraw.style import Style
from archdraw.volumes.arcs import Ends, legs

CORNER = 3.5
"""The radius of corners, in points."""
Shapes = Sequence[Sequence[Shape]]


def ends(
    arcs: Sequence[Arc], shapes: Shapes, across: Sequence[Half] = ()
) -> tuple[list[tuple[Point, Point]], list[Point]]:
    """Give where each arc leaves and arrives, and where each that leads to or from another strip stands.

    Those on one slab stand beside each other, so that none crosses its neighbour.
    """
    places = {place for arc in arcs for place in (arc.start, arc.end)} | {half.at for half in across}
    on = {place: _top(shapes[place[0]][place[1]], place[2]) for place in places}
    spots = sorted(on, key=lambda place: (on[place][0][0], place))
    before = sorted({half.arc.start for half in across if not half.leaves})
    behind = sorted({half.arc.end for half in across if half.leaves})
    number = {spot: k for k, spot in enumerate(spots, len(before))}
    far = (
        {spot: k for k, spot in enumerate(before)},
        {spot: len(before) + len(spots) + k for k, spot in enumerate(behind)},
    )
    lines = [Ends(number[arc.start], number[arc.end]) for arc in arcs]
    lines += [
        Ends(number[half.at], far[1][half.arc.end]) if half.leaves else Ends(far[0][half.arc.start], number[half.at])
        for half in across
    ]
    nowhere = ((0.0, 0.0), 0.0)
    all_on = [nowhere] * len(before) + [on[spot] for spot in spots] + [nowhere] * len(behind)
    spread = legs(lines, [place for place, _ in all_on], [room for _, room in all_on])
    inside = [
        (_clear(start, shapes[arc.start[0]][arc.start[1]]), _clear(end, shapes[arc.end[0]][arc.end[1]]))
        for arc, (start, end) in zip(arcs, spread, strict=False)
    ]
    outside = [
        _clear(start if half.leaves else end, shapes[half.at[0]][half.at[1]])
        for half, (start, end) in zip(across, spread[len(arcs) :], strict=True)
    ]
    return inside, outside


def drawn(arc: Arc, ends: tuple[Point, Point], lane: float, shapes: Shapes, style: Style) -> list[Link | Label]:
    """Draw an arc: up, over, down, with the words on it."""
    start, end = ends
    found: list[Link | Label] = [
        Link(
            (start, (start[0], lane), (end[0], lane), end),
            arc.edges,
            True,
            (CORNER,) * 2,
            "data",
            dot(arc.start, shapes),
        )
    ]
    if arc.said:
        at = ((start[0] + end[0]) / 2, lane - 2.0)
        found.append(Label((Line(at, arc.said, "detail", "middle", wide(arc.said, "detail", style)),)))
    return found


def dot(start: Place, shapes: Shapes) -> float:
    """Give the radius of the dot where an arc begins; there is none on a circle."""
    return DOT if shapes[start[0]][start[1]].bodies else 0.0


def _top(shape: Shape, slab: int) -> tuple[Point, float]:
    """Give the middle of the top of a slab, and how wide that is for lines."""
    if not shape.bodies:
        return (shape.hull.center[0], shape.hull.top), RADIUS if shape.hull.width else 0.0
    body = shape.bodies[slab]
    return body.at((0, 0.5, 0)), body.size[0]


def _clear(point: Point, shape: Shape) -> Point:
    """Bring a point beside the top of a circle down to its edge."""
    if shape.bodies or not shape.hull.width:
        return point
    x, y = shape.hull.center
    return (point[0], y - sqrt(max(0.0, RADIUS**2 - (point[0] - x) ** 2)))
