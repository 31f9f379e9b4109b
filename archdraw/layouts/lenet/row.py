"""Rows on the page."""

from __future__ import annotations

from collections.abc import Mapping

from archdraw.geometry import Box, Point
from archdraw.layouts.lenet.drawn import Drawn
from archdraw.records import dataclass


@dataclass(frozen=True, slots=True)
class Here:
    """What is drawn, at its place: ``left`` and ``top`` are the corner of all its parts."""

    shape: Drawn
    left: float
    top: float

    @property
    def right(self) -> float:
        """The right border."""
        return self.left + self.shape.width

    @property
    def middle(self) -> float:
        """The middle from left to right."""
        return self.left + self.shape.width / 2

    def at(self, point: Point) -> Point:
        """Give a point of the drawing on the page."""
        return (self.left + point[0], self.top + point[1])

    def boxes(self) -> tuple[Box, ...]:
        """Give the boxes on the page."""
        return tuple(box.moved(self.left, self.top) for box in self.shape.boxes)


@dataclass(frozen=True, slots=True)
class OnPage:
    """One row: which stages, the line that all are centred on, the height of the tallest, where its words end, and where all ends.

    ``led`` are the stages under which words say what leads to them.
    """

    numbers: range
    led: range
    axis: float
    tallest: float
    words: float
    bottom: float
    drawn: Mapping[int, Here]

    def moved(self, by: float) -> OnPage:
        """Give it further down."""
        drawn = {i: Here(here.shape, here.left, here.top + by) for i, here in self.drawn.items()}
        return OnPage(self.numbers, self.led, self.axis + by, self.tallest, self.words + by, self.bottom + by, drawn)

    @property
    def start(self) -> Point:
        """Where a line from the row above arrives."""
        first = self.drawn[self.numbers[0]]
        return (first.left + first.shape.sides()[0], self.axis)

    @property
    def end(self) -> Point:
        """Where a line to the next row begins."""
        last = self.drawn[self.numbers[-1]]
        return (last.left + last.shape.sides()[1], self.axis)
