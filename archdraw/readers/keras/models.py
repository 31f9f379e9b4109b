"""A model as its file describes it: members, their calls, inputs and outputs; nested models inside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from archdraw.errors import LimitError, ReadError
from archdraw.graph import Dim
from archdraw.readers.keras.nodes import Call, Passed, Ref, calls_of, ref_of
from archdraw.readers.keras.values import Config, clean, shape_of, shortened, snake

DEEPEST = 60
"""Models stand inside each other at most this deep."""


@dataclass(frozen=True, slots=True)
class Member:
    """One layer of a model with its calls; ``model`` is set if it is a model itself."""

    name: str
    type: str
    config: Config
    calls: tuple[Call, ...] = ()
    module: str = ""
    model: Model | None = None
    built_on: object = None
    made: bool = False
    shared: str = ""


@dataclass(frozen=True, slots=True)
class Model:
    """Members in the order of the file; inputs and outputs in Keras's flattened order."""

    name: str
    type: str
    members: tuple[Member, ...]
    inputs: tuple[Ref, ...]
    outputs: tuple[Ref, ...]
    input_keys: tuple[str, ...] = ()
    output_keys: tuple[str, ...] = ()
    trainable: bool = True
    index: Mapping[str, Member] = field(default_factory=dict)


def is_model(described: Mapping[str, Any]) -> bool:
    """Tell whether a serialised object is a model whose layers the file lists."""
    config = described.get("config")
    if described.get("class_name") == "Sequential":
        return isinstance(config, list) or (isinstance(config, dict) and isinstance(config.get("layers"), list))
    return isinstance(config, dict) and isinstance(config.get("layers"), list) and "input_layers" in config


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
    members = tuple(_member(layer, name, depth) for layer in config["layers"])
    if "input_layers" not in config:
        return _sequential(own, type_, members, described)
    known = frozenset(member.name for member in members)
    wired = [
        _wired(member, calls_of(layer.get("inbound_nodes"), known))
        for member, layer in zip(members, config["layers"], strict=True)
    ]
    inputs, input_keys = _ends(config.get("input_layers"), name)
    outputs, output_keys = _ends(config.get("output_layers"), name)
    model = _model(own, type_, tuple(wired), inputs, outputs)
    keras3 = not any(call.keras2 for member in wired for call in member.calls)
    return _counted_from_zero(_with(model, input_keys=input_keys, output_keys=output_keys), keras3=keras3)


def _with(model: Model, **changes: Any) -> Model:
    from dataclasses import replace

    return replace(model, **changes)


def _model(
    own: Config, type_: str, members: tuple[Member, ...], inputs: tuple[Ref, ...], outputs: tuple[Ref, ...]
) -> Model:
    index: dict[str, Member] = {}
    for member in members:
        if member.name in index:
            raise ReadError(f"model '{own.owner}' has two layers named '{member.name}'")
        index[member.name] = member
    return Model(own.owner, type_, members, inputs, outputs, trainable=own.flag("trainable"), index=index)


def _member(layer: object, owner: str, depth: int) -> Member:
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
    return Member(
        name,
        type_,
        Config(name, inside),
        module=clean(layer.get("module")),
        model=model_of({**layer, "config": config}, depth + 1) if is_model({**layer, "config": config}) else None,
        built_on=built_on,
        shared=str(shared) if isinstance(shared, int) else "",
    )


def _wired(member: Member, calls: tuple[Call, ...]) -> Member:
    from dataclasses import replace

    if not calls and (member.type == "InputLayer" or member.model is None):
        calls = (Call(),)
    return replace(member, calls=calls)


def _sequential(own: Config, type_: str, members: tuple[Member, ...], described: Mapping[str, Any]) -> Model:
    """Chain the members; put an input in front where the file has none."""
    from dataclasses import replace

    if not members or members[0].type != "InputLayer":
        members = (_made_input(own, members, described), *members)
    wired: list[Member] = []
    for member in members:
        passed = (Passed(Ref(wired[-1].name)),) if wired else ()
        wired.append(replace(member, calls=(Call(passed, tuple(p.ref for p in passed)),)))
    return _model(own, type_, tuple(wired), (Ref(wired[0].name),), (Ref(wired[-1].name),))


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
    return Member(name, "InputLayer", Config(name, {"batch_shape": shape, "dtype": dtype}), made=True)


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


def _counted_from_zero(model: Model, *, keras3: bool) -> Model:
    """Count the calls of nested models from 0, which files do from 0 or 1.

    Keras 2 counts a nested model that owns an input from 1 everywhere. Keras 3 counts from 0, but from 1 in
    ``output_layers`` if the nested model is a Functional.
    """
    from dataclasses import replace

    bases: dict[str, int] = {}
    end_bases: dict[str, int] = {}
    inside = [passed.ref for member in model.members for call in member.calls for passed in call.passed]
    for member in model.members:
        if member.model is None:
            continue
        used = {ref.call for ref in inside if ref.layer == member.name}
        at_ends = {ref.call for ref in model.outputs if ref.layer == member.name}
        everywhere = used | at_ends
        if keras3:
            bases[member.name] = int(bool(used) and 0 not in used and max(used) == len(member.calls))
            functional = member.type != "Sequential"
            shifted = functional or max(at_ends, default=0) >= len(member.calls)
            end_bases[member.name] = int(shifted and bool(at_ends) and 0 not in at_ends)
        else:
            start = member.model.members[0] if member.model.members else None
            owns = start is not None and (not start.made or start.config.values["batch_shape"] is not None)
            bases[member.name] = int(owns and 0 not in everywhere)
            end_bases[member.name] = bases[member.name]
    if not any(bases.values()) and not any(end_bases.values()):
        return model

    def moved(ref: Ref, by: Mapping[str, int]) -> Ref:
        return replace(ref, call=ref.call - by.get(ref.layer, 0))

    members = tuple(
        replace(
            member,
            calls=tuple(
                replace(call, passed=tuple(replace(p, ref=moved(p.ref, bases)) for p in call.passed))
                for call in member.calls
            ),
        )
        for member in model.members
    )
    outputs = tuple(moved(ref, end_bases) for ref in model.outputs)
    return replace(model, members=members, outputs=outputs, index={member.name: member for member in members})


def input_shape(member: Member) -> tuple[Dim, ...] | None:
    """Give the shape that an InputLayer is written with."""
    values = member.config.values
    return shape_of(values.get("batch_shape") or values.get("batch_input_shape"))
