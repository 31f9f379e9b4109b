"""Choose how large all is drawn, and place it in as few rows as fit the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archdraw.errors import LayoutError
from archdraw.layouts.lenet import drawn, skips
from archdraw.layouts.lenet.drawn import Drawn
from archdraw.layouts.lenet.options import Options
from archdraw.layouts.lenet.words import names
from archdraw.records import dataclass
from archdraw.stages import words
from archdraw.stages.chain import HINT, Stage
from archdraw.stages.measure import wide
from archdraw.style import Style
from archdraw.volumes.rows import Part, Row, cut, fitted, spaced
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


@dataclass(frozen=True, slots=True)
class Placed:
    """What is drawn, and which of it stands in which row where."""

    drawn: tuple[Drawn, ...]
    rows: tuple[range, ...]
    places: tuple[Row, ...]
    ops: tuple[tuple[str, ...], ...]
    scale: Scale


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words over a stage and those under the gap before it, and how wide they are."""

    name: str
    size: str
    width: float


def spoken(stages: Sequence[Stage], options: Options, style: Style) -> list[Spoken]:
    """Give the words over each stage."""
    found = []
    for stage, name in zip(stages, names(stages, options), strict=True):
        size = words.size(stage) if options.labels and options.sizes else ""
        found.append(Spoken(name, size, max(wide(name, "label", style), wide(size, "detail", style))))
    return found


def placed(stages: Sequence[Stage], over: Sequence[Spoken], options: Options, style: Style) -> Placed:
    """Place all in one row, or wrap it into as few rows as the page needs."""
    room = options.width - 2 * style.size("margin")
    levels = list(_levels(options))
    if options.unit:
        return _try(stages, over, options, style, levels[0], max(1, options.rows), None) or _narrow(stages)
    for rows in [options.rows] if options.rows else range(1, len(stages) - len(_spanned(stages)) + 1):
        for level in levels:
            found = _try(stages, over, options, style, level, min(rows, len(stages)), room)
            if found:
                return found
    if not options.rows and _spanned(stages):
        raise _too_long(stages)
    return _try(stages, over, options, style, levels[-1], options.rows or len(stages), None) or _narrow(stages)


def _too_long(stages: Sequence[Stage]) -> LayoutError:
    """Name the longest skip, which no row of the page holds."""
    _, edge = max((i - start, edge) for i, stage in enumerate(stages) for start, edge in stage.skips)
    message = f"the renderer 'lenet' draws a skip within one row, but that from '{edge[0]}' to '{edge[1]}' is longer"
    return LayoutError(message, f"{HINT}, or choose a larger width")


def _narrow(stages: Sequence[Stage]) -> Placed:
    raise AssertionError(f"{len(stages)} stages found no place, though the page has no end")


def _levels(options: Options) -> Iterator[Level]:
    """Give the ways to draw, those that the options fix left alone."""
    for level in LEVELS:
        most = level.most if options.max_maps is None else options.max_maps
        step = level.step if options.spacing is None else options.spacing
        if options.unit:
            most, step = options.max_maps or 0, options.spacing or LEVELS[0].step
        yield Level(level.top, most, step, level.widest, level.least, level.short)


def _try(
    stages: Sequence[Stage],
    over: Sequence[Spoken],
    options: Options,
    style: Style,
    level: Level,
    count: int,
    room: float | None,
) -> Placed | None:
    """Place all in so many rows; None where they are wider than the room."""
    scale = _scale(stages, options, level)
    shapes = tuple(_shapes(stages, scale, options, level))
    ops = [
        words.op(stage, stages[i - 1], level.short, options.show_layer_activations) if i else ()
        for i, stage in enumerate(stages)
    ]
    aside = skips.ASIDE if any(stage.skips for stage in stages) else 0.0
    parts = []
    for i, (shape, spoke, op) in enumerate(zip(shapes, over, ops, strict=True)):
        width, above, fixed = shape.width, spoke.width, _fixed(options, i)
        if options.labels_at == "stack":  # words begin where the stack begins, and what follows keeps clear of them
            width, above = width if fixed is not None else max(width, above), 0.0
        parts.append(Part(width, above, _under(op, options, style) + aside, _share(stages, i), fixed))
    if room is not None and sum(part.width for part in parts) > count * room:
        return None
    needed = [max(part.width + level.widest * part.share, part.over + 5) for part in parts]
    rows = cut(needed, count, _spanned(stages))
    found = []
    for row in rows:
        mine = parts[row.start : row.stop]
        free = None if room is None else room - 2 * LANE * (len(rows) > 1)
        one = spaced(mine, level.widest) if free is None else fitted(mine, free, level.widest, level.least)
        if one is None:
            return None
        found.append(one)
    return Placed(shapes, tuple(rows), tuple(found), tuple(ops), scale)


def _spanned(stages: Sequence[Stage]) -> set[int]:
    """Give the places where no row may begin, because a skip would lead from row to row."""
    return {at for i, stage in enumerate(stages) for start, _ in stage.skips for at in range(start + 1, i + 1)}


def _under(op: Sequence[str], options: Options, style: Style) -> float:
    if not (options.labels and options.ops):
        return 0.0
    return max((wide(line, "detail" if i else "op", style) for i, line in enumerate(op)), default=0.0)


def _fixed(options: Options, i: int) -> float | None:
    """Give the gap before a stage, where it is told."""
    if not options.gaps or not i:
        return options.gap
    return options.gaps[min(i, len(options.gaps)) - 1]


def _share(stages: Sequence[Stage], i: int) -> float:
    if not i or not (stages[i].is_vector or stages[i - 1].is_vector):
        return 1.0
    return VECTORS if stages[i].is_vector and stages[i - 1].is_vector else TO_VECTOR


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
