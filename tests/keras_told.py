"""What Keras itself says of a live model, call by call, in the words of the summary."""

from __future__ import annotations

from math import prod
from typing import Any

Entry = dict[str, Any]
PUBLIC = {"GroupedQueryAttention": "GroupQueryAttention"}
"""Classes that files call otherwise."""


def told(model: Any) -> dict[str, Entry]:
    """Give class, output shapes and dtypes, params and inputs of each call; nested models are opened.

    For models whose nested models are called once.
    """
    found: dict[str, Entry] = {}
    _Scope(_graph(model), "", found).fill()
    return found


def _graph(model: Any) -> Any:
    return getattr(model, "_functional", None) or model


def is_model(operation: Any) -> bool:
    import keras

    return isinstance(operation, (keras.models.Model, keras.Sequential))


class _Scope:
    def __init__(self, model: Any, prefix: str, found: dict[str, Entry], passed: Any = None, outer: Any = None) -> None:
        self.model, self.prefix, self.found, self.passed, self.outer = model, prefix, found, passed, outer
        self.inner: dict[int, _Scope] = {}
        self.own = {id(node) for nodes in model._nodes_by_depth.values() for node in nodes}

    def nodes(self, operation: Any) -> list[Any]:
        return [node for node in operation._inbound_nodes if id(node) in self.own]

    def source(self, tensor: Any) -> tuple[str, int]:
        operation, index, port = tensor._keras_history
        node = operation._inbound_nodes[index]
        if id(operation) in self.inner:
            inner = self.inner[id(operation)]
            return inner.source(inner.model.outputs[port])
        number = self.nodes(operation).index(node)
        return self.prefix + operation.name + (f"#{number + 1}" if number else ""), port

    def fill(self) -> None:
        for operation in self.model.operations:
            nodes = self.nodes(operation)
            if is_model(operation):
                (node,) = nodes
                scope = _Scope(
                    _graph(operation), f"{self.prefix}{operation.name}/", self.found, node.input_tensors, self
                )
                self.inner[id(operation)] = scope
                scope.fill()
                continue
            for number, node in enumerate(nodes):
                sources = [self.source(tensor) for tensor in node.input_tensors]
                if node.is_input and self.outer is not None:
                    places = [tensor._keras_history[0].name for tensor in self.model.inputs]
                    sources = [self.outer.source(self.passed[places.index(operation.name)])]
                self.found[self.prefix + operation.name + (f"#{number + 1}" if number else "")] = {
                    "type": PUBLIC.get(type(operation).__name__, type(operation).__name__),
                    "inputs": sorted(sources),
                    "outputs": [(list(x.shape[1:]), str(x.dtype)) for x in node.outputs],
                    **_weights(operation),
                }


def _weights(operation: Any) -> dict[str, int]:
    if not hasattr(operation, "count_params"):
        return {"params": 0, "trainable_params": 0}
    trainable = sum(prod(weight.shape) for weight in operation.trainable_weights)
    return {"params": operation.count_params(), "trainable_params": trainable}


def ours(graph: Any) -> dict[str, Entry]:
    """Give the same of a graph of archdraw."""
    from archdraw.reports.summary import as_json

    return {
        entry["name"]: {
            "type": entry["type"],
            "inputs": sorted((source["layer"], source["port"]) for source in entry["inputs"]),
            "outputs": [(output["shape"], output["dtype"]) for output in entry["outputs"]],
            "params": entry["params"],
            "trainable_params": entry["trainable_params"],
        }
        for entry in as_json(graph)["layers"]
    }


def _agree(here: Any, there: Any) -> bool:
    """Tell whether two facts agree; of sizes Keras may leave one open that we can tell."""
    if (
        isinstance(there, list)
        and there
        and isinstance(there[0][0], list)
        and here != there
        and len(here) == len(there)
    ):
        return all(
            a[1] == b[1]
            and a[0] is not None
            and len(a[0]) == len(b[0])
            and all(y in (None, x) for x, y in zip(a[0], b[0], strict=True))
            for a, b in zip(here, there, strict=True)
        )
    return here == there


def differences(graph: Any, model: Any) -> list[str]:
    """Say where a graph differs from what Keras says; nothing where they agree."""
    here, there = ours(graph), told(model)
    lines = [f"{name} is in one only" for name in sorted(here.keys() ^ there.keys())]
    for name in here.keys() & there.keys():
        lines += [
            f"{name}: {key} is {here[name][key]}, Keras says {there[name][key]}"
            for key in there[name]
            if not _agree(here[name][key], there[name][key])
        ]
    totals = graph.totals()
    if totals.params != model.count_params():
        lines.append(f"{totals.params} params in all, Keras says {model.count_params()}")
    trainable = sum(prod(weight.shape) for weight in model.trainable_weights)
    if totals.trainable_params != trainable:
        lines.append(f"{totals.trainable_params} trainable params in all, Keras says {trainable}")
    return sorted(lines)
