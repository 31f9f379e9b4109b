"""How bodies in space are drawn on the page: parallel views, in which equal lengths stay equal wherever they are."""

from __future__ import annotations

from collections.abc import Mapping
from math import atan, cos, degrees, radians, sin, sqrt

from archdraw.geometry import Box, Point
from archdraw.records import dataclass

Space = tuple[float, float, float]
"""A place or an extent: along the row (to the right), up, and away from the viewer."""


@dataclass(frozen=True, slots=True)
class View:
    """Where one point along the row, up, and away from the viewer leads to on the page.

    >>> View((1, 0), (0, -1), (0.34, -0.24)).at((10, 5, 100))
    (44.0, -29.0)
    """

    along: Point
    up: Point
    away: Point

    def at(self, place: Space, origin: Point = (0.0, 0.0)) -> Point:
        """Give the point on the page."""
        x, y, z = place
        return (
            origin[0] + x * self.along[0] + y * self.up[0] + z * self.away[0],
            origin[1] + x * self.along[1] + y * self.up[1] + z * self.away[1],
        )

    @property
    def facing(self) -> tuple[int, int, int]:
        """Tell which faces of a body are seen, by the sign of the axis that they lie on: ``(1, 1, -1)`` is east, top, front.

        The way to the viewer is the one that is no way on the page: across both rows of the projection.
        """
        (a, d), (b, e), (c, f) = self.along, self.up, self.away
        across = (b * f - c * e, c * d - a * f, a * e - b * d)
        turn = -1 if across[2] > 0 else 1
        return (1 if turn * across[0] >= 0 else -1, 1 if turn * across[1] >= 0 else -1, -1)


def oblique(angle: float, ratio: float) -> View:
    """Draw fronts as they are; edges that lead away rise at an angle (in degrees), drawn ``ratio`` of their length."""
    return View((1.0, 0.0), (0.0, -1.0), (ratio * cos(radians(angle)), -ratio * sin(radians(angle))))


def turned(azimuth: float, elevation: float) -> View:
    """Look from so many degrees to the right of the fronts, and from so many above: a parallel view without distortion."""
    a, e = radians(azimuth), radians(elevation)
    return View((cos(a), sin(e) * sin(a)), (0.0, -cos(e)), (sin(a), -sin(e) * cos(a)))


def isometric() -> View:
    """Look so that equal lengths along the row, up and away are equal on the page too.

    >>> view = isometric()
    >>> [round(x * x + y * y, 3) for x, y in (view.along, view.up, view.away)]
    [0.667, 0.667, 0.667]
    """
    return turned(45.0, degrees(atan(sqrt(0.5))))


PEERS: Mapping[str, View] = {
    "plotneuralnet": View((1.0, 0.0), (0.0, -1.0), (0.385, -0.385)),
    "convnetdraw": View((1.0, 0.0), (0.0, -1.0), (0.3, -0.5)),
    "visualkeras": View((1.0, 0.0), (0.0, -1.0), (1 / 3, -1 / 3)),
    "isometric": isometric(),
}
"""The views of other tools by name: the oblique one of TikZ, where towards the viewer is (-0.385, -0.385) with y up, so away from
him is to the right and up; that of ConvNetDraw's sliders as they stand at first; a third of each length at 45°; and the isometric one."""


@dataclass(frozen=True, slots=True)
class Body:
    """A box in space on the page: its size, and the page's point for its middle."""

    size: Space
    middle: Point
    view: View

    def at(self, share: Space) -> Point:
        """Give a place of it, as shares of its size from the middle: ``(0.5, 0, 0)`` is the middle of the east face."""
        along, up, away = (part * size for part, size in zip(share, self.size, strict=True))
        return self.view.at((along, up, away), self.middle)

    @property
    def corners(self) -> tuple[Point, ...]:
        """The eight corners: west before east, below before above, front before back."""
        return tuple(self.at((x, y, z)) for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (-0.5, 0.5))

    @property
    def hull(self) -> Box:
        """The upright box around it."""
        across, down = zip(*self.corners, strict=True)
        return Box(min(across), min(down), max(across), max(down))

    def part(self, share: Space, middle: Space) -> Body:
        """Give a body inside of it: how large, and its middle from this one's, both as shares of this size.

        >>> Body((10, 20, 20), (0, 0), oblique(45, 0)).part((1, 0.5, 0.5), (0, 0.25, 0)).hull
        Box(left=-5.0, top=-10.0, right=5.0, bottom=0.0)
        """
        size = (self.size[0] * share[0], self.size[1] * share[1], self.size[2] * share[2])
        return Body(size, self.at(middle), self.view)
