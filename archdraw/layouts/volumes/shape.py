"""A block in space: its slabs side by side, all in the middle of their height and depth; or a circle where ways meet."""

from __future__ import annotations

from collections.abc import Iterator

from archdraw.geometry import Box, Point
from archdraw.layouts.volumes.blocks import Block
from archdraw.layouts.volumes.shapes import Shapes
from archdraw.records import dataclass
from archdraw.volumes.views import Body, View

RADIUS = 4.5
"""The radius of a circle where ways meet, in points."""
EDGES = tuple((one, one | bit) for one in range(8) for bit in (1, 2, 4) if not one & bit)
"""The edges of a body, by the numbers of their corners."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A block by the line of its row, at height 0: its bodies, none of a circle, and its outline.

    ``main`` counts the bodies up to the last that is no pool or activation glued to the others.
    """

    bodies: tuple[Body, ...]
    hull: Box
    main: int = 1

    @property
    def front(self) -> float:
        """The middle of its front, where words below it stand."""
        if not self.bodies:
            return self.hull.center[0]
        first, last = self.bodies[0], self.bodies[self.main - 1]
        return (first.at((-0.5, 0, -0.5))[0] + last.at((0.5, 0, -0.5))[0]) / 2

    def across(self, y: float) -> tuple[float, float]:
        """Give the left and the right end of the outline at a height; those of all of it where it does not reach that.

        What is drawn of a body is convex, so the outline is among its edges.
        """
        found = [
            x for body in self.bodies for one, two in EDGES for x in _crossing(body.corners[one], body.corners[two], y)
        ]
        return (min(found), max(found)) if found else (self.hull.left, self.hull.right)

    def moved(self, dx: float, dy: float) -> Shape:
        """Give it elsewhere."""
        bodies = tuple(Body(body.size, (body.middle[0] + dx, body.middle[1] + dy), body.view) for body in self.bodies)
        return Shape(bodies, self.hull.moved(dx, dy), self.main)


def _crossing(one: Point, two: Point, y: float) -> Iterator[float]:
    """Give where an edge crosses a height."""
    (a, b), (c, d) = one, two
    if min(b, d) <= y <= max(b, d) and b != d:
        yield a + (c - a) * (y - b) / (d - b)


def shape(block: Block, scales: Shapes, view: View) -> Shape:
    """Make the shape of a block, its west side at 0."""
    if block.sign:
        return Shape((), Box(0.0, -RADIUS, 2 * RADIUS, RADIUS))
    bodies, along, main = [], 0.0, 1
    sizes = [scales.size(slab) for slab in block.slabs]
    origin = (0.0, -view.along[1] * sum(size[0] for size in sizes) / 2)  # its middle is on the line of its row
    for number, (slab, size) in enumerate(zip(block.slabs, sizes, strict=True), 1):
        bodies.append(Body(size, view.at((along + size[0] / 2, 0.0, 0.0), origin), view))
        along += size[0]
        main = number if slab in block.main else main
    return Shape(tuple(bodies), Box.hull(body.hull for body in bodies), main)
