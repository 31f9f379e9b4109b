"""A block drawn beside the figure: its name, and the small network of what is in the closed boxes of its kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from archdraw.graph import MERGES, Edge, Graph, Group, Layer, Tensor, frozen
from archdraw.layouts.graph import copies, counting, crossing, edges, entering, firsts, words
from archdraw.layouts.graph.kind import Kind, Taken
from archdraw.rewrite import unused

PLAIN = ("Block", "Stage", "Layer")
"""Names that say nothing of what is in a box."""


def titles(graph: Graph, shown: Graph, kinds: Sequence[Kind]) -> list[tuple[str, str]]:
    """Name the blocks beside a figure: by what all boxes of one are called, else by the kind.

    A kind that is not called as its boxes lists them in a line below. Where others have that name too, blocks or boxes that are not
    explained, it stands with its boxes.
    """
    group = {one.name: one for one in graph.groups}
    closed = {str(layer.attrs.get("group")): layer for layer in shown.layers if layer.attrs.get("closed")}
    boxes = [[box for at, box in closed.items() if at in kind.groups] for kind in kinds]
    found = [_called(some) or title(group[kind.groups[0]]) for kind, some in zip(kinds, boxes, strict=True)]
    names = []
    for name, some, kind in zip(found, boxes, kinds, strict=True):
        others = [box.label for at, box in closed.items() if at not in kind.groups] + [
            one.title for one in shown.groups
        ]
        shared = found.count(name) > 1 or any(name in (label, stem(label)) for label in others)
        called = {label for box in some for label in (box.label, stem(box.label))}
        told = "" if name in called else copies.series((box.label for box in some), joined=True)
        names.append(_of_boxes(name, some, list(closed.values())) if shared and some else (name, told))
    return names


def _called(boxes: Sequence[Layer]) -> str:
    """Give what all of some boxes are called, but for their numbers."""
    labels = {box.label for box in boxes}
    stems = {stem(label) for label in labels}
    one = stems.pop() if len(stems) == 1 else ""
    return labels.pop() if len(labels) == 1 else "" if one in PLAIN else one


def stem(label: str) -> str:
    """Give a name without its number: ``Block`` of ``Block 2–3``."""
    match = re.fullmatch(r"(.*)[ _-]\d.*", label)
    return match[1] if match else ""


def _of_boxes(name: str, boxes: Sequence[Layer], every: Sequence[Layer]) -> tuple[str, str]:
    """Tell a block from others of its name by the boxes it explains: by their names, what their letters stand for, or their places."""
    names = list(dict.fromkeys(box.label for box in boxes))
    if len(names) == 1:
        letters = [str(box.attrs.get("letters", "")) for box in boxes]
        if not all(letters):
            alike = [box.name for box in every if box.label == names[0]]
            places = [copies.nth(alike.index(box.name) + 1) for box in boxes]
            return name, f"{', '.join(places)} of {len(alike)}" if len(alike) > len(boxes) else ""
        return name, copies.series(letters) if "," not in "".join(letters) else "; ".join(letters)
    some = copies.series(names, joined=True)
    if "," in some and (lead := copies.parted(names)[0].rstrip(" _-")) and len(lead.split()) > 1:
        return lead, some.removeprefix(lead).lstrip(" _-")
    plain = name == "Block" or all(one.startswith(name) for one in names)
    taken = any(box.label == name for box in every)  # by a box that this block does not explain
    return (some, "") if plain or taken else (name, some)


def graph_of(graph: Graph, kind: Kind, name: tuple[str, str]) -> Graph:
    """Make the network of one block: its layers in a frame of this name and line below, with a stub of a line in and one out."""
    shown = kind.groups[0]
    kind = _renamed(kind, graph)
    names = {layer.name for layer in kind.layers}
    lines = graph.ancestry()
    groups = tuple(
        _frame(replace(group, times=counting.LETTER) if group.name == kind.often else group, shown, name)
        for group in graph.groups
        if shown in lines[group.name]
    )
    inner = [edge for edge in graph.edges if edge.source in names and edge.target in names]
    taken = {*names}
    starts: dict[entering.Source, Layer] = {}
    for one in kind.takes:
        read = [e for e in graph.edges if (e.source, e.source_port) == one.source and e.target in names]
        if starts:
            start = _side(unused("in", taken), one, _common(graph, read))
        else:
            start = _stub(unused("in", taken), kind.given)
        taken.add(start.name)
        for i, edge in enumerate(read):
            label = "" if starts or i else _shape(kind.given)
            inner.append(replace(edge, source=start.name, source_port=0, label=label))
        starts[one.source] = start
    end = _stub(unused("out", taken), kind.gives)
    if kind.skip:
        inner = _with_skip(inner, {start.name for start in starts.values()}, kind.skip, graph, kind.after)
    if kind.passing:
        inner = _noted(inner, {start.name for start in starts.values()}, kind)
    leaving = _leaving(graph, names)
    inner.append(Edge(leaving[0], end.name, leaving[1], label=_shape(kind.gives)))
    skip = tuple(_on_skip(layer, shown, kind.when) for layer in kind.skip)
    return Graph(graph.name, (*starts.values(), *skip, *kind.layers, end), tuple(inner), groups)


def _renamed(kind: Kind, graph: Graph) -> Kind:
    """Let a block call its sizes by letters of its own where those of its axes mean the figure's input."""
    source = kind.takes[0].source if kind.takes else ("", 0)
    made = graph.index()[source[0]].outputs if kind.takes else ()
    other = crossing.renamed(graph, made[source[1]] if source[1] < len(made) else None, kind.given)
    if not other:
        return kind
    takes = tuple(replace(one, size=crossing.in_letters(one.size, other)) for one in kind.takes)
    given, gives = (crossing.in_letters(size, other) for size in (kind.given, kind.gives))
    return replace(kind, given=given, gives=gives, takes=takes)


def _on_skip(layer: Layer, group: str, when: str) -> Layer:
    """Mark a layer that only some copies have, to be drawn small."""
    note = ", ".join(filter(None, (when, str(layer.attrs.get("first", "")))))
    return replace(layer, group=group, note=note, attrs=frozen({**layer.attrs, "aside": True}))


def _with_skip(inner: list[Edge], starts: set[str], skip: Sequence[Layer], graph: Graph, after: str) -> list[Edge]:
    """Lead the line that passes the block into its merge through what the first copy has on it; what begins ``after`` a layer stands beside it."""
    at = graph.index()
    passing = next((e for e in inner if e.source in starts and at[e.target].op in MERGES), None)
    if passing is None:
        return inner
    if after:
        ways = [after, *(layer.name for layer in skip), passing.target]
        aside = [Edge(one, two, role=edges.EITHER) for one, two in pairwise(ways)]
        return inner + aside
    ways = [passing.source, *(layer.name for layer in skip)]
    led = [Edge(one, two) for one, two in pairwise(ways)]
    return [replace(e, source=ways[-1], label="") if e is passing else e for e in inner] + led


def _noted(inner: list[Edge], starts: set[str], kind: Kind) -> list[Edge]:
    """Say at the line that passes the block which copies have it."""
    merges = {layer.name for layer in kind.layers if layer.op in MERGES}
    return [
        replace(e, label=kind.passing, role=firsts.SKIP) if e.source in starts and e.target in merges else e
        for e in inner
    ]


def _leaving(graph: Graph, names: set[str]) -> tuple[str, int]:
    for edge in graph.edges:
        if edge.source in names and edge.target not in names:
            return edge.source, edge.source_port
    return next((port.layer, port.port) for port in graph.outputs if port.layer in names)


def _frame(group: Group, shown: str, name: tuple[str, str]) -> Group:
    """Give the block's own frame without number: it stands in the overview."""
    if group.name != shown:
        return group
    return replace(group, title=name[0], parent="", repeat=1, note=name[1], kind="zoom")


def title(group: Group) -> str:
    """Give the name of a kind of block."""
    name = group.type if group.type not in ("", "group") else "block"
    if group.kind == "model":  # its type is a class of the framework
        name = (group.title or group.name.rsplit("/", 1)[-1]).partition("#")[0]
    return words.spoken(name.replace("_", " "))


def _common(graph: Graph, some: Sequence[Edge]) -> str:
    """Name the innermost group that holds all layers to which some edges lead."""
    lines, at = graph.ancestry(), graph.index()
    chains = [lines[at[edge.target].group] for edge in some]
    return next((name for name in chains[0] if all(name in chain for chain in chains)), "")


def _side(name: str, one: Taken, group: str) -> Layer:
    """Make the small box of an input that is not the main line's."""
    size = (one.size,) if one.size else ()
    return Layer(name, "input", "input", size, attrs=frozen({"aside": True}), group=group, label=one.name)


def _stub(name: str, tensor: Tensor | None) -> Layer:
    return Layer(name, "other", "stub", (tensor,) if tensor else (), attrs=frozen({"stub": True}))


def _shape(tensor: Tensor | None) -> str:
    return words.shape(tensor)
