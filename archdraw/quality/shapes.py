"""Convex shapes on the page: whether two of them share more than a border, and which ones are near a box."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import cos, floor, pi, sin

from archdraw.geometry import Box, Point

Points = tuple[Point, ...]

SLACK = 0.2
"""So many points two things may share before they are said to meet."""
CELL = 48.0
"""The side of the squares by which things are found again, in points."""


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


class Index:
    """Boxes by number, found by where they are."""

    def __init__(self, boxes: Iterable[Box]) -> None:
        self._cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        self._boxes = list(boxes)
        for number, box in enumerate(self._boxes):
            for cell in _cells(box):
                self._cells[cell].append(number)

    def near(self, box: Box) -> list[int]:
        """Give the numbers of all that share a point with a box, in order."""
        found = {number for cell in _cells(box) for number in self._cells.get(cell, ())}
        return sorted(number for number in found if self._boxes[number].meets(box, -1e-9))

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Go through all pairs that share a point, each once, in order."""
        for number, box in enumerate(self._boxes):
            yield from ((number, other) for other in self.near(box) if other > number)


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    for column in range(floor(box.left / CELL), floor(box.right / CELL) + 1):
        for row in range(floor(box.top / CELL), floor(box.bottom / CELL) + 1):
            yield column, row
