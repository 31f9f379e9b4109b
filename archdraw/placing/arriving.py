"""Lead what a node takes in different roles to places of their own on its border, so that no line looks like the sum of two."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from archdraw.geometry import Box, Point
from archdraw.nearby import Nearby
from archdraw.placing.problem import Problem
from archdraw.placing.wires import Route, straighten

ASIDE = 0.25
"""How far from the middle of a box a second line arrives, as a part of its width."""
INNER, HEAD = 5.0, 5.5
"""From the last line to the corner of a box, and the least length of the stretch that ends in a head, in points."""
THIN = 0.1


def apart(problem: Problem, nodes: Sequence[Box], routes: list[Route]) -> list[Route]:
    """Give the routes, with ends of their own at the nodes that ask for it, wherever no other line is in the way."""
    wanted: dict[int, list[int]] = {number: [] for number, node in enumerate(problem.nodes) if node.apart}
    for number, edge in enumerate(problem.edges):
        if edge.target in wanted and len(routes[number]) > 1:
            wanted[edge.target].append(number)
    bundles = [(at, some) for at, numbers in wanted.items() for some in _bundles(problem, numbers, routes)]
    if not bundles:
        return routes
    leading = _Leading(problem, routes)
    for target, bundle in bundles:
        for right in (True, False):
            leading.spread([some for some in bundle if _comes(routes[some[0]], right)], nodes[target], right)
    return leading.routes


def _bundles(problem: Problem, numbers: Sequence[int], routes: Sequence[Route]) -> Iterator[list[list[int]]]:
    """Give the edges that come down, or up, to one point though they bring different tensors; each list brings one."""
    ends: dict[Point, dict[tuple[int, int], list[int]]] = {}
    for number in numbers:
        edge, route = problem.edges[number], routes[number]
        if route[-2][0] == route[-1][0]:
            ends.setdefault(route[-1], {}).setdefault((edge.source, edge.port), []).append(number)
    return ([*tensors.values()] for tensors in ends.values() if len(tensors) > 1)


def _comes(route: Route, right: bool) -> bool:
    """Tell whether a route comes in from this side, along a level line before its end."""
    return len(route) > 2 and route[-3][1] == route[-2][1] and (route[-3][0] > route[-1][0]) == right


class _Leading:
    """The routes of a figure, some of them with new ends, and where all lines were."""

    def __init__(self, problem: Problem, routes: list[Route]) -> None:
        self._edges = problem.edges
        self.routes = list(routes)
        pieces = [(number, *pair) for number, route in enumerate(routes) for pair in itertools.pairwise(route)]
        self._lines = Nearby(_line(one, two) for _, one, two in pieces)
        self._owner = [number for number, _, _ in pieces]

    def spread(self, coming: list[list[int]], box: Box, right: bool) -> None:
        """Lead what comes from one side to the places from the middle to the corner, the nearest first, the farther the lower."""
        if not coming:
            return
        ends = [self.routes[some[0]] for some in coming]
        order = sorted(range(len(coming)), key=lambda at: abs(ends[at][-3][0] - ends[at][-1][0]))
        step = min(ASIDE * box.width, (box.width / 2 - INNER) / len(coming))
        levels = {route[-2][1] for route in ends}
        room = abs(ends[0][-1][1] - ends[0][-2][1]) - HEAD
        lower = max(room, 0.0) / (len(coming) - 1) if len(levels) == 1 < len(coming) else 0.0
        for place, at in enumerate(order):
            x = ends[at][-1][0] + (step if right else -step) * (place + 1)
            for number in coming[at]:
                self._lead(number, x, place * lower)

    def _lead(self, number: int, x: float, lower: float) -> None:
        """Let a route turn to its end earlier, and so much lower, if nothing is in its way."""
        *before, (far, y), _, end = self.routes[number]
        level = y + lower if end[1] > y else y - lower
        if abs(far - end[0]) <= abs(x - end[0]):
            x = far
        if lower and not before:
            return
        new = [(far, y), (far, level), (x, level), (x, end[1])]
        if all(one == two or self._free(number, _line(one, two)) for one, two in itertools.pairwise(new)):
            self.routes[number] = straighten([*before, *new])

    def _free(self, number: int, line: Box) -> bool:
        """Tell whether a line meets only lines of edges with the same source or target."""
        own = self._edges[number]
        others = (self._edges[self._owner[piece]] for piece in self._lines.near(line))
        return all(own.source == other.source or own.target == other.target for other in others)


def _line(one: Point, two: Point) -> Box:
    (a, b), (c, d) = one, two
    return Box(min(a, c) - THIN, min(b, d) - THIN, max(a, c) + THIN, max(b, d) + THIN)
