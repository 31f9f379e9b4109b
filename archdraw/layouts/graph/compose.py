"""The whole figure: sizes, placing, marks, and what stands around them."""

from __future__ import annotations

import warnings
from collections.abc import Iterable

from archdraw import text
from archdraw.diagram import Diagram, Label, Line, Link, Mark
from archdraw.errors import ArchdrawWarning
from archdraw.geometry import Box
from archdraw.graph import Graph
from archdraw.layouts.graph import boxes, framing, surroundings, ties, unrolled
from archdraw.layouts.graph.closing import close, everything
from archdraw.layouts.graph.drafting import Draft, best
from archdraw.layouts.graph.options import Options
from archdraw.moving import moved
from archdraw.placing import Placed
from archdraw.style import Style


def layout(graph: Graph, style: Style, options: Options) -> Diagram:
    """Place a graph on a page: open where it fits, repeats as boxes and long chains in columns where it does not."""
    whole = everything(graph)
    if not options.expand_nested:
        graph = close(graph, _outermost(graph, "model"))
    return _finish(best(graph, style, options), whole, style, options)


CAPTION_ROOM = 234.0
"""How wide the legend and the caption may be under a narrower figure: a column of a paper, in points."""


def _outermost(graph: Graph, kind: str) -> frozenset[str]:
    kinds = {group.name: group.kind for group in graph.groups}
    return frozenset(
        name
        for name, line in graph.ancestry().items()
        if name and kinds[name] == kind and all(kinds[up] != kind for up in line[1:])
    )


def _finish(draft: Draft, whole: Graph, style: Style, options: Options) -> Diagram:
    graph, placed = draft.graph, draft.placed
    for title in framing.missing(draft.frames, placed):
        message = f"the group '{title}' has no frame: layers that are not in it stand among its own"
        warnings.warn(message, ArchdrawWarning, stacklevel=2)
    marks: list[Mark] = [*framing.marks(draft.frames, draft.graph, draft.placed, style), *_links(draft)]
    lines = graph.ancestry()
    for layer, box in zip(graph.layers, placed.nodes, strict=True):
        look = boxes.look_of(layer, lines[layer.group])
        made = draft.shapes.rows.get(layer.name)
        if made is None:
            marks.append(boxes.merge(layer, box, look))
        elif unrolled.steps_of(layer):
            marks.extend(unrolled.marks(boxes.block(layer, box, made, look, style), layer, box, style))
        else:
            marks.append(boxes.block(layer, box, made, look, style))
    marks.extend(_edge_labels(draft, style))
    marks.extend(ties.marks(graph, placed, style))
    page, more = _around(draft, whole, style, options)
    return _diagram([*marks, *more], page, whole, style)


def _links(draft: Draft) -> list[Link]:
    edges = draft.graph.edges
    return [
        Link(wire.points, tuple((edges[i].source, edges[i].target) for i in wire.edges), wire.head, wire.corners, kind)
        for wire in draft.placed.wires
        for kind in [_kind(edges[i].role for i in wire.edges)]
    ]


def _kind(roles: Iterable[str]) -> str:
    """Choose the kind of line: a mask has one of its own, all else is data."""
    return "mask" if set(roles) == {"mask"} else "data"


def _edge_labels(draft: Draft, style: Style) -> list[Label]:
    font = style.text("edge").font
    found = []
    for i, (x, y) in sorted(draft.placed.labels.items()):
        content = text.clean(draft.graph.edges[i].label)
        line = Line((x, y + 0.35 * font.size), content, "edge", "middle", text.width(content, font.size, font.weight))
        found.append(Label((line,)))
    return found


def _around(draft: Draft, whole: Graph, style: Style, options: Options) -> tuple[Box, list[Mark]]:
    """Add the note and the legend; give the page that holds all."""
    placed = draft.placed
    page = Box(0.0, 0.0, placed.width, placed.height)
    marks: list[Mark] = []
    uniform = boxes.uniform_words(draft.graph, options)
    bottom = page.bottom
    if options.total:
        taken = [*placed.nodes, *(part for parts in placed.frames for part in parts), *_wire_boxes(placed)]
        total, more = surroundings.notes(draft.graph, whole)
        font = style.text("title").font
        title = text.fit(surroundings.heading(whole), max(page.width, CAPTION_ROOM), font.size, font.weight)
        note = surroundings.corner(title, total, more, taken, page, style)
        if note is None and (title or total or more):
            note, bottom = surroundings.below(title, total, more, bottom + 8, page, style)
        if note:
            marks.append(note)
            page = _wide_enough(page, note)
    found = surroundings.entries(draft.graph, draft.shapes.circles, uniform, style)
    if options.legend and found:
        room = max(page.width, CAPTION_ROOM)
        keys, bottom = surroundings.legend(found, bottom + style.size("legend_above"), page.center[0], room, style)
        marks.extend(keys)
        left = min(key.at[0] for key in keys)
        right = max(key.line.at[0] + key.line.width for key in keys)
        page = Box(min(page.left, left), page.top, max(page.right, right), bottom)
    if options.caption:
        room = max(page.width, CAPTION_ROOM)
        caption, bottom = surroundings.caption(text.clean(options.caption), bottom + 8, page.center[0], room, style)
        marks.append(caption)
        wide = max(line.width for line in caption.lines)
        page = Box(
            min(page.left, page.center[0] - wide / 2), page.top, max(page.right, page.center[0] + wide / 2), bottom
        )
    return Box(page.left, page.top, page.right, bottom), marks


def _wide_enough(page: Box, note: Label) -> Box:
    """Widen the page to the right where a note is wider than the figure."""
    right = max(line.at[0] + (line.width if line.anchor == "start" else 0.0) for line in note.lines)
    return Box(page.left, page.top, max(page.right, right), page.bottom)


def _wire_boxes(placed: Placed) -> list[Box]:
    found = []
    for wire in placed.wires:
        for (x, y), (u, v) in zip(wire.points, wire.points[1:], strict=False):
            found.append(Box(min(x, u), min(y, v), max(x, u), max(y, v)).grown(0.5))
    return found


def _diagram(marks: list[Mark], page: Box, whole: Graph, style: Style) -> Diagram:
    margin = style.size("margin")
    dx, dy = margin - page.left, margin - page.top
    params, _, _, unknown = whole.totals()
    about = f"{len(whole.layers)} layers, {params:,} parameters{' and more' if unknown else ''}"
    title = text.clean(whole.title or whole.name)
    placed = tuple(moved(mark, dx, dy) for mark in marks)
    return Diagram(
        placed, page.width + 2 * margin, page.height + 2 * margin, title, f"Architecture of {title}: {about}."
    )
