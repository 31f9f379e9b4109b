"""Live Keras models: described as their files would be, or, where a class hides its graph, by watching one symbolic call.

Keras is never imported for a model that is not of it; nothing is computed, and no weight is copied.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from archdraw.errors import ReadError
from archdraw.graph import Dim, Graph

_HOMES = ("keras", "tf_keras", "tensorflow")


def knows(thing: object) -> bool:
    """Tell whether an object is a layer or a model of Keras, by the names of its classes: nothing is imported."""
    return any(kind.__name__ in ("Layer", "Operation") and _is_of_keras(kind) for kind in type(thing).__mro__)


def graph_of_live(model: Any, input_shapes: tuple[tuple[Dim, ...], ...] = ()) -> Graph:
    """Read the graph of a live model.

    A Functional or Sequential model gives what its saved file gives, and what only the live layers know: the weights and
    sizes of custom layers; a subclassed one is traced, and so is one that holds such. Where this Keras lacks what is
    needed for it, a model that can is read as it describes itself. Raises ReadError for what is no model, or has no size yet.
    """
    from archdraw.readers.keras.reading import graph_of

    type_ = type(model).__name__
    if not any(kind.__name__ == "Model" and _is_of_keras(kind) for kind in type(model).__mro__):
        raise ReadError(f"this is one {type_} layer, not a model", "put it into one: keras.Sequential([layer])")
    if not _is_of_keras3(model):
        return graph_of(_self_described(model), input_shapes)
    from archdraw.readers.keras.live.describing import described, holds_hidden, is_listed
    from archdraw.readers.keras.live.private import Changed

    try:
        if is_listed(model) and not (model.built and holds_hidden(model)):
            return graph_of(described(model), input_shapes)
    except Changed as error:
        told = graph_of(_self_described(model), input_shapes)
        note = f"{error}; so the model is read as it describes itself, without what only its live layers know"
        return replace(told, notes=(*told.notes, note))
    from archdraw.readers.keras.live.subclassed import listed, traced

    graph, trouble = traced(model, input_shapes)
    if graph is not None:
        return graph
    return graph_of(described(model), input_shapes) if is_listed(model) else listed(model, trouble)


def _is_of_keras(kind: type) -> bool:
    return kind.__module__.partition(".")[0] in _HOMES


def _is_of_keras3(model: Any) -> bool:
    """Tell a model of Keras 3 by its base Operation, which Keras 2 does not have."""
    return any(kind.__name__ == "Operation" and _is_of_keras(kind) for kind in type(model).__mro__)


def _self_described(model: Any) -> Any:
    """Give the description that a model writes itself."""
    import json

    try:
        return json.loads(model.to_json())
    except (NotImplementedError, TypeError, ValueError) as error:
        why = str(error).partition("\n")[0] or type(error).__name__
        raise ReadError(
            f"the model cannot describe itself: {why}", "a model of Keras 3.15 needs no description"
        ) from error
