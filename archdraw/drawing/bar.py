"""A vector as one area."""

from __future__ import annotations

from archdraw.areas import Convex
from archdraw.diagram import Bar
from archdraw.drawing import pattern
from archdraw.drawing.sheets import hatched, painted
from archdraw.scene import Group, Polygon
from archdraw.style import Style


def draw(mark: Bar, style: Style) -> Group:
    """Draw the area; a vector takes the last of the fills in turn."""
    fills, stroke = painted(mark.look, mark.paint, style)
    looks = hatched(mark.look, mark.paint, style)
    area = Polygon(mark.points, fills[-1], stroke, mark.layer)
    lines = pattern.within(Convex(mark.points), looks, mark.layer) if looks else ()
    return Group(mark.layer, (area, *lines), mark.title, mark.layer, mark.look.op)
