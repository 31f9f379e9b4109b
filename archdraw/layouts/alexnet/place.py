"""Choose how large all is drawn, and place it in as few rows as fit the page."""

from __future__ import annotations

from collections.abc import Sequence

from archdraw.geometry import Box
from archdraw.layouts.alexnet import dims, words
from archdraw.layouts.alexnet.options import Options
from archdraw.layouts.alexnet.shapes import LEVELS, SMALLER, Level, Scales, scales
from archdraw.layouts.alexnet.tensors import Tensor
from archdraw.records import dataclass
from archdraw.stages import standing
from archdraw.stages.measure import wide
from archdraw.stages.net import Net
from archdraw.stages.standing import Standing
from archdraw.style import Style
from archdraw.volumes.arcs import ASIDE
from archdraw.volumes.rows import Part
from archdraw.volumes.views import Body

LANE = 7.5
"""The room at each side of rows for the line that leads from one to the next, in points."""


@dataclass(frozen=True, slots=True)
class Placed:
    """What is drawn, each around an origin of its own, which of it stands in which row where, and what is said between."""

    bodies: tuple[Body, ...]
    parts: tuple[Part, ...]
    rows: tuple[Standing, ...]
    ops: tuple[str, ...]
    scales: Scales


def placed(net: Net, tensors: Sequence[Tensor], names: Sequence[str], options: Options, style: Style) -> Placed:
    """Place all in one row, or wrap it into as few rows as the page needs."""
    room = options.width - 2 * style.size("margin")
    most, main = len(net.rows[0]), standing.Stretches(net)
    if options.unit or options.depth_unit:
        return _try(main, tensors, names, options, style, LEVELS[0], max(1, options.rows), None) or _narrow(tensors)
    for rows in [options.rows] if options.rows else range(1, most - len(main.whole) + 1):
        for level in (*LEVELS, *SMALLER) if len(net.rows) > 1 else LEVELS:
            found = _try(main, tensors, names, options, style, level, min(rows, most), room)
            if found:
                return found
    if not options.rows and (main.whole or len(net.rows) > 1):
        raise standing.too_long(net, "alexnet")
    return _try(main, tensors, names, options, style, LEVELS[-1], options.rows or most, None) or _narrow(tensors)


def _narrow(tensors: Sequence[Tensor]) -> Placed:
    raise AssertionError(f"{len(tensors)} tensors found no place, though the page has no end")


def _try(
    main: standing.Stretches,
    tensors: Sequence[Tensor],
    names: Sequence[str],
    options: Options,
    style: Style,
    level: Level,
    count: int,
    room: float | None,
) -> Placed | None:
    """Place all in so many rows; None where they are wider than the room."""
    net, view = main.net, options.seen
    sizes = scales(tensors, options, level)
    bodies = tuple(Body(sizes.size(tensor.stage), (0.0, 0.0), view) for tensor in tensors)
    before = [net.before(i) for i in range(len(tensors))]
    ops = tuple(
        words.op(tensor, tensors[b], options, level.short) if b is not None else ""
        for tensor, b in zip(tensors, before, strict=True)
    )
    parts: list[Part] = []
    legs = []
    for i, (tensor, body, name, op) in enumerate(zip(tensors, bodies, names, ops, strict=True)):
        hull = body.hull
        inset, outset = body.at((-0.5, 0, 0))[0] - hull.left, hull.right - body.at((0.5, 0, 0))[0]
        reach = dims.reach(tensor, body, before[i] is None, options, style)
        told = _told(options, i)
        fixed = None if told is None else told * view.along[0] - inset - (parts[-1].outset if parts else 0.0)
        middle, shape = body.at((0, 0, -0.5))[0] - hull.left, dims.over(tensor, options, style)
        over = max(wide(name, "label", style), shape + 2 * abs(middle - hull.width / 2) if shape else 0.0)
        kin = "vector" if tensor.stage.is_vector else ""
        left, right = max(0.0, hull.left - reach.left), max(0.0, reach.right - hull.right)
        parts.append(
            Part(hull.width, over, wide(op, "detail", style), 1.0, fixed, middle, inset, outset, left, right, kin)
        )
        leg = body.at((0, 0.5, 0))[0] - hull.left
        legs.append((leg - ASIDE, leg + ASIDE))
    needed = [max(part.width + level.widest, part.over + 5) for part in parts]
    rows = main.cut(needed, count)
    found = []
    for row in rows:
        free = None if room is None else room - 2 * LANE * (len(rows) > 1)
        one = standing.fitted(net, row, parts, legs, free, level.widest, level.least)
        if one is None:
            return None
        found.append(one)
    return Placed(bodies, tuple(parts), tuple(found), ops, sizes)


def _told(options: Options, i: int) -> float | None:
    """Give the gap before a tensor, where it is told: from face to face."""
    if not options.gaps or not i:
        return options.gap
    return options.gaps[min(i, len(options.gaps)) - 1]


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

    def moved(self, by: float) -> OnPage:
        """Give it further down."""
        bodies = {
            i: Body(body.size, (body.middle[0], body.middle[1] + by), body.view) for i, body in self.bodies.items()
        }
        return OnPage(self.numbers, self.axis + by, bodies)


def on_page(placed: Placed, strip: Standing, numbers: range, options: Options) -> OnPage:
    """Put the bodies of a row on a line at height 0, its strip in the middle of the page; a row with others beside it is level."""
    shift = -(strip.left + strip.right) / 2
    along = options.seen.along
    found, first = {}, 0.0
    for k, i in enumerate(numbers):
        body = placed.bodies[i]
        x = strip.lefts[i] + shift - body.hull.left
        first = x if not k else first
        y = (x - first) * along[1] / along[0] if options.slope and len(strip.rows) == 1 else 0.0
        found[i] = Body(body.size, (x, y), body.view)
    return OnPage(numbers, 0.0, found)
