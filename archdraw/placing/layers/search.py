"""Take crossings away by moving whole chains past their neighbours, with small kicks; bounded by trials, not by time."""

from __future__ import annotations

from random import Random

from archdraw.placing.layers.grid import Cells

STEPS = 6
"""How many neighbours a chain may pass in one walk."""
SEED = 5
"""Of the kicks: with 20 trials an item, this one of eight seeds left the fewest crossings in both sizes of NASNet."""
PATIENCE = 3
"""How many crossings more than at its best place a chain may have on its way before its walk ends."""


class _State:
    """The rows and where each cell is, with a journal of swaps so that they can be undone."""

    def __init__(self, cells: Cells, rows: list[list[int]]) -> None:
        self.cells = cells
        self.rows = rows
        self.place = [0] * len(cells.layer)
        for row in rows:
            for at, cell in enumerate(row):
                self.place[cell] = at
        self.journal: list[tuple[int, int]] = []

    def undo(self, length: int) -> None:
        """Take back all swaps after the first ``length``."""
        while len(self.journal) > length:
            layer, at = self.journal.pop()
            row = self.rows[layer]
            row[at], row[at + 1] = row[at + 1], row[at]
            self.place[row[at]], self.place[row[at + 1]] = at, at + 1

    def shift(self, chain: list[int], step: int) -> tuple[int, bool]:
        """Move all cells of a chain one place; give the change in crossings and whether any could move.

        This is where the search spends its time, so the swap is written out instead of called.
        """
        change, moved = 0, False
        layer, place, rows, journal = self.cells.layer, self.place, self.rows, self.journal
        both = self.cells.up, self.cells.down
        for cell in chain:
            own = layer[cell]
            row = rows[own]
            at = place[cell]
            other_at = at + step
            if not 0 <= other_at < len(row):
                continue
            other = row[other_at]
            balance = 0
            for near in both:
                others, mine = near[other], near[cell]
                if len(others) == len(mine) == 1:
                    here, there = place[mine[0]], place[others[0]]
                    balance += (here < there) - (here > there)
                else:
                    for first in mine:
                        here = place[first]
                        for second in others:
                            there = place[second]
                            balance += (here < there) - (here > there)
            change += balance if step > 0 else -balance
            row[at], row[other_at] = other, cell
            place[cell], place[other] = other_at, at
            journal.append((own, at if step > 0 else other_at))
            moved = True
        return change, moved

    def walk(self, chain: list[int], step: int) -> int:
        """Move a chain past up to STEPS neighbours and back to where it was best; give the change."""
        change, best, length = 0, 0, len(self.journal)
        for _ in range(STEPS):
            found, moved = self.shift(chain, step)
            if not moved:
                break
            change += found
            if change > best + PATIENCE:
                break
            if change < best:
                best, length = change, len(self.journal)
        self.undo(length)
        return best


def search(cells: Cells, rows: list[list[int]], trials: int) -> int:
    """Improve the rows in place; give the change in crossings. A trial is one walk of one chain."""
    state = _State(cells, rows)
    chains = _chains(cells)
    chain_of = {cell: number for number, chain in enumerate(chains) for cell in chain}
    total, trials = _descend(state, chains, trials)
    dice = Random(SEED)
    while trials > 0:
        spot = _crossing(state, dice)
        if spot is None:
            break
        state.journal.clear()
        near = sorted({chain_of[cell] for cell in _around(state, spot)})
        chain = chains[near[int(dice.random() * len(near))]]
        step = 1 if dice.random() < 0.5 else -1
        change = 0
        for _ in range(1 + int(dice.random() * 4)):
            change += state.shift(chain, step)[0]
        for number in near:
            for side in (1, -1):
                if chains[number] is not chain:
                    change += state.walk(chains[number], side)
                    trials -= 1
        if change > 0:
            for side in (1, -1):
                change += state.walk(chain, side)
                trials -= 1
        trials -= 1
        if change > 0:
            state.undo(0)
        else:
            total += change
    return total


def _descend(state: _State, chains: list[list[int]], trials: int) -> tuple[int, int]:
    """Let every chain walk both ways until none gains; give the change and the trials that are left."""
    total, better = 0, True
    while better and trials > 0:
        better = False
        for chain in chains:
            for step in (1, -1):
                trials -= 1
                change = state.walk(chain, step)
                total += change
                better |= change < 0
    return total, trials


def _chains(cells: Cells) -> list[list[int]]:
    """Split the cells into the longest runs in which each has one way down and the next one way up."""
    chains = []
    for cell in range(len(cells.layer)):
        above = cells.up[cell]
        if len(above) == 1 and len(cells.down[above[0]]) == 1:
            continue
        chain = [cell]
        while len(cells.down[chain[-1]]) == 1 and len(cells.up[cells.down[chain[-1]][0]]) == 1:
            chain.append(cells.down[chain[-1]][0])
        chains.append(chain)
    return chains


def _crossing(state: _State, dice: Random) -> int | None:
    """Find a layer with a crossing below it, from a random one on."""
    count = len(state.rows)
    first = int(dice.random() * count)
    place, down = state.place, state.cells.down
    for offset in range(count):
        layer = (first + offset) % count
        highest = -1
        for cell in state.rows[layer]:
            ends = [place[other] for other in down[cell]]
            if ends:
                if min(ends) < highest:
                    return layer
                highest = max(highest, *ends)
    return None


def _around(state: _State, layer: int) -> list[int]:
    """List the ends of the segments that take part in crossings below a layer."""
    place, down = state.place, state.cells.down
    found = []
    segments = [(place[cell], place[other], cell, other) for cell in state.rows[layer] for other in down[cell]]
    for number, one in enumerate(segments):
        for two in segments[number + 1 :]:
            if (one[0] - two[0]) * (one[1] - two[1]) < 0:
                found += [one[2], one[3], two[2], two[3]]
    return found
