"""A network as rows of layers: the longest way from an input to an output, then what lies beside it, each way in one piece."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from archdraw.graph import Edge, Graph, Layer
from archdraw.records import dataclass


@dataclass(frozen=True, slots=True)
class Ways:
    """The layers of each row, the main one first, and all edges that are not from a layer to the next of its row."""

    rows: tuple[tuple[Layer, ...], ...]
    beside: tuple[Edge, ...]


def ways(graph: Graph, drawn: Callable[[Layer], bool], last: bool = False) -> Ways:
    """Take a network apart; ``drawn`` tells what counts for the length of a way.

    Of several inputs from which equally long ways begin, the first begins the main one, or the ``last``.

    >>> edges = [Edge("a", "b"), Edge("b", "c"), Edge("a", "d"), Edge("d", "c", 0, 1), Edge("a", "c", 0, 2)]
    >>> found = ways(Graph("g", tuple(Layer(name, "conv") for name in "abdc"), tuple(edges)), lambda layer: True)
    >>> [[layer.name for layer in row] for row in found.rows], [edge.source + edge.target for edge in found.beside]
    ([['a', 'b', 'c'], ['d']], ['ad', 'dc', 'ac'])
    """
    at, out = graph.index(), graph.successors_of()
    behind = _behind(graph.layers, out, drawn)
    placed: set[str] = set()
    rows: list[tuple[Layer, ...]] = []
    inside: set[Edge] = set()
    starts = [layer.name for layer in graph.layers if layer.op == "input"] or [graph.layers[0].name]
    first = max(starts[::-1] if last else starts, key=lambda name: behind[name])
    for name in (first, *at):
        if name in placed:
            continue
        row = [name]
        placed.add(name)
        while True:
            free = [edge for edge in out[row[-1]] if edge.target not in placed and not edge.role]
            if not free:
                break
            best = max(free, key=lambda edge: behind[edge.target])
            inside.add(best)
            row.append(best.target)
            placed.add(best.target)
        rows.append(tuple(at[one] for one in row))
    return Ways(tuple(rows), tuple(edge for edge in graph.edges if edge not in inside))


def _behind(layers: Sequence[Layer], out: dict[str, list[Edge]], drawn: Callable[[Layer], bool]) -> dict[str, int]:
    """Count the layers that are drawn on the longest way from each to an end."""
    found: dict[str, int] = {}
    for layer in reversed(layers):
        found[layer.name] = drawn(layer) + max((found[edge.target] for edge in out[layer.name]), default=0)
    return found
