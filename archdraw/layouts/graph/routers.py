"""The router of a mixture of experts: the dense layer with a unit for each expert that reads what they read and weights what they give."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from archdraw.graph import Edge, Graph, Layer

WEIGHING = ("activation", "other", "lambda", "slice", "reshape", "multiply", "mask", "dropout")
"""What may stand between a router and where its weights meet the experts' results."""


def routers(graph: Graph) -> frozenset[str]:
    """Name the routers of a graph."""
    out, into = graph.successors_of(), graph.predecessors_of()
    found: set[str] = set()
    for number, members in _experts(graph):
        read = {(e.source, e.source_port) for name in members for e in into[name] if e.source not in members}
        met = {edge.target for name in members for edge in out[name] if edge.target not in members}
        for layer in graph.layers:
            if layer.op == "dense" and layer.attrs.get("units") == number and layer.name not in members:
                same = any((edge.source, edge.source_port) in read for edge in into[layer.name])
                if same and met & _reached(layer.name, out, graph.index()):
                    found.add(layer.name)
    return frozenset(found)


def _experts(graph: Graph) -> list[tuple[int, Collection[str]]]:
    """Give how many experts stand side by side, and their layers, for each set of them: closed, drawn once, or one by one."""
    chains = graph.ancestry()
    sets: dict[str, tuple[int, set[str]]] = {}
    for layer in graph.layers:
        if layer.attrs.get("closed") and layer.attrs.get("parallel") and layer.attrs.get("repeat", 1) > 1:
            sets[layer.name] = (int(layer.attrs["repeat"]), {layer.name})
    for group in graph.groups:
        if group.parallel:
            inside = {layer.name for layer in graph.layers if group.name in chains[layer.group]}
            series = group.series or group.name
            number, members = sets.get(series, (0, set()))
            sets[series] = (number + group.repeat, members | inside)
    return [one for one in sets.values() if one[0] > 1 and one[1]]


def _reached(name: str, out: Mapping[str, Sequence[Edge]], at: Mapping[str, Layer]) -> set[str]:
    """Give what a layer leads to with nothing but weighing between, the first other layers included."""
    seen: set[str] = set()
    ways = [name]
    while ways:
        for edge in out[ways.pop()]:
            if edge.target not in seen:
                seen.add(edge.target)
                if at[edge.target].op in WEIGHING:
                    ways.append(edge.target)
    return seen
