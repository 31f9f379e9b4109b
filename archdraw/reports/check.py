"""Look for what is legal but probably not meant, or cannot be drawn exactly."""

from __future__ import annotations

from collections.abc import Iterator

from archdraw.errors import Problem
from archdraw.graph import Graph


def findings(graph: Graph, *, file: str = "", against: int | None = None) -> tuple[Problem, ...]:
    """Give what deserves a second look; ``against`` is the published number of trainable parameters.

    >>> from archdraw.graph import Layer
    >>> [found.message for found in findings(Graph("n", (Layer("a", "other", type="Blob", params=None),)))]
    ["the layer 'a' is of the unknown type 'Blob'"]
    """
    found = [*_notes(graph), *_unread(graph), *_unknown(graph), *_difference(graph, against)]
    return tuple(Problem(message, hint, file, severity="warning") for message, hint in found)


def _notes(graph: Graph) -> Iterator[tuple[str, str]]:
    """Repeat what the reader noted."""
    for note in graph.notes:
        yield note, ""


def _unread(graph: Graph) -> Iterator[tuple[str, str]]:
    """Find layers whose data ends nowhere."""
    leaves = {port.layer for port in graph.outputs}
    for name, edges in graph.successors_of().items():
        if graph.outputs and not edges and name not in leaves:
            yield f"nothing reads '{name}', and it is no output", "remove it, or name it in outputs"


def _unknown(graph: Graph) -> Iterator[tuple[str, str]]:
    """Find layers of unknown types, and those whose weights cannot be known."""
    strange = [layer for layer in graph.layers if layer.op == "other" and layer.params is None]
    for layer in strange:
        yield (
            f"the layer '{layer.name}' is of the unknown type '{layer.type}'",
            "it is drawn as a plain box, and its weights are not counted",
        )
    blind = [layer.name for layer in graph.layers if layer.params is None and layer.op != "other"]
    if blind:
        some = ", ".join(f"'{name}'" for name in blind[:5]) + (" …" if len(blind) > 5 else "")
        yield f"the parameters of {some} cannot be known", "give the sizes of the inputs with --input-shape"


def _difference(graph: Graph, against: int | None) -> Iterator[tuple[str, str]]:
    """Compare the trainable parameters with a published number."""
    trainable = graph.totals()[1]
    if against is not None and trainable != against:
        more = "more" if trainable > against else "fewer"
        yield f"{trainable:,} trainable parameters are {abs(trainable - against):,} {more} than {against:,}", ""
