"""The edges: every neuron with every one of the next layer, cut at both borders, their looks by weight where there are weights."""

from __future__ import annotations

from math import hypot

from archdraw.curves import on_curve, part_of
from archdraw.diagram import Strand
from archdraw.geometry import Point
from archdraw.layouts.fcnn.options import Options
from archdraw.records import dataclass

STRONGEST = 2.1
"""The width of the edge of the largest weight, in points."""
HEAD, SLIM = 2.2, 0.4
"""The length of a head of a hairline, and half its width of its length."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How edges are drawn: what they end at, and how their weights look; ``largest`` is the weight drawn strongest, 0 = no weights.

    ``usual`` is the style's width of an edge.
    """

    options: Options
    radius: float
    usual: float
    largest: float = 0.0

    def look(self, weight: float | None) -> tuple[float | None, float, float | None]:
        """Give width, opacity and tint of an edge; a width of None is the style's."""
        options = self.options
        if weight is None or not self.largest:
            return options.edge_width, options.edge_opacity, None
        share = min(1.0, abs(weight) / self.largest)
        width = options.edge_width
        if options.edge_width_proportional != "false":
            thickest = STRONGEST if options.edge_width is None else options.edge_width
            least = min(options.edge_width_least, thickest)
            width = least + (thickest - least) * share
        opacity = share if options.edge_opacity_proportional == "true" else options.edge_opacity
        colored = options.edge_color_proportional != "false"
        tint = (share**options.color_power) * (-1 if weight < 0 else 1) if colored else None
        return width, opacity, tint

    def strand(self, start: Point, end: Point, weight: float | None) -> Strand:
        """Draw one edge between two centres."""
        width, opacity, tint = self.look(weight)
        head = self.options.arrowheads
        long = 0.0 if head == "none" else HEAD + 2.0 * (self.usual if width is None else width)
        short = 0.8 * long if head == "solid" else 0.0
        route = self._curve if self.options.bezier else _line
        points, tip = route(start, end, self.radius, short)
        if not long:
            return Strand(points, width, opacity, tint)
        back = route(start, end, self.radius, long)[0][-1]
        return Strand(points, width, opacity, tint, _head(back, tip, long))

    def _curve(self, start: Point, end: Point, radius: float, short: float) -> tuple[tuple[Point, ...], Point]:
        """Cut a curve that leaves and reaches the neurons along the flow."""
        (x, y), (u, v) = start, end
        if self.options.direction == "right":
            middle = (x + u) / 2
            whole = (start, (middle, y), (middle, v), end)
        else:
            middle = (y + v) / 2
            whole = (start, (x, middle), (u, middle), end)
        first = _at(whole, radius)
        last = _at(whole[::-1], radius + short)
        tip = on_curve(whole[::-1], _at(whole[::-1], radius))
        return part_of(whole, first, 1 - last), tip


def _at(controls: tuple[Point, ...], radius: float) -> float:
    """Find where a curve leaves the circle around its start."""
    low, high = 0.0, 0.5
    x, y = controls[0]
    for _ in range(30):
        middle = (low + high) / 2
        u, v = on_curve(controls, middle)
        low, high = (middle, high) if hypot(u - x, v - y) < radius else (low, middle)
    return low


def _line(start: Point, end: Point, radius: float, short: float) -> tuple[tuple[Point, ...], Point]:
    (x, y), (u, v) = start, end
    size = hypot(u - x, v - y)
    dx, dy = (u - x) / size, (v - y) / size
    tip = (u - radius * dx, v - radius * dy)
    return ((x + radius * dx, y + radius * dy), (tip[0] - short * dx, tip[1] - short * dy)), tip


def _head(back: Point, tip: Point, long: float) -> tuple[Point, ...]:
    """Give a head by its tip and a point of the line behind it."""
    size = hypot(tip[0] - back[0], tip[1] - back[1]) or 1.0
    dx, dy = (tip[0] - back[0]) / size, (tip[1] - back[1]) / size
    base, half = (tip[0] - long * dx, tip[1] - long * dy), SLIM * long
    return ((base[0] - half * dy, base[1] + half * dx), tip, (base[0] + half * dy, base[1] - half * dx))
