"""Outlines of shapes in DrawingML: presets where there is one, else paths with true curves and sites to glue lines to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from archdraw.curves import Arc, controls, rounded
from archdraw.geometry import Box, Point
from archdraw.scene import Strands
from archdraw.writers.pptx.page import Page

Step = tuple[str, tuple[Point, ...]]
"""A step of a path: ``M``, ``L`` or ``C`` with its points, ``Z`` with none."""


def preset(name: str, *adjusted: int) -> str:
    """Write one of the shapes that PowerPoint knows, with its adjustments."""
    names = ["adj"] if len(adjusted) == 1 and "Connector" not in name else [f"adj{i + 1}" for i in range(len(adjusted))]
    guides = "".join(f'<a:gd name="{key}" fmla="val {value}"/>' for key, value in zip(names, adjusted, strict=True))
    return f'<a:prstGeom prst="{name}"><a:avLst>{guides}</a:avLst></a:prstGeom>'


def rectangle(box: Box, radius: float) -> str:
    """Write a rectangle, perhaps with round corners; the adjustment is their radius as a share of the shorter side."""
    short = min(box.width, box.height)
    if radius <= 0 or short <= 0:
        return preset("rect")
    return preset("roundRect", min(50_000, round(radius / short * 100_000)))


def around_box(box: Box, radius: float) -> list[Step]:
    """Go around a rectangle, its corners rounded, from the middle of its top."""
    left, top, right, bottom = box.left, box.top, box.right, box.bottom
    if radius <= 0:
        return closed(((left, top), (right, top), (right, bottom), (left, bottom)))
    middle = ((left + right) / 2, top)
    corners = (middle, (right, top), (right, bottom), (left, bottom), (left, top), middle)
    return [*route(corners, (radius,) * 4), ("Z", ())]


def around_circle(center: Point, radius: float) -> list[Step]:
    """Go around a circle in four curves, from its right."""
    (x, y), r, k = center, radius, 0.5522847498 * radius
    return [
        ("M", ((x + r, y),)),
        ("C", ((x + r, y + k), (x + k, y + r), (x, y + r))),
        ("C", ((x - k, y + r), (x - r, y + k), (x - r, y))),
        ("C", ((x - r, y - k), (x - k, y - r), (x, y - r))),
        ("C", ((x + k, y - r), (x + r, y - k), (x + r, y))),
        ("Z", ()),
    ]


def closed(points: Sequence[Point]) -> list[Step]:
    """Go around an area of straight sides."""
    return [*open_(points), ("Z", ())]


def open_(points: Sequence[Point]) -> list[Step]:
    """Go along straight pieces."""
    return [("L" if at else "M", (point,)) for at, point in enumerate(points)]


def route(points: Sequence[Point], corners: Sequence[float]) -> list[Step]:
    """Go along a line with round corners; their arcs become cubic curves."""
    here, pieces = rounded(points, corners)
    steps: list[Step] = [("M", (here,))]
    for piece in pieces:
        if isinstance(piece, Arc):
            steps.append(("C", (*controls(here, piece), piece.to)))
        else:
            steps.append(("L", (piece.to,)))
        here = piece.to
    return steps


def strands(item: Strands) -> list[Step]:
    """Go along many lines, one after the other."""
    steps: list[Step] = []
    for line in item.lines:
        steps.extend([("M", line[:1]), ("C", line[1:])] if item.curved and len(line) == 4 else open_(line))
        if item.fill:
            steps.append(("Z", ()))
    return steps


def hull(points: Iterable[Point]) -> Box:
    """Give the smallest box around points."""
    across, down = zip(*points, strict=True)
    return Box(min(across), min(down), max(across), max(down))


def freeform(steps: Sequence[Step], page: Page, *, filled: bool, sites: Sequence[Point] = ()) -> tuple[Box, str]:
    """Write a path of one's own; give also the box it lies in. Lines can be glued to its ``sites``."""
    box = hull(point for _, points in steps for point in points)
    (left, top), (right, bottom) = page.at((box.left, box.top)), page.at((box.right, box.bottom))
    wide, high = max(1, right - left), max(1, bottom - top)

    def at(point: Point) -> tuple[int, int]:
        x, y = page.at(point)
        return x - left, y - top

    path = "".join(_step(kind, [at(point) for point in points]) for kind, points in steps)
    guides, places = [], []
    for number, (x, y) in enumerate(map(at, sites)):
        guides.append(
            f'<a:gd name="siteX{number}" fmla="*/ {x} w {wide}"/><a:gd name="siteY{number}" fmla="*/ {y} h {high}"/>'
        )
        places.append(
            f'<a:cxn ang="{_direction(x / wide, y / high)}"><a:pos x="siteX{number}" y="siteY{number}"/></a:cxn>'
        )
    empty = "" if filled else ' fill="none"'
    return box, (
        f"<a:custGeom><a:avLst/><a:gdLst>{''.join(guides)}</a:gdLst><a:ahLst/><a:cxnLst>{''.join(places)}</a:cxnLst>"
        f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst><a:path w="{wide}" h="{high}"{empty}>{path}</a:path></a:pathLst></a:custGeom>'
    )


def _direction(across: float, down: float) -> int:
    """Give the way a line leaves a shape at a site, clockwise from the right: from the side that is nearest."""
    sides = {0: 1 - across, 90: 1 - down, 180: across, 270: down}
    return 60_000 * min(sides, key=lambda angle: sides[angle])


_STEPS = {"M": "moveTo", "L": "lnTo", "C": "cubicBezTo"}


def _step(kind: str, points: Sequence[tuple[int, int]]) -> str:
    if kind == "Z":
        return "<a:close/>"
    inner = "".join(f'<a:pt x="{x}" y="{y}"/>' for x, y in points)
    return f"<a:{_STEPS[kind]}>{inner}</a:{_STEPS[kind]}>"
