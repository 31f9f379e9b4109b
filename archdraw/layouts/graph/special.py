"""Boxes that are not as wide and high as all others: side inputs, decks of closed groups, layers drawn step by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archdraw.graph import Graph, Layer
from archdraw.layouts.graph import unrolled
from archdraw.style import Style

Sizes = dict[str, tuple[float, float]]
CARDS = 2
"""The outlines behind a closed group that repeats."""


def resize(
    graph: Graph, boxed: Sequence[Layer], sizes: Sizes, needs: Mapping[str, float], decks: bool, style: Style
) -> None:
    """Give those boxes their own sizes."""
    fed = {edge.target for edge in graph.edges}
    readers: dict[str, list[str]] = {}
    for edge in graph.edges:
        readers.setdefault(edge.source, []).append(edge.target)
    circle = style.size("circle")
    for layer in boxed:
        wide, high = sizes[layer.name]
        ends = readers.get(layer.name, [])
        if layer.attrs.get("stub"):
            sizes[layer.name] = (0.0, 0.0)
        elif layer.attrs.get("aside"):
            sizes[layer.name] = (float(-(-needs[layer.name] // 1)), high)
        elif layer.op == "position" and layer.name not in fed and len(ends) == 1 and sizes[ends[0]][0] == circle:
            sizes[layer.name] = (_beside(needs[layer.name], wide, style), high)
        elif unrolled.steps_of(layer):
            sizes[layer.name] = unrolled.size(layer, (wide, high), style)
        elif decks and layer.attrs.get("closed"):
            sizes[layer.name] = (wide, style.size("folded_height") + deck(layer, style))


def deck(layer: Layer, style: Style) -> float:
    """Tell how far the outlines behind a closed group stand out above it."""
    return CARDS * style.size("deck_step") if layer.attrs.get("closed") and layer.attrs.get("repeat", 1) > 1 else 0.0


def _beside(need: float, wide: float, style: Style) -> float:
    """Give the width of a side input: its outer border is flush with the frame around a column, if its words have the room."""
    flush = wide / 2 + style.size("lane") + style.size("frame_side") - style.size("circle") / 2 - style.size("gap")
    return max(flush, float(-(-need // 1)))
