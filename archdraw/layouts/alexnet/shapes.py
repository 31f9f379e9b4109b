"""How large each tensor is drawn: heights and widths on one scale, depths on another, vectors on a third."""

from __future__ import annotations

from collections.abc import Sequence

from archdraw.layouts.alexnet.options import Options
from archdraw.layouts.alexnet.tensors import Tensor
from archdraw.records import dataclass
from archdraw.stages.chain import Stage
from archdraw.volumes.scales import Scale, exact, steepest
from archdraw.volumes.views import Space

USUAL, SMALLEST, THINNEST = 92.0, 39.0, 2.6
"""How long the largest side is drawn, the smallest where that can be, and the depth of one channel, in points."""
FLOOR = 14.0
"""The least side of a tensor, in points: kernels are seen, and words below keep clear of what leads on."""
FLAT = 6.0
"""How far away tensors of one dimension reach, in points."""
TALLEST, GROWTH, SHORTEST = 0.65, 0.25, 5.0
"""How long the longest vector is, as a share of the largest side, the exponent for vectors, and the least length, in points."""
UNIT = 64
"""The number of channels whose depth a level tells."""


@dataclass(frozen=True, slots=True)
class Level:
    """One way to draw smaller: the longest side, the depth of 64 channels, the gaps, short words or long."""

    top: float
    deep: float
    widest: float
    least: float
    short: bool


LEVELS = (
    Level(USUAL, 23.5, 17.0, 9.0, False),
    Level(USUAL, 23.5, 17.0, 8.0, True),
    Level(84.0, 21.5, 16.0, 8.0, True),
    Level(76.0, 19.0, 15.0, 8.0, True),
    Level(68.0, 16.5, 14.0, 8.0, True),
    Level(60.0, 14.0, 13.0, 8.0, True),
)
SMALLER = (
    Level(52.0, 12.5, 12.0, 7.0, True),
    Level(45.0, 11.0, 11.0, 6.0, True),
    Level(39.0, 9.5, 10.0, 5.0, True),
)
"""More ways for rows beside each other, which cannot be cut where they are tied."""


@dataclass(frozen=True, slots=True)
class Scales:
    """The scales of a figure."""

    side: Scale
    depth: Scale
    vector: Scale
    thickness: float
    flat: bool

    def size(self, stage: Stage) -> Space:
        """Give the size of a tensor: along the row, up, and away."""
        if stage.is_vector:
            return (self.thickness, self.vector(stage.count), 0.0 if self.flat else self.thickness)
        away = FLAT if stage.flat else self.side(stage.width)
        return (self.depth(stage.count), self.side(stage.height), away)


def scales(tensors: Sequence[Tensor], options: Options, level: Level) -> Scales:
    """Choose the scales of a figure; those that have a unit are as long as that makes them."""
    stages = [tensor.stage for tensor in tensors]
    sides = [size for stage in stages if not stage.is_vector for size in _sides(stage)] or [1]
    counts = [stage.count for stage in stages if not stage.is_vector] or [1]
    lengths = [stage.count for stage in stages if stage.is_vector] or [1]
    if options.unit:
        side = exact(options.unit, max(sides), options.scale, options.power or 1.0, 1.0)
    else:
        power = options.power or steepest(sides, level.top, SMALLEST * level.top / USUAL)
        side = Scale(level.top, max(sides), power, options.scale, FLOOR)
    power = options.depth_power
    if options.depth_unit:
        depth = exact(options.depth_unit, max(counts), options.depth_scale, power, 1.0)
        vector = exact(options.depth_unit, max(lengths), options.depth_scale, power, 1.0)
    else:
        deepest = level.deep * (max(counts) / UNIT) ** 0.3
        depth = Scale(deepest, max(counts), power, options.depth_scale, THINNEST)
        vector = Scale(TALLEST * level.top, max(lengths), GROWTH, least=SHORTEST)
    return Scales(side, depth, vector, options.thickness, options.vectors == "flat")


def _sides(stage: Stage) -> tuple[int, ...]:
    return (stage.height,) if stage.flat else (stage.height, stage.width)
