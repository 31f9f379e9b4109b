"""Bodies that touch: one thing, drawn from the west to the east."""

from __future__ import annotations

from math import hypot

from archdraw.diagram import Glued, Solid
from archdraw.drawing import solid
from archdraw.scene import Group
from archdraw.style import Style


def draw(mark: Glued, style: Style) -> Group:
    """Draw them in one group, so that they are known to belong together."""
    name = f"block-{mark.solids[0].layer}" if mark.solids else "block"
    nexts = (*mark.solids[1:], None)
    items = (solid.draw(one, style, _covered(one, two)) for one, two in zip(mark.solids, nexts, strict=True))
    return Group(name, tuple(items), kind="glued")


def _covered(one: Solid, two: Solid | None) -> bool:
    """Tell whether the next body covers all of the side of this one."""
    if two is None:
        return False
    return all(hypot(a - c, b - d) < 1e-6 for (a, b), (c, d) in zip(one.corners[4:], two.corners[:4], strict=True))
