"""Show one of several copies and hide the others in its frame, so that nothing is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace

from archdraw.graph import Edge, Graph, Group, Layer, Port
from archdraw.records import dataclass
from archdraw.rewrite.copies import Flow, Names


@dataclass(frozen=True, slots=True)
class Repeat:
    """Copies of which only one is to be shown.

    ``frame`` is the group that the shown copy gets, ``base`` the group in which all copies lie; ``replaced`` are the groups
    that vanish with the hidden copies or change, ``moved`` and ``nested`` the layers and groups of the shown copy that go
    into the frame, if it is a new one.
    """

    copies: tuple[Names, ...]
    shown: int
    frame: Group
    base: str = ""
    flow: Flow = field(default_factory=Flow)
    replaced: Names = ()
    moved: Names = ()
    nested: Names = ()


@dataclass
class _Hidden:
    """What one frame takes in."""

    layers: list[Layer] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    stand_ins: list[Edge] = field(default_factory=list)
    outputs: list[tuple[int, Port]] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)


def hide(graph: Graph, repeats: Sequence[Repeat]) -> Graph:
    """Give the graph with one copy of each; the repeats share no layer. `restored` is the way back."""
    whose = {
        name: i
        for i, repeat in enumerate(repeats)
        for j, names in enumerate(repeat.copies)
        if j != repeat.shown
        for name in names
    }
    shown = {name: i for i, repeat in enumerate(repeats) for name in repeat.copies[repeat.shown]}
    leaves = {old: new for repeat in repeats for old, new in repeat.flow.leaves.items()}
    hidden = [_Hidden() for _ in repeats]
    edges = []
    for edge in graph.edges:
        owner = whose.get(edge.source, whose.get(edge.target))
        if owner is None:
            edges.append(edge)
            continue
        hidden[owner].edges.append(edge)
        if edge.source not in whose or edge.target in whose:
            continue
        tensor = (edge.source, edge.source_port)
        if shown.get(edge.target) == owner:  # from the copy before: what entered the first enters this one now
            entered = repeats[owner].flow.enters[tensor]
            stands = leaves.get(entered, entered)
        elif tensor in leaves:
            stands = leaves[tensor]
        else:
            continue
        stand_in = replace(edge, source=stands[0], source_port=stands[1])
        hidden[owner].stand_ins.append(stand_in)
        edges.append(stand_in)
    outputs = list(graph.outputs)
    for place, port in enumerate(graph.outputs):
        if port.layer in whose:
            hidden[whose[port.layer]].outputs.append((place, port))
            source, number = leaves[port.layer, port.port]
            outputs[place] = replace(port, layer=source, port=number)
    home = {name: repeat.frame.name for repeat in repeats for name in repeat.moved}
    layers = []
    for layer in graph.layers:
        if layer.name in whose:
            hidden[whose[layer.name]].layers.append(layer)
        else:
            layers.append(replace(layer, group=home[layer.name]) if layer.name in home else layer)
    return replace(
        graph,
        layers=tuple(layers),
        edges=tuple(edges),
        groups=_framed(graph, repeats, hidden),
        outputs=tuple(outputs),
    )


def _framed(graph: Graph, repeats: Sequence[Repeat], hidden: Sequence[_Hidden]) -> tuple[Group, ...]:
    """Give the groups that are left, and the frames with all they hide."""
    taker = {name: i for i, repeat in enumerate(repeats) for name in repeat.replaced}
    home = {name: repeat.frame.name for repeat in repeats for name in repeat.nested}
    for group in graph.groups:
        if group.name in taker:
            hidden[taker[group.name]].groups.append(group)
    frames = {
        repeat.frame.name: replace(
            repeat.frame,
            repeat=len(repeat.copies),
            hidden=tuple(part.layers),
            hidden_edges=tuple(part.edges),
            hidden_groups=tuple(part.groups),
            stand_ins=tuple(part.stand_ins),
            hidden_outputs=tuple(part.outputs),
        )
        for repeat, part in zip(repeats, hidden, strict=True)
    }
    groups = []
    for group in graph.groups:
        if group.name in frames:
            groups.append(frames.pop(group.name))
        elif group.name not in taker:
            groups.append(replace(group, parent=home[group.name]) if group.name in home else group)
    return (*groups, *frames.values())
