"""Patterns as plain lines, clipped to the area they are in, so that every format has the same.

Lines that are level or upright divide their area evenly, for one that is close to the outline looks like a mistake;
slanted ones go through its middle.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import ceil, floor, sqrt
from types import MappingProxyType

from archdraw.areas import Area, Convex
from archdraw.geometry import Box, Point
from archdraw.records import dataclass

SHORTEST = 0.3
"""A line that is shorter, in points, would be a speck in a corner."""
MOST = 400
"""A huge area has about so many lines: they stand further apart there."""
_NOTHING = 1e-9
_SLANT = sqrt(0.5)


@dataclass(frozen=True, slots=True)
class Ruling:
    """Parallel lines that go ``along``, a vector of length 1; lengths are in points.

    With ``on`` each is a row of pieces so long, one in ``every`` so many points, those of the next row between them.
    """

    along: Point
    spacing: float = 2.0
    width: float = 0.4
    on: float = 0.0
    every: float = 0.0


@dataclass(frozen=True, slots=True)
class Hatch:
    """One line of a pattern; ``dash`` are lengths on and off in points, from its start to its end whole pieces."""

    start: Point
    end: Point
    width: float
    dash: tuple[float, ...] = ()


_LEVEL, _UPRIGHT = Ruling((1.0, 0.0)), Ruling((0.0, 1.0))
_RISING, _FALLING = Ruling((_SLANT, -_SLANT), 1.8), Ruling((_SLANT, _SLANT), 1.8)

PATTERNS: Mapping[str, tuple[Ruling, ...]] = MappingProxyType(
    {
        "none": (),
        "diagonal": (_RISING,),
        "back-diagonal": (_FALLING,),
        "cross": (_RISING, _FALLING),
        "horizontal": (_LEVEL,),
        "vertical": (_UPRIGHT,),
        "grid": (_LEVEL, _UPRIGHT),
        "dots": (Ruling((1.0, 0.0), width=0.8, on=0.8, every=2.0),),
        "dashes": (Ruling((1.0, 0.0), width=0.6, on=1.8, every=3.0),),
        "solid": (),
    }
)
"""What each pattern consists of; ``solid`` is the outline of its area, filled."""


def hatch(pattern: str, area: Area | Convex) -> Iterator[Hatch]:
    """Go through the lines of a pattern in an area.

    >>> [line.start for line in hatch("horizontal", Area(Box(0, 0, 9, 6)))]
    [(0.0, 2.0), (0.0, 4.0)]
    """
    hull = area.hull
    if hull.width <= 0 or hull.height <= 0:
        return
    for ruling in PATTERNS[pattern]:
        if ruling.on:
            yield from _broken(ruling, area)
            continue
        for at in _places(ruling, hull):
            low, high = area.reach(at, ruling.along)
            if high - low >= SHORTEST:
                yield Hatch(_on(at, ruling.along, low), _on(at, ruling.along, high), ruling.width)


def _places(ruling: Ruling, hull: Box) -> Iterator[Point]:
    """Go through a point of each line of a ruling."""
    x, y = hull.center
    right, down = ruling.along
    if right and down:
        step = max(ruling.spacing, (hull.width + hull.height) / MOST) / abs(right)
        many = floor((hull.width * abs(down / right) + hull.height) / 2 / step)
        yield from ((x, y + i * step) for i in range(-many, many + 1))
    elif down:
        step = _evenly(hull.width, ruling.spacing)
        yield from ((hull.left + i * step, y) for i in range(1, round(hull.width / step)))
    else:
        step = _evenly(hull.height, ruling.spacing)
        yield from ((x, hull.top + i * step) for i in range(1, round(hull.height / step)))


def _broken(ruling: Ruling, area: Area | Convex) -> Iterator[Hatch]:
    """Go through level rows of pieces, each whole, also in its width."""
    hull, half = area.hull, ruling.width / 2
    step, every = _evenly(hull.height, ruling.spacing), _evenly(hull.width, ruling.every)
    for row in range(round(hull.height / step)):
        y = hull.top + (row + 0.5) * step
        first = hull.left + every * (1.0 if row % 2 else 0.5) - ruling.on / 2
        reaches = [area.reach((first, at), ruling.along) for at in (y - half, y + half)]
        low, high = max(low for low, _ in reaches), min(high for _, high in reaches)
        start = ceil(low / every - _NOTHING) * every
        end = floor((high - ruling.on) / every + _NOTHING) * every + ruling.on
        if low < high and end - start > ruling.on - _NOTHING:
            yield Hatch((first + start, y), (first + end, y), ruling.width, (ruling.on, every - ruling.on))


def _evenly(length: float, wanted: float) -> float:
    """Give the distance next to the wanted one that divides a length."""
    return length / max(1, round(length / max(wanted, length / MOST)))


def _on(at: Point, along: Point, far: float) -> Point:
    return (at[0] + far * along[0], at[1] + far * along[1])
