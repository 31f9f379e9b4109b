"""One thing of a scene as one cell, or as several where draw.io has no such thing."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import replace
from math import cos, radians, sin

from archdraw.curves import on_curve
from archdraw.geometry import Box, Point, number
from archdraw.records import dataclass
from archdraw.scene import Arrow, Circle, Image, Item, Path, Polygon, Rect, Scene, Strands, Text
from archdraw.writers.drawio.cells import Cell
from archdraw.writers.drawio.looks import letters, paint, share, style, way
from archdraw.writers.drawio.words import Lines, html

FLAT = 1e-3
"""Below this width or height draw.io draws no area."""
ELLIPSE = "shape=ellipse;"
MOST_LINES = 3000
"""So many lines of one look are cells of their own; more would make draw.io slow, so they are one picture."""


@dataclass(frozen=True, slots=True)
class Pen:
    """What all cells share: how many pixels a point has, the font, the scene, ids, and which of them are groups."""

    per: float
    font: str
    scene: Scene
    named: Callable[[str], str]
    groups: set[str]


def part_of(parent: str, pen: Pen) -> dict[str, object]:
    """Mark what is a part of a shape; what lies in a group is a shape of its own."""
    return {"part": 1} if parent and parent not in pen.groups else {}


def box_of(item: Item) -> Box:
    """Give the room a thing takes, borders left out."""
    match item:
        case Rect(box) | Image(box):
            return box
        case Circle((x, y), radius):
            return Box(x - radius, y - radius, x + radius, y + radius)
        case Text():
            return item.box
        case Polygon(points) | Path(points) | Arrow(points):
            return _hull(points)
        case Strands(lines):
            return _hull([point for line in lines for point in line])
        case _:
            boxes = [box_of(inner) for inner in item.items]
            return Box.hull(boxes) if boxes else Box(0, 0, 0, 0)


def _hull(points: tuple[Point, ...] | list[Point]) -> Box:
    return Box.hull([Box(x, y, x, y) for x, y in points]) if points else Box(0, 0, 0, 0)


def area(item: Rect | Circle | Polygon, pen: Pen) -> tuple[Box, dict[str, object]]:
    """Give the room and the style of an area."""
    looks = {"html": 1, **paint(item.fill, item.stroke, pen.per)}
    box = box_of(item)
    if isinstance(item, Circle):
        return box, {"shape": "ellipse", "perimeter": "ellipsePerimeter", **looks}
    if isinstance(item, Polygon):
        corners = ",".join(
            f"[{share((x - box.left) / box.width)},{share((y - box.top) / box.height)}]" for x, y in item.points
        )
        return box, {"shape": "mxgraph.basic.polygon", "polyCoords": f"[{corners}]", "polyline": 0, **looks}
    if item.radius > 0:
        return box, {"rounded": 1, "absoluteArcSize": 1, "arcSize": 2 * item.radius * pen.per, **looks}
    return box, {"rounded": 0, **looks}


def shapes(item: Item, name: str, parent: str, pen: Pen) -> Iterator[Cell]:
    """Give the cells of a thing that is no group; where it is a part of a shape, a click on it selects that shape."""
    part = part_of(parent, pen)
    match item:
        case Rect() | Circle() | Polygon():
            box = box_of(item)
            if min(box.width, box.height) > FLAT:
                room, looks = area(item, pen)
                yield Cell(pen.named(name), style(**looks, **part), room, parent=parent, fixed=bool(part))
            elif isinstance(item, Polygon) and item.stroke and len(item.points) > 1:
                yield from shapes(Path((*item.points, item.points[0]), item.stroke), name, parent, pen)
        case Path():
            yield loose(item, name, parent, pen)
        case Image():
            yield _picture(item, name, parent, pen)
        case Strands():
            yield from _strands(item, name, parent, pen)
        case Text():
            yield label(Lines((item,), _tops(item)), name, parent, pen)


def loose(item: Path | Arrow, name: str, parent: str, pen: Pen) -> Cell:
    """Give a line that holds on to nothing."""
    part = part_of(parent, pen)
    looks = style(edgeStyle="none", **way(item, pen.per), **part)
    return Cell(pen.named(name), looks, points=item.points, parent=parent, fixed=bool(part))


def label(lines: Lines, name: str, parent: str, pen: Pen) -> Cell:
    """Give a cell of text only; turned text turns around its place, a cell of draw.io around its middle."""
    text, box = lines.texts[0], lines.box
    turn: dict[str, object] = {}
    if text.angle:
        (x, y), (u, v), angle = box.center, text.at, radians(text.angle)
        middle = (u + (x - u) * cos(angle) - (y - v) * sin(angle), v + (x - u) * sin(angle) + (y - v) * cos(angle))
        box, turn = Box.around(middle, box.width, box.height), {"rotation": text.angle}
    looks = style(
        "text",
        html=1,
        align={"start": "left", "middle": "center", "end": "right"}[text.anchor],
        verticalAlign="middle",
        spacing=0,
        fillColor="none",
        strokeColor="none",
        fontFamily=pen.font,
        **letters(text.font, text.color, pen.per),
        **turn,
        **part_of(parent, pen),
    )
    return Cell(pen.named(name), looks, box, parent=parent, label=html(lines, pen.per), fixed=True)


def _tops(text: Text) -> tuple[float, float]:
    from archdraw.writers.drawio.words import stacked

    found = stacked([text])
    return (found.tops[0], found.tops[-1]) if found else (text.box.top, text.box.bottom)


def _picture(image: Image, name: str, parent: str, pen: Pen) -> Cell:
    """Embed a picture; one that is slanted is an SVG, for draw.io slants nothing."""
    kind, data, opacity = image.media_type, image.data, image.opacity
    if image.corners:
        kind, data, opacity = "image/svg+xml", _svg(image, image.box, pen), 1.0
    looks = {"shape": "image", "imageAspect": 0, "html": 1, "opacity": round(100 * opacity, 1) if opacity < 1 else None}
    link = f"image=data:{kind},{b64encode(data).decode()}"  # as draw.io has it: ";base64" would end the value
    whole = style(**looks, **part_of(parent, pen)) + f"{link};"
    return Cell(pen.named(name), whole, image.box, parent=parent, fixed=bool(parent))


def _svg(item: Item, box: Box, pen: Pen) -> bytes:
    """Draw one thing alone, the page cut to its box."""
    from archdraw.typeset.markup import svg

    page = svg(Scene(box.width, box.height, (item,), fonts=pen.scene.fonts, twofold=pen.scene.twofold)).decode()
    corner, size = (f"{number(x)} {number(y)}" for x, y in ((box.left, box.top), (box.width, box.height)))
    return page.replace(f'viewBox="0 0 {size}"', f'viewBox="{corner} {size}"', 1).encode()


def _strands(strands: Strands, name: str, parent: str, pen: Pen) -> Iterator[Cell]:
    """Give each line as a cell: draw.io's curves take half as many points, and go through the same middle."""
    box = box_of(strands)
    if len(strands.lines) > MOST_LINES and min(box.width, box.height) > FLAT:
        data = b64encode(_svg(strands, box, pen)).decode()
        looks = style(shape="image", imageAspect=0, html=1, **part_of(parent, pen))
        yield Cell(pen.named(name), f"{looks}image=data:image/svg+xml,{data};", box, parent=parent, fixed=bool(parent))
        return
    for line in strands.lines:
        if strands.fill:
            points = tuple(on_curve(line, i / 12) for i in range(13)) if strands.curved else line
            yield from shapes(Polygon(points, strands.fill, strands.stroke), name, parent, pen)
        elif strands.stroke:
            bent = _bent(line) if strands.curved else line
            cell = loose(Path(bent, strands.stroke), name, parent, pen)
            source, target = strands.edges[0] if len(strands.edges) == 1 else ("", "")
            curved = "curved=1;" if strands.curved else ""
            yield replace(cell, style=cell.style + curved, source=source, target=target)


def _bent(line: tuple[Point, ...]) -> tuple[Point, ...]:
    """Turn the four points of a cubic curve into those of two quadratic ones that meet in its middle."""
    (a, b), (c, d), (e, f), (g, h) = line
    return ((a, b), (a + 0.75 * (c - a), b + 0.75 * (d - b)), (g + 0.75 * (e - g), h + 0.75 * (f - h)), (g, h))
