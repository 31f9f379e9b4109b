"""Tell whether two pieces of a graph are the same but for names."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any

from archdraw.graph import Edge, Graph, Layer
from archdraw.graph import Tensor as Size
from archdraw.records import dataclass

Tensor = tuple[str, int]
"""A layer and the port of its output."""

UNSEEN = ("rate", "seed", "name", "active")
"""Attributes that do not make two layers different."""

CARRIED = -1
"""Where a layer reads what was handed to its piece."""

FAR = -2
"""Where a layer reads what was handed to the piece before its own."""


@dataclass(frozen=True, slots=True)
class Read:
    """One input of a layer: from the layer at ``place`` of the piece, or ``ambient`` from elsewhere, or what was carried in."""

    place: int
    port: int
    into: int
    role: str
    arg: str
    ambient: Tensor | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Some layers in their order, and what each of them reads."""

    layers: tuple[Layer, ...]
    looks: tuple[int, ...]
    reads: tuple[tuple[Read, ...], ...]
    frames: tuple[tuple[Hashable, ...], ...]

    def signature(self, *, shared: bool = True) -> Hashable:
        """Give what two equal pieces have in common; with ``shared``, calls of other layers' weights are not the same as owners."""
        calls = tuple(bool(layer.weights_of) for layer in self.layers) if shared else ()
        return (self.looks, self.reads, self.frames, calls)


def piece(
    index: Index, names: Sequence[str], *, ambient: Collection[Tensor] = (), base: str = "", far: Tensor | None = None
) -> Piece:
    """Make the piece of these layers; tensors from elsewhere are ambient if they are named so, else carried in.

    ``far`` is what was handed to the piece before, if this one reads it too. ``base`` is the group in which the pieces lie: frames below it count for their equality.
    """
    place = {name: i for i, name in enumerate(names)}
    layers = tuple(index.layer[name] for name in names)
    reads = tuple(tuple(_read(edge, place, ambient, far) for edge in index.into[name]) for name in names)
    seen: dict[str, int] = {}
    frames = []
    for layer in layers:
        chain: list[Hashable] = []
        for name in index.chains[layer.group]:
            if name == base:
                break
            group = index.group[name]
            chain.append((seen.setdefault(name, len(seen)), group.type, group.repeat, group.note))
        frames.append(tuple(chain))
    return Piece(layers, tuple(map(index.looks, layers)), reads, tuple(frames))


class Index:
    """The look-ups of one graph, made once."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.layer = graph.index()
        self.place = {name: i for i, name in enumerate(self.layer)}
        self.group = {group.name: group for group in graph.groups}
        self.into = graph.predecessors_of()
        self.out = graph.successors_of()
        self.chains = graph.ancestry()
        self.below: dict[str, list[str]] = {}
        for group in graph.groups:
            for name in self.chains[group.name]:
                self.below.setdefault(name, []).append(group.name)
        self.inputs = {port.layer for port in graph.inputs}
        self.outputs: dict[str, list[int]] = {}
        for port in graph.outputs:
            self.outputs.setdefault(port.layer, []).append(port.port)
        self._looks: dict[str, int] = {}
        self._kinds: dict[Hashable, int] = {}

    def looks(self, layer: Layer) -> int:
        """Give the same number to layers that look the same."""
        if layer.name not in self._looks:
            self._looks[layer.name] = self._kinds.setdefault(_looks(layer), len(self._kinds))
        return self._looks[layer.name]


def size_of(index: Index, tensors: Sequence[Tensor]) -> Size | None:
    """Give the size of the one tensor there is; None if there are several or it has none."""
    if len(tensors) != 1:
        return None
    name, port = tensors[0]
    outputs = index.layer[name].outputs
    return outputs[port] if port < len(outputs) else None


def _read(edge: Edge, place: Mapping[str, int], ambient: Collection[Tensor], far: Tensor | None) -> Read:
    at = place.get(edge.source, CARRIED)
    tensor = (edge.source, edge.source_port)
    if tensor == far:
        return Read(FAR, 0, edge.target_port, edge.role, edge.arg)
    if at == CARRIED and tensor in ambient:
        return Read(CARRIED, 0, edge.target_port, edge.role, edge.arg, tensor)
    return Read(at, edge.source_port if at != CARRIED else 0, edge.target_port, edge.role, edge.arg)


def _looks(layer: Layer) -> Hashable:
    return (
        *(layer.op, layer.type, layer.label, layer.note, layer.params),
        key({name: value for name, value in layer.attrs.items() if name not in UNSEEN}),
        tuple((tensor.dims, tensor.axes, tensor.dtype) for tensor in layer.outputs),
        tuple(map(_looks, layer.folded)),
    )


def key(value: Any) -> Hashable:
    """Make a value that can be compared and hashed of an attribute."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, list | tuple):
        return tuple(map(key, value))
    if isinstance(value, Mapping):
        return tuple(sorted((str(name), key(item)) for name, item in value.items()))
    return repr(value)
