"""Words on the edges where it matters as what a layer takes a tensor: query, key and value, mask, state, A and B."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from archdraw.graph import Edge, Graph, Layer, frozen
from archdraw.rewrite.operands import roles_of

ORDERED: Mapping[str, Sequence[str]] = {
    "matmul": ("A", "B"), "subtract": ("A", "B"), "Where": ("if", "then", "else"), "SelectV2": ("if", "then", "else"),
}  # fmt: skip
"""The words for what these take, by op or operation, in their order."""


def labelled(graph: Graph) -> Graph:
    """Give the graph with these words on its edges; an author's own stay, and one line has one."""
    into = graph.predecessors_of()
    place = {id(edge): i for i, edge in enumerate(graph.edges)}
    at = graph.index()
    even = _even(graph)
    alone = {layer.name: word for layer in graph.layers if (word := _of_one(layer, into[layer.name]))}
    silent = even | alone.keys()
    found: dict[int, str] = {}
    for layer in graph.layers:
        for edge, word in _words(layer, into[layer.name], at) if layer.name not in silent else ():
            if not edge.label:
                found[place[id(edge)]] = word
    if not found and not alone:
        return graph
    edges = tuple(replace(edge, label=found[i]) if i in found else edge for i, edge in enumerate(graph.edges))
    ordered = {edge.target for i, edge in enumerate(graph.edges) if found.get(i) == "B"}
    layers = (_told(layer) if layer.name in ordered else layer for layer in graph.layers)
    return replace(graph, edges=edges, layers=tuple(_as_formula(layer, alone.get(layer.name, "")) for layer in layers))


EVEN = ("abs", "absolute", "square")
"""Functions that give the same for a difference whichever way round it is."""
OF_ONE: Mapping[str, tuple[str, str]] = {"add": ("{}", " + "), "multiply": ("{}", " · "), "concat": ("[{}]", ", ")}
"""How something is written that takes one tensor several times: ``x + x``."""
OFTEN = 4
"""A tensor that is taken more often than this is not written out."""


def _even(graph: Graph) -> set[str]:
    """Name the differences of which nothing but the size is read."""
    kept = {port.layer for port in graph.outputs}
    at, out = graph.index(), graph.successors_of()
    differences = (layer.name for layer in graph.layers if layer.op == "subtract" and layer.name not in kept)
    return {
        name
        for name in differences
        if out[name] and all(str(at[edge.target].attrs.get("function")).lower() in EVEN for edge in out[name])
    }


def _of_one(layer: Layer, edges: Sequence[Edge]) -> str:
    """Write what a layer gives that takes one tensor several times and nothing else; nothing for others."""
    read = {(edge.source, edge.source_port) for edge in edges}
    if layer.op not in OF_ONE or len(read) != 1 or not 1 < len(edges) <= OFTEN or any(edge.label for edge in edges):
        return ""
    around, between = OF_ONE[layer.op]
    return around.format(between.join("x" * len(edges)))


def _as_formula(layer: Layer, formula: str) -> Layer:
    return replace(layer, attrs=frozen({**layer.attrs, "formula": formula})) if formula else layer


def _told(layer: Layer) -> Layer:
    """Let a matrix product or a difference say what it does with the two that its edges name."""
    if layer.op == "subtract":
        return replace(layer, attrs=frozen({**layer.attrs, "setting": "A − B"}))
    if layer.op != "matmul" or any(layer.attrs.get(key) for key in ("equation", "axes", "transpose_b")):
        return layer
    return replace(layer, attrs=frozen({**layer.attrs, "setting": "A · B"}))


def _words(layer: Layer, edges: Sequence[Edge], at: Mapping[str, Layer]) -> list[tuple[Edge, str]]:
    """Give the words for what one layer takes; a tensor that is taken twice, drawn as one line, has one."""
    lines: dict[tuple[str, int], list[int]] = {}
    for i, edge in enumerate(edges):
        if not edge.role:
            lines.setdefault((edge.source, edge.source_port), []).append(i)
    found = _plumbing(edges, at)
    if layer.op == "attention":
        roles = roles_of(layer, edges)
        told = {line: "".join(roles[i] for i in some) for line, some in lines.items()}
        plain = len(told) < 3  # where Q comes alone, and K and V together, nobody asks which the main line is
        return found + [
            (edges[lines[line][0]], ", ".join(letter for letter in "QKV" if letter in word))
            for line, word in told.items()
            if not (plain and word == "Q")
        ]
    ordered = _ordered(layer, edges, at)
    if len(lines) > 1 and len(ordered) >= len(lines):
        return found + [
            (edges[some[0]], ordered[some[0]]) for some in lines.values() if some[0] < len(ordered) and ordered[some[0]]
        ]
    return found + [(edges[some[0]], f"{len(some)}×") for some in lines.values() if len(some) > 1]


def _plumbing(edges: Sequence[Edge], at: Mapping[str, Layer]) -> list[tuple[Edge, str]]:
    """Name masks and states; the two states of an LSTM come along one line."""
    found = [(edge, "mask") for edge in edges if edge.role == "mask"]
    states: dict[str, Edge] = {}
    for edge in edges:
        if edge.role == "state":
            states.setdefault(edge.source, edge)
    handed = ("final state" if at[name].op == "recurrent" else "initial state" for name in states)
    return found + list(zip(states.values(), handed, strict=True))


def _ordered(layer: Layer, edges: Sequence[Edge], at: Mapping[str, Layer]) -> Sequence[str]:
    """Give the words for what a layer takes in an order that matters; that of a product of two vectors does not."""
    if str(layer.attrs.get("formula", "")).startswith("A "):
        return ORDERED["matmul"]
    if layer.op == "matmul" and not layer.attrs.get("transpose_b"):
        ranks = [
            len(at[e.source].outputs[e.source_port].dims) for e in edges if e.source_port < len(at[e.source].outputs)
        ]
        if max(ranks, default=0) < 2:
            return ()
    return ORDERED.get(str(layer.attrs.get("operation") or layer.type)) or ORDERED.get(layer.op, ())
