"""Letters for sizes that nobody knows: T for the steps of a sequence, N for tokens, H and W for an image, and what follows.

A letter goes in at an input, where it is known from what reads it what an axis means, and the rules of the ops carry it on,
so that a stride of two gives ``H/2``. What no rule says stays unknown, and a figure leaves it out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from archdraw import ops
from archdraw.graph import UNKNOWN_TENSOR, Dim, Edge, Graph, Layer, Tensor
from archdraw.rewrite.operands import in_order

STEPS, TOKENS = "TSU", "NML"
"""The letters for the sequences of one network, each with sizes of its own."""
PRIMES = ("", "′")
KEEPING = frozenset(("norm", "activation", "dropout", "rescale", "mask", "output"))
"""Ops that give what they take."""
JOINING = frozenset(("add", "subtract", "multiply", "average"))
PASSING = frozenset(
    ("reshape", "slice", "mask", "rescale", "other", "lambda", "output", "norm", "activation", "dropout")
)
"""Ops behind which the axes of a list of numbers may still be steps."""

Sizes = dict[tuple[str, int], Tensor]
Edges = Mapping[str, Sequence[Edge]]


def lettered(graph: Graph) -> Graph:
    """Give the graph with letters in the place of unknown sizes, where they can be told."""
    if not any(None in tensor.dims and tensor != UNKNOWN_TENSOR for layer in graph.layers for tensor in layer.outputs):
        return graph
    into = graph.predecessors_of()
    given = _given(graph, into)
    while True:
        sizes, same = _carried(graph, into, given)
        if not same:
            break
        gone, kept = same
        given = {name: tuple(kept if size == gone else size for size in dims) for name, dims in given.items()}
    layers = tuple(
        replace(layer, outputs=tuple(sizes[layer.name, port] for port in range(len(layer.outputs))))
        for layer in graph.layers
    )
    return replace(graph, layers=layers)


def _given(graph: Graph, into: Edges) -> dict[str, tuple[Dim, ...]]:
    """Choose letters for the open sizes of each input."""
    out = graph.successors_of()
    at = graph.index()
    used = {str(size) for layer in graph.layers for tensor in layer.outputs for size in tensor.dims}
    free = {kind: [letter for letter in kind if letter not in used] for kind in (STEPS, TOKENS)}
    images = 0
    found: dict[str, tuple[Dim, ...]] = {}
    for layer in graph.layers:
        if layer.op != "input" or into[layer.name] or not layer.outputs or layer.outputs[0] == UNKNOWN_TENSOR:
            continue
        tensor = layer.outputs[0]
        axes = _axes(layer, tensor, out, at)
        kind = free[_kind(layer.name, out, at)]
        open_ = {axis for axis, size in zip(axes, tensor.dims, strict=True) if size is None}
        names: dict[str, Dim] = {}
        if "T" in open_ and kind:
            names["T"] = kind.pop(0)
        if open_ & set("DHW") and images < len(PRIMES):
            names.update({axis: axis + PRIMES[images] for axis in "DHW" if axis + PRIMES[images] not in used})
            images += 1
        if names:
            dims = zip(axes, tensor.dims, strict=True)
            found[layer.name] = tuple(names.get(axis) if size is None else size for axis, size in dims)
    return found


def _axes(layer: Layer, tensor: Tensor, out: Edges, at: Mapping[str, Layer]) -> str:
    """Say what the axes of an input are; a list of numbers is a sequence if it is looked up or masks one."""
    if len(tensor.dims) == 1:
        return (
            "T"
            if any(edge.role == "mask" or at[edge.target].op == "embedding" for edge in _near(layer.name, out, at))
            else tensor.axes
        )
    readers = [at[edge.target] for edge in out[layer.name]]
    if any(reader.op == "recurrent" or reader.attrs.get("each_step") for reader in readers):
        return "T" + tensor.axes[1:]
    return tensor.axes


def _near(name: str, out: Edges, at: Mapping[str, Layer]) -> Iterator[Edge]:
    """Go along the edges from a layer up to the first layers with weights."""
    seen, ways = {name}, [name]
    while ways:
        for edge in out[ways.pop()]:
            yield edge
            if edge.target not in seen and at[edge.target].op in PASSING and not edge.role:
                seen.add(edge.target)
                ways.append(edge.target)


def _kind(name: str, out: Edges, at: Mapping[str, Layer]) -> str:
    """Tell whether people count the steps of a sequence, or tokens: where an attention reads it and nothing recurrent does."""
    seen, ways = {name}, [name]
    while ways:
        for edge in out[ways.pop()]:
            if edge.target not in seen:
                seen.add(edge.target)
                ways.append(edge.target)
    met = {at[each].op for each in seen}
    return TOKENS if "attention" in met and "recurrent" not in met else STEPS


def _carried(graph: Graph, into: Edges, given: Mapping[str, tuple[Dim, ...]]) -> tuple[Sizes, tuple[str, str] | None]:
    """Carry the letters on; stop at two that must be the same size, and give them: the later first."""
    sizes: Sizes = {}
    rank = {
        letter: i for i, letter in enumerate(size for dims in given.values() for size in dims if isinstance(size, str))
    }
    for layer in graph.layers:
        edges = [edge for edge in into[layer.name] if (edge.source, edge.source_port) in sizes]
        data = [sizes[edge.source, edge.source_port] for edge in in_order(layer, edges)]
        masks = [sizes[edge.source, edge.source_port] for edge in edges if edge.role == "mask"]
        pair = _met(layer, data, masks, rank)
        if pair:
            return sizes, pair
        outputs = layer.outputs
        if layer.name in given:
            outputs = (replace(outputs[0], dims=given[layer.name]), *outputs[1:])
        elif data and any(None in tensor.dims for tensor in outputs):
            outputs = _filled(layer, data)
        sizes.update({(layer.name, port): tensor for port, tensor in enumerate(outputs)})
    return sizes, None


def _met(
    layer: Layer, data: Sequence[Tensor], masks: Sequence[Tensor], rank: Mapping[str, int]
) -> tuple[str, str] | None:
    """Find two letters that stand for one size: in what is joined number by number, or masked."""
    pairs: list[tuple[Dim, Dim]] = []
    if layer.op in JOINING or layer.op == "concat":
        last = len(data[0].dims) if data and layer.op == "concat" else -1
        axis = layer.attrs.get("axis", -1)
        joined = axis % last if last > 0 and isinstance(axis, int) else -1
        for one, other in pairwise(data):
            if len(one.dims) == len(other.dims):
                pairs += [(a, b) for i, (a, b) in enumerate(zip(one.dims, other.dims, strict=True)) if i != joined]
    elif layer.op in ("attention", "recurrent", "mask") and data:
        keys = data[min(1, len(data) - 1)]
        pairs = [(keys.dims[0], mask.dims[-1]) for mask in masks if mask.dims and keys.dims]
    for a, b in pairs:
        if a != b and a in rank and b in rank:
            later, earlier = sorted((str(a), str(b)), key=lambda letter: -rank[letter])
            return later, earlier
    return None


def _filled(layer: Layer, data: Sequence[Tensor]) -> tuple[Tensor, ...]:
    """Fill the unknown sizes of a layer's outputs by the rule of its op."""
    found: tuple[Tensor, ...] = ()
    if layer.api == "layer" or layer.op in JOINING or layer.op in ("concat", "matmul", "pool"):
        try:
            found = ops.apply(layer.op, layer.attrs, data).outputs if _ruled(layer) else ()
        except ops.Misfit:
            found = ()
    elif layer.type == "Transpose" and "order" in layer.attrs:
        order = layer.attrs["order"]
        fits = sorted(order) == list(range(len(data[0].dims) + 1)) and order[0] == 0
        found = (Tensor(tuple(data[0].dims[i - 1] for i in order[1:])),) if fits else ()
    elif layer.type in ("ExpandDims", "Squeeze"):
        left = [size for size in data[0].dims if not isinstance(size, int)]
        opened = [size for size in layer.outputs[0].dims if size is None]
        dims = iter(left)
        if len(left) == len(opened):
            found = (Tensor(tuple(next(dims) if size is None else size for size in layer.outputs[0].dims)),)
    if not found and (layer.op in KEEPING or layer.op == "attention"):
        found = tuple(data[:1])
    return tuple(
        _joined(tensor, found[port] if port < len(found) else None) for port, tensor in enumerate(layer.outputs)
    )


def _ruled(layer: Layer) -> bool:
    """Tell whether the rule of the op says the sizes of this layer: that of boxes of an author's own does not."""
    return layer.op not in ("other", "lambda", "input") or not layer.outputs


def _joined(tensor: Tensor, found: Tensor | None) -> Tensor:
    """Take from what a rule finds the sizes that are not known, where it fits those that are."""
    if found is None or tensor == UNKNOWN_TENSOR or len(tensor.dims) != len(found.dims):
        return tensor
    pairs = list(zip(tensor.dims, found.dims, strict=True))
    if any(isinstance(a, int) and isinstance(b, int) and a != b for a, b in pairs):
        return tensor
    return replace(tensor, dims=tuple(b if a is None else a for a, b in pairs))
