"""Try ways to draw, the richest first, and place the first one that can be read on the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from archdraw import engines, placing, text
from archdraw.errors import UsageError
from archdraw.geometry import Box
from archdraw.graph import Graph
from archdraw.layouts.graph import beside, boxes, framing, ushape, zoom
from archdraw.layouts.graph.draft import Draft
from archdraw.layouts.graph.kinds import Kind
from archdraw.layouts.graph.manner import Detail, Manner
from archdraw.layouts.graph.options import Options
from archdraw.layouts.graph.page import around
from archdraw.layouts.graph.ways import MANY, Way, ways_of
from archdraw.placing import Problem
from archdraw.style import Style

READABLE = 0.98 * 5 / 6
"""The smallest scale at which the small print, 6 pt, still has 5 pt, or hardly less."""
BROKEN = 0.75
"""What a figure is worth, of its size, in which a frame is broken where a column ends."""
BELOW = 46.0
"""What the note and the legend below a figure usually need, in points."""


def best(graph: Graph, whole: Graph, style: Style, options: Options, manner: Manner) -> Draft:
    """Draw as much as the page has room for: open, then repeats as boxes, then with less in the boxes.

    The first way that can be read on the page is taken, else the one that can be read best.
    """
    ways = [(way, wrap) for way in ways_of(graph, options) for wrap in _wraps(graph, way, options)]
    found: tuple[float, int, Draft] | None = None
    drawn: list[Way] = []
    for i, (way, wrap) in enumerate(ways if len(ways) > 1 else []):
        draft = _draw(graph, way, style, options, manner, wrap=wrap, trials=0)
        if way.u and draft.placed.shape != "u":
            continue
        drawn.append(way)
        scale = _scale(around(draft, whole, style, options)[0], style, options)
        broken = any(len(parts) > 1 for parts in draft.placed.frames)
        worth = scale * (BROKEN if broken else 1.0)
        if found is None or worth > found[0] + 0.02:
            found = (worth, i, draft)
        if scale >= READABLE and not broken:
            found = (worth, i, draft)
            break
    way, wrap = ways[found[1] if found else 0]
    less = way.less(next(one for one in drawn if one.u == way.u), graph) if found else ""
    if found and options.engine != "own":  # it knows no quick drafts, so this one is as good as the next
        return replace(found[2], less=less)
    draft = _draw(graph, way, style, options, manner, wrap=wrap, trials=placing.Settings().trials)
    if way.u and draft.placed.shape != "u":
        raise UsageError(
            "this network cannot be drawn as a U", "beside its main path are lines that no U has a place for"
        )
    return replace(draft, less=less)


def readable(draft: Draft, whole: Graph, style: Style, options: Options) -> float:
    """Tell how far a draft can be read on the page: 1 where its small print has 5 pt, less where it must shrink more."""
    return min(1.0, _scale(around(draft, whole, style, options)[0], style, options) / READABLE)


def _draw(graph: Graph, way: Way, style: Style, options: Options, manner: Manner, *, wrap: bool, trials: int) -> Draft:
    """Place the figure of one way to draw, and beside it the blocks that explain its boxes."""
    names = zoom.titles(graph, way.shown(graph), way.kinds) if way.kinds else []
    right = options.direction == "right"
    blocks = _blocks(graph, way, names, style, options, manner, trials)
    if right and sum(block.placed.width for _, block in blocks) > options.width / READABLE:  # upright they need less
        blocks = _blocks(graph, way, names, style, replace(options, direction="down"), manner, trials)
    told = replace(way, kinds=tuple(kind for kind, _ in blocks))
    below = right or way.below
    if below and blocks:  # what is left of the page
        high = max(block.placed.height for _, block in blocks) + beside.GAP
        options = replace(options, height=max(options.height - high, options.height / 4))
    if way.u and blocks:  # a U is as wide as it may be
        wide = max(block.placed.width for _, block in blocks) + beside.GAP
        options = replace(options, width=max(0.99 * options.width / READABLE - wide, options.width / 2))
    draft = _place(told.shown(graph), style, options, way.detail, manner, wrap=wrap, trials=trials, u=way.u)
    found = [(kind.groups, block) for kind, block in blocks]
    return beside.put(draft, found, style, below) if blocks else draft


def _blocks(
    graph: Graph,
    way: Way,
    names: Sequence[tuple[str, str]],
    style: Style,
    options: Options,
    manner: Manner,
    trials: int,
) -> list[tuple[Kind, Draft]]:
    """Place the blocks that explain the boxes of a way."""
    blocks = []
    for kind, name in zip(way.kinds, names, strict=True):
        network, detail = zoom.graph_of(graph, kind, name), way.detail if way.detail != "full" else way.inside
        block = _place(network, style, options, detail, manner, wrap=False, trials=trials)
        if any(block.placed.frames):  # a tangle has no frame, and without one nobody sees what the block is
            blocks.append((kind, block))
    return blocks


def _wraps(graph: Graph, way: Way, options: Options) -> tuple[bool, ...]:
    if way.u or options.fit != "page" or options.engine == "dot":
        return (False,)
    if len(graph.layers) > MANY:
        return (True,)
    return (False, True) if way.kinds else (True, False)  # columns rather than a ribbon that is shrunk to the page


def _scale(page: Box, style: Style, options: Options) -> float:
    """Tell how much a figure must shrink to fit the page, at most 1."""
    if options.fit == "false":
        return 1.0
    margins = 2 * style.size("margin")
    across, down = options.width / (page.width + margins), options.height / (page.height + margins)
    return min(1.0, across, down if options.fit == "page" else 1.0)


def _place(
    graph: Graph,
    style: Style,
    options: Options,
    detail: Detail,
    manner: Manner,
    *,
    wrap: bool,
    trials: int,
    u: bool = False,
) -> Draft:
    seen = ushape.fold(graph, asked=True) if u else ""
    folded = ushape.Fold((), {}) if isinstance(seen, str) else seen
    said = (ushape.said(graph, folded) if u else manner.said(graph)) if options.show_shapes else {}
    font = style.text("edge").font
    far = max((text.width(word, font.size, font.weight) for word in said.values()), default=0.0)
    frames = (ushape.frames(graph) if u else framing.chosen(graph)) if options.frames else ()
    stands = far and detail == "full" and options.direction != "right" and not u
    beside_line = far + placing.BESIDE if stands else 0.0
    if around := [group for group in frames if group.kind == "zoom"]:  # its shapes stand outside of the frame
        title = framing.half(around[0], boxes.title_of(around[0], graph.name, manner), style)
        beside_line = min(title, style.size("box_width_min") / 2)
    shapes = boxes.measure(graph, style, options, detail, manner, beside_line)
    shapes = ushape.low(shapes, graph, style) if u else shapes
    at = {group.name: i for i, group in enumerate(frames)}
    inside = {name: next((at[up] for up in line if up in at), -1) for name, line in graph.ancestry().items()}
    index = {layer.name: i for i, layer in enumerate(graph.layers)}
    nodes = tuple(
        placing.Node(
            *shapes.sizes[layer.name],
            inside[layer.group],
            layer.name in shapes.circles,
            folded.depths.get(layer.name, 0.0),
        )
        for layer in graph.layers
    )
    edges = tuple(
        placing.Edge(
            index[edge.source],
            index[edge.target],
            text.width(edge.label or said[i], font.size, font.weight) if edge.label or i in said else 0.0,
            font.size if edge.label or i in said else 0.0,
            side=edge.arg == "memory" or edge.role in ("state", "mask"),
            rung=i in folded.rungs,
            passing=not edge.label,
        )
        for i, edge in enumerate(graph.edges)
    )
    widest = max((wide for wide, _ in shapes.sizes.values()), default=0.0)
    outlines = tuple(
        framing.outline(group, inside[group.parent], boxes.title_of(group, graph.name, manner), widest, style)
        for group in frames
    )
    page = (options.width, options.height - BELOW) if wrap else (0.0, 0.0)
    if u and options.fit != "false":
        page = (options.width - 2 * style.size("margin"), 0.0)
    near = {"full": 1.0, "line": 0.8, "short": 0.65}[detail]  # lower boxes stand closer
    settings = placing.Settings(
        gap=near * style.size("gap"), fork=near * style.size("fork"), bus_out=near * style.size("bus_out"),
        bus_in=near * style.size("bus_in"),
        lane=near * style.size("lane"), column=near * style.size("column"), channel=near * style.size("channel"), corner=style.size("corner"),
        direction=cast("placing.Direction", options.direction), page=page, trials=trials,
        side_ports=manner.side_ports, spare=style.size("label_gap"),
    )  # fmt: skip
    placed = engines.place(Problem(nodes, edges, outlines, settings), options.engine)
    return Draft(manner, graph, shapes, frames, placed, said)
