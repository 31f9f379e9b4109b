"""What one cell of a map sees of the maps before it, and where both are drawn."""

from __future__ import annotations

from collections.abc import Sequence

from archdraw.geometry import Box
from archdraw.graph import MERGES
from archdraw.layouts.lenet.chain import Stage
from archdraw.layouts.lenet.options import Options
from archdraw.volumes.scales import Scale

LEAST_WINDOW, LEAST_CELL = 5.0, 2.6
"""The least sides of a window and of a cell, in points."""


def seen(stage: Stage, before: Stage) -> tuple[int, int] | None:
    """Give the height and width of what one cell depends on; None where that is no window.

    A cell of a transposed convolution depends on as many as its kernel covers in steps of the stride.
    """
    if stage.is_vector or before.is_vector or stage.flat != before.flat:
        return None
    layer = stage.layer
    sizes = (before.height, before.width)
    if layer.attrs.get("whole"):
        return sizes
    kernel, stride, dilation = (_pair(layer.attrs.get(key)) for key in ("kernel", "stride", "dilation"))
    if layer.op == "upsample":
        found = (1, 1) if layer.attrs.get("interpolation", "nearest") == "nearest" else (2, 2)
    elif layer.op == "deconv" and kernel:
        steps = stride or (1, 1)
        found = (-(-kernel[0] // steps[0]), -(-kernel[1] // steps[1]))
    elif kernel:
        wide = dilation or (1, 1)
        found = ((kernel[0] - 1) * wide[0] + 1, (kernel[1] - 1) * wide[1] + 1)
    elif layer.op == "pool":
        found = (-(-before.height // stage.height), -(-before.width // stage.width))
    elif layer.op in ("dense", "norm", "activation", "crop", "pad", "rescale", *MERGES):
        found = (1, 1)
    else:
        return None
    return (min(found[0], sizes[0]), min(found[1], sizes[1]))


def _pair(value: object) -> tuple[int, int] | None:
    """Read a size per axis: one number counts for both, and maps of one dimension have 1 across."""
    if isinstance(value, int):
        return (value, value)
    if isinstance(value, (tuple, list)) and value:
        return (int(value[0]), int(value[1]) if len(value) > 1 else 1)
    return None


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
