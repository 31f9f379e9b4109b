"""The whole figure: sizes, placing, marks, and what stands around them."""

from __future__ import annotations

from dataclasses import dataclass

from archdraw import placing, text
from archdraw.diagram import Diagram, Frame, Label, Line, Link, Mark
from archdraw.geometry import Box
from archdraw.graph import Graph, Group
from archdraw.layouts.graph import boxes, surroundings
from archdraw.layouts.graph.closing import close, everything, repeated
from archdraw.layouts.graph.options import Options
from archdraw.moving import moved
from archdraw.placing import Placed, Problem
from archdraw.style import Style


def layout(graph: Graph, style: Style, options: Options) -> Diagram:
    """Place a graph on a page: open where it fits, repeats as boxes and long chains in columns where it does not."""
    whole = everything(graph)
    if not options.expand_nested:
        graph = close(graph, _outermost(graph, "model"))
    return _finish(_best(graph, style, options), whole, style, options)


READABLE = 5 / 6
"""The smallest scale at which the small print, 6 pt, still has 5 pt."""
BELOW = 46.0
"""What the note and the legend below a figure usually need, in points."""
MANY = 2000
"""From how many layers on only one way of drawing is tried."""


def _best(graph: Graph, style: Style, options: Options) -> _Draft:
    """Draw as much as the page has room for: open, then repeats as boxes, then with less in the boxes.

    The first way that can be read on the page is taken, else the one that can be read best.
    """
    ways = [
        (close(graph, closed), detail, wrap)
        for closed, detail in _ways(graph, options)
        for wrap in _wraps(graph, options)
    ]
    best: tuple[float, int] | None = None
    for i, (shown, detail, wrap) in enumerate(ways if len(ways) > 1 else []):
        scale = _scale(_place(shown, style, options, detail, wrap=wrap, trials=0), options)
        if best is None or scale > best[0] + 0.02:
            best = (scale, i)
        if scale >= READABLE:
            best = (scale, i)
            break
    shown, detail, wrap = ways[best[1] if best else 0]
    return _place(shown, style, options, detail, wrap=wrap, trials=placing.Settings().trials)


def _wraps(graph: Graph, options: Options) -> tuple[bool, ...]:
    if options.fit != "page":
        return (False,)
    return (True,) if len(graph.layers) > MANY else (False, True)


def _scale(draft: _Draft, options: Options) -> float:
    """Tell how much a figure must shrink to fit the page, at most 1."""
    if options.fit == "false":
        return 1.0
    across = options.width / max(draft.placed.width, 1.0)
    down = (options.height - BELOW) / max(draft.placed.height, 1.0)
    return min(1.0, across, down if options.fit == "page" else 1.0)


def _ways(graph: Graph, options: Options) -> list[tuple[frozenset[str], boxes.Detail]]:
    """List the ways to draw, the richest first."""
    none: frozenset[str] = frozenset()
    closings = {"frame": [none], "box": [repeated(graph)], "auto": [none, repeated(graph)]}[options.repeats]
    if not closings[-1]:
        closings = [none]
    if len(graph.layers) > MANY:
        closings = closings[-1:]
    if options.detail != "auto":
        wanted: boxes.Detail = "line" if options.detail == "line" else "short" if options.detail == "short" else "full"
        return [(closed, wanted) for closed in closings]
    ways: list[tuple[frozenset[str], boxes.Detail]] = [(closed, "full") for closed in closings]
    return ways if len(graph.layers) > MANY else [*ways, (closings[-1], "line"), (closings[-1], "short")]


def _outermost(graph: Graph, kind: str) -> frozenset[str]:
    kinds = {group.name: group.kind for group in graph.groups}
    return frozenset(
        name
        for name, line in graph.ancestry().items()
        if name and kinds[name] == kind and all(kinds[up] != kind for up in line[1:])
    )


@dataclass(frozen=True, slots=True)
class _Draft:
    """A graph with its sizes and places."""

    graph: Graph
    shapes: boxes.Shapes
    frames: tuple[Group, ...]
    placed: Placed


def _place(graph: Graph, style: Style, options: Options, detail: boxes.Detail, *, wrap: bool, trials: int) -> _Draft:
    shapes = boxes.measure(graph, style, options, detail)
    frames = _frames(graph) if options.frames else ()
    at = {group.name: i for i, group in enumerate(frames)}
    inside = {name: next((at[up] for up in line if up in at), -1) for name, line in graph.ancestry().items()}
    index = {layer.name: i for i, layer in enumerate(graph.layers)}
    nodes = tuple(
        placing.Node(*shapes.sizes[layer.name], inside[layer.group], layer.name in shapes.circles)
        for layer in graph.layers
    )
    font = style.text("edge").font
    edges = tuple(
        placing.Edge(
            index[edge.source],
            index[edge.target],
            text.width(edge.label, font.size, font.weight) if edge.label else 0.0,
            font.size if edge.label else 0.0,
            side=edge.arg == "memory" or edge.role == "state",
        )
        for edge in graph.edges
        if edge.role != "mask"
    )
    outlines = tuple(
        _outline(group, inside[group.parent], boxes.title_of(group, graph.name), style) for group in frames
    )
    page = (options.width, options.height - BELOW) if wrap else (0.0, 0.0)
    near = {"full": 1.0, "line": 0.8, "short": 0.65}[detail]  # lower boxes stand closer
    settings = placing.Settings(
        gap=near * style.size("gap"), fork=near * style.size("fork"), bus_out=near * style.size("bus_out"),
        bus_in=near * style.size("bus_in"),
        lane=near * style.size("lane"), column=near * style.size("column"), channel=near * style.size("channel"), corner=style.size("corner"),
        direction="right" if options.direction == "right" else "down", page=page, trials=trials,
    )  # fmt: skip
    return _Draft(graph, shapes, frames, placing.place(Problem(nodes, edges, outlines, settings)))


def _frames(graph: Graph) -> tuple[Group, ...]:
    """Choose the groups that get a frame: not those that hold a single layer, nor those that only repeat their child."""
    lines = graph.ancestry()
    layers: dict[str, int] = {}
    for layer in graph.layers:
        for up in lines[layer.group]:
            layers[up] = layers.get(up, 0) + 1
    chosen = []
    for group in graph.groups:
        count = layers.get(group.name, 0)
        wanted = group.repeat > 1 or group.kind in ("model", "group", "prefix", "run") or _is_labelled(group)
        if wanted and (count >= 2 or (count == 1 and group.repeat > 1)):
            chosen.append(group)
    return tuple(chosen)


def _is_labelled(group: Group) -> bool:
    """Tell whether the author gave a block words of its own, beyond the names that the spec needs for references."""
    return group.kind == "block" and group.title not in ("", group.name.rsplit("/", 1)[-1], group.type)


def _outline(group: Group, parent: int, words: str, style: Style) -> placing.Frame:
    title, badge = style.text("title").font, style.text("badge").font
    left = text.width(words, title.size, title.weight) + 12
    right = text.width(f"×{group.repeat}", badge.size, badge.weight) + 7 + 10 if group.repeat > 1 else 0.0
    return placing.Frame(
        parent, style.size("frame_side"), style.size("frame_top"), style.size("frame_side"), style.size("frame_bottom"),
        min_width=2 * max(left, right),
    )  # fmt: skip


def _finish(draft: _Draft, whole: Graph, style: Style, options: Options) -> Diagram:
    graph, placed = draft.graph, draft.placed
    marks: list[Mark] = [*_frame_marks(draft, style), *_links(draft)]
    lines = graph.ancestry()
    for layer, box in zip(graph.layers, placed.nodes, strict=True):
        look = boxes.look_of(layer, lines[layer.group])
        made = draft.shapes.rows.get(layer.name)
        marks.append(boxes.merge(layer, box, look) if made is None else boxes.block(layer, box, made, look, style))
    marks.extend(_edge_labels(draft, style))
    page, more = _around(draft, whole, style, options)
    return _diagram([*marks, *more], page, whole, style)


def _frame_marks(draft: _Draft, style: Style) -> list[Frame]:
    marks = []
    font = style.text("title").font
    depth = {group.name: len(line) for group, line in zip(draft.frames, _lines(draft), strict=True)}
    for group, parts in sorted(
        zip(draft.frames, draft.placed.frames, strict=True), key=lambda pair: depth[pair[0].name]
    ):
        for i, box in enumerate(parts):
            badge = f"×{group.repeat}" if group.repeat > 1 and i == 0 else ""
            words = boxes.title_of(group, draft.graph.name) + (" (continued)" if i else "")
            at = (box.left + style.size("title_left"), box.top + style.size("title_baseline"))
            title = Line(at, words, "title", "start", text.width(words, font.size, font.weight))
            marks.append(Frame(group.name, box, title, badge))
    return marks


def _lines(draft: _Draft) -> list[tuple[str, ...]]:
    lines = draft.graph.ancestry()
    return [lines[group.name] for group in draft.frames]


def _links(draft: _Draft) -> list[Link]:
    shown = [edge for edge in draft.graph.edges if edge.role != "mask"]
    return [
        Link(wire.points, tuple((shown[i].source, shown[i].target) for i in wire.edges), wire.head, wire.corners)
        for wire in draft.placed.wires
    ]


def _edge_labels(draft: _Draft, style: Style) -> list[Label]:
    font = style.text("edge").font
    shown = [edge for edge in draft.graph.edges if edge.role != "mask"]
    found = []
    for i, (x, y) in sorted(draft.placed.labels.items()):
        content = text.clean(shown[i].label)
        line = Line((x, y + 0.35 * font.size), content, "edge", "middle", text.width(content, font.size, font.weight))
        found.append(Label((line,)))
    return found


def _around(draft: _Draft, whole: Graph, style: Style, options: Options) -> tuple[Box, list[Mark]]:
    """Add the note and the legend; give the page that holds all."""
    placed = draft.placed
    page = Box(0.0, 0.0, placed.width, placed.height)
    marks: list[Mark] = []
    uniform = boxes.uniform_words(draft.graph, options)
    bottom = page.bottom
    if options.total:
        taken = [*placed.nodes, *(part for parts in placed.frames for part in parts), *_wire_boxes(placed)]
        total, more = surroundings.notes(draft.graph, whole)
        title = text.clean(whole.title)
        note = surroundings.corner(title, total, more, taken, page, style)
        if note is None and (title or total or more):
            note, bottom = surroundings.below(title, total, more, bottom + 8, page, style)
        if note:
            marks.append(note)
            page = _wide_enough(page, note)
    found = surroundings.entries(draft.graph, draft.shapes.circles, uniform, style)
    if options.legend and found:
        room = max(page.width, 234.0)
        keys, bottom = surroundings.legend(found, bottom + style.size("legend_above"), page.center[0], room, style)
        marks.extend(keys)
        left = min(key.at[0] for key in keys)
        right = max(key.line.at[0] + key.line.width for key in keys)
        page = Box(min(page.left, left), page.top, max(page.right, right), bottom)
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
