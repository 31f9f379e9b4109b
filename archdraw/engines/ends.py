"""Lead a route exactly to the borders of what it joins: dot rounds sizes and places to whole points."""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot

from archdraw.geometry import Box, Point

NOTHING = 1e-6


def joined(route: Sequence[Point], source: Box, target: Box, rounds: tuple[bool, bool]) -> tuple[Point, ...]:
    """Give the route from border to border, without points that lie on the way; ``rounds`` tells which ends are circles.

    >>> joined([(5, 4.2), (5, 5), (5, 9.6)], Box(0, 0, 10, 4), Box(0, 10, 10, 14), (False, False))
    ((5.0, 4.0), (5.0, 10.0))
    """
    points = _led(list(route), target, rounds[1])
    points = _led(points[::-1], source, rounds[0])[::-1]
    return _straightened([(round(x, 6), round(y, 6)) for x, y in points])


def _led(points: list[Point], box: Box, is_round: bool) -> list[Point]:
    """Move the last point onto the border of what the route comes to."""
    x, y = points[-1]
    while len(points) > 2 and (_inside(points[-2], box) or hypot(points[-2][0] - x, points[-2][1] - y) < 1):
        points = [*points[:-2], points[-1]]
    return [*points[:-1], _hit(points[-2], points[-1], box, is_round)]


def _inside(point: Point, box: Box) -> bool:
    return box.left < point[0] < box.right and box.top < point[1] < box.bottom


def _hit(start: Point, end: Point, box: Box, is_round: bool) -> Point:
    """Give the point where the line from ``start`` towards ``end`` meets the border; where it misses, the nearest one."""
    if is_round:  # dot leads all lines to the middle of a circle
        (x, y), radius = box.center, box.width / 2
        away = hypot(start[0] - x, start[1] - y) or 1.0
        return (x + (start[0] - x) * radius / away, y + (start[1] - y) * radius / away)
    first, last = 0.0, float("inf")
    for a, d, low, high in (
        (start[0], end[0] - start[0], box.left, box.right),
        (start[1], end[1] - start[1], box.top, box.bottom),
    ):
        if abs(d) > NOTHING:
            near, far = sorted(((low - a) / d, (high - a) / d))
            first, last = max(first, near), min(last, far)
        elif not low <= a <= high:
            last = -1.0
    if 0.0 < first <= last:
        return (start[0] + first * (end[0] - start[0]), start[1] + first * (end[1] - start[1]))
    return (min(max(start[0], box.left), box.right), min(max(start[1], box.top), box.bottom))


def _straightened(points: list[Point]) -> tuple[Point, ...]:
    """Leave out points that repeat or lie on the line between their neighbours."""
    kept = points[:1]
    for point in points[1:]:
        if hypot(point[0] - kept[-1][0], point[1] - kept[-1][1]) < 0.01:
            continue
        while len(kept) > 1 and _between(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return tuple(kept if len(kept) > 1 else [points[0], points[-1]])


def _between(one: Point, two: Point, three: Point) -> bool:
    """Tell whether the second point lies, but for a hundredth, on the way from the first to the third."""
    (a, b), (c, d), (e, f) = one, two, three
    long = hypot(e - a, f - b)
    return abs((c - a) * (f - b) - (d - b) * (e - a)) <= 0.01 * long and (c - a) * (e - c) + (d - b) * (f - d) >= 0
