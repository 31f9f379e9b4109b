"""Bring back what collapsing hid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from archdraw.errors import GraphError
from archdraw.graph import Edge, Graph, Group, Layer
from archdraw.rewrite.alike import Index, Piece, piece
from archdraw.rewrite.join import unused


def hidden_in(group: Group) -> tuple[Layer, ...]:
    """Give all layers that a frame hides, those that hidden frames hide among them."""
    inner = [layer for each in group.hidden_groups if each.name != group.name for layer in hidden_in(each)]
    return (*group.hidden, *inner)


def first_copy(frame: Group) -> Piece | None:
    """Give the first copy that a frame hides; None where the first is shown, or copies have no groups of their own."""
    if not frame.hidden or frame.note.partition(":")[0] != "first":
        return None
    parent = {group.name: group.parent for group in frame.hidden_groups}
    home, base = frame.hidden[0].group, parent.get(frame.name, frame.parent)
    while home in parent and parent[home] != base:
        home = parent[home]
    if home not in parent:
        return None
    members = [layer for layer in frame.hidden if _lies_in(layer.group, home, parent)]
    names = [layer.name for layer in members]
    edges = [edge for edge in frame.hidden_edges if edge.target in set(names)]
    led = {edge.target for edge in edges}
    given = unused("given", names)  # edges from another frame's hidden layers are hidden there
    edges += [Edge(given, name) for name in names if name not in led]
    outside = {edge.source for edge in edges} - set(names)
    sources = tuple(Layer(name, "other") for name in sorted(outside))
    groups = tuple(replace(group, parent="" if group.name == home else group.parent) for group in frame.hidden_groups)
    return piece(Index(Graph("", (*sources, *members), tuple(edges), groups)), names, base=home)


def _lies_in(name: str, home: str, parent: Mapping[str, str]) -> bool:
    while name != home and name in parent:
        name = parent[name]
    return name == home


def restored(graph: Graph) -> Graph:
    """Give the graph as it was before repeats were collapsed: the same layers, edges, groups and outputs, perhaps in another order.

    Raises GraphError if a later pass has changed layers to which hidden edges lead.
    """
    layers = {layer.name: layer for layer in graph.layers}
    groups = {group.name: group for group in graph.groups}
    outputs = list(graph.outputs)
    hidden: list[Edge] = []
    stand_ins: Counter[Edge] = Counter()
    opened: dict[str, str] = {}  # frames that were made for a run, and what they lay in
    depth = {name: len(chain) for name, chain in graph.ancestry().items()}
    # The outer before the inner: an output that moved twice was first moved by the inner.
    todo = sorted((group for group in graph.groups if group.hidden), key=lambda group: -depth[group.name])
    while todo:
        frame = todo.pop()
        layers.update((layer.name, layer) for layer in frame.hidden)
        hidden.extend(frame.hidden_edges)
        stand_ins.update(frame.stand_ins)
        for place, port in frame.hidden_outputs:
            outputs[place] = port
        before = {group.name: group for group in frame.hidden_groups}
        if frame.name not in before:
            opened[frame.name] = frame.parent
            del groups[frame.name]
        groups.update(before)
        todo.extend(group for group in frame.hidden_groups if group.hidden and group.name != frame.name)
    for edge in hidden:
        if edge.source not in layers or edge.target not in layers:
            raise GraphError(
                f"the hidden edge from '{edge.source}' to '{edge.target}' has lost an end",
                "restore a graph before other passes change it",
            )
    edges = []
    for edge in (*graph.edges, *hidden):
        if stand_ins[edge]:
            stand_ins[edge] -= 1
        else:
            edges.append(edge)
    return replace(
        graph,
        layers=tuple(replace(layer, group=_home(layer.group, opened)) for layer in layers.values()),
        edges=tuple(edges),
        groups=tuple(_housed(group, opened) for group in groups.values()),
        outputs=tuple(outputs),
    ).sorted()


def _home(name: str, opened: dict[str, str]) -> str:
    while name in opened:
        name = opened[name]
    return name


def _housed(group: Group, opened: dict[str, str]) -> Group:
    return replace(group, parent=_home(group.parent, opened))
