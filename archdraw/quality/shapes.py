"""Convex shapes on the page: whether two of them share more than a border."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from math import cos, pi, sin

from archdraw.geometry import Box, Point

Points = tuple[Point, ...]

SLACK = 0.2
"""So many points two things may share before they are said to meet."""


def of_box(box: Box) -> Points:
    """Give the corners of a box."""
    return ((box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom))


def of_circle(center: Point, radius: float) -> Points:
    """Give a circle as a polygon of 16 sides."""
    x, y = center
    return tuple((x + radius * cos(pi * at / 8), y + radius * sin(pi * at / 8)) for at in range(16))


def hull(points: Iterable[Point]) -> Box:
    """Give the smallest upright box around some points."""
    across, down = zip(*points, strict=True)
    return Box(min(across), min(down), max(across), max(down))


def meet(one: Points, two: Points, slack: float = SLACK) -> bool:
    """Tell whether two convex shapes (a line is one of two points) share more than a border.

    By the theorem of separating axes: they do unless their shadows on some side's normal lie apart.

    >>> meet(((0, 0), (4, 0), (0, 4)), ((3, 3), (5, 3), (5, 5))), meet(((0, 2), (9, 2)), of_box(Box(1, 1, 3, 3)))
    (False, True)
    """
    for shape in (one, two):
        closed = (*shape, shape[0]) if len(shape) > 2 else shape
        for (x, y), (u, v) in pairwise(closed):
            across, down = y - v, u - x
            length = (across * across + down * down) ** 0.5
            if not length:
                continue
            first = [(across * a + down * b) / length for a, b in one]
            second = [(across * a + down * b) / length for a, b in two]
            if max(first) < min(second) + slack or max(second) < min(first) + slack:
                return False
    return True
