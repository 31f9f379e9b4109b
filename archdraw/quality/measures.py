"""Numbers of a figure that are neither right nor wrong: how straight, how long, how crossed."""

from __future__ import annotations

from collections import Counter

from archdraw.geometry import Box, Point
from archdraw.nearby import Nearby
from archdraw.quality import shapes
from archdraw.quality.gathered import Gathered, Line, Pair

MANY = 32
"""From so many lines between two layers on it is worth to look whether they can meet others at all."""


def crossings(found: Gathered) -> int:
    """Count the pairs of lines without a common end that cross."""
    return len(
        {
            (found.lines[one].whole, found.lines[two].whole)
            for one, two in _met(found)
            if not _parallel(found.lines, one, two)
        }
    )


def shared(found: Gathered) -> list[tuple[Line, Line]]:
    """Find pairs of lines without a common end that run on one line for a while: nobody can tell them apart."""
    return [
        (found.lines[one], found.lines[two])
        for one, two in _met(found)
        if _parallel(found.lines, one, two) and _overlap(found.lines[one].ends, found.lines[two].ends) > shapes.SLACK
    ]


def bends(found: Gathered) -> int:
    """Count the turns of all lines."""
    return sum(max(0, len(points) - 2) for points in found.wholes)


def length(found: Gathered) -> float:
    """Sum up all lines."""
    return sum(_long(*line.ends) for line in found.lines)


def straightness(found: Gathered) -> float:
    """Give the share of the main path that stands on one line: 1 is all of it.

    The main path is the longest that the drawn edges have; where columns wrap, each goes on a line of its own, and the one that holds
    most counts with all that are as long as a column.
    """
    middle = _middles(found)
    path = [layer for layer in _longest(found) if layer in middle]
    if len(path) < 2:
        return 1.0
    shares = []
    for axis in (0, 1):
        places = Counter(round(middle[layer][axis], 1) for layer in path)
        stretches = sum(count for count in places.values() if count >= max(2, max(places.values()) / 4))
        shares.append(stretches / len(path))
    return max(shares)


def _middles(found: Gathered) -> dict[str, Point]:
    """Give the middle of each layer, of all its marks together."""
    boxes: dict[str, list[Box]] = {}
    for shape in found.shapes:
        boxes.setdefault(shape.layer, []).append(shape.box)
    return {layer: Box.hull(own).center for layer, own in boxes.items()}


def _met(found: Gathered) -> list[tuple[int, int]]:
    """Find the pairs of pieces that meet, of lines that have no end in common."""
    kept = _apart(found)
    index = Nearby(shapes.hull(found.lines[number].ends) for number in kept)
    met = []
    for at, other in index.pairs():
        one, two = kept[at], kept[other]
        first, second = found.lines[one], found.lines[two]
        if first.whole != second.whole and not _related(first.edges, second.edges) and _cross(first.ends, second.ends):
            met.append((one, two))
    return met


def _apart(found: Gathered) -> list[int]:
    """Leave out lines that can meet none but their kin: the thousands between two layers of neurons."""
    groups: dict[tuple[Pair, ...], list[int]] = {}
    for number, line in enumerate(found.lines):
        groups.setdefault(line.edges, []).append(number)
    if len(groups) == len(found.lines) or all(len(lines) < MANY for lines in groups.values()):
        return list(range(len(found.lines)))
    hulls = {edges: Box.hull(shapes.hull(found.lines[n].ends) for n in lines) for edges, lines in groups.items()}
    alone = {
        edges
        for edges, lines in groups.items()
        if len(lines) >= MANY
        and not any(hulls[edges].meets(hull) and not _related(edges, other) for other, hull in hulls.items())
    }
    return [number for number, line in enumerate(found.lines) if line.edges not in alone]


def _related(one: tuple[Pair, ...], two: tuple[Pair, ...]) -> bool:
    """Tell whether two lines begin or end at the same layer, or stand for no edge."""
    if not one or not two:
        return True
    return bool({a for a, _ in one} & {a for a, _ in two} or {b for _, b in one} & {b for _, b in two})


def _cross(one: tuple[Point, Point], two: tuple[Point, Point]) -> bool:
    """Tell whether two straight lines have a point in common."""
    (a, b), (c, d) = one, two
    sides = [_side(a, b, c), _side(a, b, d), _side(c, d, a), _side(c, d, b)]
    if all(abs(side) < 1e-6 for side in sides):
        return _overlap(one, two) > 0
    return sides[0] * sides[1] <= 1e-9 and sides[2] * sides[3] <= 1e-9


def _side(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _parallel(lines: list[Line], one: int, two: int) -> bool:
    (a, b), (c, d) = lines[one].ends, lines[two].ends
    return abs((b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0])) < 1e-6


def _overlap(one: tuple[Point, Point], two: tuple[Point, Point]) -> float:
    """Give how long two pieces of one line run together."""
    (a, b), (c, d) = one, two
    axis = 0 if abs(b[0] - a[0]) >= abs(b[1] - a[1]) else 1
    low = max(min(a[axis], b[axis]), min(c[axis], d[axis]))
    return min(max(a[axis], b[axis]), max(c[axis], d[axis])) - low


def _long(one: Point, two: Point) -> float:
    return float(((one[0] - two[0]) ** 2 + (one[1] - two[1]) ** 2) ** 0.5)


def _longest(found: Gathered) -> list[str]:
    """Give the longest path that the edges of the lines have."""
    edges = {pair for pairs in found.edges for pair in pairs}
    after: dict[str, list[str]] = {}
    waits: Counter[str] = Counter()
    for source, target in sorted(edges):
        after.setdefault(source, []).append(target)
        waits[target] += 1
    order = sorted({end for pair in edges for end in pair if not waits[end]})
    back: dict[str, str] = {}
    far = dict.fromkeys(order, 0)
    for layer in order:
        for other in after.get(layer, ()):
            if far[layer] + 1 > far.get(other, 0):
                far[other], back[other] = far[layer] + 1, layer
            waits[other] -= 1
            if not waits[other]:
                order.append(other)
    if not far:
        return []
    path = [max(far, key=lambda name: far[name])]
    while path[-1] in back:
        path.append(back[path[-1]])
    return path[::-1]
