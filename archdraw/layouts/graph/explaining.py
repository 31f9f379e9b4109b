"""What to do about closed boxes that nothing beside the figure explains: open the few and small, else draw a block for each."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from archdraw.graph import Graph
from archdraw.layouts.graph.closing import close
from archdraw.layouts.graph.kind import Kind
from archdraw.layouts.graph.manner import Detail

FEW = 2
"""What so few layers are is said in their box."""
SMALL = 10
"""Boxes with more layers than this in all are not opened."""
Choice = tuple[frozenset[str], tuple[Kind, ...], Detail]
"""What is closed, what is drawn beside, and how much stands in the boxes of that."""


def unexplained(graph: Graph, closed: Collection[str], shown: Sequence[Kind]) -> dict[str, int]:
    """Give the groups whose boxes neither a block beside explains nor their own words, with the number of their layers."""
    told = {name for kind in shown for name in kind.groups}
    boxes = (layer for layer in close(graph, closed).layers if layer.attrs.get("closed"))
    return {
        str(box.attrs["group"]): len(box.folded)
        for box in boxes
        if box.attrs["group"] not in told and len(box.folded) > FEW
    }


def complete(
    graph: Graph, choices: Sequence[tuple[frozenset[str], tuple[Kind, ...]]], found: Sequence[Kind]
) -> list[Choice]:
    """Make of choices of what is closed and what is drawn beside those that leave no box without explanation, the best first."""
    made: list[Choice] = []
    for closed, shown in choices:
        left = unexplained(graph, closed, shown)
        if not left:
            made.append((closed, shown, "full"))
        elif sum(left.values()) <= SMALL:
            made.append((closed.difference(left), shown, "full"))
        every = tuple(kind for kind in found if kind in shown or not left.keys().isdisjoint(kind.groups))
        if left and not unexplained(graph, closed, every):
            details: tuple[Detail, ...] = ("full", "line", "short")
            made += [(closed, every, inside) for inside in details]
    return [one for place, one in enumerate(made) if one not in made[:place]]
