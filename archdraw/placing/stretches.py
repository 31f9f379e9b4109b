"""What several routes share is drawn once: their stretches, each a part of a line that the same routes run along.

A line carries two lanes, one each way; a lane is cut where a route comes onto it or leaves it. Nothing is noted for each
route and stretch: behind a tensor that thousands read, that would be millions.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import field

from archdraw.geometry import Point
from archdraw.records import dataclass

Route = tuple[Point, ...]
WIDE = 50
"""More routes than this are a bus: where one leaves it or joins it, it goes on as one wire, which stands for them all.

With a wire for each stretch, the wires of n edges would name n² edges; and nobody follows a single line in so wide a bus.
"""


@dataclass(slots=True, eq=False)
class Shared:
    """What is drawn as one wire: its points, the routes that use it, by number, and whether one ends where it does."""

    points: list[Point]
    ends: bool = False
    users: list[int] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Stretch:
    """A part of a lane between two cuts: how many routes run along it, and the stretch with which its wire goes on."""

    start: Point
    stop: Point
    count: int
    wire: Shared
    after: Stretch | None = None
    ends: bool = False


@dataclass(slots=True, eq=False)
class Lane:
    """The points of all routes that lie on a line, in the direction of travel, and the stretches between its cuts.

    ``place`` numbers the points; ``cuts`` gives, for the place of each cut, the number of the stretch that begins there.
    ``beyond`` is, for each stretch, the next one on the lane that is not on its wire.
    """

    points: list[Point]
    place: dict[Point, int]
    comes: dict[int, int] = field(default_factory=dict)
    leaves: dict[int, int] = field(default_factory=dict)
    cuts: dict[int, int] = field(default_factory=dict)
    stretches: list[Stretch] = field(default_factory=list)
    beyond: list[int] = field(default_factory=list)

    def cut(self) -> None:
        """Find the stretches, and which are parts of one bus."""
        self.cuts = {place: number for number, place in enumerate(sorted(self.comes.keys() | self.leaves.keys()))}
        count = 0
        for one, two in itertools.pairwise(self.cuts):
            count += self.comes.get(one, 0) - self.leaves.get(one, 0)
            start, stop = self.points[one], self.points[two]
            self.stretches.append(Stretch(start, stop, count, Shared([start])))
        self.beyond = list(range(1, len(self.cuts)))
        for place, number in list(self.cuts.items())[-2:0:-1]:
            above, below = self.stretches[number - 1 : number + 1]
            if min(above.count, below.count) > WIDE and not (place in self.comes and place in self.leaves):
                above.after = below
                self.beyond[number - 1] = self.beyond[number]

    def steps(self) -> Iterator[tuple[Point, Point]]:
        """Go through the ways from point to point that are travelled."""
        for (one, two), stretch in zip(itertools.pairwise(self.cuts), self.stretches, strict=True):
            if stretch.count:
                yield from itertools.pairwise(self.points[one : two + 1])


Run = tuple[Lane, int, int]
"""A straight piece of a route: its lane, and the places between which it lies."""


def share(numbers: Sequence[int], routes: Sequence[Route]) -> tuple[list[Shared], list[Lane]]:
    """Give what the routes of these numbers share, in the order in which they come by, and the lanes on which it lies."""
    runs, lanes = _lay([routes[number] for number in numbers])
    _chain(runs, lanes)
    found: list[Shared] = []
    for number, walk in zip(numbers, runs, strict=True):
        for lane, start, stop in walk:
            at = lane.cuts[start]
            while at < lane.cuts[stop]:
                wire = lane.stretches[at].wire
                if not wire.users:
                    found.append(wire)
                if wire.users[-1:] != [number]:
                    wire.users.append(number)
                at = lane.beyond[at]
    return found, lanes


def _lay(routes: list[Route]) -> tuple[list[list[Run]], list[Lane]]:
    """Lay routes on lanes that have a point wherever one of them has; give the runs of each, and the lanes."""
    points: dict[tuple[int, float], set[Point]] = {}
    for route in routes:
        for one, two in itertools.pairwise(route):
            axis = _axis(one, two)
            points.setdefault((axis, one[axis]), set()).update((one, two))
    lanes: dict[tuple[int, float, bool], Lane] = {}
    runs = []
    for route in routes:
        walk = []
        for one, two in itertools.pairwise(route):
            axis = _axis(one, two)
            way = (axis, one[axis], one < two)
            lane = lanes.get(way)
            if lane is None:
                ordered = sorted(points[axis, one[axis]], reverse=not one < two)
                lane = lanes[way] = Lane(ordered, {point: number for number, point in enumerate(ordered)})
            start, stop = lane.place[one], lane.place[two]
            walk.append((lane, start, stop))
            lane.comes[start] = lane.comes.get(start, 0) + 1
            lane.leaves[stop] = lane.leaves.get(stop, 0) + 1
        runs.append(walk)
    for lane in lanes.values():
        lane.cut()
    return runs, list(lanes.values())


def _axis(one: Point, two: Point) -> int:
    """Tell which coordinate two points of a straight piece have in common."""
    return 0 if one[0] == two[0] else 1


def _chain(runs: list[list[Run]], lanes: list[Lane]) -> None:
    """Let a wire go around a corner where all turn that come to it, and no others leave it; give each stretch its wire."""
    turns: Counter[tuple[Stretch, Stretch]] = Counter()
    for walk in runs:
        for (lane, _, stop), (other, start, _) in itertools.pairwise(walk):
            turns[lane.stretches[lane.cuts[stop] - 1], other.stretches[other.cuts[start]]] += 1
        lane, _, stop = walk[-1]
        lane.stretches[lane.cuts[stop] - 1].ends = True
    for (one, two), count in turns.items():
        if one.count == two.count == count:
            one.after = two
    stretches = [stretch for lane in lanes for stretch in lane.stretches]
    later = {stretch.after for stretch in stretches}
    for stretch in stretches:
        if stretch not in later:
            wire, at = stretch.wire, stretch
            wire.points.append(at.stop)
            while at.after:
                at = at.after
                at.wire = wire
                wire.points.append(at.stop)
            wire.ends = at.ends
