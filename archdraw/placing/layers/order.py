"""Order the cells of each layer so that few links cross."""

from __future__ import annotations

from bisect import bisect_left, insort

from archdraw.placing.layers.grid import Grid


def improve(grid: Grid, trials: int) -> None:
    """Sweep down and up by means of neighbours from several starts and keep the best order."""
    best, fewest = [list(row) for row in grid.rows], crossings(grid, grid.rows)
    for start in _starts(grid):
        rows = [list(row) for row in start]
        place = _places(grid, rows)
        for sweep in range(12):
            if not fewest:
                break
            down = sweep % 2 == 0
            for row in rows if down else reversed(rows):
                near = grid.up if down else grid.down
                keys = {
                    cell: sum(place[other] for other in near[cell]) / len(near[cell]) if near[cell] else place[cell]
                    for cell in row
                }
                row.sort(key=keys.__getitem__)
                for at, cell in enumerate(row):
                    place[cell] = at
            found = crossings(grid, rows)
            if found < fewest:
                best, fewest = [list(row) for row in rows], found
    grid.rows[:] = best


def _starts(grid: Grid) -> list[list[list[int]]]:
    """Give orders to start from: as it is, mirrored, and by a walk from the top."""
    plain = [list(row) for row in grid.rows]
    return [plain, [row[::-1] for row in plain]]


def _places(grid: Grid, rows: list[list[int]]) -> list[float]:
    place = [0.0] * len(grid.layer)
    for row in rows:
        for at, cell in enumerate(row):
            place[cell] = at
    return place


def crossings(grid: Grid, rows: list[list[int]]) -> int:
    """Count the pairs of segments that cross."""
    total = 0
    place = _places(grid, rows)
    for row in rows:
        seen: list[float] = []
        for cell in row:
            ends = sorted(place[other] for other in grid.down[cell])
            for end in ends:
                total += len(seen) - bisect_left(seen, end + 0.5)
            for end in ends:
                insort(seen, end)
    return total
