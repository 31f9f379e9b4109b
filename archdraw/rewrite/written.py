"""Activations that a model writes out in arithmetic: (x + 3), ReLU6, × 1/6 is a hard sigmoid."""

from __future__ import annotations

from dataclasses import replace

from archdraw.graph import Edge, Graph, Layer, frozen

_HARD_SIGMOID = (("add", {"+ 3"}), ("activation", {"relu6"}), ("multiply", {"× 0.167", "÷ 6", "/ 6"}))
"""The op of each step, and what its formula or its function is (Howard et al., Searching for MobileNetV3, 2019)."""


def with_hard_sigmoids(graph: Graph) -> Graph:
    """Make one activation of each hard sigmoid that is written out; it keeps the name of its first step.

    The steps must hang together by one unlabelled edge alone, in one group, and say nothing of an author's.
    The activation has the outputs of the last; the other two are no layers of their own any more.
    """
    starts = [layer for layer in graph.layers if _is(layer, 0)]
    if not starts:
        return graph
    at, out = graph.index(), graph.successors_of()
    fed: dict[str, list[Edge]] = {}
    for edge in graph.edges:
        fed.setdefault(edge.target, []).append(edge)
    shown = {port.layer for port in (*graph.outputs, *graph.inputs)}
    whole: dict[str, Layer] = {}
    host_of: dict[str, str] = {}
    for first in starts:
        steps = [first]
        while len(steps) < len(_HARD_SIGMOID):
            after = out[steps[-1].name]
            if steps[-1].name in shown or len(after) != 1 or after[0].role or after[0].label:
                break
            follower = at[after[0].target]
            if not _is(follower, len(steps)) or len(fed[follower.name]) != 1 or follower.group != first.group:
                break
            steps.append(follower)
        else:
            if len(fed.get(first.name, ())) == 1:
                whole[first.name] = _one(steps)
                host_of.update((step.name, first.name) for step in steps[1:])
    if not whole:
        return graph
    return replace(
        graph,
        layers=tuple(whole.get(layer.name, layer) for layer in graph.layers if layer.name not in host_of),
        edges=tuple(
            replace(edge, source=host_of.get(edge.source, edge.source))
            for edge in graph.edges
            if edge.target not in host_of
        ),
        outputs=tuple(replace(port, layer=host_of.get(port.layer, port.layer)) for port in graph.outputs),
    )


def _is(layer: Layer, place: int) -> bool:
    """Tell whether the layer is this step of a hard sigmoid."""
    op, said = _HARD_SIGMOID[place]
    return (
        layer.op == op
        and (layer.attrs.get("formula") or layer.attrs.get("function")) in said
        and not (layer.label or layer.note or layer.folded or layer.params)
        and len(layer.outputs) <= 1
    )


def _one(steps: list[Layer]) -> Layer:
    """Make the activation that stands for the steps."""
    known = [step.macs for step in steps]
    return replace(
        steps[0],
        op="activation",
        type="Activation",
        attrs=frozen({"function": "hard_sigmoid"}),
        outputs=steps[-1].outputs or steps[0].outputs,
        macs=None if None in known else sum(number or 0 for number in known),
    )
