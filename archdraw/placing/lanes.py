"""Lead skips around what they skip: where they leave and enter, and the room they need on the axis."""

from __future__ import annotations

from dataclasses import field

from archdraw.geometry import Point
from archdraw.placing.net import Ids, Item, Link, Part, Stub
from archdraw.placing.problem import Settings
from archdraw.placing.tracks import Lane, Skip, arrange, group
from archdraw.records import dataclass

OUT, IN = 0.7, 0.3
"""Where, in heights of the box, a skip leaves and enters a side, so that two at one box do not look like one line."""
AFTER, BEFORE = 1.1, 5.9
"""Straight line between a circle and the arc of a fork, and room between a fork and the head below it."""

Ports = dict[tuple[int, bool], Point]


@dataclass(slots=True)
class Stack:
    """What lies on an axis so far: items and their tops, and the size of the gaps between them.

    Items and gaps are counted together as rows: item, gap, item, and so on.
    """

    items: list[Item]
    tops: list[float] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)
    lefts: list[float] = field(default_factory=list)
    rights: list[float] = field(default_factory=list)
    buses: list[float] = field(default_factory=list)
    ports: dict[int, Ports] = field(default_factory=dict)
    entered: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def add_gap(
        self,
        height: float,
        left: float,
        right: float,
        bus: float = 0.0,
        ports: Ports | None = None,
        entered: tuple[int, ...] = (),
    ) -> None:
        """Note the gap below the last item; ``bus`` is how far below it a bus runs, ``ports`` lie in it, branches have ``entered`` the next item at these sides."""
        if entered:
            self.entered[2 * len(self.heights) + 2] = entered
        if ports:
            top = self.tops[-1] + self.items[len(self.heights)].height
            self.ports[2 * len(self.heights) + 1] = {port: (x, y + top) for port, (x, y) in ports.items()}
        self.heights.append(height)
        self.lefts.append(left)
        self.rights.append(right)
        self.buses.append(bus)

    def port(self, row: int, ids: Ids, into: bool) -> Point | None:
        """Give the place inside a row where edges end that have a free way to the right."""
        if row % 2:
            return self.ports[row][ids[0], into]
        item = self.items[row // 2]
        at = item.part.ports.get((ids[0], into)) if item.part else None
        return (at[0], at[1] + self.tops[row // 2]) if at else None


def plain_gap(above: Item, below: Item, forks: bool, joins: bool, settings: Settings) -> float:
    """Give the height of a gap with nothing but a line in it."""
    height = 0.0 if above.end or below.end else settings.gap
    if forks and not (above.box and settings.side_ports):
        height = max(height, (0.0 if above.end else settings.corner + AFTER) + BEFORE)
    if joins and (below.end or below.part):
        height = max(height, settings.gap)
    return height


def run(
    part: Part,
    stack: Stack,
    skips: list[Link],
    beside: list[Link],
    stubs: list[Stub],
    rows: dict[int, int],
    settings: Settings,
) -> None:
    """Lead all skips and side edges of a stack into the part, and give the part its width and its ports."""
    found = []
    for source, target, ids in skips:
        found.append(Skip(rows[source], rows[target], ids, None, None))
    for source, target, ids in beside:
        one, two = rows[source], rows[target]
        found.append(Skip(one, two, ids, stack.port(one, ids, False), stack.port(two, ids, True)))
    through = sorted(rows[at] for at, _, _ in stubs)
    ways = [0.0] * (2 * len(stack.items) - 1), [0.0] * (2 * len(stack.items) - 1)
    for side, gaps in enumerate((stack.lefts, stack.rights)):
        ways[side][::2] = [(item.left, item.right)[side] for item in stack.items]
        ways[side][1::2] = gaps
    widths = max(ways[0]), max(ways[1])
    if found:
        lanes = group(found)
        widths = arrange(lanes, ways, through, _ends(stack, lanes), settings, stack.entered)
        for lane in lanes:
            part.routes.extend(_lead(stack, lane, settings))
    part.left, part.right = widths
    for at, edge, into in stubs:
        part.ports[edge, into] = _stub(part, stack, rows[at], edge, into, settings)


def _ends(stack: Stack, lanes: list[Lane]) -> dict[int, tuple[float, float]]:
    """Give how far the nodes reach at which lanes begin and end."""
    reach = {}
    for lane in lanes:
        for skip in lane.skips:
            for row in (skip.first, skip.last):
                item = stack.items[row // 2]
                if row % 2 == 0 and item.node >= 0:
                    reach[row] = (item.left, item.right)
    return reach


def _lead(stack: Stack, lane: Lane, settings: Settings) -> list[tuple[Ids, list[Point]]]:
    """Give the points of all skips of one lane."""
    sign = 1 if lane.x > 0 else -1
    routes = []
    for skip in lane.skips:
        leave = [skip.out] if skip.out else _leave(stack, skip.first // 2, sign, settings)
        enter = [skip.into] if skip.into else _enter(stack, skip.last // 2, sign, settings)
        routes.append((skip.ids, [*leave, (lane.x, leave[-1][1]), (lane.x, enter[0][1]), *enter]))
    return routes


def _leave(stack: Stack, place: int, sign: int, settings: Settings) -> list[Point]:
    """Give the points from an item towards its lane: out of a box's side, else off the line below."""
    item, top = stack.items[place], stack.tops[place]
    if item.box and settings.side_ports:
        return [(sign * (item.right if sign > 0 else item.left), top + OUT * item.height)]
    bottom = top + item.height
    drop = stack.buses[place] or (0.0 if item.end else settings.corner + AFTER)
    return [(0.0, bottom), (0.0, bottom + drop)] if drop else [(0.0, bottom)]


def _enter(stack: Stack, place: int, sign: int, settings: Settings) -> list[Point]:
    """Give the points from the lane to an item: into the side of a box or circle, else onto the line above."""
    item, top = stack.items[place], stack.tops[place]
    if item.node >= 0:
        y = top + (0.5 if item.round else IN) * item.height
        return [(sign * (item.right if sign > 0 else item.left), y)]
    return [(0.0, top)] if item.end else [(0.0, top - settings.gap / 2), (0.0, top)]


def _stub(part: Part, stack: Stack, row: int, edge: int, into: bool, settings: Settings) -> Point:
    """Give the port of an edge that goes on outside, and its way there inside the part."""
    port = stack.port(row, (edge,), into)
    if port:
        return port
    item = stack.items[row // 2]
    if into and item.box:
        return (item.right, stack.tops[row // 2] + item.height / 2)
    points = _enter(stack, row // 2, 1, settings) if into else _leave(stack, row // 2, 1, settings)
    if len(points) > 1:
        part.routes.append(((edge,), points))
    return points[0] if into else points[-1]
