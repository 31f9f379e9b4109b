"""A model as its file describes it: members, their calls, inputs and outputs; nested models inside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archdraw.errors import LimitError, ReadError
from archdraw.readers.keras.counting import counted_from_zero
from archdraw.readers.keras.members import NO_FACTS, Facts, Member, Model
from archdraw.readers.keras.nodes import Call, Passed, Ref, calls_of, ref_of
from archdraw.readers.keras.values import Config, class_of, clean, shape_of, shortened, snake
from archdraw.records import remaking

DEEPEST = 60
"""Models stand inside each other at most this deep."""


def is_model(described: Mapping[str, Any]) -> bool:
    """Tell whether a serialised object is a model whose layers the file lists."""
    config = described.get("config")
    if isinstance(config, list):
        return described.get("class_name") == "Sequential"
    if not isinstance(config, dict) or not isinstance(config.get("layers"), list):
        return False
    # A subclass of Sequential shows itself by a key that only a Sequential writes.
    return described.get("class_name") == "Sequential" or "input_layers" in config or "build_input_shape" in config


def model_of(described: Mapping[str, Any], depth: int = 0) -> Model:
    """Read a Functional or Sequential model."""
    if depth > DEEPEST:
        raise LimitError(f"models are nested more than {DEEPEST} deep")
    config = described["config"]
    if isinstance(config, list):
        config = {"layers": config}
    type_ = clean(described.get("class_name"))
    name = clean(config.get("name")) or clean(described.get("name")) or snake(type_)
    own = Config(name, config)
    members = tuple(member_of(layer, name, depth) for layer in config["layers"])
    if "input_layers" not in config:
        return _sequential(own, type_, members, described)
    known = frozenset(member.name for member in members)
    wired = tuple(
        _wired(member, calls_of(layer.get("inbound_nodes"), known))
        for member, layer in zip(members, config["layers"], strict=True)
    )
    inputs, keys = _ends(config.get("input_layers"), name)
    outputs, _ = _ends(config.get("output_layers"), name)
    return _model(own, type_, *counted_from_zero(wired, outputs), inputs, keys)


def _model(
    own: Config,
    type_: str,
    members: tuple[Member, ...],
    outputs: tuple[Ref, ...],
    inputs: tuple[Ref, ...],
    keys: tuple[str, ...] = (),
) -> Model:
    index: dict[str, Member] = {}
    for member in members:
        if member.name in index:
            raise ReadError(f"model '{own.owner}' has two layers named '{member.name}'")
        index[member.name] = member
    return Model(own.owner, type_, members, inputs, outputs, keys, own.flag("trainable"), index)


FACTS = "facts"
"""The key under which the description of a live model holds Facts; in a file, where all is JSON, it can hold none."""


def member_of(layer: object, owner: str, depth: int = 0) -> Member:
    """Read one layer, without its calls."""
    if not isinstance(layer, dict):
        raise ReadError(f"model '{owner}' lists something that is no layer: {shortened(layer)}")
    config = layer.get("config")
    config = config if isinstance(config, (dict, list)) else {}
    type_ = clean(layer.get("class_name"))
    inside = config if isinstance(config, dict) else {}
    name = clean(layer.get("name")) or clean(inside.get("name")) or snake(type_)
    if not name:
        raise ReadError(f"model '{owner}' has a layer without a name and a class")
    built = layer.get("build_config")
    built_on = (built.get("input_shape") or built.get("shapes_dict")) if isinstance(built, dict) else None
    shared = layer.get("shared_object_id")
    facts = layer.get(FACTS)
    return Member(
        name,
        type_,
        class_of(layer),
        Config(name, inside),
        module=clean(layer.get("module")),
        model=model_of({**layer, "config": config}, depth + 1) if is_model({**layer, "config": config}) else None,
        built_on=built_on,
        shared=str(shared) if isinstance(shared, int) else "",
        facts=facts if isinstance(facts, Facts) else NO_FACTS,
    )


_called = remaking(Member, "calls")


def _wired(member: Member, calls: tuple[Call, ...]) -> Member:
    if not calls and (member.type == "InputLayer" or member.model is None):
        calls = (Call(),)
    return _called(member, calls)


def _sequential(own: Config, type_: str, members: tuple[Member, ...], described: Mapping[str, Any]) -> Model:
    """Chain the members; put an input in front where the file has none."""
    if not members or members[0].type != "InputLayer":
        members = (_made_input(own, members, described), *members)
    wired: list[Member] = []
    for member in members:
        passed = (Passed(Ref(wired[-1].name)),) if wired else ()
        wired.append(_called(member, (Call(passed, tuple(p.ref for p in passed)),)))
    return _model(own, type_, tuple(wired), (Ref(wired[-1].name),), (Ref(wired[0].name),))


def _made_input(own: Config, members: tuple[Member, ...], described: Mapping[str, Any]) -> Member:
    """Make the input of a Sequential from the shape its first layer was built on, if the file says it."""
    taken = {member.name for member in members}
    name = next(word for word in ("input", *(f"input_{n}" for n in range(2, len(taken) + 3))) if word not in taken)
    built = described.get("build_config")
    shapes: list[object] = [
        own.values.get("build_input_shape"),
        own.values.get("batch_input_shape"),
        built.get("input_shape") if isinstance(built, dict) else None,
    ]
    dtype: object = None
    if members:
        first = members[0]
        dtype = first.config.values.get("dtype") if first.config.values.get("batch_input_shape") else None
        shapes[:0] = [first.config.values.get("batch_input_shape"), first.config.values.get("batch_shape")]
        shapes.append(first.built_on)
        if first.model is not None and first.model.inputs:
            entry = first.model.index.get(first.model.inputs[0].layer)
            if entry is not None:
                shapes.append(entry.config.values.get("batch_shape") or entry.config.values.get("batch_input_shape"))
    shape: object = next((shape for shape in shapes if shape_of(shape) is not None), None)
    return Member(name, "InputLayer", "InputLayer", Config(name, {"batch_shape": shape, "dtype": dtype}), made=True)


def _ends(value: object, owner: str) -> tuple[tuple[Ref, ...], tuple[str, ...]]:
    """Read the inputs or outputs: one triple, or a list or a mapping of them, to any depth."""
    refs: list[Ref] = []
    keys: list[str] = []

    def collect(part: object, key: str) -> None:
        ref = ref_of(part)
        if ref is not None:
            refs.append(ref)
            keys.append(key)
        elif isinstance(part, dict):
            for name in sorted(part, key=str):
                collect(part[name], clean(name))
        elif isinstance(part, list):
            for item in part:
                collect(item, key)
        elif part is not None:
            raise ReadError(f"model '{owner}' names something as input or output that is none: {shortened(part)}")

    collect(value, "")
    return tuple(refs), tuple(keys) if any(keys) else ()
