"""Bridges: where two lines cross that have nothing to do with each other, one passes over the other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from archdraw.diagram import Bridge, Link
from archdraw.geometry import Box

CLEAR = 1.0
"""So far from the end of a straight piece, in points, a crossing is no join."""
MANY = 500
"""With more crossings than this no bridges are drawn: nobody follows a line there."""

Piece = tuple[float, float, float, str]
"""A straight piece: where it lies, from where to where along it, and the kind of its line."""


def marks(links: Iterable[Link], frames: Sequence[Box], across: bool) -> list[Bridge]:
    """Give a bridge for each crossing; what goes with the flow passes over (down, or right if ``across``)."""
    upright: list[Piece] = []
    level: list[Piece] = []
    for link in links:
        for (x, y), (u, v) in pairwise(link.points):
            if x == u:
                upright.append((x, min(y, v), max(y, v), link.kind))
            elif y == v:
                level.append((y, min(x, u), max(x, u), link.kind))
    upright.sort()
    places = [piece[0] for piece in upright]
    found = []
    for y, left, right, kind in level:
        for x, top, bottom, other in upright[bisect_left(places, left + CLEAR) : bisect_right(places, right - CLEAR)]:
            if top + CLEAR < y < bottom - CLEAR:
                inside = any(box.left < x < box.right and box.top < y < box.bottom for box in frames)
                found.append(Bridge((x, y), upright=not across, kind=kind if across else other, framed=inside))
                if len(found) > MANY:
                    return []
    return found
