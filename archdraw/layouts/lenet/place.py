"""Choose how large all is drawn, and place it in as few rows as fit the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archdraw.layouts.lenet import drawn, skips
from archdraw.layouts.lenet.drawn import Drawn
from archdraw.layouts.lenet.options import Options
from archdraw.layouts.lenet.words import names
from archdraw.records import dataclass
from archdraw.stages import standing, words
from archdraw.stages.chain import Stage
from archdraw.stages.measure import wide
from archdraw.stages.net import Net
from archdraw.stages.standing import Standing
from archdraw.style import Style
from archdraw.volumes.rows import Part
from archdraw.volumes.scales import Scale, steepest

LANE = 9.0
"""The room beside a row for the line that leads to the next, in points."""
TO_VECTOR, VECTORS = 1.6, 1.41
"""How much wider than others the gaps before the first vector and between vectors are."""
USUAL = 57.0
SMALLEST = 15.0
"""How long the largest side of a map is drawn, and the smallest where that can be, in points."""


@dataclass(frozen=True, slots=True)
class Level:
    """One way to draw smaller: the longest side, the most maps, the step between maps, the gaps, short words or long."""

    top: float
    most: int
    step: float
    widest: float
    least: float
    short: bool


LEVELS = (
    Level(USUAL, 8, 3.0, 20.6, 17.0, False),
    Level(USUAL, 8, 3.0, 20.6, 14.0, True),
    Level(51.0, 8, 3.0, 20.0, 12.0, True),
    Level(46.0, 6, 2.7, 18.0, 10.5, True),
    Level(41.0, 5, 2.5, 16.0, 9.5, True),
    Level(36.0, 4, 2.3, 14.0, 8.5, True),
)
SMALLER = (Level(32.0, 3, 2.1, 12.0, 6.5, True), Level(28.0, 3, 1.9, 11.0, 5.0, True))
"""More ways for rows beside each other, which cannot be cut where they are tied."""


@dataclass(frozen=True, slots=True)
class Placed:
    """What is drawn, and which of it stands in which row where."""

    drawn: tuple[Drawn, ...]
    rows: tuple[Standing, ...]
    ops: tuple[tuple[str, ...], ...]
    scale: Scale


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words over a stage and those under the gap before it, and how wide they are."""

    name: str
    size: str
    width: float


def spoken(net: Net, options: Options, style: Style) -> list[Spoken]:
    """Give the words over each stage."""
    found = []
    for stage, name in zip(net.stages, names(net, options), strict=True):
        size = words.size(stage) if options.labels and options.sizes else ""
        found.append(Spoken(name, size, max(wide(name, "label", style), wide(size, "detail", style))))
    return found


def placed(net: Net, over: Sequence[Spoken], options: Options, style: Style) -> Placed:
    """Place all in one row, or wrap it into as few rows as the page needs."""
    room = options.width - 2 * style.size("margin")
    levels = list(_levels(options, len(net.rows) > 1))
    most, main = len(net.rows[0]), standing.Stretches(net)
    if options.unit:
        return _try(main, over, options, style, levels[0], max(1, options.rows), None) or _narrow(net)
    for rows in [options.rows] if options.rows else range(1, most - len(main.whole) + 1):
        for level in levels:
            found = _try(main, over, options, style, level, min(rows, most), room)
            if found:
                return found
    if not options.rows and (main.whole or len(net.rows) > 1):
        raise standing.too_long(net, "lenet")
    return _try(main, over, options, style, levels[-1], options.rows or most, None) or _narrow(net)


def _narrow(net: Net) -> Placed:
    raise AssertionError(f"{len(net.stages)} stages found no place, though the page has no end")


def _levels(options: Options, branched: bool) -> Iterator[Level]:
    """Give the ways to draw, those that the options fix left alone."""
    for level in (*LEVELS, *SMALLER) if branched else LEVELS:
        most = level.most if options.max_maps is None else options.max_maps
        step = level.step if options.spacing is None else options.spacing
        if options.unit:
            most, step = options.max_maps or 0, options.spacing or LEVELS[0].step
        yield Level(level.top, most, step, level.widest, level.least, level.short)


def _try(
    main: standing.Stretches,
    over: Sequence[Spoken],
    options: Options,
    style: Style,
    level: Level,
    count: int,
    room: float | None,
) -> Placed | None:
    """Place all in so many rows; None where they are wider than the room."""
    net, stages = main.net, main.net.stages
    scale = _scale(stages, options, level)
    shapes = tuple(_shapes(stages, scale, options, level))
    before = [net.before(i) for i in range(len(stages))]
    ops = [
        words.op(stage, stages[b], level.short, options.show_layer_activations) if b is not None else ()
        for stage, b in zip(stages, before, strict=True)
    ]
    aside = skips.ASIDE if any(stage.skips for stage in stages) else 0.0
    met = {i for tie in net.ties for i in (tie.start, tie.end)}
    parts = []
    for i, (shape, spoke, op) in enumerate(zip(shapes, over, ops, strict=True)):
        width, above, fixed = shape.width, spoke.width, _fixed(options, i)
        if options.labels_at == "stack":  # words begin where the stack begins, and what follows keeps clear of them
            width, above = width if fixed is not None else max(width, above), 0.0
        clear = aside or (skips.ASIDE if {i, i - 1} & met else 0.0)
        parts.append(Part(width, above, _under(op, options, style) + clear, _share(stages, i, before[i]), fixed))
    if room is not None and sum(parts[i].width for i in net.rows[0]) > count * room:
        return None
    needed = [max(part.width + level.widest * part.share, part.over + 5) for part in parts]
    rows = main.cut(needed, count)
    legs = [skips.legs(shape) for shape in shapes]
    found = []
    for row in rows:
        free = None if room is None else room - 2 * LANE * (len(rows) > 1)
        one = standing.fitted(net, row, parts, legs, free, level.widest, level.least)
        if one is None:
            return None
        found.append(one)
    return Placed(shapes, tuple(found), tuple(ops), scale)


def _under(op: Sequence[str], options: Options, style: Style) -> float:
    if not (options.labels and options.ops):
        return 0.0
    return max((wide(line, "detail" if i else "op", style) for i, line in enumerate(op)), default=0.0)


def _fixed(options: Options, i: int) -> float | None:
    """Give the gap before a stage, where it is told."""
    if not options.gaps or not i:
        return options.gap
    return options.gaps[min(i, len(options.gaps)) - 1]


def _share(stages: Sequence[Stage], i: int, before: int | None) -> float:
    if before is None or not (stages[i].is_vector or stages[before].is_vector):
        return 1.0
    return VECTORS if stages[i].is_vector and stages[before].is_vector else TO_VECTOR


def _scale(stages: Sequence[Stage], options: Options, level: Level) -> Scale:
    sizes = [size for stage in stages if not stage.is_vector for size in _sides(stage)] or [1]
    if options.unit:
        return Scale(options.unit * max(sizes), max(sizes), kind="linear")
    power = steepest(sizes, level.top, SMALLEST) if options.scale == "power" else 1.0
    return Scale(level.top, max(sizes), power, options.scale, least=2.0)


def _sides(stage: Stage) -> tuple[int, ...]:
    return (stage.height,) if stage.flat else (stage.height, stage.width)


def _shapes(stages: Sequence[Stage], scale: Scale, options: Options, level: Level) -> Iterator[Drawn]:
    longest = max((stage.count for stage in stages if stage.is_vector), default=1)
    for stage in stages:
        if stage.is_vector:
            yield drawn.vector(stage, longest, 1.0 if options.unit else max(0.7, level.top / USUAL), options)
        else:
            yield drawn.stack(stage, scale, level.most, level.step, exact=bool(options.unit))
