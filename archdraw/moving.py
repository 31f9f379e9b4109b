"""Move marks on the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from archdraw.diagram import (
    Band,
    Bar,
    Block,
    Bridge,
    Cone,
    Diagram,
    Fan,
    Frame,
    Key,
    Label,
    Line,
    Link,
    Mark,
    Merge,
    Scale,
    Sheets,
    Solid,
    Spread,
    Units,
)
from archdraw.geometry import Box, Point

Move = Callable[[Point], Point]


def moved(mark: Mark, dx: float, dy: float) -> Mark:
    """Give the same mark elsewhere."""

    def at(point: Point) -> Point:
        return (point[0] + dx, point[1] + dy)

    if isinstance(mark, (Units, Fan, Scale)):
        return _neurons(mark, at, mark.box.moved(dx, dy) if isinstance(mark, Scale) else None)
    match mark:
        case Block():
            box, strip = mark.box.moved(dx, dy), at(mark.strip_at)
            return replace(mark, box=box, lines=_lines(mark.lines, at), strip_at=strip)
        case Merge():
            return replace(mark, center=at(mark.center))
        case Link():
            return replace(mark, points=tuple(map(at, mark.points)))
        case Frame():
            title = replace(mark.title, at=at(mark.title.at)) if mark.title else None
            return replace(mark, box=mark.box.moved(dx, dy), title=title)
        case Label():
            return replace(mark, lines=_lines(mark.lines, at))
        case Key():
            return replace(mark, at=at(mark.at), line=replace(mark.line, at=at(mark.line.at)))
        case Bridge():
            return replace(mark, at=at(mark.at))
        case Band():
            return replace(mark, box=mark.box.moved(dx, dy))
        case _:
            return _area_moved(mark, dx, dy)


def _area_moved(mark: Sheets | Bar | Cone | Spread | Solid, dx: float, dy: float) -> Mark:
    """Move what is drawn to scale."""

    def at(points: tuple[Point, ...]) -> tuple[Point, ...]:
        return tuple((x + dx, y + dy) for x, y in points)

    match mark:
        case Sheets():
            return replace(mark, boxes=tuple(box.moved(dx, dy) for box in mark.boxes), dots=at(mark.dots))
        case Bar():
            return replace(mark, points=at(mark.points))
        case Cone():
            return replace(mark, window=mark.window.moved(dx, dy), tip=mark.tip.moved(dx, dy))
        case Spread():
            (a, b), (c, d) = at(mark.start), at(mark.end)
            return replace(mark, start=(a, b), end=(c, d))
        case Solid():
            beams = tuple(replace(beam, window=at(beam.window), tip=at((beam.tip,))[0]) for beam in mark.beams)
            kernels = tuple(map(at, mark.kernels))
            lines = tuple(replace(line, at=at((line.at,))[0]) for line in mark.lines)
            return replace(mark, corners=at(mark.corners), kernels=kernels, beams=beams, lines=lines)


def _lines(lines: tuple[Line, ...], at: Move) -> tuple[Line, ...]:
    return tuple(replace(line, at=at(line.at)) for line in lines)


def _neurons(mark: Units | Fan | Scale, at: Move, box: Box | None) -> Mark:
    """Move neurons, their edges, or what these mean."""
    if isinstance(mark, Units):
        centers, dots = tuple(map(at, mark.centers)), tuple(map(at, mark.dots))
        return replace(mark, centers=centers, dots=dots, lines=_lines(mark.lines, at))
    if isinstance(mark, Fan):
        strands = tuple(
            replace(strand, points=tuple(map(at, strand.points)), tip=tuple(map(at, strand.tip)))
            for strand in mark.strands
        )
        return replace(mark, strands=strands)
    ticks = tuple((at(one), at(two)) for one, two in mark.ticks)
    return replace(mark, box=box or mark.box, lines=_lines(mark.lines, at), ticks=ticks)


def widened(diagram: Diagram, width: float) -> Diagram:
    """Give the diagram in the middle of a wider page; one that is as wide already is given back."""
    by = (width - diagram.width) / 2
    if by <= 0:
        return diagram
    return replace(diagram, marks=tuple(moved(mark, by, 0.0) for mark in diagram.marks), width=width)
