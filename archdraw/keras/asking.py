"""What Keras's functions are asked, checked as Keras checks it, and said in archdraw's words."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any

from archdraw.errors import ArchdrawWarning
from archdraw.graph import Graph

DIRECTIONS = {"TB": "down", "LR": "right", "BT": "up"}
NOT_BUILT = (
    "This model has not yet been built. Build the model first by calling `build()` or by calling the model on a batch "
    "of data."
)


def refuse(model: Any, more: Mapping[str, Any], *, told: bool = False) -> None:
    """Raise Keras's own errors: for a model that is not built, unless its shape is told, and for arguments there are not."""
    if not told and not getattr(model, "built", True):
        raise ValueError(NOT_BUILT)
    left = dict(more)
    if left.pop("layer_range", None) is not None:
        raise ValueError("Argument `layer_range` is no longer supported.")
    if left:
        raise ValueError(f"Unrecognized keyword arguments: {left}")


def direction_of(rankdir: str) -> str:
    """Say where the data flows.

    >>> direction_of("LR")
    'right'
    """
    if rankdir not in DIRECTIONS:
        raise ValueError(f"`rankdir` must be one of {', '.join(DIRECTIONS)}. Received: rankdir={rankdir}")
    return DIRECTIONS[rankdir]


def nested_in(graph: Graph) -> frozenset[str]:
    """Name the outermost of the models within a model."""
    nested = {group.name for group in graph.groups if group.kind == "model"}
    return frozenset(name for name in nested if not any(up in nested for up in graph.ancestry()[name][1:]))


def tell(graph: Graph) -> None:
    """Warn of all that is not known of a model, or was assumed."""
    for note in graph.notes:
        warnings.warn(note, ArchdrawWarning, stacklevel=3)
