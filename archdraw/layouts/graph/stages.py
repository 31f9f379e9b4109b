"""A light band behind all boxes of one resolution, with its size at the left."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from archdraw import text
from archdraw.diagram import Band, Label, Line
from archdraw.geometry import Box
from archdraw.graph import Dim, Layer
from archdraw.layouts.graph.draft import Draft
from archdraw.style import Style

PAD = 3.0
"""How far a band reaches above its first and below its last box, in points."""
Size = tuple[Dim, ...]


def marks(draft: Draft, style: Style) -> list[Band | Label]:
    """Give the bands and their sizes; none where the figure has several columns, or its rows are not sorted by resolution."""
    rows = _rows(draft)
    stages = [(size, [box for _, box in some]) for size, some in groupby(rows, key=lambda row: row[0])]
    tops = [min(box.top for box in boxes) for _, boxes in stages]
    lows = [max(box.bottom for box in boxes) for _, boxes in stages]
    if draft.placed.columns > 1 or any(low + 2 * PAD > top for low, top in zip(lows, tops[1:], strict=False)):
        return []
    font, beside = style.text("edge").font, style.size("label_beside")
    words = [" × ".join(map(str, sizes)) for sizes, _ in stages]
    wide = max((text.width(word, font.size, font.weight) for word in words), default=0.0)
    found: list[Band | Label] = []
    for (sizes, _), word, top, low in zip(stages, words, tops, lows, strict=True):
        if len(sizes) < 2 or None in sizes:  # a vector has no resolution
            continue
        box = Box(-wide - 3 * beside, top - PAD, draft.placed.width + beside, low + PAD)
        at = (-wide - 2 * beside, box.center[1] + 0.35 * font.size)
        width = text.width(word, font.size, font.weight)
        found += [Band(box), Label((Line(at, word, "edge", "start", width),))]
    return found


def _rows(draft: Draft) -> list[tuple[Size, Box]]:
    """Give what stands from the top down, frames as one, each with the resolution of what it, or its first layer, gives."""
    graph, placed = draft.graph, draft.placed
    framed = {group.name: i for i, group in enumerate(draft.frames) if placed.frames[i]}
    lines = graph.ancestry()
    found: dict[str, tuple[Size, Box]] = {}
    for layer, box in zip(graph.layers, placed.nodes, strict=True):
        outer = [name for name in lines[layer.group] if name in framed]
        if outer:
            found.setdefault(outer[-1], (_size(layer), Box.hull(placed.frames[framed[outer[-1]]])))
        elif layer.op not in ("input", "output"):
            found[layer.name] = (_size(layer), box)
    return _settled(sorted(found.values(), key=lambda row: row[1].top))


def _size(layer: Layer) -> Size:
    return layer.outputs[0].spatial if layer.outputs else ()


def _settled(rows: Sequence[tuple[Size, Box]]) -> list[tuple[Size, Box]]:
    """Join rows that overlap, so that boxes side by side count once."""
    found: list[tuple[Size, Box]] = []
    for size, box in rows:
        if found and box.top < found[-1][1].bottom:
            found[-1] = (size, Box.hull([found[-1][1], box]))
        else:
            found.append((size, box))
    return found
