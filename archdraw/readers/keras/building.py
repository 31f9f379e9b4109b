"""From the flat list of calls to the graph: ops, shapes, weights and MACs of every call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from archdraw import ops
from archdraw.errors import ReadError
from archdraw.graph import UNKNOWN_TENSOR, Dim, Edge, Graph, Layer, Port, Provenance, Tensor, frozen
from archdraw.ops.sizes import count, shown
from archdraw.readers.keras.classes import translated
from archdraw.readers.keras.extras import with_extras
from archdraw.readers.keras.flatten import Entry, Flat, flatten
from archdraw.readers.keras.models import Model, input_shape, is_model, model_of
from archdraw.readers.keras.operations import function_name, is_operation, meaning_of
from archdraw.readers.keras.values import dtype_of, shape_of

Shape = tuple[Dim, ...]
Place = tuple[str, int]
"""An output: the name of an entry, and the number of its output."""


@dataclass(slots=True)
class _Knowledge:
    """What is known while shapes are worked out from the inputs on."""

    flat: Flat
    fill: bool
    first: bool
    given: dict[Place, tuple[Shape, str]] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)
    tensors: dict[Place, Tensor] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Found:
    """What a rule said about one call."""

    op: str
    attrs: Mapping[str, Any]
    outputs: tuple[Tensor, ...] = ()
    params: int | None = None
    trainable_params: int | None = None
    macs: int | None = None
    api: str = "layer"
    assumed: bool = False


def build(model: Model, input_shapes: Sequence[Shape] = ()) -> Graph:
    """Make the graph of a model; ``input_shapes`` fill in the sizes that its inputs leave open."""
    flat = flatten(model)
    told = _told(model, flat, input_shapes)
    known = _Knowledge(flat, fill=bool(input_shapes), first=_channels_first(model))
    _collect(known)
    layers = {entry.name: _layer(entry, known, told) for entry in _in_order(flat)}
    edges = tuple(
        Edge(source.entry, entry.name, source.port, place, source.role, source.arg)
        for entry in flat.entries
        for place, source in enumerate(entry.inputs)
    )
    return Graph(
        model.name,
        tuple(layers.values()),
        edges,
        flat.groups,
        tuple(Port(name) for name in flat.inputs),
        tuple(Port(name, port) for name, port in flat.ends),
        tuple(known.notes),
    )


def _in_order(flat: Flat) -> list[Entry]:
    """Sort the calls so that each stands behind what it reads, else as in the file."""
    by_name = {entry.name: entry for entry in flat.entries}
    bare = Graph(
        "",
        tuple(Layer(entry.name, "other") for entry in flat.entries),
        tuple(Edge(source.entry, entry.name) for entry in flat.entries for source in entry.inputs),
    )
    return [by_name[layer.name] for layer in bare.sorted().layers]


def _told(model: Model, flat: Flat, shapes: Sequence[Shape]) -> dict[str, Shape]:
    """Match the shapes from the user with the model's inputs."""
    if shapes and len(shapes) != len(flat.inputs):
        raise ReadError(
            f"{len(shapes)} input shape{'s' * (len(shapes) > 1)} for the {len(flat.inputs)} inputs of '{model.name}'",
            f"the inputs are {', '.join(flat.inputs)}",
        )
    return dict(zip(flat.inputs, (tuple(shape) for shape in shapes), strict=True)) if shapes else {}


def _channels_first(model: Model) -> bool:
    """Tell whether the layers of a model take channels first."""
    return any(
        member.config.values.get("data_format") == "channels_first"
        or (member.model is not None and _channels_first(member.model))
        for member in model.members
    )


def _collect(known: _Knowledge) -> None:
    """Gather the shapes that the file says: where a tensor is used, and what a layer was built on."""
    built: dict[Place, tuple[Shape, str]] = {}
    for entry in known.flat.entries:
        for source in entry.inputs:
            place = (source.entry, source.port)
            known.ports[source.entry] = max(known.ports.get(source.entry, 0), source.port + 1)
            if source.ref is not None and source.ref.dims is not None:
                known.given.setdefault(place, (source.ref.dims, source.ref.dtype))
        if entry.number == 0 and not entry.weights_of:
            data = [source for source in entry.inputs if not source.role and not source.arg]
            for source, shape in zip(data, _built_shapes(entry, len(data)), strict=False):
                built.setdefault((source.entry, source.port), (shape, ""))
    for name, port in known.flat.ends:
        known.ports[name] = max(known.ports.get(name, 0), port + 1)
    for place, shape_and_dtype in built.items():
        known.given.setdefault(place, shape_and_dtype)


def _built_shapes(entry: Entry, count: int) -> list[Shape]:
    """Give the input shapes that a layer was built on, one for each input."""
    value = entry.member.built_on
    one = shape_of(value)
    if one is not None:
        return [one] if count == 1 else []
    if not isinstance(value, list) or len(value) != count:
        return []
    shapes = [shape_of(item) for item in value]
    return [shape for shape in shapes if shape is not None] if None not in shapes else []


def _layer(entry: Entry, known: _Knowledge, told: Mapping[str, Shape]) -> Layer:
    """Work out one call, and remember its outputs for those that follow."""
    inputs = [known.tensors.get((source.entry, source.port)) for source in entry.inputs]
    found = _input(entry, inputs, known, told) if entry.member.type == "InputLayer" else _found(entry, inputs, known)
    outputs, provenance = _settled(entry, found, known)
    for port, tensor in enumerate(outputs):
        if tensor is not None:
            known.tensors[entry.name, port] = tensor
    attrs = dict(found.attrs)
    trainable = found.trainable_params
    if not (entry.trainable and entry.member.config.flag("trainable")):
        attrs["trainable"] = False
        trainable = 0 if found.params is not None else trainable
    if entry.member.made:
        provenance["name"] = "inferred"
    return Layer(
        entry.name,
        found.op,
        entry.member.type,
        tuple(UNKNOWN_TENSOR if tensor is None else tensor for tensor in outputs),
        found.params,
        trainable,
        found.macs,
        frozen(attrs),
        entry.group,
        entry.weights_of,
        api="op" if found.api == "op" else "layer",
        provenance=provenance,
    )


def _input(entry: Entry, inputs: Sequence[Tensor | None], known: _Knowledge, told: Mapping[str, Shape]) -> _Found:
    """Give an input the shape it is written with, filled in by the user or by what is passed to a nested model."""
    dims = input_shape(entry.member)
    if entry.name in told:
        dims = _filled(entry.name, dims, told[entry.name])
    elif entry.nested and inputs and inputs[0] is not None and (dims is None or (known.fill and None in dims)):
        dims = inputs[0].dims
    if dims is None:
        known.notes[f"layer '{entry.name}': the file does not say its shape; give one with --input-shape"] = None
        return _Found("input", {}, (), 0, 0, 0)
    axes = ""
    if known.first and 2 <= len(dims) <= 4:
        axes = "C" + {2: "T", 3: "HW", 4: "DHW"}[len(dims)]
    dtype = dtype_of(entry.member.config.values.get("dtype"))
    return _Found("input", {"shape": dims}, (Tensor(dims, axes, dtype),), 0, 0, 0)


def _filled(name: str, dims: Shape | None, told: Shape) -> Shape:
    """Put the user's sizes where the file leaves them open."""
    if dims is None:
        return told
    if len(dims) != len(told) or any(a is not None and a != b for a, b in zip(dims, told, strict=True)):
        raise ReadError(f"the input '{name}' is {shown(dims)}, not {shown(told)}")
    return told


def _found(entry: Entry, inputs: Sequence[Tensor | None], known: _Knowledge) -> _Found:
    """Ask the tables what a call is, and the rules what it does."""
    member = entry.member
    data = [x for x, source in zip(inputs, entry.inputs, strict=True) if not source.role]
    complete = [x for x in data if x is not None]
    if is_operation(member.type, member.module, member.config):
        return _operation(entry, complete if len(complete) == len(data) else [], known)
    if is_model(member.config.inner("layer")):
        return _each_step(entry, complete, known)
    translation = translated(member.type, member.config)
    if translation is None:
        return _Found("other", {})
    op, attrs = translation
    ordered = _ordered(entry, data) if op == "attention" else data
    present = [x for x in ordered if x is not None]
    if len(present) < len(ordered) or not (present or op == "embedding"):
        return _Found(op, attrs, (), *((0, 0) if attrs.get("params") == 0 else (None, None)))
    try:
        result = ops.apply(op, attrs, present)
    except ops.Misfit as misfit:
        known.notes[f"layer '{entry.name}': {misfit}"] = None
        return _Found(op, attrs)
    found = _Found(op, attrs, result.outputs, result.params, result.trainable_params, result.macs)
    params, trainable = with_extras(result, op, attrs, member.config, present)
    return replace(found, params=params, trainable_params=trainable, assumed=op == "lambda" and "shape" not in attrs)


def _each_step(entry: Entry, data: Sequence[Tensor], known: _Knowledge) -> _Found:
    """Apply a model that a TimeDistributed wraps to one step; its weights count once, its MACs for each step."""
    wrapped = model_of(entry.member.config.inner("layer"))
    if len(data) != 1 or len(data[0].dims) < 2 or entry.member.type != "TimeDistributed":
        return _Found("other", {})
    steps, *step = data[0].dims
    inner = build(wrapped)
    if len(inner.inputs) == 1 and None in inner.index()[inner.inputs[0].layer].outputs[0].dims:
        inner = build(wrapped, (tuple(step),))
    params, trainable, macs, unknown = inner.totals()
    layers = inner.index()
    ends = [layers[port.layer].outputs[port.port] for port in inner.outputs]
    outputs = tuple(Tensor((steps, *end.dims), "T" + end.axes, end.dtype) for end in ends if end != UNKNOWN_TENSOR)
    attrs = {"each_step": True, "wraps": wrapped.name}
    if unknown:
        return _Found("other", attrs, outputs)
    return _Found("other", attrs, outputs, params, trainable, count(steps, macs))


def _ordered(entry: Entry, data: Sequence[Tensor | None]) -> list[Tensor | None]:
    """Bring query, value and key in this order."""
    places = {"query": 0, "value": 1, "key": 2}
    sources = [source for source in entry.inputs if not source.role]
    ranked = sorted(range(len(sources)), key=lambda i: places.get(sources[i].arg, i if not sources[i].arg else 3))
    return [data[i] for i in ranked]


def _operation(entry: Entry, data: Sequence[Tensor], known: _Knowledge) -> _Found:
    """Say what an operation (``x + y``) does."""
    member = entry.member
    name = function_name(member.type, member.config)
    try:
        meaning = meaning_of(name, member.config, entry.call, data)
        attrs = dict(meaning.attrs)
        if member.type in ("TFOpLambda", "SlicingOpLambda"):
            attrs.setdefault("function", member.config.word("function"))
        if not meaning.rule or not data:
            return _Found(meaning.op, attrs, meaning.outputs or (), 0, 0, meaning.macs, "op")
        result = ops.apply(meaning.op, attrs, data)
    except ops.Misfit as misfit:
        known.notes[f"layer '{entry.name}': {misfit}"] = None
        return _Found("other", {"function": name}, (), 0, 0, None, "op")
    return _Found(meaning.op, attrs, result.outputs, 0, 0, result.macs, "op")


def _settled(entry: Entry, found: _Found, known: _Knowledge) -> tuple[list[Tensor | None], dict[str, Provenance]]:
    """Join what the file says of the outputs with what the rule says; the file wins, a difference is noted."""
    config = entry.member.config
    dtype = "" if found.api == "op" or found.op == "input" else dtype_of(config.values.get("dtype"))
    outputs: list[Tensor | None] = []
    provenance: dict[str, Provenance] = {}
    for port in range(max(len(found.outputs), known.ports.get(entry.name, 1))):
        rule = found.outputs[port] if port < len(found.outputs) else None
        rule = None if rule == UNKNOWN_TENSOR else rule
        given = known.given.get((entry.name, port)) if found.op != "input" else None
        if given is None and found.op != "input":
            provenance["outputs"] = "unknown" if rule is None else "assumed" if found.assumed else "inferred"
        if given is None:
            outputs.append(rule if rule is None or not dtype else Tensor(rule.dims, rule.axes, dtype))
            continue
        dims, said = given
        if rule is not None and not found.assumed and _differ(dims, rule.dims):
            known.notes[f"layer '{entry.name}': the file says {shown(dims)}, the rule {shown(rule.dims)}"] = None
        axes = ""
        if rule is not None and len(rule.dims) == len(dims):
            axes = rule.axes
            if known.fill:
                dims = tuple(b if a is None else a for a, b in zip(dims, rule.dims, strict=True))
        outputs.append(Tensor(dims, axes, said or dtype or (rule.dtype if rule else "float32")))
    return outputs, provenance


def _differ(one: Shape, other: Shape) -> bool:
    return len(one) != len(other) or any(
        isinstance(a, int) and isinstance(b, int) and a != b for a, b in zip(one, other, strict=True)
    )
