"""A network without what figures leave out, its layers in one order: the form in which two sources of it are compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from archdraw.graph import MERGES, Dim, Graph, Layer, frozen
from archdraw.passes.drop import Drop
from archdraw.passes.split import Split
from archdraw.records import dataclass
from archdraw.rewrite import joined, with_hard_sigmoids

SEEN: Mapping[str, Mapping[str, Any]] = {
    "conv": {
        "kernel": None, "filters": None, "stride": 1, "dilation": 1, "groups": 1, "depthwise": False,
        "separable": False, "multiplier": 1, "bias": True,
    },
    "deconv": {"kernel": None, "filters": None, "stride": 1, "dilation": 1, "groups": 1, "bias": True},
    "pool": {"mode": None, "kernel": None, "stride": None, "whole": False},
    "dense": {"units": None, "bias": True, "gate": ""},
    "norm": {"kind": None},
    "activation": {"function": None},
    "attention": {"heads": None, "kv_heads": None, "head_dim": None, "masked": False},
    "recurrent": {"cell": None, "units": None, "bidirectional": False, "sequences": True},
    "embedding": {"vocabulary": None, "width": None},
    "upsample": {"factor": None},
    "concat": {},
}  # fmt: skip
"""What is compared of each op, with what it is where a source does not say it; None is unknown, and unknown agrees with all.

Padding is not: the sizes that come out show it, and frameworks write it in two ways.
"""
SHAPING = ("kernel", "filters", "units", "function", "mode", "kind", "depthwise", "whole", "heads", "cell")
"""What tells layers of one op apart where two networks are laid side by side."""


@dataclass(frozen=True, slots=True)
class Step:
    """A layer, what is compared of it, and the names of those whose data it takes, in order."""

    layer: Layer
    facts: Mapping[str, Any]
    sources: tuple[str, ...]

    @property
    def form(self) -> tuple[Any, ...]:
        """What two layers have in common that do the same, wherever they stand."""
        return (self.layer.op, *(self.facts.get(fact) for fact in SHAPING))


def plain(graph: Graph) -> list[Step]:
    """Give the layers that a figure may show, every activation by itself, those first that the last output needs first.

    The order does not depend on the one in which a source lists branches: of what is added, the longest branch comes
    first. Dropouts, identities, padding and reshapes that only add or take sizes of 1 are left out, and edges of masks and states;
    a 1×1 convolution of a single place is the dense layer that it does the work of.
    """
    graph = Split(positions=False, activations=("*",))(with_hard_sigmoids(Drop()(graph)))
    graph = _without_empty_reshapes(graph)
    at, ranks = graph.index(), graph.ranks()
    into = {name: [edge.source for edge in edges if not edge.role] for name, edges in graph.predecessors_of().items()}
    for name, sources in into.items():
        if at[name].op in MERGES and at[name].op not in ("concat", "subtract"):
            sources.sort(key=lambda source: (-ranks[source], at[source].op))
    ends = [port.layer for port in graph.outputs]
    done: dict[str, Step] = {}
    for end in (*ends, *at):
        waiting = [(end, False)]
        while waiting:
            name, fed = waiting.pop()
            if name in done:
                continue
            if fed:
                layer = _dense(at[name], [at[source] for source in into[name]])
                done[name] = Step(layer, _facts(layer), tuple(into[name]))
            else:
                waiting.append((name, True))
                waiting += [(source, False) for source in reversed(into[name]) if source not in done]
    return list(done.values())


def _without_empty_reshapes(graph: Graph) -> Graph:
    """Leave out the reshapes that change no size but the number of ones."""
    into, at = graph.predecessors_of(), graph.index()
    shown = {port.layer for port in graph.inputs}
    empty = [
        layer.name
        for layer in graph.layers
        if layer.op == "reshape" and layer.name not in shown and len(into[layer.name]) == 1
        and size(layer) is not None and size(layer) == size(at[into[layer.name][0].source])
    ]  # fmt: skip
    return joined(graph, empty)


def size(layer: Layer) -> tuple[Dim, ...] | None:
    """Give the size of what comes out, without sizes of 1; None where it is unknown."""
    if not layer.outputs or layer.outputs[0].axes == "?":
        return None
    return tuple(dim for dim in layer.outputs[0].dims if dim != 1)


def _dense(layer: Layer, sources: list[Layer]) -> Layer:
    """Make a dense layer of a convolution that sees one place alone."""
    alone = layer.op == "conv" and len(sources) == 1 and sources[0].outputs and size(sources[0]) is not None
    if not alone or len(size(sources[0]) or ()) != 1 or layer.attrs.get("groups", 1) != 1:
        return layer
    if set(layer.attrs.get("kernel", ())) != {1} or sources[0].outputs[0].channels in (1, None):
        return layer
    attrs = {"units": layer.attrs.get("filters"), "bias": layer.attrs.get("bias", True)}
    return replace(layer, op="dense", attrs=frozen(attrs))


def _facts(layer: Layer) -> dict[str, Any]:
    """Take what is compared of a layer, with what it is where nothing is said."""
    facts = {}
    for fact, usual in SEEN.get(layer.op, {}).items():
        value = layer.attrs.get(fact, usual)
        if fact == "stride" and layer.op == "pool" and value is None:
            value = layer.attrs.get("kernel")
        facts[fact] = _even(value)
    return facts


def _even(value: Any) -> Any:
    """Write a size per axis as one number where all are the same."""
    if isinstance(value, (tuple, list)):
        return value[0] if len(set(value)) == 1 else tuple(value)
    return value
