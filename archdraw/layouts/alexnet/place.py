"""Choose how large all is drawn, and place it in as few rows as fit the page."""

from __future__ import annotations

from collections.abc import Sequence

from archdraw.errors import LayoutError
from archdraw.geometry import Box
from archdraw.layouts.alexnet import dims, words
from archdraw.layouts.alexnet.options import Options
from archdraw.layouts.alexnet.shapes import LEVELS, Level, Scales, scales
from archdraw.layouts.alexnet.tensors import Tensor
from archdraw.records import dataclass
from archdraw.stages.chain import HINT
from archdraw.stages.measure import wide
from archdraw.style import Style
from archdraw.volumes.rows import Part, Row, cut, fitted, spaced
from archdraw.volumes.views import Body

LANE = 7.5
"""The room at each side of rows for the line that leads from one to the next, in points."""


@dataclass(frozen=True, slots=True)
class Placed:
    """What is drawn, each around an origin of its own, which of it stands in which row where, and what is said between."""

    bodies: tuple[Body, ...]
    parts: tuple[Part, ...]
    rows: tuple[range, ...]
    places: tuple[Row, ...]
    ops: tuple[str, ...]
    scales: Scales


def placed(tensors: Sequence[Tensor], names: Sequence[str], options: Options, style: Style) -> Placed:
    """Place all in one row, or wrap it into as few rows as the page needs."""
    room = options.width - 2 * style.size("margin")
    count = len(tensors)
    if options.unit or options.depth_unit:
        return _try(tensors, names, options, style, LEVELS[0], max(1, options.rows), None) or _narrow(tensors)
    for rows in [options.rows] if options.rows else range(1, count + 1):
        for level in LEVELS:
            found = _try(tensors, names, options, style, level, min(rows, count), room)
            if found:
                return found
    if not options.rows and _spanned(tensors):
        raise _too_long(tensors)
    return _try(tensors, names, options, style, LEVELS[-1], options.rows or count, None) or _narrow(tensors)


def _too_long(tensors: Sequence[Tensor]) -> LayoutError:
    """Name the longest skip, which no row of the page holds."""
    _, edge = max((i - start, edge) for i, tensor in enumerate(tensors) for start, edge in tensor.skips)
    message = f"the renderer 'alexnet' draws a skip within one row, but that from '{edge[0]}' to '{edge[1]}' is longer"
    return LayoutError(message, f"{HINT}, or choose a larger width")


def _narrow(tensors: Sequence[Tensor]) -> Placed:
    raise AssertionError(f"{len(tensors)} tensors found no place, though the page has no end")


def _try(
    tensors: Sequence[Tensor],
    names: Sequence[str],
    options: Options,
    style: Style,
    level: Level,
    count: int,
    room: float | None,
) -> Placed | None:
    """Place all in so many rows; None where they are wider than the room."""
    sizes = scales(tensors, options, level)
    view = options.seen
    bodies = tuple(Body(sizes.size(tensor.stage), (0.0, 0.0), view) for tensor in tensors)
    ops = tuple(words.op(tensor, tensors[i - 1], options, level.short) if i else "" for i, tensor in enumerate(tensors))
    parts: list[Part] = []
    for i, (tensor, body, name, op) in enumerate(zip(tensors, bodies, names, ops, strict=True)):
        hull = body.hull
        inset, outset = body.at((-0.5, 0, 0))[0] - hull.left, hull.right - body.at((0.5, 0, 0))[0]
        reach = dims.reach(tensor, body, not i, options, style)
        told = _told(options, i)
        fixed = None if told is None else told * view.along[0] - inset - (parts[-1].outset if parts else 0.0)
        middle, shape = body.at((0, 0, -0.5))[0] - hull.left, dims.over(tensor, options, style)
        over = max(wide(name, "label", style), shape + 2 * abs(middle - hull.width / 2) if shape else 0.0)
        kin = "vector" if tensor.stage.is_vector else ""
        before, after = max(0.0, hull.left - reach.left), max(0.0, reach.right - hull.right)
        parts.append(
            Part(hull.width, over, wide(op, "detail", style), 1.0, fixed, middle, inset, outset, before, after, kin)
        )
    needed = [max(part.width + level.widest, part.over + 5) for part in parts]
    rows = cut(needed, count, _spanned(tensors))
    found = []
    for row in rows:
        mine = parts[row.start : row.stop]
        free = None if room is None else room - 2 * LANE * (len(rows) > 1)
        one = spaced(mine, level.widest) if free is None else fitted(mine, free, level.widest, level.least)
        if one is None:
            return None
        found.append(one)
    return Placed(bodies, tuple(parts), tuple(rows), tuple(found), ops, sizes)


def _told(options: Options, i: int) -> float | None:
    """Give the gap before a tensor, where it is told: from face to face."""
    if not options.gaps or not i:
        return options.gap
    return options.gaps[min(i, len(options.gaps)) - 1]


def _spanned(tensors: Sequence[Tensor]) -> set[int]:
    """Give the places where no row may begin, because a skip would lead from row to row."""
    return {at for i, tensor in enumerate(tensors) for start, _ in tensor.skips for at in range(start + 1, i + 1)}


@dataclass(frozen=True, slots=True)
class OnPage:
    """One row on the page: which tensors, the line that they stand on, and their bodies there."""

    numbers: range
    axis: float
    bodies: dict[int, Body]

    @property
    def hull(self) -> Box:
        """The room of the bodies."""
        return Box.hull(body.hull for body in self.bodies.values())


def on_page(placed: Placed, number: int, axis: float, options: Options) -> OnPage:
    """Put the bodies of a row on its line, the row in the middle of the page."""
    row, numbers = placed.places[number], placed.rows[number]
    shift = -(row.left + row.right) / 2
    along = options.seen.along
    found, first = {}, 0.0
    for k, (i, left) in enumerate(zip(numbers, row.lefts, strict=True)):
        body = placed.bodies[i]
        x = left + shift - body.hull.left
        first = x if not k else first
        y = axis + (x - first) * along[1] / along[0] if options.slope else axis
        found[i] = Body(body.size, (x, y), body.view)
    return OnPage(numbers, axis, found)
