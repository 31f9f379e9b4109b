"""Break a long figure into columns that fit a page, where only its main line passes."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from archdraw.geometry import Box, Point
from archdraw.placing.flat import Flat
from archdraw.placing.problem import Settings
from archdraw.placing.wires import Route

AWAY, TOWARDS = 8.0, 10.0
"""How far below a column the line to the next one turns, and how far above it, to have room for its head."""
MARGIN = 4.0
"""How far a frame that goes on in the next column reaches beyond what it holds."""
BEFORE = 5.9
"""How far above the next box a skip forks off the main line."""
SAME = 1e-6
WORTH = 1.3
"""How much larger a figure that does not fit anyway must become by breaking it."""
TOLERANCE = 0.8
"""A break outside of frames is preferred to a later one inside if it fills this share of a column."""


@dataclass(frozen=True, slots=True)
class Break:
    """A stretch of the main line that may be cut out, from ``end`` to ``start``.

    ``depth`` frames lie around it; ``forks`` if it leads to a bus instead of a node or frame.
    """

    end: float
    start: float
    depth: int
    forks: bool

    @property
    def price(self) -> tuple[int, bool]:
        """Tell how bad it is to break here."""
        return self.depth, self.forks


def wrap(flat: Flat, page: tuple[float, float], settings: Settings) -> Flat:
    """Break the figure into the fewest columns that fit the page, or into those that fit its shape best."""
    wide, high = page
    if high <= 0 or flat.height <= high:
        return flat
    breaks = _breaks(flat)
    if not breaks:
        return flat
    best = None
    for count in _counts(flat, breaks, wide, high, settings):
        wrapped = _build(flat, _balance(flat, breaks, count), settings)
        fits = wrapped.height <= high and (wrapped.width <= wide or wide <= 0)
        scale = min(high / wrapped.height, wide / wrapped.width if wide > 0 else 1.0)
        if best is None or scale > best[0] + 1e-9:
            best = (scale, wrapped)
        if fits:
            return wrapped
    whole = min(high / flat.height, wide / flat.width if wide > 0 else 1.0)
    return best[1] if best and best[0] > WORTH * whole else flat


def _counts(flat: Flat, breaks: list[Break], wide: float, high: float, settings: Settings) -> list[int]:
    """List the numbers of columns to try: the fewest that are low enough, then those around the page's shape."""
    fewest = len(_fill(flat, breaks, high - AWAY - TOWARDS)) + 1
    if wide <= 0:
        return [fewest, fewest + 1]
    shaped = round((flat.height * wide / (high * (flat.width + settings.channel))) ** 0.5)
    around = [count for count in range(max(2, shaped - 6), shaped + 7) if count < fewest]
    return [fewest, fewest + 1, *around]


def _breaks(flat: Flat) -> list[Break]:
    """Find where nothing but the main line passes, between a node or frame above and one or a bus below."""
    forks = _forks(flat)
    taken: list[tuple[float, float]] = [(box.top, box.bottom) for box in flat.nodes]
    borders: list[tuple[float, float]] = []
    for boxes in flat.frames:
        for box in boxes:
            inside = box.left < flat.axis < box.right
            (borders if inside else taken).append((box.top, box.bottom))
    for number, route in enumerate(flat.routes):
        points = _forked(flat, route, forks[number]) if number in forks else route
        for one, two in itertools.pairwise(points):
            if not one[0] == two[0] == flat.axis:
                taken.append((min(one[1], two[1]), max(one[1], two[1])))
    ends = {box.bottom for box in flat.nodes} | {bottom for _, bottom in borders}
    starts = {box.top for box in flat.nodes} | {top for top, _ in borders}
    marks = sorted({mark for border in borders for mark in border})
    tops, bottoms = sorted(top for top, _ in borders), sorted(bottom for _, bottom in borders)
    taken.sort()
    found = []
    low = taken[0][1]
    for top, bottom in taken[1:]:
        if top > low:
            cuts = [low, *marks[bisect_right(marks, low) : bisect_left(marks, top)], top]
            options = [
                Break(end, start, bisect_right(tops, end) - bisect_right(bottoms, end), start not in starts)
                for end, start in itertools.pairwise(cuts)
                if end in ends and (start in starts or start == top)  # a column may begin with a bus
            ]
            if options:
                found.append(min(options, key=lambda option: option.price))
        low = max(low, bottom)
    return found


def _forks(flat: Flat) -> dict[int, tuple[float, float]]:
    """Find the skips that leave a box of the main line at its side, and where they could leave the line below it.

    Gives, by route, the bottom of the box and the height of the fork, just above what comes next on the main line. So
    a column may end with a box from which a skip sets out: it then begins with that fork.
    """
    on_axis = [box for box in flat.nodes if abs(box.center[0] - flat.axis) < SAME]
    tops = sorted(box.top for box in on_axis)
    found = {}
    for number, route in enumerate(flat.routes):
        box = flat.nodes[flat.sources[number]]
        beside = len(route) > 2 and route[0][0] in (box.left, box.right) and abs(box.center[0] - flat.axis) < SAME
        after = bisect_left(tops, box.bottom)
        if beside and after < len(tops) and route[2][1] > tops[after]:
            fork = tops[after] - BEFORE
            if fork > box.bottom + SAME:
                found[number] = (box.bottom, fork)
    return found


def _forked(flat: Flat, route: Route, fork: tuple[float, float]) -> Route:
    """Let a skip leave the main line below its box instead of the side of the box."""
    bottom, y = fork
    return ((flat.axis, bottom), (flat.axis, y), (route[1][0], y), *route[2:])


def _fill(flat: Flat, breaks: list[Break], limit: float) -> list[Break]:
    """Break as late as a height allows, but rather outside of frames if that fills most of the column."""
    ends = [one.end for one in breaks]
    chosen: list[Break] = []
    start = 0.0
    while flat.height - start > limit + 1e-6:
        first = bisect_right(ends, start)
        last = bisect_right(ends, start + limit + 1e-6)
        if first >= len(breaks):
            break
        near = [one for one in breaks[max(first, last - 40) : last] if one.end - start >= TOLERANCE * limit]
        best = min(
            near or breaks[max(first, last - 1) : max(first, last - 1) + 1], key=lambda one: (one.price, -one.end)
        )
        chosen.append(best)
        start = best.start
    return chosen


def _balance(flat: Flat, breaks: list[Break], count: int) -> list[Break]:
    """Find the lowest columns of this number."""
    low, high = flat.height / count / 2, flat.height
    best = _fill(flat, breaks, high)
    for _ in range(30):
        middle = (low + high) / 2
        tried = _fill(flat, breaks, middle)
        if len(tried) < count:
            best, high = tried, middle
        else:
            low = middle
    return best


def _build(flat: Flat, breaks: list[Break], settings: Settings) -> Flat:
    """Put the columns beside each other, tops level, and lead the main line from one to the next."""
    starts = [0.0, *(one.start for one in breaks)]
    ends = [*(one.end for one in breaks), flat.height]
    deepest = max((one.depth for one in breaks), default=0)
    rise = TOWARDS + MARGIN * deepest if breaks else 0.0
    reach = _reaches(flat, starts, ends)
    shifts = []
    cursor = 0.0
    for left, right in reach:
        shifts.append(cursor - left)
        cursor += right - left + settings.channel
    width = cursor - settings.channel

    def column(y: float) -> int:
        return max(0, bisect_right(starts, y + 1e-9) - 1)

    def move(point: Point, at: int) -> Point:
        return (round(point[0] + shifts[at], 6), round(point[1] - starts[at] + rise, 6))

    def bridge(at: int) -> list[Point]:
        """Lead the main line from the bottom of a column to the top of the next."""
        low = ends[at] - starts[at] + rise + AWAY + MARGIN * breaks[at].depth
        middle = reach[at][1] + shifts[at] + settings.channel / 2
        one, two = flat.axis + shifts[at], flat.axis + shifts[at + 1]
        points = [(one, low), (middle, low), (middle, 0.0), (two, 0.0)]
        return [(round(x, 6), round(y, 6)) for x, y in points]

    def cut(box: Box) -> list[Box]:
        """Cut a frame at the breaks it lies across; an outer frame reaches further beyond a cut than an inner one."""
        first, last = column(box.top), column(box.bottom - 1e-6)
        parts = []
        for at in range(first, last + 1):
            top, bottom = max(box.top, starts[at]), min(box.bottom, ends[at])
            (left, high), (right, low) = move((box.left, top), at), move((box.right, bottom), at)
            if at > first:
                high -= MARGIN * (1 + inside(box, breaks[at - 1]))
            if at < last:
                low += MARGIN * (1 + inside(box, breaks[at]))
            parts.append(Box(left, high, right, low))
        return parts

    def inside(box: Box, cut: Break) -> int:
        """Count the frames within this one that the same break cuts."""
        return sum(
            other.top > box.top and other.top < cut.end and other.bottom > cut.start
            for boxes in flat.frames
            for other in boxes
        )

    nodes = []
    for box in flat.nodes:
        at = column(box.top)
        (left, top), (right, bottom) = move((box.left, box.top), at), move((box.right, box.bottom), at)
        nodes.append(Box(left, top, right, bottom))
    frames = [[part for box in boxes for part in cut(box)] for boxes in flat.frames]
    routes = []
    cut_ends = {one.end for one in breaks}
    forks = _forks(flat)
    for number, plain in enumerate(flat.routes):
        turns = number in forks and forks[number][0] in cut_ends
        route = _forked(flat, plain, forks[number]) if turns else plain
        points: list[Point] = []
        at = column(route[0][1]) if route else 0
        for point in route:
            now = column(point[1])
            while at < now:
                points += bridge(at)
                at += 1
            points.append(move(point, now))
        routes.append(tuple(points))
    lowest = max(
        end - start + (AWAY + MARGIN * deepest) * (number < len(breaks))
        for number, (start, end) in enumerate(zip(starts, ends, strict=True))
    )
    return Flat(nodes, frames, routes, flat.sources, flat.axis, width, lowest + rise, len(starts))


def _reaches(flat: Flat, starts: list[float], ends: list[float]) -> list[tuple[float, float]]:
    """Give how far each column reaches to the left and to the right."""
    left = [flat.axis] * len(starts)
    right = [flat.axis] * len(starts)

    def note(low: float, high: float, top: float, bottom: float) -> None:
        first = max(0, bisect_right(starts, top + 1e-9) - 1)
        for at in range(first, len(starts)):
            if at > first and starts[at] > bottom - 1e-9:
                break
            left[at], right[at] = min(left[at], low), max(right[at], high)

    for box in flat.nodes:
        note(box.left, box.right, box.top, box.bottom)
    for boxes in flat.frames:
        for box in boxes:
            note(box.left, box.right, box.top, box.bottom)
    for route in flat.routes:
        for x, y in route:
            note(x, x, y, y)
    return list(zip(left, right, strict=True))
