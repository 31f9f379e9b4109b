"""The arrangements of one way to draw: where the data flows, whether in columns, and where the blocks that explain boxes stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from archdraw.layouts.graph import beside
from archdraw.layouts.graph.draft import Draft
from archdraw.layouts.graph.options import Options
from archdraw.layouts.graph.sizing import ENOUGH
from archdraw.layouts.graph.ways import MANY, Way
from archdraw.lettering import COLUMN
from archdraw.records import dataclass
from archdraw.style import Style

Stand = Literal["right", "row", "below"]
"""Blocks stand at the right of the figure, one below the other or in a row, or in a row below it."""
Found = Sequence[tuple[tuple[str, ...], Draft]]
"""Blocks, each with the names of the boxes that it explains."""

LONG, LOW = 450.0, 400.0
"""From this printed height on, in points, a figure is long: what can be, is drawn wider, as on a page that is so low."""
SHORTER, AS_LARGE, EMPTIER = 0.85, 0.9, 1.15
"""So much shorter must it become by that; so much smaller may its print become, and so much larger its area."""
SNUG = 0.9
"""What a figure is worth, of its size, whose boxes have each another width, beside one in which all are equal."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """One arrangement of a way to draw; ``wrap`` allows columns, ``snug`` boxes are only as wide as each needs, ``low`` is for a lower page."""

    direction: str
    wrap: bool
    stand: Stand = "right"
    snug: bool = False
    low: bool = False


@dataclass(frozen=True, slots=True)
class Tried:
    """A quick draft of an arrangement, what it is worth, and how wide and high it is printed."""

    arrangement: Arrangement
    draft: Draft
    worth: float
    width: float
    height: float

    def filling(self, readable: float) -> tuple[float, ...]:
        """Tell how well it fills a page: first that it can be read, the larger, as far as that helps, then in fewer columns, then the wider one."""
        told = self.worth * (SNUG if self.arrangement.snug else 1.0)
        return self.worth >= readable, min(told, ENOUGH), -self.draft.placed.columns, self.width

    def shortens(self, other: Tried) -> bool:
        """Tell whether it is clearly shorter than another, its print about as large, and not emptier."""
        large = self.worth >= AS_LARGE * other.worth
        return large and self.height <= SHORTER * other.height and self.area() <= EMPTIER * other.area()

    def area(self) -> float:
        """Give the area it takes: beside what is narrower than a column of text stands nothing."""
        return max(self.width, COLUMN) * self.height


def arrangements(way: Way, layers: int, options: Options) -> list[tuple[Arrangement, ...]]:
    """List the arrangements of a way, in the order in which they are tried; among those that stand together the page decides."""
    if options.largest > 1 and options.engine == "own":
        return [_filling(way, layers, options)]
    direction = "down" if options.direction == "auto" else options.direction
    stand: Stand = "below" if direction == "right" or way.below else "right"
    wraps = _wraps(layers, way, options)
    return [
        (Arrangement(direction, wrap, stand, snug), *_lower(way, direction, stand, options))
        for snug in _snug(direction, options)
        for wrap in wraps
    ]


def _lower(way: Way, direction: str, stand: Stand, options: Options) -> list[Arrangement]:
    """List the arrangements by which a long figure may become shorter."""
    if way.u or options.fit != "page" or options.engine == "dot" or direction != "down":
        return []
    stands: list[Stand] = [stand, "row"] if stand == "right" and len(way.kinds) > 1 else [stand]
    return [Arrangement(direction, True, one, low=True) for one in stands]


def _snug(direction: str, options: Options) -> tuple[bool, ...]:
    """Tell which widths of boxes to try: in a row each may be as wide as it needs, where that is the way to fit."""
    return (False, True) if direction == "right" and options.fit == "page" else (False,)


def _wraps(layers: int, way: Way, options: Options) -> tuple[bool, ...]:
    if way.u or options.fit != "page" or options.engine == "dot":
        return (False,)
    if layers > MANY:
        return (True,)
    return (False, True) if way.kinds else (True, False)  # columns rather than a ribbon that is shrunk to the page


def _filling(way: Way, layers: int, options: Options) -> tuple[Arrangement, ...]:
    """List all arrangements by which a figure may fill a page on which it may grow."""
    asked = options.direction
    directions = ("down", "right") if asked == "auto" and not way.u and layers <= MANY else (asked,)
    stands: list[Stand] = ["right"]
    if way.kinds and not way.u:
        stands = ["right", "below"] if len(way.kinds) == 1 else ["right", "row", "below"]
    return tuple(
        Arrangement("down" if direction == "auto" else direction, not way.u, stand, snug)
        for direction in directions
        for stand in stands
        for snug in _snug(direction, options)
    )


def room(sizes: Sequence[tuple[float, float]], stand: Stand) -> tuple[float, float]:
    """Give the width and the height that blocks of these sizes take together, one of them with the gap to the figure."""
    if not sizes:
        return 0.0, 0.0
    wide, high = [size[0] for size in sizes], [size[1] for size in sizes]
    between = beside.BETWEEN * (len(sizes) - 1)
    if stand == "right":
        return max(wide) + beside.GAP, sum(high) + between
    across = sum(wide) + between
    return (across, max(high) + beside.GAP) if stand == "below" else (across + beside.GAP, max(high))


def put(draft: Draft, blocks: Found, style: Style, stand: Stand) -> Draft:
    """Put blocks where they stand."""
    if stand != "row":
        return beside.put(draft, blocks, style, stand == "below")
    zooms, at = [], 0.0
    for one in blocks:
        (zoom,) = beside.put(draft, [one], style, below=False).zooms
        zooms.append(replace(zoom, draft=zoom.draft.moved(at, 0.0)))
        at += zoom.draft.placed.width + beside.BETWEEN
    return replace(draft, zooms=tuple(zooms))
