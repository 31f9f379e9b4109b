"""Put parallel branches beside each other between the two items where they part and meet."""

from __future__ import annotations

import math
from dataclasses import field

from archdraw.geometry import Point
from archdraw.placing.net import Blocked, Ids, Item, Part
from archdraw.placing.problem import Settings
from archdraw.records import dataclass

Labels = dict[int, tuple[float, float]]
TWINS = 0.6
"""A tower is at least so long, as a part of the other one."""
AWAY, CLOSE = 12.0, 21.0
"""The room in a channel with a memory edge: from the column it comes from to its line, from there to the column it feeds."""


@dataclass(slots=True)
class Branch:
    """A part with the edges that come into its top and go out of its bottom (none: it begins or ends by itself).

    ``fed`` are branches that feed it from the side: with which edges, and whether they leave at the bottom.
    """

    part: Part
    into: Ids
    out: Ids
    fed: list[tuple[Branch, Ids, bool]] = field(default_factory=list)


@dataclass(slots=True)
class Spread:
    """Branches put in place: what a stack puts between two items, with y = 0 under the upper one."""

    height: float = 0.0
    left: float = 0.0
    right: float = 0.0
    bus: float = 0.0
    forks: bool = False
    joins: bool = False
    parts: list[tuple[float, float, bool, Part]] = field(default_factory=list)
    rows: list[float] = field(default_factory=list)
    spine: list[int] = field(default_factory=list)
    ports: dict[tuple[int, bool], Point] = field(default_factory=dict)
    routes: list[tuple[Ids, list[Point]]] = field(default_factory=list)
    entered: tuple[int, ...] = ()
    """The sides of the circle below at which branches come in: -1 and 1."""


def spread(above: Item, below: Item, branches: list[Branch], labels: Labels, settings: Settings) -> Spread:
    """Put the longest branch on the axis, the others by falling height at the side that is narrower so far."""
    main = max(
        branches,
        key=lambda branch: (
            len(branch.fed), bool(branch.into) and bool(branch.out), len(branch.part.spine), branch.part.height
        ),
    )  # fmt: skip
    _refuse(branches, main)
    main.fed.sort(key=lambda feed: (feed[2], feed[0].part.height))
    feeding = list({id(branch): branch for branch, _, _ in main.fed}.values())
    others = [branch for branch in branches if branch is not main and branch not in feeding]
    others = feeding + sorted(others, key=lambda branch: (bool(branch.part.ports), -branch.part.height))
    forks = sum(bool(branch.into) for branch in branches) > 1
    joins = sum(bool(branch.out) for branch in branches) > 1
    top = _room(above, forks, main.part.forks, bool(main.into), settings.bus_out, settings)
    gentle = joins and below.round and bool(main.out) and _meet(branches, main)
    under = _room(below, joins and not gentle, main.part.joins, bool(main.out), settings.bus_in, settings)
    if gentle and not main.part.joins:  # its own line runs alone down to the circle
        under = max([under, *(labels[edge][1] + settings.spare for edge in main.out if edge in labels)])
    height = max(branch.part.height for branch in branches)
    if any(bottom for _, _, bottom in main.fed):
        below_feeding = settings.bus_out + (len(_sources(main)) - 1) * settings.lane
        height = max([height, *(branch.part.height + below_feeding for branch in feeding)])
    result = Spread(height=top + height + under, forks=forks or main.part.forks, joins=joins or main.part.joins)
    bus = 0.0 if above.end else settings.bus_out
    result.bus = bus if forks or main.part.forks else 0.0
    join = result.height - (0.0 if below.end else settings.bus_in)
    if gentle:
        join = result.height + below.height / 2
    if settings.direction != "right" and _twins(above, branches):  # a row must break beside a tower
        return _beside(result, branches, top, join, settings)
    first = _level_main(main, top, height)
    result.rows = [first + row for row in main.part.rows]
    result.spine = main.part.spine
    flip = bool(feeding)
    result.left, result.right = (main.part.left, main.part.right)[:: -1 if flip else 1]
    _place(result, main, 0.0, first, flip, bus, join)
    spots = {}
    for branch in others:
        feeds = branch in feeding
        side = _side(result, branch, main, feeds, settings)
        mirror = side < 0 and not branch.part.ports
        inner, outer = (branch.part.left, branch.part.right)[:: -1 if side < 0 and not mirror else 1]
        apart = _channel(main, labels, settings) if feeds and branch is feeding[0] else settings.column
        x = side * ((result.right if side > 0 else result.left) + apart + inner)
        y = _level(branch, first, main.part, top, height)
        _place(result, branch, x, y, mirror, bus, join)
        if gentle and branch.out:
            result.entered = (*result.entered, side)
        spots[id(branch)] = (x, y)
        if side > 0:
            result.right = x + outer
        else:
            result.left = outer - x
    if feeding:
        _feed(result, main, first, spots, labels, settings)
    return result


def _twins(above: Item, branches: list[Branch]) -> bool:
    """Tell whether two branches of several boxes that begin by themselves are about as long: towers, of which none is the main one."""
    low, high = sorted(branch.part.height for branch in branches[:2]) if len(branches) == 2 else (0.0, 1.0)
    several = all(len(branch.part.spine) > 1 for branch in branches)
    alone = several and all(
        branch.out and not branch.into and not branch.part.ports and not branch.fed for branch in branches
    )
    return above.end and alone and low > TWINS * high


def _beside(result: Spread, branches: list[Branch], top: float, join: float, settings: Settings) -> Spread:
    """Put two towers left and right of the axis, their tops level, so that what they feed stands between them."""
    left, right = branches
    _place(result, left, -left.part.right - settings.column / 2, top, False, 0.0, join)
    _place(result, right, right.part.left + settings.column / 2, top, False, 0.0, join)
    result.left = left.part.left + left.part.right + settings.column / 2
    result.right = right.part.left + right.part.right + settings.column / 2
    result.entered = (-1, 1) if join > result.height else ()
    return result


def _meet(branches: list[Branch], main: Branch) -> bool:
    """Tell whether all branches lead into what is below, so that those beside the main one can enter a circle at its two sides."""
    return all(branch.out for branch in branches) and not main.fed


def _refuse(branches: list[Branch], main: Branch) -> None:
    """Refuse side edges for which there is no free way: out of inner columns, or between others than the main one."""
    for branch in branches:
        if branch.fed and branch is not main:
            raise Blocked(tuple(edge for _, ids, _ in branch.fed for edge in ids))
    aside = {id(branch) for branch, _, bottom in main.fed if not bottom}
    if len(aside) > 1:
        raise Blocked(tuple(edge for branch, ids, _ in main.fed if id(branch) in aside for edge in ids))
    fed = {edge for branch in branches for _, ids, _ in branch.fed for edge in ids}
    outward = [branch for branch in branches if any(edge not in fed for edge, _ in branch.part.ports)]
    if len(outward) > 1 or (outward and main.fed):
        raise Blocked(tuple(edge for branch in outward for edge, _ in branch.part.ports if edge not in fed))


def _side(result: Spread, branch: Branch, main: Branch, feeds: bool, settings: Settings) -> int:
    """Choose the side of a branch: where there is less so far, but free the way of edges that leave to the right."""
    if feeds or (main.part.ports and not main.fed):
        return -1
    if main.fed:
        return 1
    if branch.part.ports:
        return 1
    if settings.leftward:
        return -1 if result.left <= result.right else 1
    return 1 if result.right <= result.left else -1


def _room(item: Item, bus: bool, nested: bool, linked: bool, near: float, settings: Settings) -> float:
    """Give the room between an item and the branches at it; at an end without size the far side of the bus only."""
    if bus:
        return settings.fork - near if item.end else settings.fork
    if item.end or not linked:
        return 0.0 if item.end else settings.gap
    return near if nested else settings.gap


def _level_main(main: Branch, top: float, height: float) -> float:
    """Give the y of the main branch: in the middle, at the top if it only begins here or is fed from the side."""
    slack = height - main.part.height
    if bool(main.into) == bool(main.out) and (main.into or not main.fed):
        return top + slack / 2
    return top if main.into or main.fed else top + slack


def _level(branch: Branch, first: float, main: Part, top: float, height: float) -> float:
    """Give the y of a branch: level with a row of the main one, as near to the middle as may be; a loose end hangs."""
    slack = height - branch.part.height
    if not branch.out:
        return top
    if not branch.into:
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
    if branch.out and join > result.height and x:
        border = math.copysign(
            join - result.height, x
        )  # of the circle below, whose middle is at the height of the join
        result.routes.append((branch.out, [(x, end), (x, join), (border, join)]))
    elif branch.out and join > result.height:
        result.routes.append((branch.out, [(0.0, end), (0.0, result.height)]))
    elif branch.out:
        result.routes.append((branch.out, _bend([(x, end), (x, join), (0.0, join), (0.0, result.height)])))
    fed = {edge for _, ids, _ in branch.fed for edge in ids}
    for (edge, into), (px, py) in branch.part.ports.items():
        if edge not in fed:
            result.ports[edge, into] = (x - px if flip else x + px, y + py)


def _channel(main: Branch, labels: Labels, settings: Settings) -> float:
    """Give the width of the channel beside a branch that is fed from the side."""
    room = max([0.0, *(labels[edge][0] for _, ids, _ in main.fed for edge in ids if edge in labels)])
    return AWAY + (len(_sources(main)) - 1) * settings.lane + max(CLOSE, room + 10.0)


Source = tuple[int, Point]


def _source(branch: Branch, ids: Ids, bottom: bool) -> Source:
    """Name where side edges come from: the bottom of a branch or a port of it."""
    return id(branch), (0.0, branch.part.tail) if bottom else branch.part.ports[ids[0], False]


def _sources(main: Branch) -> dict[Source, int]:
    """Give a number to each thing that feeds a branch from the side, nearest column first."""
    return {source: number for number, source in enumerate(dict.fromkeys(_source(*feed) for feed in main.fed))}


def _feed(
    result: Spread,
    main: Branch,
    first: float,
    spots: dict[int, tuple[float, float]],
    labels: Labels,
    settings: Settings,
) -> None:
    """Lead edges out of the columns at the left, up the channel, and into the left side of the main one."""
    numbers = _sources(main)
    lines = -main.part.right - _channel(main, labels, settings) + AWAY
    low = 0.0
    for branch, ids, bottom in main.fed:
        x, y = spots[id(branch)]
        source = _source(branch, ids, bottom)
        line = lines + numbers[source] * settings.lane
        sx, sy = source[1]
        start = [(x + sx, y + sy)]
        low = max(low, y + branch.part.height)
        if bottom:
            start.append((x, low + settings.bus_out + numbers[source] * settings.lane))
        for edge in ids:
            px, py = main.part.ports[edge, True]
            points = [*start, (line, start[-1][1]), (line, first + py), (-px, first + py)]
            result.routes.append(((edge,), _bend(points)))


def _bend(points: list[Point]) -> list[Point]:
    """Leave out the points that repeat the one before."""
    kept = points[:1]
    for point in points[1:]:
        if point != kept[-1]:
            kept.append(point)
    return kept
