"""Keras models built by hand, as Keras writes them."""

from __future__ import annotations

import json
from typing import Any

from archdraw.graph import Graph
from archdraw.readers import keras
from archdraw.reports.summary import as_json
from archdraw.source import Source


def read(described: dict[str, Any], shapes: tuple[tuple[int | str | None, ...], ...] = ()) -> Graph:
    text = json.dumps(described).encode()
    return keras.read(Source("m.json", data=text, head=text[:4096]), shapes).graph.check()


def entries(graph: Graph) -> dict[str, dict[str, Any]]:
    return {entry["name"]: entry for entry in as_json(graph)["layers"]}


def t(name: str, call: int = 0, port: int = 0, shape: list[int | None] | None = None) -> dict[str, Any]:
    """A tensor as Keras 3 writes it; without a shape where a test wants the rules to find it."""
    config: dict[str, Any] = {"dtype": "float32", "keras_history": [name, call, port]}
    if shape is not None:
        config["shape"] = shape
    return {"class_name": "__keras_tensor__", "config": config}


def node(*args: Any, **kwargs: Any) -> dict[str, Any]:
    return {"args": list(args), "kwargs": kwargs}


def part(type_: str, name: str, *nodes: Any, **config: Any) -> dict[str, Any]:
    """A layer as Keras 3 writes it."""
    config = {"name": name, "trainable": True, "dtype": "float32", **config}
    return {"class_name": type_, "name": name, "config": config, "inbound_nodes": list(nodes)}


def start(name: str, *shape: int | None, dtype: str = "float32") -> dict[str, Any]:
    return part("InputLayer", name, batch_shape=[None, *shape], dtype=dtype)


def functional(name: str, parts: list[Any], inputs: Any, outputs: Any, nodes: tuple[Any, ...] = ()) -> dict[str, Any]:
    config = {"name": name, "layers": parts, "input_layers": inputs, "output_layers": outputs}
    return {"class_name": "Functional", "name": name, "config": config, "inbound_nodes": list(nodes)}


def sequential(name: str, *parts: Any, nodes: tuple[Any, ...] = ()) -> dict[str, Any]:
    config = {"name": name, "layers": list(parts)}
    return {"class_name": "Sequential", "name": name, "config": config, "inbound_nodes": list(nodes)}
