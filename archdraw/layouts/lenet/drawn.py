"""One stack of maps or one vector as it is drawn, around an origin at its top left corner."""

from __future__ import annotations

from archdraw.geometry import Box, Point
from archdraw.layouts.lenet.options import Options
from archdraw.records import dataclass
from archdraw.stages.chain import Stage
from archdraw.volumes.scales import Scale

BREAK = 4.0
"""How much longer the step between the maps at the back and those in front is, where some are left out, in points."""
THIN, REAR = 6.0, 0.25
"""How wide maps of one dimension are, in points, and the share of maps that stand at the back where some are left out."""
CELL, HALVES = 4.6, 11.0
"""The height of a cell of a vector, and the gap between the halves of a long one, in points."""
FEW, MANY = 10, 12
"""So many units are all drawn as cells, and so many cells stand for 100 units and more."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The boxes, the back first; ``corners`` is the outline of a bar.

    ``dots`` stand for what is left out; ``west`` and ``east`` are the ends of what leads here and on, top and bottom.
    """

    width: float
    height: float
    boxes: tuple[Box, ...]
    dots: tuple[Point, ...] = ()
    corners: tuple[Point, ...] = ()

    @property
    def west(self) -> tuple[Point, Point]:
        """The left ends, top and bottom."""
        if self.corners:
            return self.corners[0], self.corners[3]
        back, front = self.boxes[0], self.boxes[-1]
        return (back.left, back.top), (front.left, front.bottom)

    @property
    def east(self) -> tuple[Point, Point]:
        """The right ends, top and bottom."""
        if self.corners:
            return self.corners[1], self.corners[2]
        back, front = self.boxes[0], self.boxes[-1]
        return (back.right, back.top), (front.right, front.bottom)

    def sides(self) -> tuple[float, float]:
        """Give where the line through the middle of the height meets the outline, left and right."""
        middle = self.height / 2
        met = [box for box in self.boxes if box.top <= middle <= box.bottom] or list(self.boxes)
        if self.corners or not met:
            return 0.0, self.width
        return min(box.left for box in met), max(box.right for box in met)


def stack(stage: Stage, scale: Scale, most: int, step: float, exact: bool = False) -> Drawn:
    """Draw maps one before the other, right and down; where there are too many, dots stand for those in the middle."""
    high, wide = scale(stage.height), scale(stage.width)
    if stage.flat and not exact:
        wide = THIN
    count = stage.count if most == 0 else min(stage.count, most)
    back = max(1, int(count * REAR)) if count < stage.count and count > 1 else 0
    places = [k * step + (BREAK if back and k >= back else 0.0) for k in range(count)]
    boxes = tuple(Box(at, at, at + wide, at + high) for at in places)
    dots: list[Point] = []
    if back:
        last, jump = boxes[back - 1], step + BREAK
        for x, y in ((last.right, last.top), (last.left, last.bottom)):
            dots += [(x + jump * share, y + jump * share) for share in (0.25, 0.5, 0.75)]
    return Drawn(places[-1] + wide, places[-1] + high, boxes, tuple(dots))


def vector(stage: Stage, longest: int, little: float, options: Options) -> Drawn:
    """Draw a vector; ``little`` is by how much the figure is smaller than usual."""
    if options.vectors == "cells":
        return _cells(stage.count, CELL * little * options.length_scale / 100, options.thickness, little)
    thick, share = options.thickness, options.length_scale / 100
    if options.vector_scale == "linear":
        long = stage.count * share
    elif options.vector_scale == "sqrt":
        long = stage.count**0.5 * 10 * share
    else:
        long = Scale((MANY * CELL + HALVES) * little * share, longest, 0.25)(stage.count)
    if options.vectors == "diagonal":
        corners = ((0.0, 0.0), (thick, 0.0), (long + thick, long), (long, long))
        return Drawn(long + thick, long, (), (), corners)
    return Drawn(thick, long, (Box(0.0, 0.0, thick, long),))


def _cells(count: int, high: float, wide: float, little: float) -> Drawn:
    """Draw a column of all units, or of two halves with dots between."""
    shown = count if count <= FEW else FEW if count < 100 else MANY
    free = HALVES * little if shown < count else 0.0
    tops = [k * high + (free if k >= shown / 2 else 0.0) for k in range(shown)]
    boxes = tuple(Box(0.0, top, wide, top + high) for top in tops)
    middle = boxes[-1].bottom / 2
    dots = tuple((wide / 2, middle + by * little) for by in (-2.2, 0.0, 2.2)) if free else ()
    return Drawn(wide, boxes[-1].bottom, boxes, dots)
