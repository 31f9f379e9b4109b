"""Choose how large all is drawn, and stand the blocks so that none covers another or its labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from archdraw.diagram import Line
from archdraw.errors import LayoutError
from archdraw.geometry import Box
from archdraw.layouts.volumes import dims, parallel
from archdraw.layouts.volumes.blocks import Block, Net
from archdraw.layouts.volumes.options import Options
from archdraw.layouts.volumes.shape import Shape, shape
from archdraw.layouts.volumes.shapes import LEVELS, Level, Shapes, shapes
from archdraw.layouts.volumes.strips import strips
from archdraw.lettering import room, wide
from archdraw.records import dataclass
from archdraw.style import Style
from archdraw.volumes.rows import CLEAR, Part

LANE, WORDS, MOST = 9.0, 5.5, 12
"""The room beside a strip for the line that leads to the next, what is free beside words in a gap, and the most strips, in points."""
ENOUGH = 1.05
"""Where nothing fits the page: with so many times the least width there are no more strips than that takes."""
FRONTS = 4.0
"""What is free between fronts where gaps begin there, unless told, in points."""
SMALL = 2.6
"""A figure so many times wider than its page would not be read: letters of 6 points become ones of 2.3."""
Names = Sequence[Sequence[str]]
T = TypeVar("T")
PORTED, EMPTY = Shape((), Box(0.0, 0.0, 0.0, 0.0)), Part(0.0)
"""The shape and the room of a port."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A stretch of the network on the page: shapes around the line of their row, where each begins, and the names below."""

    net: Net
    names: tuple[tuple[str, ...], ...]
    shapes: tuple[tuple[Shape, ...], ...]
    parts: tuple[tuple[Part, ...], ...]
    lefts: dict[tuple[int, int], float]

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
        return low, high


@dataclass(frozen=True, slots=True)
class Placed:
    """All strips, and the scales."""

    strips: tuple[Strip, ...]
    scales: Shapes


def placed(net: Net, names: Names, options: Options, style: Style) -> Placed:
    """Place all in one strip, or cut it into as few as the page needs."""
    room = options.width - 2 * style.size("margin")
    most = len(net.rows[0])
    for count in [min(options.rows, most)] if options.rows else range(1, min(most, MOST) + 1):
        for level in LEVELS:
            found = _try(net, names, options, style, level, count, room)
            if found:
                return found
    if options.thickness_scale == "side" and not options.is_exact:  # hundreds of channels are too long for any page
        return placed(net, names, replace(options, scale="power", thickness_scale="power"), style)
    counts = [min(most, options.rows)] if options.rows else range(1, min(most, MOST) + 1)
    made = [one for one in (_try(net, names, options, style, LEVELS[-1], count, None) for count in counts) if one]
    least = min(map(_widest, made), default=0.0)
    if not made or (least > SMALL * room and not options.is_exact):
        much = f"they need {least / room:.0f} times the width of the page" if made else "they are none"
        raise LayoutError(
            f"the blocks find no place, for too much leads around them: {much}",
            "try the renderer 'blocks', or a larger width",
        )
    return next(one for one in made if _widest(one) <= ENOUGH * least)


def _widest(found: Placed) -> float:
    return round(max(strip.width for strip in found.strips), 3)


def _try(
    net: Net, names: Names, options: Options, style: Style, level: Level, count: int, room: float | None
) -> Placed | None:
    """Place all in so many strips; None where one is wider than the room."""
    scales = shapes(net, options, level, style)
    view = options.seen(level.away)
    made = [[shape(block, scales, view) for block in row] for row in net.rows]
    parts = [
        [
            _part(row, mine, b, name, not b and (not r or block.slabs[0].layer.op == "input"), scales, options, style)
            for b, (block, name) in enumerate(zip(row, called, strict=True))
        ]
        for r, (row, mine, called) in enumerate(zip(net.rows, made, names, strict=True))
    ]
    widths = [0.0]
    if count > 1:
        at = parallel.lefts(net, parts, made, level.widest)
        ends = [at[0, b] for b in range(len(net.rows[0]))]
        widths = [two - one for one, two in zip(ends, [*ends[1:], ends[-1] + parts[0][-1].width], strict=True)]
    found = []
    cuts = strips(net, widths, count)
    for inner, origins in cuts:
        mine_ = tuple(tuple(_at(made, at, PORTED) for at in row) for row in origins)
        own = tuple(tuple(_at(parts, at, EMPTY) for at in row) for row in origins)
        called = tuple(tuple(_at(names, at, "") for at in row) for row in origins)
        free = None if room is None else room - 2 * LANE * (len(cuts) > 1)
        strip = _fitted(inner, called, mine_, own, free, level)
        if strip is None:
            return None
        found.append(strip)
    return Placed(tuple(found), scales)


def _at(rows: Sequence[Sequence[T]], at: tuple[int, int] | None, port: T) -> T:
    """Give what belongs to a block, or to a port."""
    return port if at is None else rows[at[0]][at[1]]


def _fitted(
    net: Net,
    names: tuple[tuple[str, ...], ...],
    made: tuple[tuple[Shape, ...], ...],
    parts: tuple[tuple[Part, ...], ...],
    room: float | None,
    level: Level,
) -> Strip | None:
    """Choose the widest gap for which a strip fits; None where not even the least does."""

    def at(gap: float) -> Strip:
        return Strip(net, names, made, parts, parallel.lefts(net, parts, made, gap))

    strip = at(level.widest)
    if room is None or strip.width <= room:
        return strip
    strip = at(level.least)
    if strip.width > room:
        return None
    low, high = level.least, level.widest
    for _ in range(16):
        middle = (low + high) / 2
        tried = at(middle)
        low, high, strip = (middle, high, tried) if tried.width <= room else (low, middle, strip)
    return strip


def _part(
    row: Sequence[Block],
    made: Sequence[Shape],
    b: int,
    name: str,
    first: bool,
    scales: Shapes,
    options: Options,
    style: Style,
) -> Part:
    """Give the room that a block and the words around it take in its row."""
    block, one = row[b], made[b]
    lines = dims.written(row, b, one, first, scales, options, style)
    reach = Box.hull([one.hull, *(room(line, style) for line in lines)])
    said = wide(block.said, "detail", style) if options.labels else 0.0
    before = max(0.0, one.hull.left - reach.left, said + WORDS if said else 0.0)
    after = max(0.0, reach.right - one.hull.right)
    middle, over = one.front - one.hull.left, wide(name, "label", style)
    width, fixed = one.hull.width, options.gap if b else None
    if fixed is not None and not options.is_exact:
        past = dims.written(row, b - 1, made[b - 1], False, scales, options, style)
        fixed = max(fixed, _over(past, made[b - 1], lines, one, style))
    if options.gap_from == "front" and one.bodies:
        front = one.bodies[-1].at((0.5, -0.5, -0.5))[0] - one.hull.left
        after, width = max(after, 0.0) + width - front, front
        fixed = FRONTS if b and fixed is None else fixed
    return Part(width, over, 0.0, 1.0, fixed, middle, 0.0, 0.0, before, after)


def _over(past: Sequence[Line], before: Shape, lines: Sequence[Line], one: Shape, style: Style) -> float:
    """Give what two blocks need between them for the words over both."""
    if not past or not lines:
        return 0.0
    left, right = Box.hull(room(line, style) for line in past), Box.hull(room(line, style) for line in lines)
    beyond = left.right - before.hull.right
    need = beyond + CLEAR / 2 if one.hull.top < left.bottom and one.hull.bottom > left.top else 0.0
    return max(need, beyond + one.hull.left - right.left + CLEAR / 2)
