"""The edges as marks: the lines, and the labels of those that have one."""

from __future__ import annotations

from collections.abc import Iterable

from archdraw import text
from archdraw.diagram import Label, Line, Link
from archdraw.geometry import Box
from archdraw.graph import Edge
from archdraw.layouts.graph.draft import Draft
from archdraw.style import Style

EITHER = "either"
"""The role of edges in a block beside the figure that only some copies have, in the stead of their skip."""
OWN = frozenset(("mask", EITHER))
"""Roles that have a line of their own kind."""


def links(draft: Draft) -> list[Link]:
    """Make a line of every wire."""
    edges = draft.graph.edges
    return [
        Link(
            wire.points, tuple([(edges[i].source, edges[i].target) for i in wire.edges]), wire.head, wire.corners, kind
        )
        for wire in draft.placed.wires
        for kind in [_kind([edges[i].role for i in wire.edges])]
    ]


def _kind(roles: Iterable[str]) -> str:
    """Choose the kind of line: a mask has one of its own, and so has what only some copies have; all else is data."""
    known = set(roles)
    return known.pop() if len(known) == 1 and known <= OWN else "data"


def labels(draft: Draft, style: Style) -> list[Label]:
    """Write the labels where they found a place."""
    font = style.text("edge").font
    found = []
    for i, (x, y) in sorted(draft.placed.labels.items()):
        content = text.tidy(draft.graph.edges[i].label or draft.said[i])
        line = Line((x, y + 0.35 * font.size), content, "edge", "middle", text.width(content, font.size, font.weight))
        found.append(Label((line,)))
    return found


def unplaced(draft: Draft) -> list[Edge]:
    """Give the edges whose label found no place."""
    return [edge for i, edge in enumerate(draft.graph.edges) if edge.label and i not in draft.placed.labels]


def room(label: Label, style: Style) -> Box:
    """Give the room of a label of one line."""
    (line,) = label.lines
    size = style.text(line.role).font.size
    left = line.at[0] - {"start": 0.0, "middle": 0.5, "end": 1.0}[line.anchor] * line.width
    middle = line.at[1] - 0.35 * size
    return Box(left, middle - size / 2, left + line.width, middle + size / 2)
