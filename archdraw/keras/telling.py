"""``summary`` with Keras's arguments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from archdraw import registry
from archdraw.keras.asking import nested_in, refuse
from archdraw.reading import InputShape, read


def summary(
    model: Any,
    line_length: int | None = None,
    positions: Any = None,
    print_fn: Callable[[str], Any] | None = None,
    expand_nested: bool = False,
    show_trainable: bool = False,
    layer_range: Any = None,
    *,
    input_shape: InputShape | None = None,
) -> None:
    """Print the layers of a model, as ``model.summary()`` does: one line for each call, with what it reads, and the totals.

    ``print_fn`` is called with each line. ``line_length`` and ``positions`` are taken and not used: the columns are as wide as they need.
    ``show_trainable`` marks nothing more, the totals always tell what is trained. Raises ValueError, as Keras does.
    """
    refuse(model, {"layer_range": layer_range}, told=input_shape is not None)
    graph = read(model, input_shape=input_shape)
    shown = graph
    if not expand_nested:
        shown = registry.resolve("archdraw.layouts.graph.closing:close")(graph, nested_in(graph))
    text = registry.resolve("archdraw.reports.summary:as_text")(graph, shown)
    for line in text.rstrip("\n").split("\n"):
        (print_fn or print)(line)
