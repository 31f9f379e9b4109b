"""Give dense layers their weights, from the source or from the caller, as an attribute that a layout may draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from math import prod
from typing import Any

from archdraw.errors import ReadError, UsageError
from archdraw.graph import Graph, Layer, frozen
from archdraw.matrix import Matrix

Provider = Callable[[Sequence[Layer]], Mapping[str, Matrix]]
LONGEST = 2**20
"""A text of matrices has at most so many characters."""
PROPORTIONAL = ("edge_width_proportional", "edge_opacity_proportional", "edge_color_proportional")


def with_weights(graph: Graph, options: Any, provider: Provider | None) -> Graph:
    """Give a graph whose dense layers have ``weights`` in their attributes, if the options ask for them.

    ``options.weights`` is ``none``, ``file``, or matrices, one for each dense layer in order; a matrix may have one row more, of biases.
    Raises UsageError for what does not fit, ReadError where the file has no weights.
    """
    wanted = options.weights
    if wanted in ("none", None, ""):
        if any(getattr(options, name, "") == "true" for name in PROPORTIONAL):
            raise UsageError("edges cannot be in proportion to weights that are not drawn", "add weights=file")
        return graph
    layers = [layer for layer in graph.layers if layer.op == "dense"]
    if wanted == "file":
        if provider is None:
            message = "weights=file draws the weights of the model's file, but this source has none"
            raise UsageError(
                message, "draw a .keras or .h5 file that was saved with its weights, or a live model, or give matrices"
            )
        found = dict(provider(layers))
    else:
        found = _given(wanted, layers)
    reads = _inputs(graph)
    for layer in layers:
        inputs, matrix = reads.get(layer.name), found[layer.name]
        if wanted != "file" and inputs is not None and matrix.rows == inputs + 1:
            matrix = found[layer.name] = matrix.with_last_row_as_biases()
        _check(layer, matrix, inputs, wanted == "file")
    return replace(
        graph,
        layers=tuple(
            replace(layer, attrs=frozen({**layer.attrs, "weights": found[layer.name]}))
            if layer.name in found
            else layer
            for layer in graph.layers
        ),
    )


def _given(wanted: Any, layers: Sequence[Layer]) -> dict[str, Matrix]:
    matrices = _parsed(wanted) if isinstance(wanted, str) else wanted
    if not isinstance(matrices, (list, tuple)) or len(matrices) != len(layers):
        count = len(matrices) if isinstance(matrices, (list, tuple)) else "no"
        raise UsageError(f"weights are {count} matrices, but there are {len(layers)} dense layers", "give one for each")
    return {layer.name: _of(matrix, layer) for matrix, layer in zip(matrices, layers, strict=True)}


def _parsed(written: str) -> Any:
    import json

    try:
        return json.loads(written[: LONGEST + 1])
    except (ValueError, RecursionError):
        shown = written if len(written) <= 40 else f"{written[:39]}…"
        raise UsageError(
            f"weights are none, file or matrices, not '{shown}'", "write file, or [[[0.1, -0.2], [1, 0]]]"
        ) from None


def _of(rows: Any, layer: Layer) -> Matrix:
    """Make a matrix of lists; one row more than there are inputs holds the biases."""
    good = isinstance(rows, (list, tuple)) and all(
        isinstance(row, (list, tuple)) and all(isinstance(n, (int, float)) and abs(n) < 1e30 for n in row)
        for row in rows
    )
    if not good or not rows or len({len(row) for row in rows}) != 1:
        raise UsageError(f"the weights of '{layer.name}' are no matrix of numbers", "give a list of rows of one length")
    width = layer.outputs[0].dims[-1] if layer.outputs else None
    if len(rows[0]) != width:
        raise UsageError(f"the weights of '{layer.name}' have {len(rows[0])} columns, but it has {width} neurons")
    return Matrix.of(rows)


def _inputs(graph: Graph) -> dict[str, int | None]:
    """Give how many numbers each dense layer reads."""
    at = graph.index()
    found: dict[str, int | None] = {}
    for edge in graph.edges:
        layer, source = at[edge.target], at[edge.source]
        dims = source.outputs[edge.source_port].dims if source.outputs else (None,)
        known = [size for size in dims if isinstance(size, int)]
        if layer.op == "dense":
            found[layer.name] = prod(known) if len(known) == len(dims) else None
    return found


def _check(layer: Layer, matrix: Matrix, inputs: int | None, from_file: bool) -> None:
    width = layer.outputs[0].dims[-1] if layer.outputs else None
    if matrix.columns != width or (inputs is not None and matrix.rows != inputs):
        message = f"the weights of '{layer.name}' are {matrix.rows} × {matrix.columns}, but it reads {inputs} and has {width} neurons"
        raise (ReadError if from_file else UsageError)(message)
    if not matrix.is_finite():
        raise (ReadError if from_file else UsageError)(f"a weight of '{layer.name}' is no finite number")
