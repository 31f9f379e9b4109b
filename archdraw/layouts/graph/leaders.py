"""Lead a dashed line around what stands between a box and the block that explains it, by the shortest way of few turns."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from itertools import pairwise

from archdraw.geometry import Box, Point
from archdraw.nearby import Nearby

CLEAR = 2.0
"""How far a line keeps from what it passes, in points."""
STEP = 4.0
"""How far a line goes on straight where it begins and ends, and from the corners that it passes."""
TURN = 40.0
"""What a turn costs, in points of length."""
TURNS = 4
"""With more turns than this nobody follows a line."""

Way = tuple[Point, Point]
"""Where a line begins or ends, and the unit step away from the box."""


def led(starts: Sequence[Way], ends: Sequence[Way], rooms: Sequence[Box], wires: Sequence[Way]) -> tuple[Point, ...]:
    """Give the points of the cheapest line from one of the starts to one of the ends; none where there is no way.

    It meets no room and runs on no wire, but may cross one; it stays between the outermost rooms.
    """
    taken = Nearby(room.grown(CLEAR) for room in rooms)
    along = Nearby(Box(*_span(one, two)).grown(CLEAR) for one, two in wires)
    upright = [abs(one[0] - two[0]) < 1e-6 for one, two in wires]

    def passes(one: Point, two: Point) -> bool:
        stretch = Box(*_span(one, two))
        standing = abs(one[0] - two[0]) < 1e-6
        return taken.free(stretch) and not any(upright[number] == standing for number in along.near(stretch))

    out = {_away(start): start[0] for start in starts if passes(start[0], _away(start))}
    goals = {_away(end): end[0] for end in ends if passes(end[0], _away(end))}
    points = [*out, *goals]
    page = Box.hull([*rooms, *(Box(*point, *point) for point in points)])
    sides = {x for r in rooms for x in (r.left - STEP, r.right + STEP) if page.left <= x <= page.right}
    levels = {y for r in rooms for y in (r.top - STEP, r.bottom + STEP) if page.top <= y <= page.bottom}
    xs, ys = sorted({*sides, *(x for x, _ in points)}), sorted({*levels, *(y for _, y in points)})
    column, row = {x: i for i, x in enumerate(xs)}, {y: i for i, y in enumerate(ys)}
    queue: list[tuple[float, int, Point, bool, tuple[Point, ...]]] = []
    for start in starts:
        if _away(start) in out:
            heapq.heappush(queue, (0.0, 0, _away(start), start[1][0] == 0, (start[0],)))
    done: set[tuple[Point, bool]] = set()
    while queue:
        cost, turns, at, standing, corners = heapq.heappop(queue)
        if (at, standing) in done:
            continue
        done.add((at, standing))
        arrives = next((end for end in ends if _away(end) == at and (end[1][0] == 0) == standing), None)
        if arrives and at in goals:
            return (*corners, arrives[0])
        x, y = at
        i, j = column[x], row[y]
        for turned in (False, True):
            if turned and turns == TURNS:
                continue
            way = standing != turned
            near = [(x, ys[k]) for k in (j - 1, j + 1) if 0 <= k < len(ys)]
            near = near if way else [(xs[k], y) for k in (i - 1, i + 1) if 0 <= k < len(xs)]
            for other in near:
                if (other, way) not in done and passes(at, other):
                    far = abs(other[0] - x) + abs(other[1] - y) + (TURN if turned else 0.0)
                    path = (*corners, at) if turned else corners
                    heapq.heappush(queue, (cost + far, turns + turned, other, way, path))
    return ()


def price(points: Sequence[Point]) -> float:
    """Tell what a line costs: its length and its turns."""
    return sum(abs(u - x) + abs(v - y) for (x, y), (u, v) in pairwise(points)) + TURN * (len(points) - 2)


def _away(way: Way) -> Point:
    (x, y), (dx, dy) = way
    return x + STEP * dx, y + STEP * dy


def _span(one: Point, two: Point) -> tuple[float, float, float, float]:
    return min(one[0], two[0]), min(one[1], two[1]), max(one[0], two[0]), max(one[1], two[1])
