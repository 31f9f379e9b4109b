"""From a subclassed model to its graph: what one symbolic call of it shows, or as much of it as can be seen."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from archdraw.errors import ArchdrawError, ReadError
from archdraw.graph import UNKNOWN_TENSOR, Dim, Edge, Graph, Layer, Port, frozen
from archdraw.readers.keras.building import built
from archdraw.readers.keras.classes import translated
from archdraw.readers.keras.flatten import escaped
from archdraw.readers.keras.live.describing import counted, facts_of, is_listed, layer_described
from archdraw.readers.keras.live.naming import flat_of
from archdraw.readers.keras.live.private import calls_to, layers_in
from archdraw.readers.keras.live.starting import Start, starts_of
from archdraw.readers.keras.live.tracing import Trace, said, unwire, watched
from archdraw.readers.keras.models import FACTS, member_of
from archdraw.readers.keras.values import is_counted

Shape = tuple[Dim, ...]
MOST_NAMED = 5
"""So many weights are named in a note."""


def traced(model: Any, input_shapes: Sequence[Shape] = ()) -> tuple[Graph | None, str]:
    """Trace a model; where it cannot be traced, say why."""
    trouble = ""
    for batch in (None, 1):  # some code needs to know the batch
        start = starts_of(model, input_shapes, batch)
        try:
            notes = _built_first(model, start)
            trace, ends = _traced(model, start)
        except ArchdrawError:
            raise
        except Exception as error:  # whatever the author's code raises
            trouble = trouble or said(error)
            continue
        flat, used = flat_of(trace, start.tensors, ends)
        graph = built(str(model.name), flat)
        layers = tuple(replace(x, macs=0) if x.type == "Variable" else x for x in graph.layers)
        notes += [*trace.closed.values(), *_missing(model, used)]
        if batch:
            notes.append("it was traced with a batch of 1")
        return replace(graph, layers=layers, notes=(*graph.notes, *notes), title=_title(model)), ""
    return None, trouble


def _title(model: Any) -> str:
    """Give the name of the class where Keras has made the model's name of it."""
    type_ = type(model).__name__
    return type_ if is_counted(str(model.name), type_) and not is_listed(model) else ""


def _built_first(model: Any, start: Start) -> list[str]:
    """Let a model make its weights, if it has not; so they are not made while it is watched."""
    if all(layer.built for layer in layers_in(model, itself=True)):
        return []
    was_built, before = model.built, list(calls_to(model))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model(*start.args, **start.kwargs)
    for node in [node for node in calls_to(model) if node not in before]:
        unwire(node)
    return [f"the model had no weights yet; it was built for {start.shown()}"] if not was_built else []


def _traced(model: Any, start: Start) -> tuple[Trace, list[Any]]:
    from keras import tree

    with warnings.catch_warnings(), watched(model, start.tensors) as trace:
        warnings.simplefilter("ignore")
        outputs = model(*start.args, **start.kwargs)
    ends = [x for x in tree.flatten(outputs) if id(x) in trace.made]
    if not ends:
        raise ValueError("its outputs do not come from its inputs")
    return trace, ends


def _missing(model: Any, used: set[int]) -> list[str]:
    """Name the weights that no call of the trace has."""
    left = [weight for weight in model.weights if id(weight) not in used]
    if not left:
        return []
    names = ", ".join(f"{weight.path} ({counted([weight]):,})" for weight in left[:MOST_NAMED])
    more = f" and {len(left) - MOST_NAMED} more" if len(left) > MOST_NAMED else ""
    return [f"weights that the traced call does not use, or uses without a trace, are not drawn: {names}{more}"]


def listed(model: Any, trouble: str) -> Graph:
    """Give the layers that a model holds in the order of its attributes; a model without any is one box."""
    inside = layers_in(model, deep=False)
    layers: dict[str, Layer] = {}
    for layer in inside or [model]:
        own = _free(escaped(layer.name), layers)
        layers[own] = _closed(own, layer)
    names = list(layers)
    edges = tuple(Edge(a, b) for a, b in pairwise(names))
    assumed = (
        "one box is drawn"
        if not inside
        else "its layers are listed in the order of its attributes: what reads what is assumed"
    )
    note = f"'{type(model).__name__}' cannot be traced ({trouble}); {assumed}"
    notes = (note, *_missing(model, {id(weight) for layer in inside or [model] for weight in layer.weights}))
    ends = (Port(names[0]),), (Port(names[-1]),)
    return Graph(str(model.name), tuple(layers.values()), edges, (), *ends, notes, _title(model))


def _free(name: str, taken: Mapping[str, Layer]) -> str:
    return next(word for word in (name, *(f"{name}_{n}" for n in range(1, len(taken) + 2))) if word not in taken)


def _closed(name: str, layer: Any) -> Layer:
    """Give a layer whose place in the graph is not known: what it is, and its weights."""
    described = layer_described(layer) | {FACTS: facts_of(layer, [])}
    member = member_of({**described, "config": {**described["config"], "layers": None}}, name)
    try:
        op, attrs = translated(member.known_as, member.config) or ("other", {})
    except ReadError:
        op, attrs = "other", {}
    facts = member.facts
    return Layer(
        name,
        op,
        member.type,
        (UNKNOWN_TENSOR,),
        facts.params,
        facts.trainable_params,
        None,
        frozen(attrs),
        provenance={"outputs": "unknown", **({} if facts.params is not None else {"params": "unknown"})},
    )
