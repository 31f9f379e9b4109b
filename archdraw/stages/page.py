"""The page of a figure to scale: its larger letters, the legend and the caption below, the margin around all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from archdraw import lettering, text
from archdraw.diagram import Diagram, Key, Label, Mark, Solid
from archdraw.geometry import Box
from archdraw.graph import Graph
from archdraw.moving import moved
from archdraw.stages import below
from archdraw.stages.measure import rooms
from archdraw.style import Style


def larger(style: Style, scale: float) -> Style:
    """Give the style with all its text so much larger."""
    if scale == 1:
        return style
    texts = {
        role: replace(looks, font=replace(looks.font, size=looks.font.size * scale))
        for role, looks in style.texts.items()
    }
    return replace(style, texts=MappingProxyType(texts))


def foot(
    entries: Sequence[lettering.Entry], above: float, caption: str, page: Box, widest: float, style: Style
) -> tuple[list[Key | Label], Box]:
    """Set the legend so far below the page, and the caption below that; give them and the page with them.

    They may be as wide as the page, and as a column of a paper where that is narrower, but never wider than ``widest``.
    """
    found: list[Key | Label] = []
    bottom, room = page.bottom, max(page.width, min(lettering.COLUMN, widest))
    if entries:
        keys, bottom = below.legend(entries, bottom + above, page.center[0], room, style)
        found.extend(keys)
    if caption.strip():
        label, bottom = lettering.caption(caption, bottom + 8, page.center[0], room, style)
        found.append(label)
    taken = [box for mark in found for box in rooms(mark, style)]
    return found, Box.hull([page, Box(page.left, page.top, page.right, bottom), *taken])


def diagram(found: Sequence[Mark], page: Box, graph: Graph, style: Style, scale: float = 1.0) -> Diagram:
    """Make the diagram of all marks, with the margin of the style around the page; its texts are so much larger."""
    margin = style.size("margin")
    dx, dy = margin - page.left, margin - page.top
    unknown = any(layer.params is None for layer in graph.layers)
    title = text.clean(graph.title or graph.name)
    about = f"{len(graph.layers)} layers, {graph.totals().params:,} parameters{' and more' if unknown else ''}"
    return Diagram(
        tuple(moved(_scaled(mark, scale), dx, dy) for mark in found),
        page.width + 2 * margin,
        page.height + 2 * margin,
        title,
        f"Architecture of {title}: {about}.",
    )


def _scaled(mark: Mark, scale: float) -> Mark:
    """Tell the texts of a mark how much larger they are."""
    match mark:
        case Label() | Solid():
            return replace(mark, lines=tuple(replace(line, scale=scale) for line in mark.lines))
        case Key():
            return replace(mark, line=replace(mark.line, scale=scale))
    return mark
