"""How large each slab is drawn: sides on one scale, thickness on another, bars on a third."""

from __future__ import annotations

from dataclasses import replace

from archdraw.layouts.volumes.blocks import Block, Net, Slab
from archdraw.layouts.volumes.extents import Extent
from archdraw.layouts.volumes.options import Options
from archdraw.lettering import wide
from archdraw.records import dataclass
from archdraw.style import Style
from archdraw.volumes.scales import Scale, steepest
from archdraw.volumes.views import Space

SMALLEST, FLOOR, THINNEST = 24.0, 10.0, 2.6
"""What the smallest side should be, what it is at least, and the thickness of one channel at least, in points."""
BAR, TALLEST, GROWTH, SHORTEST = 7.0, 0.65, 0.25, 6.0
"""The thickness of a bar, its largest length as a share of the largest side, the exponent for bars, and the least length."""
POOL, END, FLAT = 2.4, 2.4, 6.0
"""The thickness of a pool and of an activation, and how far sequences reach away, in points."""
AROUND, SLACK = 1.6, 1.6
"""What a slab is thicker than its label at least, and how much thicker one may become for that, in points."""
LONGEST = 3.0
"""The longest vector on the scale of sides, in largest sides."""
AWAY = 2.2
"""How much longer bars that lead away are: they are drawn shortened."""
UNIT = 64
"""The number of channels whose thickness a level tells."""


@dataclass(frozen=True, slots=True)
class Level:
    """One way to draw smaller: the longest side, how far edges lead away, the thickness of 64 channels, the gaps."""

    top: float
    away: float
    thick: float
    widest: float
    least: float


LEVELS = (
    Level(96.0, 0.30, 8.4, 18.0, 8.0),
    Level(88.0, 0.30, 8.4, 16.0, 8.0),
    Level(80.0, 0.30, 8.4, 15.0, 8.0),
    Level(80.0, 0.27, 8.4, 14.0, 8.0),
    Level(80.0, 0.27, 6.5, 14.0, 8.0),
    Level(80.0, 0.27, 5.0, 14.0, 8.0),
    Level(72.0, 0.27, 4.4, 12.0, 8.0),
    Level(64.0, 0.25, 4.0, 12.0, 8.0),
)


@dataclass(frozen=True, slots=True)
class Shapes:
    """The scales of a figure; ``least`` are thicknesses that labels need, by number of channels, from few to many.

    ``units`` are exact lengths for one channel, one of height and one of width, where these are told.
    """

    side: Scale
    thick: Scale
    bar: Scale
    thin: float
    least: tuple[tuple[int, float], ...] = ()
    vectors: str = "upright"
    units: tuple[float, float, float] = (0.0, 0.0, 0.0)

    def thickness(self, count: int) -> float:
        """Give the thickness for a number of channels: that of its label at least, and never less than for fewer channels."""
        return max([self.thick(count), *(need for fewer, need in self.least if fewer <= count)])

    def size(self, slab: Slab) -> Space:
        """Give the size of a slab: along the row, up, and away."""
        extent = slab.extent
        if any(self.units):
            return self._exact(extent)
        if extent.is_vector and self.vectors == "along":
            return (self.long(extent.count), *(self.across,) * 2)
        if extent.is_vector and self.vectors == "away":
            return (END if slab.kind == "end" else BAR, BAR, AWAY * self.bar(extent.count))
        if extent.is_vector:
            return (END if slab.kind == "end" else BAR, self.bar(extent.count), BAR)
        up, away = self.side(extent.high), self.side(extent.wide) if extent.wide else FLAT
        return (self.thin if slab.kind in ("pool", "end") else self.thickness(extent.count), up, away)

    @property
    def is_one(self) -> bool:
        """Tell whether thickness and sides are on one scale, so that a vector is 1 × 1 × its length."""
        return self.side == self.thick

    def long(self, count: int) -> float:
        """Give the length of a vector along the row: thousands of units are no longer than three of the largest sides."""
        return min(self.thick(count), LONGEST * self.side.top) if self.is_one else self.bar(count)

    @property
    def across(self) -> float:
        """How high and deep a vector along the row is."""
        return self.side(1) if self.is_one else BAR

    def _exact(self, extent: Extent) -> Space:
        """Give a size by the units; a unit that is not told is by the scale."""
        channel, height, width = self.units
        high, wide = extent.high or 1, extent.wide or 1
        return (
            channel * extent.count or self.thickness(extent.count),
            height * high or self.side(high),
            width * wide or self.side(wide),
        )


def shapes(net: Net, options: Options, level: Level, style: Style) -> Shapes:
    """Choose the scales of a figure."""
    blocks = [block for row in net.rows for block in row if not block.sign]
    extents = [slab.extent for block in blocks for slab in block.slabs]
    maps = [extent for extent in extents if not extent.is_vector]
    sides = [size for extent in maps for size in _sides(extent)] or [1]
    top = options.top or level.top
    power = options.power or steepest(sides, top, SMALLEST * min(1.0, top / 80.0))
    side = Scale(top, max(sides), power, options.scale, FLOOR)
    counts = [extent.count for extent in maps] or [1]
    thickest = level.thick * (max(counts) / UNIT) ** 0.3
    thick = Scale(thickest, max(counts), options.thickness_power, options.thickness_scale, THINNEST)
    if options.thickness_scale == "side":
        side = thick = Scale(top, max(sides), power, options.scale, THINNEST)
    lengths = [extent.count for extent in extents if extent.is_vector] or [1]
    bar = Scale(TALLEST * top, max(lengths), GROWTH, least=SHORTEST)
    units = (options.channel_unit, options.height_unit, options.width_unit)
    bare = Shapes(side, thick, bar, POOL if level.thick > 6 else POOL - 0.2, (), options.vectors, units)
    least: dict[int, float] = {}
    raised = options.labels and options.channels and options.sizes != "over" and options.thickness_scale != "side"
    for block in blocks if raised else ():
        if each_labelled(block, bare, style):
            least |= {slab.extent.count: _need(slab, style) for slab in block.main}
    return replace(bare, least=tuple(sorted(least.items())))


def each_labelled(block: Block, scales: Shapes, style: Style) -> bool:
    """Tell whether the numbers of all slabs of a block stand below theirs, which may become a little thicker for it."""
    if block.sign or block.is_vector:
        return False
    return all(_need(slab, style) <= scales.thickness(slab.extent.count) + SLACK for slab in block.main)


def _need(slab: Slab, style: Style) -> float:
    return wide(slab.extent.words[0], "detail", style) + AROUND


def _sides(extent: Extent) -> tuple[int, ...]:
    return (extent.high, extent.wide) if extent.wide else (extent.high,)
