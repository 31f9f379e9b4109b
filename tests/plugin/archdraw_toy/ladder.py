"""A renderer: one box below the other."""

from dataclasses import dataclass, field

from archdraw.diagram import Block, Diagram, Line, Link, Look
from archdraw.geometry import Box
from archdraw.renderers import Renderer


@dataclass(frozen=True)
class Options:
    """What a user may choose."""

    step: float = field(default=30.0, metadata={"help": "from one box to the next, in points"})


def layout(graph, style, options):
    """Place each layer below the one before."""
    marks = []
    for i, layer in enumerate(graph.layers):
        top = 10 + i * options.step
        line = Line((60, top + 13), layer.name, "label", "middle", 80)
        marks.append(Block(layer.name, Box(10, top, 110, top + 20), Look(layer.op), (line,)))
    for i, edge in enumerate(graph.edges):
        top = 30 + i * options.step
        marks.append(Link(((60, top), (60, top + options.step - 20)), ((edge.source, edge.target),)))
    return Diagram(tuple(marks), 120, 10 + len(graph.layers) * options.step)


LADDER = Renderer("ladder", "one box below the other", layout, Options, chain=True, ops=frozenset({"dense", "input"}))
