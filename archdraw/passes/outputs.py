"""Show where the network ends: a layer of its own for each model output."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from archdraw.graph import Edge, Graph, Layer, Port, frozen
from archdraw.records import dataclass
from archdraw.rewrite import unused


@dataclass(frozen=True)
class Outputs:
    """Give each model output a layer of op ``output``, with the output's own name as its label.

    An output that is such a layer already stays as it is.
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
        return replace(graph, layers=tuple(layers), edges=tuple(edges), outputs=tuple(ports))
