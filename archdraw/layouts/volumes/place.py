"""Choose how large all is drawn, and stand the blocks so that none covers another or its labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from archdraw.errors import LayoutError
from archdraw.geometry import Box
from archdraw.layouts.volumes import across, parallel
from archdraw.layouts.volumes.blocks import Half, Net
from archdraw.layouts.volumes.options import Options
from archdraw.layouts.volumes.parts import Parts, parts
from archdraw.layouts.volumes.shape import Shape
from archdraw.layouts.volumes.shapes import LEVELS, Level, Shapes
from archdraw.layouts.volumes.strips import MANY, strips
from archdraw.records import dataclass
from archdraw.style import Style
from archdraw.volumes.arcs import APART
from archdraw.volumes.rows import Part

LANE, MOST = 9.0, 12
"""The room beside a strip for the line that leads to the next, in points, and the most strips."""
SMALLER = 0.1
"""What drawing one step smaller costs, in strips."""
ENOUGH = 1.05
"""Where nothing fits the page: with so many times the least width there are no more strips than that takes."""
SMALL = 2.6
"""A figure so many times wider than its page would not be read: letters of 6 points become ones of 2.3."""
Names = Sequence[Sequence[str]]
T = TypeVar("T")
PORTED, EMPTY = Shape((), Box(0.0, 0.0, 0.0, 0.0)), Part(0.0)
"""The shape and the room of a port."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A stretch of the network on the page: shapes around the line of their row, where each begins, the names below, and what leads on."""

    net: Net
    names: tuple[tuple[str, ...], ...]
    shapes: tuple[tuple[Shape, ...], ...]
    parts: tuple[tuple[Part, ...], ...]
    lefts: dict[tuple[int, int], float]
    across: tuple[tuple[Half, float], ...] = ()

    @property
    def width(self) -> float:
        """The room it takes."""
        low, high = self.reach
        return high - low

    @property
    def reach(self) -> tuple[float, float]:
        """How far it reaches to the left and to the right."""
        low = high = 0.0
        for (r, b), left in self.lefts.items():
            part = self.parts[r][b]
            half = part.over / 2
            low = min(low, left - part.before, left + part.center - half)
            high = max(high, left + part.width + part.after, left + part.center + half)
        for end, said in self.across:
            r, b, slab = end.at
            high = max(high, self.lefts[r, b] + parallel.leg(self.shapes[r][b], slab) + said)
        return low, high


@dataclass(frozen=True, slots=True)
class Placed:
    """All strips, the scales, what the breaks cost, in strips, and the room beside all for what leads from strip to later ones."""

    strips: tuple[Strip, ...]
    scales: Shapes
    cost: float = 1.0
    beside: float = 0.0

    @property
    def width(self) -> float:
        """How wide all is."""
        return max(strip.width for strip in self.strips) + self.beside


def placed(net: Net, names: Names, options: Options, style: Style, many: int = MANY) -> Placed:
    """Place all in one strip, or cut it into as few as the page needs: of all that fit, what costs least.

    So ``many`` arcs may lead across a break.
    """
    linear = options.thickness_scale == "side" and not options.is_exact
    room = options.width - 2 * style.size("margin")
    most = len(net.rows[0])
    counts = [min(options.rows, most)] if options.rows else range(1, min(most, MOST) + 1)
    made: dict[int, Parts] = {}
    best: tuple[float, Placed] | None = None
    for count in counts:
        for number, level in enumerate(LEVELS):
            if best and count + SMALLER * number >= best[0]:
                break
            if number not in made:
                made[number] = parts(net, names, options, style, level)
            found = _fitting(net, names, made[number], level, count, room, style, 0 if linear else many)
            if found and (best is None or found.cost + SMALLER * number < best[0]):
                best = (found.cost + SMALLER * number, found)
    if best:
        return best[1]
    if linear:  # hundreds of channels are too long for any page
        return placed(net, names, replace(options, scale="power", thickness_scale="power"), style, many)
    last = made[len(LEVELS) - 1]
    tried = [one for one in (_cut(net, names, last, LEVELS[-1], count, None, style, many) for count in counts) if one]
    least = min(map(_widest, tried), default=0.0)
    if not tried or (least > SMALL * room and not options.is_exact):
        much = f"they need {least / room:.0f} times the width of the page" if tried else "they are none"
        raise LayoutError(
            f"the blocks find no place, for too much leads around them: {much}",
            "try the renderer 'blocks', or a larger width",
        )
    return next(one for one in tried if _widest(one) <= ENOUGH * least)


def _widest(found: Placed) -> float:
    return round(found.width, 3)


def _fitting(
    net: Net, names: Names, made: Parts, level: Level, count: int, room: float, style: Style, many: int
) -> Placed | None:
    """Cut into so many strips that fit the room; first as if no lines led from strip to strip beside it, then as narrow as can be."""
    if count == 1:
        return _cut(net, names, made, level, 1, room, style, many)
    free = room - 2 * LANE
    for limit in (free, free - APART, free - 3 * APART, 0.0):
        found = _cut(net, names, made, level, count, free, style, many, limit)
        if found:
            return found
    return None


def _cut(
    net: Net,
    names: Names,
    made: Parts,
    level: Level,
    count: int,
    room: float | None,
    style: Style,
    many: int,
    limit: float = 0.0,
) -> Placed | None:
    """Cut into so many strips, none wider than about the limit, and place all; None where one is wider than the room."""
    widths = [0.0]
    if count > 1:
        at = parallel.lefts(net, made.parts, made.shapes, level.least)
        ends = [at[0, b] for b in range(len(net.rows[0]))]
        widths = [two - one for one, two in zip(ends, [*ends[1:], ends[-1] + made.parts[0][-1].width], strict=True)]
    cuts = strips(net, widths, count, room or 0.0, limit, many)
    beside = APART * across.lanes([one.across for one in cuts])
    free = None if room is None else room - beside
    found = []
    for one in cuts:
        own_shapes = tuple(tuple(_at(made.shapes, at, PORTED) for at in row) for row in one.origins)
        own_parts = tuple(tuple(_at(made.parts, at, EMPTY) for at in row) for row in one.origins)
        called = tuple(tuple(_at(names, at, "") for at in row) for row in one.origins)
        leading = tuple((half, across.room(half, style)) for half in one.across)
        strip = _fitted(Strip(one.net, called, own_shapes, own_parts, {}, leading), free, level)
        if strip is None:
            return None
        found.append(strip)
    return Placed(tuple(found), made.scales, len(cuts) + sum(one.loss for one in cuts), beside)


def _at(rows: Sequence[Sequence[T]], at: tuple[int, int] | None, port: T) -> T:
    """Give what belongs to a block, or to a port."""
    return port if at is None else rows[at[0]][at[1]]


def _fitted(strip: Strip, room: float | None, level: Level) -> Strip | None:
    """Choose the widest gap for which a strip fits; None where not even the least does."""

    def at(gap: float) -> Strip:
        return replace(strip, lefts=parallel.lefts(strip.net, strip.parts, strip.shapes, gap))

    found = at(level.widest)
    if room is None or found.width <= room:
        return found
    found = at(level.least)
    if found.width > room:
        return None
    low, high = level.least, level.widest
    for _ in range(16):
        middle = (low + high) / 2
        tried = at(middle)
        low, high, found = (middle, high, tried) if tried.width <= room else (low, middle, found)
    return found
