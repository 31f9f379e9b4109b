"""Move marks on the page."""

from __future__ import annotations

from dataclasses import replace

from archdraw.diagram import Band, Block, Bridge, Diagram, Frame, Key, Label, Line, Link, Mark, Merge
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


def widened(diagram: Diagram, width: float) -> Diagram:
    """Give the diagram in the middle of a wider page; one that is as wide already is given back."""
    by = (width - diagram.width) / 2
    if by <= 0:
        return diagram
    return replace(diagram, marks=tuple(moved(mark, by, 0.0) for mark in diagram.marks), width=width)
