"""Free text, and the texts of every other mark."""

from __future__ import annotations

from dataclasses import replace

from archdraw.diagram import Label, Line
from archdraw.scene import Group, Text
from archdraw.style import Style


def text(line: Line, style: Style, layer: str = "", on: str = "") -> Text:
    """Set one line in the looks of its role; on a fill of the colour ``on``, so that it can be read there."""
    looks = style.text(line.role, on)
    font = replace(looks.font, size=looks.font.size * line.scale) if line.scale != 1 else looks.font
    return Text(line.at, line.text, font, looks.color, line.anchor, line.width, layer, line.role, line.angle)


def draw(mark: Label, style: Style) -> Group:
    """Set lines that belong together."""
    return Group(f"label-{mark.layer}", tuple(text(line, style, mark.layer) for line in mark.lines), kind="label")
