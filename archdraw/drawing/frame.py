"""The outline of a group with its title and its number of copies."""

from __future__ import annotations

from archdraw.diagram import Frame
from archdraw.drawing.block import pill
from archdraw.drawing.label import text
from archdraw.scene import Group, Item, Rect
from archdraw.style import Style


def draw(mark: Frame, style: Style) -> Group:
    """Draw the outline, the title at the top left and the pill at the top right."""
    looks = style.frame()
    items: list[Item] = [Rect(mark.box, looks.fill, looks.stroke, looks.radius)]
    if mark.title:
        items.append(text(mark.title, style))
    if mark.badge:
        items.extend(pill(mark.badge, mark.box.right - 5 - mark.badge_in, mark.box.top + 8.5, style))
    name = " ".join(part for part in (mark.title.text if mark.title else mark.group, mark.badge) if part)
    return Group(f"group-{mark.group}", tuple(items), name, kind="frame")
