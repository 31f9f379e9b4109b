"""What stands around the boxes: the note, the legend, the caption, and the page that holds all."""

from __future__ import annotations

from dataclasses import replace

from archdraw import lettering, text
from archdraw.diagram import Band, Label, Link, Look, Mark
from archdraw.geometry import Box
from archdraw.graph import Graph
from archdraw.layouts.graph import boxes, copies, edges, margin, stages, surroundings, ties
from archdraw.layouts.graph.draft import Draft
from archdraw.layouts.graph.kind import FIRST, INSTEAD
from archdraw.layouts.graph.names import heading
from archdraw.layouts.graph.options import BlocksOptions, Options
from archdraw.placing import Placed
from archdraw.style import Style


def around(draft: Draft, whole: Graph, style: Style, options: Options) -> tuple[Box, list[Mark]]:
    """Add the labels of edges, the note and the legend; give the page that holds all."""
    labels = [label for part in draft.all for label in edges.labels(part, style)]
    named = [edges.room(label, style) for label in labels]
    drawn = [Box(0.0, 0.0, draft.placed.width, draft.placed.height)]
    drawn += draft.placed.bands
    drawn += [box for zoom in draft.zooms for box in _taken(zoom.draft.placed)]
    around_all = ties.around(draft.graph, draft.placed, style) if draft.manner.brief_ties else []
    named += [_room(mark, style) for mark in around_all]
    stage = stages.marks(draft, style) if isinstance(options, BlocksOptions) and options.bands else []
    drawn += [mark.box for mark in stage if isinstance(mark, Band)]
    named += [_room(mark, style) for mark in stage if isinstance(mark, Label)]
    page = Box.hull([*drawn, *named])
    marks: list[Mark] = [*stage, *labels, *around_all]
    in_margin = isinstance(options, BlocksOptions) and options.counts == "margin" and options.show_params
    if in_margin:
        counts, page = margin.marks(draft, whole, page, style)
        marks += counts
        named += [_room(mark, style) for mark in counts if isinstance(mark, Label)]
    uniform = boxes.uniform_words(draft.graph, options)
    unsaid, lost = ({}, "") if uniform or not draft.manner.spoken else surroundings.left_out(draft.all, options)
    bottom = page.bottom
    if options.total:
        taken = [*(box for part in draft.all for box in _boxes(part.placed)), *named]
        lines = [wire.points for part in draft.all for wire in part.placed.wires]
        total, more = surroundings.notes(draft.graph, whole, _drawn(draft))
        counts_of = copies.counted(draft.all) if total and options.show_params and not in_margin else ""
        more = [*copies.letters(draft), *more, *filter(None, (counts_of, lost))]
        total = "" if in_margin else total
        font = style.text("title").font
        title = text.fit(
            heading(whole) if draft.manner.spoken else surroundings.heading(whole),
            max(page.width, lettering.COLUMN),
            font.size,
            font.weight,
        )
        if draft.placed.shape == "u":  # above its shorter leg is room for one line
            title, total = "", " · ".join(part for part in (title, total) if part)
        note = _under_zoom(draft, title, total, more, page, style)
        note = note or surroundings.corner(title, total, more, taken, lines, page, style)
        if note is None and (title or total or more):
            note, bottom = surroundings.below(title, total, more, bottom + 8, page, style)
        if note:
            marks.append(note)
            page = _wide_enough(page, note)
    everything = replace(draft.graph, layers=tuple(layer for part in draft.all for layer in part.graph.layers))
    circles = frozenset(name for part in draft.all for name in part.shapes.circles)
    found = surroundings.entries(everything, circles, {**uniform, **unsaid}, style)
    if any(ties.marks(part.graph, part.placed, ()) for part in draft.all):
        found.append((Look("other"), "shared weights", "tie"))
    if any(edge.role == edges.EITHER for part in draft.all for edge in part.graph.edges):
        found.append((Look("other"), "instead of the skip", "either"))
    if options.legend and found:
        room = max(page.width, lettering.COLUMN)
        keys, bottom = lettering.legend(found, bottom + style.size("legend_above"), page.center[0], room, style)
        marks.extend(keys)
        left = min(key.at[0] for key in keys)
        right = max(key.line.at[0] + key.line.width for key in keys)
        page = Box(min(page.left, left), page.top, max(page.right, right), bottom)
    words = text.tidy(options.caption).strip()
    if words:
        room = max(page.width, lettering.COLUMN)
        caption, bottom = lettering.caption(words, bottom + 8, page.center[0], room, style)
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


def _drawn(draft: Draft) -> list[tuple[str, str]]:
    """Give the words on how first copies differ that the blocks beside the figure show, each with the group whose copy it is."""
    found = []
    for zoom in draft.zooms:
        at = zoom.draft.graph.index()
        aside = {name: layer for name, layer in at.items() if layer.note.startswith((FIRST, INSTEAD))}
        word = "projection" if {layer.op for layer in aside.values()} & {"conv", "dense"} else "pooled skip"
        read = [edge.source for edge in zoom.draft.graph.edges if edge.target in aside and edge.source not in aside]
        after = [f" after {at[name].op}" for name in read if aside[next(iter(aside))].note.startswith(INSTEAD)]
        found += [(name, "".join((word, *after[:1]))) for name in zoom.boxes if aside]
    return found


def _under_zoom(draft: Draft, title: str, total: str, more: list[str], page: Box, style: Style) -> Label | None:
    """Set the note under the block beside the figure, flush with its frame; None where it has no room."""
    if not draft.zooms:
        return None
    last = draft.zooms[-1].draft.placed
    left = min(box.left for parts in last.frames for box in parts)
    low = max(box.bottom for box in _taken(last))
    font = style.text("total").font
    head = " · ".join(part for part in (title, total) if part)
    wide = left + text.width(head, font.size, font.weight)
    room = Box(left, low, max(wide, *(box.right for parts in last.frames for box in parts)), page.bottom)
    label, bottom = surroundings.below(title, total, more, low + 14, room, style)
    return label if bottom <= page.bottom else None


def _room(mark: Link | Label, style: Style) -> Box:
    """Give the room of a tie, or of the words on it."""
    if isinstance(mark, Link):
        xs, ys = [x for x, _ in mark.points], [y for _, y in mark.points]
        return Box(min(xs), min(ys), max(xs), max(ys))
    return Box.hull([edges.room(Label((line,)), style) for line in mark.lines])


def _taken(placed: Placed) -> list[Box]:
    return [*_boxes(placed), *ties.line_boxes(placed)]


def _boxes(placed: Placed) -> list[Box]:
    return [*placed.nodes, *placed.bands, *(part for parts in placed.frames for part in parts)]
