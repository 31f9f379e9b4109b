"""The number of weights of every box in a column of its own at the right, with brackets over what repeats, and their sum."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from archdraw import text
from archdraw.diagram import Label, Line, Link, Mark
from archdraw.geometry import Box
from archdraw.graph import Graph, Layer
from archdraw.layouts.graph import words
from archdraw.layouts.graph.draft import Draft
from archdraw.style import Style

NEAR = 6.0
"""Two counts whose rows are nearer than this, in points, would meet."""
AWAY = 14.0
"""Between the figure and the counts, at least."""
COLUMN = 234.0
"""The width of a column of a paper: the counts stand at its edge where the figure leaves room."""


def fits(draft: Draft) -> bool:
    """Tell whether each box that has weights has a row of its own, and repeats do not lie in each other."""
    rows = sorted(draft.placed.nodes[i].center[1] for i, _ in _counted(draft.graph))
    repeats = [group for group in draft.frames if group.repeat > 1]
    lines = draft.graph.ancestry()
    nested = any(other.name in lines[group.parent] for group in repeats for other in repeats)
    return not nested and all(two - one >= NEAR for one, two in itertools.pairwise(rows))


def marks(draft: Draft, whole: Graph, page: Box, style: Style) -> tuple[list[Mark], Box]:
    """Give the counts, and the page with room for them."""
    counted = _counted(draft.graph)
    rows = [(draft.placed.nodes[i].center[1], _text(layer)) for i, layer in counted]
    brackets = _brackets(draft, counted)
    total = f"{whole.totals().params:,}"
    head = draft.placed.nodes[0].center[1]
    last = draft.placed.nodes[-1].center[1]
    lines = [("Parameters", head, "heading")] if not rows or rows[0][0] - head >= NEAR else []
    lines += [(word, y, "value" if word == "shared" else "detail") for y, word in rows]
    if not rows or last - rows[-1][0] >= NEAR:
        lines.append((total, last, "total"))
    wide = max(_width(word, role, style) for word, _, role in lines)
    room = max((_width(word, "total", style) + 14 for _, _, word in brackets), default=0.0)
    right = max(page.left + COLUMN, page.right + AWAY + wide + room)
    found: list[Mark] = [_label(word, right, y, role, style) for word, y, role in lines]
    for top, bottom, word in brackets:
        x, tick = right - wide - 6, style.size("bracket")
        points = ((x + tick, top), (x, top), (x, bottom), (x + tick, bottom))
        found.append(Link(points, (), head=False, kind="bracket"))
        found.append(_label(word, x - 3, (top + bottom) / 2, "total", style))
    if lines[-1][2] == "total":
        y = last - 7
        found.append(Link(((right - wide - 4, y), (right, y)), (), head=False, kind="rule"))
    return found, Box(page.left, page.top, right, page.bottom)


def _counted(graph: Graph) -> list[tuple[int, Layer]]:
    """Give the layers that have weights, with their places."""
    return [(i, layer) for i, layer in enumerate(graph.layers) if layer.params != 0]


def _text(layer: Layer) -> str:
    return "shared" if layer.weights_of else words.count(layer.params)


def _brackets(draft: Draft, counted: Sequence[tuple[int, Layer]]) -> list[tuple[float, float, str]]:
    """Give the rows from which to which each repeat goes, and how often."""
    lines = draft.graph.ancestry()
    found = []
    for group in draft.frames:
        rows = [draft.placed.nodes[i] for i, layer in counted if group.name in lines[layer.group]]
        if group.repeat > 1 and rows:
            top, bottom = min(box.top for box in rows), max(box.bottom for box in rows)
            found.append((top + 2, bottom - 2, f"{group.repeat} ×"))
    return found


def _label(word: str, right: float, y: float, role: str, style: Style) -> Label:
    at = (right, y + 0.35 * style.text(role).font.size)
    return Label((Line(at, word, role, "end", _width(word, role, style)),))


def _width(word: str, role: str, style: Style) -> float:
    font = style.text(role).font
    return text.width(word, font.size, font.weight)
