"""Keras files without Keras: ``.keras``, JSON of ``to_json()`` and ``.h5``, of Keras 3 and of Keras 2.

Only the description of the model is read: no weights are loaded, no code is run, no class is imported.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from archdraw.errors import ArchdrawError, LimitError, Problem, ReadError
from archdraw.graph import UNKNOWN_TENSOR, Dim, Graph, Layer, Port, Provenance
from archdraw.readers.keras.building import build
from archdraw.readers.keras.classes import CLASSES
from archdraw.readers.keras.files import description_of, has_config, kind_of
from archdraw.readers.keras.models import is_model, model_of
from archdraw.readers.keras.values import clean, snake
from archdraw.source import Reading, Source


def sniff(source: Source) -> bool:
    """Tell whether this is a Keras file: an HDF5 file, JSON with a class name, a zip with a config."""
    kind = kind_of(source)
    if kind == "zip":
        return source.suffix == ".keras" or has_config(source)
    return bool(kind)


def read(source: Source, input_shapes: tuple[tuple[Dim, ...], ...] = ()) -> Reading:
    """Read the graph of a Keras model.

    Raises ReadError where the file is damaged or no model, LimitError where it is too large or too deep, MissingTool for
    ``.h5`` without h5py.
    """
    try:
        graph = graph_of(description_of(source), input_shapes)
    except RecursionError:
        raise _in(source, LimitError("the description of the model is nested too deeply")) from None
    except ArchdrawError as error:
        raise _in(source, error) from error
    return Reading(graph if graph.name else replace(graph, name=source.stem))


def _in(source: Source, error: ArchdrawError) -> ArchdrawError:
    """Name the file in an error."""
    return type(error)(str(error), error.hint, problems=(Problem(str(error), error.hint, source.name),))


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
    layer = Layer(name, "other", type_, (UNKNOWN_TENSOR,), None, None, None, provenance=unknown)
    note = f"'{type_}' is a subclassed model: its file holds no graph, so it is one box"
    return Graph(name, (layer,), (), (), (Port(name),), (Port(name),), (note,))
