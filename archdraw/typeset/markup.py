"""Turn a scene into SVG: plain shapes, real text, one element a line, that every program renders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from io import BytesIO
from operator import itemgetter

from archdraw.curves import Arc, head, rounded, shaft
from archdraw.geometry import Point, number
from archdraw.ids import Ids
from archdraw.scene import (
    Arrow,
    Circle,
    Fill,
    Group,
    Image,
    Item,
    Path,
    Polygon,
    Rect,
    Scene,
    Strands,
    Stroke,
    Text,
    Tone,
)
from archdraw.text import bidi, clean, tidy
from archdraw.text.math import START, Span, segments
from archdraw.tones import tones

OVERLAP = 0.3
"""How far a shaft reaches under its head, so that no light shows between them."""

WEIGHTS = {"semibold": 600, "bold": 700}
_FLIPPED = {"start": "end", "middle": "middle", "end": "start"}
IMAGES = ("image/png", "image/jpeg")
Attributes = Mapping[str, object]


def svg(scene: Scene, *, prefix: str = "", styled: bool = True) -> bytes:
    """Give a scene as SVG text; ``prefix`` goes before every id. ``styled``: with the rules for dark pages, where there are twofold colours."""
    written = BytesIO()  # a list of all lines would need all the room again
    for line in lines(scene, prefix, styled):
        written.write(line.encode())
        written.write(b"\n")
    return written.getvalue()


def lines(scene: Scene, prefix: str = "", styled: bool = True) -> Iterator[str]:
    """Go through the lines of the SVG, those of one item of the scene together."""
    width, height = _number(scene.width), _number(scene.height)
    root = {
        "font-family": families(scene.fonts),
        "height": f"{_number(scene.height * scene.scale)}pt",
        "role": "img",
        "stroke-linejoin": "round",
        "viewBox": f"0 0 {width} {height}",
        "width": f"{_number(scene.width * scene.scale)}pt",
        "xmlns": "http://www.w3.org/2000/svg",
    }
    yield f"{_tag('svg', root)}>"
    for name, content in (("title", clean(scene.title)), ("desc", clean(scene.description))):
        if content:
            yield f"<{name}>{_text(content)}</{name}>"
    if styled and (rules := following(scene)):
        yield f"<style>{rules}</style>"
    if scene.background:
        yield f"{_tag('rect', {'fill': scene.background, 'height': height, 'width': width, 'x': 0, 'y': 0})} />"
    ids = Ids(prefix)
    for item in scene.items:
        yield _item(item, ids)
    yield "</svg>"


def following(scene: Scene) -> str:
    """Give the CSS by which the twofold colours of a scene follow the page it is shown in; empty where there are none.

    They are those that ``color-scheme`` asks for where the figure stands: a page sets it, by its own switch or not, and a file of its own
    leaves it to the reader. Programs that do not know ``light-dark()`` ask the reader's machine. There is one rule in each block, for
    LibreOffice takes what follows the first for plain rules.
    """
    dark = dark_rules(scene)
    if not dark:
        return ""
    either = sorted({f".{_class(*one)}{{{one[0]}:light-dark({one[1]},{one[1].dark})}}" for one in tones(scene)})
    blocks = [f"@media (prefers-color-scheme:dark){{{rule}}}" for rule in dark]
    blocks += [f"@supports (color:light-dark(#000,#fff)){{{rule}}}" for rule in either]
    return f"svg:root{{color-scheme:light dark}}{''.join(blocks)}"


def dark_rules(scene: Scene) -> list[str]:
    """Give the rules of CSS by which the twofold colours of a scene become those of a dark page.

    A class says what it does, so that figures in one page do not quarrel.
    """
    return sorted({f".{_class(paints, tone)}{{{paints}:{tone.dark}}}" for paints, tone in tones(scene)})


def _class(paints: str, tone: Tone) -> str:
    """Name a pair of colours.

    >>> _class("fill", Tone("#d3e5f3", "#133a57"))
    'fd3e5f3-133a57'
    """
    return f"{paints[0]}{tone.removeprefix('#')}-{tone.dark.removeprefix('#')}"


def families(fonts: Iterable[str]) -> str:
    """Give a list of fonts as CSS has it.

    >>> families(("Noto Sans", "sans-serif"))
    "'Noto Sans', sans-serif"
    """
    return ", ".join(f"'{font}'" if " " in font else font for font in fonts)


def _item(item: Item, ids: Ids) -> str:
    match item:
        case Text():
            return _words(item)
        case Rect(box, fill, stroke, radius):
            corner = {"rx": _number(radius)} if radius > 0 else {}
            where = {
                "height": _number(box.height),
                "width": _number(box.width),
                "x": _number(box.left),
                "y": _number(box.top),
            }
            return f"{_tag('rect', {**where, **corner, **_paint(fill, stroke)})} />"
        case Circle(center, radius, fill, stroke):
            where = {"cx": _number(center[0]), "cy": _number(center[1]), "r": _number(radius)}
            return f"{_tag('circle', {**where, **_paint(fill, stroke)})} />"
        case Polygon(points, fill, stroke):
            return _polygon(points, _paint(fill, stroke))
        case Path(points, stroke, corners):
            return _path(points, corners, stroke)
        case Arrow():
            return _arrow(item)
        case Strands():
            return _strands(item)
        case Image():
            return _image(item)
        case Group():
            return _group(item, ids)
        case _:
            raise TypeError(f"a scene holds no {type(item).__name__}")


def _arrow(arrow: Arrow) -> str:
    owner = {"class": "edge"} | _named(arrow.edges)
    points = shaft(arrow.points, arrow.head.length - OVERLAP) if arrow.head else arrow.points
    parts = [_path(points, arrow.corners, arrow.stroke)]
    if arrow.head and (triangle := head(arrow.points, arrow.head.length, arrow.head.width)):
        parts.append(_polygon(triangle, {"fill": arrow.stroke.color}))
    return _around(owner, parts)


def _named(edges: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Say which edges a line draws."""
    names = "; ".join([f"{clean(source)} → {clean(target)}" for source, target in edges])
    return {"data-edges": names} if names else {}


def _strands(strands: Strands) -> str:
    closed = "Z" if strands.fill else ""
    words = []
    for first, *rest in strands.lines:
        lead = "C" if strands.curved else "L"
        words.append(f"M{_pair(first)}{lead}{' '.join([_pair(point) for point in rest])}{closed}")
    owner = {"class": "edge"} | _named(strands.edges) if strands.edges else {}
    return f"{_tag('path', {'d': ''.join(words), **owner, **_paint(strands.fill, strands.stroke)})} />"


def _group(group: Group, ids: Ids) -> str:
    attributes: dict[str, object] = {"id": ids.of(group.id)}
    if group.kind:
        attributes["class"] = ids.word(group.kind)
    if group.layer:
        attributes["data-layer"] = clean(group.layer)
    title = clean(group.title)
    parts = [f"<title>{_text(title)}</title>"] if title else []
    return _around(attributes, [*parts, *(_item(item, ids) for item in group.items)])


def _around(attributes: Attributes, parts: list[str]) -> str:
    """Put elements into one ``g``."""
    return "\n".join([f"{_tag('g', attributes)}>", *parts, "</g>"]) if parts else f"{_tag('g', attributes)} />"


def _words(text: Text) -> str:
    if START in text.content:
        return f"{_tag('text', _set(text))}>{''.join(_formulas(text))}</text>"
    content = clean(text.content)
    attributes = _set(text)
    if not bidi.is_rightward(content) and len(bidi.pieces(content)) > 1:  # its start is then at the right
        attributes |= {"direction": "rtl", "text-anchor": _FLIPPED[text.anchor]}
    return f"{_tag('text', attributes)}>{_text(content)}</text>" if content else f"{_tag('text', attributes)} />"


def _formulas(text: Text) -> Iterator[str]:
    """Make a part of each piece in another look, so that it stays one text."""
    size, high = text.font.size, 0.0
    for part in segments(tidy(text.content)):
        for span in [Span(part)] if isinstance(part, str) else part.spans:
            look: dict[str, object] = {}
            if span.rise != high:
                look["dy"] = _number((high - span.rise) * size)
            if span.scale != 1:
                look["font-size"] = _number(span.scale * size)
            if span.italic:
                look["font-style"] = "italic"
            if span.bold is not None:
                look["font-weight"] = 700 if span.bold else 400
            yield f"{_tag('tspan', look)}>{_text(span.text)}</tspan>"
            high = span.rise


def _image(image: Image) -> str:
    from base64 import b64encode

    if image.media_type not in IMAGES:
        raise ValueError(f"an image is a PNG or a JPEG, not {image.media_type}")
    where: Attributes = {
        "height": _number(image.box.height),
        "width": _number(image.box.width),
        "x": _number(image.box.left),
        "y": _number(image.box.top),
    }
    if image.corners:  # the unit square, slanted
        (x, y), (u, v), (s, t) = image.corners
        matrix = " ".join(_number(part) for part in (u - x, v - y, s - x, t - y, x, y))
        where = {"height": 1, "transform": f"matrix({matrix})", "width": 1}
    attributes = {
        **where,
        **({"opacity": _number(image.opacity)} if image.opacity < 1 else {}),
        "preserveAspectRatio": "none",
        "xlink:href": f"data:{image.media_type};base64,{b64encode(image.data).decode()}",
        "xmlns:xlink": "http://www.w3.org/1999/xlink",
    }
    return f"{_tag('image', attributes)} />"


def _polygon(points: Iterable[Point], paint: Attributes) -> str:
    corners = " ".join([f"{_number(x)},{_number(y)}" for x, y in points])
    return f"{_tag('polygon', {'points': corners, **paint})} />"


def _path(points: tuple[Point, ...], corners: tuple[float, ...], stroke: Stroke) -> str:
    return f"{_tag('path', {'d': _outline(points, corners), **_paint(None, stroke)})} />"


def _outline(points: tuple[Point, ...], corners: tuple[float, ...]) -> str:
    start, pieces = rounded(points, corners)
    words = [f"M{_pair(start)}"]
    for piece in pieces:
        if isinstance(piece, Arc):
            radius = _number(piece.radius)
            words.append(f"A{radius} {radius} 0 0 {int(piece.clockwise)} {_pair(piece.to)}")
        else:
            words.append(f"L{_pair(piece.to)}")
    return "".join(words)


def _paint(fill: Fill | None, stroke: Stroke | None) -> dict[str, object]:
    found: dict[str, object] = {"fill": fill.color if fill else "none"}
    if fill and fill.opacity < 1:
        found["fill-opacity"] = _number(fill.opacity)
    if stroke and stroke.width > 0:
        found["stroke"] = stroke.color
        if stroke.dash:
            found["stroke-dasharray"] = " ".join(_number(length) for length in stroke.dash)
        if stroke.opacity < 1:
            found["stroke-opacity"] = _number(stroke.opacity)
        found["stroke-width"] = _number(stroke.width)
    return found


def _set(text: Text) -> dict[str, object]:
    """Give how a text is set; what is usual is left out."""
    font = text.font
    found: dict[str, object] = {
        "fill": text.color,
        "font-size": _number(font.size),
        "x": _number(text.at[0]),
        "y": _number(text.at[1]),
    }
    if font.family:
        found["font-family"] = families([font.family])
    if font.italic:
        found["font-style"] = "italic"
    if font.weight != "regular":
        found["font-weight"] = WEIGHTS[font.weight]
    if text.anchor != "start":
        found["text-anchor"] = text.anchor
    if text.angle:
        found["transform"] = f"rotate({_number(text.angle)} {_pair(text.at)})"
    return found


@lru_cache(maxsize=10_000)
def _number(value: float) -> str:
    """Write a number as short as it can be; most of a figure come again and again.

    >>> _number(10 / 3), _number(4.0)
    ('3.333', '4')
    """
    return str(number(value))


def _pair(point: Point) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _tag(name: str, attributes: Attributes) -> str:
    """Begin an element, its attributes in the order of the alphabet; twofold colours add a class."""
    fill, stroke = attributes.get("fill"), attributes.get("stroke")
    if isinstance(fill, Tone) or isinstance(stroke, Tone):
        classes = [
            _class(paints, tone) for paints, tone in (("fill", fill), ("stroke", stroke)) if isinstance(tone, Tone)
        ]
        attributes = {**attributes, "class": " ".join([*str(attributes.get("class", "")).split(), *classes])}
    form, values, quotes = _form(name, *attributes)
    begun = form(*values(attributes))
    if begun.count('"') == quotes and begun.count("<") == 1 and "&" not in begun and ">" not in begun:
        return begun  # as most are: no value needs a thing
    return form(*map(_quoted, values(attributes)))


@lru_cache(maxsize=1000)
def _form(name: str, *keys: str) -> tuple[Callable[..., str], Callable[[Attributes], tuple[object, ...]], int]:
    """Give what writes the beginning of an element, what picks the values of its attributes in their order, and how many quotes it has.

    >>> form, values, quotes = _form("rect", "y", "x")
    >>> form(*values({"y": 2, "x": 1})), quotes
    ('<rect x="1" y="2"', 4)
    """
    ordered = sorted(keys)
    form = f"<{name}" + "".join([f' {key}="{{}}"' for key in ordered])
    values = (
        itemgetter(*ordered) if len(ordered) > 1 else lambda attributes: tuple(map(attributes.__getitem__, ordered))
    )
    return form.format, values, 2 * len(ordered)


def _text(content: str) -> str:
    return content.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quoted(value: object) -> str:
    return _text(str(value)).replace('"', "&quot;")
