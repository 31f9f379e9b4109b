"""Free text, and the texts of every other mark."""

from __future__ import annotations

from archdraw.diagram import Label, Line
from archdraw.scene import Group, Text
from archdraw.style import Style


def text(line: Line, style: Style, layer: str = "", on: str = "") -> Text:
    """Set one line in the looks of its role; on a fill of the colour ``on``, so that it can be read there."""
    looks = style.text(line.role, on)
    return Text(line.at, line.text, looks.font, looks.color, line.anchor, line.width, layer, line.role, line.angle)


def draw(mark: Label, style: Style) -> Group:
    """Set lines that belong together."""
    return Group(f"label-{mark.layer}", tuple(text(line, style, mark.layer) for line in mark.lines), kind="label")
