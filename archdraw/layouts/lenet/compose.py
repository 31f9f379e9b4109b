"""From a graph to the diagram: rows of stacks and vectors, what leads from one to the next, words, legend and caption."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from itertools import pairwise

from archdraw.diagram import Cone, Diagram, Mark
from archdraw.errors import ArchdrawWarning
from archdraw.geometry import Box
from archdraw.graph import Graph
from archdraw.layouts.lenet import labels, marks, place, skips
from archdraw.layouts.lenet.options import Options
from archdraw.layouts.lenet.place import Placed, Spoken
from archdraw.layouts.lenet.row import Here, OnPage
from archdraw.stages import below, chain, wrapping
from archdraw.stages import page as paper
from archdraw.stages.measure import rooms
from archdraw.style import Style

BETWEEN = 5.5
"""What is free above and below the line from row to row, in points."""


def layout(graph: Graph, style: Style, options: Options) -> Diagram:
    """Draw a chain of layers."""
    stages = chain.stages(graph, "lenet", projections=True)
    if stages[0].is_vector and "picture" in stages[0].layer.attrs:
        message = f"the picture of '{stages[0].layer.name}' is not drawn: this input is a vector and has no map"
        warnings.warn(message, ArchdrawWarning, stacklevel=2)
    over = place.spoken(stages, options, style)
    placed = place.placed(stages, over, options, style)
    rows = list(_rows(stages, placed, over, options, style))
    page = _bounds(rows, placed, over, style)
    under: list[Mark] = []
    windows: list[Mark] = []
    for row in rows:
        for one, two in pairwise(row.numbers):
            mark = marks.between(stages, two, row.drawn[one], row.drawn[two], placed.scale, options)
            (windows if isinstance(mark, Cone) else under).append(mark)
    solids = [marks.solid(stages[i], row.drawn[i], options) for row in rows for i in row.numbers]
    around: list[Mark] = [label for row in rows for label in labels.of_row(row, over, placed, options, style)]
    for row in rows:
        free = labels.free(row, placed, options, style)
        told = skips.of_row(stages, row.numbers, labels.shown(options))
        around.extend(skips.marks(told, row.drawn, free, row.words, style))
    for above, row in pairwise(rows):
        first = row.numbers[0]
        words = placed.ops[first] if labels.shown(options) else ()
        lane = above.bottom + BETWEEN + wrapping.half(words, style)
        around.extend(wrapping.wrapped(above.end, row.start, lane, page, stages[first].edges, words, style))
    page = Box.hull([page, *(box for mark in around for box in rooms(mark, style))])
    entries = below.entries(stages) if labels.legend(options) else ()
    foot, page = paper.foot(entries, style.size("legend_above"), options.caption, page, options.width, style)
    return paper.diagram([*under, *solids, *windows, *around, *foot], page, graph, style)


def _rows(
    stages: Sequence[chain.Stage], placed: Placed, over: Sequence[Spoken], options: Options, style: Style
) -> Iterator[OnPage]:
    """Put the rows below each other, each centred."""
    top = 0.0
    for numbers, row in zip(placed.rows, placed.places, strict=True):
        tallest = max(placed.drawn[i].height for i in numbers)
        axis = top + labels.above(over, style) + tallest / 2
        shift = -(row.left + row.right) / 2
        drawn = {
            i: Here(placed.drawn[i], left + shift, axis - placed.drawn[i].height / 2)
            for i, left in zip(numbers, row.lefts, strict=True)
        }
        words = axis + tallest / 2 + labels.under(placed, numbers, options, style)
        bottom = words + skips.room(skips.of_row(stages, numbers))
        yield OnPage(numbers, axis, tallest, words, bottom, drawn)
        after = placed.ops[numbers[-1] + 1] if numbers.stop < len(placed.ops) and labels.shown(options) else ()
        top = bottom + 2 * (BETWEEN + wrapping.half(after, style))


def _bounds(rows: Sequence[OnPage], placed: Placed, over: Sequence[Spoken], style: Style) -> Box:
    """Give the room of all rows, words included."""
    across = max(row.width for row in placed.places) / 2
    return Box(-across, rows[0].axis - rows[0].tallest / 2 - labels.above(over, style), across, rows[-1].bottom)
