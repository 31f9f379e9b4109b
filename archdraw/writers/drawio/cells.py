"""What a file of draw.io consists of: vertices and edges, here still at their places on the page."""

from __future__ import annotations

from archdraw.geometry import Box, Point
from archdraw.records import dataclass

PAGE = "1"
"""The id of the layer on which everything lies that lies in nothing else."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A vertex with a ``box``, or an edge with ``points``, both in points of the page; ``label`` is HTML.

    ``style`` is what draw.io calls so. ``source`` and ``target`` are ids, empty where an end of an edge is free. What is ``fixed`` offers no lines to begin or
    end at it. ``tooltip`` is plain text; ``layer`` is the layer that a vertex stands for.
    """

    id: str
    style: str
    box: Box | None = None
    points: tuple[Point, ...] = ()
    parent: str = PAGE
    label: str = ""
    source: str = ""
    target: str = ""
    fixed: bool = False
    tooltip: str = ""
    layer: str = ""


def within(inner: Box, outer: Box, slack: float = 0.05) -> bool:
    """Tell whether a box lies in another one, a little beyond its edge allowed."""
    return (
        inner.left >= outer.left - slack
        and inner.top >= outer.top - slack
        and inner.right <= outer.right + slack
        and inner.bottom <= outer.bottom + slack
    )
