"""What is known of a figure before it is placed: what its boxes, frames and words need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from archdraw import placing, text
from archdraw.graph import MERGES, Graph, Group
from archdraw.layouts.graph import boxes, firsts, framing, ushape
from archdraw.layouts.graph.manner import Detail, Manner
from archdraw.layouts.graph.options import Options
from archdraw.placing import Problem
from archdraw.records import dataclass
from archdraw.style import Style

ENOUGH = 2.0
"""A scale at which the small print has 12 pt: more makes a figure no better."""
BELOW = 46.0
"""What the note and the legend below a figure usually need, in points."""


@dataclass(frozen=True, slots=True)
class Sized:
    """A graph whose marks have sizes but no places; ``said`` are the words on edges that no author wrote, by index."""

    manner: Manner
    options: Options
    graph: Graph
    shapes: boxes.Shapes
    frames: tuple[Group, ...]
    said: Mapping[int, str]
    problem: Problem
    margin: float = 0.0

    def on_page(self, wrap: bool, trials: int) -> Problem:
        """Give what is to be placed: broken into columns or not, in a quick draft (0 trials) or as well as it can be."""
        settings = self.problem.settings
        page = (self.options.width, self.options.height - BELOW) if wrap else settings.page
        return replace(self.problem, settings=replace(settings, page=page, trials=trials))

    def on_whole(
        self, trials: int, more: tuple[float, float] = (0.0, 0.0), least: tuple[float, float] = (0.0, 0.0)
    ) -> Problem:
        """Give what is to be placed as large as the page has room for, with these around it and beside it, in points of the figure."""
        around = more[0] + 2 * self.margin, more[1] + BELOW
        page, most = (self.options.width, self.options.height), min(self.options.largest, ENOUGH)
        settings = replace(self.problem.settings, page=page, trials=trials, most=most, more=around, least=least)
        return replace(self.problem, settings=settings)


def bare(detail: Detail, snug: bool) -> bool:
    """Tell whether lines say no shapes: where boxes in a row say next to nothing, these would take most of its room."""
    return snug and detail == "short"


def sized(
    graph: Graph,
    style: Style,
    options: Options,
    detail: Detail,
    manner: Manner,
    u: bool = False,
    snug: bool = False,
    leftward: bool = False,
) -> Sized:
    """Measure all boxes, frames and words on edges of a figure, and say what is to be placed; skips stand at the right or ``leftward``."""
    seen = ushape.fold(graph, asked=True) if u else ""
    folded = ushape.Fold((), {}) if isinstance(seen, str) else seen
    shown = options.show_shapes and not bare(detail, snug)
    said = (ushape.said(graph, folded) if u else manner.said(graph)) if shown else {}
    font = style.text("edge").font
    far = max((text.width(word, font.size, font.weight) for word in said.values()), default=0.0)
    frames = (ushape.frames(graph) if u else framing.chosen(graph)) if options.frames else ()
    stands = far and detail == "full" and options.direction != "right" and not u
    beside_line = far + placing.BESIDE if stands else 0.0
    if around := [group for group in frames if group.kind == "zoom"]:  # its shapes stand outside of the frame
        title = framing.half(around[0], boxes.title_of(around[0], graph.name, manner), style)
        beside_line = min(title, style.size("box_width_min") / 2)
    shapes = boxes.measure(graph, style, options, detail, manner, beside_line, snug)
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
            layer.name not in shapes.circles and (layer.op not in MERGES or layer.op == "subtract"),
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
            port=edge.source_port,
            alone=edge.role == firsts.SKIP,
        )
        for i, edge in enumerate(graph.edges)
    )
    widest = max((wide for wide, _ in shapes.sizes.values()), default=0.0)
    outlines = tuple(
        framing.outline(group, inside[group.parent], boxes.title_of(group, graph.name, manner), widest, style)
        for group in frames
    )
    page = (options.width - 2 * style.size("margin"), 0.0) if u and options.fit != "false" else (0.0, 0.0)
    near = {"full": 1.0, "line": 0.8, "short": 0.65}[detail]  # lower boxes stand closer
    settings = placing.Settings(
        gap=near * style.size("gap"), fork=near * style.size("fork"), bus_out=near * style.size("bus_out"),
        bus_in=near * style.size("bus_in"),
        lane=near * style.size("lane"), column=near * style.size("column"), channel=near * style.size("channel"), corner=style.size("corner"),
        direction=cast("placing.Direction", options.direction), page=page,
        side_ports=manner.side_ports, spare=style.size("label_gap"), leftward=leftward,
    )  # fmt: skip
    return Sized(
        manner, options, graph, shapes, frames, said, Problem(nodes, edges, outlines, settings), style.size("margin")
    )
