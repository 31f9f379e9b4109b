"""The graph while it is built: layers are added one by one, then it is closed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field, replace
from typing import Any

from archdraw import ops
from archdraw.graph import Edge, Group, Layer, Provenance, frozen
from archdraw.records import dataclass
from archdraw.spec.names import Value, Wire
from archdraw.spec.problems import Mistake, Place, Problems

LAYERS = 20_000
"""How many layers a spec may expand to."""
LARGEST = 10**12
"""The largest size that may come out of a layer."""
STEPS = 2 * LAYERS
"""How many items may be expanded, whether they make layers or not."""


_OP = re.compile("^(conv|global avgpool|global maxpool|norm) ")
"""How rules call an op that the spec has another word for (``sepconv``, ``gap``, ``layernorm``)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One layer to be: its op, its word, and its attributes."""

    op: str
    type: str
    attrs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Write:
    """What the author says about a layer besides its work, and where; ``given`` are the facts that he states."""

    at: Place
    named: bool = False
    label: str = ""
    note: str = ""
    given: tuple[str, ...] = ()


@dataclass(slots=True)
class Draft:
    """Everything made so far; ``order`` and ``frames`` list the names of layers and groups as they came."""

    problems: Problems
    layers: dict[str, Layer] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    entering: dict[str, list[Wire]] = field(default_factory=dict)
    steps: int = 0

    def add(self, full: str, group: str, step: Step, inputs: Value, write: Write, args: tuple[str, ...] = ()) -> Value:
        """Add a layer and the edges that enter it; give its outputs.

        ``args`` names the inputs that are passed by keyword, from the last on. What does not fit is a problem at
        ``write.at``, and the outputs are unknown.
        """
        if len(self.order) >= LAYERS:
            raise self.problems.stop(write.at, f"the network expands to more than {LAYERS} layers", "lower 'repeat'")
        tensors = [wire.tensor for wire in inputs]
        result = ops.Result((), None, None, None)
        if None not in tensors:
            try:
                result = _bounded(ops.apply(step.op, step.attrs, [tensor for tensor in tensors if tensor is not None]))
            except ops.Misfit as misfit:
                message = _OP.sub(f"{step.type} ", str(misfit))
                self.problems.add(write.at, message, self._flat(step, inputs) or misfit.hint)
        layer = Layer(
            full,
            step.op,
            step.type,
            result.outputs,
            result.params,
            result.trainable_params,
            result.macs,
            frozen(step.attrs),
            group,
            label=write.label,
            note=write.note,
            origin=f"{self.problems.file}:{write.at.line}",
            provenance=_provenance(result, write),
        )
        self.layers[full] = layer
        self.order.append(full)
        self.entering[full] = list(inputs)
        first_arg = len(inputs) - len(args)
        for port, wire in enumerate(inputs):
            if wire.layer:
                arg = args[port - first_arg] if port >= first_arg else ""
                self.edges.append(Edge(wire.layer, full, wire.port, port, arg=arg, label=wire.label))
        ports = len(result.outputs) or int(step.attrs.get("parts", 1))
        return tuple(Wire(full, i, result.outputs[i] if result.outputs else None) for i in range(ports))

    def _flat(self, step: Step, inputs: Value) -> str:
        """Say where the places went that a layer needs, "" if that is not what is wrong."""
        if step.op not in ("conv", "deconv", "pool", "upsample", "pad", "crop"):
            return ""
        at = inputs[0]
        while at.tensor is not None and len(at.tensor.dims) < 2:
            layer = self.layers[at.layer]
            before = self.entering[at.layer]
            if layer.op == "input" or not before:
                return "write the input with its places, such as 28x28x1" if layer.op == "input" else ""
            if before[0].tensor is not None and len(before[0].tensor.dims) > 1:
                line = layer.origin.rpartition(":")[2]
                return f"put it before the '{layer.type}' of line {line}, or 'reshape' between them"
            at = before[0]
        return ""

    def frame(self, group: Group) -> None:
        """Add a group."""
        self.groups[group.name] = group
        self.frames.append(group.name)

    def change(self, name: str, **attrs: Any) -> Layer:
        """Give a layer more attributes, and reckon anew what follows from them."""
        old = self.layers[name]
        merged = {**old.attrs, **attrs}
        tensors = [wire.tensor for wire in self.entering[name]]
        layer = replace(old, attrs=frozen(merged))
        if old.outputs and None not in tensors:
            result = ops.apply(old.op, merged, [tensor for tensor in tensors if tensor is not None])
            layer = replace(layer, outputs=result.outputs)
        self.layers[name] = layer
        return layer

    def mark(self) -> tuple[int, int]:
        """Give how many layers and groups there are."""
        return len(self.order), len(self.frames)

    def count(self, at: Place) -> None:
        """Count an item that is expanded; raise SpecError when there are too many."""
        self.steps += 1
        if self.steps > STEPS:
            raise self.problems.stop(at, f"the network expands to more than {LAYERS} layers", "lower 'repeat'")


def _bounded(result: ops.Result) -> ops.Result:
    """Refuse sizes that no network has, before they grow without end."""
    for tensor in result.outputs:
        for size in tensor.dims:
            if isinstance(size, int) and size > LARGEST:
                raise ops.Misfit("the output would be larger than 10^12 along one axis", "lower the sizes")
    return result


def _provenance(result: ops.Result, write: Write) -> dict[str, Provenance]:
    open_size = any(size is None for tensor in result.outputs for size in tensor.dims)
    facts: dict[str, Provenance] = {} if write.named else {"name": "inferred"}
    facts["outputs"] = "given" if "outputs" in write.given else "inferred"
    facts["params"] = "given" if "params" in write.given else "inferred"
    if open_size:
        facts["outputs"] = "unknown"
    if result.params is None:
        facts["params"] = "unknown"
    return facts


def one(value: Value, word: str) -> Wire:
    """Give the single wire that a layer reads, or raise a Mistake."""
    if not value:
        raise Mistake(f"'{word}' needs an input", "say which with 'from:'")
    if len(value) > 1:
        listed = ", ".join(wire.layer for wire in value[:4])
        raise Mistake(f"'{word}' takes one input, but here are {len(value)}: {listed}", "say which with 'from:'")
    return value[0]
