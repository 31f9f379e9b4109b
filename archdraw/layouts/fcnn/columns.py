"""From a graph to columns of neurons: sizes, names, activations; or an error that names the layer that is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import prod
from typing import Any

from archdraw.diagram import Look
from archdraw.errors import LayoutError
from archdraw.graph import LINEAR, Dim, Graph, Layer
from archdraw.matrix import Matrix
from archdraw.ops.functions import function_name
from archdraw.records import dataclass

NORMS = {"batch": "BN", "layer": "LN", "group": "GN", "rms": "RMS norm", "scale": "scale"}
HINT = "try the renderer 'graph'"


@dataclass(frozen=True, slots=True)
class Column:
    """One layer of neurons. ``size`` is its number of neurons, None or a symbol where that is not known.

    ``does`` is what is done to what it puts out (``ReLU``), ``shape`` what an input is, if it is no vector; ``weights`` are those of its edges in.
    """

    layer: Layer
    look: Look
    size: Dim
    role: str
    does: tuple[str, ...] = ()
    shape: str = ""
    bias: bool = False
    weights: Matrix | None = None


def columns(graph: Graph) -> list[Column]:
    """Read the chain; raises LayoutError for what is no chain of vectors."""
    _check_chain(graph)
    looks = graph.looks_of_groups()
    found: list[Column] = []
    for layer in graph.layers:
        look = Look(layer.op, layer.type, looks[layer.group], layer.name)
        if layer.op == "input":
            found.append(_input(layer, look))
        elif not found:
            raise LayoutError(f"the renderer 'fcnn' begins with an input, but '{layer.name}' has none", HINT)
        elif layer.op == "dense":
            found.append(_dense(layer, look))
        else:
            before = found[-1]
            found[-1] = replace(before, does=(*before.does, *_what(layer)))
    return _with_roles(found)


def _check_chain(graph: Graph) -> None:
    """Refuse what has several beginnings or ends; that no layer has two neighbours is checked for every renderer."""
    read = {edge.target for edge in graph.edges}
    starts = [layer.name for layer in graph.layers if layer.name not in read]
    if not starts:
        raise LayoutError("the renderer 'fcnn' draws layers of neurons, but there is none", HINT)
    if len(starts) > 1:
        raise LayoutError(f"the renderer 'fcnn' draws one row of layers, but '{starts[1]}' begins another", HINT)
    ends = {port.layer for port in graph.outputs} - {graph.layers[-1].name}
    if ends:
        raise LayoutError(f"the renderer 'fcnn' draws one output, but '{min(ends)}' is one too", HINT)


def _input(layer: Layer, look: Look) -> Column:
    dims = layer.outputs[0].dims if layer.outputs else (None,)
    shape = " × ".join("?" if size is None else str(size) for size in dims) if len(dims) > 1 else ""
    return Column(layer, look, _size(dims), "Input", shape=shape)


def _size(dims: tuple[Dim, ...]) -> Dim:
    """Count the neurons of a tensor; a vector keeps its symbol."""
    if len(dims) == 1:
        return dims[0]
    known = [size for size in dims if isinstance(size, int)]
    return prod(known) if len(known) == len(dims) else None


def _dense(layer: Layer, look: Look) -> Column:
    dims = layer.outputs[0].dims if layer.outputs else (None,)
    if len(dims) != 1:
        sizes = " × ".join("?" if size is None else str(size) for size in dims)
        message = f"the renderer 'fcnn' draws vectors, but '{layer.name}' puts out {sizes}"
        raise LayoutError(message, f"{HINT}, or flatten before it")
    weights = layer.attrs.get("weights")
    bias = bool(layer.attrs.get("bias", True))
    return Column(layer, look, dims[0], "Hidden", _all_of(layer), "", bias, weights)


def _all_of(layer: Layer) -> tuple[str, ...]:
    """Say what a dense layer does to its sums, in the order it does it."""
    return (*_activation(layer.attrs, "activation"), *(word for part in layer.folded for word in _what(part)))


def _what(layer: Layer) -> tuple[str, ...]:
    """Say what a layer without neurons of its own does."""
    if layer.op == "activation":
        return _activation(layer.attrs, "function")
    if layer.op == "norm":
        return (NORMS.get(str(layer.attrs.get("display", layer.attrs.get("kind"))), "norm"),)
    return {"dropout": ("dropout",), "rescale": ("rescaled",)}.get(layer.op, ())


def _activation(attrs: Mapping[str, Any], key: str) -> tuple[str, ...]:
    name = attrs.get(key)
    return () if name in LINEAR else (function_name(str(name), attrs.get("alpha")),)


def _with_roles(found: list[Column]) -> list[Column]:
    """Call the last layer the output, and count the hidden ones where there are several."""
    hidden = len(found) - 2
    named = [found[0]] if found else []
    for place, column in enumerate(found[1:], 1):
        role = "Output" if place == len(found) - 1 else f"Hidden {place}" if hidden > 1 else "Hidden"
        named.append(replace(column, role=role))
    return named
