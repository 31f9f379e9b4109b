"""What is near a box, found by the squares of the page that it touches instead of by a look at everything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import floor

from archdraw.geometry import Box

SIDE = 48.0
"""The side of the squares, in points."""


class Nearby:
    """Boxes by number, in the order in which they were added.

    >>> found = Nearby([Box(0, 0, 100, 10), Box(0, 20, 10, 30)])
    >>> found.near(Box(90, 5, 95, 25)), found.free(Box(90, 10, 95, 25))
    ([0], True)
    """

    def __init__(self, boxes: Iterable[Box] = ()) -> None:
        self._squares: dict[tuple[int, int], list[int]] = defaultdict(list)
        self._rooms: list[tuple[float, float, float, float]] = []
        for box in boxes:
            self.add(box)

    def add(self, box: Box) -> None:
        """Add one; a line is a box without width."""
        self.add_room(box.left, box.top, box.right, box.bottom)

    def add_room(self, left: float, top: float, right: float, bottom: float) -> None:
        """Add one by its edges, which is quicker where there are very many."""
        number = len(self._rooms)
        for square in _squares(left, top, right, bottom):
            self._squares[square].append(number)
        self._rooms.append((left, top, right, bottom))

    def near(self, box: Box) -> list[int]:
        """Give the numbers of all that share a point with a box, in order."""
        return sorted(set(self._meeting(box, -1e-9)))

    def free(self, box: Box) -> bool:
        """Tell whether a box shares no more than a border with any of them."""
        return next(self._meeting(box, 0.0), None) is None

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Go through all pairs that share a point, each once, in order."""
        for number, room in enumerate(self._rooms):
            yield from ((number, other) for other in self.near(Box(*room)) if other > number)

    def _meeting(self, box: Box, slack: float) -> Iterator[int]:
        """Go through those that meet a box as `Box.meets` has it; one may come several times."""
        own_left, own_top, own_right, own_bottom = box.left, box.top, box.right, box.bottom
        for square in _squares(own_left + slack, own_top + slack, own_right - slack, own_bottom - slack):
            for number in self._squares.get(square, ()):
                left, top, right, bottom = self._rooms[number]
                if (
                    left < own_right - slack
                    and own_left < right - slack
                    and top < own_bottom - slack
                    and own_top < bottom - slack
                ):
                    yield number


def _squares(left: float, top: float, right: float, bottom: float) -> list[tuple[int, int]]:
    columns = range(floor(left / SIDE), floor(right / SIDE) + 1)
    rows = range(floor(top / SIDE), floor(bottom / SIDE) + 1)
    return [(column, row) for column in columns for row in rows]
