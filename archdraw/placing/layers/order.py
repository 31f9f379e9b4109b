"""Order the cells of each layer so that few links cross: sweeps from several starts, then a search that moves chains."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from functools import lru_cache
from random import Random

from archdraw.placing.layers.grid import Cells
from archdraw.placing.layers.search import search

STARTS = 8
SEGMENTS = 30_000
"""So many segments are swept at most, all starts together."""
ROUNDS = 12
"""How often all rows are gone through for swaps that help, at most."""
LARGE = 10_000
"""Above so many cells one start has to do, and nothing is searched."""

PER_ITEM = 20
"""Trials for each item at most: three times as many take away a fifth of the crossings left, for twice the time."""

Rows = list[list[int]]
Near = tuple[tuple[int, ...], ...]


@lru_cache(maxsize=16)  # a figure is tried in several ways, which change the sizes of boxes and not this
def ordered(cells: Cells, trials: int) -> tuple[tuple[int, ...], ...]:
    """Give the rows of cells in an order in which few segments cross; ``trials`` bounds the search.

    Without any trial it is a draft: one start, few sweeps.
    """
    best = cells.rows()
    fewest = crossings(cells, best)
    large = not searchable(cells) or not trials
    starts = 1 if large else min(STARTS, max(2, SEGMENTS // sum(map(len, cells.down))))
    for number in range(starts):
        if not fewest:
            break
        rows = _start(cells, number)
        found = _sweep(cells, rows, by_median=number % 2 == 1, passes=6 if large else 14)
        if found[1] < fewest:
            best, fewest = found
    if fewest and not large:
        search(cells, best, min(trials, PER_ITEM * cells.items))
    return tuple(map(tuple, best))


def searchable(cells: Cells) -> bool:
    """Tell whether there are few enough cells for a search."""
    return len(cells.layer) <= LARGE


def _start(cells: Cells, number: int) -> Rows:
    """Give an order to begin with: by a walk from the top or the bottom, as it is, mirrored, or shuffled."""
    if number < 2:
        return _walk(cells, cells.down if number == 0 else cells.up)
    rows = [list(row) for row in cells.rows()]
    if number == 3:
        return [row[::-1] for row in rows]
    if number > 3:
        dice = Random(number)
        for row in rows:
            keys = {cell: dice.random() for cell in row}
            row.sort(key=keys.__getitem__)
    return rows


def _walk(cells: Cells, near: Near) -> Rows:
    """Order each row by when a walk in depth meets its cells."""
    plain = cells.rows()
    rows: Rows = [[] for _ in plain]
    seen = [False] * len(cells.layer)
    for row in plain if near is cells.down else reversed(plain):
        for top in row:
            todo = [top]
            while todo:
                cell = todo.pop()
                if not seen[cell]:
                    seen[cell] = True
                    rows[cells.layer[cell]].append(cell)
                    todo.extend(reversed(near[cell]))
    return rows


def _sweep(cells: Cells, rows: Rows, by_median: bool, passes: int) -> tuple[Rows, int]:
    """Sort rows by their neighbours, down and up in turn, and swap neighbours where that helps."""
    place = places(cells, rows)
    key = _median if by_median else _mean
    best, fewest = [list(row) for row in rows], crossings(cells, rows)
    stale = 0
    for number in range(passes):
        if not fewest or stale > 3:
            break
        down = number % 2 == 0
        for row in rows if down else reversed(rows):
            _sort(row, place, cells.up if down else cells.down, key)
        _transpose(cells, rows, place)
        found = crossings(cells, rows)
        stale = stale + 1 if found >= fewest else 0
        if found < fewest:
            best, fewest = [list(row) for row in rows], found
    return best, fewest


def _sort(row: list[int], place: list[int], near: Near, key: Callable[[list[int]], float]) -> None:
    """Sort the cells of a row that have neighbours; the others keep their places."""
    keys = {cell: key([place[other] for other in near[cell]]) for cell in row if near[cell]}
    if len(keys) == len(row):
        row.sort(key=keys.__getitem__)
    else:
        moving = iter(sorted(keys, key=keys.__getitem__))
        row[:] = [next(moving) if near[cell] else cell for cell in row]
    for at, cell in enumerate(row):
        place[cell] = at


def _mean(ends: list[int]) -> float:
    return sum(ends) / len(ends)


def _median(ends: list[int]) -> float:
    ends.sort()
    return (ends[(len(ends) - 1) // 2] + ends[len(ends) // 2]) / 2


def _transpose(cells: Cells, rows: Rows, place: list[int]) -> None:
    """Swap neighbours in a row as long as that takes crossings away."""
    up, down = cells.up, cells.down
    last = len(rows) - 1
    waiting = set(range(last + 1))  # rows in which a swap may help: those with a change in them or in a neighbour
    for _ in range(ROUNDS):
        if not waiting:
            break
        for number in sorted(waiting):
            waiting.discard(number)
            row = rows[number]
            swapped = False
            for at in range(len(row) - 1):
                one, two = row[at], row[at + 1]
                gain = 0
                for near in (up, down):
                    others = near[two]
                    if others:
                        for a in near[one]:
                            here = place[a]
                            for b in others:
                                there = place[b]
                                gain += (here > there) - (here < there)
                if gain > 0:
                    row[at], row[at + 1] = two, one
                    place[one], place[two] = at + 1, at
                    swapped = True
            if swapped:
                waiting.update((max(0, number - 1), number, min(last, number + 1)))


def places(cells: Cells, rows: Rows) -> list[int]:
    """Give each cell its place in its row."""
    place = [0] * len(cells.layer)
    for row in rows:
        for at, cell in enumerate(row):
            place[cell] = at
    return place


def crossings(cells: Cells, rows: Rows) -> int:
    """Count the pairs of segments that cross."""
    total = 0
    place = places(cells, rows)
    for row in rows:
        ends: list[int] = []
        for cell in row:
            ends += sorted([place[other] for other in cells.down[cell]])
        seen = sorted(ends)
        if seen != ends:
            for end in reversed(ends):  # those that remain begin left of it: how many of them end right of it?
                at = bisect_left(seen, end)
                del seen[at]
                total += len(seen) - bisect_left(seen, end + 1, at)
    return total
