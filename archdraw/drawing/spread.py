"""All that depends on all: two lines, and a tint of what they enclose."""

from __future__ import annotations

from dataclasses import replace

from archdraw.diagram import Spread
from archdraw.drawing.sheets import painted
from archdraw.scene import Arrow, Fill, Group, Item, Polygon
from archdraw.style import Style

TINT, LINE = 0.08, 0.5
"""How opaque the tint is, and how wide the lines are, in points; half of a border that is told."""


def draw(mark: Spread, style: Style) -> Group:
    """Draw the tint and the lines."""
    _, stroke = painted(mark.look, mark.paint, style)
    line = replace(stroke, width=min(LINE, stroke.width) if mark.paint.width is None else mark.paint.width / 2)
    (a, b), (c, d) = mark.start, mark.end
    filled = mark.filled and not style.is_patterned
    items: list[Item] = [Polygon((a, c, d, b), Fill(stroke.color, TINT, mark.look.op))] if filled else []
    items.extend(Arrow(points, line, None, (), mark.edges) for points in ((a, c), (b, d)))
    return Group(f"spread-{mark.edges[-1][1] if mark.edges else ''}", tuple(items), kind="spread")
