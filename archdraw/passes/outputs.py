"""Show where the network ends: a layer of its own for each model output; and where it begins, if no layer says so."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from archdraw.graph import Edge, Graph, Layer, Port, Tensor, frozen
from archdraw.records import dataclass
from archdraw.rewrite import unused


@dataclass(frozen=True)
class Outputs:
    """Give each model output a layer of op ``output``, with the output's own name as its label.

    An output that is such a layer already stays as it is. A model of which nothing but the size of its input is known
    (``given`` of its one box) gets an input of that size.
    """

    name: ClassVar[str] = "outputs"

    def __call__(self, graph: Graph) -> Graph:
        """Give the graph with them at its end."""
        at = graph.index()
        layers, edges, ports = list(graph.layers), list(graph.edges), []
        tried: dict[str, int] = {}
        for port in graph.outputs:
            source = at[port.layer]
            if source.op == "output":
                ports.append(port)
                continue
            end = Layer(
                unused(port.label or "output", at, tried),
                "output",
                outputs=source.outputs[port.port : port.port + 1],
                label=port.label,
                provenance=frozen({"name": "assumed"}),
            )
            at[end.name] = end
            layers.append(end)
            edges.append(Edge(port.layer, end.name, port.port))
            ports.append(Port(end.name, 0, port.label))
        begins = []
        for layer in graph.layers:
            given = layer.attrs.get("given")
            if given and not any(edge.target == layer.name for edge in graph.edges):
                begin = Layer(unused("input", at, tried), "input", outputs=(Tensor(given),), provenance=_MADE)
                at[begin.name] = begin
                begins.append(begin)
                edges.append(Edge(begin.name, layer.name))
        return replace(graph, layers=(*begins, *layers), edges=tuple(edges), outputs=tuple(ports))


_MADE = frozen({"name": "assumed"})
