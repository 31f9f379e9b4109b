"""A stretch of line with round corners and, where it arrives, a head."""

from __future__ import annotations

from archdraw.diagram import Link
from archdraw.scene import Arrow
from archdraw.style import Style


def draw(mark: Link, style: Style) -> Arrow:
    """Draw the line in the looks of its kind."""
    return Arrow(mark.points, style.line(mark.kind), style.head() if mark.head else None, mark.corners, mark.edges)
