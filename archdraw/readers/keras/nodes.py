"""The calls of a layer (``inbound_nodes``), as Keras 3 and as Keras 2 write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any, TypeVar

from archdraw.errors import ReadError
from archdraw.graph import Dim
from archdraw.readers.keras.values import clean, is_whole, shape_of, shortened
from archdraw.records import dataclass

TENSOR = "__keras_tensor__"
MOST_OUTPUTS = 1024
"""A layer has at most this many outputs."""


@dataclass(frozen=True, slots=True)
class Ref:
    """One output of one call of a layer of the same model, with its shape if the file says it."""

    layer: str
    call: int = 0
    port: int = 0
    dims: tuple[Dim, ...] | None = None
    dtype: str = ""


@dataclass(frozen=True, slots=True)
class Passed:
    """A tensor that is passed to a call; ``arg`` is the keyword, ``key`` its key in a mapping of tensors."""

    ref: Ref
    arg: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a layer: the tensors in the contract's order, and all arguments with Refs in place of tensors."""

    passed: tuple[Passed, ...] = ()
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    keras2: bool = False


def calls_of(nodes: object, known: frozenset[str]) -> tuple[Call, ...]:
    """Read all calls; ``known`` are the names of the model's layers, by which Keras 2 marks tensors."""
    if not isinstance(nodes, list):
        return ()
    return tuple(_keras3(node) if isinstance(node, dict) and "args" in node else _keras2(node, known) for node in nodes)


def _keras3(node: Mapping[str, Any]) -> Call:
    args = node.get("args")
    kwargs = node.get("kwargs")
    places = tuple(_with_refs(value) for value in args) if isinstance(args, list) else ()
    named = {str(k): _with_refs(v) for k, v in kwargs.items()} if isinstance(kwargs, dict) else {}
    return _call(places, named)


def _keras2(node: object, known: frozenset[str]) -> Call:
    """Read ``[[name, call, port, kwargs], ...]`` (or one such entry, or a mapping of them)."""
    kwargs: dict[str, Any] = {}

    def tensor(entry: object) -> object:
        if isinstance(entry, dict):
            return {key: tensor(value) for key, value in entry.items()}
        if not isinstance(entry, list):
            return entry
        if entry and entry[0] == "_CONSTANT_VALUE":
            return entry[2] if len(entry) > 2 else None
        if _is_triple(entry):
            if len(entry) > 3 and isinstance(entry[3], dict) and not kwargs:
                kwargs.update({str(k): _bare(v, known) for k, v in entry[3].items()})
            return Ref(clean(entry[0]), entry[1], entry[2])
        return [tensor(item) for item in entry]

    value = tensor(node)
    one = isinstance(value, list) and len(value) == 1
    places = () if value == [] else (value[0] if one and isinstance(value, list) else value,)
    return _call(places, kwargs, keras2=True)


def _is_triple(entry: list[Any]) -> bool:
    return 3 <= len(entry) <= 4 and isinstance(entry[0], str) and is_whole(entry[1]) and is_whole(entry[2])


def _bare(value: object, known: frozenset[str]) -> object:
    """Put Refs in place of the triples that stand among keyword arguments."""
    if isinstance(value, dict):
        return {key: _bare(item, known) for key, item in value.items()}
    if isinstance(value, list):
        if _is_triple(value) and clean(value[0]) in known:
            return Ref(clean(value[0]), value[1], value[2])
        return [_bare(item, known) for item in value]
    return value


def _with_refs(value: object) -> object:
    """Put Refs in place of serialised tensors."""
    if isinstance(value, list):
        return [_with_refs(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get("class_name") != TENSOR:
        return {key: _with_refs(item) for key, item in value.items()}
    config = value.get("config")
    config = config if isinstance(config, dict) else {}
    ref = ref_of(config.get("keras_history"), shape_of(config.get("shape")), clean(config.get("dtype")))
    if ref is None:
        raise ReadError(f"a call takes a tensor that comes from {shortened(config.get('keras_history'))}")
    return ref


def ref_of(triple: object, dims: tuple[Dim, ...] | None = None, dtype: str = "") -> Ref | None:
    """Read ``[layer, call, port]``; None where it is something else."""
    if not isinstance(triple, list) or len(triple) < 3 or not isinstance(triple[0], str):
        return None
    if not (is_whole(triple[1]) and is_whole(triple[2])):
        return None
    return Ref(clean(triple[0]), triple[1], triple[2], dims, dtype)


def _call(args: tuple[Any, ...], kwargs: Mapping[str, Any], *, keras2: bool = False) -> Call:
    """Bring the tensors in order: arguments as they come, then keywords by name."""
    passed = [Passed(ref, "", key) for value in args for ref, key in leaves_in(value, Ref)]
    for name in sorted(kwargs):
        passed.extend(Passed(ref, clean(name), key) for ref, key in leaves_in(kwargs[name], Ref))
    return Call(tuple(passed), args, kwargs, keras2)


Leaf = TypeVar("Leaf")


def leaves_in(value: object, kind: type[Leaf], key: str = "") -> Iterator[tuple[Leaf, str]]:
    """Find what is of one class in a nested value, mappings in the order of their keys; each with the nearest key.

    >>> list(leaves_in({"b": [2], "a": {"c": 1}, "d": None}, int))
    [(1, 'c'), (2, 'b')]
    """
    if isinstance(value, kind):
        yield value, key
    elif isinstance(value, dict):
        for name in sorted(value, key=str):
            yield from leaves_in(value[name], kind, str(name))
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from leaves_in(item, kind, key)
