"""The light band behind one level of a U."""

from __future__ import annotations

from archdraw.diagram import Band
from archdraw.scene import Group, Rect
from archdraw.style import Style


def draw(mark: Band, style: Style) -> Group:
    """Draw the band."""
    looks = style.mark("band")
    return Group("band", (Rect(mark.box, looks.fill, looks.stroke, looks.radius),), kind="band")
