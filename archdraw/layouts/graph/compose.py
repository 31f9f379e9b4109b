"""The whole figure: a draft and its marks, and what stands around them."""

from __future__ import annotations

import warnings
from dataclasses import fields, replace

from archdraw import text
from archdraw.diagram import Band, Diagram, Frame, Mark
from archdraw.errors import ArchdrawNote, ArchdrawWarning
from archdraw.geometry import Box
from archdraw.graph import Graph
from archdraw.layouts.graph import arguments, beside, boxes, bridges, edges, framing, margin, names, ties, unrolled
from archdraw.layouts.graph.closing import close, everything
from archdraw.layouts.graph.draft import Draft
from archdraw.layouts.graph.drafting import best, can_beat, readable, trials_of
from archdraw.layouts.graph.manner import Manner
from archdraw.layouts.graph.options import BlocksOptions, Options
from archdraw.layouts.graph.page import around
from archdraw.layouts.graph.ways import MANY
from archdraw.moving import all_moved
from archdraw.style import Style


def figure(graph: Graph, style: Style, options: Options, manner: Manner) -> Diagram:
    """Place a graph on a page: open where it fits, repeats as boxes and long chains in columns where it does not."""
    whole = everything(graph)
    graph = arguments.labelled(names.titled(graph) if manner.spoken else graph)
    if not options.expand_nested:
        graph = close(graph, _outermost(graph, "model"))
    draft, options = _turned(graph, whole, style, options, manner)
    if isinstance(options, BlocksOptions) and options.counts == "margin" and not margin.fits(draft):
        message = "the counts stand in the boxes: in a margin several would share a row"
        warnings.warn(message, ArchdrawWarning, stacklevel=2)
        options = replace(options, counts="box")
        draft = best(trials_of(graph, whole, style, options, manner))
    known = {field.name for field in fields(options)}
    asked = {name: value for name, value in draft.chosen.items() if name in known}
    return replace(_finish(draft, whole, style, options), chosen=asked)


def _turned(graph: Graph, whole: Graph, style: Style, options: Options, manner: Manner) -> tuple[Draft, Options]:
    """Choose where the data flows, where nobody said it: down, unless only to the right the figure can be read."""
    if options.direction != "auto" or len(graph.layers) > MANY or options.largest > 1:
        draft = best(trials_of(graph, whole, style, options, manner))
        return draft, replace(options, direction=draft.direction)
    tried: list[tuple[float, Draft, Options]] = []
    for direction in ("down", "right"):
        turned = replace(options, direction=direction)
        trials = trials_of(graph, whole, style, turned, manner)
        if tried and not can_beat(trials, tried[-1][0]):
            break
        draft = best(trials)
        tried.append((readable(trials, draft), draft, turned))
        if tried[-1][0] == 1.0:
            break
    _, draft, turned = max(tried, key=lambda one: one[0])
    return draft, turned


def _outermost(graph: Graph, kind: str) -> frozenset[str]:
    kinds = {group.name: group.kind for group in graph.groups}
    return frozenset(
        name
        for name, line in graph.ancestry().items()
        if name and kinds[name] == kind and all(kinds[up] != kind for up in line[1:])
    )


def _finish(draft: Draft, whole: Graph, style: Style, options: Options) -> Diagram:
    if draft.less:
        warnings.warn(f"to fit the page, {draft.less}; fit=false draws all", ArchdrawNote, stacklevel=2)
    for title in framing.missing(draft.frames, draft.placed):
        message = f"the group '{title}' has no frame: layers that are not in it stand among its own"
        warnings.warn(message, ArchdrawWarning, stacklevel=2)
    for edge in edges.unplaced(draft):
        message = f"the label '{edge.label}' of the edge from '{edge.source}' to '{edge.target}' finds no free place"
        warnings.warn(message, ArchdrawWarning, stacklevel=2)
    page, more = around(draft, whole, style, options)
    marks = [mark for part in draft.all for mark in _marks(part, style, options)]
    if draft.zooms:
        dashed = beside.lines(draft, [*marks, *more])
        behind = [mark for mark in marks if isinstance(mark, Band)]  # a dashed line is seen on the bands of a U
        marks = [*behind, *dashed, *(mark for mark in marks if not isinstance(mark, Band))]
    behind = [mark for mark in more if isinstance(mark, Band)]
    before = [mark for mark in more if not isinstance(mark, Band)]
    marks[:0], marks[len(marks) :] = behind, before
    return _diagram(marks, page, whole, style)


def _marks(draft: Draft, style: Style, options: Options) -> list[Mark]:
    """Give all marks of one draft but the labels of its edges, in the order of painting."""
    graph, placed = draft.graph, draft.placed
    links, named = edges.links(draft), [edges.room(label, style) for label in edges.labels(draft, style)]
    outlines = [box for parts in placed.frames for box in parts]
    marks: list[Mark] = [
        *map(Band, placed.bands),
        *framing.marks(draft.frames, graph, placed, style, draft.manner),
        *links,
        *bridges.marks(links, outlines, options.direction == "right"),
    ]
    called = graph.looks_of_groups()
    for layer, box in zip(graph.layers, placed.nodes, strict=True):
        look = boxes.look_of(layer, called[layer.group])
        made = draft.shapes.rows.get(layer.name)
        if layer.attrs.get("stub"):
            continue
        if made is None:
            marks.append(boxes.merge(layer, box, look))
        elif unrolled.steps_of(layer):
            marks.extend(unrolled.marks(boxes.block(layer, box, made, look, style), layer, box, style))
        else:
            marks.append(boxes.block(layer, box, made, look, style, draft.manner.decks))
    size = style.text("title").font.size
    titles = [
        Box(x, y - size, x + mark.title.width, y + 2)
        for mark in marks
        if isinstance(mark, Frame) and mark.title
        for x, y in [mark.title.at]
    ]
    marks.extend(ties.marks(graph, placed, [*titles, *named]))
    return marks


def _diagram(marks: list[Mark], page: Box, whole: Graph, style: Style) -> Diagram:
    margin = style.size("margin")
    dx, dy = margin - page.left, margin - page.top
    unknown = any(layer.params is None for layer in whole.layers)
    about = f"{len(whole.layers)} layers, {whole.totals().params:,} parameters{' and more' if unknown else ''}"
    title = text.clean(whole.title or whole.name)
    placed = all_moved(marks, dx, dy)
    return Diagram(
        placed, page.width + 2 * margin, page.height + 2 * margin, title, f"Architecture of {title}: {about}."
    )
