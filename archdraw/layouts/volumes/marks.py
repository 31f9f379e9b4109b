"""The marks of blocks, and of what leads from one to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archdraw.diagram import Glued, Link, Look, Mark, Merge, Paint, Pasted, Solid
from archdraw.geometry import Point
from archdraw.graph import OPS, Graph
from archdraw.images import Picture
from archdraw.layouts.volumes import pictures, words
from archdraw.layouts.volumes.blocks import Block, Slab
from archdraw.layouts.volumes.options import Options
from archdraw.layouts.volumes.shape import RADIUS, Shape

BAND = 1 / 3
"""How much of a slab the band of its activation takes."""
DOT, NARROW = 0.9, 4.0
"""The radius of the dot where an arrow begins on a face, and how wide a face must be for one, in points."""


def look(slab: Slab, groups: dict[str, tuple[str, ...]]) -> Look:
    """Give what the style needs to choose the looks of a slab; a name that is an op's, such as ``output``, says nothing."""
    layer = slab.layer
    if slab.kind in ("end", "copy") or slab.alone:
        return Look(slab.op)
    mine = tuple(group for group in groups.get(layer.group, ()) if group not in OPS)
    return Look(layer.op, layer.type, mine, layer.name if layer.name not in OPS else "")


def drawn(
    block: Block, shape: Shape, graph: Graph, groups: dict[str, tuple[str, ...]], options: Options
) -> Iterator[Mark]:
    """Make the marks of a block, from the west to the east."""
    if block.sign == "port":
        return
    if block.sign:
        slab = block.slabs[0]
        yield Merge(slab.layer.name, shape.hull.center, RADIUS, Look(block.sign), words.title(slab))
        return
    pasted = pictures.shown(block)
    opacities, paint = (1.0 if options.opacity is None else options.opacity,) * 3, Paint((), options.border)
    yield Glued(
        tuple(
            Solid(
                slab.layer.name,
                body.corners,
                body.view.facing,
                look(slab, groups),
                opacities,
                (),
                (),
                paint,
                Paint(),
                words.title(slab),
                band=BAND if options.bands and words.after(slab) else 0.0,
                picture=_pasted(pasted, options) if pasted and s == len(block.slabs) - 1 else None,
            )
            for s, (slab, body) in enumerate(zip(block.slabs, shape.bodies, strict=True))
        )
    )


def _pasted(found: Picture, options: Options) -> Pasted:
    return Pasted(found, options.picture_opacity, options.picture_flip)


def pyramid(blocks: Sequence[Block], shapes: Sequence[Shape]) -> Iterator[Link]:
    """Lead from the corners of maps to those of the vector behind them, or from a vector to the maps made of it."""
    (one, two), (before, behind) = blocks, shapes
    if one.sign or two.sign or not one.slabs or not two.slabs or one.is_vector == two.is_vector:
        return
    for y, z in ((0.5, -0.5), (0.5, 0.5), (-0.5, -0.5), (-0.5, 0.5)):
        yield Link((before.bodies[-1].at((0.5, y, z)), behind.bodies[0].at((-0.5, y, z))), (), False, (), "fan")


def out(shape: Shape, axis: float, hatched: bool = False) -> tuple[Point, float]:
    """Give where an arrow leaves a block, and the radius of the dot there: on the last face, if that is wide enough and not ``hatched``."""
    if not shape.bodies or hatched:
        return (shape.across(axis)[1] if shape.bodies else shape.hull.right, axis), 0.0
    last = shape.bodies[-1]
    corners, middle = last.corners, last.at((0.5, 0, 0))
    below = corners[4][1] - corners[6][1]
    up = (middle[1] - axis) / below if below else 0.0  # where a row runs level though its blocks do not
    if abs(corners[5][0] - corners[4][0]) >= NARROW and abs(up) < 0.5:
        return last.at((0.5, up, 0)), DOT
    return (shape.across(axis)[1], axis), 0.0


def into(shape: Shape, axis: float) -> Point:
    """Give where an arrow arrives: at the front edge to the left, or at another where that does not reach so high."""
    return (shape.across(axis)[0], axis)


def arrow(block: Block, one: Shape, two: Shape, axis: float, head: bool = True, hatched: bool = False) -> Link:
    """Lead from one block to the next."""
    start, dot = out(one, axis, hatched)
    return Link((start, into(two, axis)), block.edges, head, (), "data", dot if head else 0.0)


def funnel(block: Block, one: Shape, two: Shape, axis: float) -> Iterator[Link]:
    """Lead from the corners of one block to those of the next; where one is a circle, from its middle."""
    if not one.bodies or not two.bodies:
        yield arrow(block, one, two, axis, False)
        return
    corners = zip(one.bodies[-1].corners[4:], two.bodies[0].corners[:4], strict=True)
    for start, end in corners:
        yield Link((start, end), block.edges, False, (), "funnel")
