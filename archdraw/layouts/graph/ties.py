"""Ties between layers that share weights: a dashed line where the two stand in a row or column with nothing between, or around."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from archdraw import text
from archdraw.diagram import Label, Line, Link
from archdraw.geometry import Box, Point
from archdraw.graph import Graph
from archdraw.placing import Placed
from archdraw.style import Style

MANY = 100
"""With more ties than this none is drawn: they would be a hatching."""
WORDS = ("shared", "weights")
LINE = 0.5
"""How far a line reaches to both sides, in points, with room to be seen."""
FEW = 2
"""More ties than this do not lead around anything: the boxes say it."""


def marks(graph: Graph, placed: Placed, titles: Sequence[Box]) -> list[Link]:
    """Give the ties of a figure, clear of the titles of frames; a layer whose partner stands elsewhere says so in its box, and the legend what a tie is."""
    shared = _shared(graph)
    if len(shared) > MANY:
        return []
    free = [strip for one, two in shared if (strip := _between(placed, one, two, titles))]
    return [Link(ends, (), head=False, kind="tie") for ends in free]


def _shared(graph: Graph) -> list[tuple[int, int]]:
    """Give the pairs of layers that share weights, by their places."""
    index = {layer.name: i for i, layer in enumerate(graph.layers)}
    return [
        (index[layer.weights_of], index[layer.name])
        for layer in graph.layers
        if layer.weights_of in index and graph.layers[index[layer.weights_of]].params != 0
    ]


def around(graph: Graph, placed: Placed, style: Style) -> list[Link | Label]:
    """Lead a tie around what stands between two boxes of one column, outside of all frames, where there are few."""
    shared = [
        (one, two)
        for one, two in _shared(graph)
        if abs(placed.nodes[one].center[0] - placed.nodes[two].center[0]) <= 0.1 and not _between(placed, one, two, ())
    ]
    found: list[Link | Label] = []
    for one, two in shared if len(shared) <= FEW else []:
        found += _led(placed, placed.nodes[one], placed.nodes[two], found, style)
    return found


def _led(placed: Placed, one: Box, two: Box, before: Sequence[Link | Label], style: Style) -> list[Link | Label]:
    """Lead a tie out of the sides of two boxes and along a line beside all between them, at the left if that is free."""
    upper, lower = sorted((one, two), key=lambda box: box.top)
    taken = [*placed.nodes, *(box for parts in placed.frames for box in parts), *line_boxes(placed)]
    taken += [Box(*_ends(mark.points)) for mark in before if isinstance(mark, Link)]
    passed = [box for box in taken if box.bottom > upper.center[1] and box.top < lower.center[1]]
    font = style.text("edge").font
    wide = max(text.width(word, font.size, font.weight) for word in WORDS)
    room = wide + 2 * style.size("label_beside")
    for left in (True, False):
        x = min(box.left for box in passed) - room if left else max(box.right for box in passed) + room
        stubs = [
            Box(min(x, side), box.center[1] - 1, max(x, side), box.center[1] + 1)
            for box in (upper, lower)
            for side in [box.left if left else box.right]
        ]
        if any(stub.grown(-0.2).meets(other) for stub in stubs for other in taken if other not in (upper, lower)):
            continue
        ends = [box.left if left else box.right for box in (upper, lower)]
        points = ((ends[0], upper.center[1]), (x, upper.center[1]), (x, lower.center[1]), (ends[1], lower.center[1]))
        corner = style.size("corner")
        at = (x + style.size("label_beside") * (1 if left else -1), (upper.center[1] + lower.center[1]) / 2)
        lines = tuple(
            Line((at[0], at[1] + i * style.size("leading")), word, "edge", "start" if left else "end", wide)
            for i, word in enumerate(WORDS)
        )
        return [Link(points, (), head=False, corners=(corner, corner), kind="tie"), Label(lines)]
    return []


def _ends(points: Sequence[Point]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def line_boxes(placed: Placed) -> list[Box]:
    """Give the upright room of each stretch of each line."""
    return [
        Box(min(x, u) - LINE, min(y, v) - LINE, max(x, u) + LINE, max(y, v) + LINE)
        for wire in placed.wires
        for (x, y), (u, v) in pairwise(wire.points)
    ]


def _between(placed: Placed, one: int, two: int, titles: Sequence[Box]) -> tuple[Point, Point] | None:
    """Give the line between two boxes on one row or in one column; None where they stand otherwise or something is between."""
    first, second = placed.nodes[one], placed.nodes[two]
    if abs(first.center[1] - second.center[1]) <= 0.1:
        left, right = sorted((first, second), key=lambda box: box.left)
        y = first.center[1]
        ends, strip = ((left.right, y), (right.left, y)), Box(left.right, y - 10, right.left, y + 2)
        return ends if strip.width >= 6 and _free(strip, placed, titles) else None
    if abs(first.center[0] - second.center[0]) <= 0.1:
        upper, lower = sorted((first, second), key=lambda box: box.top)
        for share in (0.0, 0.25, -0.25):  # beside a title it may leave the middle
            x = first.center[0] + share * min(first.width, second.width)
            ends, strip = ((x, upper.bottom), (x, lower.top)), Box(x - 2, upper.bottom, x + 2, lower.top)
            if strip.height >= 6 and _free(strip, placed, titles):
                return ends
    return None


def _free(strip: Box, placed: Placed, titles: Sequence[Box]) -> bool:
    """Tell whether no box, no title and no line is in a strip."""
    if any(strip.meets(box) for box in (*placed.nodes, *titles)):
        return False
    return not any(
        strip.meets(Box(min(x, u) - 1, min(top, bottom) - 1, max(x, u) + 1, max(top, bottom) + 1))
        for wire in placed.wires
        for (x, top), (u, bottom) in pairwise(wire.points)
    )
