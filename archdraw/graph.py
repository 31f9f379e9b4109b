"""The layer graph: what a network is, without a pixel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from archdraw.errors import GraphError
from archdraw.records import dataclass

Dim = int | str | None
"""A size: a number, a symbol such as ``"S"`` or ``"H/2"``, or None where nobody knows."""

Provenance = Literal["given", "inferred", "assumed", "unknown"]

OPS = (
    *("input", "output", "conv", "deconv", "pool", "dense", "norm", "activation", "dropout"),
    *("add", "subtract", "multiply", "average", "concat", "matmul", "attention", "recurrent"),
    *("embedding", "position", "reshape", "slice", "pad", "crop", "upsample", "rescale"),
    *("mask", "lambda", "other"),
)
MERGES = ("add", "subtract", "multiply", "average", "concat")
LINEAR = (None, "", "linear", "identity")
"""Names of no activation."""

_NOTHING: Mapping[str, Any] = MappingProxyType({})


def _nothing() -> Mapping[str, Any]:
    """Give the one empty mapping; a function, because a mapping cannot be a default of a dataclass."""
    return _NOTHING


@dataclass(frozen=True, slots=True)
class Tensor:
    """The size of what flows on an edge, without the batch.

    ``axes`` has one letter per size: ``C`` channels, ``D H W`` space, ``T`` steps of a sequence,
    ``N`` anything else. UNKNOWN_TENSOR has the axes ``?``: not even the number of its sizes is known.

    >>> Tensor((224, 224, 3)).channels, Tensor((224, 224, 3)).spatial
    (3, (224, 224))
    """

    dims: tuple[Dim, ...]
    axes: str = ""
    dtype: str = "float32"

    def __post_init__(self) -> None:
        """Name the axes the usual way, channels last, where nobody named them."""
        if not self.axes:
            object.__setattr__(self, "axes", usual_axes(len(self.dims)))

    @property
    def channels(self) -> Dim:
        """The size of the channel axis; None where there is none or it is unknown."""
        return self.dims[self.axes.index("C")] if "C" in self.axes else None

    @property
    def spatial(self) -> tuple[Dim, ...]:
        """The sizes of depth, height and width, or of the steps, in their order."""
        return tuple(d for d, a in zip(self.dims, self.axes, strict=True) if a in "DHWT")

    def __str__(self) -> str:
        """Show as ``224 × 224 × 3``, unknown sizes as ``?``."""
        return " × ".join("?" if d is None else str(d) for d in self.dims)


UNKNOWN_TENSOR = Tensor((None,), "?")
"""A tensor of which nothing is known, shown as ``?``."""


def usual_axes(rank: int) -> str:
    """Give the axes that a channels-last tensor of this many sizes has.

    >>> [usual_axes(n) for n in range(5)]
    ['', 'C', 'TC', 'HWC', 'DHWC']
    """
    known = ("", "C", "TC", "HWC", "DHWC")
    return known[rank] if rank < len(known) else "N" * (rank - 4) + "DHWC"


@dataclass(frozen=True, slots=True)
class Layer:
    """One call of one operation.

    ``op`` is one of OPS; ``type`` keeps the word of the framework or of the spec. ``attrs`` are the
    neutral attributes that `archdraw.ops` explains. ``params`` and ``macs`` are None where they
    cannot be known. ``weights_of`` names the layer whose weights this call shares. ``label`` is what
    the author wants written instead of the name, ``note`` an extra line. ``origin`` is ``file:line``.
    ``provenance`` says which facts (``name``, ``outputs``, ``params`` …) were not given.
    ``folded`` holds the layers that a pass drew into this one, in the order of the data.
    """

    name: str
    op: str
    type: str = ""
    outputs: tuple[Tensor, ...] = ()
    params: int | None = 0
    trainable_params: int | None = 0
    macs: int | None = 0
    attrs: Mapping[str, Any] = field(default_factory=_nothing)
    group: str = ""
    weights_of: str = ""
    label: str = ""
    note: str = ""
    api: Literal["layer", "op"] = "layer"
    origin: str = ""
    provenance: Mapping[str, Provenance] = field(default_factory=_nothing)
    folded: tuple[Layer, ...] = ()

    def known(self, fact: str) -> Provenance:
        """Tell where a fact comes from."""
        return self.provenance.get(fact, "given")


@dataclass(frozen=True, slots=True)
class Edge:
    """Data that goes from an output of a layer to an input of another.

    ``role`` is empty for data, else ``mask``, ``state`` or, in blocks that are drawn beside a figure, ``skip``. ``arg`` is the keyword under which the
    tensor is passed, where it is (``memory``, ``query``). ``label`` is the author's text on the arrow.
    """

    source: str
    target: str
    source_port: int = 0
    target_port: int = 0
    role: str = ""
    arg: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Layers that belong together and are drawn in one frame.

    ``kind`` says who made it: ``model`` (nested model), ``block`` or ``group`` (a spec's), ``copy`` (one copy of
    a declared repeat), ``prefix`` (found by names), ``run`` (found by structure),
    ``pattern`` (a building block that people know). ``type`` then says which block it is. ``call_of`` names the group whose weights this
    call shares. All copies of one declared repeat have the same ``series``, the full name of the first copy; they follow
    each other, or stand side by side if ``parallel``. ``repeat`` is how often it runs; where it is more than 1 and the pass `collapse` has run, only one
    copy is in the graph (``times`` is a letter for it where copies of the group itself differ in it) and ``hidden`` and ``hidden_edges`` hold the layers of the others and every edge
    that touches them, so that nothing is lost. ``note`` says how copies differ. ``hidden_groups`` also holds groups that look
    different now (same name), as they were; ``stand_ins`` are edges drawn in place of hidden ones, ``hidden_outputs`` the
    model outputs that moved to the copy that is shown, by place. `rewrite.restored` undoes it all.
    """

    name: str
    title: str = ""
    type: str = ""
    parent: str = ""
    kind: str = "group"
    call_of: str = ""
    series: str = ""
    parallel: bool = False
    repeat: int = 1
    times: str = ""
    note: str = ""
    hidden: tuple[Layer, ...] = ()
    hidden_edges: tuple[Edge, ...] = ()
    hidden_groups: tuple[Group, ...] = ()
    stand_ins: tuple[Edge, ...] = ()
    hidden_outputs: tuple[tuple[int, Port], ...] = ()


@dataclass(frozen=True, slots=True)
class Port:
    """One output of a layer that is an input or an output of the whole network, with its own name if it has one."""

    layer: str
    port: int = 0
    label: str = ""


class Totals(NamedTuple):
    """The sums over a graph; ``unknown`` names the layers where a number is not known and so not in the sum."""

    params: int
    trainable_params: int
    macs: int
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """Layers in a topological order, edges, groups, and which tensors go in and out.

    Nothing changes in place: methods give new graphs. Look-ups build an index once per call, so ask for
    `successors_of()` when you need many.
    """

    name: str
    layers: tuple[Layer, ...]
    edges: tuple[Edge, ...] = ()
    groups: tuple[Group, ...] = ()
    inputs: tuple[Port, ...] = ()
    outputs: tuple[Port, ...] = ()
    notes: tuple[str, ...] = ()
    title: str = ""

    def index(self) -> dict[str, Layer]:
        """Give the layers by name."""
        return {layer.name: layer for layer in self.layers}

    def successors_of(self) -> dict[str, list[Edge]]:
        """Give, for each layer, the edges that leave it, in order."""
        out: dict[str, list[Edge]] = {layer.name: [] for layer in self.layers}
        for edge in self.edges:
            out[edge.source].append(edge)
        return out

    def predecessors_of(self) -> dict[str, list[Edge]]:
        """Give, for each layer, the edges that enter it, by target port."""
        into: dict[str, list[Edge]] = {layer.name: [] for layer in self.layers}
        for edge in self.edges:
            into[edge.target].append(edge)
        for edges in into.values():
            edges.sort(key=lambda edge: edge.target_port)
        return into

    def ranks(self) -> dict[str, int]:
        """Give each layer its longest distance from an input, in edges."""
        into = self.predecessors_of()
        rank: dict[str, int] = {}
        for layer in self.layers:
            rank[layer.name] = max((rank[e.source] + 1 for e in into[layer.name]), default=0)
        return rank

    def ancestry(self) -> dict[str, tuple[str, ...]]:
        """Give, for each group, its own name and its parents', innermost first; ``""`` gives ``()``."""
        parent = {group.name: group.parent for group in self.groups}
        chains: dict[str, tuple[str, ...]] = {"": ()}
        for group in self.groups:
            chain: list[str] = []
            at = group.name
            while at and len(chain) <= len(parent):
                chain.append(at)
                at = parent.get(at, "")
            chains[group.name] = tuple(chain)
        return chains

    def looks_of_groups(self) -> dict[str, tuple[str, ...]]:
        """Give, for each group, what styles may call it and its parents: the name, then the block it is; innermost first."""
        block = {group.name: group.type for group in self.groups}
        called = {name: (name, block[name]) if block[name] else (name,) for name in block}
        return {name: tuple(one for up in line for one in called[up]) for name, line in self.ancestry().items()}

    def totals(self) -> Totals:
        """Sum parameters, trainable parameters and MACs; name the layers where one is unknown.

        Weights that several calls share count once, MACs count every call.
        """
        params = trainable = macs = 0
        unknown: list[str] = []
        for layer in self.layers:
            if not layer.weights_of:
                params += layer.params or 0
                trainable += layer.trainable_params or 0
            macs += layer.macs or 0
            if None in (layer.params, layer.trainable_params, layer.macs):
                unknown.append(layer.name)
        return Totals(params, trainable, macs, tuple(unknown))

    def sorted(self) -> Graph:
        """Give the graph with its layers in a topological order that keeps to the given one where it can.

        Raises GraphError, naming the layers, where there is a cycle.
        """
        import heapq

        place = {layer.name: i for i, layer in enumerate(self.layers)}
        waits = dict.fromkeys(place, 0)
        for edge in self.edges:
            waits[edge.target] += 1
        out = self.successors_of()
        ready = [place[name] for name, count in waits.items() if not count]
        heapq.heapify(ready)
        order: list[Layer] = []
        while ready:
            layer = self.layers[heapq.heappop(ready)]
            order.append(layer)
            for edge in out[layer.name]:
                waits[edge.target] -= 1
                if not waits[edge.target]:
                    heapq.heappush(ready, place[edge.target])
        if len(order) < len(self.layers):
            stuck = self._circling({name for name, count in waits.items() if count})
            raise GraphError(f"the layers form a cycle: {', '.join(stuck[:5])}{' …' if len(stuck) > 5 else ''}")
        return replace(self, layers=tuple(order))

    def _circling(self, among: set[str]) -> list[str]:
        """Leave out those from which no way leads back into a cycle."""
        ways = dict.fromkeys(among, 0)
        into: dict[str, list[str]] = {name: [] for name in among}
        for edge in self.edges:
            if edge.source in among and edge.target in among:
                ways[edge.source] += 1
                into[edge.target].append(edge.source)
        free = [name for name, count in ways.items() if not count]
        for name in free:
            for source in into[name]:
                ways[source] -= 1
                if not ways[source]:
                    free.append(source)
        return [layer.name for layer in self.layers if ways.get(layer.name)]

    def check(self) -> Graph:
        """Return the graph itself if it is sound, else raise a GraphError that says what is not.

        Sound: names are unique and not empty, ops are known, edges, ports, groups and shared weights lead to what exists,
        layers stand in a topological order, and groups form a tree.
        """
        _check_names(self)
        _check_edges(self)
        _check_groups(self)
        return self


def _check_names(graph: Graph) -> None:
    seen: set[str] = set()
    for layer in graph.layers:
        if not layer.name:
            raise GraphError("a layer has no name")
        if layer.name in seen:
            raise GraphError(f"two layers are named '{layer.name}'")
        if layer.op not in OPS:
            raise GraphError(f"'{layer.op}' of layer '{layer.name}' is not an op", f"ops are {', '.join(OPS)}")
        seen.add(layer.name)


def _check_edges(graph: Graph) -> None:
    place = {layer.name: i for i, layer in enumerate(graph.layers)}
    for edge in graph.edges:
        for end in (edge.source, edge.target):
            if end not in place:
                raise GraphError(
                    f"an edge leads from '{edge.source}' to '{edge.target}', but there is no layer '{end}'"
                )
        if place[edge.source] >= place[edge.target]:
            raise GraphError(f"the edge from '{edge.source}' to '{edge.target}' runs against the order of the layers")
        if not 0 <= edge.source_port < max(1, len(graph.layers[place[edge.source]].outputs)):
            raise GraphError(f"'{edge.source}' has no output {edge.source_port}, which '{edge.target}' reads")
    for port in (*graph.inputs, *graph.outputs):
        if port.layer not in place:
            raise GraphError(f"there is no layer '{port.layer}', which is named as an input or output")


def _check_groups(graph: Graph) -> None:
    names = [group.name for group in graph.groups]
    if len(set(names)) < len(names):
        raise GraphError(f"two groups are named '{next(n for n in names if names.count(n) > 1)}'")
    known = {"", *names}
    for group in graph.groups:
        if not group.name or group.parent not in known:
            raise GraphError(f"group '{group.name}' has the parent '{group.parent}', which does not exist")
        if group.repeat < 1:
            raise GraphError(f"group '{group.name}' repeats {group.repeat} times")
    for name, chain in graph.ancestry().items():
        if len(chain) > len(names):
            raise GraphError(f"group '{name}' lies inside itself")
    for layer in graph.layers:
        if layer.group not in known:
            raise GraphError(f"layer '{layer.name}' is in the group '{layer.group}', which does not exist")


def frozen(attrs: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> Mapping[str, Any]:
    """Give a read-only copy of a mapping, its lists as tuples.

    >>> frozen({"kernel": [3, 3]})["kernel"]
    (3, 3)
    """
    return MappingProxyType({k: tuple(v) if isinstance(v, list) else v for k, v in dict(attrs).items()})
