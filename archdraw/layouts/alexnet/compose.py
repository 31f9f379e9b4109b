"""From a graph to the diagram: rows of tensors, what leads from one to the next, words, legend and caption."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from math import inf

from archdraw.diagram import Beam, Diagram, Label, Line, Link, Mark, Solid
from archdraw.geometry import Box
from archdraw.graph import Graph
from archdraw.layouts.alexnet import arcs, dims, kernels, marks, words
from archdraw.layouts.alexnet.options import Options
from archdraw.layouts.alexnet.place import OnPage, Placed, on_page, placed
from archdraw.layouts.alexnet.tensors import Tensor, tensors
from archdraw.lettering import Entry
from archdraw.moving import moved
from archdraw.stages import chain, wrapping
from archdraw.stages.measure import room, rooms, wide
from archdraw.stages.page import diagram, foot
from archdraw.stages.page import larger as enlarged
from archdraw.style import Style
from archdraw.volumes.rows import between
from archdraw.volumes.views import Body

NAME, OP, LEGEND = 19.0, 9.5, 15.0
"""From the lowest corner to the names, from these to the ops, from the last words to the middle of the legend, in points."""
BARE = 12.0
"""From the lowest corner to the names where no sizes stand between, in points."""
BETWEEN, COLUMN = 5.5, 234.0
"""What is free above and below the line from row to row, and how wide legend and caption may be under a narrower figure."""


def layout(graph: Graph, style: Style, options: Options) -> Diagram:
    """Draw a chain of layers."""
    larger = enlarged(style, options.font_scale)
    drawn = tensors(chain.stages(graph, "alexnet"), options.pools)
    names = words.names(drawn, options)
    place = placed(drawn, names, options, larger)
    found: list[Mark] = []
    rows: list[tuple[OnPage, Box]] = []
    top = 0.0
    for number in range(len(place.rows)):
        row, here = _row(drawn, names, place, number, options, larger)
        box = Box.hull(_taken(here, larger))
        by = top - box.top
        here, box = [moved(mark, 0.0, by) for mark in here], box.moved(0.0, by)
        rows.append((on_page(place, number, by, options), box))
        found.extend(here)
        after = place.ops[row.numbers.stop] if row.numbers.stop < len(drawn) else ""
        top = box.bottom + 2 * (BETWEEN + wrapping.half((after,) if after else (), larger))
    page = Box.hull(box for _, box in rows)
    for (one, above), (two, _) in pairwise(rows):
        tensor, said = drawn[two.numbers.start], place.ops[two.numbers.start]
        start, dot = marks.out(one.bodies[one.numbers[-1]], options.slope)
        end = marks.into(two.bodies[two.numbers[0]])
        lane = above.bottom + BETWEEN + wrapping.half((said,) if said else (), larger)
        way = list(wrapping.wrapped(start, end, lane, page, tensor.edges, (said,) if said else (), larger, "detail"))
        first = way[0]
        found.extend([replace(first, dot=dot) if isinstance(first, Link) else first, *way[1:]])
        page = Box.hull([page, *(box for mark in way for box in rooms(mark, larger))])
    clear = LEGEND - 0.22 * larger.text("detail").font.size - larger.size("swatch") / 2
    below, whole = foot(_entries(drawn, options), clear, options.caption, page, options.width, larger)
    return diagram([*found, *below], whole, graph, larger, options.font_scale)


def _row(
    drawn: Sequence[Tensor], names: Sequence[str], place: Placed, number: int, options: Options, style: Style
) -> tuple[OnPage, list[Mark]]:
    """Draw one row on a line at height 0."""
    row = on_page(place, number, 0.0, options)
    inner: dict[int, Body] = {}
    beams: dict[int, Beam] = {}
    arrows: list[Mark] = []
    for one, two in pairwise(row.numbers):
        tensor = drawn[two]
        start, end = row.bodies[one], row.bodies[two]
        kernel = kernels.kernel(start, drawn[one], tensor, one, options)
        if kernel:
            inner[one], beams[two] = kernel, kernels.beam(kernel, end, tensor, one, options)
        elif options.between == "lines" and tensor.stage.is_vector:
            arrows.extend(marks.lines(tensor, start, end))
        else:
            arrows.append(marks.arrow(tensor, start, end, options.slope))
    east = options.seen.facing[0] > 0
    solids: list[Mark] = []
    for i in row.numbers if east else reversed(row.numbers):
        own = beams.get(i if east else i + 1)
        mark = marks.solid(drawn[i], row.bodies[i], inner.get(i), (own,) if own else (), options)
        lines = dims.of_kernel(drawn[i + 1], row.bodies[i], inner[i], options, style) if i in inner else ()
        solids.append(replace(mark, lines=lines))
    labels = list(_dims(drawn, row, beams, options, style))
    tops = {
        i: min([row.bodies[i].hull.top, *(room(line, style).top for line in labels_of(labels, drawn[i]))])
        for i in row.numbers
    }
    skips = arcs.links(drawn, row.numbers, row.bodies, tops, style.size("corner"))
    low = max(body.hull.bottom for body in row.bodies.values())
    under = max((room(line, style).bottom for label in labels for line in label.lines), default=low)
    said = _words(drawn, names, place, row, number, low, max(low, under), style)
    return row, [*solids, *arrows, *skips, *labels, *said]


def labels_of(labels: Sequence[Label], tensor: Tensor) -> Iterator[Line]:
    """Give the lines that are written at a tensor."""
    return (line for label in labels if label.layer == tensor.stage.layer.name for line in label.lines)


def _dims(
    drawn: Sequence[Tensor], row: OnPage, beams: dict[int, Beam], options: Options, style: Style
) -> Iterator[Label]:
    """Write the sizes of a row; whole shapes stand below where skips run above."""
    arched = any(tensor.skips for tensor in drawn)
    for i in row.numbers:
        body = row.bodies[i]
        low = body.middle[1] if i != row.numbers[0] or i else -inf
        if i in beams:
            low = _lowest(beams[i], body.hull.left - 20.0, body.hull.left)
        lines = dims.written(drawn[i], body, i == 0, low, options, style)
        lines += dims.whole(drawn[i], body, arched, options, style)
        if lines:
            yield Label(tuple(lines), drawn[i].stage.layer.name)


def _lowest(beam: Beam, left: float, right: float) -> float:
    """Give how low a beam reaches between two places."""
    found = [beam.tip[1]]
    for x, y in beam.window:
        run = beam.tip[0] - x
        for at in (left, right):
            share = min(1.0, max(0.0, (at - x) / run)) if run > 0 else 0.0
            found.append(y + share * (beam.tip[1] - y))
    return max(found)


def _words(
    drawn: Sequence[Tensor],
    names: Sequence[str],
    place: Placed,
    row: OnPage,
    number: int,
    low: float,
    under: float,
    style: Style,
) -> Iterator[Label]:
    """Write names and ops on common lines below a row."""
    grown = style.text("label").font.size / 7.0
    y = max(low + (NAME if under > low else BARE) * grown, under + 9.0 * grown)
    named = any(names[i] for i in row.numbers)
    for i in row.numbers:
        if names[i]:
            x = row.bodies[i].at((0, 0, -0.5))[0]
            yield Label((Line((x, y), names[i], "label", "middle", wide(names[i], "label", style)),))
    places = place.places[number]
    parts = [place.parts[i] for i in row.numbers]
    shift = row.bodies[row.numbers[0]].hull.left - places.lefts[0]
    for k, i in enumerate(row.numbers):
        if k and place.ops[i]:
            at = (between(parts, places.lefts, k) + shift, y + (OP * grown if named else 0.0))
            yield Label((Line(at, place.ops[i], "detail", "middle", wide(place.ops[i], "detail", style)),))


def _taken(found: Sequence[Mark], style: Style) -> Iterator[Box]:
    """Give the room of all that stands in a row."""
    for mark in found:
        if isinstance(mark, Solid):
            points = [*mark.corners, *(beam.tip for beam in mark.beams)]
            yield from (Box(x, y, x, y) for x, y in points)
        yield from rooms(mark, style)


def _entries(drawn: Sequence[Tensor], options: Options) -> Sequence[Entry]:
    """List what the legend says; colours that the options tell are not those of ops."""
    told = bool(options.color1 or options.color2 or options.color3)
    if options.legend == "true" or (options.legend == "auto" and options.labels and not told):
        return words.entries(drawn, options.kernels and any(tensor.field for tensor in drawn))
    return ()
