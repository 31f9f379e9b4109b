"""A draft: a graph with its sizes and places, before anything is drawn."""

from __future__ import annotations

from archdraw.graph import Graph, Group
from archdraw.layouts.graph import boxes
from archdraw.placing import Placed
from archdraw.records import dataclass


@dataclass(frozen=True, slots=True)
class Draft:
    """A graph with its sizes and places."""

    graph: Graph
    shapes: boxes.Shapes
    frames: tuple[Group, ...]
    placed: Placed
