"""Turn a scene into SVG: plain shapes, real text, one element a line, that every program renders.

svgwrite makes the elements; no other file knows it. Its checks are off: they refuse ``role`` and ``data-*``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from archdraw.curves import Arc, head, rounded, shaft
from archdraw.geometry import Point, number
from archdraw.ids import Ids
from archdraw.scene import Arrow, Circle, Fill, Group, Image, Item, Path, Polygon, Rect, Scene, Stroke, Text
from archdraw.text import bidi, clean, tidy
from archdraw.text.math import START, Span, segments

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

OVERLAP = 0.3
"""How far a shaft reaches under its head, so that no light shows between them."""

WEIGHTS = {"regular": None, "semibold": 600, "bold": 700}
_FLIPPED = {"start": "end", "middle": "middle", "end": "start"}
IMAGES = ("image/png", "image/jpeg")


def svg(scene: Scene, *, prefix: str = "") -> bytes:
    """Give a scene as SVG text; ``prefix`` goes before every id."""
    from xml.etree.ElementTree import tostring

    from svgwrite.container import SVG

    width, height = number(scene.width), number(scene.height)
    size = (f"{number(scene.width * scene.scale)}pt", f"{number(scene.height * scene.scale)}pt")
    root = SVG(size=size, debug=False)
    root.update(
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {width} {height}",
            "role": "img",
            "font-family": families(scene.fonts),
            "stroke-linejoin": "round",
        }
    )
    if scene.background:
        root.add(_Maker(Ids(), root).shape("Rect", (0, 0), (width, height), fill=scene.background))
    maker = _Maker(Ids(prefix), root)
    for item in scene.items:
        root.add(maker.make(item))
    tree = root.get_xml()
    tree.remove(tree.find("defs"))
    _describe(tree, scene.title, scene.description)
    _break_lines(tree)
    return (tostring(tree, encoding="unicode") + "\n").encode()


def families(fonts: Iterable[str]) -> str:
    """Give a list of fonts as CSS has it.

    >>> families(("Noto Sans", "sans-serif"))
    "'Noto Sans', sans-serif"
    """
    return ", ".join(f"'{font}'" if " " in font else font for font in fonts)


class _Maker:
    """Makes svgwrite's elements of a scene's items.

    ``factory`` is the root, whose settings the elements share; settings of their own would take half of the time.
    """

    def __init__(self, ids: Ids, factory: Any) -> None:
        self.ids, self.factory = ids, factory

    def make(self, item: Item) -> Any:
        match item:
            case Rect(box, fill, stroke, radius):
                size = (number(box.width), number(box.height))
                corner = {"rx": number(radius)} if radius > 0 else {}
                return self.shape("Rect", _at((box.left, box.top)), size, **corner, **_paint(fill, stroke))
            case Circle(center, radius, fill, stroke):
                return self.shape("Circle", _at(center), number(radius), **_paint(fill, stroke))
            case Polygon(points, fill, stroke):
                return self.shape("Polygon", [_at(point) for point in points], **_paint(fill, stroke))
            case Path(points, stroke, corners):
                return self.path(points, corners, stroke)
            case Arrow():
                return self.arrow(item)
            case Text():
                return self.text(item)
            case Image():
                return self.image(item)
            case Group():
                return self.group(item)
        raise TypeError(f"a scene holds no {type(item).__name__}")

    def shape(self, name: str, *args: Any, **attributes: Any) -> Any:
        from svgwrite import shapes

        return getattr(shapes, name)(*args, factory=self.factory, **attributes)

    def path(self, points: tuple[Point, ...], corners: tuple[float, ...], stroke: Stroke) -> Any:
        from svgwrite.path import Path as Element

        return Element(_outline(points, corners), factory=self.factory, **_paint(None, stroke))

    def arrow(self, arrow: Arrow) -> Any:
        from svgwrite.container import Group as Element

        made = Element(class_="edge", factory=self.factory)
        if arrow.edges:
            made["data-edges"] = "; ".join(f"{clean(source)} → {clean(target)}" for source, target in arrow.edges)
        points = arrow.points
        if arrow.head:
            points = shaft(points, arrow.head.length - OVERLAP)
        made.add(self.path(points, arrow.corners, arrow.stroke))
        if arrow.head and (triangle := head(arrow.points, arrow.head.length, arrow.head.width)):
            made.add(self.shape("Polygon", [_at(point) for point in triangle], fill=arrow.stroke.color))
        return made

    def text(self, text: Text) -> Any:
        from svgwrite.text import Text as Element

        content = clean(text.content)
        if START in text.content:
            return self.formulas(text)
        made = Element(content, insert=_at(text.at), factory=self.factory, **_set(text))
        if not bidi.is_rightward(content) and len(bidi.pieces(content)) > 1:  # its start is then at the right
            made.update({"direction": "rtl", "text-anchor": _FLIPPED[text.anchor]})
        return made

    def formulas(self, text: Text) -> Any:
        """Make a text of which each piece in another look is a part of its own, so that it stays one text."""
        from svgwrite.text import Text as Element
        from svgwrite.text import TSpan

        made = Element("", insert=_at(text.at), factory=self.factory, **_set(text))
        size, high = text.font.size, 0.0
        for part in segments(tidy(text.content)):
            for span in [Span(part)] if isinstance(part, str) else part.spans:
                look = {
                    "dy": [number((high - span.rise) * size)] if span.rise != high else None,
                    "font_size": number(span.scale * size) if span.scale != 1 else None,
                    "font_style": "italic" if span.italic else None,
                    "font_weight": None if span.bold is None else 700 if span.bold else 400,
                }
                made.add(TSpan(span.text, factory=self.factory, **look))
                high = span.rise
        return made

    def image(self, image: Image) -> Any:
        from base64 import b64encode

        from svgwrite.image import Image as Element

        if image.media_type not in IMAGES:
            raise ValueError(f"an image is a PNG or a JPEG, not {image.media_type}")
        href = f"data:{image.media_type};base64,{b64encode(image.data).decode()}"
        size = (number(image.box.width), number(image.box.height))
        made = Element(href, insert=_at((image.box.left, image.box.top)), size=size, factory=self.factory)
        made["xmlns:xlink"] = "http://www.w3.org/1999/xlink"
        return made

    def group(self, group: Group) -> Any:
        from svgwrite.container import Group as Element

        made = Element(id=self.ids.of(group.id), factory=self.factory)
        if group.kind:
            made["class"] = self.ids.word(group.kind)
        if group.layer:
            made["data-layer"] = clean(group.layer)
        if group.title:
            made.set_desc(title=clean(group.title))
        for item in group.items:
            made.add(self.make(item))
        return made


def _at(point: Point) -> tuple[float, float]:
    return number(point[0]), number(point[1])


def _paint(fill: Fill | None, stroke: Stroke | None) -> dict[str, Any]:
    found: dict[str, Any] = {"fill": fill.color if fill else "none"}
    if fill and fill.opacity < 1:
        found["fill_opacity"] = number(fill.opacity)
    if stroke and stroke.width > 0:
        found.update(stroke=stroke.color, stroke_width=number(stroke.width))
        if stroke.dash:
            found["stroke_dasharray"] = " ".join(str(number(length)) for length in stroke.dash)
    return found


def _set(text: Text) -> dict[str, Any]:
    """Give how a text is set; what is usual is left out."""
    return {
        "font_size": number(text.font.size),
        "font_weight": WEIGHTS[text.font.weight],
        "font_style": "italic" if text.font.italic else None,
        "font_family": families([text.font.family]) if text.font.family else None,
        "text_anchor": None if text.anchor == "start" else text.anchor,
        "fill": text.color,
        "transform": f"rotate({number(text.angle)} {_pair(text.at)})" if text.angle else None,
    }


def _outline(points: tuple[Point, ...], corners: tuple[float, ...]) -> str:
    start, pieces = rounded(points, corners)
    words = [f"M{_pair(start)}"]
    for piece in pieces:
        if isinstance(piece, Arc):
            radius = number(piece.radius)
            words.append(f"A{radius} {radius} 0 0 {int(piece.clockwise)} {_pair(piece.to)}")
        else:
            words.append(f"L{_pair(piece.to)}")
    return "".join(words)


def _pair(point: Point) -> str:
    return f"{number(point[0])} {number(point[1])}"


def _describe(tree: Element, title: str, description: str) -> None:
    """Put what the figure shows first, where programs that read aloud look for it."""
    from xml.etree.ElementTree import Element

    for place, (tag, content) in enumerate((("title", title), ("desc", description))):
        if content:
            element = Element(tag)
            element.text = clean(content)
            tree.insert(place, element)


def _break_lines(element: Element) -> None:
    """Put each element on a line of its own; inside a text, spaces would be seen."""
    if element.tag in ("svg", "g") and len(element):
        element.text = "\n"
        for child in element:
            _break_lines(child)
            child.tail = "\n"
