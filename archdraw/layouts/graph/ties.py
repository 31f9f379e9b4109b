"""Ties between layers that share weights: a dashed line where the two stand beside each other with nothing between."""

from __future__ import annotations

from archdraw import text
from archdraw.diagram import Label, Line, Link
from archdraw.geometry import Box
from archdraw.graph import Graph
from archdraw.placing import Placed
from archdraw.style import Style

MANY = 100
"""With more ties than this none is drawn: they would be a hatching."""
FEW = 2
"""Up to so many ties have the word on them; more are a ladder, and the boxes say it."""


def marks(graph: Graph, placed: Placed, style: Style) -> list[Link | Label]:
    """Give the ties of a figure; a layer whose partner stands elsewhere says so in its box."""
    index = {layer.name: i for i, layer in enumerate(graph.layers)}
    shared = [(index[layer.weights_of], index[layer.name]) for layer in graph.layers if layer.weights_of in index]
    if len(shared) > MANY:
        return []
    free = [strip for one, two in shared if (strip := _between(placed, one, two))]
    found: list[Link | Label] = []
    font = style.text("value").font
    for strip in free:
        y = strip.center[1]
        found.append(Link(((strip.left, y), (strip.right, y)), (), head=False, kind="tie"))
        wide = text.width("tied", font.size, font.weight)
        if len(free) <= FEW and strip.width > wide + 8:
            at = (strip.center[0], y - style.size("label_above"))
            found.append(Label((Line(at, "tied", "value", "middle", wide),)))
    return found


def _between(placed: Placed, one: int, two: int) -> Box | None:
    """Give the strip between two boxes on one row; None where they stand otherwise or something lies between."""
    left, right = sorted((placed.nodes[one], placed.nodes[two]), key=lambda box: box.left)
    if abs(left.center[1] - right.center[1]) > 0.1 or right.left - left.right < 6:
        return None
    y = left.center[1]
    strip = Box(left.right, y - 10, right.left, y + 2)
    if any(strip.meets(box) for box in placed.nodes):
        return None
    for wire in placed.wires:
        for (x, top), (u, bottom) in zip(wire.points, wire.points[1:], strict=False):
            if strip.meets(Box(min(x, u) - 1, min(top, bottom) - 1, max(x, u) + 1, max(top, bottom) + 1)):
                return None
    return Box(left.right, y, right.left, y)
