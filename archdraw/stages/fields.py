"""How much of the maps before it one cell of a map depends on."""

from __future__ import annotations

from archdraw.graph import MERGES
from archdraw.stages.chain import Stage


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


def through(field: tuple[int, int], pool: Stage, before: Stage) -> tuple[int, int]:
    """Give what a window on the maps that a pool gives depends on of those that the pool takes."""
    one = seen(pool, before) or (1, 1)
    step = _pair(pool.layer.attrs.get("stride") or pool.layer.attrs.get("kernel")) or one
    high, wide = ((size - 1) * by + first for size, by, first in zip(field, step, one, strict=True))
    return (min(high, before.height), min(wide, before.width))


def _pair(value: object) -> tuple[int, int] | None:
    """Read a size per axis: one number counts for both, and maps of one dimension have 1 across."""
    if isinstance(value, int):
        return (value, value)
    if isinstance(value, (tuple, list)) and value:
        return (int(value[0]), int(value[1]) if len(value) > 1 else 1)
    return None
