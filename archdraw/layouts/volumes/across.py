"""Arcs that lead from one strip to a later one: over the first, down beside all, and over the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from archdraw.diagram import Label, Line, Link
from archdraw.geometry import Box, Point
from archdraw.layouts.volumes.arcs import CORNER, Shapes, dot
from archdraw.layouts.volumes.blocks import Half
from archdraw.lettering import wide
from archdraw.records import dataclass
from archdraw.style import Style
from archdraw.volumes.arcs import APART, Over, stacked

BESIDE, WORDS = 3.0, 8.0
"""What is free beside words on a line, and how high they and what is below them are, in points."""


@dataclass(frozen=True, slots=True)
class Ending:
    """One end of an arc on the page: where its leg stands, the height of its lane, and the room for words right of the leg."""

    half: Half
    leg: Point
    lane: float
    room: float

    @property
    def box(self) -> Box:
        """The room of its line and the words on it, as far as these are in its strip."""
        x, y = self.leg
        return Box(x, self.lane - (WORDS if self.half.said else 0.0), x + self.room, y)

    def moved(self, by: float) -> Ending:
        """Give it further down."""
        return replace(self, leg=(self.leg[0], self.leg[1] + by), lane=self.lane + by)


def lanes(strips: Sequence[Sequence[Half]]) -> int:
    """Count the lines beside all strips where most stand there."""
    first = {half.number: k for k, halves in enumerate(strips) for half in halves if half.leaves}
    last = {half.number: k for k, halves in enumerate(strips) for half in halves if not half.leaves}
    beside = stacked([Over(first[arc], last[arc]) for arc in first], [])
    return 1 + round(-min(beside) / APART) if beside else 0


def room(half: Half, style: Style) -> float:
    """Give what the words of an arc need right of its leg in the strip, in points: none where they do not stand there."""
    return wide(half.arc.said, "detail", style) + 2 * BESIDE if half.said else 0.0


def drawn(ends: Sequence[tuple[Ending, Shapes]], right: float, style: Style) -> Iterator[Link | Label]:
    """Draw the arcs, their lines beside all from a place on to the right: what leads around more stands further out.

    Each end comes with the shapes of its strip.
    """
    arrived = {end.half.number: end for end, _ in ends if not end.half.leaves}
    pairs = [(end, shapes, arrived[end.half.number]) for end, shapes in ends if end.half.leaves]
    offsets = stacked([Over(one.lane, two.lane) for one, _, two in pairs], [])
    for (one, shapes, two), offset in zip(pairs, offsets, strict=True):
        x = right - offset
        points = (one.leg, (one.leg[0], one.lane), (x, one.lane), (x, two.lane), (two.leg[0], two.lane), two.leg)
        yield Link(points, one.half.arc.edges, True, (CORNER,) * 4, "data", dot(one.half.at, shapes))
        for end in (one, two):
            if end.half.said:
                said = end.half.arc.said
                at = ((end.leg[0] + x) / 2, end.lane - 2.0)
                yield Label((Line(at, said, "detail", "middle", wide(said, "detail", style)),))
