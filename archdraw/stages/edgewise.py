"""Words along an edge of a body, on its lower side."""

from __future__ import annotations

from math import atan2, degrees, hypot

from archdraw.diagram import Line
from archdraw.geometry import Point
from archdraw.lettering import wide
from archdraw.style import Style

CAP = 0.72
"""The height of capitals, as a share of the size of letters."""


def along(start: Point, end: Point, said: str, share: float, away: float, style: Style) -> Line:
    """Write a detail along an edge from left to right, around the place at this share of it, capitals so far away from it."""
    (a, b), (c, d) = (start, end) if start[0] <= end[0] else (end, start)
    length = hypot(c - a, d - b) or 1.0
    x, y = (one + share * (two - one) for one, two in zip(start, end, strict=True))
    across = (-(d - b) / length, (c - a) / length)
    by = away + CAP * style.text("detail").font.size
    at = (x + across[0] * by, y + across[1] * by)
    angle = degrees(atan2(d - b, c - a)) if length > 1e-6 else 0.0
    return Line(at, said, "detail", "middle", wide(said, "detail", style), round(angle, 3) or 0.0)
