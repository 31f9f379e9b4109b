"""One entry of the legend: a swatch in the looks of an op, and its meaning."""

from __future__ import annotations

from dataclasses import replace

from archdraw.diagram import Key, Merge
from archdraw.drawing import merge
from archdraw.drawing.block import small
from archdraw.drawing.label import text
from archdraw.geometry import Box
from archdraw.scene import Arrow, Group, Item
from archdraw.style import BoxStyle, Style

LONG = 2.0
"""How much longer than a swatch the sample of a line is."""
SIGN = 1.4
"""How much larger than a swatch the circle of a merge is, in points: it has a sign in it."""


def draw(mark: Key, style: Style) -> Group:
    """Draw the swatch, its middle at the mark's place's height, and the words."""
    size = style.size("swatch")
    center = (mark.at[0] + size / 2, mark.at[1])
    swatch: tuple[Item, ...]
    if mark.kind == "merge":
        radius = (size + SIGN) / 2
        swatch = (merge.draw(Merge("", (mark.at[0] + radius, mark.at[1]), radius, mark.look), style),)
    elif mark.kind in ("tie", "either"):
        swatch = (Arrow((mark.at, (mark.at[0] + LONG * size, mark.at[1])), style.line(mark.kind), None),)
    else:
        looks = style.mark(mark.kind) if mark.kind in ("folded", "kernel") else style.box(mark.look)
        if mark.kind == "solid" and not looks.pattern:
            faces = style.faces(mark.look)
            looks = BoxStyle(replace(faces.front, opacity=faces.opacity), faces.stroke)
        swatch = tuple(small(Box.around(center, size, size), looks, 1.2, style))
    return Group(f"key-{mark.look.op}", (*swatch, text(mark.line, style)), kind="key")
