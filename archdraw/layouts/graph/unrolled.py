"""A recurrent layer drawn step by step: a box with one cell per step in it, the state handed from each to the next."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from archdraw import text
from archdraw.diagram import Block, Line, Link
from archdraw.geometry import Box
from archdraw.graph import Layer
from archdraw.style import Style

BETWEEN = 13.0
"""What lies between two cells, in points: room for an arrow whose shaft can be seen."""


def steps_of(layer: Layer) -> tuple[str, ...]:
    """Give the steps that a layer shall be drawn in; none, or at least two."""
    steps = layer.attrs.get("unroll") or ()
    return tuple(text.tidy(str(step)) for step in steps) if layer.op == "recurrent" and len(steps) > 1 else ()


def size(layer: Layer, header: tuple[float, float], style: Style) -> tuple[float, float]:
    """Give the width and height of the box, which has the texts of the layer, ``header`` in size, above its cells."""
    count = len(steps_of(layer))
    wide = count * _cell(layer, style) + (count - 1) * BETWEEN + 2 * style.size("padding")
    wide += style.size("pattern_room")
    return max(header[0], wide), header[1] + style.size("line_height_one") + style.size("padding")


def marks(block: Block, layer: Layer, box: Box, style: Style) -> list[Block | Link]:
    """Give the box with its texts moved up, the cells, and the arrows between them."""
    cell, low, pad = _cell(layer, style), style.size("line_height_one"), style.size("padding")
    up = (low + pad) / 2
    lines = tuple(replace(line, at=(line.at[0], line.at[1] - up)) for line in block.lines)
    found: list[Block | Link] = [replace(block, lines=lines)]
    steps = steps_of(layer)
    center = box.center[0] + style.size("pattern_room") / 2
    left = center - (len(steps) * cell + (len(steps) - 1) * BETWEEN) / 2
    middle = box.bottom - pad - low / 2
    font = style.text("detail").font
    cells = [Box.around((left + cell / 2 + i * (cell + BETWEEN), middle), cell, low) for i in range(len(steps))]
    for step, place in zip(steps, cells, strict=True):
        at = (place.center[0], middle + 0.35 * font.size)
        line = Line(at, step, "detail", "middle", text.width(step, font.size, font.weight))
        found.append(Block(f"{layer.name} {step}", place, block.look, (line,), f"{block.title}, step {step}", "step"))
    found += [Link(((one.right, middle), (two.left, middle)), ()) for one, two in pairwise(cells)]
    return found


def _cell(layer: Layer, style: Style) -> float:
    """Tell how wide each cell is: all have room for the longest step."""
    font = style.text("detail").font
    widest = max(text.width(step, font.size, font.weight) for step in steps_of(layer))
    return max(24.0, widest + 2 * style.size("padding"))
