"""From a graph to the diagram: rows of stacks and vectors, what leads from one to the next, words, legend and caption."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from itertools import pairwise

from archdraw.diagram import Cone, Diagram, Mark
from archdraw.errors import ArchdrawWarning
from archdraw.geometry import Box
from archdraw.graph import Graph
from archdraw.layouts.lenet import beside, labels, marks, place
from archdraw.layouts.lenet.options import Options
from archdraw.layouts.lenet.place import Placed, Spoken
from archdraw.layouts.lenet.row import OnPage
from archdraw.stages import below, wrapping
from archdraw.stages import page as paper
from archdraw.stages.measure import rooms
from archdraw.stages.net import Net, net
from archdraw.style import Style

BETWEEN = 5.5
"""What is free above and below the line from row to row, in points."""


def layout(graph: Graph, style: Style, options: Options) -> Diagram:
    """Draw a network: a chain, with what lies beside it in rows below."""
    whole = net(graph, "lenet")
    stages = whole.stages
    for stage in stages:
        if stage.is_vector and "picture" in stage.layer.attrs:
            message = f"the picture of '{stage.layer.name}' is not drawn: this input is a vector and has no map"
            warnings.warn(message, ArchdrawWarning, stacklevel=2)
    over = place.spoken(whole, options, style)
    placed = place.placed(whole, over, options, style)
    strips = list(_strips(whole, placed, over, options, style))
    rows = [row for strip in strips for row in strip]
    page = _bounds(rows, placed, over, style)
    under: list[Mark] = []
    windows: list[Mark] = []
    for row in rows:
        for one, two in pairwise(row.numbers):
            mark = marks.between(stages, two, row.drawn[one], row.drawn[two], placed.scale, options)
            (windows if isinstance(mark, Cone) else under).append(mark)
    solids = [marks.solid(stages[i], row.drawn[i], options) for row in rows for i in row.numbers]
    around: list[Mark] = [label for row in rows for label in labels.of_row(row, over, placed, options, style)]
    for strip in strips:
        around.extend(beside.ways(whole, strip, placed, options, style))
    for (above, *_), (row, *_), strip in zip(strips, strips[1:], strips, strict=False):
        first = row.numbers[0]
        words = placed.ops[first] if labels.shown(options) else ()
        lane = max(one.bottom for one in strip) + BETWEEN + wrapping.half(words, style)
        around.extend(wrapping.wrapped(above.end, row.start, lane, page, stages[first].edges, words, style))
    page = Box.hull([page, *(box for mark in around for box in rooms(mark, style))])
    entries = below.entries(stages) if labels.legend(options) else ()
    foot, page = paper.foot(entries, style.size("legend_above"), options.caption, page, options.width, style)
    return paper.diagram([*under, *solids, *windows, *around, *foot], page, graph, style)


def _strips(
    whole: Net, placed: Placed, over: Sequence[Spoken], options: Options, style: Style
) -> Iterator[list[OnPage]]:
    """Put what fits one width below each other, each centred: a stretch of the main row, and below it the rows that are tied to it."""
    top = 0.0
    for strip in placed.rows:
        main = strip.rows[0]
        yield (found := beside.stood(whole, strip, top, placed, over, options, style))
        after = placed.ops[main[-1] + 1] if main.stop < len(whole.rows[0]) and labels.shown(options) else ()
        top = max(row.bottom for row in found) + 2 * (BETWEEN + wrapping.half(after, style))


def _bounds(rows: Sequence[OnPage], placed: Placed, over: Sequence[Spoken], style: Style) -> Box:
    """Give the room of all rows, words included."""
    across = max(row.width for row in placed.rows) / 2
    bottom = max(row.bottom for row in rows)
    return Box(-across, rows[0].axis - rows[0].tallest / 2 - labels.above(over, style), across, bottom)
