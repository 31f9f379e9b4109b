"""Rows that run beside a main one: where their things begin, and how high the rows lie that go over others."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

from archdraw.geometry import Box
from archdraw.records import dataclass
from archdraw.volumes.arcs import Over, stacked

At = tuple[int, int]
"""The row, and the thing in it."""


@dataclass(frozen=True, slots=True)
class Need:
    """A line between rows: the left of what it leads to lies so far right of the left of what it leaves, at least.

    ``enters`` tells that it leads to the first thing of a row, ``leaves`` that it comes from the last one.
    """

    start: At
    end: At
    least: float
    enters: bool = False
    leaves: bool = False


def lefts(rows: Sequence[Sequence[float]], needs: Sequence[Need]) -> dict[At, float]:
    """Give where each thing begins: as far to the left as rows and lines allow, in a row at least so far from the one before.

    >>> lefts([(0, 20, 50), (0,)], [Need((0, 0), (1, 0), 30), Need((1, 0), (0, 2), 40)])[0, 2]
    70.0
    """
    after: dict[At, list[tuple[At, float]]] = {}
    waits: dict[At, int] = {(r, k): 0 for r, row in enumerate(rows) for k in range(len(row))}
    steps = [((r, k - 1), (r, k), row[k]) for r, row in enumerate(rows) for k in range(1, len(row))]
    for one, two, least in [*steps, *((need.start, need.end, need.least) for need in needs)]:
        after.setdefault(one, []).append((two, least))
        waits[two] += 1
    found = dict.fromkeys(waits, 0.0)
    ready = deque(at for at, count in waits.items() if not count)
    while ready:
        one = ready.popleft()
        for two, least in after.get(one, ()):
            found[two] = max(found[two], found[one] + least)
            waits[two] -= 1
            if not waits[two]:
                ready.append(two)
    return found


def centred(rows: Sequence[Sequence[float]], needs: Sequence[Need], found: Mapping[At, float]) -> dict[At, float]:
    """Move each row that is a bridge to the middle of its way, if nothing else leads to or from it."""
    moved = dict(found)
    for r in range(1, len(rows)):
        mine = [need for need in needs if r in (need.start[0], need.end[0])]
        enter = next((need for need in mine if need.end[0] == r and need.enters), None)
        leave = next((need for need in mine if need.start[0] == r and need.leaves), None)
        if enter is None or leave is None or len(mine) > 2:
            continue
        free = moved[leave.end] - leave.least - moved[r, len(rows[r]) - 1]
        taken = moved[r, 0] - moved[enter.start] - enter.least
        for k in range(len(rows[r])):
            moved[r, k] += max(0.0, (free - taken) / 2)
    return moved


@dataclass(frozen=True, slots=True)
class Bridge:
    """A row beside the main one: all that it goes over, how far its things reach, where lines come down from it, and on which rows it ends."""

    over: Over
    left: float
    right: float
    legs: tuple[float, ...] = ()
    on: frozenset[int] = frozenset()


def heights(rows: Mapping[int, Bridge], bodies: Sequence[Box]) -> dict[int, float]:
    """Give the height of the line of each row (y down): over the bodies, over rows that it ends on, and over those whose lines it would cut.

    The shorter ones are lower where there is a choice. Of rows that all would have to be lower than others none is given.

    >>> one, two = Bridge(Over(0, 9, 4, 4), 3, 7, (0, 9)), Bridge(Over(2, 5, 4, 4), 2, 5, (), frozenset([1]))
    >>> heights({1: one, 2: two}, [Box(0, -10, 9, 10)])
    {1: -22.0, 2: -38.0}
    """
    after = {
        r: {k for k in row.on if k in rows}
        | {k for k, other in rows.items() if k != r and any(row.left < leg < row.right for leg in other.legs)}
        for r, row in rows.items()
    }
    found: dict[int, float] = {}
    taken = list(bodies)
    while ready := [r for r in rows if r not in found and after[r] <= found.keys()]:
        r = min(ready, key=lambda r: (rows[r].over.right - rows[r].over.left, r))
        over = rows[r].over
        (found[r],) = stacked([over], taken)
        taken.append(Box(over.left, found[r] - over.above, over.right, found[r] + over.below))
    return found
