"""Lead the links of a grid: straight down through the layers, sideways only on tracks in the channels between them."""

from __future__ import annotations

import itertools
from dataclasses import field

from archdraw.geometry import Point
from archdraw.placing.layers.grid import Grid
from archdraw.placing.net import Net, Part
from archdraw.placing.problem import Settings
from archdraw.records import dataclass

TRACK = 5.0
"""The distance between two tracks."""
APART = 7.0
"""The distance between two buses on one track, so that they do not look like one."""
JOG = 2.5
"""How far a line steps aside that would else run on top of another."""


@dataclass(slots=True)
class Bus:
    """All segments of one cell that go down a channel: where it starts, where they end, the track they share."""

    start: float
    ends: list[float]
    low: float
    high: float
    track: int = 0


@dataclass(slots=True)
class Channel:
    """What runs between two layers: the bus of each cell above, the ends at which one steps aside, how many tracks."""

    buses: dict[int, Bus]
    jogs: set[tuple[int, float]] = field(default_factory=set)
    tracks: int = 0
    y: float = 0.0

    def way(self, cell: int, x: float) -> list[Point]:
        """Give the points of a cell's segment that ends at x."""
        bus = self.buses[cell]
        y = self.y + TRACK * bus.track
        if bus.start == x:
            return []
        if (cell, x) not in self.jogs:
            return [(bus.start, y), (x, y)]
        aside = x + (JOG if bus.start > x else -JOG)
        low = self.y + TRACK * (self.tracks - 1)
        return [(bus.start, y), (aside, y), (aside, low), (x, low)]


def draw(net: Net, grid: Grid, x: list[float], settings: Settings) -> Part:
    """Give the layers their y, the links their routes, and put all into a part."""
    channels = [_channel(grid, row, x) for row in grid.rows[:-1]]
    middle = []
    y = 0.0
    for at, row in enumerate(grid.rows):
        height = max(net.items[cell].height if cell < grid.items else 0.0 for cell in row)
        middle.append(y + height / 2)
        y += height
        if at < len(channels):
            y += _height(channels[at], y, at == 0, at + 2 == len(grid.rows), settings)
    part = Part(height=y, forks=bool(channels[0].tracks), joins=bool(channels[-1].tracks))
    part.tail = y
    spine = [net.items[cell] for cell in sorted(grid.spine) if 0 < cell < grid.items - 1]
    part.spine = [node for item in spine for node in (item.part.spine if item.part else [item.node])]
    for cell in range(1, grid.items - 1):
        item = net.items[cell]
        top = middle[grid.layer[cell]] - item.height / 2
        if item.part:
            part.parts.append((x[cell], top, item.mirrored, item.part))
        else:
            part.nodes.append((item.node, x[cell], top))
    part.rows = middle[1:-1]
    for ids, chain in grid.chains:
        if ids:
            part.routes.append((ids, _route(net, grid, chain, x, channels, middle)))
    part.left = max(grid.left[cell] - x[cell] for cell in range(len(x)))
    part.right = max(grid.right[cell] + x[cell] for cell in range(len(x)))
    return part


def _height(channel: Channel, y: float, first: bool, last: bool, settings: Settings) -> float:
    """Give the height of a channel that begins at y, and note where its first track lies."""
    if not channel.tracks:
        return 0.0 if first or last else settings.gap
    over = 0.0 if first else settings.bus_out
    under = 0.0 if last else settings.fork - settings.bus_out if first else settings.bus_in
    channel.y = y + over
    return over + (channel.tracks - 1) * TRACK + under


def _route(
    net: Net, grid: Grid, chain: list[int], x: list[float], channels: list[Channel], middle: list[float]
) -> list[Point]:
    """Lead one link from the bottom of its source to the top of its target."""
    first, last = chain[0], chain[-1]
    points = [(x[first], middle[grid.layer[first]] + net.items[first].height / 2)]
    for one, two in itertools.pairwise(chain):
        points += channels[grid.layer[one]].way(one, x[two])
    points.append((x[last], middle[grid.layer[last]] - net.items[last].height / 2))
    return points


def _channel(grid: Grid, row: list[int], x: list[float]) -> Channel:
    """Find the tracks of what goes down from a row."""
    buses = {}
    for cell in row:
        if grid.down[cell]:
            ends = [x[other] for other in grid.down[cell]]
            buses[cell] = Bus(x[cell], ends, min(x[cell], *ends), max(x[cell], *ends))
    channel = Channel(buses)
    moving = sorted(
        ((bus, cell) for cell, bus in buses.items() if bus.low < bus.high),
        key=lambda pair: (pair[0].low, pair[0].high, pair[0].start),
    )
    channel.tracks = _assign([bus for bus, _ in moving])
    for upper, cell in moving:
        for lower, _ in moving:
            if lower.start in upper.ends and upper is not lower and upper.track <= lower.track:
                channel.jogs.add((cell, lower.start))
    channel.tracks += bool(channel.jogs)
    return channel


def _assign(buses: list[Bus]) -> int:
    """Give each bus a track so that they cross as little as they can; tell how many tracks there are."""
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
    waiting = dict.fromkeys(range(len(buses)))
    done: list[Bus] = []
    while waiting:
        at = next((one for one in waiting if not above[one]), -1)
        if at < 0:
            at = min(waiting, key=lambda one: (len(above[one]), one))
        del waiting[at]
        one = buses[at]
        taken = [two.track for two in done if two.low < one.high + APART and one.low < two.high + APART]
        one.track = max(taken, default=-1) + 1
        done.append(one)
        for other in waiting:
            above[other].discard(at)
    return max((bus.track for bus in buses), default=-1) + 1


def _cost(upper: Bus, lower: Bus) -> float:
    """Count the crossings if one bus lies above another; a line on top of a line is worst."""
    cost = float(upper.low <= lower.start <= upper.high) + sum(lower.low <= end <= lower.high for end in upper.ends)
    return cost + 1000.0 * (lower.start in upper.ends)
