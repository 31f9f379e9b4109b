"""Each block and the words around it, as things in rows: how much room they take."""

from __future__ import annotations

from collections.abc import Sequence

from archdraw.diagram import Line
from archdraw.geometry import Box
from archdraw.layouts.volumes import dims
from archdraw.layouts.volumes.blocks import Block, Net
from archdraw.layouts.volumes.options import Options
from archdraw.layouts.volumes.shape import Shape, shape
from archdraw.layouts.volumes.shapes import Level, Shapes, shapes
from archdraw.lettering import room, wide
from archdraw.records import dataclass
from archdraw.style import Style
from archdraw.volumes.rows import CLEAR, Part

WORDS = 5.5
"""What is free beside words in a gap, in points."""
FRONTS = 4.0
"""What is free between fronts where gaps begin there, unless told, in points."""


@dataclass(frozen=True, slots=True)
class Parts:
    """All blocks at one size, row by row: the scales, the shapes around the line of their row, and the room they take."""

    scales: Shapes
    shapes: tuple[tuple[Shape, ...], ...]
    parts: tuple[tuple[Part, ...], ...]


def parts(net: Net, names: Sequence[Sequence[str]], options: Options, style: Style, level: Level) -> Parts:
    """Make the blocks at one size."""
    scales = shapes(net, options, level, style)
    view = options.seen(level.away)
    made = tuple(tuple(shape(block, scales, view) for block in row) for row in net.rows)
    return Parts(
        scales,
        made,
        tuple(
            tuple(
                _part(
                    row, mine, b, name, not b and (not r or block.slabs[0].layer.op == "input"), scales, options, style
                )
                for b, (block, name) in enumerate(zip(row, called, strict=True))
            )
            for r, (row, mine, called) in enumerate(zip(net.rows, made, names, strict=True))
        ),
    )


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
