"""Find the lanes of skips: who shares one, on which side it runs, how far out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping

from archdraw.geometry import Point
from archdraw.placing.extents import Extents
from archdraw.placing.net import Ids
from archdraw.placing.problem import Settings
from archdraw.records import dataclass

NEAR = 128
"""Lanes over no more rows than this are found by the rows they pass, longer ones are compared one by one."""


@dataclass(slots=True)
class Skip:
    """Edges from a row to a later (or, between columns, any) one; ``out`` and ``into`` are ports inside the rows."""

    first: int
    last: int
    ids: Ids
    out: Point | None
    into: Point | None


@dataclass(slots=True)
class Lane:
    """Skips that share one vertical line at ``x``: from one place to several or from several to one."""

    skips: list[Skip]
    first: int
    last: int
    x: float = 0.0

    @property
    def right(self) -> bool:
        """Tell whether it must run on the right, because it begins or ends at a port."""
        return any(skip.out or skip.into for skip in self.skips)

    def rows(self) -> tuple[int, int]:
        """Give the rows it passes, as a half-open range: a node at its end does not count, what holds a port does."""
        low, high = [], []
        for skip in self.skips:
            up = skip.last < skip.first
            ends = sorted(((skip.first, up or skip.out is not None), (skip.last, skip.into is not None)))
            low.append(ends[0][0] + (not ends[0][1]))
            high.append(ends[-1][0] + ends[-1][1])
        return min(low), max(high)


def group(skips: list[Skip]) -> list[Lane]:
    """Let skips of one source, or of one target, share a lane; whoever has most goes first. Shortest lane first."""
    ends: dict[tuple[int, Point, bool], list[int]] = {}
    for number, skip in enumerate(skips):
        ends.setdefault((skip.first, skip.out or (0.0, 0.0), False), []).append(number)
        ends.setdefault((skip.last, skip.into or (0.0, 0.0), True), []).append(number)
    free = set(range(len(skips)))
    lanes = []
    for _, numbers in sorted(ends.items(), key=lambda end: (-len(end[1]), end[0])):
        mine = [skips[number] for number in numbers if number in free]
        free.difference_update(numbers)
        if mine:
            rows = [row for skip in mine for row in (skip.first, skip.last)]
            lanes.append(Lane(mine, min(rows), max(rows)))
    lanes.sort(key=lambda lane: (lane.last - lane.first, lane.first))
    return lanes


def arrange(
    lanes: list[Lane],
    ways: tuple[list[float], list[float]],
    through: list[int],
    ends: dict[int, tuple[float, float]],
    settings: Settings,
    entered: Mapping[int, tuple[int, ...]],
) -> tuple[float, float]:
    """Give each lane its x, outside of what it passes; return how far the whole then reaches to the left and right.

    ``ways`` says how far each row reaches, ``through`` from which rows an edge leaves to the right, ``ends``
    how far the nodes reach at which lanes end, ``entered`` at which sides (-1 and 1) others come in there.
    """
    reach = Extents(ways[0]), Extents(ways[1])
    sides = _Sides(through, entered, 0 if settings.leftward else 1)
    for lane in lanes:
        side = sides.choose(lane)
        first, end = lane.rows()
        x = reach[side].largest(first, end)
        for skip in lane.skips:
            for row in (skip.first, skip.last):
                if row in ends:
                    x = max(x, ends[row][side])
        x += settings.lane
        reach[side].raise_to(first, end, x)
        lane.x = x if side else -x
    rows = len(ways[0])
    return reach[0].largest(0, rows), reach[1].largest(0, rows)


class _Sides:
    """Which lanes run at the left (0) and the right (1), to find a side where a new one crosses few."""

    def __init__(self, through: list[int], entered: Mapping[int, tuple[int, ...]], usual: int) -> None:
        self._near: tuple[dict[int, list[Lane]], dict[int, list[Lane]]] = ({}, {})
        self._far: tuple[list[Lane], list[Lane]] = ([], [])
        self._through = through
        self._entered = entered
        self._usual = usual

    def choose(self, lane: Lane) -> int:
        """Give the side for a lane and remember it: the usual one, the left one where edges leave at the right, the other one where branches enter what it leads to."""
        side = 1
        if not lane.right:
            side = 0 if self._through else 1 - self._usual if self._taken(lane) else self._usual
            clashes = self._clashes(lane, side)
            if clashes and self._clashes(lane, 1 - side) < clashes:
                side = 1 - side
        if lane.last - lane.first > NEAR:
            self._far[side].append(lane)
        else:
            for row in range(lane.first, lane.last + 1):
                self._near[side].setdefault(row, []).append(lane)
        return side

    def _taken(self, lane: Lane) -> bool:
        """Tell whether branches enter the circle that a lane leads to at the usual side only."""
        usual = 1 if self._usual else -1
        return len(lane.skips) == 1 and set(self._entered.get(lane.skips[0].last, ())) == {usual}

    def _clashes(self, lane: Lane, side: int) -> int:
        """Count the lanes of a side that one would cross on its way from and to its rows."""
        near, far = self._near[side], self._far[side]
        ends = {row for skip in lane.skips for row in (skip.first, skip.last)}
        found = sum(other.first < row < other.last for row in ends for other in (*near.get(row, ()), *far))
        if side:
            first, end = lane.rows()
            found += bisect_left(self._through, end) - bisect_left(self._through, first)
        return int(found)
