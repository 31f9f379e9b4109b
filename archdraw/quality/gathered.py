"""What stands in a scene, sorted by what it is to a reader: words, marks of layers, frames, lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from itertools import pairwise

from archdraw.curves import on_curve
from archdraw.geometry import Box, Point
from archdraw.nearby import Nearby
from archdraw.quality import shapes
from archdraw.quality.shapes import Points
from archdraw.records import dataclass
from archdraw.scene import Arrow, Circle, Fill, Group, Image, Item, Path, Polygon, Rect, Scene, Strands, Text
from archdraw.style.colors import WHITE, contrast, mix

Pair = tuple[str, str]
Leaf = Rect | Circle | Polygon | Path | Arrow | Strands | Text | Image


@dataclass(frozen=True, slots=True)
class Words:
    """A text: whose it is (a layer, or a frame or label by its id), where, how large in print, on what colour."""

    owner: str
    text: Text
    size: float
    behind: str

    @property
    def box(self) -> Box:
        """The room it takes."""
        return self.text.box

    @property
    def corners(self) -> Points:
        """The corners of that room, turned as the text is."""
        return self.text.corners

    @property
    def contrast(self) -> float:
        """The contrast with what is behind it."""
        return contrast(self.text.color, self.behind)


@dataclass(frozen=True, slots=True)
class Shape:
    """An area that stands for a layer, or for a group that is drawn as one."""

    layer: str
    points: Points

    @property
    def box(self) -> Box:
        """The smallest upright box around it."""
        return shapes.hull(self.points)


@dataclass(frozen=True, slots=True)
class Line:
    """A straight piece of a line: of which one (by number), and for which edges that is drawn."""

    ends: tuple[Point, Point]
    whole: int
    edges: tuple[Pair, ...]


@dataclass(slots=True)
class Gathered:
    """All of a scene; ``wholes`` are the corners of each line, by number, ``bodies`` name what layers are glued into, by layer."""

    page: Box
    words: list[Words] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    frames: list[Box] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    wholes: list[Points] = field(default_factory=list)
    edges: list[tuple[Pair, ...]] = field(default_factory=list)
    bodies: dict[str, str] = field(default_factory=dict)

    def body(self, layer: str) -> str:
        """Name what a layer is drawn in: itself, unless it is glued to others."""
        return self.bodies.get(layer, layer)


def gather(scene: Scene) -> Gathered:
    """Sort the things of a scene."""
    found = Gathered(Box(0.0, 0.0, scene.width, scene.height))
    covers: list[tuple[Points, Fill]] = []
    texts: list[tuple[str, Text, int]] = []
    for owner, kind, body, item in _owned(scene):
        if isinstance(item, Text):
            texts.append((owner, item, len(covers)))
        elif isinstance(item, Strands):
            if item.edges:  # others are heads of such
                _strands(found, item)
        elif isinstance(item, (Arrow, Path)):
            # A path of a layer or in the legend is a part of its mark, and that of a bridge is there already.
            if isinstance(item, Arrow) or not (item.layer or kind in ("bridge", "key")):
                _line(found, item)
        else:
            points = _outline(item)
            fill = None if isinstance(item, Image) else item.fill
            if fill:
                covers.append((points, fill))
            if kind == "frame" and isinstance(item, Rect) and item.box.height > 20:
                found.frames.append(item.box)
            elif item.layer:
                found.shapes.append(Shape(item.layer, points))
                if body:
                    found.bodies[item.layer] = body
    index = Nearby(shapes.hull(points) for points, _ in covers)
    for owner, text, below in texts:
        behind = _behind(text, below, covers, index, scene.background or WHITE)
        found.words.append(Words(owner, text, text.font.size * scene.scale, behind))
    return found


def _owned(scene: Scene) -> Iterator[tuple[str, str, str, Leaf]]:
    """Go through all things in the order of painting: whose they are, the kind of the group they stand in, what they are glued into."""
    todo: list[tuple[str, str, str, Item]] = [("", "", "", item) for item in reversed(scene.items)]
    while todo:
        owner, kind, body, item = todo.pop()
        if isinstance(item, Group):
            inner = (item.layer or owner or item.id, item.kind or kind, item.id if item.kind == "glued" else body)
            todo.extend((*inner, each) for each in reversed(item.items))
        else:
            yield owner, kind, body, item


def _outline(item: Rect | Circle | Polygon | Image) -> Points:
    if isinstance(item, Circle):
        return shapes.of_circle(item.center, item.radius)
    if isinstance(item, Image) and item.corners:
        (x, y), (u, v), (a, b) = item.corners
        return ((x, y), (u, v), (u + a - x, v + b - y), (a, b))
    return item.points if isinstance(item, Polygon) else shapes.of_box(item.box)


def _line(found: Gathered, item: Arrow | Path) -> None:
    edges = item.edges if isinstance(item, Arrow) else ()
    number = len(found.wholes)
    found.wholes.append(item.points)
    found.edges.append(edges)
    found.lines.extend(Line(ends, number, edges) for ends in zip(item.points, item.points[1:], strict=False))


def _strands(found: Gathered, item: Strands) -> None:
    """Take each line; a curve as straight pieces."""
    for points in item.lines:
        number = len(found.wholes)
        found.wholes.append((points[0], points[-1]))
        found.edges.append(item.edges)
        path = [on_curve(points, at / 6) for at in range(7)] if item.curved else points
        found.lines.extend(Line(ends, number, item.edges) for ends in pairwise(path))


def _behind(text: Text, below: int, covers: list[tuple[Points, Fill]], index: Nearby, page: str) -> str:
    """Mix what was painted before under the middle of a text."""
    x, y = text.box.center
    spot = Box(x - 0.5, y - 0.5, x + 0.5, y + 0.5)
    color = page
    for number in index.near(spot):
        points, fill = covers[number]
        if number < below and shapes.meet(points, shapes.of_box(spot)):
            color = mix(color, fill.color, fill.opacity)
    return color
