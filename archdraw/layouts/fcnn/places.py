"""Where neurons stand: along the flow by layer, across it by slot; both directions are one geometry, turned at the end."""

from __future__ import annotations

from collections.abc import Sequence

from archdraw.geometry import Point
from archdraw.layouts.fcnn.columns import Column
from archdraw.layouts.fcnn.options import Options
from archdraw.records import dataclass

DIAMETER, GAP, SPACING = 8.8, 3.4, 53.2
WITH_NAMES = (12.4, 5.6, 69.6)
"""The same three where names stand inside."""
DOT, APART = 0.8 / 8.8, 3.4 / 12.2
"""The radius of the dots of an ellipsis, of a neuron's diameter, and how far they are apart, of the pitch."""
BELOW = 1.35
"""How far the bias stands under the last slot, in pitches."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One drawn neuron: its index in its layer, None where it cannot be known, and its place across the flow."""

    index: int | None
    across: float


@dataclass(frozen=True, slots=True)
class Stand:
    """How one column stands: its neurons, the dots between them, and its place along the flow."""

    spots: tuple[Spot, ...]
    dots: tuple[float, ...]
    along: float = 0.0


def stand(column: Column, pitch: float, most: int) -> Stand:
    """Place the neurons of a column around 0; of too many the first and the last, with dots in the two free slots."""
    size = column.size
    if isinstance(size, int) and size <= most:
        return Stand(tuple(Spot(i, (i - (size - 1) / 2) * pitch) for i in range(size)), ())
    first, last = (most - 1) // 2, (most - 2) // 2
    middle = (most - 1) / 2
    spots = [Spot(i, (i - middle) * pitch) for i in range(first)]
    for slot in range(most - last, most):
        index = size - (most - slot) if isinstance(size, int) else None
        spots.append(Spot(index, (slot - middle) * pitch))
    center = (first + 0.5 - middle) * pitch
    return Stand(tuple(spots), tuple(center + step * APART * pitch for step in (-1, 0, 1)))


def pitches(count: int, diameter: float, options: Options, usual: float) -> list[float]:
    """Give the distance of neurons in each column."""
    gaps = options.node_gap or (usual,)
    return [diameter + gaps[min(place, len(gaps) - 1)] for place in range(count)]


def reach(stands: Sequence[Stand]) -> tuple[float, float]:
    """Give the first and the last place across the flow that a neuron has."""
    across = [spot.across for each in stands for spot in each.spots]
    return min(across, default=0.0), max(across, default=0.0)


def turned(along: float, across: float, direction: str) -> Point:
    """Turn a place into one of the page.

    >>> turned(3, 1, "right"), turned(3, 1, "up")
    ((3, 1), (1, -3))
    """
    return (along, across) if direction == "right" else (across, -along if direction == "up" else along)
