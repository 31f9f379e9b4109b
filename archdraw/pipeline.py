"""Read and run a row of passes: ``drop,collapse{min=3}``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from archdraw import registry
from archdraw.errors import GraphError, UsageError
from archdraw.graph import Graph
from archdraw.options import filled

Pass = Callable[[Graph], Graph]
PassList = str | Iterable[str | Pass]

_ITEM = re.compile(r"\s*([A-Za-z_][\w-]*)\s*(?:\{([^{}]*)\})?\s*(?:,|$)")


def parse(passes: PassList) -> tuple[Pass, ...]:
    """Make passes of a text, of several texts, or of passes that are made already; ``"none"`` is no pass.

    Raises UsageError for a text that is no list of passes, UnknownName for a pass or an option there is not.

    >>> parse("none")
    ()
    """
    if isinstance(passes, str):
        return tuple(_parse(passes))
    if not isinstance(passes, Iterable):
        raise UsageError(f"passes are a text or a list, not a {type(passes).__name__}", "write drop,collapse{min=3}")
    made: list[Pass] = []
    for item in passes:
        if not isinstance(item, str) and not callable(item):
            raise UsageError(f"{item!r} is no pass", "a pass is called with a graph and gives one")
        if isinstance(item, str) and item.strip() == "none" and passes != ["none"] and passes != ("none",):
            raise UsageError("'none' stands among other passes", "none alone means no pass")
        made.extend(_parse(item) if isinstance(item, str) else (item,))
    return tuple(made)


Known = dict[tuple[int, ...], Graph]
"""What the first passes of a row gave, of one graph; passes are known by their identity, so who keeps this keeps them."""


def run(graph: Graph, passes: Iterable[Pass], known: Known | None = None) -> Graph:
    """Send the graph through the passes, checked after each; what is ``known`` already is not done again, and what is found is added."""
    known = {} if known is None else known
    done: tuple[int, ...] = ()
    for step in passes:
        done = (*done, id(step))
        try:
            if done not in known:
                known[done] = step(graph).check()
            graph = known[done]
        except GraphError as error:
            name = getattr(step, "name", step)
            raise RuntimeError(f"the pass '{name}' gave a graph that is not sound: {error}") from error
    return graph


def _parse(text: str) -> Iterable[Pass]:
    if text.strip() in ("none", ""):
        return
    at = 0
    while at < len(text):
        match = _ITEM.match(text, at)
        if not match:
            raise UsageError(f"'{text}' is not a list of passes", "write drop,collapse{min=3}")
        name = match[1]
        if name == "none":
            raise UsageError(f"'none' stands among passes in '{text}'", "-p none alone means no pass")
        made: Pass = filled(
            registry.find("passes", name, type), _options(match[2] or "", text), owner=f"the pass '{name}'"
        )
        yield made
        at = match.end()


def _options(text: str, whole: str) -> dict[str, str]:
    """Read ``min=3, ops=[dropout, activation]``: commas in brackets belong to the value."""
    found: dict[str, str] = {}
    for part in re.split(r",(?![^\[]*\])", text):
        key, equals, value = part.partition("=")
        if part.strip() and not equals:
            raise UsageError(f"'{part.strip()}' in '{whole}' has no value", "write collapse{min=3}")
        if key.strip() in found:
            raise UsageError(f"'{key.strip()}' stands twice in '{whole}'")
        if part.strip():
            found[key.strip()] = value.strip()
    return found
