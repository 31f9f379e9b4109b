"""What is written at the blocks of a U: sizes and names on the sides where no line leads."""

from __future__ import annotations

from collections.abc import Sequence

from archdraw.diagram import Line
from archdraw.layouts.volumes import dims
from archdraw.layouts.volumes.blocks import Block
from archdraw.layouts.volumes.options import Options
from archdraw.layouts.volumes.shape import Shape
from archdraw.layouts.volumes.shapes import Shapes
from archdraw.lettering import room, wide
from archdraw.records import dataclass
from archdraw.stages.edgewise import CAP
from archdraw.style import Style

OVER, ASIDE = 5.0, 11.0
"""From a block to the name over it and to the one right of it, in points."""
BEYOND, CLEAR = (1.0, 1.2, 1.4, 1.6, 2.0), 0.6
"""Where a size stands that has no place along its edge, in edges, and what is free around numbers below, in points."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A block, its line at height 0, and what its words must respect.

    ``first`` tells that it is the first of its level, ``start`` of the network, ``told`` that the block before, or one across, has its size; lines leave it
    downwards at ``fall`` and arrive from below at ``rise``.
    """

    block: Block
    shape: Shape
    first: bool
    fall: float | None
    rise: float | None
    told: bool
    start: bool


def sizes(spot: Spot, scales: Shapes, options: Options, style: Style) -> list[Line]:
    """Write the channels below, the height at the left, the width along the edge that leads away unless a line down is there."""
    block, one = spot.block, spot.shape
    found = dims.channels(block, one, scales, style, spot.rise) if options.channels else []
    main = block.main[-1].extent
    if options.sizes == "none":
        return found
    if main.wide and spot.fall is None:
        line = dims.along_edge(block, one, [room(line, style) for line in found], style)
        alike = main.words[1] == main.words[2] and not main.deep and spot.told
        taken = [room(line, style).grown(CLEAR) for line in found]
        line = line or (None if alike else dims.along_edge(block, one, taken, style, BEYOND))
        found.extend([line] if line else [])
    said = beside_it(spot)
    if said:
        small = style.text("detail").font.size
        y = 0.0 if spot.first and (spot.start or spot.rise is None) else small
        at = (one.bodies[0].at((-0.5, 0, -0.5))[0] - dims.BESIDE, y + CAP * small / 2)
        found.append(Line(at, said, "detail", "end", wide(said, "detail", style)))
    return found


def beside_it(spot: Spot) -> str:
    """Give what stands at the left of a block: the height where nothing else says it, with the width where a line down takes its place."""
    main = spot.block.main[-1].extent
    square = main.words[1] == main.words[2] and not main.deep
    if spot.told or not (spot.fall is not None or not square or spot.start):
        return ""
    return dims.height(main, spot.fall is not None)


def over(name: str, shape: Shape, style: Style) -> list[Line]:
    """Write a name over a block."""
    at = (shape.hull.center[0], shape.hull.top - OVER)
    return [Line(at, name, "label", "middle", wide(name, "label", style))] if name else []


def beside(name: str, side: str, shape: Shape, sizes: Sequence[Line], style: Style) -> list[Line]:
    """Write a name at this side of a block: left, over the size there; right; or below."""
    if not name or not side:
        return []
    size, width = style.text("label").font.size, wide(name, "label", style)
    middle = CAP * size / 2
    if side == "right":
        return [Line((shape.hull.right + ASIDE, middle), name, "label", "start", width)]
    if side == "below":
        return [
            Line(
                (shape.front, shape.hull.bottom + dims.BASELINE * style.text("detail").font.size + 1.4 * size),
                name,
                "label",
                "middle",
                width,
            )
        ]
    left = shape.bodies[0].at((-0.5, 0, -0.5))[0] if shape.bodies else shape.hull.left
    over = [line.at[1] for line in sizes if line.anchor == "end"]
    y = min(over) - 1.2 * style.text("detail").font.size if over else middle
    return [Line((left - dims.BESIDE, y), name, "label", "end", width)]
