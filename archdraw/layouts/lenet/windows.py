"""What one cell of a map sees of the maps before it, and where both are drawn."""

from __future__ import annotations

from collections.abc import Sequence

from archdraw.geometry import Box
from archdraw.layouts.lenet.options import Options
from archdraw.stages.chain import Stage
from archdraw.volumes.scales import Scale

LEAST_WINDOW, LEAST_CELL = 5.0, 2.6
"""The least sides of a window and of a cell, in points."""


def window(front: Box, field: tuple[int, int], before: Stage, scale: Scale, number: int, options: Options) -> Box:
    """Place a window on the front map, inside of it."""
    high = _side(field[0], before.height, front.height, LEAST_WINDOW, options)
    wide = _side(field[1], before.width, front.width, LEAST_WINDOW, options)
    return _within(front, wide, high, _at(options.window_at, number))


def cell(front: Box, stage: Stage, number: int, options: Options) -> Box:
    """Place one cell on the front map, or a point."""
    at = _at(options.cell_at or options.window_at, number)
    if options.apex == "point":
        return _within(front, 0.0, 0.0, at)
    high = _side(1, stage.height, front.height, LEAST_CELL, options)
    wide = _side(1, stage.width, front.width, LEAST_CELL, options)
    return _within(front, wide, high, at)


def _side(part: int, whole: int, length: float, least: float, options: Options) -> float:
    """Give the true share of a side, not too small to be seen, unless all is drawn exactly."""
    true = length * part / whole
    return true if options.unit else min(length, max(true, least))


def _within(front: Box, wide: float, high: float, at: tuple[float, float]) -> Box:
    left = front.left + at[0] * (front.width - wide)
    top = front.top + at[1] * (front.height - high)
    return Box(left, top, left + wide, top + high)


def _at(places: Sequence[float], number: int) -> tuple[float, float]:
    """Give the pair of this number; the last one counts for all that follow."""
    i = min(number, len(places) // 2 - 1) * 2
    return places[i], places[i + 1]
