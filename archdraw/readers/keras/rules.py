"""One call of one layer: what the tables say it is, and what the rules say it does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from archdraw import ops
from archdraw.graph import UNKNOWN_TENSOR, Tensor
from archdraw.readers.keras.classes import translated
from archdraw.readers.keras.extras import with_extras
from archdraw.readers.keras.flatten import Entry
from archdraw.readers.keras.operations import function_name, is_operation, meaning_of
from archdraw.readers.keras.preparing import PREPARING
from archdraw.readers.keras.values import Config, class_of
from archdraw.records import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """What is found out about one call; ``assumed`` outputs are only likely, ``has_dtype`` ones are not of the layer's dtype, ``note`` says what does not fit."""

    op: str
    attrs: Mapping[str, Any]
    outputs: tuple[Tensor, ...] = ()
    params: int | None = None
    trainable_params: int | None = None
    macs: int | None = None
    is_operation: bool = False
    assumed: bool = False
    has_dtype: bool = False
    note: str = ""


def found_for(entry: Entry, inputs: Sequence[Tensor | None]) -> Found:
    """Ask the tables and the rules; inputs are None where their shape is not known."""
    member = entry.member
    data = [x for x, source in zip(inputs, entry.inputs, strict=True) if not source.role]
    if is_operation(member.type, member.module, member.config):
        return _operation(entry, data)
    translation = translated(member.known_as, member.config)
    if translation is None:
        return Found("other", {})
    op, attrs = translation
    attrs = {**attrs, **_of_this_call(op, entry)}
    if op == "attention":
        data = _query_value_key(entry, data)
    known = [x for x in data if x is not None]
    if len(known) < len(data) or not (known or op == "embedding"):
        return Found(op, attrs, (), *((0, 0) if attrs.get("params") == 0 else (None, None)))
    try:
        if member.known_as in PREPARING:
            result = PREPARING[member.known_as](member.config, known)
        else:
            result = _in_a_row(member.config, known) if member.known_as == "Pipeline" else ops.apply(op, attrs, known)
    except ops.Misfit as misfit:
        return Found(op, attrs, note=str(misfit))
    if member.known_as in PREPARING:
        return Found(op, attrs, *_parts(result), has_dtype=True)
    params, trainable = with_extras(result, op, attrs, member.config, known)
    assumed = op == "lambda" and "shape" not in attrs
    return Found(op, attrs, result.outputs, params, trainable, result.macs, assumed=assumed)


def _parts(result: ops.Result) -> tuple[tuple[Tensor, ...], int | None, int | None, int | None]:
    return result.outputs, result.params, result.trainable_params, result.macs


_WORDS = {
    "attention": (("use_causal_mask", "masked"), ("return_attention_scores", "scores")),
    "embedding": (("reverse", "reverse"),),
}


def _of_this_call(op: str, entry: Entry) -> dict[str, bool]:
    """Give what a layer is told in one call alone."""
    return {ours: True for theirs, ours in _WORDS.get(op, ()) if entry.call.kwargs.get(theirs) is True}


def _in_a_row(config: Config, inputs: Sequence[Tensor]) -> ops.Result:
    """Apply the layers that a Pipeline holds, one behind the other."""
    layers = config.values.get("layers")
    tensors = tuple(inputs)
    for layer in layers if isinstance(layers, list) else ():
        values = layer.get("config") if isinstance(layer, dict) else None
        inner = translated(class_of(layer), Config(config.owner, values if isinstance(values, dict) else {}))
        tensors = ops.apply(*inner, tensors).outputs if inner else (UNKNOWN_TENSOR,)
    return ops.Result(tensors[:1])


def _query_value_key(entry: Entry, data: Sequence[Tensor | None]) -> list[Tensor | None]:
    """Bring the tensors of an attention in the order of its rule."""
    places = {"query": 0, "value": 1, "key": 2}
    sources = [source for source in entry.inputs if not source.role]
    ranked = sorted(range(len(sources)), key=lambda i: places.get(sources[i].arg, 3) if sources[i].arg else i)
    return [data[i] for i in ranked]


def _operation(entry: Entry, data: Sequence[Tensor | None]) -> Found:
    """Say what an operation (``x + y``) does; it has no weights."""
    member = entry.member
    name = function_name(member.type, member.config)
    known = [x for x in data if x is not None]
    known = known if len(known) == len(data) else []
    try:
        meaning = meaning_of(name, member.config, entry.call, known)
        attrs = dict(meaning.attrs)
        if member.type in ("TFOpLambda", "SlicingOpLambda"):
            attrs.setdefault("function", member.config.word("function"))
        if name != member.type:
            attrs["operation"] = name
        if not meaning.rule or not known:
            return Found(meaning.op, attrs, meaning.outputs or (), 0, 0, meaning.macs, is_operation=True)
        result = ops.apply(meaning.op, attrs, known)
    except ops.Misfit as misfit:
        return Found("other", {"function": name}, (), 0, 0, None, is_operation=True, note=str(misfit))
    return Found(meaning.op, attrs, result.outputs, 0, 0, result.macs, is_operation=True)
