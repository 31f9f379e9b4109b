"""Lines with corners as PowerPoint's bent connectors, which find their way again when a box is moved."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

from archdraw.geometry import Box, Point
from archdraw.records import dataclass

LEVEL = 0.01
"""A leg that leaves its direction by less, in points, is straight."""
THINNEST = 0.1
"""A connector's box is at least so wide where its corners are shares of that width, in points."""
MOST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Bend:
    """A connector of PowerPoint: its name, the places of its corners as shares of its box, and how that lies."""

    name: str
    adjusted: tuple[int, ...]
    box: Box
    turn: float
    flip: tuple[bool, bool]


def plain(points: Sequence[Point]) -> tuple[Point, ...]:
    """Leave out points that a line passes without a corner.

    >>> plain([(0, 0), (0, 5), (0, 9), (4, 9)])
    ((0, 0), (0, 9), (4, 9))
    """
    kept: list[Point] = []
    for point in points:
        if kept and hypot(point[0] - kept[-1][0], point[1] - kept[-1][1]) <= 1e-6:
            continue
        if len(kept) > 1 and _goes_on(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return tuple(kept)


def _goes_on(before: Point, at: Point, after: Point) -> bool:
    (a, b), (c, d) = (at[0] - before[0], at[1] - before[1]), (after[0] - at[0], after[1] - at[1])
    return abs(a * d - b * c) <= 1e-6 * hypot(a, b) * hypot(c, d) and a * c + b * d > 0


def straight(start: Point, end: Point) -> Bend:
    """Make a straight connector."""
    (x, y), (u, v) = start, end
    return Bend("straightConnector1", (), Box(min(x, u), min(y, v), max(x, u), max(y, v)), 0.0, (u < x, v < y))


def bend(points: Sequence[Point]) -> Bend | None:
    """Make the connector that goes this way; None where PowerPoint has none: slanted legs, more than five, a way back.

    The presets go along their box's width first, then down it, in turn, from its upper left to its lower right corner.

    >>> found = bend([(0, 0), (30, 0), (30, 20), (100, 20)])
    >>> found.name, found.adjusted, found.flip
    ('bentConnector3', (30000,), (False, False))
    """
    legs = [(u - x, v - y) for (x, y), (u, v) in pairwise(points)]
    level = [abs(down) <= LEVEL for _, down in legs]
    upright = [abs(across) <= LEVEL for across, _ in legs]
    if not 2 <= len(legs) <= 5 or not all(one or other for one, other in zip(level, upright, strict=True)):
        return None
    if any(one == other for one, other in pairwise(level)):
        return None
    (x, y), (u, v) = points[0], points[-1]
    middle = ((x + u) / 2, (y + v) / 2)
    turned = not level[0]
    across, down = (v - y, x - u) if turned else (u - x, v - y)
    flip = (across < 0, down < 0)
    wide, high = max(abs(across), THINNEST), max(abs(down), THINNEST)

    def local(point: Point) -> Point:
        p, q = point[0] - middle[0], point[1] - middle[1]
        p, q = (q, -p) if turned else (p, q)
        return (-p if flip[0] else p) + wide / 2, (-q if flip[1] else q) + high / 2

    inner = [local(point) for point in points[1:-1]]
    shares = [inner[i][0] / wide if i % 2 == 0 else inner[i][1] / high for i in range(len(inner) - 1)]
    adjusted = tuple(round(share * 100_000) for share in shares)
    if any(abs(share) > MOST for share in adjusted):
        return None
    return Bend(f"bentConnector{len(legs)}", adjusted, Box.around(middle, wide, high), 90.0 if turned else 0.0, flip)
