"""The shapes that stand on edges: each where it changes, once."""

from __future__ import annotations

from collections.abc import Mapping

from archdraw.graph import Edge, Graph, Layer, Tensor
from archdraw.layouts.graph import framing, words

SAYING = ("dense", "recurrent")
"""Layers whose box says how wide a vector they give."""

SUMS = ("add", "subtract", "average")
"""Joins that give what they take, number by number."""


def said(graph: Graph) -> Mapping[int, str]:
    """Give, by the index of the edge, the shape of what flows on it, where a reader of the figure does not know it yet.

    Inside a frame the boxes say how many channels they give, so there only a change of space or steps is told. What goes into an
    output or into a sum is not told: the output says it itself, and what a sum gives is told behind it. A frame that nothing was
    told in begins with what enters it.
    """
    at = graph.index()
    into = graph.predecessors_of()
    if any(layer.attrs.get("stub") for layer in graph.layers):
        return {}
    silent = {name for name, layer in at.items() if layer.op == "output" or layer.op in SUMS}
    framed = {group.name for group in framing.chosen(graph)}
    home = {name: tuple(up for up in line if up in framed) for name, line in graph.ancestry().items()}
    first = _first_readers(graph)
    main = {name: _main(edges) for name, edges in into.items()}
    known: dict[str, dict[str, Tensor | None]] = {}
    found: dict[int, str] = {}
    joined: set[tuple[str, str]] = set()
    for i, edge in sorted(enumerate(graph.edges), key=lambda pair: first[pair[1].source, pair[1].source_port][0]):
        source, target = at[edge.source], at[edge.target]
        tensor = source.outputs[edge.source_port] if edge.source_port < len(source.outputs) else None
        frames = home[source.group]
        scope = next((up for up in frames if up in home[target.group]), "")
        before = known.setdefault(source.name, {})
        if source.op == "input" and tensor:
            before.setdefault("", tensor)
        if tensor is not None and not edge.role:
            new = _is_news(source, tensor, before.get(scope), bool(scope))
            heard = edge.label or edge.target in silent
            if new and not heard and first[edge.source, edge.source_port][1] == i:
                word = words.shape(tensor)
                if (edge.target, word) not in joined:
                    found[i] = word
                    joined.add((edge.target, word))
        if main[edge.target] is edge:
            inner = home[target.group]
            told = dict(before)
            if tensor is not None and not edge.role and edge.target not in silent:
                told[scope] = tensor
            known[edge.target] = {up: each for up, each in told.items() if not up or up in inner}
            if tensor is not None and source.op == "input":
                known[edge.target].update(dict.fromkeys(inner, tensor))
    return found


def _is_news(source: Layer, tensor: Tensor, known: Tensor | None, framed: bool) -> bool:
    same = known is None or len(tensor.dims) == len(known.dims)
    if source.op in SAYING and len(tensor.dims) == 1 and same:  # what drops the steps is news
        return False
    if framed:
        return known is not None and (tensor.spatial != known.spatial or not same)
    return known is None or tensor.dims != known.dims


def _main(edges: list[Edge]) -> Edge | None:
    """Choose the edge that brings a layer the data of its own path: not a memory, not a mask."""
    return next((edge for edge in edges if edge.arg != "memory" and not edge.role), None)


def _first_readers(graph: Graph) -> dict[tuple[str, int], tuple[int, int]]:
    """Give, for each tensor, the place of its layer and its edge to the earliest reader."""
    place = {layer.name: n for n, layer in enumerate(graph.layers)}
    found: dict[tuple[str, int], tuple[int, int]] = {}
    for i, edge in sorted(enumerate(graph.edges), key=lambda pair: place[pair[1].target]):
        found.setdefault((edge.source, edge.source_port), (place[edge.source], i))
    return found
