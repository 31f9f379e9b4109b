"""From a graph to the diagram: rows of blocks, what leads from one to the next, words, legend and caption."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from math import inf

from archdraw.diagram import Diagram, Glued, Label, Line, Link, Mark, Merge
from archdraw.errors import LayoutError
from archdraw.geometry import Box
from archdraw.graph import Graph
from archdraw.layouts.volumes import across, braces, dims, marks, pictures, tangles, ushape, uways, words
from archdraw.layouts.volumes.blocks import Net
from archdraw.layouts.volumes.building import net
from archdraw.layouts.volumes.levels import Level, levels, turned
from archdraw.layouts.volumes.onpage import OnPage, on_page
from archdraw.layouts.volumes.options import Options
from archdraw.layouts.volumes.place import Placed, Strip, placed
from archdraw.layouts.volumes.shape import Shape
from archdraw.layouts.volumes.shapes import Shapes
from archdraw.layouts.volumes.singles import singles
from archdraw.layouts.volumes.strips import MANY
from archdraw.lettering import room, wide
from archdraw.moving import moved
from archdraw.stages import wrapping
from archdraw.stages.measure import rooms
from archdraw.stages.page import diagram, foot
from archdraw.stages.page import larger as enlarged
from archdraw.style import Style
from archdraw.volumes.arcs import APART

NAME, LEGEND = 19.0, 15.0
"""From the lowest corner to the names, and from the last words to the middle of the legend, in points."""
SHARED = "shared weights"
"""What is said below blocks that have the weights of others."""
BETWEEN = 6.0
"""What is free above and below the line from row to row, in points."""


def layout(graph: Graph, style: Style, options: Options) -> Diagram:
    """Draw any network as rows of blocks."""
    larger = enlarged(style, options.font_scale)
    whole = net(graph)
    if options.apart != "none" and whole.arcs and not options.is_exact:
        options = together(whole, graph, options, larger)
    made = whole if options.apart == "none" else singles(whole, options.apart == "all")
    if options.sizes == "over" and made.arcs:
        options = replace(options, sizes="under")  # lines run over the blocks
    pictures.tell(made)
    steps = levels(made) if options.layout != "row" else []
    if options.layout == "u" and not steps:
        raise LayoutError(
            f"'{graph.name}' is no U: its maps do not shrink and grow again, with copies across", "leave out layout=u"
        )
    many = MANY if options.apart == "none" else 0
    place = None if options.layout == "u" else placed(made, words.names(made, graph, options), options, larger, many)
    if place is None or (steps and not _in_a_row(place, options, larger)):
        return _u_shaped(turned(made), steps, graph, larger, options)
    found: list[Mark] = []
    drawn: list[tuple[OnPage, Box]] = []
    top = 0.0
    for number, strip in enumerate(place.strips):
        written = partial(_labels, strip, not number, place.scales, options, larger)
        here = on_page(strip, written, larger)
        all_marks = list(_strip(here, graph, options, larger))
        box = Box.hull([*_taken(all_marks, larger), *(end.box for end in here.across)])
        by = top - box.top
        found.extend(moved(mark, 0.0, by) for mark in all_marks)
        drawn.append((here.moved(by), box.moved(0.0, by)))
        top = box.bottom + by + 2 * (BETWEEN + 4.5)
    bounds = page = Box.hull(box for _, box in drawn)
    for (one, above), (two, _) in pairwise(drawn):
        start, dot = marks.out(one.shapes[0][-1], one.axes[0], larger.is_patterned)
        end = marks.into(two.shapes[0][0], two.axes[0])
        lane = above.bottom + BETWEEN + 4.5
        way = list(wrapping.wrapped(start, end, lane, bounds, two.edges, (), larger, "detail"))
        ported = two.strip.net.rows[0][0].sign == "port"
        found.extend(replace(one, dot=dot, head=not ported) if isinstance(one, Link) else one for one in way)
        page = Box.hull([page, *(box for mark in way for box in rooms(mark, larger))])
    led = list(across.drawn([(end, one.shapes) for one, _ in drawn for end in one.across], page.right + APART, larger))
    page = Box.hull([page, *(box for mark in led for box in rooms(mark, larger))])
    found += led
    return _page(found, page, made, graph, larger, options)


def together(whole: Net, graph: Graph, options: Options, style: Style) -> Options:
    """Draw fewer blocks apart where ways around them leave no place to cut rows that are wider than the page."""
    room = options.width - 2 * style.size("margin") + 0.01
    for apart in ("all", "layers")[options.apart == "layers" :]:
        made, tried = singles(whole, apart == "all"), replace(options, apart=apart, sizes="edges")
        try:
            place = placed(made, words.names(made, graph, tried), tried, style, 0)
        except LayoutError:
            continue
        if place.width <= room:
            return replace(options, apart=apart)
    return replace(options, apart="none", sizes="none" if options.sizes == "none" else "edges")


def _in_a_row(place: Placed, options: Options, style: Style) -> bool:
    """Tell whether all fits the page in a row, or the user wants several."""
    fits = place.strips[0].width <= options.width - 2 * style.size("margin") + 0.01
    return bool(options.rows) or (len(place.strips) == 1 and fits)


def _page(found: Sequence[Mark], page: Box, made: Net, graph: Graph, larger: Style, options: Options) -> Diagram:
    """Set the legend and the caption below, if nothing is tangled."""
    if made.arcs and options.gap_from == "outline" and not options.is_exact:
        tangles.refuse(found, larger)
    clear = LEGEND - 0.22 * larger.text("detail").font.size - larger.size("swatch") / 2
    told = options.legend == "true" or (options.legend == "auto" and options.labels)
    below, whole = foot(words.entries(made) if told else (), clear, options.caption, page, options.width, larger)
    return diagram([*found, *below], whole, graph, larger, options.font_scale)


def _u_shaped(made: Net, steps: Sequence[Level], graph: Graph, style: Style, options: Options) -> Diagram:
    """Draw a U."""
    u = ushape.made(made, steps, words.names(made, graph, options)[0], options, style)
    groups = graph.looks_of_groups()
    found: list[Mark] = []
    for block, shape in zip(made.rows[0], u.shapes, strict=True):
        found.extend(marks.drawn(block, shape, graph, groups, options))
    found += [*uways.ways(u, style), *u.words]
    return _page(found, Box.hull(_taken(found, style)), made, graph, style, options)


def _strip(here: OnPage, graph: Graph, options: Options, style: Style) -> Iterator[Mark]:
    """Draw a strip, the line of its main row at height 0; what stands further back first."""
    groups, rows = graph.looks_of_groups(), here.strip.net.rows
    over: list[Mark] = []
    for r in sorted(range(len(rows)), key=lambda r: here.axes[r]):
        for b, (block, shape) in enumerate(zip(rows[r], here.shapes[r], strict=True)):
            if b and options.between == "funnel" and rows[r][b - 1].sign != "port":
                yield from marks.funnel(block, here.shapes[r][b - 1], shape, here.axes[r])
            if b and options.between == "pyramid":
                yield from marks.pyramid(rows[r][b - 1 : b + 1], here.shapes[r][b - 1 : b + 1])
            yield from marks.drawn(block, shape, graph, groups, options)
        for b, (one, two) in enumerate(pairwise(here.shapes[r]), 1):
            led = (
                rows[r][b - 1].sign == "port"
            )  # what comes from the strip before arrives, whatever is drawn between blocks
            if led or options.between in ("arrow", "line", "pyramid"):
                headed = led or options.between != "line"
                over.append(marks.arrow(rows[r][b], one, two, here.axes[r], headed, style.is_patterned))
            way = rows[r][b].said
            if way and options.labels:
                at = ((one.hull.right + two.hull.left) / 2, here.axes[r] - 2.6)
                over.append(Label((Line(at, way, "detail", "middle", wide(way, "detail", style)),)))
    yield from over
    yield from here.ways(style)
    for said in here.words:
        yield from said


def _labels(
    strip: Strip, first: bool, scales: Shapes, options: Options, style: Style, r: int, shapes: Sequence[Shape]
) -> Iterator[Label | Link]:
    """Write the sizes of a row, the names below it on one line, and braces below what runs several times."""
    row, lowest = strip.net.rows[r], -inf
    low = max(shape.hull.bottom for shape in shapes)
    for b, (block, shape) in enumerate(zip(row, shapes, strict=True)):
        if block.sign == "port":
            continue
        begins = not b and ((first and not r) or block.slabs[0].layer.op == "input")
        lines = dims.written(row, b, shape, begins, scales, options, style)
        lowest = max([lowest, *(room(line, style).bottom for line in lines)])
        if lines:
            yield Label(tuple(lines), block.slabs[0].layer.name)
    grown = style.text("label").font.size / 7.0
    y = max(low + NAME * grown, lowest + 9.0 * grown)
    for name, shape in zip(strip.names[r], shapes, strict=True):
        if name:
            yield Label((Line((shape.front, y), name, "label", "middle", wide(name, "label", style)),))
    shared = words.calls(row, strip.net.rows[:r]) if options.labels else None
    if shared:
        y += 1.3 * style.text("value").font.size
        at = ((shapes[shared[0]].hull.left + shapes[shared[1]].hull.right) / 2, y)
        yield Label((Line(at, SHARED, "value", "middle", wide(SHARED, "value", style)),))
    under = y + 0.4 * style.text("label").font.size if any(strip.names[r]) or shared else max(low, lowest)
    yield from braces.drawn(row, shapes, under, style)


def _taken(found: Sequence[Mark], style: Style) -> Iterator[Box]:
    """Give the room of all that stands in a row."""
    for mark in found:
        if isinstance(mark, Glued):
            yield from (Box(x, y, x, y) for solid in mark.solids for x, y in solid.corners)
        if isinstance(mark, Merge):
            yield Box.around(mark.center, 2 * mark.radius, 2 * mark.radius)
        yield from rooms(mark, style)
