"""A block in space: its slabs side by side, all in the middle of their height and depth; or a circle where ways meet."""

from __future__ import annotations

from archdraw.geometry import Box
from archdraw.layouts.volumes.blocks import Block
from archdraw.layouts.volumes.shapes import Shapes
from archdraw.records import dataclass
from archdraw.volumes.views import Body, View

RADIUS = 4.5
"""The radius of a circle where ways meet, in points."""


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

    def moved(self, dx: float, dy: float) -> Shape:
        """Give it elsewhere."""
        bodies = tuple(Body(body.size, (body.middle[0] + dx, body.middle[1] + dy), body.view) for body in self.bodies)
        return Shape(bodies, self.hull.moved(dx, dy), self.main)


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
