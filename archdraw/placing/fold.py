"""Fold a figure at given breaks: columns beside each other, the main line led from the foot of one to the top of the next."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import pairwise

from archdraw.geometry import Box, Point
from archdraw.placing.flat import Flat
from archdraw.placing.problem import Settings
from archdraw.placing.wires import Route
from archdraw.records import dataclass

AWAY, TOWARDS = 8.0, 10.0
"""How far below a column the line to the next one turns, and how far above it, to have room for its head."""
MARGIN = 4.0
"""How far a frame that goes on in the next column reaches beyond what it holds."""
BEFORE = 5.9
"""How far above the next box a skip forks off the main line."""
SAME = 1e-6


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


class Reaches:
    """How far the unbroken figure reaches to the left and to the right between each two of its possible breaks.

    It is found once, so that many choices among the breaks can be compared.
    """

    def __init__(self, flat: Flat, breaks: list[Break]) -> None:
        self.axis = flat.axis
        self.starts = [0.0, *(one.start for one in breaks)]
        self.left = [flat.axis] * len(self.starts)
        self.right = list(self.left)
        for box in flat.nodes:
            self._hold(box.left, box.top, box.right, box.bottom)
        for boxes in flat.frames:
            for box in boxes:
                self._hold(box.left, box.top, box.right, box.bottom)
        for x, y in (point for route in flat.routes for point in route):
            at = bisect_right(self.starts, y + SAME, 1) - 1
            if x < self.left[at]:
                self.left[at] = x
            if x > self.right[at]:
                self.right[at] = x
        self.narrowest = min(right - left for left, right in zip(self.left, self.right, strict=True))

    def _hold(self, left: float, top: float, right: float, bottom: float) -> None:
        first = bisect_right(self.starts, top + SAME, 1) - 1
        last = max(first, bisect_right(self.starts, bottom - SAME, 1) - 1) if bottom > top else first
        for at in range(first, last + 1):
            if left < self.left[at]:
                self.left[at] = left
            if right > self.right[at]:
                self.right[at] = right

    def of(self, breaks: list[Break]) -> list[tuple[float, float]]:
        """Give how far each column reaches if the figure is broken at these."""
        at = [0, *(bisect_left(self.starts, one.start) for one in breaks), len(self.starts)]
        return [(min(self.left[i:j]), max(self.right[i:j])) for i, j in pairwise(at)]

    def least_width(self, count: int, settings: Settings) -> float:
        """Give how wide this many columns are at least."""
        return count * self.narrowest + (count - 1) * settings.channel


class Columns:
    """Where each column begins and ends in the unbroken figure, and where it goes; and how large all are together."""

    def __init__(self, flat: Flat, breaks: list[Break], reaches: Reaches, settings: Settings) -> None:
        self.flat = flat
        self.breaks = breaks
        self.starts = [0.0, *(one.start for one in breaks)]
        self.ends = [*(one.end for one in breaks), flat.height]
        self.rise = TOWARDS + MARGIN * max((one.depth for one in breaks), default=0) if breaks else 0.0
        self.channel = settings.channel
        self.shifts: list[float] = []
        self.rights: list[float] = []
        cursor = 0.0
        for left, right in reaches.of(breaks):
            self.shifts.append(cursor - left)
            self.rights.append(cursor + right - left)
            cursor += right - left + settings.channel
        self.width = self.rights[-1]
        self.height = max(self.foot(column) for column in range(len(self.starts)))

    def at(self, y: float) -> int:
        """Give the column of a height."""
        return bisect_right(self.starts, y + SAME, 1) - 1

    def fewest(self) -> int:
        """Count the nodes in the column that has fewest."""
        held = Counter(self.at(box.top) for box in self.flat.nodes)
        return min(held[column] for column in range(len(self.starts)))

    def least(self) -> float:
        """Tell how far the column is filled that is emptiest, as a part of the height."""
        return min((end - start) / self.height for start, end in zip(self.starts, self.ends, strict=True))

    def move(self, point: Point, column: int) -> Point:
        """Move a point of a column to its new place."""
        return (round(point[0] + self.shifts[column], 6), round(point[1] - self.starts[column] + self.rise, 6))

    def foot(self, column: int) -> float:
        """Give the height at which the line to the next column turns; for the last one its bottom."""
        bottom = self.ends[column] - self.starts[column] + self.rise
        return bottom + AWAY + MARGIN * self.breaks[column].depth if column < len(self.breaks) else bottom

    def bridge(self, column: int) -> list[Point]:
        """Lead the main line from the bottom of a column to the top of the next."""
        low, middle = self.foot(column), self.rights[column] + self.channel / 2
        one, two = self.flat.axis + self.shifts[column], self.flat.axis + self.shifts[column + 1]
        points = [(one, low), (middle, low), (middle, 0.0), (two, 0.0)]
        return [(round(x, 6), round(y, 6)) for x, y in points]

    def carry(self, route: Route) -> Route:
        """Move a route, over bridges where it goes from column to column."""
        points: list[Point] = []
        column = self.at(route[0][1]) if route else 0
        for point in route:
            now = self.at(point[1])
            while column < now:
                points += self.bridge(column)
                column += 1
            points.append(self.move(point, now))
        return tuple(points)

    def cut(self, box: Box) -> list[Box]:
        """Cut a frame at the breaks it lies across; an outer frame reaches further beyond a cut than an inner one."""
        first, last = self.at(box.top), self.at(box.bottom - 2 * SAME)
        parts = []
        for column in range(first, last + 1):
            top, bottom = max(box.top, self.starts[column]), min(box.bottom, self.ends[column])
            (left, high), (right, low) = self.move((box.left, top), column), self.move((box.right, bottom), column)
            if column > first:
                high -= MARGIN * (1 + self._inside(box, self.breaks[column - 1]))
            if column < last:
                low += MARGIN * (1 + self._inside(box, self.breaks[column]))
            parts.append(Box(left, high, right, low))
        return parts

    def _inside(self, box: Box, cut: Break) -> int:
        """Count the frames within this one that the same break cuts."""
        return sum(
            other.top > box.top and other.top < cut.end and other.bottom > cut.start
            for boxes in self.flat.frames
            for other in boxes
        )


def fold(columns: Columns) -> Flat:
    """Put the columns beside each other, tops level, and lead the main line from one to the next."""
    flat = columns.flat
    nodes = []
    for box in flat.nodes:
        column = columns.at(box.top)
        nodes.append(Box(*columns.move((box.left, box.top), column), *columns.move((box.right, box.bottom), column)))
    frames = [[part for box in boxes for part in columns.cut(box)] for boxes in flat.frames]
    ends = {one.end for one in columns.breaks}
    forks = {number: fork for number, fork in skips_at_sides(flat).items() if fork[0] in ends}
    routes = [
        columns.carry(forked(flat, route, forks[number]) if number in forks else route)
        for number, route in enumerate(flat.routes)
    ]
    return Flat(nodes, frames, routes, flat.sources, flat.axis, columns.width, columns.height, len(columns.starts))


def skips_at_sides(flat: Flat) -> dict[int, tuple[float, float]]:
    """Find the skips that leave a box of the main line at its side, and where they could leave the line below it.

    Gives, by route, the bottom of the box and the height of the fork, just above what comes next. So
    a column may end with a box from which a skip sets out: it then begins with that fork.
    """
    marks = {box.top for box in flat.nodes}
    marks.update(y for route in flat.routes for (_, y), (_, other) in pairwise(route) if y == other)
    tops = sorted(marks)
    found = {}
    for number, route in enumerate(flat.routes):
        box = flat.nodes[flat.sources[number]]
        if len(route) < 3 or route[0][0] not in (box.left, box.right) or abs(box.center[0] - flat.axis) >= SAME:
            continue
        after = bisect_left(tops, box.bottom + SAME)
        if after < len(tops) and route[2][1] > tops[after]:
            fork = tops[after] - BEFORE
            if fork > box.bottom + SAME:
                found[number] = (box.bottom, fork)
    return found


def forked(flat: Flat, route: Route, fork: tuple[float, float]) -> Route:
    """Let a skip leave the main line below its box instead of the side of the box."""
    bottom, y = fork
    return ((flat.axis, bottom), (flat.axis, y), (route[1][0], y), *route[2:])
