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
    Fan,
    Frame,
    Glued,
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
from archdraw.records import dataclass, remaking


@dataclass(frozen=True, slots=True)
class Shift:
    """How far things are moved to the right and down."""

    dx: float
    dy: float

    def __call__(self, point: Point) -> Point:
        """Give a point elsewhere."""
        return (point[0] + self.dx, point[1] + self.dy)

    def all(self, points: tuple[Point, ...]) -> tuple[Point, ...]:
        """Give several points elsewhere."""
        return tuple(map(self, points))

    def box(self, box: Box) -> Box:
        """Give a box elsewhere."""
        return box.moved(self.dx, self.dy)


_block = remaking(Block, "box", "lines", "strip_at")
_link = remaking(Link, "points")
_merge = remaking(Merge, "center")
_label = remaking(Label, "lines")
_line = remaking(Line, "at")


def moved(mark: Mark, dx: float, dy: float) -> Mark:
    """Give the same mark elsewhere."""
    return _moved(mark, Shift(dx, dy))


def all_moved(marks: list[Mark], dx: float, dy: float) -> tuple[Mark, ...]:
    """Give marks elsewhere, and empty the list: what is moved is let go, so that a large figure takes less room."""
    at = Shift(dx, dy)
    marks.reverse()
    return tuple([_moved(marks.pop(), at) for _ in range(len(marks))])


def _moved(mark: Mark, at: Shift) -> Mark:
    match mark:
        case Block():
            return _block(mark, at.box(mark.box), _lines(mark.lines, at), at(mark.strip_at))
        case Link():
            return _link(mark, at.all(mark.points))
        case Merge():
            return _merge(mark, at(mark.center))
        case Label():
            return _label(mark, _lines(mark.lines, at))
        case Frame():
            title = _line(mark.title, at(mark.title.at)) if mark.title else None
            return replace(mark, box=at.box(mark.box), title=title)
        case Key():
            return replace(mark, at=at(mark.at), line=_line(mark.line, at(mark.line.at)))
        case Bridge():
            return replace(mark, at=at(mark.at))
        case Band():
            return replace(mark, box=at.box(mark.box))
        case Units() | Fan() | Scale():
            return _neurons(mark, at)
        case Solid():
            return _body(mark, at)
        case Glued():
            return Glued(tuple(_body(one, at) for one in mark.solids))
        case _:
            return _area_moved(mark, at)


def _area_moved(mark: Sheets | Bar | Cone | Spread, at: Shift) -> Mark:
    """Move what is drawn to scale."""
    match mark:
        case Sheets():
            return replace(mark, boxes=tuple(at.box(box) for box in mark.boxes), dots=at.all(mark.dots))
        case Bar():
            return replace(mark, points=at.all(mark.points))
        case Cone():
            return replace(mark, window=at.box(mark.window), tip=at.box(mark.tip))
        case Spread():
            (a, b), (c, d) = at.all(mark.start), at.all(mark.end)
            return replace(mark, start=(a, b), end=(c, d))


def _body(mark: Solid, at: Shift) -> Solid:
    beams = tuple(replace(beam, window=at.all(beam.window), tip=at(beam.tip)) for beam in mark.beams)
    kernels = tuple(map(at.all, mark.kernels))
    return replace(mark, corners=at.all(mark.corners), kernels=kernels, beams=beams, lines=_lines(mark.lines, at))


def _lines(lines: tuple[Line, ...], at: Shift) -> tuple[Line, ...]:
    return tuple([_line(line, at(line.at)) for line in lines])


def _neurons(mark: Units | Fan | Scale, at: Shift) -> Mark:
    """Move neurons, their edges, or what these mean."""
    if isinstance(mark, Units):
        centers, dots = at.all(mark.centers), at.all(mark.dots)
        return replace(mark, centers=centers, dots=dots, lines=_lines(mark.lines, at))
    if isinstance(mark, Fan):
        strands = tuple(
            replace(strand, points=at.all(strand.points), tip=at.all(strand.tip)) for strand in mark.strands
        )
        return replace(mark, strands=strands)
    ticks = tuple((at(one), at(two)) for one, two in mark.ticks)
    return replace(mark, box=at.box(mark.box), lines=_lines(mark.lines, at), ticks=ticks)


def widened(diagram: Diagram, width: float) -> Diagram:
    """Give the diagram in the middle of a wider page; one that is as wide already is given back."""
    by = (width - diagram.width) / 2
    if by <= 0:
        return diagram
    return replace(diagram, marks=all_moved(list(diagram.marks), by, 0.0), width=width)
