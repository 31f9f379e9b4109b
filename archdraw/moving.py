"""Move marks on the page."""

from __future__ import annotations

from dataclasses import replace

from archdraw.diagram import (
    Band,
    Bar,
    Block,
    Bridge,
    Cone,
    Diagram,
    Frame,
    Key,
    Label,
    Line,
    Link,
    Mark,
    Merge,
    Sheets,
    Spread,
)
from archdraw.geometry import Point


def moved(mark: Mark, dx: float, dy: float) -> Mark:
    """Give the same mark elsewhere."""

    def at(point: Point) -> Point:
        return (point[0] + dx, point[1] + dy)

    def line(one: Line) -> Line:
        return replace(one, at=at(one.at))

    match mark:
        case Block():
            lines = tuple(line(one) for one in mark.lines)
            return replace(mark, box=mark.box.moved(dx, dy), lines=lines, strip_at=at(mark.strip_at))
        case Merge():
            return replace(mark, center=at(mark.center))
        case Link():
            return replace(mark, points=tuple(at(point) for point in mark.points))
        case Frame():
            return replace(mark, box=mark.box.moved(dx, dy), title=mark.title and line(mark.title))
        case Label():
            return replace(mark, lines=tuple(line(one) for one in mark.lines))
        case Key():
            return replace(mark, at=at(mark.at), line=line(mark.line))
        case Bridge():
            return replace(mark, at=at(mark.at))
        case Band():
            return replace(mark, box=mark.box.moved(dx, dy))
        case _:
            return _area_moved(mark, dx, dy)


def _area_moved(mark: Sheets | Bar | Cone | Spread, dx: float, dy: float) -> Mark:
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


def widened(diagram: Diagram, width: float) -> Diagram:
    """Give the diagram in the middle of a wider page; one that is as wide already is given back."""
    by = (width - diagram.width) / 2
    if by <= 0:
        return diagram
    return replace(diagram, marks=tuple(moved(mark, by, 0.0) for mark in diagram.marks), width=width)
