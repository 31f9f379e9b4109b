"""Skips: from the top of one tensor over all between to the top of another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archdraw.diagram import Link
from archdraw.layouts.alexnet.marks import DOT
from archdraw.layouts.alexnet.tensors import Tensor
from archdraw.volumes.arcs import Ends, lanes, legs
from archdraw.volumes.views import Body


def links(
    tensors: Sequence[Tensor], numbers: range, bodies: Mapping[int, Body], tops: Mapping[int, float], corner: float
) -> list[Link]:
    """Give the skips of a row; ``tops`` is how high each tensor and what is written over it reach."""
    asked = [(start, i, edge) for i in numbers for start, edge in tensors[i].skips]
    ends = [Ends(start - numbers.start, i - numbers.start) for start, i, _ in asked]
    heights = lanes(ends, [tops[i] for i in numbers])
    places = [bodies[i].at((0, 0.5, 0)) for i in numbers]
    rooms = [bodies[i].size[0] * abs(bodies[i].view.along[0]) for i in numbers]
    found = []
    for (_, _, edge), lane, ((x, y), (u, v)) in zip(asked, heights, legs(ends, places, rooms), strict=True):
        round_ = min(corner, abs(u - x) / 2)
        found.append(Link(((x, y), (x, lane), (u, lane), (u, v)), (edge,), True, (round_, round_), "data", DOT))
    return found
