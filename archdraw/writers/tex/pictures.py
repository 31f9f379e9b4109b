"""The things of a scene as TikZ: paths with final coordinates, text as text, a coordinate for each layer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import asin, cos, hypot, sin, tan

from archdraw.curves import Arc, head, rounded, shaft
from archdraw.geometry import Box, Point, number
from archdraw.ids import Ids
from archdraw.scene import Arrow, Circle, Fill, Font, Group, Image, Item, Path, Polygon, Rect, Scene, Stroke, Text
from archdraw.writers.tex.escape import escaped

OVERLAP = 0.3
"""So far a line reaches under its head, in points."""
ANCHORS = {"start": "base west", "middle": "base", "end": "base east"}
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")


class Picture:
    """Makes the lines of a picture, and learns on the way which colours it needs."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.colors: dict[str, str] = {}
        """Names of colours and their values, ``RRGGBB``."""
        self.pictures = 0
        """How many pictures were left out."""
        self._ids = Ids()

    def lines(self) -> Iterator[str]:
        """Go through the lines of the picture."""
        if self.scene.background not in ("", "#ffffff"):
            page = Box(0, 0, self.scene.width, self.scene.height)
            yield from self._item(Rect(page, Fill(self.scene.background, role="page")))
        for item in self.scene.items:
            yield from self._item(item)

    def _item(self, item: Item) -> Iterator[str]:
        match item:
            case Group():
                yield from self._group(item)
            case Rect(box, fill, stroke, radius):
                corners = f"[rounded corners={self.size(radius)}] " if radius > 0 else ""
                low, high = self.at((box.left, box.top)), self.at((box.right, box.bottom))
                yield f"{self._path(fill, stroke)} {corners}{low} rectangle {high};"
            case Circle(center, radius, fill, stroke):
                yield f"{self._path(fill, stroke)} {self.at(center)} circle[radius={self.size(radius)}];"
            case Polygon(points, fill, stroke):
                yield f"{self._path(fill, stroke)} {' -- '.join(map(self.at, points))} -- cycle;"
            case Path(points, stroke, corners):
                yield f"{self._path(None, stroke)} {self._route(points, corners)};"
            case Arrow():
                yield from self._arrow(item)
            case Text():
                yield self._text(item)
            case Image(box):
                self.pictures += 1
                yield f"% a picture belongs at {self.at((box.left, box.top))}: \\node at … {{\\includegraphics{{…}}}};"

    def _group(self, group: Group) -> Iterator[str]:
        """Draw a group under a comment; a layer's gets coordinates to hang one's own arrows on."""
        name = self._ids.of(_UNSAFE.sub("-", group.id).strip("-") or "group")
        yield f"% {name}"
        for item in group.items:
            yield from self._item(item)
        boxes = [item.box for item in group.items if isinstance(item, (Rect, Image))]
        boxes += [
            Box.around(item.center, 2 * item.radius, 2 * item.radius)
            for item in group.items
            if isinstance(item, Circle)
        ]
        if group.layer and boxes:
            box = Box.hull(boxes)
            (x, y) = box.center
            places = {
                "": (x, y),
                "-north": (x, box.top),
                "-east": (box.right, y),
                "-south": (x, box.bottom),
                "-west": (box.left, y),
            }
            yield "\\path " + " ".join(f"{self.at(at)} coordinate ({name}{side})" for side, at in places.items()) + ";"

    def _arrow(self, arrow: Arrow) -> Iterator[str]:
        points = shaft(arrow.points, arrow.head.length - OVERLAP) if arrow.head else arrow.points
        yield f"{self._path(None, arrow.stroke)} {self._route(points, arrow.corners)};"
        triangle = head(arrow.points, arrow.head.length, arrow.head.width) if arrow.head else ()
        if triangle:
            color = self.color(arrow.stroke.color, arrow.stroke.role, "line")
            yield f"\\fill[{color}] {' -- '.join(map(self.at, triangle))} -- cycle;"

    def _text(self, text: Text) -> str:
        style = ["archdraw text", f"anchor={ANCHORS[text.anchor]}", f"text={self.color(text.color, text.role, 'text')}"]
        if text.angle:
            style.append(f"rotate={number(-text.angle)}")
        return f"\\node[{', '.join(style)}] at {self.at(text.at)} {{{self._font(text.font)}{escaped(text.content)}}};"

    def _font(self, font: Font) -> str:
        shape = ("\\bfseries" if font.weight != "regular" else "") + ("\\itshape" if font.italic else "")
        return f"\\archdrawsize{{{number(font.size * self.scene.scale)}}}{shape}{{}}"

    def _path(self, fill: Fill | None, stroke: Stroke | None) -> str:
        style = []
        if fill:
            style.append(f"fill={self.color(fill.color, fill.role, 'fill')}")
            if fill.opacity < 1:
                style.append(f"fill opacity={number(fill.opacity)}")
        if stroke and stroke.width > 0:
            style += [f"draw={self.color(stroke.color, stroke.role, 'line')}", f"line width={self.size(stroke.width)}"]
            if stroke.dash:
                lengths = " ".join(f"{way} {self.size(length)}" for way, length in zip(("on", "off") * 4, stroke.dash))  # noqa: B905
                style.append(f"dash pattern={lengths}")
        return f"\\path[{', '.join(style)}]"

    def _route(self, points: tuple[Point, ...], corners: tuple[float, ...]) -> str:
        here, pieces = rounded(points, corners)
        words = [self.at(here)]
        for piece in pieces:
            if isinstance(piece, Arc):
                one, two = _controls(here, piece)
                words.append(f".. controls {self.at(one)} and {self.at(two)} .. {self.at(piece.to)}")
            else:
                words.append(f"-- {self.at(piece.to)}")
            here = piece.to
        return " ".join(words)

    def at(self, point: Point) -> str:
        """Write a point."""
        x, y = (number(value * self.scene.scale) for value in point)
        return f"({x},{y})"

    def size(self, length: float) -> str:
        """Write a length."""
        return f"{number(length * self.scene.scale)}bp"

    def color(self, value: str, role: str, kind: str) -> str:
        """Give the name of a colour: what it is for, and a number where that has several."""
        stem = "archdraw-" + "-".join(part for part in (_UNSAFE.sub("-", role), kind) if part)
        wanted = value.lstrip("#").upper()
        name, count = stem, 1
        while self.colors.setdefault(name, wanted) != wanted:
            count += 1
            name = f"{stem}-{count}"
        return name


def _controls(start: Point, arc: Arc) -> tuple[Point, Point]:
    """Give the control points of the cubic curve that follows an arc to within a thousandth of its radius."""
    across, down = arc.to[0] - start[0], arc.to[1] - start[1]
    chord = hypot(across, down)
    half = asin(min(1.0, chord / (2 * arc.radius)))
    reach = 4 / 3 * tan(half / 2) * arc.radius / chord
    turn = half if arc.clockwise else -half

    def turned(angle: float) -> Point:
        return (across * cos(angle) - down * sin(angle), across * sin(angle) + down * cos(angle))

    (a, b), (c, d) = turned(-turn), turned(turn)
    return (start[0] + reach * a, start[1] + reach * b), (arc.to[0] - reach * c, arc.to[1] - reach * d)
