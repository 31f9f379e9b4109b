"""Read what stands between dollars in an author's words as formulas: in labels, notes and titles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from archdraw.errors import UsageError
from archdraw.graph import Graph
from archdraw.text.math import NotMath, marked


def with_formulas(graph: Graph) -> Graph:
    """Mark the formulas in all words of a graph; raises UsageError that says where one is not understood."""
    return replace(
        graph,
        layers=tuple(_marked(layer, ("label", "note"), f"layer '{layer.name}'") for layer in graph.layers),
        edges=tuple(_marked(edge, ("label",), f"edge from '{edge.source}'") for edge in graph.edges),
        groups=tuple(_marked(group, ("title",), f"group '{group.name}'") for group in graph.groups),
        title=formula_in(graph.title, "the title"),
    )


def formula_in(words: str, whose: str) -> str:
    """Mark the formulas in a text."""
    if "$" not in words:
        return words
    try:
        return marked(words)
    except NotMath as error:
        raise UsageError(f"{whose} is no formula: {error}", r"a dollar sign that begins none is written \$") from None


def _marked(thing: Any, fields: Iterable[str], owner: str) -> Any:
    found = {name: getattr(thing, name) for name in fields if "$" in getattr(thing, name)}
    made = {name: formula_in(words, f"the {name} of the {owner}") for name, words in found.items()}
    return replace(thing, **made) if made else thing
