"""The things of a scene in TeX: paths with final coordinates, text as text, coordinates for each layer.

The lines are calls of the short macros that stand at the top of the picture; these are PGF's own quick path commands, which
compile five times as fast as TikZ paths.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archdraw.curves import Arc, controls, head, rounded, shaft
from archdraw.geometry import Box, Point, number
from archdraw.ids import Ids
from archdraw.scene import Arrow, Circle, Fill, Group, Image, Item, Path, Polygon, Rect, Scene, Strands, Stroke, Text
from archdraw.text import clean
from archdraw.text.math import START
from archdraw.text.tex import escaped
from archdraw.writers.tex.images import inline

OVERLAP = 0.3
"""So far a line reaches under its head, in points."""
ANCHORS = {"start": "left, base", "middle": "base", "end": "right, base"}
ENDLESS = 9999
"""The room of a text that may be as wide as it is, in points."""
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")


class Picture:
    """Makes the lines of a picture, and learns on the way which colours it needs."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.colors: dict[str, str] = {}
        """Names of colours and their values, ``RRGGBB``."""
        self.pictures = 0
        """How many pictures there are, and how many are left out."""
        self.missing = 0
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
                corners = ((box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom))
                yield self._painted(
                    self._rounded(corners, radius) if radius > 0 else self._closed(corners), fill, stroke
                )
            case Circle(center, radius, fill, stroke):
                yield self._painted(f"\\adO{self.at(center)}{{{self.size(radius)}}}", fill, stroke)
            case Polygon(points, fill, stroke):
                yield self._painted(self._closed(points), fill, stroke)
            case Path(points, stroke, corners):
                yield self._painted(self._route(points, corners), None, stroke)
            case Arrow():
                yield from self._arrow(item)
            case Strands():
                yield self._painted("".join(self._strand(item, line) for line in item.lines), item.fill, item.stroke)
            case Text():
                yield self._text(item)
            case Image(box):
                code = inline(item, self.scene.scale)
                self.pictures += code is not None
                self.missing += code is None
                yield code or f"% a picture belongs at {self.at((box.left, box.top))}"

    def _group(self, group: Group) -> Iterator[str]:
        """Draw a group under a comment; a layer's is a scope of its own with coordinates to hang one's own arrows on."""
        name = self._ids.of(_UNSAFE.sub("-", group.id).strip("-") or "group")
        place = self._place(group) if group.layer else ""
        yield f"% {name}" + (f": {' '.join(clean(group.title).split())}" if place and group.title else "")
        if place:
            yield f"\\adG{{{name}}}"
        for item in group.items:
            yield from self._item(item)
        if place:
            yield place.format(name)
            yield "\\adE"

    def _place(self, group: Group) -> str:
        """Give what tells the coordinates of a layer, for its name to be filled in; none where nothing has a place."""
        if group.body:
            near, *others = group.body
            sides = [(x - near[0], y - near[1]) for x, y in others]
            return "\\adB{{{}}}" + "".join(map(self.at, (near, *sides))).replace("{", "{{").replace("}", "}}")
        boxes = [item.box for item in group.items if isinstance(item, (Rect, Image))]
        round_ones = [item for item in group.items if isinstance(item, Circle)]
        boxes += [Box.around(item.center, 2 * item.radius, 2 * item.radius) for item in round_ones]
        if not boxes:
            return ""
        box = Box.hull(boxes)
        low, high = self.at((box.left, box.top)), self.at((box.right, box.bottom))
        return "\\adN{{{}}}" + f"{low}{high}".replace("{", "{{").replace("}", "}}")

    def _arrow(self, arrow: Arrow) -> Iterator[str]:
        points = shaft(arrow.points, arrow.head.length - OVERLAP) if arrow.head else arrow.points
        yield self._painted(self._route(points, arrow.corners), None, arrow.stroke)
        triangle = head(arrow.points, arrow.head.length, arrow.head.width) if arrow.head else ()
        if triangle:
            color = self.color(arrow.stroke.color, arrow.stroke.role, "line")
            yield f"{self._closed(triangle)}\\adF{{{color}}}"

    def _strand(self, strands: Strands, points: Sequence[Point]) -> str:
        first, *rest = points
        step = "\\adC" if strands.curved else "\\adL"
        each = [rest] if strands.curved else [[point] for point in rest]
        words = "".join(step + "".join(map(self.at, part)) for part in each)
        return f"\\adM{self.at(first)}{words}" + ("\\adZ" if strands.fill else "")

    def _text(self, text: Text) -> str:
        color = self.color(text.color, text.role, "text")
        turn = f", rotate={number(-text.angle)}" if text.angle else ""
        bold = text.font.weight != "regular"
        shape = ("\\bfseries" if bold else "") + ("\\itshape" if text.font.italic else "")
        shape += "\\boldmath" if bold and START in text.content else ""
        size = number(text.font.size * self.scene.scale)
        room = number(text.width * self.scene.scale) if text.width > 0 else ENDLESS
        words = escaped(text.content)
        return f"\\adT{{{ANCHORS[text.anchor]}{turn}}}{self.at(text.at)}{{{color}}}{{{size}}}{{{room}}}{{{shape}{{}}{words}}}"

    def _painted(self, path: str, fill: Fill | None, stroke: Stroke | None) -> str:
        """Fill and draw a path; what is unusual is set for it alone."""
        line = stroke if stroke and stroke.width > 0 else None
        inks = [self.color(fill.color, fill.role, "fill")] if fill else []
        inks += [self.color(line.color, line.role, "line"), self.size(line.width)] if line else []
        done = path + "\\ad" + ("F" if fill else "") + ("S" if line else "") + "".join(f"{{{ink}}}" for ink in inks)
        if not inks:
            return "% nothing to see"
        unusual = ""
        if fill and fill.opacity < 1:
            unusual += f"\\adA{{{number(fill.opacity)}}}"
        if line and line.opacity < 1:
            unusual += f"\\pgfsetstrokeopacity{{{number(line.opacity)}}}"
        if line and line.dash:
            unusual += f"\\pgfsetdash{{{''.join(f'{{{self.size(length)}bp}}' for length in line.dash)}}}{{0bp}}"
        return f"\\begin{{pgfscope}}{unusual}{done}\\end{{pgfscope}}" if unusual else done

    def _closed(self, points: Sequence[Point]) -> str:
        first, *rest = points
        return f"\\adM{self.at(first)}" + "".join(f"\\adL{self.at(point)}" for point in rest) + "\\adZ"

    def _rounded(self, corners: Sequence[Point], radius: float) -> str:
        """Go around a rectangle with round corners, from the middle of its top."""
        (left, top), (right, _) = corners[:2]
        middle = ((left + right) / 2, top)
        around = (middle, *corners[1:], corners[0], middle)
        return self._route(around, (radius,) * 4) + "\\adZ"

    def _route(self, points: Sequence[Point], corners: Sequence[float]) -> str:
        here, pieces = rounded(points, corners)
        words = [f"\\adM{self.at(here)}"]
        for piece in pieces:
            if isinstance(piece, Arc):
                one, two = controls(here, piece)
                words.append(f"\\adC{self.at(one)}{self.at(two)}{self.at(piece.to)}")
            else:
                words.append(f"\\adL{self.at(piece.to)}")
            here = piece.to
        return "".join(words)

    def at(self, point: Point) -> str:
        """Write a point, y up, as two arguments."""
        x, y = number(point[0] * self.scene.scale), number(-point[1] * self.scene.scale)
        return f"{{{x}}}{{{y}}}"

    def size(self, length: float) -> str:
        """Write a length, without its unit."""
        return str(number(length * self.scene.scale))

    def color(self, value: str, role: str, kind: str) -> str:
        """Give the name of a colour: what it is for, and a number where that has several."""
        stem = "-".join(part for part in (_UNSAFE.sub("-", role), kind) if part)
        wanted = value.lstrip("#").upper()
        stem = stem or "ink"
        name, count = stem, 1
        while self.colors.setdefault(name, wanted) != wanted:
            count += 1
            name = f"{stem}-{count}"
        return name
