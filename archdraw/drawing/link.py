"""A stretch of line with round corners and, where it arrives, a head; on a face it begins with a dot."""

from __future__ import annotations

from itertools import pairwise
from math import dist

from archdraw.curves import head
from archdraw.diagram import Link
from archdraw.scene import Arrow, Circle, Fill, Group, Item, Strands
from archdraw.style import Style


def draw(mark: Link, style: Style) -> Arrow | Group:
    """Draw the line in the looks of its kind."""
    stroke = style.line(mark.kind)
    line = Arrow(mark.points, stroke, style.head() if mark.head else None, mark.corners, mark.edges)
    share = style.size("head_at")
    if mark.head and share < 1:
        return Group("-".join(mark.edges[-1]) if mark.edges else "line", _parted(mark, share, style), kind="link")
    if not mark.dot:
        return line
    dot = Circle(mark.points[0], mark.dot, Fill(stroke.color, 1.0, stroke.role))
    return Group("-".join(mark.edges[-1]) if mark.edges else "line", (line, dot), kind="link")


def _parted(mark: Link, share: float, style: Style) -> tuple[Item, ...]:
    """Draw the line through, and its head on the way: at this share of the longest stretch, or of what leaves room for it."""
    stroke, tip = style.line(mark.kind), style.head()
    (x, y), (u, v) = max(pairwise(mark.points), key=lambda ends: dist(*ends))
    length = dist((x, y), (u, v)) or 1.0
    to = min(length, share * length + tip.length / 2)
    at = (x + (u - x) * to / length, y + (v - y) * to / length)
    back = (at[0] - (u - x) / length * tip.length, at[1] - (v - y) / length * tip.length)
    line = Arrow(mark.points, stroke, None, mark.corners, mark.edges)
    return (line, Strands((head((back, at), tip.length, tip.width),), None, Fill(stroke.color, 1.0, stroke.role)))
