"""The weights of dense layers of a live model, read only where a figure shows them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import prod
from typing import Any

from archdraw.errors import LimitError, ReadError
from archdraw.graph import Layer
from archdraw.matrix import Matrix
from archdraw.readers.keras.flatten import escaped
from archdraw.readers.keras.live.private import holds_layers, layers_in
from archdraw.readers.keras.weights import LARGEST

_PART = re.compile(r"(?:[^\\/]|\\.)+")
_AGAIN = re.compile(r"(?<!\\)#\d+$")


def weights_of_live(model: Any, wanted: Sequence[Layer]) -> dict[str, Matrix]:
    """Give the weights of dense layers by name.

    Raises ReadError where a layer has none yet, or they are no matrix, or its name is not its own; LimitError where they are too many.
    """
    return {layer.name: _matrix(layer, _found(model, layer)) for layer in wanted}


def _found(model: Any, wanted: Layer) -> Any:
    """Follow a full name from model to model down to the layer itself."""
    held = model
    for part in _PART.findall(wanted.weights_of or wanted.name):
        name = _AGAIN.sub("", part)
        inside = held.layers if hasattr(held, "layers") else layers_in(held, deep=False) if holds_layers(held) else []
        fitting = [layer for layer in inside if escaped(layer.name) == name]
        if len(fitting) != 1:
            why = "is not among the layers of the model" if not fitting else "is the name of several layers"
            raise ReadError(f"the weights of '{wanted.name}' are not found: '{name}' {why}", "give layers names")
        (held,) = fitting
    return held


def _matrix(wanted: Layer, layer: Any) -> Matrix:
    layer = getattr(layer, "layer", layer)  # what a wrapper wraps
    kernel, bias = getattr(layer, "kernel", None), getattr(layer, "bias", None)
    if kernel is None:
        raise ReadError(f"'{wanted.name}' has no weights yet", "build the model, or call it once")
    if len(kernel.shape) != 2:
        raise ReadError(f"the weights of '{wanted.name}' are no matrix")
    if prod(kernel.shape) > LARGEST:
        raise LimitError(f"'{wanted.name}' has more than {LARGEST:,} weights")
    rows, columns = kernel.shape
    return Matrix(int(rows), int(columns), _bytes(kernel), b"" if bias is None else _bytes(bias))


def _bytes(weight: Any) -> bytes:
    """Give the numbers as 32-bit floats, row after row."""
    if type(weight).__module__.startswith("keras."):
        from keras import ops

        weight = ops.convert_to_numpy(weight)
    elif hasattr(weight, "numpy"):  # a weight of Keras 2
        weight = weight.numpy()
    made: bytes = weight.astype("<f4").tobytes()
    return made
