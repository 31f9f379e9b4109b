"""What goes around: skips from the top of one tensor over all between to the top of another, and lines from row to row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from archdraw.diagram import Label, Link
from archdraw.geometry import Point
from archdraw.layouts.alexnet import marks
from archdraw.layouts.alexnet.marks import DOT
from archdraw.layouts.alexnet.place import OnPage
from archdraw.layouts.alexnet.tensors import Tensor
from archdraw.stages.interrupted import interrupted
from archdraw.stages.net import Net
from archdraw.stages.words import on_the_way
from archdraw.style import Style
from archdraw.volumes.arcs import APART, Ends, lanes, legs
from archdraw.volumes.views import Body

Places = Mapping[tuple[int, int, int], float]
"""Where lines stand on tensors, from left to right: by the tensor, the number of the skip that ends at another, or of the tie."""
TIE, WORDED = -1, 8.5
"""The number of all ties, and what is free from lane to lane where words stand in several, in points."""


def places(net: Net, rows: Sequence[OnPage]) -> Places:
    """Give where skips and ties of a strip meet the tops of tensors, so that none crosses its neighbour."""
    bodies: dict[int, Body] = {i: body for row in rows for i, body in row.bodies.items()}
    asked: list[tuple[tuple[int, int, int], tuple[int, int, int]]] = []
    for i in bodies:
        for k, (start, _) in enumerate(net.stages[i].skips):
            asked.append(((start, i, k), (i, i, k)))
    for t, tie in enumerate(net.ties):
        if tie.start in bodies and tie.end in bodies:
            asked.append(((tie.start, TIE, t), (tie.end, TIE, t)))

    def spot(end: tuple[int, int, int]) -> int | tuple[int, int, int]:
        """Give the tensor; or the end itself, where that is at its side, not on its top."""
        i, kind, t = end
        aside = kind == TIE and i == (net.ties[t].end if net.ties[t].enters else net.ties[t].start)
        return end if aside else i

    met = dict.fromkeys(end for line in asked for end in line)
    spots = {spot(end): bodies[end[0]] for end in met}
    long = {key: row.hull.width for key in spots for row in rows if isinstance(key, tuple) and key[0] in row.numbers}

    def turn(key: int | tuple[int, int, int]) -> tuple[float, float]:
        """Order tensors from left to right, ties before and behind all: they run higher than skips, those of long rows highest."""
        if isinstance(key, int):
            return (0.0, spots[key].at((0, 0.5, 0))[0])
        return (1.0, long[key]) if net.ties[key[2]].enters else (-1.0, -long[key])

    order = sorted(spots, key=turn)
    number = {key: k for k, key in enumerate(order)}
    found = legs(
        [Ends(number[spot(start)], number[spot(end)]) for start, end in asked],
        [spots[key].at((0, 0.5, 0)) for key in order],
        [spots[key].size[0] * abs(spots[key].view.along[0]) for key in order],
    )
    return {end: at[0] for line, ends in zip(asked, found, strict=True) for end, at in zip(line, ends, strict=True)}


def links(
    tensors: Sequence[Tensor], row: OnPage, places: Places, tops: Mapping[int, float], said: bool, style: Style
) -> Iterator[Link | Label]:
    """Give the skips of a row; ``tops`` is how high each tensor and what is written over it reach."""
    numbers = row.numbers
    asked = [(start, i, k, edge) for i in numbers for k, (start, edge) in enumerate(tensors[i].skips)]
    worded = [(start, i) for start, i, k, _ in asked if tensors[i].stage.projections[k] and said]
    met = any(a <= d and c <= b for n, (a, b) in enumerate(worded) for c, d in worded[:n])
    ends = [Ends(start - numbers.start, i - numbers.start) for start, i, *_ in asked]
    heights = lanes(ends, [tops[i] for i in numbers], WORDED if met else APART)
    for (start, i, k, edge), lane in zip(asked, heights, strict=True):
        (x, y), (u, v) = _top(row.bodies[start], places[start, i, k]), _top(row.bodies[i], places[i, i, k])
        layers = tensors[i].stage.projections[k]
        edges = tuple(pairwise((edge[0], *(layer.name for layer in layers), edge[1])))
        words = on_the_way(layers) if said else ""
        corner = min(style.size("corner"), abs(u - x) / 2)
        yield from interrupted(((x, y), (x, lane)), ((u, lane), (u, v)), edges, words, corner, style, DOT)


def ties(net: Net, rows: Sequence[OnPage], places: Places, style: Style) -> Iterator[Link]:
    """Lead from row to row: up to the first of a row, or from the last of one down."""
    at = {i: row for row in rows for i in row.numbers}
    corner = (style.size("corner"),)
    for t, tie in enumerate(net.ties):
        if tie.start not in at or tie.end not in at:
            continue
        one, two = at[tie.start].bodies[tie.start], at[tie.end].bodies[tie.end]
        if tie.enters:
            x, y = _top(one, places[tie.start, TIE, t])
            end = marks.into(two)
            yield Link(((x, y), (x, end[1]), end), tie.edges, True, corner, "data", DOT)
        else:
            start, dot = marks.out(one, False)
            u, v = _top(two, places[tie.end, TIE, t])
            yield Link((start, (u, start[1]), (u, v)), tie.edges, True, corner, "data", dot)


def _top(body: Body, x: float) -> Point:
    return (x, body.at((0, 0.5, 0))[1])
