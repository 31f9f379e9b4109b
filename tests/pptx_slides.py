"""Scenes as slides: written, and checked by the rules of the format and against the scene."""

from __future__ import annotations

import warnings
from collections import Counter

import pytest
from pptx.oxml.ns import qn
from pptx_reading import named, opened, rectangle, shown, sites, texts, way
from pptx_rules import checked

from archdraw.errors import ArchdrawNote
from archdraw.geometry import Box
from archdraw.scene import Arrow, Fill, Head, Image, Rect, Stroke, Text
from archdraw.text import clean
from archdraw.text.math import segments
from archdraw.writers import pptx

STROKE = Stroke("#3e4c59", 0.7)
TRIANGLE = Head(3.2, 2.6)
BOX = Rect(Box(10, 10, 70, 40), Fill("#d3e5f3"), STROKE, 2.5, "a")


def written(scene):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ArchdrawNote)
        return pptx.write(scene)


def on_slide(scene, data):
    """Give how points of the scene lie on the slide, as the format promises: in the middle, as large as fits."""
    deck = opened(data)
    width, height = deck.slide_width / 12700, deck.slide_height / 12700
    scale = scene.scale if scene.exact else min(904 / scene.width, 484 / scene.height, 3)
    left, top = (width - scale * scene.width) / 2, (height - scale * scene.height) / 2
    return lambda x, y: (left + x * scale, top + y * scale)


def says(text):
    return "".join(
        clean(part) if isinstance(part, str) else "".join(clean(span.text) for span in part.spans)
        for part in segments(text.content)
    )


def sound(data, scene):
    """Check what PowerPoint demands of a slide, and that all of the scene is on it."""
    checked(data)
    flat = list(scene.flat())
    assert len(shown(data, "p:pic")) == sum(isinstance(item, Image) for item in flat)
    arrows = [item for item in flat if isinstance(item, Arrow) and len(set(item.points)) > 1]
    assert len(shown(data, "p:cxnSp")) == len(arrows)
    lines = [line for kind in ("p:sp",) for shape in shown(data, kind) for line in texts(shape) if line]
    assert Counter(lines) == Counter(says(item) for item in flat if isinstance(item, Text) and says(item))
    glued(data)


def glued(data):
    """Check that each glued end lies at the site that it is glued to."""
    shapes = {named(one).get("id"): one for one in shown(data, "p:sp")}
    for line in shown(data, "p:cxnSp"):
        if next(line.iter(qn("a:prstGeom")), None) is None:
            continue
        points = way(line)
        for end, point in ((qn("a:stCxn"), points[0]), (qn("a:endCxn"), points[-1])):
            for glue in line.iter(end):
                place = sites(shapes[glue.get("id")])[int(glue.get("idx"))]
                assert place == pytest.approx(point, abs=0.2)
                if int(glue.get("idx")) < 4 and next(shapes[glue.get("id")].iter(qn("a:custGeom")), None) is not None:
                    left, top, right, bottom = rectangle(shapes[glue.get("id")])  # LibreOffice glues to the box there
                    middles = (
                        (left + right, 2 * top),
                        (2 * left, top + bottom),
                        (left + right, 2 * bottom),
                        (2 * right, top + bottom),
                    )
                    assert place == pytest.approx([value / 2 for value in middles[int(glue.get("idx"))]], abs=0.2)
