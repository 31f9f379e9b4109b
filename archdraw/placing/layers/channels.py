"""Lead the links of a grid: straight down through the layers, sideways only on tracks in the channels between them."""

from __future__ import annotations

from dataclasses import dataclass

from archdraw.geometry import Point
from archdraw.placing.layers.grid import Grid
from archdraw.placing.net import Net, Part
from archdraw.placing.problem import Settings

TRACK = 5.0
"""The distance between two tracks."""


@dataclass(slots=True)
class Bus:
    """All segments of one cell that go down a channel: where it starts, where they end, the track they share."""

    start: float
    ends: list[float]
    low: float
    high: float
    track: int = 0


def draw(net: Net, grid: Grid, x: list[float], settings: Settings) -> Part:
    """Give the layers their y, the links their routes, and put all into a part."""
    tracks: dict[int, int] = {}
    used = []
    for row in grid.rows[:-1]:
        buses = {cell: _bus(x[cell], [x[other] for other in grid.down[cell]]) for cell in row if grid.down[cell]}
        moving = [bus for bus in buses.values() if bus.low < bus.high]
        used.append(_assign(moving))
        tracks.update({cell: bus.track if bus.low < bus.high else -1 for cell, bus in buses.items()})
    tops, heights, firsts = [], [], []
    y = 0.0
    for at, row in enumerate(grid.rows):
        height = max(net.items[cell].height if cell < grid.items else 0.0 for cell in row)
        tops.append(y)
        heights.append(height)
        y += height
        if at < len(used):
            first, last = at == 0, at + 2 == len(grid.rows)
            over = 0.0 if first else settings.bus_out if used[at] else settings.gap / 2
            under = 0.0 if last else (settings.fork - settings.bus_out if first else settings.bus_in)
            firsts.append(y + over)
            if used[at]:
                y += over + (used[at] - 1) * TRACK + under
            elif not first and not last:
                y += settings.gap
    part = Part(height=y, forks=bool(used[0]), joins=bool(used[-1]))
    part.spine = [
        net.items[cell].node for cell in sorted(grid.spine) if 0 < cell < grid.items - 1 and not net.items[cell].part
    ]
    middle = [top + height / 2 for top, height in zip(tops, heights, strict=True)]
    for cell in range(1, grid.items - 1):
        item = net.items[cell]
        top = middle[grid.layer[cell]] - item.height / 2
        if item.part:
            part.parts.append((x[cell], top, False, item.part))
        else:
            part.nodes.append((item.node, x[cell], top))
    part.rows = middle[1:-1]
    for ids, chain in grid.chains:
        if ids:
            part.routes.append((ids, _route(net, grid, chain, x, tracks, middle, firsts)))
    part.left = max(grid.left[cell] - x[cell] for cell in range(len(x)))
    part.right = max(grid.right[cell] + x[cell] for cell in range(len(x)))
    return part


def _route(
    net: Net,
    grid: Grid,
    chain: list[int],
    x: list[float],
    tracks: dict[int, int],
    middle: list[float],
    firsts: list[float],
) -> list[Point]:
    """Lead one link from the bottom of its source to the top of its target."""
    first, last = chain[0], chain[-1]
    points = [(x[first], middle[grid.layer[first]] + net.items[first].height / 2)]
    for one, two in zip(chain, chain[1:], strict=False):
        if x[one] != x[two]:
            y = firsts[grid.layer[one]] + TRACK * tracks[one]
            points += [(x[one], y), (x[two], y)]
    points.append((x[last], middle[grid.layer[last]] - net.items[last].height / 2))
    return points


def _bus(start: float, ends: list[float]) -> Bus:
    return Bus(start, ends, min(start, *ends), max(start, *ends))


def _assign(buses: list[Bus]) -> int:
    """Give each bus a track so that they cross as little as they can; tell how many tracks there are."""
    buses.sort(key=lambda bus: (bus.low, bus.high, bus.start))
    above: list[set[int]] = [set() for _ in buses]
    for at, one in enumerate(buses):
        for other in range(at + 1, len(buses)):
            two = buses[other]
            if two.low > one.high:
                break
            if _cost(one, two) <= _cost(two, one):
                above[other].add(at)
            else:
                above[at].add(other)
    waiting = list(range(len(buses)))
    while waiting:
        free = [at for at in waiting if not above[at]] or [min(waiting, key=lambda at: (len(above[at]), at))]
        at = free[0]
        waiting.remove(at)
        one = buses[at]
        taken = {
            two.track
            for other, two in enumerate(buses)
            if other not in waiting and other != at and two.low <= one.high and one.low <= two.high
        }
        one.track = max(taken, default=-1) + 1
        for other in waiting:
            above[other].discard(at)
    return max((bus.track for bus in buses), default=-1) + 1


def _cost(upper: Bus, lower: Bus) -> float:
    """Count the crossings if one bus lies above another; a line on top of a line is worst."""
    cost = float(upper.low <= lower.start <= upper.high) + sum(lower.low <= end <= lower.high for end in upper.ends)
    return cost + 1000.0 * (lower.start in upper.ends)
