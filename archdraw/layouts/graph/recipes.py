"""The renderers of this family: `graph` says all of every layer, `blocks` is the figure that papers print."""

from __future__ import annotations

from archdraw.diagram import Diagram
from archdraw.graph import MERGES, Graph
from archdraw.layouts.graph import centred, fourtexts, shapes
from archdraw.layouts.graph.compose import figure
from archdraw.layouts.graph.manner import Manner
from archdraw.layouts.graph.options import BlocksOptions, Options
from archdraw.style import Style

GRAPH = Manner(fourtexts.rows, frozenset({"add", "subtract", "multiply"}))
BLOCKS = Manner(
    centred.rows, frozenset(MERGES), shapes.said, side_ports=False, decks=True, brief_ties=True, spoken=True
)


def graph(graph: Graph, style: Style, options: Options) -> Diagram:
    """Draw every layer with its name, its settings, its weights and its shape."""
    return figure(graph, style, options, GRAPH)


def blocks(graph: Graph, style: Style, options: BlocksOptions) -> Diagram:
    """Draw what layers are, with shapes on the edges where they change."""
    return figure(graph, style, options, BLOCKS)
