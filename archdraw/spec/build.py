"""The whole way from the text of a spec to its graph and its figure side."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from archdraw.errors import UsageError
from archdraw.graph import Dim, Graph, Port, Tensor
from archdraw.records import dataclass
from archdraw.source import Overlay
from archdraw.spec import document, figure, overlay, tree
from archdraw.spec.context import Here
from archdraw.spec.document import Document, Input
from archdraw.spec.draft import Draft, Step, Write
from archdraw.spec.expand import Expander
from archdraw.spec.names import UNKNOWN, Named, Scope, Value, all_names, names_in
from archdraw.spec.problems import Problems
from archdraw.spec.scalars import substituted

InputShapes = tuple[tuple[Dim, ...], ...]


@dataclass(frozen=True, slots=True)
class Spec:
    """A spec that is right: its network, and what it says about the figure."""

    graph: Graph
    side: figure.Side
    overlay: Overlay | None = None


def build(data: bytes, file: str, stem: str, input_shapes: InputShapes = ()) -> Spec:
    """Read the text of a spec; raise SpecError with everything that is wrong in it.

    ``input_shapes`` fill, in order, the sizes that the inputs leave open; UsageError where they contradict the spec.
    """
    text, problems = tree.decode(data, file)
    root = tree.parse(text, problems)
    if isinstance(root, tree.Mapping) and overlay.is_overlay(root):
        side = figure.check(root, problems)
        found = overlay.check(root, side.lines, problems)
        problems.raise_any()
        return Spec(Graph(stem, ()), side, found)
    checked = document.check(root, problems)
    side = figure.check(root, problems) if isinstance(root, tree.Mapping) else figure.Side()
    checked, sizes = _filled(checked, input_shapes)
    work = Expander(checked, problems, all_names(root), sizes)
    ports = _expand(work, checked)
    outputs = _outputs(work, checked, ports)
    problems.raise_any()
    _styles(work, side, problems)
    problems.raise_any()
    graph = _graph(work.draft, checked, stem, tuple(port for port, _ in ports), outputs)
    return Spec(graph.check(), side)


def _expand(work: Expander, checked: Document) -> list[tuple[Port, Scope]]:
    """Add the inputs, then all layers."""
    scope = Scope(kept=names_in(checked.layers))
    ports = []
    running: Value = () if checked.inputs else UNKNOWN  # a missing input is a problem already
    for one in checked.inputs:
        running = _input(work.draft, one, scope)
        ports.append((Port(running[0].layer, 0, one.name if one.named else ""), scope))
    here = Here(scope, checked.params)
    work.items(checked.layers, running if len(checked.inputs) < 2 else (), here)
    return ports


def _input(draft: Draft, one: Input, scope: Scope) -> Value:
    own = scope.given(one.name)
    attrs: dict[str, Any] = {"shape": one.shape} if one.shape is not None else {"shape": (None,)}
    if one.image:
        attrs["image"] = one.image
    write = Write(one.at, one.named, one.label, given=("outputs", "params"))
    value = draft.add(scope.full(own), "", Step("input", "input", attrs), (), write)
    if one.shape is None:
        value = (replace(value[0], tensor=None),)
    scope.bound.setdefault(one.name, Named(value, one.at))
    return value


def _filled(checked: Document, shapes: InputShapes) -> tuple[Document, dict[str, Dim]]:
    """Put given sizes in place of symbols and unknown ones; a symbol has one size in the whole spec."""
    sizes: dict[str, Dim] = {}
    if len(shapes) > len(checked.inputs):
        raise UsageError(f"the spec has {len(checked.inputs)} inputs, but {len(shapes)} shapes are given")
    inputs = list(checked.inputs)
    for i, given in enumerate(shapes):
        shape = inputs[i].shape
        if shape is None:
            continue
        fits = len(shape) == len(given) and all(
            not isinstance(old, int) or new is None or old == new for old, new in zip(shape, given, strict=True)
        )
        if not fits:
            raise UsageError(
                f"the input '{inputs[i].name}' is {Tensor(shape)}, which {Tensor(tuple(given))} contradicts",
                "only sizes that the spec leaves open can be given",
            )
        pairs = list(zip(shape, given, strict=True))
        sizes |= {old: new for old, new in pairs if isinstance(old, str) and new is not None}
        inputs[i] = replace(inputs[i], shape=tuple(new if old is None else old for old, new in pairs))
    inputs = [one if one.shape is None else replace(one, shape=substituted(one.shape, sizes)) for one in inputs]
    return replace(checked, inputs=tuple(inputs)), sizes


def _outputs(work: Expander, checked: Document, ports: list[tuple[Port, Scope]]) -> tuple[Port, ...]:
    """Give the outputs that are named, else all that no layer reads, in order."""
    draft = work.draft
    if checked.outputs is not None and ports:
        found = []
        here = Here(ports[0][1], checked.params)
        for output in checked.outputs:
            for name in output.names:
                wires = work.values(name, "outputs", here)
                found += [Port(wire.layer, wire.port, output.label or name.text) for wire in wires]
        return tuple(found)
    read = {(edge.source, edge.source_port) for edge in draft.edges}
    sources = {edge.source for edge in draft.edges if edge.role == "state" or edge.source_port}
    found = []
    for full, layer in draft.layers.items():
        if layer.op == "input" and len(draft.layers) > len(checked.inputs):
            continue
        count = 1 if layer.op == "recurrent" else max(1, len(layer.outputs))
        if layer.op == "recurrent" and full in sources and (full, 0) not in read:
            continue
        found += [Port(full, port) for port in range(count) if (full, port) not in read]
    return tuple(found) if len(draft.layers) > len(checked.inputs) else ()


def _styles(work: Expander, side: figure.Side, problems: Problems) -> None:
    """Add the styles that stand beside items to the style section, under the names of their layers."""
    for name, node in work.styles.items():
        found = figure.plain(node, ("style", name), side.lines, problems)
        side.lines.setdefault(("style", name), node.at)
        side.style[name] = {**side.style.get(name, {}), **found}


def _graph(draft: Draft, checked: Document, stem: str, inputs: tuple[Port, ...], outputs: tuple[Port, ...]) -> Graph:
    readers: dict[str, set[str]] = {}
    for edge in draft.edges:
        readers.setdefault(edge.source, set()).add(draft.layers[edge.target].op)
    layers = []
    for layer in draft.layers.values():
        if layer.op == "input" and readers.get(layer.name) == {"embedding"} and len(layer.outputs[0].dims) == 1:
            layer = replace(layer, outputs=(replace(layer.outputs[0], axes="T"),))  # numbers of words, not channels
        layers.append(layer)
    notes = list(checked.notes)
    if not checked.layers:
        notes.append("the spec has no layers")
    else:
        idle = [port.layer for port in inputs if port.layer not in readers]
        notes += [f"nothing reads the input '{name}'" for name in idle]
    name = re.sub(r"[^\w.-]+", "-", stem).strip("-.").lower() or "network"
    groups = tuple(draft.groups.values())
    return Graph(name, tuple(layers), tuple(draft.edges), groups, inputs, outputs, tuple(notes), checked.title)
