"""Order the cells of each layer so that few links cross: sweeps from several starts, then a search that moves chains."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from random import Random

from archdraw.placing.layers.grid import Grid
from archdraw.placing.layers.search import search

STARTS = 8
LARGE = 10_000
"""Above so many cells one start has to do, and nothing is searched."""

PER_ITEM = 20
"""Trials for each item at most: three times as many take away a fifth of the crossings left, for twice the time."""

Rows = list[list[int]]


def improve(grid: Grid, trials: int) -> int:
    """Order the rows of a grid in place and tell how many segments still cross; ``trials`` bounds the search.

    Without any trial it is a draft: one start, few sweeps.
    """
    best, fewest = [list(row) for row in grid.rows], crossings(grid, grid.rows)
    large = len(grid.layer) > LARGE or not trials
    for number in range(1 if large else STARTS):
        if not fewest:
            break
        rows = _start(grid, number)
        found = _sweep(grid, rows, by_median=number % 2 == 1, passes=6 if large else 14)
        if found[1] < fewest:
            best, fewest = found
    if fewest and not large:
        fewest += search(grid, best, min(trials, PER_ITEM * grid.items))
    grid.rows[:] = best
    return fewest


def _start(grid: Grid, number: int) -> Rows:
    """Give an order to begin with: by a walk from the top or the bottom, as it is, mirrored, or shuffled."""
    if number < 2:
        return _walk(grid, grid.down if number == 0 else grid.up)
    rows = [list(row) for row in grid.rows]
    if number == 3:
        return [row[::-1] for row in rows]
    if number > 3:
        dice = Random(number)
        for row in rows:
            keys = {cell: dice.random() for cell in row}
            row.sort(key=keys.__getitem__)
    return rows


def _walk(grid: Grid, near: list[list[int]]) -> Rows:
    """Order each row by when a walk in depth meets its cells."""
    rows: Rows = [[] for _ in grid.rows]
    seen = [False] * len(grid.layer)
    tops = grid.rows if near is grid.down else grid.rows[::-1]
    for row in tops:
        for top in row:
            todo = [top]
            while todo:
                cell = todo.pop()
                if not seen[cell]:
                    seen[cell] = True
                    rows[grid.layer[cell]].append(cell)
                    todo.extend(reversed(near[cell]))
    return rows


def _sweep(grid: Grid, rows: Rows, by_median: bool, passes: int) -> tuple[Rows, int]:
    """Sort rows by their neighbours, down and up in turn, and swap neighbours where that helps."""
    place = places(grid, rows)
    key = _median if by_median else _mean
    best, fewest = [list(row) for row in rows], crossings(grid, rows)
    stale = 0
    for number in range(passes):
        if not fewest or stale > 3:
            break
        down = number % 2 == 0
        for row in rows if down else reversed(rows):
            _sort(row, place, grid.up if down else grid.down, key)
        _transpose(grid, rows, place)
        found = crossings(grid, rows)
        stale = stale + 1 if found >= fewest else 0
        if found < fewest:
            best, fewest = [list(row) for row in rows], found
    return best, fewest


def _sort(row: list[int], place: list[int], near: list[list[int]], key: Callable[[list[int]], float]) -> None:
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


def _transpose(grid: Grid, rows: Rows, place: list[int]) -> None:
    """Swap neighbours in a row as long as that takes crossings away."""
    up, down = grid.up, grid.down
    last = len(rows) - 1
    waiting = set(range(last + 1))  # rows in which a swap may help: those with a change in them or in a neighbour
    while waiting:
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


def places(grid: Grid, rows: Rows) -> list[int]:
    """Give each cell its place in its row."""
    place = [0] * len(grid.layer)
    for row in rows:
        for at, cell in enumerate(row):
            place[cell] = at
    return place


def crossings(grid: Grid, rows: Rows) -> int:
    """Count the pairs of segments that cross."""
    total = 0
    place = places(grid, rows)
    for row in rows:
        ends: list[int] = []
        for cell in row:
            ends += sorted([place[other] for other in grid.down[cell]])
        seen = sorted(ends)
        if seen != ends:
            for end in reversed(ends):  # those that remain begin left of it: how many of them end right of it?
                at = bisect_left(seen, end)
                del seen[at]
                total += len(seen) - bisect_left(seen, end + 1, at)
    return total
