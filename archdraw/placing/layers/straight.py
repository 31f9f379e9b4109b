"""Give the cells of a grid their x: cells that follow each other form straight blocks, blocks move to their neighbours."""

from __future__ import annotations

from itertools import pairwise

from archdraw.placing.layers.grid import Grid
from archdraw.placing.problem import Settings
from archdraw.records import dataclass

ROUNDS = 12
"""How often all blocks may move; each time alone, then in clusters that touch."""
CLUSTER = 60
"""Blocks that move together at most."""
TIGHT = 1e-6

Near = list[list[tuple[int, float]]]


@dataclass(slots=True)
class Blocks:
    """Blocks by number: what stands left (``before``) and right (``after``) of each at which distance, and its links.

    ``low`` and ``high`` are the borders that no block may pass, ``spine`` the block that stays at 0.
    """

    x: list[float]
    before: Near
    after: Near
    links: list[list[int]]
    spine: int
    low: float = 0.0
    high: float = 0.0


def place(grid: Grid, settings: Settings) -> list[float]:
    """Give each cell its x; the main path is at 0."""
    own = _join(grid)
    blocks = _blocks(grid, own, settings)
    _pack(blocks)
    for _ in range(ROUNDS):
        moved = _settle(blocks)
        if not _gather(blocks) and moved < 0.01:
            break
    return [blocks.x[number] for number in own]


def _join(grid: Grid) -> list[int]:
    """Join cells into straight blocks: the main path first, then long lines, chains, the rest; number the blocks."""
    place = [0] * len(grid.layer)
    for row in grid.rows:
        for at, cell in enumerate(row):
            place[cell] = at
    segments = sorted(
        (_weight(grid, cell, other), grid.layer[cell], abs(place[cell] - place[other]), place[cell], cell, other)
        for cell, below in enumerate(grid.down)
        for other in below
    )
    chosen: list[list[tuple[int, int]]] = [[] for _ in grid.rows]
    used_down: set[int] = set()
    above: dict[int, int] = {}
    for _, layer, _, _, cell, other in segments:
        if cell in used_down or other in above:
            continue
        one, two = place[cell], place[other]
        if all((one < first) == (two < second) for first, second in chosen[layer]):
            chosen[layer].append((one, two))
            used_down.add(cell)
            above[other] = cell
    block = [-1] * len(grid.layer)
    count = 0
    for row in grid.rows:
        for cell in row:
            if cell in above:
                block[cell] = block[above[cell]]
            else:
                block[cell] = count
                count += 1
    return block


def _weight(grid: Grid, cell: int, other: int) -> int:
    """Rank a segment: 0 for the main path, the last for one of many."""
    if (cell, other) in grid.steps:
        return 0
    if grid.line(cell) and grid.line(other):
        return 1
    return 2 if len(grid.down[cell]) == 1 and len(grid.up[other]) == 1 else 3


def _blocks(grid: Grid, own: list[int], settings: Settings) -> Blocks:
    """Find the distances that blocks must keep and the links between them."""
    count = max(own) + 1
    gaps: dict[tuple[int, int], float] = {}
    for row in grid.rows:
        for one, two in pairwise(row):
            apart = settings.lane if grid.line(one) or grid.line(two) else settings.column
            pair = (own[one], own[two])
            gaps[pair] = max(gaps.get(pair, 0.0), grid.right[one] + apart + grid.left[two])
    blocks = Blocks([0.0] * count, [[] for _ in own], [[] for _ in own], [[] for _ in own], own[grid.spine[0]])
    for (left, right), gap in gaps.items():
        blocks.after[left].append((right, gap))
        blocks.before[right].append((left, gap))
    for cell, below in enumerate(grid.down):
        for other in below:
            if own[cell] != own[other]:
                blocks.links[own[cell]].append(own[other])
                blocks.links[own[other]].append(own[cell])
    return blocks


def _pack(blocks: Blocks) -> None:
    """Start with everything as near to the main path as it goes; how far that reaches is the border."""
    count = len(blocks.x)
    for near, other_way, sign in ((blocks.after, blocks.before, 1.0), (blocks.before, blocks.after, -1.0)):
        reached = {blocks.spine}
        todo = [blocks.spine]
        while todo:
            for other, _ in near[todo.pop()]:
                if other not in reached:
                    reached.add(other)
                    todo.append(other)
        waits = [sum(other in reached for other, _ in other_way[at]) for at in range(count)]
        order = [blocks.spine]
        for at in order:
            for other, gap in near[at]:
                far = blocks.x[at] * sign + gap
                blocks.x[other] = sign * max(blocks.x[other] * sign, far)
                waits[other] -= 1
                if not waits[other]:
                    order.append(other)
    blocks.low, blocks.high = min(blocks.x), max(blocks.x)


def _settle(blocks: Blocks) -> float:
    """Move each block to the median of its neighbours as far as the blocks beside it let it; give the longest way."""
    x = blocks.x
    moved = 0.0
    for order in (range(len(x)), range(len(x) - 1, -1, -1)):
        for at in order:
            if not blocks.links[at] or at == blocks.spine:
                continue
            wish = sorted(x[other] for other in blocks.links[at])
            low = max([blocks.low, *(x[other] + gap for other, gap in blocks.before[at])])
            high = min([blocks.high, *(x[other] - gap for other, gap in blocks.after[at])])
            half = len(wish) // 2
            middle = wish[half] if len(wish) % 2 else min(max(x[at], wish[half - 1]), wish[half])
            new = max(low, min(high, middle))
            moved = max(moved, abs(new - x[at]))
            x[at] = new
    return moved


def _gather(blocks: Blocks) -> bool:
    """Move clusters of blocks that touch as long as that makes the links shorter; tell whether any moved."""
    any_moved = False
    for at in range(len(blocks.x)):
        for sign in (1, -1):
            cluster = _cluster(blocks, at, sign)
            if cluster and _gain(blocks, cluster, sign) > 0:
                step = _room(blocks, cluster, sign)
                if step > 0.01:
                    any_moved = True
                    for one in cluster:
                        blocks.x[one] += sign * step
    return any_moved


def _cluster(blocks: Blocks, at: int, sign: int) -> set[int]:
    """Collect what a block would push when it moves that way; nothing if the main path or too much is in the way."""
    near = blocks.after if sign > 0 else blocks.before
    cluster = {at}
    todo = [at]
    while todo:
        one = todo.pop()
        if one == blocks.spine or len(cluster) > CLUSTER:
            return set()
        for other, gap in near[one]:
            if other not in cluster and abs(blocks.x[other] - blocks.x[one]) < gap + TIGHT:
                cluster.add(other)
                todo.append(other)
    return cluster


def _gain(blocks: Blocks, cluster: set[int], sign: int) -> int:
    """Count the links that get shorter less those that get longer."""
    gain = 0
    for one in cluster:
        for other in blocks.links[one]:
            if other not in cluster:
                gain += 1 if sign * (blocks.x[other] - blocks.x[one]) > TIGHT else -1
    return gain


def _room(blocks: Blocks, cluster: set[int], sign: int) -> float:
    """Give how far a cluster can move until it touches something or a link is straight."""
    near = blocks.after if sign > 0 else blocks.before
    room = float("inf")
    for one in cluster:
        here = blocks.x[one]
        room = min(room, (blocks.high - here) if sign > 0 else (here - blocks.low))
        for other, gap in near[one]:
            if other not in cluster:
                room = min(room, abs(blocks.x[other] - here) - gap)
        for other in blocks.links[one]:
            ahead = sign * (blocks.x[other] - here)
            if other not in cluster and ahead > TIGHT:
                room = min(room, ahead)
    return room
