"""Close groups: draw all that is in one as a single box."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace

from archdraw.errors import GraphError
from archdraw.graph import Edge, Graph, Group, Layer, Port, Tensor, frozen
from archdraw.rewrite.restore import hidden_in
from archdraw.words import spoken


def is_labelled(group: Group) -> bool:
    """Tell whether a group has words of its own, beyond the name by which a spec refers to it."""
    names = ("", group.name.rsplit("/", 1)[-1].lower(), group.type.lower())
    return group.kind != "block" or group.title.lower() not in names


def everything(graph: Graph) -> Graph:
    """Give a graph of all layers, drawn, hidden and folded, for counting only: it has no edges."""
    hidden = [layer for group in graph.groups for layer in hidden_in(group)]
    kept = (layer for layer in (*graph.layers, *hidden) if layer.op != "output")
    return replace(graph, layers=tuple(kept), edges=(), groups=(), inputs=(), outputs=())


def repeated(graph: Graph) -> frozenset[str]:
    """Name the outermost groups that stand for several copies."""
    repeats = {group.name: group.repeat > 1 for group in graph.groups}
    lines = graph.ancestry()
    return frozenset(name for name, many in repeats.items() if many and not any(repeats[up] for up in lines[name][1:]))


def blocks(graph: Graph) -> frozenset[str]:
    """Name the outermost blocks: all groups but those that an author or a model made to be seen."""
    found = {group.name: group.kind not in ("group", "model") or group.repeat > 1 for group in graph.groups}
    lines = graph.ancestry()
    return frozenset(name for name, block in found.items() if block and not any(found[up] for up in lines[name][1:]))


def joining(graph: Graph) -> frozenset[str]:
    """Name the outermost blocks that several tensors enter, such as the gates of an attention U-Net."""
    lines, outer = graph.ancestry(), blocks(graph)
    home = {layer.name: next((up for up in lines[layer.group] if up in outer), "") for layer in graph.layers}
    read = {
        (home[edge.target], edge.source, edge.source_port)
        for edge in graph.edges
        if home[edge.source] != home[edge.target]
    }
    times = Counter(name for name, _, _ in read)
    return frozenset(name for name in outer if times[name] > 1)


def close(graph: Graph, names: Collection[str]) -> Graph:
    """Put one layer of op ``other`` in the place of each of these groups and of all within.

    The layer has the group's name, the summed weights of all copies, the last output of the group, and keeps
    its members in ``folded``; ``attrs`` tell ``repeat`` and ``closed``.
    """
    if not names:
        return graph
    closed = graph
    kept: list[str] = []
    todo = [sorted(names)]
    while todo:  # where data leaves one of them and comes back, no box can stand for it
        tried = todo.pop()
        try:
            closed = _closed(graph, (*kept, *tried))
            kept += tried
        except GraphError:
            half = len(tried) // 2
            todo += [tried[half:], tried[:half]] if half else []
    return closed


def _closed(graph: Graph, names: Collection[str]) -> Graph:
    taken = {layer.name for layer in graph.layers}
    called = {name: _free(name, taken) for name in sorted(names)}
    home = _homes(graph, called)
    groups = {called[group.name]: group for group in graph.groups if group.name in called}
    members: dict[str, list[Layer]] = {name: [] for name in groups}
    for layer in graph.layers:
        if layer.group in home:
            members[home[layer.group]].append(layer)
    hidden: dict[str, list[Layer]] = {name: [] for name in groups}
    for group in graph.groups:  # what collapse has hidden in them and in those within
        if group.name in home:
            hidden[home[group.name]] += hidden_in(group)
    exits = _exits(graph, home)
    stand = {
        name: _box(name, groups[name], members[name], hidden[name], exits.get(name, {}))
        for name in groups
        if members[name]
    }
    gone = {layer.name: name for name, inner in members.items() for layer in inner}
    layers, done = [], set()
    for layer in reversed(graph.layers):  # a box stands where its last layer stood, after all that it reads
        name = gone.get(layer.name)
        if name is None:
            layers.append(layer)
        elif name not in done:
            done.add(name)
            layers.append(stand[name])
    kept = tuple(reversed(layers))
    closed = Graph(
        graph.name,
        kept,
        _counted(_edges(graph, gone, exits), groups, gone),
        tuple(g for g in graph.groups if g.name not in home),
        tuple(_port(port, gone, exits) for port in graph.inputs),
        tuple(_port(port, gone, exits) for port in graph.outputs),
        graph.notes,
        graph.title,
    )
    return closed.sorted()


def _free(name: str, taken: Collection[str]) -> str:
    """Give the name of a group, or where a layer has it too, one that none has."""
    while name in taken:
        name += " (block)"
    return name


def _homes(graph: Graph, called: Mapping[str, str]) -> dict[str, str]:
    """Give, for each group at or below a closed one, the name of that one's box."""
    found = {}
    for name, line in graph.ancestry().items():
        outer = [up for up in line if up in called]
        if outer:
            found[name] = called[outer[-1]]
    return found


Exits = dict[tuple[str, int], int]
"""The tensors of a group that are read outside of it, each with its place among them."""


def _exits(graph: Graph, home: dict[str, str]) -> dict[str, Exits]:
    """Give the exits of each closed group."""
    place = {layer.name: home.get(layer.group, "") for layer in graph.layers}
    found: dict[str, Exits] = {}
    for edge in graph.edges:
        inside = place[edge.source]
        if inside and place[edge.target] != inside:
            exits = found.setdefault(inside, {})
            exits.setdefault((edge.source, edge.source_port), len(exits))
    for port in graph.outputs:
        if place[port.layer]:
            exits = found.setdefault(place[port.layer], {})
            exits.setdefault((port.layer, port.port), len(exits))
    return found


def _left(group: Group, members: Collection[str]) -> Tensor | None:
    """Give the size of what leaves a repeat, if it is one tensor of the last copy, which may have a stride of its own."""
    inside = {layer.name: layer.outputs for layer in group.hidden}
    leaving = {
        (edge.source, edge.source_port)
        for edge in group.hidden_edges
        if edge.source in inside and edge.target not in inside and edge.target not in members
    }
    leaving.update((port.layer, port.port) for _, port in group.hidden_outputs)
    if len(leaving) != 1:
        return None
    name, port = leaving.pop()
    return inside[name][port] if port < len(inside.get(name, ())) else None


def _box(name: str, group: Group, members: list[Layer], hidden: list[Layer], exits: Exits) -> Layer:
    index = {layer.name: layer for layer in members}
    weights = [layer.params for layer in (*members, *hidden) if not layer.weights_of]
    outputs = tuple(index[name].outputs[port] for name, port in exits if port < len(index[name].outputs))
    left = _left(group, index) if len(exits) == 1 else None
    return Layer(
        name=name,
        op="other",
        type=group.type or "group",
        outputs=(left,) if left else outputs or members[-1].outputs[:1],
        params=None if None in weights else sum(w for w in weights if w is not None),
        label=group.title if is_labelled(group) else spoken(group.type),
        note=group.note,
        attrs=frozen({"closed": True, "repeat": group.repeat, "parallel": group.parallel, "group": group.name}),
        group=group.parent,
        weights_of=group.call_of,
        folded=tuple(members),
    )


def _edges(graph: Graph, gone: dict[str, str], exits: dict[str, Exits]) -> tuple[Edge, ...]:
    kept: list[Edge] = []
    read: set[tuple[str, str, int]] = set()
    ports: dict[str, int] = {}
    for edge in graph.edges:
        source, target = gone.get(edge.source, ""), gone.get(edge.target, "")
        if source and source == target:
            continue
        moved = edge
        if source:
            moved = replace(moved, source=source, source_port=exits[source][edge.source, edge.source_port])
        if target:
            if (target, moved.source, moved.source_port) in read:
                continue
            read.add((target, moved.source, moved.source_port))
            moved = replace(moved, target=target, target_port=ports.get(target, 0))
            ports[target] = ports.get(target, 0) + 1
        kept.append(moved)
    return tuple(kept)


def _counted(edges: tuple[Edge, ...], groups: Mapping[str, Group], gone: Mapping[str, str]) -> tuple[Edge, ...]:
    """Say ``last 2`` where something reads several copies of a repeat that is one box."""
    copies: dict[tuple[str, str], set[str]] = {}
    for name, group in groups.items():
        home = {layer.name: layer.group for layer in group.hidden}
        for edge in group.hidden_edges:
            if edge.source in home and edge.target not in home:
                copies.setdefault((name, gone.get(edge.target, edge.target)), set()).add(home[edge.source])
    several = {ends: len(some) for ends, some in copies.items() if len(some) > 1 and ends[0] != ends[1]}
    return tuple(
        replace(edge, label=f"last {several[edge.source, edge.target]}")
        if (edge.source, edge.target) in several and not edge.label
        else edge
        for edge in edges
    )


def _port(port: Port, gone: dict[str, str], exits: dict[str, Exits]) -> Port:
    box = gone.get(port.layer)
    if box is None:
        return port
    return replace(port, layer=box, port=exits.get(box, {}).get((port.layer, port.port), 0))
