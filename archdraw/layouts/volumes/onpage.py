"""A strip on the page: where its blocks stand, how high the line of each row is, and the ways that go around."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from archdraw.diagram import Label, Link, Mark
from archdraw.geometry import Box, Point
from archdraw.layouts.volumes import arcs, marks, parallel
from archdraw.layouts.volumes.across import Ending
from archdraw.layouts.volumes.blocks import Arc, Half
from archdraw.layouts.volumes.parallel import Bridge
from archdraw.layouts.volumes.place import Strip
from archdraw.layouts.volumes.shape import Shape
from archdraw.moving import moved
from archdraw.records import dataclass
from archdraw.stages.measure import rooms
from archdraw.style import Style

FAR = 100.0
"""How far beyond a strip the lines run that lead to and from others, for all that counts in it."""


@dataclass(frozen=True, slots=True)
class OnPage:
    """The shapes of each row on the page, the words at them, the heights of the rows, arcs with their legs and lanes, bridges, what leads on."""

    strip: Strip
    words: tuple[tuple[Mark, ...], ...]
    shapes: tuple[tuple[Shape, ...], ...]
    axes: dict[int, float]
    around: tuple[tuple[Arc, tuple[Point, Point], float], ...]
    bridges: tuple[tuple[Bridge, Point | None, Point | None], ...]
    across: tuple[Ending, ...]

    @property
    def edges(self) -> tuple[tuple[str, str], ...]:
        """The edges that lead to its first block."""
        row = self.strip.net.rows[0]
        return row[1].edges if row[0].sign == "port" else row[0].edges

    def moved(self, by: float) -> OnPage:
        """Give it further down; its ways are drawn before."""
        shapes = tuple(tuple(shape.moved(0.0, by) for shape in row) for row in self.shapes)
        words = tuple(tuple(moved(mark, 0.0, by) for mark in row) for row in self.words)
        axes = {row: axis + by for row, axis in self.axes.items()}
        return replace(self, words=words, shapes=shapes, axes=axes, across=tuple(end.moved(by) for end in self.across))

    def ways(self, style: Style) -> Iterator[Mark]:
        """Draw the arcs, and what leads to and from bridges."""
        for arc, ends, lane in self.around:
            yield from arcs.drawn(arc, ends, lane, self.shapes, style)
        for bridge, start, end in self.bridges:
            yield from self._bridge(bridge, start, end, style.is_patterned)

    def _bridge(self, bridge: Bridge, start: Point | None, end: Point | None, hatched: bool) -> Iterator[Link | Label]:
        axis, row = self.axes[bridge.row], self.shapes[bridge.row]
        if bridge.enter and start:
            tip = marks.into(row[0], axis)
            dot = arcs.dot(bridge.enter.start, self.shapes)
            yield Link((start, (start[0], axis), tip), bridge.enter.edges, True, (arcs.CORNER,), "data", dot)
        if bridge.leave and end:
            begin, dot = marks.out(row[-1], axis, hatched)
            yield Link((begin, (end[0], axis), end), bridge.leave.edges, True, (arcs.CORNER,), "data", dot)


def on_page(strip: Strip, written: Callable[[int, tuple[Shape, ...]], Iterable[Mark]], style: Style) -> OnPage:
    """Put a strip on the page, its main row at height 0 and all of it in the middle; ``written`` gives the words of a row."""
    low, high = strip.reach
    shift = -(low + high) / 2
    flat = tuple(
        tuple(shape.moved(strip.lefts[r, b] + shift - shape.hull.left, 0.0) for b, shape in enumerate(row))
        for r, row in enumerate(strip.shapes)
    )
    said = tuple(tuple(written(r, row)) for r, row in enumerate(flat))
    ends = parallel.bridges(strip.net)
    halves = [half for half, _ in strip.across]
    legs_inside, feet = arcs.ends(strip.net.arcs, flat, halves)
    legs = dict(zip(strip.net.arcs, legs_inside, strict=True))
    ways = {arc for one in ends for arc in (one.enter, one.leave)}
    around = [arc for arc in strip.net.arcs if arc not in ways]
    spans, reach = {}, {}
    for one in ends:
        row = flat[one.row]
        words = [box for mark in said[one.row] for box in rooms(mark, style)]
        box = reach[one.row] = Box.hull([*(shape.hull for shape in row), *words])
        left = legs[one.enter][0][0] if one.enter else box.left
        spans[one.row] = (left, legs[one.leave][1][0] if one.leave else box.right)
    far = high + shift + FAR
    heights, lanes = parallel.axes(
        strip.net, ends, spans, reach, [[shape.hull for shape in row] for row in flat],
        [(arc, legs[arc][0][0], legs[arc][1][0]) for arc in around]
        + [(_stub(half), foot[0], far) for half, foot in zip(halves, feet, strict=True)],
    )  # fmt: skip
    shapes = tuple(tuple(shape.moved(0.0, heights[r]) for shape in row) for r, row in enumerate(flat))
    inside, outside = arcs.ends(strip.net.arcs, shapes, halves)
    high_ends = dict(zip(strip.net.arcs, inside, strict=True))
    words_there = tuple(tuple(moved(mark, 0.0, heights[r]) for mark in row) for r, row in enumerate(said))
    return OnPage(
        strip,
        words_there,
        shapes,
        heights,
        tuple((arc, high_ends[arc], lane) for arc, lane in zip(around, lanes, strict=False)),
        tuple(
            (one, high_ends[one.enter][0] if one.enter else None, high_ends[one.leave][1] if one.leave else None)
            for one in ends
        ),
        tuple(map(Ending, halves, outside, lanes[len(around) :], (said for _, said in strip.across))),
    )


def _stub(half: Half) -> Arc:
    """Give what leads to or from another strip as an arc at its one end."""
    return Arc(half.at, half.at, half.arc.edges, half.arc.said if half.said else "")
