"""The sites of shapes: the places on them to which PowerPoint glues lines."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot, sqrt

from archdraw.geometry import Box, Point
from archdraw.scene import Circle, Polygon, Rect

SAME = 0.02
"""Two places nearer to each other, in points, are one site."""
FIRST_FOUR = 4
CIRCLE = (0, 2, 4, 6, 1, 3, 5, 7)
"""The sites of PowerPoint's circle: it counts from the top, against the clock, in eighths."""
_MOST_SIDES = 12

Shape = Rect | Circle | Polygon


def usual_sites(shape: Shape) -> Sequence[Point]:
    """Give the sites that a shape has anyway.

    The first four are those of a rectangle: top, left, bottom, right, for LibreOffice takes them for these in any path;
    a polygon has the middles of its sides, and nothing is glued to its first four.
    """
    box = box_of(shape)
    x, y = box.center
    middles = [(x, box.top), (box.left, y), (x, box.bottom), (box.right, y)]
    if isinstance(shape, Polygon) and len(shape.points) <= _MOST_SIDES:
        ends = (*shape.points[1:], shape.points[0])
        sides = [((x + u) / 2, (y + v) / 2) for (x, y), (u, v) in zip(shape.points, ends, strict=True)]
        return sides + sides[:1] * max(0, FIRST_FOUR - len(sides))
    if isinstance(shape, Circle):
        away = shape.radius * sqrt(0.5)
        return [*middles, (x - away, y - away), (x - away, y + away), (x + away, y + away), (x + away, y - away)]
    return middles


def site_at(places: list[Point], point: Point, first: int) -> int:
    """Give the number of the site at a point, from the ``first`` on; make one where there is none."""
    for number in range(first, len(places)):
        x, y = places[number]
        if hypot(x - point[0], y - point[1]) <= SAME:
            return number
    places.append(point)
    return len(places) - 1


def distance(shape: Shape, point: Point) -> float:
    """Tell how far a point is from a shape; in it, nothing."""
    x, y = point
    if isinstance(shape, Circle):
        return max(0.0, hypot(x - shape.center[0], y - shape.center[1]) - shape.radius)
    if isinstance(shape, Rect):
        return _from_box(shape.box, point)
    ends = (*shape.points[1:], shape.points[0])
    inside, least = False, float("inf")
    for (a, b), (c, d) in zip(shape.points, ends, strict=True):
        if (b > y) != (d > y) and x < a + (y - b) * (c - a) / (d - b):
            inside = not inside
        length = (c - a) ** 2 + (d - b) ** 2
        share = max(0.0, min(1.0, ((x - a) * (c - a) + (y - b) * (d - b)) / length)) if length else 0.0
        least = min(least, hypot(x - a - share * (c - a), y - b - share * (d - b)))
    return 0.0 if inside else least


def box_of(shape: Shape) -> Box:
    """Give the box a shape lies in."""
    if isinstance(shape, Rect):
        return shape.box
    if isinstance(shape, Circle):
        return Box.around(shape.center, 2 * shape.radius, 2 * shape.radius)
    across, down = zip(*shape.points, strict=True)
    return Box(min(across), min(down), max(across), max(down))


def _from_box(box: Box, point: Point) -> float:
    x, y = point
    return hypot(max(box.left - x, 0.0, x - box.right), max(box.top - y, 0.0, y - box.bottom))
