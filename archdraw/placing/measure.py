"""Measure a placing exactly: crossings, edges through boxes, boxes that meet, frames and strangers, straightness."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections import defaultdict

from archdraw.geometry import Box, Point
from archdraw.nearby import Nearby
from archdraw.placing.problem import Placed, Problem, Wire
from archdraw.records import dataclass

SLACK = 1e-3


@dataclass(frozen=True, slots=True)
class Measured:
    """What is wrong or costly in a placing; pairs are indices in order.

    ``crossings`` are pairs of edges without a common end that cross, ``shared`` such pairs that run on one line for
    a while. ``through`` are (edge, node) where an edge meets a node that is not its end, ``overlaps`` pairs of nodes
    that meet. ``broken`` are edges whose wires do not lead from their source to their target. ``strangers`` are (frame, node)
    where a frame meets a node that is not inside of it, ``outside`` those where a node leaves its frame, ``frames``
    pairs of frames that meet though none is in the other. ``upward`` are edges that go against the flow somewhere, ``bends`` counts the turns,
    ``length`` sums up all wires.
    """

    crossings: frozenset[tuple[int, int]]
    shared: frozenset[tuple[int, int]]
    through: frozenset[tuple[int, int]]
    overlaps: frozenset[tuple[int, int]]
    broken: frozenset[int]
    strangers: frozenset[tuple[int, int]]
    outside: frozenset[tuple[int, int]]
    frames: frozenset[tuple[int, int]]
    upward: frozenset[int]
    bends: int
    length: float


def measure(problem: Problem, placed: Placed) -> Measured:
    """Measure a placing; every number is taken from its wires and boxes, nothing from how it was made."""
    crossings, shared = _pairs(problem, placed)
    strangers, outside, meeting = _frames(problem, placed)
    across = problem.settings.direction == "right"
    axis, ahead = 0 if across else 1, -1 if problem.settings.direction == "up" else 1
    upward = {
        number
        for wire in placed.wires
        for one, two in zip(wire.points, wire.points[1:])  # noqa: B905
        if ahead * two[axis] < ahead * one[axis] - SLACK
        for number in wire.edges
    }
    return Measured(
        crossings=crossings,
        shared=shared,
        through=_through(problem, placed),
        overlaps=_overlaps(placed.nodes),
        broken=_broken(problem, placed),
        strangers=strangers,
        outside=outside,
        frames=meeting,
        upward=frozenset(upward),
        bends=sum(len(wire.points) - 2 for wire in placed.wires),
        length=sum(_length(wire) for wire in placed.wires),
    )


def faults(problem: Problem, placed: Placed) -> dict[str, int]:
    """Count what must never be, by the names of `Measured`; nothing where all is sound.

    Crossings are no faults, and are not looked for: a large tangle has millions.
    """
    strangers, outside, frames = _frames(problem, placed)
    found = {
        "through": _through(problem, placed),
        "overlaps": _overlaps(placed.nodes),
        "broken": _broken(problem, placed),
        "strangers": strangers,
        "outside": outside,
        "frames": frames,
    }
    return {name: len(pairs) for name, pairs in found.items() if pairs}


def straight(problem: Problem, placed: Placed, path: tuple[int, ...]) -> bool:
    """Tell whether the middles of these nodes lie on one line in the direction of the figure."""
    axis = 1 if problem.settings.direction == "right" else 0
    return len({round(placed.nodes[node].center[axis], 3) for node in path}) <= 1


def _length(wire: Wire) -> float:
    return sum(abs(a - c) + abs(b - d) for (a, b), (c, d) in zip(wire.points, wire.points[1:], strict=False))


@dataclass(frozen=True, slots=True)
class _Segment:
    """A straight stretch of a wire: upright or level, where, from where to where, for which edges."""

    upright: bool
    at: float
    low: float
    high: float
    edges: tuple[int, ...]


def _segments(wires: tuple[Wire, ...]) -> list[_Segment]:
    found = []
    for wire in wires:
        for (a, b), (c, d) in zip(wire.points, wire.points[1:], strict=False):
            upright = abs(a - c) <= SLACK
            low, high = sorted((b, d) if upright else (a, c))
            found.append(_Segment(upright, a if upright else b, low, high, wire.edges))
    return found


def _pairs(problem: Problem, placed: Placed) -> tuple[frozenset[tuple[int, int]], frozenset[tuple[int, int]]]:
    """Find the pairs of edges without a common end that cross, and those that share a line."""
    segments = _segments(placed.wires)
    crossings: set[tuple[int, int]] = set()
    shared: set[tuple[int, int]] = set()
    for segment in segments:
        _note(shared, problem, segment.edges, segment.edges)
    by_line: dict[tuple[bool, float], list[_Segment]] = defaultdict(list)
    for segment in segments:
        by_line[segment.upright, round(segment.at, 3)].append(segment)
    for line in by_line.values():
        line.sort(key=lambda segment: segment.low)
        for number, one in enumerate(line):
            for two in line[number + 1 :]:
                if two.low >= one.high - SLACK:
                    break
                _note(shared, problem, one.edges, two.edges)
    upright = sorted((s for s in segments if s.upright), key=lambda segment: segment.at)
    places = [segment.at for segment in upright]
    for level in segments:
        if level.upright:
            continue
        for other in upright[bisect_left(places, level.low - SLACK) : bisect_right(places, level.high + SLACK)]:
            if other.low - SLACK <= level.at <= other.high + SLACK:
                _note(crossings, problem, level.edges, other.edges)
    return frozenset(crossings), frozenset(shared)


def _note(found: set[tuple[int, int]], problem: Problem, one: tuple[int, ...], two: tuple[int, ...]) -> None:
    """Note all pairs of these edges that have no end in common."""
    for first in one:
        for second in two:
            a, b = problem.edges[first], problem.edges[second]
            if not {a.source, a.target} & {b.source, b.target}:
                found.add((min(first, second), max(first, second)))


def _through(problem: Problem, placed: Placed) -> frozenset[tuple[int, int]]:
    """Find the edges that meet a node that is not their end; an end may be touched, not entered."""
    nearby = Nearby(placed.nodes)
    found: set[tuple[int, int]] = set()
    for wire in placed.wires:
        for one, two in zip(wire.points, wire.points[1:], strict=False):
            left, right = sorted((one[0], two[0]))
            top, bottom = sorted((one[1], two[1]))
            for number in nearby.near(Box(left, top, right, bottom)):
                box = placed.nodes[number]
                inside = (
                    max(left, box.left + SLACK) <= min(right, box.right - SLACK)
                    and max(top, box.top + SLACK) <= min(bottom, box.bottom - SLACK)
                )  # fmt: skip
                if inside:
                    found.update((edge, number) for edge in wire.edges)
    return frozenset(found)


def _overlaps(boxes: tuple[Box, ...]) -> frozenset[tuple[int, int]]:
    return frozenset(pair for pair in Nearby(boxes).pairs() if boxes[pair[0]].meets(boxes[pair[1]], SLACK))


def _broken(problem: Problem, placed: Placed) -> frozenset[int]:
    """Find the edges whose wires do not lead, point by point, from the border of the source to that of the target."""
    steps: list[list[Wire]] = [[] for _ in problem.edges]
    for wire in placed.wires:
        for number in wire.edges:
            steps[number].append(wire)
    return frozenset(number for number, wires in enumerate(steps) if not _leads(problem, placed, number, wires))


def _leads(problem: Problem, placed: Placed, number: int, wires: list[Wire]) -> bool:
    edge = problem.edges[number]
    source, target = placed.nodes[edge.source], placed.nodes[edge.target]
    starts = [wire for wire in wires if _on_border(wire.points[0], source)]
    heads = [wire for wire in wires if wire.head]
    if not starts or len(heads) != 1 or not _on_border(heads[0].points[-1], target):
        return False
    reached, left = [starts[0]], [wire for wire in wires if wire is not starts[0]]
    for wire in reached:
        meets = [_on_line(other.points[0], wire) or _on_line(wire.points[-1], other) for other in left]
        reached += itertools.compress(left, meets)
        left = [other for other, met in zip(left, meets, strict=True) if not met]
    return not left


def _on_border(point: Point, box: Box) -> bool:
    x, y = point
    inside = box.grown(SLACK).holds(Box(x, y, x, y))
    edge = min(abs(x - box.left), abs(x - box.right), abs(y - box.top), abs(y - box.bottom))
    return inside and edge <= SLACK


def _on_line(point: Point, wire: Wire) -> bool:
    x, y = point
    return any(
        min(a, c) - SLACK <= x <= max(a, c) + SLACK and min(b, d) - SLACK <= y <= max(b, d) + SLACK
        for (a, b), (c, d) in zip(wire.points, wire.points[1:], strict=False)
    )


def _frames(
    problem: Problem, placed: Placed
) -> tuple[frozenset[tuple[int, int]], frozenset[tuple[int, int]], frozenset[tuple[int, int]]]:
    """Find nodes in a frame that is not theirs, nodes that leave their frame, and frames that meet though not nested."""
    around: list[set[int]] = []
    for number in range(len(problem.frames)):
        chain, at = {number}, problem.frames[number].parent
        while at >= 0 and at not in chain:
            chain.add(at)
            at = problem.frames[at].parent
        around.append(chain)
    drawn = [(number, box) for number, boxes in enumerate(placed.frames) for box in boxes]
    nearby, outlines = Nearby(placed.nodes), Nearby(box for _, box in drawn)
    strangers = {
        (number, node)
        for number, box in drawn
        for node in nearby.near(box)
        if (problem.nodes[node].frame < 0 or number not in around[problem.nodes[node].frame])
        and box.meets(placed.nodes[node], SLACK)
    }
    outside = {
        (number, node)
        for node, box in enumerate(placed.nodes)
        for number in (around[problem.nodes[node].frame] if problem.nodes[node].frame >= 0 else ())
        if placed.frames[number] and not any(part.holds(box, SLACK) for part in placed.frames[number])
    }
    meeting = set()
    for (number, box), (other, second) in ((drawn[one], drawn[two]) for one, two in outlines.pairs()):
        nested = number in around[other] or other in around[number]
        if number != other and not nested and box.meets(second, SLACK):
            meeting.add((min(number, other), max(number, other)))
    return frozenset(strangers), frozenset(outside), frozenset(meeting)
