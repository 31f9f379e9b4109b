"""Sizes as text: channels below the fronts, the width along the edge that leads away, the height beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archdraw.diagram import Line
from archdraw.geometry import Point
from archdraw.layouts.volumes.blocks import Block, Slab
from archdraw.layouts.volumes.options import Options
from archdraw.layouts.volumes.shape import Shape
from archdraw.layouts.volumes.shapes import Shapes, each_labelled
from archdraw.lettering import room, wide
from archdraw.stages.edgewise import CAP, along
from archdraw.style import Style

BASELINE, BESIDE, ALONG, OVER = 7.2, 2.5, 2.5, 3.0
"""From an edge to the baseline below it, to what stands beside it, to the capitals along it, and to the baseline over it, in points."""
SHARES = (0.44, 0.6, 0.75, 0.9)
"""Where along an edge its size stands: a little before the middle, or the first of these that is free."""


def said_before(row: Sequence[Block], b: int) -> str:
    """Give the height of the blocks before one, where that is a sequence's: it is said again only where it changes."""
    for block in reversed(row[:b]):
        if not block.sign:
            return block.main[-1].extent.words[1]
    return ""


def written(
    block: Block, shape: Shape, first: bool, before: str, scales: Shapes, options: Options, style: Style
) -> list[Line]:
    """Write the sizes of a block; the height only where it says something new: ``before`` is that of the block before."""
    if block.sign or not options.labels:
        return []
    if options.sizes in ("over", "under"):
        return list(_whole(block, shape, options.sizes == "over", style))
    if block.is_vector and options.vectors == "away":
        if not options.channels:
            return []
        front = shape.bodies[-1]
        edge = (front.at((0.5, -0.5, -0.5)), front.at((0.5, -0.5, 0.5)))
        return [along(*edge, block.main[-1].extent.words[0], 0.3, ALONG, style)]
    found = list(_channels(block, shape, scales, style)) if options.channels else []
    main = block.main[-1].extent
    if options.sizes == "none" or main.is_vector:
        return found
    last, front = shape.bodies[shape.main - 1], shape.bodies[0]
    if main.wide:
        said = main.words[1] if main.deep else main.words[2]
        edge = (last.at((0.5, -0.5, -0.5)), last.at((0.5, -0.5, 0.5)))
        tried = (along(*edge, said, share, ALONG, style) for share in SHARES)
        taken = [room(line, style) for line in found]
        lines = [line for line in tried if not any(room(line, style).meets(box) for box in taken)]
        found.append(lines[0] if lines else along(*edge, said, 1.0, ALONG, style))
    if first or (main.words[1] != main.words[2] if main.wide else main.words[1] != before) or main.deep:
        said = main.deep if main.deep else main.words[1]
        at, size = front.at((-0.5, 0, -0.5)), style.text("detail").font.size
        y = at[1] if first else max(at[1], shape.hull.center[1] + size)  # an arrow arrives in the middle
        line = Line((at[0] - BESIDE, y + CAP * size / 2), said, "detail", "end", wide(said, "detail", style))
        found.append(line)
    return found


def _whole(block: Block, shape: Shape, over: bool, style: Style) -> Iterator[Line]:
    """Write height, width and channels in the middle over the back of each run of slabs of one size, or under its front."""
    runs: list[tuple[str, float, float, float]] = []
    for slab, body in zip(block.slabs, shape.bodies, strict=True):
        if slab.kind == "end":
            continue
        count, high, wide_ = slab.extent.words
        space = [slab.extent.deep, high or "1", wide_ or ("" if high else "1")]
        said = "×".join(part for part in (*space, count) if part)
        up, away = (0.5, 0.5) if over else (-0.5, -0.5)
        (left, y), (right, other) = body.at((-0.5, up, away)), body.at((0.5, up, away))
        if runs and runs[-1][0] == said:
            left, last = runs.pop()[1:3]
            y = min(y, last) if over else max(y, last)
        runs.append((said, left, min(y, other) if over else max(y, other), right))
    for said, left, y, right in runs:
        by = -OVER if over else 0.3 + 1.15 * style.text("detail").font.size
        yield Line(((left + right) / 2, y + by), said, "detail", "middle", wide(said, "detail", style))


def _channels(block: Block, shape: Shape, scales: Shapes, style: Style) -> list[Line]:
    """Write the numbers of channels: one below each slab, or one below each run of equal numbers."""
    slabs = block.main
    fronts = [
        (body.at((-0.5, -0.5, -0.5)), body.at((0.5, -0.5, -0.5)))
        for slab, body in zip(block.slabs, shape.bodies, strict=True)
        if slab in slabs
    ]
    runs: list[tuple[Slab, Point, Point]] = []
    each = each_labelled(block, scales, style)
    for slab, (left, right) in zip(slabs, fronts, strict=True):
        if not each and runs and runs[-1][0].extent.words[0] == slab.extent.words[0]:
            runs[-1] = (runs[-1][0], runs[-1][1], right)
        else:
            runs.append((slab, left, right))
    lines = []
    for slab, left, right in runs:
        said = slab.extent.words[0]
        slope = (right[1] - left[1]) / (right[0] - left[0]) if right[0] > left[0] else 0.0
        low = (left[1] + right[1]) / 2 + abs(slope) * wide(said, "detail", style) / 2  # below the lower end of the word
        at = ((left[0] + right[0]) / 2, low + BASELINE)
        lines.append(Line(at, said, "detail", "middle", wide(said, "detail", style)))
    return _apart(lines, style)


def _apart(lines: list[Line], style: Style) -> list[Line]:
    """Leave out numbers that would meet those before: a run of many small slabs says its first and its last."""
    kept: list[Line] = []
    for line in lines:
        if not kept or room(line, style).left > room(kept[-1], style).right + 1.5:
            kept.append(line)
        elif line is lines[-1] and len(kept) > 1:
            kept[-1] = line
    return kept
