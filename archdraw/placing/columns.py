"""Put parallel branches beside each other between the two items where they part and meet."""

from __future__ import annotations

from dataclasses import dataclass, field

from archdraw.geometry import Point
from archdraw.placing.net import Ids, Item, Part
from archdraw.placing.problem import Settings


@dataclass(slots=True)
class Branch:
    """A part with the edges that come into its top and go out of its bottom (none: it begins or ends by itself)."""

    part: Part
    into: Ids
    out: Ids


@dataclass(slots=True)
class Spread:
    """Branches put in place: what a stack puts between two items, with y = 0 under the upper one."""

    height: float = 0.0
    left: float = 0.0
    right: float = 0.0
    bus: float = 0.0
    depth: int = 0
    forks: bool = False
    joins: bool = False
    parts: list[tuple[float, float, bool, Part]] = field(default_factory=list)
    rows: list[float] = field(default_factory=list)
    routes: list[tuple[Ids, list[Point]]] = field(default_factory=list)


def spread(above: Item, below: Item, branches: list[Branch], settings: Settings) -> Spread:
    """Put the longest branch on the axis, the others by falling height at the side that is narrower so far."""
    main = max(
        branches, key=lambda branch: (bool(branch.into) and bool(branch.out), branch.part.depth, branch.part.height)
    )
    others = sorted((branch for branch in branches if branch is not main), key=lambda branch: -branch.part.height)
    wide = len(branches) > 1
    top = _room(above, wide or main.part.forks, settings.bus_out, settings.fork, main.part.forks and not wide, settings)
    under = _room(
        below, wide or main.part.joins, settings.bus_in, settings.fork, main.part.joins and not wide, settings
    )
    height = max(branch.part.height for branch in branches)
    result = Spread(height=top + height + under, depth=main.part.depth, forks=wide, joins=wide)
    bus = 0.0 if above.end else settings.bus_out
    result.bus = bus if wide or main.part.forks else 0.0
    join = result.height - (0.0 if below.end else settings.bus_in)
    first = top + (height - main.part.height) / 2
    result.rows = [first + row for row in main.part.rows]
    result.left, result.right = main.part.left, main.part.right
    _place(result, main, 0.0, first, False, bus, join)
    for branch in others:
        side = 1 if result.right <= result.left else -1
        inner = branch.part.left
        outer = branch.part.right
        x = side * ((result.right if side > 0 else result.left) + settings.column + inner)
        y = _level(branch, first, main.part, top, height)
        _place(result, branch, x, y, side < 0, bus, join)
        if side > 0:
            result.right = x + outer
        else:
            result.left = outer - x
    return result


def _room(item: Item, bus: bool, near: float, fork: float, nested: bool, settings: Settings) -> float:
    """Give the room between an item and the branches at it; at an end without size the far side of the bus only."""
    if not bus:
        return 0.0 if item.end else settings.gap
    if nested:
        return 0.0 if item.end else near
    return fork - near if item.end else fork


def _level(branch: Branch, first: float, main: Part, top: float, height: float) -> float:
    """Give the y of a branch: level with a row of the main one, as near to the middle as may be; a loose end hangs."""
    slack = height - branch.part.height
    if not branch.out and branch.into:
        return top
    if not branch.into and branch.out:
        return top + slack
    middle = top + slack / 2
    if not branch.part.rows:
        return middle
    lead = branch.part.rows[0]
    levels = [first + row - lead for row in main.rows if -1e-6 <= first + row - lead - top <= slack + 1e-6]
    return min(levels, key=lambda y: (round(abs(y - middle), 6), y), default=middle)


def _place(result: Spread, branch: Branch, x: float, y: float, flip: bool, bus: float, join: float) -> None:
    """Put one branch and join it to the bus above and the bus below."""
    result.parts.append((x, y, flip, branch.part))
    end = y + branch.part.height
    if branch.into:
        result.routes.append((branch.into, _bend([(0.0, 0.0), (0.0, bus), (x, bus), (x, y)])))
    if branch.out:
        result.routes.append((branch.out, _bend([(x, end), (x, join), (0.0, join), (0.0, result.height)])))


def _bend(points: list[Point]) -> list[Point]:
    """Leave out the points that repeat the one before."""
    kept = points[:1]
    for point in points[1:]:
        if point != kept[-1]:
            kept.append(point)
    return kept
