"""Drop what a figure need not show: dropout, identities, padding, inner inputs, the plumbing of masks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import ClassVar

from archdraw.errors import UsageError
from archdraw.graph import Graph, Layer
from archdraw.records import dataclass
from archdraw.rewrite import joined, peopled

PADDED = ("conv", "deconv", "pool")
IDENTITIES = ("linear", "identity")


@dataclass(frozen=True)
class Drop:
    """Remove layers that a reader of the figure does not look for, and join their neighbours.

    ``ops`` go whole, ``names`` are patterns of layers to hide (an error if one has several inputs or none), ``identities`` are linear
    activations, ``padding`` is what only convolutions and pools read, ``inner_inputs`` are the inputs of nested
    models. A layer with words of the author's own, a label or a note, goes only by its name. ``masks`` removes mask edges and the layers that only made masks, but not where a model input would be left
    alone. Model inputs stay; a model output moves to what fed the layer.
    """

    name: ClassVar[str] = "drop"
    ops: tuple[str, ...] = ("dropout",)
    names: tuple[str, ...] = ()
    identities: bool = True
    padding: bool = True
    inner_inputs: bool = True
    masks: bool = True

    def __call__(self, graph: Graph) -> Graph:
        """Give the graph without them."""
        if self.masks:
            graph = _without_masks(graph)
        into, out, at = graph.predecessors_of(), graph.successors_of(), graph.index()
        inputs = {port.layer for port in graph.inputs}
        outputs = {port.layer for port in graph.outputs}
        gone: set[str] = set()
        before_padded: set[str] = set()  # those of the gone that only convolutions and pools read in the end
        for layer in reversed(graph.layers):
            named = any(fnmatchcase(layer.name, pattern) for pattern in self.names)
            spoken_of = bool(layer.label or layer.note)  # the author wants it seen
            if layer.name in inputs or not (named or (self._goes(layer) and not spoken_of)):
                continue
            if layer.op == "input" and not into[layer.name]:
                continue
            readers = [at[edge.target] for edge in out[layer.name]]
            padded = layer.name not in outputs and _only_padded(readers, before_padded)
            if layer.op == "pad" and not named and not padded:
                continue
            if len(into[layer.name]) == 1 and not into[layer.name][0].role and len(layer.outputs) <= 1:
                gone.add(layer.name)
                before_padded.update([layer.name] if padded else ())
            elif named:
                raise UsageError(
                    f"'{layer.name}' cannot be hidden: it has {len(into[layer.name])} inputs and {len(layer.outputs)} outputs",
                    "only a layer with one input and one output can be taken out of a path",
                )
        return joined(graph, gone)

    def _goes(self, layer: Layer) -> bool:
        """Tell whether layers of this kind go."""
        if layer.op == "activation" and layer.attrs.get("function") in IDENTITIES:
            return self.identities
        if layer.op == "pad":
            return self.padding
        if layer.op == "input":
            return self.inner_inputs
        return layer.op in self.ops


def _only_padded(readers: Sequence[Layer], like_these: Collection[str]) -> bool:
    """Tell whether all readers are layers that could have padded by themselves, or only hand on to such."""
    return bool(readers) and all(reader.op in PADDED or reader.name in like_these for reader in readers)


def _without_masks(graph: Graph) -> Graph:
    """Remove mask edges, and layers that nothing reads any more; keep what an input needs to stay connected."""
    edges = [edge for edge in graph.edges if edge.role != "mask"]
    if len(edges) == len(graph.edges):
        return graph
    served = {edge.source for edge in graph.edges}
    outputs = {port.layer for port in graph.outputs}
    inputs = {port.layer for port in graph.inputs}
    into, readers = graph.predecessors_of(), dict.fromkeys(served, 0)
    for edge in edges:
        readers[edge.source] += 1
    idle: set[str] = set()
    for layer in reversed(graph.layers):
        if layer.name in served and layer.name not in outputs and not readers[layer.name]:
            idle.add(layer.name)
            for edge in into[layer.name]:
                readers[edge.source] -= edge.role != "mask"
    kept = _fed_by(graph, idle & inputs, idle)
    gone = idle - kept
    layers = tuple(layer for layer in graph.layers if layer.name not in gone)
    left = tuple(
        edge
        for edge in graph.edges
        if (edge.role != "mask" or edge.source in kept) and not {edge.source, edge.target} & gone
    )
    return peopled(replace(graph, layers=layers, edges=left))


def _fed_by(graph: Graph, starts: Collection[str], among: Collection[str]) -> set[str]:
    """Give those layers that the starts reach by way of such layers, and those that these need."""
    found = set(starts)
    if not found:
        return found
    into = graph.predecessors_of()
    for layer in graph.layers:
        if layer.name in among and any(edge.source in found for edge in into[layer.name]):
            found.add(layer.name)
    for layer in reversed(graph.layers):
        if layer.name in found:
            found.update(edge.source for edge in into[layer.name] if edge.source in among)
    return found
