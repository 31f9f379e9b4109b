"""Let lines hold on to what they connect, just where they begin and end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import dist

from archdraw.geometry import Box, Point
from archdraw.records import dataclass
from archdraw.writers.drawio.cells import Cell
from archdraw.writers.drawio.looks import share, style

CLOSE = 0.8
"""How far from a circle a line may end that belongs to it, in points."""


@dataclass(frozen=True, slots=True)
class Ends:
    """What lines can hold on to: the shape of each layer, and the circles in it where it is drawn neuron by neuron."""

    shapes: Mapping[str, Cell]
    units: Mapping[str, Sequence[Cell]]
    per: float

    def held(self, cell: Cell) -> Cell:
        """Give an edge that knows layers the ids of their shapes; where those are circles, of the one at which it ends."""
        if cell.box or not (cell.source or cell.target):
            return cell
        source, target = self._at(cell.source, cell.points[0]), self._at(cell.target, cell.points[-1])
        more = "".join(
            [
                port("exit", source.box, cell.points[0], self.per) if source and source.box else "",
                port("entry", target.box, cell.points[-1], self.per) if target and target.box else "",
            ]
        )
        ids = (source.id if source else "", target.id if target else "")
        return replace(cell, style=cell.style + more, source=ids[0], target=ids[1])

    def _at(self, layer: str, point: Point) -> Cell | None:
        own = self.units.get(layer, ())
        others = (circle for circles in self.units.values() for circle in circles)
        found = _touched(own, point) or (_touched(others, point) if own else None)  # the unit that is always 1
        return found or self.shapes.get(layer)


def _touched(circles: Iterable[Cell], point: Point) -> Cell | None:
    """Find the circle on whose edge a point lies."""
    near = ((abs(dist(c.box.center, point) - c.box.width / 2), c) for c in circles if c.box)
    far, nearest = min(near, key=lambda one: one[0], default=(CLOSE, None))
    return nearest if far < CLOSE else None


def port(end: str, box: Box, at: Point, per: float = 1.0) -> str:
    """Say where on a shape a line ends: as shares of its size, so that it stays there when the shape grows; beside it, also how far.

    >>> port("exit", Box(0, 0, 10, 10), (5, 10))
    'exitX=0.5;exitY=1;exitDx=0;exitDy=0;exitPerimeter=0;'
    """
    places = ((at[0] - box.left) / box.width, (at[1] - box.top) / box.height)
    kept = [min(1.0, max(0.0, one)) for one in places]
    far = [(one - keep) * size * per for one, keep, size in zip(places, kept, (box.width, box.height), strict=True)]
    values = {f"{end}X": share(kept[0]), f"{end}Y": share(kept[1]), f"{end}Dx": far[0], f"{end}Dy": far[1]}
    return style(**values, **{f"{end}Perimeter": 0})
