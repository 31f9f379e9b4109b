"""Take layers out of a graph and join what stood before them to what stood behind."""

from __future__ import annotations

from collections.abc import Collection, Container, MutableMapping
from dataclasses import replace

from archdraw.graph import Edge, Graph


def joined(graph: Graph, names: Collection[str]) -> Graph:
    """Give the graph without these layers, each with one data input, which takes their place.

    Edges that left them now leave what fed them, with their own port, role and keyword; an edge without a label takes the
    label of the edge before it. A model output moves to what fed the layer and keeps its label. Shared weights stay
    with the first call that is left.
    """
    gone = frozenset(names)
    if not gone:
        return graph
    feeds = {edge.target: edge for edge in graph.edges if edge.target in gone and not edge.role}
    origin: dict[str, Edge] = {}
    for layer in graph.layers:
        if layer.name in gone:
            feed = feeds[layer.name]
            before = origin.get(feed.source)
            origin[layer.name] = replace(before, label=feed.label or before.label) if before is not None else feed
    edges = []
    for edge in graph.edges:
        if edge.target in gone:
            continue
        feed_ = origin.get(edge.source)
        if feed_ is not None:
            edge = replace(edge, source=feed_.source, source_port=feed_.source_port, label=edge.label or feed_.label)
        edges.append(edge)
    outputs = tuple(
        replace(port, layer=origin[port.layer].source, port=origin[port.layer].source_port)
        if port.layer in origin
        else port
        for port in graph.outputs
    )
    return peopled(without(replace(graph, edges=tuple(edges), outputs=outputs), gone))


def without(graph: Graph, gone: Collection[str]) -> Graph:
    """Take layers out that no edge touches; where one owned weights that others share, the first of these owns them now."""
    heir: dict[str, str] = {}
    layers = []
    for layer in graph.layers:
        if layer.name in gone:
            continue
        if layer.weights_of in gone:
            owner = heir.setdefault(layer.weights_of, layer.name)
            layer = replace(layer, weights_of="" if owner == layer.name else owner)
        layers.append(layer)
    return replace(graph, layers=tuple(layers))


def peopled(graph: Graph) -> Graph:
    """Give the graph without the groups in which no layer is left."""
    chains = graph.ancestry()
    alive = {name for layer in graph.layers for name in chains[layer.group]}
    if len(alive) == len(graph.groups):
        return graph
    return replace(graph, groups=tuple(group for group in graph.groups if group.name in alive))


def unused(wanted: str, taken: Container[str], tried: MutableMapping[str, int] | None = None) -> str:
    """Give the wanted name, numbered where it is taken; ``tried`` keeps the last number for many that want the same.

    >>> unused("output", ["output", "output_2"])
    'output_3'
    """
    numbers = {} if tried is None else tried
    number = numbers.get(wanted, 1)
    name = wanted if number == 1 else f"{wanted}_{number}"
    while name in taken:
        number += 1
        name = f"{wanted}_{number}"
    numbers[wanted] = number
    return name
