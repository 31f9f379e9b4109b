"""Fold what is too much for Mermaid, which draws at most 500 edges and reads at most 50,000 characters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from archdraw.graph import Edge, Graph, Layer, frozen

MOST_EDGES, MOST_CHARACTERS = 499, 49_000
Chart = Callable[[Graph, Sequence[str]], str]


def fitted(graph: Graph, chart: Chart) -> tuple[str, list[str]]:
    """Give the text of a chart that Mermaid draws, and what was folded for that."""
    notes: list[str] = []
    for folded, note in _ever_smaller(graph):
        notes = [note] if note else []
        if len(folded.edges) <= MOST_EDGES:
            text = chart(folded, notes)
            if len(text) <= MOST_CHARACTERS:
                return text, notes
    return chart(replace(graph, layers=(), edges=(), groups=()), notes), notes


def _ever_smaller(graph: Graph) -> Iterator[tuple[Graph, str]]:
    """Go from the whole graph to few boxes: the innermost frames become boxes, then chains, then layers that follow each other."""
    yield graph, ""
    framed = any(layer.group for layer in graph.layers)
    ancestry = graph.ancestry()
    for depth in range(max(map(len, ancestry.values())), 0, -1):
        outer = {name: line[-depth] if len(line) >= depth else "" for name, line in ancestry.items()}
        titles = {group.name: group.title or group.name.rsplit("/", 1)[-1] for group in graph.groups}
        homes = {layer.name: outer[layer.group] for layer in graph.layers}
        yield _merged(graph, homes, titles), f"the frames at depth {depth} are drawn as one box each"
        if depth == 1:
            graph = _merged(graph, homes, titles)
    chains = _chains(graph)
    graph = _merged(graph, chains, {})
    yield (
        graph,
        "frames and chains of layers are drawn as one box each" if framed else "chains are drawn as one box each",
    )
    count = min(len(graph.layers), 400)
    while count > 1:
        size = -(-len(graph.layers) // count)
        homes = {layer.name: f"part {i // size + 1}" for i, layer in enumerate(graph.layers)}
        yield _merged(graph, homes, {}), f"every {size} boxes that follow each other are drawn as one"
        count = count * 2 // 3


def _merged(graph: Graph, homes: dict[str, str], titles: dict[str, str]) -> Graph:
    """Draw all layers with the same home as one box at the place of the first; no home is a layer of its own."""
    members: dict[str, list[Layer]] = {}
    for layer in graph.layers:
        home = homes[layer.name]
        members.setdefault(f"in {home}" if home else f"is {layer.name}", []).append(layer)
    stand_in = {layer.name: name for name, layers in members.items() for layer in layers}
    groups = {group.name: group for group in graph.groups}
    boxes = []
    for name, layers in members.items():
        if name.startswith("is ") or len(layers) == 1:
            boxes.append(replace(layers[0], name=name))
            continue
        home = name.removeprefix("in ")
        count = sum(int(layer.attrs.get("layers", 1)) for layer in layers)
        group = groups.get(home)
        times = f" ×{group.times or group.repeat}" if group and (group.times or group.repeat > 1) else ""
        parent = group.parent if group else _common(graph, layers)
        label = f"{titles[home]}{times}" if home in titles else f"{count} layers"
        note = f"{count} layers" if home in titles else _short(layers)
        attrs = frozen({"closed": True, "layers": count})
        boxes.append(Layer(name, "other", "", layers[-1].outputs, None, None, None, attrs, parent, "", label, note))
    pairs = {(stand_in[edge.source], stand_in[edge.target]): edge for edge in graph.edges}
    edges = tuple(
        Edge(source, target, role=edge.role, label=edge.label if edge.label else "")
        for (source, target), edge in pairs.items()
        if source != target
    )
    return replace(graph, layers=tuple(boxes), edges=edges, inputs=(), outputs=())


def _short(layers: Sequence[Layer]) -> str:
    """Name what a box stands for: all of few layers, the first and the last of many."""
    names = [layer.type or layer.op for layer in layers if not layer.attrs.get("closed")]
    return " → ".join(names if len(names) < 4 else (names[0], "…", names[-1]))


def _common(graph: Graph, layers: Sequence[Layer]) -> str:
    homes = {layer.group for layer in layers}
    return homes.pop() if len(homes) == 1 else ""


def _chains(graph: Graph) -> dict[str, str]:
    """Give layers that follow each other without a branch the same home."""
    out, into = graph.successors_of(), graph.predecessors_of()
    homes = {layer.name: layer.name for layer in graph.layers}
    for layer in graph.layers:
        before = into[layer.name]
        if len(before) == 1 and len(out[before[0].source]) == 1:
            homes[layer.name] = homes[before[0].source]
    return homes
