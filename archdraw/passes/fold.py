"""Fold batch norms and activations into the weighted layer they follow, so that one box stands for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

from archdraw.graph import LINEAR, Graph, Layer, Provenance, frozen
from archdraw.records import dataclass
from archdraw.rewrite import with_hard_sigmoids, without


@dataclass(frozen=True)
class Fold:
    """Make one layer of a weighted layer, its batch norm and its activation, in the order they come.

    Only what hangs together by one unlabelled edge alone, in one group, is folded; never into a merge. ``into`` are the ops
    that take others in, ``norms`` the kinds of norm that go in (layer norms stay boxes; ``scale`` is one factor per channel). A batch norm that stands alone
    takes an activation. A hard sigmoid that is written out in arithmetic is one activation. A layer with a label or a note of its own stays a box. The result keeps the name, the attributes and the label of the first, has the outputs of the last, and
    counts for all; ``folded`` holds the others. Calls of one weight fold alike or not at all, so that totals stay.
    """

    name: ClassVar[str] = "fold"
    into: tuple[str, ...] = ("conv", "deconv", "dense")
    norms: tuple[str, ...] = ("batch", "scale")
    activations: bool = True

    def __call__(self, graph: Graph) -> Graph:
        """Give the graph of folded layers."""
        if self.activations:
            graph = with_hard_sigmoids(graph)
        banned: set[str] = set()
        chains = self._chains(graph, banned)
        while clash := _unlike(graph, chains):
            banned |= clash
            chains = self._chains(graph, banned)
        host_of = {name: host for host, part in chains.items() for name in part}
        at = graph.index()
        layers = tuple(
            _whole(layer, [at[name] for name in chains[layer.name]]) if layer.name in chains else layer
            for layer in graph.layers
        )
        edges = tuple(
            replace(edge, source=host_of.get(edge.source, edge.source))
            for edge in graph.edges
            if edge.target not in host_of
        )
        outputs = tuple(replace(port, layer=host_of.get(port.layer, port.layer)) for port in graph.outputs)
        return without(replace(graph, layers=layers, edges=edges, outputs=outputs), host_of)

    def _chains(self, graph: Graph, banned: Collection[str]) -> dict[str, list[str]]:
        """Find, for each layer that takes others in, those in order."""
        at, out = graph.index(), graph.successors_of()
        fan_in: dict[str, int] = defaultdict(int)
        for edge in graph.edges:
            fan_in[edge.target] += 1
        ends = {port.layer for port in (*graph.outputs, *graph.inputs)}
        chains: dict[str, list[str]] = {}
        inside: set[str] = set()
        for host in graph.layers:
            if host.name in inside or host.name in banned or len(host.outputs) > 1:
                continue
            if not (host.op in self.into or self._is_norm(host)):
                continue
            normed = self._is_norm(host) or any(self._is_norm(layer) for layer in host.folded)
            active = _active(host)
            chain: list[str] = []
            last = host
            while last.name not in ends and len(out[last.name]) == 1:
                edge = out[last.name][0]
                after = at[edge.target]
                joins = (self._is_norm(after) and not normed) or (
                    self.activations and after.op == "activation" and not active
                )
                if not joins or edge.role or edge.label or fan_in[after.name] != 1:
                    break
                if after.group != host.group or len(after.outputs) > 1 or after.folded:
                    break
                if after.label or after.note:  # the author wants it seen
                    break
                normed, active = normed or self._is_norm(after), active or after.op == "activation"
                chain.append(after.name)
                last = after
            if chain:
                chains[host.name] = chain
                inside.update(chain)
        return chains

    def _is_norm(self, layer: Layer) -> bool:
        return layer.op == "norm" and layer.attrs.get("display", layer.attrs.get("kind")) in self.norms


def _active(layer: Layer) -> bool:
    """Tell whether the layer has an activation of its own or a folded one."""
    return layer.attrs.get("activation") not in LINEAR or any(part.op == "activation" for part in layer.folded)


def _whole(host: Layer, parts: list[Layer]) -> Layer:
    """Make one layer of all."""
    layers = [host, *parts]
    return replace(
        host,
        outputs=parts[-1].outputs or host.outputs,
        params=_sum([layer.params for layer in layers]),
        trainable_params=_sum([layer.trainable_params for layer in layers]),
        macs=_sum([layer.macs for layer in layers]),
        folded=(*host.folded, *parts),
        provenance=_weakest(layers),
    )


def _sum(numbers: list[int | None]) -> int | None:
    return None if None in numbers else sum(number or 0 for number in numbers)


def _weakest(layers: list[Layer]) -> Mapping[str, Provenance]:
    """Give each fact the least certain of its sources; names, words and attributes are the first layer's."""
    order: list[Provenance] = ["given", "inferred", "assumed", "unknown"]
    facts = dict(layers[0].provenance)
    for fact in ("outputs", "params", "trainable_params", "macs"):
        known = max((layer.known(fact) for layer in layers), key=order.index)
        if known != "given":
            facts[fact] = known
    return frozen(facts)


def _unlike(graph: Graph, chains: Mapping[str, Sequence[str]]) -> set[str]:
    """Name the layers that may not take others in, because calls that share weights would then be folded differently."""
    owner = {layer.name: layer.weights_of or layer.name for layer in graph.layers}
    weighted = {layer.name for layer in graph.layers if layer.params != 0}
    calls: dict[str, list[str]] = defaultdict(list)
    for name, first in owner.items():
        calls[first].append(name)
    taken = {
        name: (owner[host], place)
        for host, parts in chains.items()
        for place, name in enumerate(part for part in parts if part in weighted)
    }
    clash: set[str] = set()
    for host, parts in chains.items():
        heavy = [part for part in parts if part in weighted]
        alike = all(
            [owner[p] for p in chains.get(call, ()) if p in weighted] == [owner[p] for p in heavy]
            for call in calls[owner[host]]
        )
        whole = all(taken.get(call) == taken[part] for part in heavy for call in calls[owner[part]])
        seen = all(owner[name] in owner for name in (host, *heavy))  # an owner may be hidden in a repeat
        if heavy and not (alike and whole and seen):
            clash.add(host)
    return clash
