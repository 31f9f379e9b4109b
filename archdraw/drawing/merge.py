"""A small circle with the sign of a merge drawn as lines, so that no font can lack it."""

from __future__ import annotations

from math import cos, pi, sin

from archdraw.diagram import Merge
from archdraw.geometry import Point
from archdraw.scene import Circle, Group, Item, Path
from archdraw.style import Style

ARM, BAR, BETWEEN = 2.5, 2.3, 1.1
"""Half of an arm of a plus, half of a bar's height, and half of what lies between two bars, in points."""


def draw(mark: Merge, style: Style) -> Group:
    """Draw the circle and its sign."""
    looks = style.merge()
    items: list[Item] = [Circle(mark.center, mark.radius, looks.fill, looks.stroke, mark.layer)]
    for start, end in sign(mark.look.op):
        points = (_move(mark.center, start), _move(mark.center, end))
        items.append(Path(points, looks.stroke, layer=mark.layer))
    return Group(mark.layer, tuple(items), mark.title, mark.layer, mark.look.op)


def sign(op: str) -> tuple[tuple[Point, Point], ...]:
    """Give the strokes of a sign around (0, 0).

    >>> sign("subtract")
    (((-2.5, 0.0), (2.5, 0.0)),)
    """
    across = ((-ARM, 0.0), (ARM, 0.0))
    slant = ARM * 0.72
    match op:
        case "subtract":
            return (across,)
        case "multiply":
            return (((-slant, -slant), (slant, slant)), ((-slant, slant), (slant, -slant)))
        case "concat":
            return (((-BETWEEN, -BAR), (-BETWEEN, BAR)), ((BETWEEN, -BAR), (BETWEEN, BAR)))
        case "average":
            return (((-slant, -slant), (slant, -slant)), ((-slant, slant), (slant, slant)), across)
        case "matmul":
            return _star()
        case _:
            return (across, ((0.0, -ARM), (0.0, ARM)))


def _star() -> tuple[tuple[Point, Point], ...]:
    turns = [pi / 2 + i * pi / 3 for i in range(3)]
    return tuple(((-ARM * cos(a), -ARM * sin(a)), (ARM * cos(a), ARM * sin(a))) for a in turns)


def _move(center: Point, by: Point) -> Point:
    return (center[0] + by[0], center[1] + by[1])
