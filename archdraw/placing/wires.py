"""Turn the routes of edges into wires: a stretch that several edges share is drawn once, turns are rounded."""

from __future__ import annotations

import itertools
from collections import Counter

from archdraw.geometry import Point
from archdraw.placing.problem import Edge, Wire
from archdraw.placing.stretches import Route as Route
from archdraw.placing.stretches import share


def straighten(points: list[Point]) -> Route:
    """Leave out points that repeat or lie on the straight line between their neighbours."""
    if len(points) == 2:
        return tuple(points)
    kept: list[Point] = []
    for point in points:
        if kept and abs(point[0] - kept[-1][0]) < 1e-7 and abs(point[1] - kept[-1][1]) < 1e-7:
            continue
        if len(kept) > 1 and _straight(kept[-2], kept[-1], point):
            kept[-1] = point
        else:
            kept.append(point)
    return tuple(kept)


def _straight(one: Point, two: Point, three: Point) -> bool:
    return one[0] == two[0] == three[0] or one[1] == two[1] == three[1]


def bundle(routes: list[Route], edges: tuple[Edge, ...], corner: float) -> list[Wire]:
    """Make the wires of all routes; routes that share a source or a target share their common stretches."""
    wires: list[Wire] = []
    for numbers in _families(edges, routes):
        if len(numbers) == 1 or _apart(numbers, routes):
            for number in numbers:
                points = routes[number]
                wires.append(Wire(points, (number,), True, _radii(points, corner)))
        else:
            wires.extend(_family(numbers, routes, corner))
    return wires


def _families(edges: tuple[Edge, ...], routes: list[Route]) -> list[list[int]]:
    """Group the edges that are bound by common sources and targets."""
    leaving = Counter([edge.source for edge in edges])
    arriving = Counter([edge.target for edge in edges])
    parent = list(range(len(edges)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    seen: dict[tuple[int, bool], int] = {}
    for number, edge in enumerate(edges):
        if leaving[edge.source] == arriving[edge.target] == 1:
            continue
        for key in ((edge.source, False), (edge.target, True)):
            one, two = root(seen.setdefault(key, number)), root(number)
            if one != two:
                parent[max(one, two)] = min(one, two)
    groups: dict[int, list[int]] = {}
    for number in range(len(edges)):
        if len(routes[number]) > 1:
            groups.setdefault(root(number), []).append(number)
    return list(groups.values())


def _apart(numbers: list[int], routes: list[Route]) -> bool:
    """Tell whether no two routes begin or end at one point, so that they share no stretch."""
    return (
        len({routes[number][0] for number in numbers}) == len(numbers)
        and len({routes[number][-1] for number in numbers}) == len(numbers)
    )  # fmt: skip


def _family(numbers: list[int], routes: list[Route], corner: float) -> list[Wire]:
    """Make a wire of each stretch that the routes of a family share."""
    stretches, lanes = share(numbers, routes)
    ways: dict[Point, set[Point]] = {}
    origin: dict[Point, Point | None] = {}
    for one, two in (step for lane in lanes for step in lane.steps()):
        ways.setdefault(one, set()).add(two)
        origin[two] = None if two in origin else one  # several come together here
    wires = []
    for stretch in stretches:
        route = list(straighten(stretch.points))
        before = origin.get(route[0])
        if before and _is_switch(before, route[0], route[1], ways[route[0]]):
            (x, y), (_, y0) = route[0], before
            room = min(corner, abs(y - y0), abs(route[1][0] - x) / 2)
            route.insert(0, (x, y - room if y0 < y else y + room))
        wires.append(Wire(tuple(route), tuple(stretch.users), stretch.ends, _radii(tuple(route), corner)))
    return wires


def _is_switch(before: Point, at: Point, turn: Point, ways: set[Point]) -> bool:
    """Tell whether a line comes down to a point, goes on straight and has this one branch, which leaves it by an arc."""
    if before[0] != at[0] or turn[0] == at[0] or len(ways) != 2:
        return False
    return any(way[0] == at[0] for way in ways)


def _radii(points: Route, corner: float) -> tuple[float, ...]:
    """Give each inner point the radius that its two sides have room for."""
    if len(points) < 3:
        return ()
    sizes = [abs(one[0] - two[0]) + abs(one[1] - two[1]) for one, two in itertools.pairwise(points)]
    last = len(sizes) - 1
    return tuple(
        min(corner, sizes[at] / (2 if at else 1), sizes[at + 1] / (2 if at + 1 < last else 1)) for at in range(last)
    )
