"""The neurons of a layer: circles, the dots of those left out, and their texts."""

from __future__ import annotations

from dataclasses import replace

from archdraw.diagram import Units
from archdraw.drawing.label import text
from archdraw.scene import Circle, Fill, Group, Item
from archdraw.style import Style

INSIDE = ("op", "small")
"""Roles of the texts that stand in a circle, and so on its fill."""


def draw(mark: Units, style: Style) -> Group:
    """Draw the circles, the dots and the texts."""
    looks = style.mark("bias") if mark.kind == "bias" else style.box(mark.look)
    fill, stroke = looks.fill, looks.stroke
    if mark.fill:
        fill = Fill(mark.fill, 1.0, mark.look.op)
        stroke = style.outline(mark.fill, stroke)
    if mark.stroke:
        stroke = replace(stroke, color=mark.stroke)
    items: list[Item] = [Circle(center, mark.radius, fill, stroke, mark.layer) for center in mark.centers]
    items += [Circle(center, mark.dot, Fill(stroke.color, 1.0, stroke.role), None, mark.layer) for center in mark.dots]
    behind = fill.color if fill else ""
    inside = {line.at for line in mark.lines if line.role in INSIDE}
    items += [text(line, style, mark.layer, behind if line.at in inside else "") for line in mark.lines]
    return Group(mark.layer, tuple(items), mark.title, mark.layer, mark.look.op)
