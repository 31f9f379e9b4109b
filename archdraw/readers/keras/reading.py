"""From the JSON of a model to its graph."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archdraw.errors import ReadError
from archdraw.graph import UNKNOWN_TENSOR, Dim, Graph, Layer, Port, Provenance, frozen
from archdraw.readers.keras.building import build
from archdraw.readers.keras.classes import CLASSES
from archdraw.readers.keras.models import is_model, model_of
from archdraw.readers.keras.values import clean, is_counted, snake

LARGEST = 1 << 53
"""A size beyond this is none."""


def graph_of(described: object, input_shapes: tuple[tuple[Dim, ...], ...] = ()) -> Graph:
    """Make the graph of a serialised model."""
    if not isinstance(described, dict) or not isinstance(described.get("class_name"), str):
        raise ReadError("the JSON describes no Keras model", "a model's to_json() has a class_name")
    if is_model(described):
        return build(model_of(described), input_shapes)
    if not isinstance(described.get("config"), dict):
        raise ReadError("the JSON describes no Keras model", "a model's to_json() has a config")
    return _closed(described)


def _closed(described: Mapping[str, Any]) -> Graph:
    """Make one box of a model whose layers the file does not list (a subclass of Model)."""
    type_ = clean(described.get("class_name"))
    if type_ in CLASSES:
        raise ReadError(f"this is one {type_} layer, not a model", "save the model: model.to_json()")
    if type_ in ("Functional", "Model", "Sequential"):
        raise ReadError("the model has no list of layers")
    name = clean(described["config"].get("name")) or snake(type_) or "model"
    unknown: dict[str, Provenance] = {"outputs": "unknown", "params": "unknown"}
    given = _given(described.get("build_config"))
    attrs = frozen({"given": given}) if given else frozen({})
    layer = Layer(name, "other", type_, (UNKNOWN_TENSOR,), None, None, None, attrs=attrs, provenance=unknown)
    note = f"'{type_}' is a subclassed model: its file holds no graph, so it is one box"
    title = type_ if is_counted(name, type_) else ""  # Keras splits SubResNet into three words
    return Graph(name, (layer,), (), (), (Port(name),), (Port(name),), (note,), title)


def _given(built: object) -> tuple[Dim, ...]:
    """Give the size of the one input with which a model was built, without the batch; nothing where it has none or several."""
    shape = built.get("input_shape") if isinstance(built, dict) else None
    sizes = shape[1:] if isinstance(shape, list) else []
    return tuple(sizes) if all(size is None or (type(size) is int and 0 < size < LARGEST) for size in sizes) else ()
