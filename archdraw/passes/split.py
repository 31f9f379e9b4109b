"""Split what one layer does into boxes of their own: the sum that adds a position, an activation that shall be seen."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from archdraw.graph import LINEAR, Edge, Graph, Layer, Port, frozen
from archdraw.records import dataclass
from archdraw.rewrite import unused


@dataclass(frozen=True)
class Split:
    """Draw as several boxes what a spec, or a model, writes as one layer.

    A ``positions`` layer that adds itself to what comes in becomes a sum, with the position as an input at its side. A layer with
    one of these ``activations`` built in (``softmax``; ``*`` for all) gives it to a box behind it. No weight changes its place but with its
    layer, and no path.
    """

    name: ClassVar[str] = "split"
    positions: bool = True
    activations: tuple[str, ...] = ()

    def __call__(self, graph: Graph) -> Graph:
        """Give the graph with the new boxes."""
        made = _Made(graph)
        into = graph.predecessors_of()
        for layer in graph.layers:
            if self.positions and layer.type == "position" and len(into[layer.name]) == 1:
                made.sum(layer)
            elif self._shown(layer):
                made.activation(layer)
            else:
                made.layers.append(layer)
        return made.graph()

    def _shown(self, layer: Layer) -> bool:
        own = layer.attrs.get("activation")
        return own not in LINEAR and ("*" in self.activations or own in self.activations) and len(layer.outputs) == 1


class _Made:
    """The layers so far, and who takes the place of whom."""

    def __init__(self, graph: Graph) -> None:
        self.before = graph
        self.taken = {layer.name for layer in graph.layers}
        self.layers: list[Layer] = []
        self.edges: list[Edge] = []
        self.source: dict[str, str] = {}
        self.target: dict[str, str] = {}

    def sum(self, layer: Layer) -> None:
        """Put a position beside a circle that adds it."""
        circle = self._new(f"{layer.name} +", layer, "add")
        self.layers += [layer, circle]
        self.edges.append(Edge(layer.name, circle.name, 0, 1))
        self.source[layer.name] = self.target[layer.name] = circle.name

    def activation(self, layer: Layer) -> None:
        """Put the activation of a layer behind it."""
        function = layer.attrs["activation"]
        after = self._new(f"{layer.name} {function}", layer, "activation")
        kept = {key: value for key, value in layer.attrs.items() if key not in ("activation", "alpha")}
        said = {"function": function, "alpha": layer.attrs.get("alpha")}
        after = replace(after, attrs=frozen({key: value for key, value in said.items() if value is not None}))
        self.layers += [replace(layer, attrs=frozen(kept)), after]
        self.edges.append(Edge(layer.name, after.name))
        self.source[layer.name] = after.name

    def graph(self) -> Graph:
        """Give the whole."""
        edges = tuple(
            replace(
                edge,
                source=self.source.get(edge.source, edge.source),
                target=self.target.get(edge.target, edge.target),
            )
            for edge in self.before.edges
        )
        outputs = tuple(_moved(port, self.source) for port in self.before.outputs)
        return replace(self.before, layers=tuple(self.layers), edges=(*edges, *self.edges), outputs=outputs)

    def _new(self, name: str, layer: Layer, op: str) -> Layer:
        name = unused(name, self.taken)
        self.taken.add(name)
        known = frozen({"name": "assumed"})
        return Layer(name, op, op, layer.outputs, group=layer.group, api="op", origin=layer.origin, provenance=known)


def _moved(port: Port, source: dict[str, str]) -> Port:
    return replace(port, layer=source.get(port.layer, port.layer))
