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
        self._boxes: list[Box] = []
        for box in boxes:
            self.add(box)

    def add(self, box: Box) -> None:
        """Add one; a line is a box without width."""
        number = len(self._boxes)
        for square in _squares(box):
            self._squares[square].append(number)
        self._boxes.append(box)

    def near(self, box: Box) -> list[int]:
        """Give the numbers of all that share a point with a box, in order."""
        found = {number for square in _squares(box) for number in self._squares.get(square, ())}
        return sorted(number for number in found if self._boxes[number].meets(box, -1e-9))

    def free(self, box: Box) -> bool:
        """Tell whether a box shares no more than a border with any of them."""
        return not any(
            self._boxes[number].meets(box, 0.0) for square in _squares(box) for number in self._squares.get(square, ())
        )

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Go through all pairs that share a point, each once, in order."""
        for number, box in enumerate(self._boxes):
            yield from ((number, other) for other in self.near(box) if other > number)


def _squares(box: Box) -> list[tuple[int, int]]:
    columns = range(floor(box.left / SIDE), floor(box.right / SIDE) + 1)
    rows = range(floor(box.top / SIDE), floor(box.bottom / SIDE) + 1)
    return [(column, row) for column in columns for row in rows]
