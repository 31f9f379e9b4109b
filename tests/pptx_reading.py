"""Slides read back by what ECMA-376 says of them, not by the writer's own rooms."""

from __future__ import annotations

import io
import math
import zipfile
from functools import lru_cache

from pptx import Presentation
from pptx.oxml.ns import qn

POINT = 12700


@lru_cache(maxsize=2)
def opened(data):
    deck = Presentation(io.BytesIO(data))
    assert len(deck.slides) == 1
    return deck


def tree(data):
    return opened(data).slides[0].shapes._spTree


def shown(data, kind):
    """Give the shapes of a kind that PowerPoint shows: of alternatives the choice, not the fallback."""
    fallback = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
    return [one for one in tree(data).iter(qn(kind)) if not any(up.tag == fallback for up in one.iterancestors())]


def named(shape):
    return next(shape.iter(qn("p:cNvPr")))


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {entry.filename: file.read(entry) for entry in file.infolist()}


def rectangle(shape):
    """Give left, top, right and bottom in points."""
    place = next(shape.iter(qn("a:xfrm")))
    off, ext = place.find(qn("a:off")), place.find(qn("a:ext"))
    x, y, w, h = (int(part.get(key)) / POINT for part, key in ((off, "x"), (off, "y"), (ext, "cx"), (ext, "cy")))
    return x, y, x + w, y + h


def texts(shape):
    return ["".join(run.text or "" for run in line.iter(qn("a:t"))) for line in shape.iter(qn("a:p"))]


def sites(shape):
    """Give the sites of a shape in points (presetShapeDefinitions.xml, or its own list)."""
    left, top, right, bottom = rectangle(shape)
    own = shape.find(f"{qn('p:spPr')}/{qn('a:custGeom')}")
    if own is not None:
        values = {"w": right - left, "h": bottom - top}
        for guide in own.iter(qn("a:gd")):
            _, factor, side, whole = guide.get("fmla").split()
            values[guide.get("name")] = float(factor) * values[side] / float(whole)
        places = [cxn.find(qn("a:pos")) for cxn in own.iter(qn("a:cxn"))]
        return [(left + values[place.get("x")], top + values[place.get("y")]) for place in places]
    x, y = (left + right) / 2, (top + bottom) / 2
    name = next(shape.iter(qn("a:prstGeom"))).get("prst")
    if name in ("rect", "roundRect"):
        return [(x, top), (left, y), (x, bottom), (right, y)]
    assert name == "ellipse"
    a, b = (right - left) / 2 * math.sqrt(0.5), (bottom - top) / 2 * math.sqrt(0.5)
    return [
        (x, top),
        (x - a, y - b),
        (left, y),
        (x - a, y + b),
        (x, bottom),
        (x + a, y + b),
        (right, y),
        (x + a, y - b),
    ]


def way(connector):
    """Give the points of a connector on the slide, in points: its preset's path, flipped, then turned."""
    left, top, right, bottom = rectangle(connector)
    w, h = right - left, bottom - top
    place = next(connector.iter(qn("a:xfrm")))
    preset = next(connector.iter(qn("a:prstGeom")))
    a, b, c = ([float(guide.get("fmla").split()[1]) / 100_000 for guide in preset.iter(qn("a:gd"))] + [0.0] * 3)[:3]
    path = {
        "straightConnector1": [(0, 0), (w, h)],
        "bentConnector2": [(0, 0), (w, 0), (w, h)],
        "bentConnector3": [(0, 0), (a * w, 0), (a * w, h), (w, h)],
        "bentConnector4": [(0, 0), (a * w, 0), (a * w, b * h), (w, b * h), (w, h)],
        "bentConnector5": [(0, 0), (a * w, 0), (a * w, b * h), (c * w, b * h), (c * w, h), (w, h)],
    }[preset.get("prst")]
    turn = math.radians(int(place.get("rot", "0")) / 60000)
    found = []
    for x, y in path:
        x, y = x - w / 2, y - h / 2
        x, y = (-x if place.get("flipH") else x), (-y if place.get("flipV") else y)
        found.append(
            (
                (left + right) / 2 + x * math.cos(turn) - y * math.sin(turn),
                (top + bottom) / 2 + x * math.sin(turn) + y * math.cos(turn),
            )
        )
    return found
