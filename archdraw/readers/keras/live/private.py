"""What is private in Keras and yet needed: each name stands here alone, and where it is gone, one error says so.

Everything else asks Keras only by what it documents.
"""

from __future__ import annotations

from typing import Any

from archdraw.errors import ReadError


class Changed(ReadError):
    """Keras does not have what archdraw looks for in it."""


def changed(name: str) -> Changed:
    """Make the error for a name that is gone."""
    import sys

    version = getattr(sys.modules.get("keras"), "__version__", "of this version")
    return Changed(
        f"Keras {version} has no '{name}', by which live models are read",
        "save the model and draw the file: model.save('model.keras'); or install the Keras that archdraw is tested with, 3.15",
    )


def _of(thing: Any, name: str) -> Any:
    """Give an attribute that only Keras itself should use."""
    try:
        return getattr(thing, name)
    except AttributeError:
        raise changed(name) from None


def calls_to(operation: Any) -> list[Any]:
    """Give the calls of an operation (nodes), the list that Keras itself keeps."""
    found: list[Any] = _of(operation, "_inbound_nodes")
    return found


def calls_after(operation: Any) -> list[Any]:
    """Give the calls that read an operation, the list that Keras itself keeps."""
    found: list[Any] = _of(operation, "_outbound_nodes")
    return found


def is_symbolic(value: Any) -> bool:
    """Tell whether a value is a tensor that knows where it comes from."""
    return hasattr(value, "_keras_history")


def history_of(tensor: Any) -> tuple[Any, int, int]:
    """Give the operation that made a tensor, the number of its call, and the number of the output."""
    operation, call, port = _of(tensor, "_keras_history")
    return operation, call, port


def tensors_passed(node: Any) -> list[Any]:
    """Give the symbolic tensors among the arguments of a call."""
    found: list[Any] = _of(_of(node, "arguments"), "keras_tensors")
    return found


def values_passed(node: Any) -> list[Any]:
    """Give all arguments of a call, those inside lists and mappings one by one."""
    found: list[Any] = _of(_of(node, "arguments"), "_flat_arguments")
    return found


def own_keys(model: Any) -> set[str]:
    """Give the keys of the calls that belong to a Functional or a built Sequential."""
    inner = _of(model, "_functional") if hasattr(model, "_functional") else model
    return set(_of(inner, "_nodes")) if inner is not None else set()


def key_of(operation: Any, call: int) -> str:
    """Give the key of one call of an operation."""
    try:
        from keras.src.ops.function import make_node_key
    except ImportError:
        raise changed("make_node_key") from None
    key: str = make_node_key(operation, call)
    return key


def parts_of(sequential: Any) -> list[Any]:
    """Give the layers of a Sequential with its input."""
    found: list[Any] = _of(sequential, "_layers")
    return found


def built_for(sequential: Any) -> Any:
    """Give the shape for which a Sequential was built, if that is kept."""
    return getattr(sequential, "_build_input_shape", None)


def ends_of(functional: Any) -> tuple[Any, Any]:
    """Give inputs and outputs of a Functional, in the lists and mappings that its author chose."""
    return _of(functional, "_inputs_struct"), _of(functional, "_outputs_struct")


def layers_in(layer: Any, *, deep: bool = True, itself: bool = False) -> list[Any]:
    """Give the layers inside a layer."""
    return list(_of(layer, "_flatten_layers")(include_self=itself, recursive=deep))


def holds_layers(thing: Any) -> bool:
    """Tell whether a thing can hold layers: operations cannot."""
    return hasattr(thing, "_flatten_layers")


def kinds_to_watch() -> tuple[Any, Any]:
    """Give the classes of layers and of calls, whose methods are replaced while a model is watched."""
    try:
        from keras.src.layers.layer import Layer
        from keras.src.ops.node import Node
    except ImportError as error:
        raise changed(error.name or "keras.src") from None
    _of(Layer, "symbolic_call")
    return Layer, Node
