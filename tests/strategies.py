"""Hypothesis strategies for graphs: small ones of any shape, and stacks of equal pieces."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import strategies as st

from archdraw.graph import Edge, Graph, Group, Layer, Port, Tensor, frozen


@dataclass
class Builder:
    """Layers and edges in the making; every layer gets the size and the counts that its op gives it."""

    name: str = "net"
    layers: list[Layer] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)

    def size(self, name: str) -> Tensor:
        return next(layer for layer in self.layers if layer.name == name).outputs[0]

    def add(self, name: str, op: str, *sources: str, group: str = "", role: str = "", **attrs: Any) -> str:
        sizes = [self.size(source) for source in sources] or [Tensor((8, 8, 3))]
        height, width, channels = sizes[0].dims
        if op == "concat":
            channels = sum(size.dims[2] for size in sizes)
        params = trainable = macs = 0
        if op == "conv":
            kernel = attrs.setdefault("kernel", (3, 3))
            filters = attrs.setdefault("filters", 4)
            params = trainable = kernel[0] * kernel[1] * channels * filters + filters
            macs = height * width * (params - filters)
            channels = filters
        elif op == "norm":
            attrs.setdefault("kind", "batch")
            params, trainable = 4 * channels, 2 * channels
        elif op == "activation":
            attrs.setdefault("function", "relu")
        size = Tensor((height, width, channels))
        self.layers.append(Layer(name, op, op, (size,), params, trainable, macs, frozen(attrs), group))
        self.edges.extend(Edge(source, name, 0, place, role) for place, source in enumerate(sources))
        return name

    def graph(self, outputs: tuple[str, ...] | None = None) -> Graph:
        read = {edge.source for edge in self.edges}
        ends = [layer.name for layer in self.layers if layer.name not in read] if outputs is None else outputs
        inputs = [layer.name for layer in self.layers if layer.op == "input"]
        return Graph(
            self.name,
            tuple(self.layers),
            tuple(self.edges),
            tuple(self.groups),
            tuple(map(Port, inputs)),
            tuple(map(Port, ends)),
        ).check()


ONE_INPUT = ("conv", "norm", "activation", "dropout", "pad", "linear")


@st.composite
def graphs(draw: st.DrawFn, max_layers: int = 14, groups: bool = True) -> Graph:
    """Make a directed acyclic graph of one or two inputs, with merges, any number of outputs, perhaps in groups."""
    build = Builder()
    if groups:
        for i in range(draw(st.integers(0, 3))):
            parent = draw(st.sampled_from(["", *(group.name for group in build.groups)]))
            build.groups.append(Group(f"g{i}", parent=parent, kind="block"))
    homes = ["", *(group.name for group in build.groups)]
    names = [build.add(f"in{i}", "input") for i in range(draw(st.integers(1, 2)))]
    for i in range(draw(st.integers(1, max_layers))):
        source = draw(st.sampled_from(names[-4:]))
        others = [name for name in names if build.size(name) == build.size(source)]
        op = draw(st.sampled_from([*ONE_INPUT, "add", "concat"]))
        group = draw(st.sampled_from(homes))
        if op == "add":
            names.append(build.add(f"n{i}", op, source, draw(st.sampled_from(others)), group=group))
        elif op == "concat":
            names.append(build.add(f"n{i}", op, source, draw(st.sampled_from(names)), group=group))
        elif op == "linear":
            names.append(build.add(f"n{i}", "activation", source, group=group, function="linear"))
        else:
            names.append(build.add(f"n{i}", op, source, group=group))
    read = {edge.source for edge in build.edges}
    more = draw(st.lists(st.sampled_from(names), max_size=2, unique=True))
    return build.graph(tuple(name for name in names if name not in read or name in more))


@st.composite
def tangles(draw: st.DrawFn) -> Graph:
    """Make a graph with what real ones rarely have at once: shared weights, masks and states, copies that are not alike."""
    graph = draw(st.one_of(graphs(), stacks()))
    owners: list[Layer] = []
    layers = []
    for layer in graph.layers:
        if owners and layer.op in ("conv", "norm", "activation") and draw(st.integers(0, 3)) == 0:
            alike = [owner for owner in owners if (owner.op, owner.params) == (layer.op, layer.params)]
            if alike:
                layer = replace(layer, weights_of=draw(st.sampled_from(alike)).name)
        if not layer.weights_of:
            owners.append(layer)
        layers.append(layer)
    series = [draw(st.sampled_from(["", "s", "t"])) for _ in graph.groups]
    parallel = draw(st.booleans())
    groups = [
        replace(group, series=name, kind="copy" if name else group.kind, parallel=parallel) if name else group
        for group, name in zip(graph.groups, series, strict=True)
    ]
    edges = [
        replace(edge, role=draw(st.sampled_from(["mask", "state"]))) if draw(st.integers(0, 9)) == 0 else edge
        for edge in graph.edges
    ]
    return replace(graph, layers=tuple(layers), groups=tuple(groups), edges=tuple(edges)).check()


PIECES = ("plain", "norm", "residual", "branches", "dense")


def piece(build: Builder, kind: str, source: str, group: str, prefix: str, filters: int = 4) -> str:
    """Add one piece of this kind behind the source; give the name of its output."""

    def add(name: str, op: str, *sources: str, **attrs: Any) -> str:
        return build.add(f"{prefix}{name}", op, *sources, group=group, **attrs)

    if kind == "plain":
        return add("relu", "activation", add("conv", "conv", source, filters=filters))
    if kind == "norm":
        first = add("relu", "activation", add("bn", "norm", add("conv", "conv", source, filters=filters)))
        return add("conv2", "conv", first, filters=filters, kernel=(1, 1))
    if kind == "residual":
        body = add("conv2", "conv", add("conv", "conv", source, filters=filters), filters=filters)
        skip = source
        if build.size(source) != build.size(body):
            skip = add("project", "conv", source, filters=filters, kernel=(1, 1))
        return add("add", "add", body, skip)
    if kind == "branches":
        left = add("left", "conv", source, filters=filters)
        right = add("right", "conv", add("right1", "conv", source, filters=filters, kernel=(1, 1)), filters=filters)
        return add("concat", "conv", add("join", "concat", left, right), filters=filters)
    return add("concat", "concat", add("conv", "conv", source, filters=filters), source)


@st.composite
def stacks(draw: st.DrawFn, how: tuple[str, ...] = ("declared", "named", "bare")) -> Graph:
    """Make a row of stages, each a piece repeated 1 to 5 times: declared, told by names, or told by nothing."""
    build = Builder()
    at = build.add("input", "input")
    for stage in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(PIECES))
        way = draw(st.sampled_from(how))
        filters = draw(st.sampled_from((4, 8)))
        if draw(st.booleans()):
            at = build.add(f"between_{stage}", "pool", at)
        for copy in range(draw(st.integers(1, 5))):
            group, prefix = "", f"layer_{len(build.layers)}_"
            if way == "declared":
                group = f"block_{stage}_{copy}"
                prefix = f"{group}/"
                build.groups.append(Group(group, kind="copy", series=f"block_{stage}_0"))
            elif way == "named":
                prefix = f"stage{stage}_block{copy}_"
            at = piece(build, kind, at, group, prefix, filters)
    build.add("head", "dense", at)
    return build.graph()


@st.composite
def celled(draw: st.DrawFn) -> Graph:
    """Make a row of framed cells that each read the two before them; some may differ, be read from outside, or stand alone."""
    build = Builder()
    far = near = build.add("input", "input")
    if draw(st.booleans()):
        near = build.add("stem", "conv", far, filters=4)
    for i in range(draw(st.integers(2, 6))):
        group = f"cell_{i}"
        build.groups.append(Group(group, "cell", kind=draw(st.sampled_from(["pattern", "pattern", "prefix", "group"]))))
        kernel = draw(st.sampled_from([(1, 1), (1, 1), (1, 1), (3, 3)]))
        ends = [
            build.add(f"{group}/near", "conv", near, group=group, filters=4, kernel=kernel),
            build.add(f"{group}/far", "conv", far if draw(st.integers(0, 5)) else near, group=group, filters=4),
        ]
        far, near = near, build.add(f"{group}/join", "concat", *ends, group=group)
        if draw(st.integers(0, 7)) == 0:
            near = build.add(f"between_{i}", "pool", near)
    build.add("head", "dense", near)
    if draw(st.booleans()):
        build.add("aux", "dense", draw(st.sampled_from([layer.name for layer in build.layers])))
    return build.graph()


def renamed(graph: Graph, prefix: str = "other/") -> Graph:
    """Give the same graph under other names."""

    def new(name: str) -> str:
        return f"{prefix}{name}" if name else ""

    return replace(
        graph,
        layers=tuple(
            replace(layer, name=new(layer.name), group=new(layer.group), weights_of=new(layer.weights_of))
            for layer in graph.layers
        ),
        edges=tuple(replace(edge, source=new(edge.source), target=new(edge.target)) for edge in graph.edges),
        groups=tuple(
            replace(group, name=new(group.name), parent=new(group.parent), series=new(group.series))
            for group in graph.groups
        ),
        inputs=tuple(replace(port, layer=new(port.layer)) for port in graph.inputs),
        outputs=tuple(replace(port, layer=new(port.layer)) for port in graph.outputs),
    )


def reachable(graph: Graph, among: frozenset[str]) -> set[tuple[str, str]]:
    """Give all pairs of these layers between which a path leads."""
    out = graph.successors_of()
    ahead: dict[str, frozenset[str]] = {}
    for layer in reversed(graph.layers):
        ahead[layer.name] = frozenset().union(*({edge.target} | ahead[edge.target] for edge in out[layer.name]))
    return {(a, b) for a in among for b in ahead[a] & among}


def contents(graph: Graph) -> tuple[Any, ...]:
    """Give what a graph holds, whatever the order."""
    return (
        {layer.name: layer for layer in graph.layers},
        Counter(graph.edges),
        {group.name: group for group in graph.groups},
        graph.inputs,
        graph.outputs,
    )
