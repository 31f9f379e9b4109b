"""Choose how large all is drawn, and stand the blocks so that none covers another or its labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise
from math import inf
from typing import TypeVar

from archdraw.errors import LayoutError
from archdraw.geometry import Box
from archdraw.layouts.volumes import across, parallel
from archdraw.layouts.volumes.blocks import Half, Net
from archdraw.layouts.volumes.options import Options
from archdraw.layouts.volumes.parts import Parts, parts
from archdraw.layouts.volumes.shape import Shape
from archdraw.layouts.volumes.shapes import LEVELS, Level, Shapes
from archdraw.layouts.volumes.strips import MANY, breaks, losses, spanned, strips
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

    @property
    def is_covered(self) -> bool:
        """Tell whether a row beside the main one stands where a line from or to another strip goes up."""
        beside = [
            (self.lefts[r, 0], self.lefts[r, len(row) - 1] + row[-1].width) for r, row in enumerate(self.parts) if r
        ]
        legs = [
            self.lefts[r, b] + parallel.leg(self.shapes[r][b], slab)
            for (r, b, slab) in (half.at for half, _ in self.across)
        ]
        return any(left - LANE < leg < right + LANE for leg in legs for left, right in beside)


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
    placing = _Placing(net, names, options, style, 0 if linear else many)
    found = placing.best()
    if found is None and linear:  # hundreds of channels are too long for any page
        return placed(net, names, replace(options, scale="power", thickness_scale="power"), style, many)
    return found or placing.widest(options.is_exact)


class _Placing:
    """All tries to place one network; what is made at one size is kept."""

    def __init__(self, net: Net, names: Names, options: Options, style: Style, many: int) -> None:
        self.net, self.names, self.options, self.style, self.many = net, names, options, style, many
        self.room = options.width - 2 * style.size("margin")
        most = len(net.rows[0])
        self.counts = [min(options.rows, most)] if options.rows else range(1, min(most, MOST) + 1)
        closed = spanned(net, many)
        self.whole = list(pairwise([0, *(b for b in range(1, most) if b not in closed), most]))
        """Stretches of the main row that stay in one strip."""
        self.cuts: dict[tuple[int, float], tuple[Iterator[list[range]], list[list[range]]]] = {}
        self.made: dict[int, tuple[Parts, list[float], float]] = {}

    def at(self, number: int) -> tuple[Parts, list[float], float]:
        """Give all at one level: the parts, from where to where each block of the main row goes, and the room that the longest stretch needs."""
        if number not in self.made:
            level = LEVELS[number]
            made = parts(self.net, self.names, self.options, self.style, level)
            lefts = parallel.lefts(self.net, made.parts, made.shapes, level.least)
            begins = [lefts[0, b] for b in range(len(made.parts[0]))]
            ends = [left + part.width for left, part in zip(begins, made.parts[0], strict=True)]
            widths = [two - one for one, two in zip(begins, [*begins[1:], ends[-1]], strict=True)]
            self.made[number] = made, widths, max(ends[end - 1] - begins[start] for start, end in self.whole)
        return self.made[number]

    def best(self) -> Placed | None:
        """Give what costs least of all that fits the room, if anything does."""
        best: Placed | None = None
        low = inf
        for count in self.counts:
            for number in range(len(LEVELS)):
                step = SMALLER * number
                if count + step >= low:
                    break
                found = self.fitting(number, count, low - step)
                if found:
                    best, low = found, found.cost + step
        return best

    def fitting(self, number: int, count: int, below: float) -> Placed | None:
        """Cut into so many strips that fit the room and cost less; as if no lines led from strip to strip beside it, then as narrow as can be."""
        if count == 1:
            return self.cut(number, 1, self.room)
        free = self.room - 2 * LANE
        if self.at(number)[2] > free:
            return None
        tried = (self.cut(number, count, free, limit, below) for limit in (free, free - 2 * APART, 0.0))
        return next((found for found in tried if found), None)

    def widest(self, exact: bool) -> Placed:
        """Give what is wider than the room, as narrow as can be; a LayoutError where nobody could read that."""
        last = len(LEVELS) - 1
        tried = [one for one in (self.cut(last, count, None) for count in self.counts) if one]
        if not tried:  # so many rows as are asked for would cover what leads from row to row
            fewer = _Placing(self.net, self.names, self.options, self.style, 0)
            return fewer.best() or fewer.widest(exact)
        least = min(round(one.width, 3) for one in tried)
        if least > SMALL * self.room and not exact:
            raise LayoutError(
                "the blocks find no place, for too much leads around them: "
                f"they need {least / self.room:.0f} times the width of the page",
                "try the renderer 'blocks', or a larger width",
            )
        tried += [one for one in (self.cut(last, count, None, ENOUGH * least) for count in self.counts[1:]) if one]
        return min((one for one in tried if round(one.width, 3) <= ENOUGH * least), key=lambda one: one.cost)

    def cut(self, number: int, count: int, free: float | None, limit: float = 0.0, below: float = inf) -> Placed | None:
        """Cut into so many strips, none wider than about the limit, and place all.

        None where one does not fit, a row beside it covers an arc, or it does not cost less.
        """
        made, widths, _ = self.at(number)
        if (number, limit) not in self.cuts:
            most = max(self.counts)
            self.cuts[number, limit] = breaks(self.net, widths, most, self.room, limit, self.many), []
        more, known = self.cuts[number, limit]
        known += islice(more, max(0, count - len(known)))
        ranges = known[count - 1]
        if len(ranges) < count and len(self.counts) > 1:
            return None  # it was tried as fewer
        loss = losses(self.net, widths, self.room)
        if len(ranges) + sum(loss(part.start, part.stop) for part in ranges) >= below:
            return None
        cuts = strips(self.net, ranges, widths, self.room)
        beside = APART * across.lanes([one.across for one in cuts])
        found = []
        for one in cuts:
            own_shapes = tuple(tuple(_at(made.shapes, at, PORTED) for at in row) for row in one.origins)
            own_parts = tuple(tuple(_at(made.parts, at, EMPTY) for at in row) for row in one.origins)
            called = tuple(tuple(_at(self.names, at, "") for at in row) for row in one.origins)
            leading = tuple((half, across.room(half, self.style)) for half in one.across)
            strip = Strip(one.net, called, own_shapes, own_parts, {}, leading)
            fitted = _fitted(strip, None if free is None else free - beside, LEVELS[number])
            if fitted is None or fitted.is_covered:
                return None
            found.append(fitted)
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
