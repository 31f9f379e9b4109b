"""One call of one layer: what the tables say it is, and what the rules say it does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from archdraw import ops
from archdraw.graph import Tensor
from archdraw.readers.keras.classes import translated
from archdraw.readers.keras.extras import with_extras
from archdraw.readers.keras.flatten import Entry
from archdraw.readers.keras.operations import function_name, is_operation, meaning_of
from archdraw.records import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """What is found out about one call; ``assumed`` outputs are only likely, ``note`` says what does not fit."""

    op: str
    attrs: Mapping[str, Any]
    outputs: tuple[Tensor, ...] = ()
    params: int | None = None
    trainable_params: int | None = None
    macs: int | None = None
    is_operation: bool = False
    assumed: bool = False
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
    if op == "attention":
        data = _query_value_key(entry, data)
        attrs = {**attrs, "masked": True} if entry.call.kwargs.get("use_causal_mask") is True else attrs
    known = [x for x in data if x is not None]
    if len(known) < len(data) or not (known or op == "embedding"):
        return Found(op, attrs, (), *((0, 0) if attrs.get("params") == 0 else (None, None)))
    try:
        result = ops.apply(op, attrs, known)
    except ops.Misfit as misfit:
        return Found(op, attrs, note=str(misfit))
    params, trainable = with_extras(result, op, attrs, member.config, known)
    assumed = op == "lambda" and "shape" not in attrs
    return Found(op, attrs, result.outputs, params, trainable, result.macs, assumed=assumed)


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
