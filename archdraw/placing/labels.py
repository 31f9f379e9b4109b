"""Find a free place for the label of an edge: beside or above its line, on no other line and no box."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence

from archdraw.geometry import Box, Point
from archdraw.placing.problem import Problem, Wire

BESIDE, ABOVE = 4.0, 1.5
"""The room between a label and an upright line at its side, and a level line below it."""
CELL = 64.0
"""The size of the squares in which obstacles are looked up."""


class _Obstacles:
    """Boxes that a label may not meet, sorted into squares; a line is a box without width."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int], list[Box]] = defaultdict(list)

    def add(self, box: Box) -> None:
        for cell in self._squares(box):
            self._cells[cell].append(box)

    def free(self, box: Box) -> bool:
        """Tell whether a box meets none of them."""
        return not any(
            box.left < other.right and other.left < box.right and box.top < other.bottom and other.top < box.bottom
            for cell in self._squares(box)
            for other in self._cells.get(cell, ())
        )

    @staticmethod
    def _squares(box: Box) -> Iterable[tuple[int, int]]:
        for column in range(int(box.left // CELL), int(box.right // CELL) + 1):
            for row in range(int(box.top // CELL), int(box.bottom // CELL) + 1):
                yield column, row


def put(
    problem: Problem,
    nodes: Sequence[Box],
    frames: Sequence[Sequence[Box]],
    wires: Sequence[Wire],
    routes: Sequence[Sequence[Point]],
) -> dict[int, Point]:
    """Give the centres of the labels that find a place; those that do not are left out."""
    wanted = [number for number, edge in enumerate(problem.edges) if edge.label_width > 0 and routes[number]]
    if not wanted:
        return {}
    obstacles = _Obstacles()
    for box in nodes:
        obstacles.add(box)
    for wire in wires:
        for one, two in zip(wire.points, wire.points[1:], strict=False):
            obstacles.add(_thin(one, two))
    for boxes in frames:
        for box in boxes:
            corners = [(box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)]
            for one, two in zip(corners, [*corners[1:], corners[0]], strict=True):
                obstacles.add(_thin(one, two))
    found = {}
    for number in wanted:
        edge = problem.edges[number]
        for center in _candidates(routes[number], edge.label_width, edge.label_height):
            box = Box.around(center, edge.label_width, edge.label_height)
            if obstacles.free(box) and box.left >= 0 and box.top >= 0:
                found[number] = center
                obstacles.add(box)
                break
    return found


def _thin(one: Point, two: Point) -> Box:
    """Make the box of a line."""
    (a, b), (c, d) = one, two
    return Box(min(a, c) - 0.5, min(b, d) - 0.5, max(a, c) + 0.5, max(b, d) + 0.5)


def _candidates(route: Sequence[Point], width: float, height: float) -> Iterable[Point]:
    """Give places along a route, best first: its last stretch before all others, the middle before the ends."""
    segments = list(itertools.pairwise(route))[::-1]
    for one, two in segments:
        level = one[1] == two[1]
        for share in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8):
            x = one[0] + (two[0] - one[0]) * share
            y = one[1] + (two[1] - one[1]) * share
            if level:
                if abs(two[0] - one[0]) >= width:
                    yield x, y - ABOVE - height / 2
                    yield x, y + ABOVE + height / 2
            else:
                yield x + BESIDE + width / 2, y
                yield x - BESIDE - width / 2, y
