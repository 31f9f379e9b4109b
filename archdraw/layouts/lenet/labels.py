"""Words at their places: names and sizes over a row, ops under it, each on common lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf

from archdraw.diagram import Label, Line
from archdraw.layouts.lenet.options import Options
from archdraw.layouts.lenet.place import Placed, Spoken
from archdraw.layouts.lenet.row import OnPage
from archdraw.scene import Anchor
from archdraw.stages.measure import wide
from archdraw.style import Style

NAME, SIZE, OP, LEADING = 14.0, 6.2, 11.0, 7.8
"""How far over the tallest stack the names and sizes stand, how far under the lowest the ops, and between lines, in points."""
CLOSE = 5.0
"""What is free between a stage and the words before it where a line leads around to it, in points."""
CLEAR = 1.6
"""What is free between words close over a stack and a line under them, in points."""


def above(over: Sequence[Spoken], style: Style) -> float:
    """Give the room of the words over a row."""
    named, sized = any(spoke.name for spoke in over), any(spoke.size for spoke in over)
    if not (named or sized):
        return 0.0
    role = "label" if named else "detail"
    return (_name_at(sized, style) if named else SIZE) + 0.76 * style.text(role).font.size


def under(placed: Placed, led: range, options: Options, style: Style) -> float:
    """Give the room of the words under a row, which say what leads to these."""
    lines = max((len(placed.ops[i]) for i in led), default=0) if shown(options) else 0
    return _op_at(lines - 1, style) + 0.22 * style.text("op").font.size if lines else 0.0


def shown(options: Options) -> bool:
    """Tell whether ops are written."""
    return options.labels and options.ops


def legend(options: Options) -> bool:
    """Tell whether a legend is wanted: ``auto``, where colours mean ops and no words do."""
    if options.color1 or options.color2:
        return False
    if options.legend == "auto":
        return options.labels and not options.ops
    return options.legend == "true"


def of_row(row: OnPage, over: Sequence[Spoken], placed: Placed, options: Options, style: Style) -> Iterator[Label]:
    """Write what stands over the stages and under the gaps of a row."""
    low = row.axis + row.tallest / 2
    sized, close = any(spoke.size for spoke in over), options.labels_at == "stack"
    for i in row.numbers:
        here, spoke = row.drawn[i], over[i]
        top = row.axis - row.tallest / 2
        if close:
            top = here.top - _raised(row, i, spoke.width, style)
        said = [(spoke.name, "label", top - _name_at(sized, style)), (spoke.size, "detail", top - SIZE)]
        yield from _written(here.left if close else here.middle, said, style, "start" if close else "middle")
    if not shown(options):
        return
    for two in row.led:
        x = _gap(row, two, placed, style)
        said = [(t, "detail" if k else "op", low + _op_at(k, style)) for k, t in enumerate(placed.ops[two])]
        yield from _written(x, said, style)


def _gap(row: OnPage, i: int, placed: Placed, style: Style) -> float:
    """Give the middle of the gap before a stage; the first of a row that is tied has its words close before it."""
    if i != row.numbers[0]:
        return (row.drawn[i - 1].right + row.drawn[i].left) / 2
    return row.drawn[i].left - _half(placed.ops[i], style) - CLOSE


def _half(said: Sequence[str], style: Style) -> float:
    """Give half of the width of the words under a gap."""
    return max((wide(t, "detail" if k else "op", style) for k, t in enumerate(said)), default=0.0) / 2


def _raised(row: OnPage, i: int, width: float, style: Style) -> float:
    """Give how much higher words close over a stack stand, because the line to the next vector rises under their end."""
    if i + 1 not in row.drawn:
        return 0.0
    (x, y), (u, v) = row.drawn[i].at(row.drawn[i].shape.east[0]), row.drawn[i + 1].at(row.drawn[i + 1].shape.west[0])
    over = row.drawn[i].left + width - x
    if over <= 0 or u <= x:
        return 0.0
    rise = (y - v) * min(1.0, over / (u - x))
    return max(0.0, rise + 0.22 * style.text("detail").font.size + CLEAR - SIZE)


def free(row: OnPage, placed: Placed, options: Options, style: Style) -> dict[int, tuple[float, float]]:
    """Give, for each stage, from where to where no words stand below it."""
    ends = {row.numbers[0]: -inf}
    starts = {row.numbers[-1]: inf}
    for one, two in pairwise(row.numbers):
        x = _gap(row, two, placed, style)
        half = _half(placed.ops[two], style) if shown(options) else 0.0
        starts[one], ends[two] = x - half - 1, x + half + 1
    return {i: (ends[i], starts[i]) for i in row.numbers}


def _name_at(sized: bool, style: Style) -> float:
    """Give how far over the stacks names stand: as far as the size below needs."""
    return SIZE + (NAME - SIZE) * style.text("detail").font.size / 6.0 if sized else SIZE


def _op_at(line: int, style: Style) -> float:
    """Give how far under the stacks a line of an op stands; larger letters stand lower."""
    first = OP - 6.5 + style.text("op").font.size
    return first + line * LEADING * style.text("detail").font.size / 6.0


def _written(
    x: float, lines: Sequence[tuple[str, str, float]], style: Style, anchor: Anchor = "middle"
) -> Iterator[Label]:
    made = [Line((x, y), t, role, anchor, wide(t, role, style)) for t, role, y in lines if t]
    if made:
        yield Label(tuple(made))
