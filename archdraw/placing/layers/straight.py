"""Give the cells of a grid their x: cells that follow each other form straight blocks, blocks move to their neighbours."""

from __future__ import annotations

import itertools

from archdraw.placing.layers.grid import Grid
from archdraw.placing.problem import Settings

ROUNDS = 24


def place(grid: Grid, settings: Settings) -> list[float]:
    """Give each cell its x; the main path is at 0."""
    block = _blocks(grid)
    count = max(block) + 1
    gaps: dict[tuple[int, int], float] = {}
    for row in grid.rows:
        for one, two in itertools.pairwise(row):
            apart = settings.column if not grid.line(one) and not grid.line(two) else settings.lane
            pair = (block[one], block[two])
            gaps[pair] = max(gaps.get(pair, 0.0), grid.right[one] + apart + grid.left[two])
    after: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    before: list[list[tuple[int, float]]] = [[] for _ in range(count)]
    for (one, two), gap in gaps.items():
        after[one].append((two, gap))
        before[two].append((one, gap))
    x = _pack(count, before, after)
    links: list[list[int]] = [[] for _ in range(count)]
    for cell, below in enumerate(grid.down):
        for other in below:
            if block[cell] != block[other]:
                links[block[cell]].append(block[other])
                links[block[other]].append(block[cell])
    _settle(x, before, after, links)
    middle = x[block[grid.spine[0]]]
    return [x[own] - middle for own in block]


def _blocks(grid: Grid) -> list[int]:
    """Join cells into straight blocks: first the main path, then long lines, then chains, then the rest."""
    place = [0] * len(grid.layer)
    for row in grid.rows:
        for at, cell in enumerate(row):
            place[cell] = at
    spine = set(grid.spine)
    segments = []
    for cell, below in enumerate(grid.down):
        for other in below:
            if cell in spine and other in spine:
                weight = 0
            elif grid.line(cell) and grid.line(other):
                weight = 1
            elif len(below) == 1 and len(grid.up[other]) == 1:
                weight = 2
            else:
                weight = 3
            segments.append((weight, grid.layer[cell], abs(place[cell] - place[other]), place[cell], cell, other))
    segments.sort()
    chosen: list[list[tuple[int, int]]] = [[] for _ in grid.rows]
    below_of: dict[int, int] = {}
    above_of: dict[int, int] = {}
    for _, layer, _, _, cell, other in segments:
        if cell in below_of or other in above_of:
            continue
        pair = (place[cell], place[other])
        if all((pair[0] < one) == (pair[1] < two) for one, two in chosen[layer]):
            chosen[layer].append(pair)
            below_of[cell], above_of[other] = other, cell
    block = [-1] * len(grid.layer)
    number = 0
    for row in grid.rows:
        for cell in row:
            if cell in above_of:
                block[cell] = block[above_of[cell]]
            else:
                block[cell] = number
                number += 1
    return block


Near = list[list[tuple[int, float]]]


def _pack(count: int, before: Near, after: Near) -> list[float]:
    """Start halfway between everything as far left and everything as far right as it goes."""
    waits = [len(near) for near in before]
    order = [at for at in range(count) if not waits[at]]
    left = [0.0] * count
    for at in order:
        for other, gap in after[at]:
            left[other] = max(left[other], left[at] + gap)
            waits[other] -= 1
            if not waits[other]:
                order.append(other)
    width = max(left)
    right = [width] * count
    for at in reversed(order):
        for other, gap in after[at]:
            right[at] = min(right[at], right[other] - gap)
    return [(one + two) / 2 for one, two in zip(left, right, strict=True)]


def _settle(x: list[float], before: Near, after: Near, links: list[list[int]]) -> None:
    """Move each block to the median of its neighbours as far as the blocks beside it let it."""
    for sweep in range(ROUNDS):
        moved = 0.0
        order = range(len(x)) if sweep % 2 == 0 else range(len(x) - 1, -1, -1)
        for at in order:
            if not links[at]:
                continue
            wish = sorted(x[other] for other in links[at])
            low = max((x[other] + gap for other, gap in before[at]), default=float("-inf"))
            high = min((x[other] - gap for other, gap in after[at]), default=float("inf"))
            half = len(wish) // 2
            middle = wish[half] if len(wish) % 2 else min(max(x[at], wish[half - 1]), wish[half])
            new = max(low, min(high, middle))
            moved = max(moved, abs(new - x[at]))
            x[at] = new
        if moved < 0.01:
            break
