"""Skips: lines that go around below, from a stack to the sum or the concatenation that reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from archdraw.diagram import Label, Link
from archdraw.layouts.lenet.drawn import Drawn
from archdraw.layouts.lenet.row import Here
from archdraw.records import dataclass
from archdraw.stages.chain import Edges, Stage
from archdraw.stages.interrupted import interrupted
from archdraw.stages.words import on_the_way
from archdraw.style import Style

ASIDE = 9.0
"""How much more room words under a row get, so that lines come through between them, in points."""
FIRST, LANE, WORDED, APART = 6.0, 6.0, 8.5, 3.2
"""From the words to the first lane, from lane to lane without words and with them, and between a line that begins and one that ends, in points."""
BESIDE = 10.0
"""How far from the middle of a stack lines between rows may meet it, in points."""
Free = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Skip:
    """One skip: from which stage to which, its edges, what layers on its way do, and how far down it runs."""

    start: int
    end: int
    edges: Edges
    words: str
    lane: int


def of_row(stages: Sequence[Stage], numbers: range, said: bool = True) -> list[Skip]:
    """Give the skips of a row, the short ones in the upper lanes; none runs in the lane of one that it meets."""
    asked = [(i - start, start, i, edge, k) for i in numbers for k, (start, edge) in enumerate(stages[i].skips)]
    found: list[Skip] = []
    for _, start, end, edge, k in sorted(asked):
        taken = {other.lane for other in found if other.start <= end and start <= other.end}
        layers = stages[end].projections[k]
        names = (edge[0], *(layer.name for layer in layers), edge[1])
        lane = next(lane for lane in range(len(found) + 1) if lane not in taken)
        found.append(Skip(start, end, tuple(pairwise(names)), on_the_way(layers) if said else "", lane))
    return found


def room(skips: Sequence[Skip]) -> float:
    """Give the room that they need under the words."""
    return FIRST + _apart(skips) * max(skip.lane for skip in skips) if skips else 0.0


def _apart(skips: Sequence[Skip]) -> float:
    """Give what is free from lane to lane: more where words stand in several."""
    return WORDED if len({skip.lane for skip in skips if skip.words}) > 1 else LANE


@dataclass(frozen=True, slots=True)
class Leg:
    """Where a line between rows meets a stack: which tie, whether it leaves there, and how far below it runs, in turn."""

    at: int
    tie: int
    leaves: bool
    deep: int


def legs(shape: Drawn) -> tuple[float, float]:
    """Give from where to where lines between rows may meet what is drawn, from its left."""
    middle, half = shape.width / 2, min(shape.width / 2, BESIDE)
    return middle - half, middle + half


def places(
    skips: Sequence[Skip], ties: Sequence[Leg], drawn: Mapping[int, Here], free: Mapping[int, Free]
) -> tuple[dict[tuple[int, int], float], dict[tuple[int, int], float]]:
    """Give where skips meet stacks, and where ties do, each by the stack and its number; ``free`` is where no words stand."""
    ends: dict[int, list[tuple[int, int, int]]] = {}  # what meets a stack, those from the left first
    for k, skip in enumerate(skips):
        ends.setdefault(skip.start, []).append((1, -skip.lane, k))
        ends.setdefault(skip.end, []).append((0, skip.lane, k))
    for leg in ties:
        deep = len(skips) + leg.deep
        ends.setdefault(leg.at, []).append((1, -deep, -1 - leg.tie) if leg.leaves else (0, deep, -1 - leg.tie))
    found: tuple[dict[tuple[int, int], float], dict[tuple[int, int], float]] = ({}, {})
    for i, met in ends.items():
        met.sort()
        for k, (_, _, key) in enumerate(met):
            x = _across(drawn[i], free[i], k, len(met), any(other < 0 for *_, other in met))
            found[key < 0][i, -1 - key if key < 0 else key] = x
    return found


def marks(
    skips: Sequence[Skip],
    drawn: Mapping[int, Here],
    places: Mapping[tuple[int, int], float],
    top: float,
    style: Style,
    passing: Sequence[float] = (),
) -> Iterator[Link | Label]:
    """Lead each from below its stack, between the words, along its lane and up; lines between rows are ``passing`` all lanes."""
    for k, skip in enumerate(skips):
        x, u, y = places[skip.start, k], places[skip.end, k], top + FIRST + _apart(skips) * skip.lane
        corner = min(style.size("corner"), abs(x - u) / 2)
        down, up = ((x, low(drawn[skip.start], x)), (x, y)), ((u, y), (u, low(drawn[skip.end], u)))
        deeper = [places[at, n] for n, one in enumerate(skips) if one.lane > skip.lane for at in (one.start, one.end)]
        yield from interrupted(down, up, skip.edges, skip.words, corner, style, crossed=[*passing, *deeper])


def _across(here: Here, free: Free, k: int, count: int, tied: bool) -> float:
    """Give where the k-th of so many lines meets a stack: between the words if that is below it, clear of its dots."""
    first, last = legs(here.shape) if tied else (0.0, here.shape.width)
    inset = 1.5 if not tied or last - first > 3 * count else 0.5
    left, right = max(free[0], here.left + first) + inset, min(free[1], here.left + last) - inset
    if right <= left:
        left = right = min(max((free[0] + free[1]) / 2, here.left + 1), here.right - 1)
    step = min(APART, (right - left) / max(1, count - 1))
    x = (left + right) / 2 + (k - (count - 1) / 2) * step
    dots = [here.left + dot[0] for dot in here.shape.dots if dot[1] > here.shape.height / 2]
    return x + 1.6 if any(abs(x - dot) < 0.8 for dot in dots) else x


def low(here: Here, x: float) -> float:
    """Give the lower border of what is drawn at this place."""
    below = [box.bottom for box in here.boxes() if box.left <= x <= box.right]
    return max(below, default=here.top + here.shape.height)
