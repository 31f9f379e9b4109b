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
from archdraw.stages import standing, wrapping
from archdraw.stages.measure import room, rooms, wide
from archdraw.stages.net import Net, net
from archdraw.stages.page import diagram, foot
from archdraw.stages.page import larger as enlarged
from archdraw.stages.standing import Standing
from archdraw.style import Style
from archdraw.volumes.arcs import Over
from archdraw.volumes.bridges import Bridge
from archdraw.volumes.views import Body

NAME, OP, LEGEND = 19.0, 9.5, 15.0
"""From the lowest corner to the names, from these to the ops, from the last words to the middle of the legend, in points."""
CLOSE = 5.0
"""What is free between a tensor and the words before it where a line leads around to it, in points."""
BARE = 12.0
"""From the lowest corner to the names where no sizes stand between, in points."""
BETWEEN, COLUMN = 5.5, 234.0
"""What is free above and below the line from row to row, and how wide legend and caption may be under a narrower figure."""


def layout(graph: Graph, style: Style, options: Options) -> Diagram:
    """Draw a network: a chain, with what lies beside it in rows above."""
    larger = enlarged(style, options.font_scale)
    drawn, whole = tensors(net(graph, "alexnet", last=True), options.pools)
    names = words.names(whole, options)
    place = placed(whole, drawn, names, options, larger)
    found: list[Mark] = []
    rows: list[tuple[OnPage, Box]] = []
    top = 0.0
    for strip in place.rows:
        row, here = _strip(whole, drawn, names, place, strip, options, larger)
        box = Box.hull(_taken(here, larger))
        by = top - box.top
        here, box = [moved(mark, 0.0, by) for mark in here], box.moved(0.0, by)
        rows.append((row.moved(by), box))
        found.extend(here)
        after = place.ops[row.numbers.stop] if row.numbers.stop < len(whole.rows[0]) else ""
        top = box.bottom + 2 * (BETWEEN + wrapping.half((after,) if after else (), larger))
    bounds = page = Box.hull(box for _, box in rows)
    for (one, above), (two, _) in pairwise(rows):
        tensor, said = drawn[two.numbers.start], place.ops[two.numbers.start]
        start, dot = marks.out(one.bodies[one.numbers[-1]], options.slope)
        end = marks.into(two.bodies[two.numbers[0]])
        lane = above.bottom + BETWEEN + wrapping.half((said,) if said else (), larger)
        way = list(wrapping.wrapped(start, end, lane, bounds, tensor.edges, (said,) if said else (), larger, "detail"))
        first = way[0]
        found.extend([replace(first, dot=dot) if isinstance(first, Link) else first, *way[1:]])
        page = Box.hull([page, *(box for mark in way for box in rooms(mark, larger))])
    clear = LEGEND - 0.22 * larger.text("detail").font.size - larger.size("swatch") / 2
    below, page = foot(_entries(drawn, options), clear, options.caption, page, options.width, larger)
    return diagram([*found, *below], page, graph, larger, options.font_scale)


def _strip(
    whole: Net, drawn: Sequence[Tensor], names: Sequence[str], place: Placed, strip: Standing, options: Options, style: Style
) -> tuple[OnPage, list[Mark]]:  # fmt: skip
    """Draw a stretch of the main row on a line at height 0, and above it the rows that are tied to it; give the main row."""
    rows = [on_page(place, strip, numbers, options) for numbers in strip.rows]
    legs = arcs.places(whole, rows)
    arched = {i for tie in whole.ties for i in (tie.start, tie.end)}
    made = [_row(drawn, names, place, row, not k, legs, arched, options, style) for k, row in enumerate(rows)]
    if len(rows) == 1:
        return rows[0], made[0]
    boxes = [[Box.hull(_taken([mark], style)) for mark in marks_] for marks_ in made]
    at = {i: k for k, row in enumerate(rows) for i in row.numbers}
    beside: dict[int, Bridge] = {}
    for k in range(1, len(rows)):
        own = [(t, tie) for t, tie in enumerate(whole.ties) if at.get(tie.end if tie.enters else tie.start) == k]
        ends = [legs[tie.start if tie.enters else tie.end, arcs.TIE, t] for t, tie in own]
        on = frozenset(at[tie.start if tie.enters else tie.end] for _, tie in own)
        box = Box.hull(boxes[k])
        over = Over(min([box.left, *ends]), max([box.right, *ends]), box.bottom, -box.top)
        beside[k] = Bridge(over, box.left, box.right, tuple(ends), on)
    found = {0: 0.0, **standing.high(whole, strip.rows, beside, boxes[0], "alexnet")}
    rows = [row.moved(found[k]) for k, row in enumerate(rows)]
    inner = [moved(mark, 0.0, found[k]) for k, marks_ in enumerate(made) for mark in marks_]
    return rows[0], [*inner, *arcs.ties(whole, rows, legs, style)]


def _row(
    drawn: Sequence[Tensor],
    names: Sequence[str],
    place: Placed,
    row: OnPage,
    main: bool,
    legs: arcs.Places,
    arched: set[int],
    options: Options,
    style: Style,
) -> list[Mark]:
    """Draw one row."""
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
    labels = list(_dims(drawn, row, beams, bool(arched), options, style))
    tops = {
        i: min([row.bodies[i].hull.top, *(room(line, style).top for line in labels_of(labels, drawn[i]))])
        for i in row.numbers
    }
    skips = arcs.links(drawn, row, legs, tops, options.labels and options.ops, style)
    low = max(body.hull.bottom for body in row.bodies.values())
    under = max((room(line, style).bottom for label in labels for line in label.lines), default=low)
    said = _words(names, place, row, main, low, max(low, under), style)
    return [*solids, *arrows, *skips, *labels, *said]


def labels_of(labels: Sequence[Label], tensor: Tensor) -> Iterator[Line]:
    """Give the lines that are written at a tensor."""
    return (line for label in labels if label.layer == tensor.stage.layer.name for line in label.lines)


def _dims(
    drawn: Sequence[Tensor], row: OnPage, beams: dict[int, Beam], tied: bool, options: Options, style: Style
) -> Iterator[Label]:
    """Write the sizes of a row; whole shapes stand below where skips and other rows run above."""
    arched = tied or any(tensor.skips for tensor in drawn)
    for i in row.numbers:
        body = row.bodies[i]
        first = not i or (i == row.numbers[0] and drawn[i].stage.layer.op == "input")
        low = -inf if first else body.middle[1]
        if i in beams:
            low = _lowest(beams[i], body.hull.left - 20.0, body.hull.left)
        lines = dims.written(drawn[i], body, first, low, options, style)
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
    names: Sequence[str], place: Placed, row: OnPage, main: bool, low: float, under: float, style: Style
) -> Iterator[Label]:
    """Write names and ops on common lines below a row."""
    grown = style.text("label").font.size / 7.0
    y = max(low + (NAME if under > low else BARE) * grown, under + 9.0 * grown)
    named = any(names[i] for i in row.numbers)
    for i in row.numbers:
        if names[i]:
            x = row.bodies[i].at((0, 0, -0.5))[0]
            yield Label((Line((x, y), names[i], "label", "middle", wide(names[i], "label", style)),))
    op_y = y + (OP * grown if named else 0.0)
    for i in row.numbers[1:] if main else row.numbers:
        if place.ops[i]:
            size = wide(place.ops[i], "detail", style)
            left = row.bodies[i].at((-0.5, 0, 0))[0]
            at = left - size / 2 - CLOSE  # the first of a row that is tied has them close before it
            if i != row.numbers[0]:
                at = (row.bodies[i - 1].at((0.5, 0, 0))[0] + left) / 2
            yield Label((Line((at, op_y), place.ops[i], "detail", "middle", size),))


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
