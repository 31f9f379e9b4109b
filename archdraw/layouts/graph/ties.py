"""Ties between layers that share weights: a dashed line where the two stand in a row or column with nothing between."""

from __future__ import annotations

from archdraw import text
from archdraw.diagram import Label, Line, Link
from archdraw.geometry import Box, Point
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
    shared = [
        (index[layer.weights_of], index[layer.name])
        for layer in graph.layers
        if layer.weights_of in index and graph.layers[index[layer.weights_of]].params != 0
    ]
    if len(shared) > MANY:
        return []
    free = [strip for one, two in shared if (strip := _between(placed, one, two))]
    found: list[Link | Label] = []
    font = style.text("value").font
    wide = text.width("tied", font.size, font.weight)
    for (x, y), (u, v) in free:
        found.append(Link(((x, y), (u, v)), (), head=False, kind="tie"))
        if len(free) <= FEW and u - x > wide + 8:
            at = ((x + u) / 2, y - style.size("label_above"))
            found.append(Label((Line(at, "tied", "value", "middle", wide),)))
        elif len(free) <= FEW and v - y > font.size + 8:
            at = (x + style.size("label_above"), (y + v) / 2 + 0.35 * font.size)
            found.append(Label((Line(at, "tied", "value", "start", wide),)))
    return found


def _between(placed: Placed, one: int, two: int) -> tuple[Point, Point] | None:
    """Give the line between two boxes on one row or in one column; None where they stand otherwise or something is between."""
    first, second = placed.nodes[one], placed.nodes[two]
    if abs(first.center[1] - second.center[1]) <= 0.1:
        left, right = sorted((first, second), key=lambda box: box.left)
        y = first.center[1]
        ends, strip = ((left.right, y), (right.left, y)), Box(left.right, y - 10, right.left, y + 2)
    elif abs(first.center[0] - second.center[0]) <= 0.1:
        upper, lower = sorted((first, second), key=lambda box: box.top)
        x = first.center[0]
        ends, strip = ((x, upper.bottom), (x, lower.top)), Box(x - 2, upper.bottom, x + 22, lower.top)
    else:
        return None
    if max(strip.width, strip.height) < 6 or min(strip.width, strip.height) <= 0:
        return None
    if any(strip.meets(box) for box in placed.nodes):
        return None
    for wire in placed.wires:
        for (x, top), (u, bottom) in zip(wire.points, wire.points[1:], strict=False):
            if strip.meets(Box(min(x, u) - 1, min(top, bottom) - 1, max(x, u) + 1, max(top, bottom) + 1)):
                return None
    return ends
