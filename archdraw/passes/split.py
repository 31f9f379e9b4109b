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

    A position that adds itself to what comes in becomes a sum, with the position as an input at its side, if ``positions`` is set. A layer
    that has one of these ``activations`` (``softmax``; ``*`` for all) at its end, built in or folded, gives it to a box behind it.
    All weights and all paths stay.
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
            elif self._shown_last(layer):
                made.unfolded(layer)
            else:
                made.layers.append(layer)
        return made.graph()

    def _shown(self, layer: Layer) -> bool:
        return self._wanted(layer.attrs.get("activation")) and len(layer.outputs) == 1 and not layer.folded

    def _shown_last(self, layer: Layer) -> bool:
        last = layer.folded[-1] if layer.folded else layer
        return last.op == "activation" and last is not layer and self._wanted(last.attrs.get("function"))

    def _wanted(self, function: object) -> bool:
        return function not in LINEAR and ("*" in self.activations or function in self.activations)


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

    def unfolded(self, layer: Layer) -> None:
        """Take out of a layer the activation that was folded into it last."""
        after = replace(layer.folded[-1], group=layer.group)
        self.layers += [replace(layer, folded=layer.folded[:-1]), after]
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
