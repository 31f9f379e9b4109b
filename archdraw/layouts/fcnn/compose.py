"""The whole figure: columns of neurons, their edges, words around them, and the page that holds all."""

from __future__ import annotations

from dataclasses import replace

from archdraw import lettering, text
from archdraw.diagram import Diagram, Fan, Label, Line, Mark, Scale, Strand, Units
from archdraw.geometry import Box
from archdraw.graph import Graph
from archdraw.layouts.fcnn import bar, captions
from archdraw.layouts.fcnn.columns import columns
from archdraw.layouts.fcnn.draft import Draft, drafted
from archdraw.layouts.fcnn.edges import Manner
from archdraw.layouts.fcnn.options import Options
from archdraw.layouts.fcnn.places import turned
from archdraw.moving import moved
from archdraw.style import Style


def layout(graph: Graph, style: Style, options: Options) -> Diagram:
    """Draw a chain of dense layers; raises LayoutError where it is none."""
    draft = drafted(columns(graph), style, options)
    marks: list[Mark] = [*_fans(draft, style), *_units(draft, style), *_biases(draft, style), *_captions(draft, style)]
    page = Box.hull(box for mark in marks for box in _rooms(mark, style))
    if draft.largest and options.color_bar and options.edge_color_proportional != "false":
        marks.append(bar.scale(draft.largest, page, draft.body(), style, options))
        page = Box.hull([page, *_rooms(marks[-1], style)])
    margin = style.size("margin")
    placed = tuple(moved(mark, margin - page.left, margin - page.top) for mark in marks)
    title = text.clean(graph.title or graph.name)
    about = f"{len(draft.columns)} layers of {', '.join(captions.count(each.size) for each in draft.columns)} neurons"
    return Diagram(
        placed, page.width + 2 * margin, page.height + 2 * margin, title, f"Architecture of {title}: {about}."
    )


def _fans(draft: Draft, style: Style) -> list[Fan]:
    options = draft.options
    manner = Manner(options, draft.radius, style.line("weight").width, draft.largest)
    colors = (options.edge_color, options.negative_color, options.positive_color)
    fans = []
    for place, column in enumerate(draft.columns[1:], 1):
        ends = (draft.columns[place - 1].layer.name, column.layer.name)
        weights = column.weights if draft.largest else None
        sources, targets = draft.stands[place - 1], draft.stands[place]
        strands: list[tuple[float, Strand]] = []
        for one in sources.spots:
            for two in targets.spots:
                known = weights is not None and one.index is not None and two.index is not None
                weight = weights.at(one.index, two.index) if known and weights else None  # type: ignore[arg-type]
                strand = manner.strand(draft.at(sources, one.across), draft.at(targets, two.across), weight)
                strands.append((abs(weight or 0.0), strand))
        strands.sort(key=lambda each: each[0])  # the strongest is painted last
        kind = Fan(
            ends, tuple(strand for _, strand in strands), "weight", options.arrowheads, colors, options.dash_negative
        )
        fans.append(kind)
        if draft.biased[place - 1]:
            drawn = []
            for two in targets.spots:
                weight = weights.bias(two.index) if weights and two.index is not None else None
                drawn.append(manner.strand(draft.bias_at(sources), draft.at(targets, two.across), weight))
            fans.append(Fan(ends, tuple(drawn), "bias", options.arrowheads, colors))
    return fans


def _units(draft: Draft, style: Style) -> list[Units]:
    found = []
    options = draft.options
    for place, (column, each) in enumerate(zip(draft.columns, draft.stands, strict=True)):
        title = f"{column.role}: {captions.count(column.size)} neurons"
        title += f", {', '.join(column.does)}" if column.does else ""
        if options.show_layer_names or column.layer.label:
            title = f"{column.layer.label or column.layer.name}, {title}"
        found.append(
            Units(
                column.layer.name,
                tuple(draft.at(each, spot.across) for spot in each.spots),
                draft.radius,
                column.look,
                tuple(draft.at(each, across) for across in each.dots),
                draft.dot,
                tuple(_names(draft, place, style)),
                text.clean(title),
                fill=options.node_color,
                stroke=options.node_border_color,
            )
        )
    return found


def _names(draft: Draft, place: int, style: Style) -> list[Line]:
    """Write the names of neurons: inside, or on the outer side of the first and the last layer."""
    each, role = draft.stands[place], "op" if draft.inside else "unit"
    size = style.text(role).font.size
    lines = []
    for spot, name in zip(each.spots, draft.names[place], strict=True):
        if not name:
            continue
        (x, y), wide = draft.at(each, spot.across), lettering.wide(name, role, style)
        if draft.inside:
            lines.append(Line((x, y + 0.29 * size), name, role, "middle", wide))
            continue
        first = place == 0
        off = draft.radius + 3.0
        if draft.options.direction == "right":
            lines.append(
                Line((x - off if first else x + off, y + 0.31 * size), name, role, "end" if first else "start", wide)
            )
        else:
            above = first == (draft.options.direction == "down")
            lines.append(Line((x, y - off - 0.1 * size if above else y + off + 0.7 * size), name, role, "middle", wide))
    return lines


def _biases(draft: Draft, style: Style) -> list[Units]:
    found = []
    for place, shown in enumerate(draft.biased):
        if not shown:
            continue
        column, x, y = draft.columns[place + 1], *draft.bias_at(draft.stands[place])
        size = style.text("small").font.size
        wide = lettering.wide("+1", "small", style)
        line = Line((x, y + 0.27 * size), "+1", "small", "middle", wide)
        lines = (line,) if wide <= 2 * draft.radius else ()
        name = f"{column.layer.name} bias"
        title = f"the bias of {column.layer.label or column.layer.name}"
        found.append(
            Units(
                name,
                ((x, y),),
                draft.radius,
                replace(column.look, name=name),
                (),
                0.0,
                lines,
                text.clean(title),
                "bias",
            )
        )
    return found


def _captions(draft: Draft, style: Style) -> list[Label]:
    """Set the words of each layer: under its column on common baselines, or at the right of its row."""
    found = []
    high = draft.lowest()
    for column, each, words in zip(draft.columns, draft.stands, draft.captions, strict=True):
        if not words.lines:
            continue
        grown = captions.grown(style)
        if draft.options.direction == "right":
            at = (each.along, high + captions.STEPS[0] * grown)
            lines = captions.set_lines(words, at, draft.room, style)
        else:
            x, y = turned(each.along, high, draft.options.direction)
            top = y + (2.4 - 3.9 * (len(words.lines) - 1)) * grown
            lines = captions.set_lines(words, (x + 10, top), draft.room, style, centred=False)
        found.append(Label(lines, column.layer.name))
    return found


def _rooms(mark: Mark, style: Style) -> list[Box]:
    """Give the boxes that a mark takes on the page."""
    boxes: list[Box] = []
    lines: tuple[Line, ...] = ()
    match mark:
        case Units():
            boxes = [Box.around(center, 2 * mark.radius + 0.6, 2 * mark.radius + 0.6) for center in mark.centers]
            lines = mark.lines
        case Label():
            lines = mark.lines
        case Scale():
            boxes, lines = [mark.box], mark.lines
    return [*boxes, *(lettering.room(line, style) for line in lines)]
