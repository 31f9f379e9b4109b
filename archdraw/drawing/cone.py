"""A window on a map, and the lines from it to the cell that it becomes."""

from __future__ import annotations

from dataclasses import replace

from archdraw.diagram import Cone
from archdraw.drawing.sheets import painted
from archdraw.scene import Arrow, Fill, Group, Item, Polygon, Rect
from archdraw.style import Style

TINT, GLASS, THIN = 0.12, 0.55, 5 / 6
"""How opaque the wedge and the window are, and how wide the lines are as a share of the window's border."""


def draw(mark: Cone, style: Style) -> Group:
    """Draw the wedge, the window, its lines and the cell, in this order."""
    looks = style.mark("window")
    border = looks.stroke if mark.paint.width is None else replace(looks.stroke, width=mark.paint.width)
    share = THIN if mark.paint.width is None else 0.5
    line = replace(border, width=border.width * share)
    box, tip = mark.window, mark.tip
    ends = (((box.right, box.top), (tip.left, tip.top)), ((box.right, box.bottom), (tip.left, tip.bottom)))
    items: list[Item] = []
    if mark.filled and not style.is_patterned:
        _, stroke = painted(mark.look, mark.paint, style)
        wedge = (ends[0][0], ends[0][1], ends[1][1], ends[1][0])
        items.append(Polygon(wedge, Fill(stroke.color, TINT, mark.look.op)))
    glass = replace(looks.fill, opacity=GLASS) if looks.fill else None
    source, target = (mark.edges[0][0], mark.edges[-1][1]) if mark.edges else ("", "")
    items.append(Rect(box, glass, border, 0.0, source))
    items.extend(Arrow(points, line, None, (), mark.edges) for points in ends)
    if tip.width and tip.height and not mark.whole:
        items.append(Rect(tip, Fill(border.color, 1.0, border.role), None, 0.0, target))
    return Group(f"cone-{target}", tuple(items), kind="cone")
