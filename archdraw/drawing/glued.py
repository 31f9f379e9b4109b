"""Bodies that touch: one thing, drawn from the west to the east."""

from __future__ import annotations

from archdraw.diagram import Glued
from archdraw.drawing import solid
from archdraw.scene import Group
from archdraw.style import Style


def draw(mark: Glued, style: Style) -> Group:
    """Draw them in one group, so that they are known to belong together."""
    name = f"block-{mark.solids[0].layer}" if mark.solids else "block"
    return Group(name, tuple(solid.draw(one, style) for one in mark.solids), kind="glued")
