"""The description of a live Functional or Sequential model, as Keras writes it into files, with facts of the live layers.

The models are walked here instead of asking ``to_json()``, which gives up the whole model where one layer cannot write its
configuration. What is private in Keras (nodes, histories) stands in `private`.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import Any

from archdraw.graph import Dim
from archdraw.readers.keras.live.private import (
    built_for,
    calls_to,
    ends_of,
    history_of,
    is_symbolic,
    key_of,
    layers_in,
    own_keys,
    parts_of,
)
from archdraw.readers.keras.members import Facts
from archdraw.readers.keras.models import FACTS
from archdraw.readers.keras.nodes import TENSOR
from archdraw.records import dataclass

Described = dict[str, Any]
Place = tuple[str, int, int]
"""Which output of which call of which operation, as files write it."""


@dataclass(frozen=True, slots=True)
class _Shared:
    """The numbers of the layers met so far, by which a layer is known again that stands in several models."""

    numbers: dict[int, int] = field(default_factory=dict)

    def number(self, layer: object) -> int:
        return self.numbers.setdefault(id(layer), len(self.numbers) + 1)


def is_listed(model: Any) -> bool:
    """Tell whether a model knows its own layers and calls: a Functional or a Sequential, also of a subclass."""
    return is_functional(model) or is_sequential(model)


def holds_hidden(model: Any) -> bool:
    """Tell whether a model has a subclassed model among its layers, at any depth."""
    return any(_has_base(layer, "Model") and not is_listed(layer) for layer in layers_in(model))


def is_functional(layer: Any) -> bool:
    """Tell a Functional by its class."""
    return _has_base(layer, "Functional")


def is_sequential(layer: Any) -> bool:
    """Tell a Sequential by its class."""
    return _has_base(layer, "Sequential")


def _has_base(layer: Any, name: str) -> bool:
    return any(kind.__name__ == name and kind.__module__.startswith("keras.") for kind in type(layer).__mro__)


def described(model: Any) -> Described:
    """Describe a model as its file would."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Keras warns of what can be saved but not loaded
        return _model(model, _Shared())


def _model(model: Any, shared: _Shared) -> Described:
    """Describe a Functional or a Sequential model with all inside."""
    made = _class(model)
    made["config"] = _sequential(model, shared) if is_sequential(model) else _functional(model, shared)
    made["build_config"] = _plain(_tried(model.get_build_config))
    return made


def _sequential(model: Any, shared: _Shared) -> Described:
    own = own_keys(model)
    layers = [_operation(layer, own, shared) for layer in parts_of(model)]
    config = {"name": model.name, "trainable": model.trainable, "layers": layers}
    shape = built_for(model)
    built = _tried(model.get_build_config) or {}
    shape = shape or (built.get("input_shape") if isinstance(built, dict) else None)
    return config | {"build_input_shape": _plain(shape)}  # by this key a subclass of Sequential is known


def _functional(model: Any, shared: _Shared) -> Described:
    own = own_keys(model)
    layers = []
    for operation in model.operations:
        made = _operation(operation, own, shared)
        made["name"] = operation.name
        nodes = (_node(node, own) for node in own_nodes(operation, own))
        made["inbound_nodes"] = [node for node in nodes if node is not None]
        layers.append(made)

    def end(tensor: Any) -> list[Any]:
        name, call, port = place_of(tensor, own)
        # A Functional counts its own building as its first call, and only here.
        return [name, call + is_functional(history_of(tensor)[0]), port]

    inputs, outputs = ends_of(model)
    return {
        "name": model.name,
        "trainable": model.trainable,
        "layers": layers,
        "input_layers": _mapped(end, inputs),
        "output_layers": _mapped(end, outputs),
    }


def own_nodes(operation: Any, own: set[str]) -> list[Any]:
    """Give the calls of an operation that belong to a model: a layer may be called in several."""
    return [node for i, node in enumerate(calls_to(operation)) if key_of(operation, i) in own]


def place_of(tensor: Any, own: set[str]) -> Place:
    """Say which output of which of a model's own calls a tensor is."""
    operation, index, port = history_of(tensor)
    before = sum(key_of(operation, i) in own for i in range(index))
    return operation.name, before, port


def _operation(operation: Any, own: set[str], shared: _Shared) -> Described:
    """Describe one layer or operation, without its calls."""
    made = _model(operation, shared) if is_listed(operation) else layer_described(operation)
    made["shared_object_id"] = shared.number(operation)
    made[FACTS] = facts_of(operation, own_nodes(operation, own))
    return made


def layer_described(operation: Any) -> Described:
    """Describe one layer as Keras writes it; where it cannot write its configuration, say what it is."""
    from keras.saving import serialize_keras_object

    made = _plain(_tried(serialize_keras_object, operation))
    if not isinstance(made, dict) or not isinstance(made.get("config"), dict):
        made = {
            **_class(operation),
            "config": {"name": operation.name, "trainable": getattr(operation, "trainable", True)},
        }
    return made


def facts_of(operation: Any, nodes: Sequence[Any], is_bare: Callable[[Any], bool] = lambda x: False) -> Facts:
    """Say what a layer knows of itself: its weights, once it is built, and the sizes of its outputs in these calls."""
    outputs = tuple(tuple(sized(tensor, bare=is_bare(tensor)) for tensor in node.outputs) for node in nodes)
    if not getattr(operation, "built", False):
        return Facts(outputs=outputs)
    return Facts(counted(operation.weights), counted(operation.trainable_weights), outputs)


def counted(weights: Sequence[Any]) -> int:
    """Count the numbers in some weights by their shapes."""
    from math import prod

    return sum(prod(weight.shape) for weight in weights)


def sized(tensor: Any, *, bare: bool = False) -> tuple[tuple[Dim, ...], str]:
    """Give the sizes of a tensor without the batch, and its dtype."""
    return tuple(shape_with_batch(tensor, bare=bare)[1:]), str(tensor.dtype)


def shape_with_batch(tensor: Any, *, bare: bool = False) -> list[Dim]:
    """Give the shape of a tensor; a bare one has no batch, unless it keeps an axis of 1 in its place."""
    shape = list(tensor.shape)
    return [None, *shape] if bare and shape[:1] != [1] else shape


def is_variable(value: Any) -> bool:
    """Tell a weight of Keras by what it can do."""
    return hasattr(value, "assign") and hasattr(value, "path") and hasattr(value, "shape")


def _class(layer: Any) -> Described:
    """Name the class of a layer as files do; those of Keras itself without the private part of their module."""
    kind = type(layer)
    module = kind.__module__
    return {"module": module, "class_name": kind.__name__, "name": layer.name}


def _node(node: Any, own: set[str]) -> Described | None:
    """Describe one call; a call that reads no tensor is none."""
    if not node.input_tensors:
        return None
    return arguments_described(node, lambda value: place_of(value, own) if is_symbolic(value) else None)


def arguments_described(
    node: Any, place: Callable[[Any], Place | None], is_bare: Callable[[Any], bool] = lambda x: False
) -> Described:
    """Describe the arguments of a call; ``place`` says where a tensor among them comes from, if from anywhere."""

    def leaf(value: Any) -> Any:
        at = place(value)
        if at is None:
            return None if is_symbolic(value) else _constant(value)
        config = {
            "shape": shape_with_batch(value, bare=is_bare(value)),
            "dtype": str(value.dtype),
            "keras_history": list(at),
        }
        return {"class_name": TENSOR, "config": config}

    arguments = node.arguments
    return {"args": _mapped(leaf, list(arguments.args)), "kwargs": _mapped(leaf, dict(arguments.kwargs))}


def _mapped(function: Callable[[Any], Any], value: Any) -> Any:
    """Apply a function to all that stands in lists and mappings."""
    if isinstance(value, (list, tuple)):
        return [_mapped(function, item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _mapped(function, item) for key, item in value.items()}
    return function(value)


LARGEST_CONSTANT = 4096


def _constant(value: Any) -> Any:
    """Write a constant argument as files do; a large array and what cannot be written are left out."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    size = getattr(value, "shape", None)
    if size is not None and counted([value] if None not in tuple(size) else []) > LARGEST_CONSTANT:
        return None
    from keras.saving import serialize_keras_object

    return _plain(_tried(serialize_keras_object, value))


def _plain(value: Any) -> Any:
    """Bring a value into the form that it has in a file; None where it has none."""
    return _tried(lambda: json.loads(json.dumps(value)))


def _tried(function: Callable[..., Any], *arguments: Any) -> Any:
    """Give what a function gives, or None: code of the model's author runs in it, and one layer may not spoil the rest."""
    try:
        return function(*arguments)
    except Exception:
        return None
