"""The layers of a net as lists of cells: one for each item, one for each layer that a long link passes."""

from __future__ import annotations

from itertools import pairwise

from archdraw.errors import LimitError
from archdraw.placing.cuts import longest_path
from archdraw.placing.net import Ids, Net
from archdraw.records import dataclass


@dataclass(frozen=True, slots=True)
class Cells:
    """All that the order of the cells depends on: their layers and links, not how large anything is."""

    layer: tuple[int, ...]
    up: tuple[tuple[int, ...], ...]
    down: tuple[tuple[int, ...], ...]
    items: int

    def rows(self) -> list[list[int]]:
        """Give the cells of each layer, by number."""
        rows: list[list[int]] = [[] for _ in range(max(self.layer) + 1)]
        for cell, height in enumerate(self.layer):
            rows[height].append(cell)
        return rows


@dataclass(slots=True)
class Grid:
    """Cells by layer, from left to right, and the segments between neighbouring layers.

    The first cells are the items of the net, in their order; ``chains`` gives each drawn link its cells from source
    to target. ``spine`` are the cells of the main path, ``steps`` its segments.
    """

    layer: list[int]
    rows: list[list[int]]
    up: list[list[int]]
    down: list[list[int]]
    left: list[float]
    right: list[float]
    items: int
    chains: list[tuple[Ids, list[int]]]
    spine: list[int]
    steps: set[tuple[int, int]]

    def cells(self) -> Cells:
        """Give what the order is made of."""
        return Cells(tuple(self.layer), tuple(map(tuple, self.up)), tuple(map(tuple, self.down)), self.items)

    def line(self, cell: int) -> bool:
        """Tell whether a cell is only a line that passes."""
        return cell >= self.items


MOST = 120_000
"""So many cells are put in order at most: about ten seconds of work on a normal machine."""


def make_grid(net: Net, ranks: list[int]) -> Grid:
    """Cut every link that is drawn into segments from layer to layer; raise LimitError for more cells than can be ordered."""
    count = len(net.items)
    cells = count + sum(max(0, ranks[target] - ranks[source] - 1) for source, target, ids in net.links if ids)
    if cells > MOST:
        raise LimitError(
            f"{count:,} layers are so entangled that their lines pass each other in {cells:,} places; "
            f"at most {MOST:,} can be drawn",
            "draw less of them: hide layers (-p 'drop{names=[...]}'), or put parts into groups",
        )
    layer = list(ranks)
    up: list[list[int]] = [[] for _ in range(count)]
    down: list[list[int]] = [[] for _ in range(count)]
    chains = []
    path = longest_path(count, net.links)
    main = set(pairwise(path))
    spine = list(path)
    steps: set[tuple[int, int]] = set()
    for source, target, ids in net.links:
        if not ids and (source, target) not in main:
            continue
        chain = [source]
        for height in range(ranks[source] + 1, ranks[target]):
            layer.append(height)
            up.append([])
            down.append([])
            chain.append(len(layer) - 1)
        chain.append(target)
        for one, two in pairwise(chain):
            down[one].append(two)
            up[two].append(one)
        chains.append((ids, chain))
        if (source, target) in main:
            spine.extend(chain[1:-1])
            steps.update(pairwise(chain))
    rows: list[list[int]] = [[] for _ in range(max(ranks) + 1)]
    for cell, height in enumerate(layer):
        rows[height].append(cell)
    lines = [0.0] * (len(layer) - count)
    left = [item.left for item in net.items] + lines
    right = [item.right for item in net.items] + lines
    return Grid(layer, rows, up, down, left, right, count, chains, spine, steps)
