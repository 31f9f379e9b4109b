"""Skips: lines that go around below, from a stack to the sum or the concatenation that reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from archdraw import text
from archdraw.diagram import Label, Line, Link
from archdraw.layouts.lenet.row import Here
from archdraw.records import dataclass
from archdraw.stages.chain import Edges, Stage
from archdraw.stages.measure import wide
from archdraw.stages.words import on_the_way
from archdraw.style import Style

ASIDE = 9.0
"""How much more room words under a row get, so that lines come through between them, in points."""
FIRST, LANE, APART = 6.0, 6.0, 3.2
"""From the words to the first lane, from lane to lane, and between a line that begins and one that ends, in points."""
AROUND = 3.0
"""What is free around words in a lane, in points."""
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
    asked = [(i - start, start, i, edge) for i in numbers for start, edge in stages[i].skips]
    found: list[Skip] = []
    for _, start, end, edge in sorted(asked):
        taken = {other.lane for other in found if other.start <= end and start <= other.end}
        layers = stages[end].projections.get(edge, ())
        names = (edge[0], *(layer.name for layer in layers), edge[1])
        lane = next(lane for lane in range(len(found) + 1) if lane not in taken)
        found.append(Skip(start, end, tuple(pairwise(names)), on_the_way(layers) if said else "", lane))
    return found


def room(skips: Sequence[Skip]) -> float:
    """Give the room that they need under the words."""
    return FIRST + LANE * max(skip.lane for skip in skips) if skips else 0.0


def marks(
    skips: Sequence[Skip], drawn: Mapping[int, Here], free: Mapping[int, Free], top: float, style: Style
) -> Iterator[Link | Label]:
    """Lead each from below its stack, between the words, along its lane and up; ``free`` is where no words stand."""
    ends: dict[int, list[tuple[int, int]]] = {}  # which skips meet a stack, those from the left first
    for k, skip in enumerate(skips):
        ends.setdefault(skip.start, []).append((1, k))
        ends.setdefault(skip.end, []).append((0, k))
    places: dict[tuple[int, int], float] = {}
    for i, met in ends.items():
        met.sort(key=lambda end: (end[0], (1 - 2 * end[0]) * skips[end[1]].lane))
        for k, end in enumerate(met):
            places[i, end[1]] = _across(drawn[i], free[i], k, len(met))
    for k, skip in enumerate(skips):
        x, u, y = places[skip.start, k], places[skip.end, k], top + FIRST + LANE * skip.lane
        corner = min(style.size("corner"), abs(x - u) / 2)
        down, up = ((x, _low(drawn[skip.start], x)), (x, y)), ((u, y), (u, _low(drawn[skip.end], u)))
        font = style.text("detail").font
        words = text.fit(skip.words, u - x - 2 * (AROUND + corner), font.size, font.weight) if skip.words else ""
        needs = wide(words, "detail", style)
        if not words:
            yield Link((*down, *up), skip.edges, True, (corner,) * 2)
            continue
        middle, half = (x + u) / 2, needs / 2 + AROUND
        yield Link((*down, (middle - half, y)), skip.edges, False, (corner,))
        yield Link(((middle + half, y), *up), skip.edges, True, (corner,))
        yield Label((Line((middle, y + 0.35 * font.size), words, "detail", "middle", needs),))


def _across(here: Here, free: Free, k: int, count: int) -> float:
    """Give where the k-th of so many lines meets a stack: between the words if that is below it, clear of its dots."""
    left, right = max(free[0], here.left) + 1.5, min(free[1], here.right) - 1.5
    if right <= left:
        left = right = min(max((free[0] + free[1]) / 2, here.left + 1), here.right - 1)
    step = min(APART, (right - left) / max(1, count - 1))
    x = (left + right) / 2 + (k - (count - 1) / 2) * step
    dots = [here.left + dot[0] for dot in here.shape.dots if dot[1] > here.shape.height / 2]
    return x + 1.6 if any(abs(x - dot) < 0.8 for dot in dots) else x


def _low(here: Here, x: float) -> float:
    """Give the lower border of what is drawn at this place."""
    below = [box.bottom for box in here.boxes() if box.left <= x <= box.right]
    return max(below, default=here.top + here.shape.height)
