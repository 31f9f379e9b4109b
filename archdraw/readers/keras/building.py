"""From the flat list of calls to the graph: shapes, weights and MACs of every call, from the inputs on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import Any

from archdraw.errors import LimitError, ReadError
from archdraw.graph import UNKNOWN_TENSOR, Edge, Graph, Layer, Port, Provenance, Tensor, frozen
from archdraw.ops.sizes import count, shown
from archdraw.readers.keras.flatten import Entry, Flat, flatten
from archdraw.readers.keras.given import Given, Place, Shape, given_by
from archdraw.readers.keras.members import NO_FACTS, Model, input_shape
from archdraw.readers.keras.models import is_model, model_of
from archdraw.readers.keras.rules import Found, found_for
from archdraw.readers.keras.values import dtype_of, is_counted
from archdraw.records import dataclass

_OPTION = {"the file": "--input-shape", "the model": "input_shape"}
LARGEST = 10**30
"""No size and no count of a layer is above this."""


@dataclass(slots=True)
class _Progress:
    """What is known so far; ``fill`` puts found sizes where the file leaves them open, in all or in some groups."""

    given: Given
    told: Mapping[str, Shape]
    fill: bool
    channels_first: bool
    speaker: str
    filled: set[str] = field(default_factory=set)
    tensors: dict[Place, Tensor] = field(default_factory=dict)
    wrapped: dict[tuple[int, Shape], Found] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)

    def note(self, entry: Entry, text: str) -> None:
        """Remember a warning once."""
        self.notes[f"layer '{entry.name}': {text}"] = None


def build(model: Model, input_shapes: Sequence[Shape] = ()) -> Graph:
    """Make the graph of a model; ``input_shapes`` fill in the sizes that its inputs leave open."""
    return built(model.name, flatten(model), input_shapes)


def built(name: str, flat: Flat, input_shapes: Sequence[Shape] = ()) -> Graph:
    """Make the graph of all calls of a model."""
    told = _told(name, flat, input_shapes)
    is_live = any(entry.member.facts is not NO_FACTS for entry in flat.entries)  # in a file no layer has any
    speaker = "the model" if is_live else "the file"
    progress = _Progress(given_by(flat), told, bool(input_shapes), _channels_first(flat), speaker)
    layers = tuple(_layer(entry, progress) for entry in _in_order(flat))
    edges = tuple(
        Edge(source.entry, entry.name, source.port, place, source.role, source.arg)
        for entry in flat.entries
        for place, source in enumerate(entry.inputs)
    )
    inputs = tuple(Port(name) for name in flat.inputs)
    outputs = _outputs(flat)
    return Graph(name, layers, edges, flat.groups, inputs, outputs, _first(tuple(progress.notes)))


def _outputs(flat: Flat) -> tuple[Port, ...]:
    """Give the outputs; several are told apart by the names of their layers, where the author chose them all."""
    members = {entry.name: entry.member for entry in flat.entries}
    ends = [members[name] for name, _ in flat.ends]
    own = [end.name.rsplit("/", 1)[-1] for end in ends]
    chosen = not any(is_counted(word, end.type) for word, end in zip(own, ends, strict=True))
    told = len(own) > 1 and len(set(own)) == len(own) and chosen
    return tuple(Port(name, port, word if told else "") for word, (name, port) in zip(own, flat.ends, strict=True))


def _first(notes: tuple[str, ...], most: int = 50) -> tuple[str, ...]:
    """Give the first notes, and how many more there are."""
    return (
        notes if len(notes) <= most else (*notes[:most], f"{len(notes) - most} more layers do not fit or are not known")
    )


def _in_order(flat: Flat) -> list[Entry]:
    """Sort the calls so that each stands behind what it reads, else as in the file."""
    before: set[str] = set()
    for entry in flat.entries:
        if not all(source.entry in before for source in entry.inputs):
            break
        before.add(entry.name)
    else:
        return list(flat.entries)  # as almost always
    by_name = {entry.name: entry for entry in flat.entries}
    bare = Graph(
        "",
        tuple(Layer(entry.name, "other") for entry in flat.entries),
        tuple(Edge(source.entry, entry.name) for entry in flat.entries for source in entry.inputs),
    )
    return [by_name[layer.name] for layer in bare.sorted().layers]


def _told(name: str, flat: Flat, shapes: Sequence[Shape]) -> dict[str, Shape]:
    """Match the shapes from the user with the model's inputs."""
    if shapes and len(shapes) != len(flat.inputs):
        raise ReadError(
            f"{len(shapes)} input shape{'s' * (len(shapes) > 1)} for the {len(flat.inputs)} inputs of '{name}'",
            f"the inputs are {', '.join(flat.inputs)}",
        )
    return dict(zip(flat.inputs, (tuple(shape) for shape in shapes), strict=True)) if shapes else {}


def _channels_first(flat: Flat) -> bool:
    """Tell whether the layers of a model take channels first."""
    return any(entry.member.config.values.get("data_format") == "channels_first" for entry in flat.entries)


def _layer(entry: Entry, progress: _Progress) -> Layer:
    """Work out one call, and remember its outputs for those that follow."""
    member = entry.member
    inputs = [progress.tensors.get((source.entry, source.port)) for source in entry.inputs]
    if member.type == "InputLayer":
        found = _input(entry, inputs, progress)
    elif is_model(member.config.inner("layer")):
        found = _each_step(entry, inputs, progress)
    else:
        found = found_for(entry, inputs)
    if found.note:
        progress.note(entry, found.note)
    found = _counted(entry, found, progress)
    outputs, provenance = _settled(entry, found, progress)
    _bounded(entry, found, outputs)
    progress.tensors.update({(entry.name, port): x for port, x in enumerate(outputs) if x is not UNKNOWN_TENSOR})
    attrs: dict[str, Any] = dict(found.attrs)
    trainable = found.trainable_params
    inside = member.config.inner("layer").get("config")
    inside = inside if isinstance(inside, dict) else {}
    if not (entry.trainable and member.config.flag("trainable") and inside.get("trainable", True)):
        attrs["trainable"] = False
        trainable = None if found.params is None else 0
    if member.made:
        provenance["name"] = "inferred"
    if found.params is None:
        provenance["params"] = "unknown"
    return Layer(
        entry.name,
        found.op,
        member.type,
        outputs,
        found.params,
        trainable,
        found.macs,
        frozen(attrs),
        entry.group,
        entry.weights_of,
        api="op" if found.is_operation else "layer",
        provenance=provenance,
    )


def _counted(entry: Entry, found: Found, progress: _Progress) -> Found:
    """Join the weights that a live layer has with those of the rule; the layer wins, a difference is noted."""
    facts = entry.member.facts
    if facts.params is None or facts.params == found.params:
        return found
    if found.params is not None:
        progress.note(entry, f"it has {facts.params:,} parameters, the rule says {found.params:,}")
    return replace(found, params=facts.params, trainable_params=facts.trainable_params)


def _bounded(entry: Entry, found: Found, outputs: Sequence[Tensor]) -> None:
    """Stop sizes that grow from layer to layer beyond all bounds."""
    numbers = [size for tensor in outputs for size in tensor.dims]
    if any(isinstance(n, int) and n > LARGEST for n in (*numbers, found.params, found.macs)):
        raise LimitError(f"layer '{entry.name}' has sizes or counts above {LARGEST:.0e}")


def _input(entry: Entry, inputs: Sequence[Tensor | None], progress: _Progress) -> Found:
    """Give an input the shape it is written with, filled in by the user or by what is passed to a nested model."""
    dims = input_shape(entry.member)
    passed = inputs[0].dims if entry.nested and inputs and inputs[0] is not None else None
    if entry.name in progress.told:
        dims = _joined(entry.name, dims, progress.told[entry.name])
    elif passed is not None and (dims is None or (None in dims and len(dims) == len(passed))):
        dims = tuple(b if a is None else a for a, b in zip(dims or passed, passed, strict=True))
        progress.filled.add(entry.group)
    if dims is None:
        how = _OPTION[progress.speaker]
        return Found("input", {}, (), 0, 0, 0, note=f"{progress.speaker} does not say its shape; give one by {how}")
    axes = {2: "CT", 3: "CHW", 4: "CDHW"}.get(len(dims), "") if progress.channels_first else ""
    dtype = dtype_of(entry.member.config.values.get("dtype"))
    return Found("input", {"shape": dims}, (Tensor(dims, axes, dtype),), 0, 0, 0)


def _joined(name: str, dims: Shape | None, told: Shape) -> Shape:
    """Put the user's sizes where the file leaves them open; they may not contradict it."""
    if dims is not None and (
        len(dims) != len(told) or any(a is not None and a != b for a, b in zip(dims, told, strict=True))
    ):
        raise ReadError(f"the input '{name}' is {shown(dims)}, not {shown(told)}")
    return told


def _each_step(entry: Entry, inputs: Sequence[Tensor | None], progress: _Progress) -> Found:
    """Apply a model that a TimeDistributed wraps to one step; its weights count once, its MACs for each step."""
    x = inputs[0] if inputs else None
    if x is None or len(x.dims) < 2 or entry.member.type != "TimeDistributed":
        return Found("other", {})
    key = (id(entry.member), x.dims)
    if key not in progress.wrapped:
        progress.wrapped[key] = _wrapped(entry, x.dims[0], x.dims[1:])
    return progress.wrapped[key]


def _wrapped(entry: Entry, steps: int | str | None, step: Shape) -> Found:
    model = model_of(entry.member.config.inner("layer"))
    starts = [model.index[ref.layer] for ref in model.inputs if ref.layer in model.index]
    is_open = len(starts) == 1 and None in (input_shape(starts[0]) or (None,))
    inner = build(model, (step,) if is_open and len(input_shape(starts[0]) or step) == len(step) else ())
    params, trainable, macs, _ = inner.totals()
    layers = inner.index()
    ends = [layers[port.layer].outputs[port.port] for port in inner.outputs]
    outputs = tuple(
        Tensor((steps, *end.dims), "T" + end.axes, end.dtype) if end != UNKNOWN_TENSOR else end for end in ends
    )
    found = Found("other", {"each_step": True, "wraps": model.name}, outputs)
    if all(layer.params is not None for layer in inner.layers):
        found = replace(found, params=params, trainable_params=trainable)
    if all(layer.macs is not None for layer in inner.layers):
        found = replace(found, macs=count(steps, macs))
    return found


def _settled(entry: Entry, found: Found, progress: _Progress) -> tuple[tuple[Tensor, ...], dict[str, Provenance]]:
    """Join what the file says of the outputs with what the rule says; the file wins, a difference is noted."""
    if found.op == "input":
        return found.outputs or (UNKNOWN_TENSOR,), {} if found.outputs else {"outputs": "unknown"}
    dtype = "" if found.is_operation or found.has_dtype else dtype_of(entry.member.config.values.get("dtype"))
    fill = progress.fill or entry.group in progress.filled
    outputs: list[Tensor] = []
    provenance: dict[str, Provenance] = {}
    lived = entry.member.facts.outputs[entry.number : entry.number + 1]
    for port in range(max(len(found.outputs), progress.given.ports.get(entry.name, 1), *map(len, lived))):
        rule = found.outputs[port] if port < len(found.outputs) else UNKNOWN_TENSOR
        given = progress.given.shapes.get((entry.name, port)) or _live(entry, port, rule, assumed=found.assumed)
        if given is None:
            known: Provenance = "assumed" if found.assumed else "inferred"
            provenance["outputs"] = "unknown" if rule == UNKNOWN_TENSOR else known
            if provenance["outputs"] == "assumed":
                progress.note(entry, f"its shape is taken to be that of its input, {progress.speaker} does not say it")
            outputs.append(rule if rule == UNKNOWN_TENSOR or not dtype else Tensor(rule.dims, rule.axes, dtype))
            continue
        dims, said = given
        if rule == UNKNOWN_TENSOR:
            outputs.append(Tensor(dims, "", said or dtype or "float32"))
            continue
        if not found.assumed and _differ(dims, rule.dims):
            progress.note(entry, f"{progress.speaker} says {shown(dims)}, the rule {shown(rule.dims)}")
        axes = rule.axes if len(rule.dims) == len(dims) else ""
        if axes and fill and None in dims:
            dims = tuple(b if a is None else a for a, b in zip(dims, rule.dims, strict=True))
            provenance["outputs"] = "inferred"
        outputs.append(Tensor(dims, axes, said or dtype or rule.dtype))
    # One object stands for what is not known, so that it can be told by identity.
    return tuple(UNKNOWN_TENSOR if x == UNKNOWN_TENSOR else x for x in outputs), provenance


def _live(entry: Entry, port: int, rule: Tensor, *, assumed: bool) -> tuple[Shape, str] | None:
    """Give what a live layer says of an output, where the rule does not say the same."""
    calls = entry.member.facts.outputs
    if entry.number >= len(calls) or port >= len(calls[entry.number]):
        return None
    dims, dtype = calls[entry.number][port]
    known = rule != UNKNOWN_TENSOR and not assumed and len(rule.dims) == len(dims)
    return None if known and all(b in (a, None) for a, b in zip(rule.dims, dims, strict=True)) else (dims, dtype)


def _differ(one: Shape, other: Shape) -> bool:
    return len(one) != len(other) or any(
        isinstance(a, int) and isinstance(b, int) and a != b for a, b in zip(one, other, strict=True)
    )
