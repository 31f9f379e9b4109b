"""Graphs for the tests of the placing: of Keras files, of strategies, and small famous ones; and what holds for all."""

from __future__ import annotations

import json
import zipfile
from heapq import heapify, heappop, heappush
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from archdraw.placing import Edge, Frame, Node, Placed, Problem, Settings
from archdraw.placing.measure import measure

KERAS = Path(__file__).parent / "golden" / "keras"


def of_keras(name: str, circles: bool = False, **settings: Any) -> Problem:
    """Read layers and edges of a .keras file; every box is 108 x 21, merges may be circles."""
    with zipfile.ZipFile(KERAS / f"{name}.keras") as archive:
        layers = json.loads(archive.read("config.json"))["config"]["layers"]
    place = {layer["name"]: number for number, layer in enumerate(layers)}
    edges: list[tuple[int, int]] = []
    todo = [(layer["inbound_nodes"], place[layer["name"]]) for layer in layers]
    while todo:
        value, target = todo.pop()
        if isinstance(value, dict) and "keras_history" in value:
            edges.append((place[value["keras_history"][0]], target))
        elif isinstance(value, dict):
            todo.extend((inner, target) for inner in value.values())
        elif isinstance(value, list):
            todo.extend((inner, target) for inner in value)
    order = topological(len(layers), edges)
    rank = {at: number for number, at in enumerate(order)}
    merge = ("Add", "Multiply", "Concatenate")
    nodes = tuple(
        Node(9, 9, round=True) if circles and layers[at]["class_name"] in merge else Node(108, 21) for at in order
    )
    moved = sorted((rank[source], rank[target]) for source, target in edges)
    return Problem(nodes, tuple(Edge(*ends) for ends in moved), (), Settings(**settings))


def topological(count: int, edges: list[tuple[int, int]]) -> list[int]:
    """Sort by the edges, keeping to the given order where they leave a choice."""
    waits = [0] * count
    out: list[list[int]] = [[] for _ in range(count)]
    for source, target in edges:
        waits[target] += 1
        out[source].append(target)
    ready = [at for at in range(count) if not waits[at]]
    heapify(ready)
    order = []
    while ready:
        at = heappop(ready)
        order.append(at)
        for other in out[at]:
            waits[other] -= 1
            if not waits[other]:
                heappush(ready, other)
    return order


def longest(problem: Problem) -> int:
    """Count the nodes of the longest path."""
    best = [1] * len(problem.nodes)
    for edge in sorted(problem.edges, key=lambda edge: edge.source):
        best[edge.target] = max(best[edge.target], best[edge.source] + 1)
    return max(best, default=0)


def boxes(count: int, *edges: tuple[int, int], **settings: Any) -> Problem:
    """Make a graph of boxes of one size."""
    return Problem((Node(60, 20),) * count, tuple(Edge(*ends) for ends in edges), (), Settings(**settings))


def unet(levels: int, frames: bool = False) -> Problem:
    """Make a U-Net with a skip at each level, perhaps a frame for each half of a level."""
    nodes: list[Node] = [Node(84, 20)]
    edges: list[Edge] = []
    outlines: list[Frame] = []
    skips = []
    for _ in range(levels):
        frame = len(outlines) if frames else -1
        outlines += [Frame()] * frames
        at = len(nodes)
        nodes += [Node(84, 20, frame)] * 3
        edges += [Edge(at - 1, at), Edge(at, at + 1), Edge(at + 1, at + 2)]
        skips.append(at + 1)
    for level in reversed(range(levels)):
        frame = len(outlines) if frames else -1
        outlines += [Frame()] * frames
        at = len(nodes)
        nodes += [Node(84, 20, frame), Node(9, 9, frame, round=True), Node(84, 20, frame)]
        edges += [Edge(at - 1, at), Edge(at, at + 1), Edge(skips[level], at + 1), Edge(at + 1, at + 2)]
    return Problem(tuple(nodes), tuple(edges), tuple(outlines))


def transformer(**settings: Any) -> Problem:
    """Make encoder and decoder, each in a frame, with a memory edge (the last one) and its label between them."""
    plain, plus = Node(84, 20), Node(9, 9, round=True)
    encoder = [
        Node(84, 20, 0),
        Node(9, 9, 0, True),
        Node(84, 13, 0),
        Node(84, 20, 0),
        Node(9, 9, 0, True),
        Node(84, 13, 0),
    ]
    decoder = [
        *(Node(84, 20, 1), Node(9, 9, 1, True), Node(84, 13, 1), Node(84, 20, 1), Node(9, 9, 1, True)),
        *(Node(84, 13, 1), Node(84, 20, 1), Node(9, 9, 1, True), Node(84, 13, 1)),
    ]
    nodes = [plain, Node(42, 20), plus, *encoder, plain, Node(42, 20), plus, *decoder, plain]
    chain = lambda first, last: [Edge(at, at + 1) for at in range(first, last)]  # noqa: E731
    edges = [Edge(0, 2), *chain(1, 8), Edge(2, 4), Edge(5, 7)]
    edges += [Edge(9, 11), *chain(10, 21), Edge(11, 13), Edge(14, 16), Edge(17, 19)]
    edges.append(Edge(8, 15, 12.0, 6.0, side=True))
    return Problem(
        tuple(nodes), tuple(edges), (Frame(title=50, badge=50), Frame(title=50, badge=50)), Settings(**settings)
    )


@st.composite
def sizes(draw: st.DrawFn, count: int) -> list[Node]:
    """Draw nodes of mixed sizes, some of them circles."""
    kinds = [Node(9, 9, round=True), Node(40, 13), Node(84, 20), Node(108, 21)]
    return draw(st.lists(st.sampled_from(kinds), min_size=count, max_size=count))


@st.composite
def general(draw: st.DrawFn) -> tuple[int, list[tuple[int, int]]]:
    """Draw any directed acyclic graph: several inputs and outputs, loose parts, double edges."""
    count = draw(st.integers(1, 16))
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(lambda pair: pair[0] < pair[1])
    edges = draw(st.lists(pairs, max_size=2 * count)) if count > 1 else []
    return count, sorted(edges)


@st.composite
def series_parallel(draw: st.DrawFn) -> tuple[int, list[tuple[int, int]]]:
    """Draw a series-parallel graph by replacing edges by two in a row or two beside each other."""
    edges = [(0, 1)]
    count = 2
    for _ in range(draw(st.integers(0, 18))):
        number = draw(st.integers(0, len(edges) - 1))
        source, target = edges[number]
        if draw(st.booleans()):
            edges[number] = (source, count)
            edges.append((count, target))
            count += 1
        else:
            edges.append((source, target))
    rank = {at: number for number, at in enumerate(topological(count, edges))}
    return count, sorted((rank[source], rank[target]) for source, target in edges)


@st.composite
def chains(draw: st.DrawFn) -> tuple[int, list[tuple[int, int]]]:
    """Draw a chain with skips that nest, interleave and repeat."""
    count = draw(st.integers(2, 18))
    edges = [(at, at + 1) for at in range(count - 1)]
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(lambda pair: pair[0] < pair[1])
    return count, sorted(edges + draw(st.lists(pairs, max_size=6)))


@st.composite
def frames(draw: st.DrawFn, count: int) -> tuple[tuple[Frame, ...], list[int]]:
    """Draw nested frames of consecutive nodes: the frames, and for each node the innermost one around it."""
    outlines: list[Frame] = []
    own = [-1] * count
    todo = [(0, count, -1)]
    while todo and len(outlines) < 6:
        low, high, parent = todo.pop()
        if high <= low:
            continue
        first = draw(st.integers(low, high - 1))
        last = draw(st.integers(first + 1, high))
        number = len(outlines)
        outlines.append(
            Frame(parent, title=draw(st.sampled_from([0.0, 60.0])), badge=draw(st.sampled_from([0.0, 40.0])))
        )
        own[first:last] = [number] * (last - first)
        if draw(st.booleans()):
            todo.append((first, last, number))
        if draw(st.booleans()):
            todo.append((last, high, parent))
    return tuple(outlines), own


@st.composite
def problems(draw: st.DrawFn, framed: bool = False, paged: bool = False) -> Problem:
    """Draw whole problems."""
    count, edges = draw(st.one_of(general(), series_parallel(), chains()))
    nodes = draw(sizes(count))
    outlines, own = draw(frames(count)) if framed else ((), [-1] * count)
    placed = tuple(Node(node.width, node.height, frame, node.round) for node, frame in zip(nodes, own, strict=True))
    side = draw(st.integers(-1, 2 * len(edges)))
    made = tuple(Edge(*ends, side=number == side) for number, ends in enumerate(edges))
    settings = Settings(
        direction=draw(st.sampled_from(["down", "right", "up"])),
        trials=200,
        page=draw(st.sampled_from([(234.0, 200.0), (468.0, 300.0), (0.0, 150.0)])) if paged else (0.0, 0.0),
        most=draw(st.sampled_from([0.0, 1.0, 3.0])) if paged else 0.0,
    )
    return Problem(placed, made, outlines, settings)


def check(problem: Problem, placed: Placed) -> None:
    """Assert what holds for every graph."""
    found = measure(problem, placed)
    assert len(placed.nodes) == len(problem.nodes)
    assert len(placed.frames) == len(problem.frames)
    assert not found.broken
    assert not found.through
    assert not found.overlaps
    assert not found.strangers
    assert not found.outside
    assert not found.frames
    for node, box in zip(problem.nodes, placed.nodes, strict=True):
        assert (box.width, box.height) == pytest.approx((node.width, node.height))
        assert box.left >= -1e-6 and box.right <= placed.width + 1e-6  # noqa: PT018
        assert box.top >= -1e-6 and box.bottom <= placed.height + 1e-6  # noqa: PT018
    for wire in placed.wires:
        assert len(wire.corners) == len(wire.points) - 2
        for one, two in zip(wire.points, wire.points[1:], strict=False):
            assert one != two
            assert one[0] == two[0] or one[1] == two[1]
