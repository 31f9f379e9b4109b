"""A stretch of line with round corners and, where it arrives, a head; on a face it begins with a dot."""

from __future__ import annotations

from archdraw.diagram import Link
from archdraw.scene import Arrow, Circle, Fill, Group
from archdraw.style import Style


def draw(mark: Link, style: Style) -> Arrow | Group:
    """Draw the line in the looks of its kind."""
    stroke = style.line(mark.kind)
    line = Arrow(mark.points, stroke, style.head() if mark.head else None, mark.corners, mark.edges)
    if not mark.dot:
        return line
    dot = Circle(mark.points[0], mark.dot, Fill(stroke.color, 1.0, stroke.role))
    return Group("-".join(mark.edges[-1]) if mark.edges else "line", (line, dot), kind="link")
