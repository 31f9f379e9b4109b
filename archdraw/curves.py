"""Lines with round corners as straight pieces and true arcs, for every writer alike."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import acos, asin, cos, hypot, pi, sin, tan

from archdraw.geometry import Point
from archdraw.records import dataclass

NOTHING = 1e-6


@dataclass(frozen=True, slots=True)
class Straight:
    """A straight piece to this point."""

    to: Point


@dataclass(frozen=True, slots=True)
class Arc:
    """A piece of a circle to this point, less than half of it; ``clockwise`` as seen on the page (y down)."""

    to: Point
    radius: float
    clockwise: bool


Piece = Straight | Arc


def rounded(points: Sequence[Point], corners: Sequence[float] = ()) -> tuple[Point, tuple[Piece, ...]]:
    """Give the start and the pieces of a line whose inner points have these radii; none = sharp.

    A radius for which a leg is too short becomes smaller: two corners share the leg between them.

    >>> rounded([(0, 0), (10, 0), (10, 10)], [3])
    ((0, 0), (Straight(to=(7.0, 0.0)), Arc(to=(10.0, 3.0), radius=3, clockwise=True), Straight(to=(10, 10))))
    """
    if not any(corners):
        path = _without_repeats(points)
        return path[0], tuple(map(Straight, path[1:]))
    radii = [0.0, *(corners[i - 1] if i <= len(corners) else 0.0 for i in range(1, len(points) - 1)), 0.0]
    kept = [0, *(i for i in range(1, len(points)) if _distance(points[i - 1], points[i]) > NOTHING)]
    path, sizes = [points[i] for i in kept], [radii[i] for i in kept]
    sizes[0] = sizes[-1] = 0.0
    pieces: list[Piece] = []
    for i in range(1, len(path)):
        if i < len(path) - 1 and sizes[i] > 0:
            pieces.extend(_corner(path[i - 1], path[i], path[i + 1], sizes[i], sizes[i - 1], sizes[i + 1]))
        else:
            pieces.append(Straight(path[i]))
    return path[0], tuple(pieces)


def shaft(points: Sequence[Point], cut: float) -> tuple[Point, ...]:
    """Shorten the end of a line, so that it ends under an arrow's head; its last leg keeps a little of its length.

    >>> shaft([(0, 0), (0, 10)], 2.9)
    ((0, 0), (0.0, 7.1))
    """
    path = _without_repeats(points)
    if len(path) < 2:
        return tuple(path)
    before, end = path[-2], path[-1]
    length = _distance(before, end)
    share = max(0.05, (length - cut) / length)
    return (*path[:-1], _between(before, end, share))


def head(points: Sequence[Point], length: float, width: float) -> tuple[Point, ...]:
    """Give the triangle of a head whose tip is the end of the line.

    >>> head([(0, 0), (0, 10)], 3, 2)
    ((0, 10), (1.0, 7.0), (-1.0, 7.0))
    """
    path = _without_repeats(points)
    if len(path) < 2:
        return ()
    before, tip = path[-2], path[-1]
    size = _distance(before, tip)
    along = ((tip[0] - before[0]) / size, (tip[1] - before[1]) / size)
    base = (tip[0] - along[0] * length, tip[1] - along[1] * length)
    aside = (along[1] * width / 2, -along[0] * width / 2)
    return (tip, (base[0] + aside[0], base[1] + aside[1]), (base[0] - aside[0], base[1] - aside[1]))


def controls(start: Point, arc: Arc) -> tuple[Point, Point]:
    """Give the control points of the cubic curve that follows an arc to within a thousandth of its radius."""
    across, down = arc.to[0] - start[0], arc.to[1] - start[1]
    chord = hypot(across, down)
    if not chord or chord > 4 * arc.radius:  # too small to be one
        return start, arc.to
    half = asin(min(1.0, chord / (2 * arc.radius)))
    reach = 4 / 3 * tan(half / 2) * arc.radius / chord
    turn = half if arc.clockwise else -half

    def turned(angle: float) -> Point:
        return (across * cos(angle) - down * sin(angle), across * sin(angle) + down * cos(angle))

    (a, b), (c, d) = turned(-turn), turned(turn)
    return (start[0] + reach * a, start[1] + reach * b), (arc.to[0] - reach * c, arc.to[1] - reach * d)


def on_curve(controls: Sequence[Point], at: float) -> Point:
    """Give the point of a cubic curve at a share of its way.

    >>> on_curve(((0, 0), (4, 0), (4, 8), (8, 8)), 0.5)
    (4.0, 4.0)
    """
    a, b, c, d = (1 - at) ** 3, 3 * at * (1 - at) ** 2, 3 * at**2 * (1 - at), at**3
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = controls
    return (a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3)


def part_of(controls: Sequence[Point], start: float, end: float) -> tuple[Point, ...]:
    """Give the cubic curve that is a part of another.

    >>> part_of(((0, 0), (3, 0), (6, 0), (9, 0)), 0, 1 / 3)
    ((0, 0), (1.0, 0.0), (2.0, 0.0), (3.0, 0.0))
    """
    left = _split(controls, end)[0]
    return _split(left, start / end)[1] if start else left


def _split(controls: Sequence[Point], at: float) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """Cut a cubic curve in two."""
    row, left, right = list(controls), [controls[0]], [controls[-1]]
    while len(row) > 1:
        row = [_between(one, two, at) for one, two in pairwise(row)]
        left.append(row[0])
        right.insert(0, row[-1])
    return tuple(left), tuple(right)


def _corner(
    before: Point, at: Point, after: Point, radius: float, radius_before: float, radius_after: float
) -> tuple[Piece, ...]:
    into, out = _distance(before, at), _distance(at, after)
    one = ((at[0] - before[0]) / into, (at[1] - before[1]) / into)
    two = ((after[0] - at[0]) / out, (after[1] - at[1]) / out)
    turn = acos(max(-1.0, min(1.0, one[0] * two[0] + one[1] * two[1])))
    if turn < 1e-3 or turn > pi - 1e-3:
        return (Straight(at),)
    room = min(
        into * radius / (radius + radius_before),
        out * radius / (radius + radius_after),
    )
    cut = min(round(radius * tan(turn / 2), 9), room)
    size = radius if cut < room else cut / tan(turn / 2)
    start = (at[0] - one[0] * cut, at[1] - one[1] * cut)
    end = (at[0] + two[0] * cut, at[1] + two[1] * cut)
    arc = Arc(end, size, one[0] * two[1] - one[1] * two[0] > 0)
    return (arc,) if _distance(before, start) <= NOTHING else (Straight(start), arc)


def _without_repeats(points: Sequence[Point]) -> list[Point]:
    return [points[0], *[at for before, at in pairwise(points) if _distance(before, at) > NOTHING]] if points else []


def _between(start: Point, end: Point, share: float) -> Point:
    return (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)


def _distance(one: Point, two: Point) -> float:
    return hypot(two[0] - one[0], two[1] - one[1])
