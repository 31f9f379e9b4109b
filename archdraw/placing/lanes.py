"""Lead skips around what they skip: who shares a lane, on which side it runs, how far out."""

from __future__ import annotations

from dataclasses import dataclass, field

from archdraw.geometry import Point
from archdraw.placing.extents import Extents
from archdraw.placing.net import Ids, Item, Link
from archdraw.placing.problem import Settings

OUT, IN = 0.7, 0.3
"""Where, in heights of the box, a skip leaves and enters a side, so that two at one box do not look like one line."""
AFTER, BEFORE = 1.1, 5.9
"""Straight line between a circle and the arc of a fork, and room between a fork and the head below it."""
NEAR = 64
"""Lanes over no more places than this are found by the gaps they pass, longer ones are compared one by one."""


@dataclass(slots=True)
class Lane:
    """Skips that share one vertical line: from one place to several or from several to one."""

    skips: list[tuple[int, int, Ids]]
    first: int
    last: int


@dataclass(slots=True)
class Skips:
    """The lanes of a stack, shortest first."""

    lanes: list[Lane] = field(default_factory=list)
    sources: set[int] = field(default_factory=set)
    targets: set[int] = field(default_factory=set)

    def forks(self, place: int) -> bool:
        """Tell whether a skip begins at this place."""
        return place in self.sources

    def joins(self, place: int) -> bool:
        """Tell whether a skip ends at this place."""
        return place in self.targets


@dataclass(slots=True)
class Stack:
    """What lies on an axis so far: items and their tops, and the size of the gaps between them."""

    items: list[Item]
    tops: list[float] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)
    lefts: list[float] = field(default_factory=list)
    rights: list[float] = field(default_factory=list)
    buses: list[float] = field(default_factory=list)

    def add_gap(self, height: float, left: float, right: float, bus: float = 0.0) -> None:
        """Note the gap below the last item; ``bus`` is how far below it a bus runs."""
        self.heights.append(height)
        self.lefts.append(left)
        self.rights.append(right)
        self.buses.append(bus)

    def extent(self) -> tuple[float, float]:
        """Give how far everything reaches to the left and to the right."""
        left = max([item.left for item in self.items] + self.lefts)
        right = max([item.right for item in self.items] + self.rights)
        return left, right


def group(links: list[Link], cuts: list[int]) -> Skips:
    """Let skips of one source, or of one target, share a lane; whoever has most of them goes first."""
    place = {at: number for number, at in enumerate(cuts)}
    skips = [(place[source], place[target], ids) for source, target, ids in links]
    ends: dict[tuple[int, bool], list[int]] = {}
    for number, (source, target, _) in enumerate(skips):
        ends.setdefault((source, False), []).append(number)
        ends.setdefault((target, True), []).append(number)
    free = set(range(len(skips)))
    lanes = []
    for _, numbers in sorted(ends.items(), key=lambda end: (-len(end[1]), end[0])):
        mine = [skips[number] for number in numbers if number in free]
        free.difference_update(numbers)
        if mine:
            lanes.append(Lane(mine, min(skip[0] for skip in mine), max(skip[1] for skip in mine)))
    lanes.sort(key=lambda lane: (lane.last - lane.first, lane.first))
    return Skips(lanes, {skip[0] for skip in skips}, {skip[1] for skip in skips})


def plain_gap(above: Item, below: Item, forks: bool, joins: bool, settings: Settings) -> float:
    """Give the height of a gap with nothing but a line in it."""
    height = 0.0 if above.end or below.end else settings.gap
    if forks and not above.box:
        height = max(height, (0.0 if above.end else settings.corner + AFTER) + BEFORE)
    if joins and (below.end or below.part):
        height = max(height, settings.gap)
    return height


class _Sides:
    """Which lanes run at the left (0) and the right (1), to find a side where a new one crosses few."""

    def __init__(self) -> None:
        self._near: tuple[dict[int, list[Lane]], dict[int, list[Lane]]] = ({}, {})
        self._far: tuple[list[Lane], list[Lane]] = ([], [])

    def choose(self, lane: Lane) -> int:
        """Give the side for a lane, the right one if nothing speaks against it, and remember it."""
        side = 1
        clashes = self._clashes(lane, 1)
        if clashes and self._clashes(lane, 0) < clashes:
            side = 0
        if lane.last - lane.first > NEAR:
            self._far[side].append(lane)
        else:
            for gap in range(lane.first, lane.last):
                self._near[side].setdefault(gap, []).append(lane)
        return side

    def _clashes(self, lane: Lane, side: int) -> int:
        """Count the lanes of a side that begin inside this one and end outside, or the other way round."""
        near = self._near[side]
        others = {id(other): other for gap in (lane.first, lane.last - 1) for other in near.get(gap, ())}
        return sum(_interleave(lane, other) for other in (*others.values(), *self._far[side]))


def _interleave(one: Lane, two: Lane) -> bool:
    return one.first < two.first < one.last < two.last or two.first < one.first < two.last < one.last


def draw(stack: Stack, skips: Skips, settings: Settings) -> list[tuple[Ids, list[Point]]]:
    """Lead every skip and widen the stack by its lane."""
    if not skips.lanes:
        return []
    reaches = []
    for own, gaps in ((0, stack.lefts), (1, stack.rights)):
        rows = [0.0] * (2 * len(stack.items) - 1)
        rows[::2] = [(item.left, item.right)[own] for item in stack.items]
        rows[1::2] = gaps
        reaches.append(Extents(rows))
    sides = _Sides()
    routes = []
    for lane in skips.lanes:
        side = sides.choose(lane)
        reach = reaches[side]
        x = reach.largest(2 * lane.first + 1, 2 * lane.last)
        for place in {place for skip in lane.skips for place in skip[:2]}:
            item = stack.items[place]
            if item.node >= 0:
                x = max(x, (item.left, item.right)[side])
        x += settings.lane
        reach.raise_to(2 * lane.first + 1, 2 * lane.last, x)
        sign = 1 if side else -1
        for source, target, ids in lane.skips:
            points = [*leave(stack, source, sign, settings), *enter(stack, target, sign, settings)]
            routes.append((ids, [(sign * x if px is None else px, py) for px, py in points]))
    for side, gaps in enumerate((stack.lefts, stack.rights)):
        for place in range(len(gaps)):
            gaps[place] = reaches[side].largest(2 * place + 1, 2 * place + 2)
        widest = reaches[side].largest(0, 2 * len(stack.items) - 1)
        gaps.append(widest)
    return routes


Open = tuple[float | None, float]
"""A point whose x may still be open: that of the lane."""


def leave(stack: Stack, place: int, sign: int, settings: Settings) -> list[Open]:
    """Give the points from an item to its lane: out of a box's side, else off the line below."""
    item, top = stack.items[place], stack.tops[place]
    if item.box:
        y = top + OUT * item.height
        return [(sign * (item.right if sign > 0 else item.left), y), (None, y)]
    bottom = top + item.height
    y = bottom + (stack.buses[place] or (0.0 if item.end else settings.corner + AFTER))
    start: list[Open] = [(0.0, bottom)]
    return [*start, *([(0.0, y)] if y > bottom else []), (None, y)]


def enter(stack: Stack, place: int, sign: int, settings: Settings) -> list[Open]:
    """Give the points from the lane to an item: into the side of a box or circle, else onto the line above."""
    item, top = stack.items[place], stack.tops[place]
    if item.node >= 0:
        y = top + (0.5 if item.round else IN) * item.height
        return [(None, y), (sign * (item.right if sign > 0 else item.left), y)]
    y = top if item.end else top - settings.gap / 2
    end: list[Open] = [(0.0, y)]
    return [(None, y), *end, *([(0.0, top)] if y < top else [])]
