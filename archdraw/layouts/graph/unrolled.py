"""A recurrent layer drawn step by step: a cell per step in its box, with what it takes, hands on and gives, as textbooks do."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Literal

from archdraw import text
from archdraw.diagram import Block, Line, Link
from archdraw.geometry import Box, Point
from archdraw.graph import Layer
from archdraw.style import Style

BETWEEN = 16.0
"""What lies between two cells, in points: room for an arrow whose shaft can be seen, and the letter over it."""
STUB = 10.0
"""How long the arrow into a cell is, and that out of it."""
FOOT = 2.0
"""Between the arrows out of the cells and the box."""
BESIDE, ABOVE = 2.5, 3.0
"""Between a letter and the arrow at its left, or below it."""


def steps_of(layer: Layer) -> tuple[str, ...]:
    """Give the steps that a layer shall be drawn in; none, or at least two."""
    steps = layer.attrs.get("unroll") or ()
    return tuple(text.tidy(str(step)) for step in steps) if layer.op == "recurrent" and len(steps) > 1 else ()


def size(layer: Layer, header: tuple[float, float], style: Style) -> tuple[float, float]:
    """Give the width and height of the box, which has the texts of the layer, ``header`` in size, above its cells."""
    count = len(steps_of(layer))
    wide = count * _cell(layer, style) + (count - 1) * BETWEEN + 2 * style.size("padding")
    wide += style.size("pattern_room")
    return max(header[0], wide), header[1] + _below(style)


def _below(style: Style) -> float:
    """Tell how much room the cells take under the texts."""
    return style.size("line_height_one") + 2 * STUB + FOOT


def marks(block: Block, layer: Layer, box: Box, style: Style) -> list[Block | Link]:
    """Give the box with its texts moved up, the cells, and the arrows into, between and out of them."""
    cell, low = _cell(layer, style), style.size("line_height_one")
    lines = [replace(line, at=(line.at[0], line.at[1] - _below(style) / 2)) for line in block.lines]
    found: list[Block | Link] = []
    steps = steps_of(layer)
    center = box.center[0] + style.size("pattern_room") / 2
    left = center - (len(steps) * cell + (len(steps) - 1) * BETWEEN) / 2
    middle = box.bottom - FOOT - STUB - low / 2
    font = style.text("detail").font
    cells = [Box.around((left + cell / 2 + i * (cell + BETWEEN), middle), cell, low) for i in range(len(steps))]
    giving = cells if layer.attrs.get("sequences", True) else cells[-1:]
    for step, place in zip(steps, cells, strict=True):
        at = (place.center[0], middle + 0.35 * font.size)
        line = Line(at, step, "detail", "middle", text.width(step, font.size, font.weight))
        found.append(Block(f"{layer.name} {step}", place, block.look, (line,), f"{block.title}, step {step}", "step"))
        x = place.center[0]
        for letter, y in [("x", place.top - STUB), *([("y", place.bottom)] if place in giving else [])]:
            found.append(Link(((x, y), (x, y + STUB)), ()))
            lines.append(_letter(letter, (x + BESIDE, y + STUB / 2), "start", style))
    both = 2.0 if layer.attrs.get("bidirectional") else 0.0
    for one, two in pairwise(cells):
        found.append(Link(((one.right, middle - both), (two.left, middle - both)), ()))
        if both:
            found.append(Link(((two.left, middle + both), (one.right, middle + both)), ()))
        over = middle - both - ABOVE - font.size / 2
        lines.append(_letter("h", ((one.right + two.left) / 2, over), "middle", style))
    return [replace(block, lines=tuple(lines)), *found]


def _letter(letter: str, at: Point, anchor: Literal["start", "middle"], style: Style) -> Line:
    """Write a letter whose middle is at this height."""
    font = style.text("detail").font
    return Line((at[0], at[1] + 0.35 * font.size), letter, "detail", anchor, text.width(letter, font.size, font.weight))


def _cell(layer: Layer, style: Style) -> float:
    """Tell how wide each cell is: all have room for the longest step."""
    font = style.text("detail").font
    widest = max(text.width(step, font.size, font.weight) for step in steps_of(layer))
    return max(24.0, widest + 2 * style.size("padding"))
