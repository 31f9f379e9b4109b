"""Sizes as text: channels below the fronts, the width along the edge that leads away, the height beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from archdraw.diagram import Line
from archdraw.geometry import Box, Point
from archdraw.layouts.volumes.blocks import Block, Slab
from archdraw.layouts.volumes.extents import Extent
from archdraw.layouts.volumes.options import Options
from archdraw.layouts.volumes.shape import Shape
from archdraw.layouts.volumes.shapes import Shapes, each_labelled
from archdraw.lettering import room, wide
from archdraw.stages.edgewise import CAP, along
from archdraw.style import Style

BASELINE, BESIDE, ALONG, OVER = 1.2, 2.5, 2.5, 3.0
"""From an edge to the baseline below it, in sizes of its letters; to what stands beside it, to the capitals along it, and to the baseline over it, in points."""
SHARES = (0.44, 0.6, 0.75, 0.9)
"""Where along an edge its size stands: a little before the middle, or the first of these that is free."""


def written(
    row: Sequence[Block], b: int, shape: Shape, first: bool, scales: Shapes, options: Options, style: Style
) -> list[Line]:
    """Write the sizes of a block: channels below, the width along its edge, the height at its left where nothing else says it."""
    block = row[b]
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
    found = channels(block, shape, scales, style) if options.channels else []
    main = block.main[-1].extent
    if options.sizes == "none" or main.is_vector:
        return found
    if main.wide and is_pyramid(row, b, options):  # its lines lead where the edge is
        return [*found, _left(height(main, True), shape, first, style)]
    if main.wide:
        taken = [room(line, style) for line in found]
        line = along_edge(block, shape, taken, style) or along_edge(block, shape, (), style, (1.0,))
        found.extend([line] if line else [])
    before = next((one.main[-1].extent for one in reversed(row[:b]) if not one.sign), None)
    told = before is not None and height(before) == height(main)
    square = main.wide and main.words[1] == main.words[2] and not main.deep
    return [*found, _left(height(main), shape, first, style)] if first or not (square or told) else found


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


def height(extent: Extent, whole: bool = False) -> str:
    """Write what stands at the left of maps: their height, of volumes the size that is not drawn before it, with the width if ``whole``."""
    said = " × ".join(part for part in (extent.deep, extent.words[1]) if part)
    square = extent.words[1] == extent.words[2] and not extent.deep
    return f"{said} × {extent.words[2]}" if whole and extent.wide and not square else said


def is_pyramid(row: Sequence[Block], b: int, options: Options) -> bool:
    """Tell whether lines lead from the corners of these maps to a vector behind them."""
    if options.between != "pyramid" or b + 1 >= len(row) or row[b + 1].sign:
        return False
    return row[b + 1].is_vector and not row[b].is_vector


def _left(said: str, shape: Shape, first: bool, style: Style) -> Line:
    """Write a height; below the middle, where an arrow arrives there."""
    at, size = shape.bodies[0].at((-0.5, 0, -0.5)), style.text("detail").font.size
    y = at[1] if first else max(at[1], shape.hull.center[1] + size)
    return Line((at[0] - BESIDE, y + CAP * size / 2), said, "detail", "end", wide(said, "detail", style))


def along_edge(
    block: Block, shape: Shape, taken: Sequence[Box], style: Style, shares: Sequence[float] = SHARES
) -> Line | None:
    """Write the width of a block along its edge that leads away, where nothing else stands; None where there is no such place."""
    main, last = block.main[-1].extent, shape.bodies[shape.main - 1]
    said = main.words[2]
    edge = (last.at((0.5, -0.5, -0.5)), last.at((0.5, -0.5, 0.5)))
    tried = (along(*edge, said, share, ALONG, style) for share in shares)
    return next((line for line in tried if not any(room(line, style).meets(box) for box in taken)), None)


def channels(block: Block, shape: Shape, scales: Shapes, style: Style, beside: float | None = None) -> list[Line]:
    """Write the numbers of channels: one below each slab, or one below each run of equal numbers; none where a line arrives, ``beside``."""
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
        line = Line(
            ((left[0] + right[0]) / 2, low + BASELINE * style.text("detail").font.size),
            said,
            "detail",
            "middle",
            wide(said, "detail", style),
        )
        lines.append(line if beside is None else _aside(line, beside))
    return _apart(lines, style)


def _aside(line: Line, x: float) -> Line:
    """Move a number off a line that arrives at this place."""
    half = line.width / 2 + 2.0
    if abs(line.at[0] - x) >= half:
        return line
    return replace(line, at=(x + (half if line.at[0] >= x - 0.5 else -half), line.at[1]))


def _apart(lines: list[Line], style: Style) -> list[Line]:
    """Leave out numbers that would meet those before: a run of many small slabs says its first and its last."""
    kept: list[Line] = []
    for line in lines:
        if not kept or room(line, style).left > room(kept[-1], style).right + 1.5:
            kept.append(line)
        elif line is lines[-1] and len(kept) > 1:
            kept[-1] = line
    return kept
