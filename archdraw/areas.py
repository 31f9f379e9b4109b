"""Rectangles with round corners, perhaps cut off at a side, and convex areas: outlines, and where lines run within them."""

from __future__ import annotations

from math import cos, inf, pi, sqrt

from archdraw.geometry import Box, Point
from archdraw.records import dataclass

STEPS = 8
"""So many straight pieces stand for a round corner in an outline."""
SHARP = 1e-3
"""A corner of a smaller radius, in points, is sharp: arithmetic would lose the line through it."""
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle with round corners, cut off at ``until`` where that is left of its right side."""

    box: Box
    radius: float = 0.0
    until: float = inf

    @property
    def hull(self) -> Box:
        """The rectangle around it."""
        return Box(self.box.left, self.box.top, min(self.box.right, self.until), self.box.bottom)

    def outline(self) -> tuple[Point, ...]:
        """Give it as a polygon, clockwise from its left end.

        >>> Area(Box(0, 0, 8, 4), until=3).outline()
        ((0, 0.0), (3, 0.0), (3, 4.0), (0, 4.0))
        """
        radius, box = self._corner, self.box
        inward = [radius * (1 - cos(step * pi / 2 / STEPS)) for step in range(STEPS + 1)] if radius else [0]
        places = {*(box.left + x for x in inward), *(box.right - x for x in inward), self.hull.right}
        ends = [self.upright(x) for x in sorted(places) if x <= self.hull.right]
        return (*(top for top, _ in ends), *(bottom for _, bottom in reversed(ends)))

    def upright(self, x: float) -> tuple[Point, Point]:
        """Give the upper and the lower end of the upright line through it at ``x``.

        >>> Area(Box(0, 0, 8, 4), 2).upright(2)
        ((2, 0.0), (2, 4.0))
        """
        radius = self._corner
        into = max(0.0, self.box.left + radius - x, x - self.box.right + radius)
        drop = radius - sqrt(max(0.0, radius**2 - into**2))
        return (x, self.box.top + drop), (x, self.box.bottom - drop)

    def reach(self, at: Point, along: Point) -> tuple[float, float]:
        """Tell from where to where a line through ``at`` lies within, in points ``along`` it; nowhere is (0, 0).

        >>> Area(Box(0, 0, 8, 4)).reach((1, 2), (1, 0))
        (-1.0, 7.0)
        """
        low, high = _slab(at, along, self.box)
        for end in (0, 1):
            if low >= high:
                return 0.0, 0.0
            ends = self._round(at, along, (low, high)[end])
            low, high = (max(low, ends[0]), high) if end == 0 else (low, min(high, ends[1]))
        least, most = _slab(at, along, self.hull)
        low, high = max(low, least), min(high, most)
        return (low, high) if low < high else (0.0, 0.0)

    @property
    def _corner(self) -> float:
        found = min(self.radius, self.box.width / 2, self.box.height / 2)
        return found if found > SHARP else 0.0

    def _round(self, at: Point, along: Point, far: float) -> tuple[float, float]:
        """Give where a line is within the circle of the corner in which it stands, ``far`` from ``at``."""
        radius, box = self._corner, self.box
        x, y = at[0] + far * along[0], at[1] + far * along[1]
        center = (
            min(max(x, box.left + radius), box.right - radius),
            min(max(y, box.top + radius), box.bottom - radius),
        )
        if not radius or x == center[0] or y == center[1]:  # at a straight side
            return -inf, inf
        across, down = at[0] - center[0], at[1] - center[1]
        nearest = -(across * along[0] + down * along[1])
        half = nearest**2 - (across**2 + down**2 - radius**2)
        return (nearest - sqrt(half), nearest + sqrt(half)) if half > 0 else (inf, -inf)


@dataclass(frozen=True, slots=True)
class Convex:
    """An area of straight sides that bulges nowhere inwards; its corners go clockwise."""

    points: tuple[Point, ...]

    @property
    def hull(self) -> Box:
        """The rectangle around it."""
        across, down = zip(*self.points, strict=True)
        return Box(min(across), min(down), max(across), max(down))

    def outline(self) -> tuple[Point, ...]:
        """Give its corners."""
        return self.points

    def reach(self, at: Point, along: Point) -> tuple[float, float]:
        """Tell from where to where a line through ``at`` lies within, in points ``along`` it; nowhere is (0, 0).

        >>> Convex(((0, 0), (4, 0), (8, 4), (4, 4))).reach((0, 2), (1, 0))
        (2.0, 6.0)
        """
        low, high = -inf, inf
        for (x, y), (u, v) in zip(self.points, (*self.points[1:], self.points[0]), strict=True):
            inward = (y - v, u - x)
            deep = (at[0] - x) * inward[0] + (at[1] - y) * inward[1]
            grows = along[0] * inward[0] + along[1] * inward[1]
            if abs(grows) > _NOTHING:
                low, high = (max(low, -deep / grows), high) if grows > 0 else (low, min(high, -deep / grows))
            elif deep < 0:
                return 0.0, 0.0
        return (low, high) if low < high else (0.0, 0.0)


def _slab(at: Point, along: Point, box: Box) -> tuple[float, float]:
    """Tell from where to where a line lies within a box, without regard to its corners."""
    low, high = -inf, inf
    for axis, least, most in ((0, box.left, box.right), (1, box.top, box.bottom)):
        if abs(along[axis]) > _NOTHING:
            ends = sorted(((least - at[axis]) / along[axis], (most - at[axis]) / along[axis]))
            low, high = max(low, ends[0]), min(high, ends[1])
        elif not least <= at[axis] <= most:
            return 0.0, 0.0
    return low, high
