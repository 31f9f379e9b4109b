"""Shared weights: ``share: NAME`` and ``share: true``."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from archdraw.graph import Layer
from archdraw.spec import tree
from archdraw.spec.context import Here
from archdraw.spec.items import Item
from archdraw.spec.names import Span, Value
from archdraw.spec.problems import Mistake

if TYPE_CHECKING:
    from archdraw.spec.expand import Expander

_SHAPING = (
    *("filters", "kernel", "groups", "depthwise", "separable", "units", "gate", "bias", "cell", "bidirectional"),
    *("vocabulary", "width", "heads", "kv_heads", "head_dim", "kind", "parameters"),
)


def share(work: Expander, item: Item, marks: list[tuple[int, int]], value: Value, here: Here) -> None:
    """Let all layers of an item have the weights of the named ones, or all its copies those of the first.

    ``value`` is what the item gives, ``marks`` where each copy begins and ends.
    """
    node = item.beside["share"]
    if not isinstance(node, tree.Scalar):
        work.problems.add(node.at, "'share' needs a name, or true beside 'repeat'")
        return
    with work.problems.at(node.at):
        if node.text == "true" and node.plain:
            if len(marks) < 3:
                raise Mistake("'share: true' needs 'repeat'", "write 'share: NAME' to share with another layer")
            first, *others = [(Span(a[0], b[0]), Span(a[1], b[1])) for a, b in pairwise(marks)]
            for other in others:
                _tie(work, first, other, item.word.text)
            return
        named = work.named(node, here)
        if named.layers.start >= marks[0][0] and named.layers.stop > marks[0][0]:
            raise Mistake(f"'{node.text}' cannot share its own weights", "name a layer that comes before")
        if any(wire.tensor is None for wire in (*named.value, *value)):
            return  # one of them is wrong, which is a problem already
        if not named.layers.stop:
            raise Mistake(f"'{node.text}' has no weights to share", "name a layer, a block or a group")
        mine = Span(marks[0][0], marks[-1][0]), Span(marks[0][1], marks[-1][1])
        _tie(work, (named.layers, named.groups), mine, node.text)


def _tie(work: Expander, theirs: tuple[Span, Span], mine: tuple[Span, Span], name: str) -> None:
    """Point each layer with weights, and each group, at its counterpart."""
    layers = work.draft.layers
    have = [layers[each] for each in theirs[0].of(work.draft.order) if layers[each].params != 0]
    want = [layers[each] for each in mine[0].of(work.draft.order) if layers[each].params != 0]
    if len(have) != len(want):
        raise Mistake(
            f"cannot share the weights of '{name}'", f"it has {len(have)} layers with weights, this has {len(want)}"
        )
    for one, other in zip(have, want, strict=True):
        _agree(work, one, other, name)
        layers[other.name] = replace(other, weights_of=one.weights_of or one.name)
    ours, others = mine[1].of(work.draft.frames), theirs[1].of(work.draft.frames)
    if len(ours) == len(others):
        for frame, origin in zip(ours, others, strict=True):
            groups = work.draft.groups
            groups[frame] = replace(groups[frame], call_of=groups[origin].call_of or origin)


def _agree(work: Expander, one: Layer, other: Layer, name: str) -> None:
    """See that two layers can have the same weights; an embedding and a dense layer may be each other's transpose."""
    if {one.op, other.op} == {"embedding", "dense"}:
        dense, embedding = (one, other) if one.op == "dense" else (other, one)
        if dense.attrs.get("bias", True):
            raise Mistake(f"cannot share the weights of '{name}': an embedding has no bias", "write nobias")
        if dense.attrs.get("gate"):
            raise Mistake(f"cannot share the weights of '{name}': a gate has two matrices")
        wires = work.draft.entering[dense.name]
        width = wires[0].tensor.channels if wires and wires[0].tensor is not None else None
        pairs = ((dense.attrs["units"], embedding.attrs.get("vocabulary")), (width, embedding.attrs["width"]))
        fits = all(a is None or b is None or a == b for a, b in pairs)
    else:
        fits = one.op == other.op and all(one.attrs.get(key) == other.attrs.get(key) for key in _SHAPING)
        fits = fits and (None in (one.params, other.params) or one.params == other.params)
    if not fits:
        counts = [f"{layer.params:,}" if layer.params is not None else "?" for layer in (one, other)]
        raise Mistake(
            f"cannot share the weights of '{name}': the shapes differ",
            f"'{one.name}' has {counts[0]} weights, this has {counts[1]}",
        )
