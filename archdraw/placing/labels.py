"""Find a free place for the label of an edge: beside or above its line, on no other line and no box."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from math import hypot

from archdraw.geometry import Box, Point
from archdraw.nearby import Nearby
from archdraw.placing.problem import Edge, Problem, Wire

BESIDE, ABOVE, CLEAR = 4.0, 1.5, 1.5
"""The room between a label and an upright line at its side, a level line below it, and a box."""
ONE = 1.0
"""Lines nearer than this are one to the eye."""
SHARES = sorted((step / 20 for step in range(1, 20)), key=lambda share: abs(share - 0.5))
"""Where along a stretch of line a label may stand, best first."""


def put(
    problem: Problem,
    nodes: Sequence[Box],
    frames: Sequence[Sequence[Box]],
    wires: Sequence[Wire],
    routes: Sequence[Sequence[Point]],
    page: Box,
    known: Mapping[int, Point] | None = None,
) -> dict[int, Point]:
    """Give the centres of the labels that find a place, on the page where they can; those that find none are left out.

    Some may be ``known`` beforehand.
    """
    found = dict(known or {})
    edges = enumerate(problem.edges)
    wanted = [number for number, edge in edges if edge.label_width > 0 and routes[number] and number not in found]
    if not wanted:
        return found
    obstacles = _obstacles(problem, nodes, frames, wires)
    for number, center in found.items():
        obstacles.add(Box.around(center, problem.edges[number].label_width, problem.edges[number].label_height))
    rows = Nearby()  # of titles: a badge may move along its row, clear of lines, so what may be left out keeps off
    for frame, boxes in zip(problem.frames, frames, strict=True):
        for box in boxes[:1]:
            rows.add(Box(box.left, box.top, box.right, box.top + frame.top))
    joined: dict[int, list[int]] = {}  # what has words of its own, by where it ends
    for number, edge in enumerate(problem.edges):
        if edge.label_width > 0 and routes[number]:
            joined.setdefault(edge.target, []).append(number)
    for number in wanted:
        edge = problem.edges[number]
        outlines = [box for frame in _around(problem, edge) for box in frames[frame]]
        route = _own(number, problem, routes, joined[edge.target])
        stretches = _stretches(route, outlines)
        if edge.alone and len(route) > 2:
            stretches = _stretches(route[1:], outlines) + stretches
        centers = _candidates(stretches, edge.label_width, edge.label_height)
        places = (Box.around(center, edge.label_width, edge.label_height) for center in centers)
        place = _first_free((box for box in places if not edge.passing or rows.free(box)), obstacles, page)
        if place:
            found[number] = place.center
            obstacles.add(place)
    return found


def _first_free(places: Iterable[Box], obstacles: Nearby, page: Box) -> Box | None:
    """Give the first free place on the page, else the first that is free."""
    off: Box | None = None
    for box in places:
        if obstacles.free(box):
            if page.holds(box):
                return box
            off = off or box
    return off


def _own(number: int, problem: Problem, routes: Sequence[Sequence[Point]], others: Iterable[int]) -> Sequence[Point]:
    """Give the part of a route on which it is alone: not where it has come together with another that has words too."""
    route, source = routes[number], problem.edges[number].source
    own = [_before(route, routes[other]) for other in others if problem.edges[other].source != source]
    return min([route, *own], key=_length)


def _before(route: Sequence[Point], other: Sequence[Point]) -> Sequence[Point]:
    """Cut off the last stretch of a route that another takes too, up to where one of them comes in from the side.

    >>> _before([(0, 0), (0, 9)], [(5, 6), (0, 6), (0, 9)]), _before([(5, 6), (0, 6), (0, 9)], [(0, 0), (0, 9)])
    ([(0, 0), (0.0, 6.0)], [(5, 6), (0, 6)])
    """
    (a, b), end, (c, d), same = route[-2], route[-1], other[-2], other[-1]
    long = hypot(a - end[0], b - end[1])
    along = ((a - end[0]) * (c - end[0]) + (b - end[1]) * (d - end[1])) / (long or 1.0)
    across = ((a - end[0]) * (d - end[1]) - (b - end[1]) * (c - end[0])) / (long or 1.0)
    if hypot(end[0] - same[0], end[1] - same[1]) > ONE or along <= 0 or abs(across) > ONE:
        return route
    if long > along + 0.1:
        share = along / long  # it stays on its own line
        return [*route[:-1], (end[0] + (a - end[0]) * share, end[1] + (b - end[1]) * share)]
    return route[:-1] if len(route) > 2 else route


def _length(route: Sequence[Point]) -> float:
    return sum(hypot(u - x, v - y) for (x, y), (u, v) in itertools.pairwise(route))


def _around(problem: Problem, edge: Edge) -> list[int]:
    """Give the frames in which an end of an edge stands; no others can it enter or leave."""
    found: set[int] = set()
    for end in (edge.source, edge.target):
        frame = problem.nodes[end].frame
        while frame >= 0 and frame not in found:
            found.add(frame)
            frame = problem.frames[frame].parent
    return sorted(found)


def _obstacles(
    problem: Problem, nodes: Sequence[Box], frames: Sequence[Sequence[Box]], wires: Sequence[Wire]
) -> Nearby:
    """Gather what no label may stand on: boxes, lines, the outlines of frames, their titles and badges."""
    obstacles = Nearby()
    for box in nodes:
        obstacles.add_room(box.left - CLEAR, box.top - CLEAR, box.right + CLEAR, box.bottom + CLEAR)
    for one, two in (ends for wire in wires for ends in itertools.pairwise(wire.points)):
        for piece in _pieces(one, two):
            obstacles.add_room(*_thin(*piece))
    for boxes in frames:
        for box in boxes:
            corners = [(box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)]
            for one, two in zip(corners, [*corners[1:], corners[0]], strict=True):
                obstacles.add_room(*_thin(one, two))
    for frame, boxes in zip(problem.frames, frames, strict=True):
        for box in boxes[:1]:  # the first part has the title, at the left, and the badge, at the right
            obstacles.add(Box(box.left, box.top, box.left + frame.title, box.top + frame.top))
            obstacles.add(Box(box.right - frame.badge, box.top, box.right, box.top + frame.top))
    return obstacles


def _thin(one: Point, two: Point) -> tuple[float, float, float, float]:
    """Give the edges of the box of a line."""
    (a, b), (c, d) = one, two
    left, right = (a, c) if a < c else (c, a)
    top, bottom = (b, d) if b < d else (d, b)
    return left - 0.5, top - 0.5, right + 0.5, bottom + 0.5


def _pieces(one: Point, two: Point) -> Iterable[tuple[Point, Point]]:
    """Cut a slanting line, so that the boxes of its pieces are as thin as it is; others are one piece."""
    (a, b), (c, d) = one, two
    if a == c or b == d:
        return ((one, two),)
    count = 1 + int(min(abs(c - a), abs(d - b)))
    points = [(a + (c - a) * step / count, b + (d - b) * step / count) for step in range(count + 1)]
    return itertools.pairwise(points)


def _stretches(route: Sequence[Point], outlines: Sequence[Box]) -> list[tuple[Point, Point]]:
    """Give the straight stretches of a route, best first: those outside of the frames it enters or leaves, the last before the others."""
    passed = [box for box in outlines if _within(route[0], box) != _within(route[-1], box)]
    found = [piece for ends in itertools.pairwise(route) for piece in _cut(*ends, passed)]
    found.reverse()
    return sorted(found, key=lambda ends: any(_within(_middle(*ends), box) for box in passed))


def _middle(one: Point, two: Point) -> Point:
    return (one[0] + two[0]) / 2, (one[1] + two[1]) / 2


def _within(point: Point, box: Box) -> bool:
    return box.left < point[0] < box.right and box.top < point[1] < box.bottom


def _cut(one: Point, two: Point, boxes: Sequence[Box]) -> Iterable[tuple[Point, Point]]:
    """Cut an upright or level stretch where it passes the outline of a box."""
    (a, b), (c, d) = one, two
    if a == c:
        marks = [(a, y) for box in boxes for y in (box.top, box.bottom) if min(b, d) < y < max(b, d)]
    elif b == d:
        marks = [(x, b) for box in boxes for x in (box.left, box.right) if min(a, c) < x < max(a, c)]
    else:
        marks = []
    marks.sort(key=lambda mark: abs(mark[0] - a) + abs(mark[1] - b))
    return itertools.pairwise([one, *marks, two])


def _candidates(segments: Sequence[tuple[Point, Point]], width: float, height: float) -> Iterable[Point]:
    """Give places along stretches of a route, best first: the middle before the ends."""
    for one, two in segments:
        level = one[1] == two[1]
        long = hypot(two[0] - one[0], two[1] - one[1]) or 1.0
        aside = ((two[1] - one[1]) / long, (one[0] - two[0]) / long)
        for share in SHARES:
            x = one[0] + (two[0] - one[0]) * share
            y = one[1] + (two[1] - one[1]) * share
            if level:
                if abs(two[0] - one[0]) >= width:
                    yield x, y - ABOVE - height / 2
                    yield x, y + ABOVE + height / 2
            elif one[0] == two[0]:
                yield x + BESIDE + width / 2, y
                yield x - BESIDE - width / 2, y
            else:
                far = abs(aside[0]) * width / 2 + abs(aside[1]) * height / 2 + ABOVE
                for side in (1, -1):
                    yield x + side * far * aside[0], y + side * far * aside[1]
