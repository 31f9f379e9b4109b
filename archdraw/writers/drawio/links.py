"""From the stretches of line of a scene, which edges share, to one whole line for each edge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from math import dist

from archdraw.geometry import Point
from archdraw.records import dataclass
from archdraw.scene import Arrow

NEAR = 0.05
"""How far apart points may be that are the same, in points."""
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Route:
    """The whole way of one edge between two layers that are drawn; an end is ``""`` where no layer is."""

    source: str
    target: str
    points: tuple[Point, ...]
    radius: float


def routes(arrows: Sequence[Arrow], drawn: set[str]) -> list[list[Route]]:
    """Give, for each stretch, the edges whose ways end with it; what no way takes up is a way itself, without ends."""
    pairs = [_between_drawn(arrow.edges, drawn) for arrow in arrows]
    sharing: dict[Pair, list[int]] = defaultdict(list)
    for i, of in enumerate(pairs):
        for pair in of:
            sharing[pair].append(i)
    found: list[list[Route]] = [[] for _ in arrows]
    taken: set[int] = set()
    for pair, places in sharing.items():
        for last in places:
            if arrows[last].head or not _goes_on(arrows, last, places):
                points, used = _back(arrows, last, places)
                radius = max(max(arrows[i].corners, default=0.0) for i in used)
                found[last].append(Route(*pair, points, radius))
                taken.update(used)
    for i, arrow in enumerate(arrows):
        if i not in taken and len(arrow.points) > 1:
            found[i].append(Route("", "", arrow.points, max(arrow.corners, default=0.0)))
    return found


def _between_drawn(edges: Sequence[Pair], drawn: set[str]) -> list[Pair]:
    """Lead edges over layers that are not drawn on to those that are."""

    def ends(name: str, at: int, seen: tuple[str, ...] = ()) -> list[str]:
        if name in drawn:
            return [name]
        beyond = [edge[at] for edge in edges if edge[1 - at] == name and edge[at] not in seen]
        return [end for one in beyond for end in ends(one, at, (*seen, name))] or [""]

    found = [(source, target) for a, b in edges for source in ends(a, 0) for target in ends(b, 1)]
    return [pair for pair in dict.fromkeys(found) if any(pair)]


def _goes_on(arrows: Sequence[Arrow], at: int, places: Sequence[int]) -> bool:
    """Tell whether another stretch of the same edge begins on this one."""
    start = arrows[at].points[0]
    others = [arrows[i].points[0] for i in places if i != at]
    return any(dist(point, start) > NEAR and _cut(arrows[at].points, point) for point in others)


def _back(arrows: Sequence[Arrow], last: int, places: Sequence[int]) -> tuple[tuple[Point, ...], list[int]]:
    """Follow an edge from its last stretch back to its beginning."""
    points, used = arrows[last].points, [last]
    going = True
    while going:
        going = False
        for i in places:
            lead = () if i in used else _cut(arrows[i].points, points[0])
            if lead and dist(lead[0], points[0]) > NEAR:
                points, going = (*lead, *points[1:]), True
                used.append(i)
                break
    return _plain(points), used


def _cut(points: Sequence[Point], at: Point) -> tuple[Point, ...]:
    """Give a line up to a point of it; nothing where that does not lie on it."""
    for i, (one, two) in enumerate(pairwise(points)):
        length = dist(one, two)
        if abs(dist(one, at) + dist(at, two) - length) < NEAR / 10:
            return (*points[: i + 1], at)
    return ()


def _plain(points: Sequence[Point]) -> tuple[Point, ...]:
    """Leave out the points that lie between their neighbours."""
    kept = list(points[:1])
    for at, after in pairwise(points[1:]):
        if abs(dist(kept[-1], at) + dist(at, after) - dist(kept[-1], after)) > 1e-6:
            kept.append(at)
    return (*kept, points[-1])
