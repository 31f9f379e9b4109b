"""A draft: a graph with its sizes and places, before anything is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from archdraw.graph import Graph, Group
from archdraw.layouts.graph import boxes
from archdraw.layouts.graph.manner import Manner
from archdraw.placing import Placed
from archdraw.records import dataclass


@dataclass(frozen=True, slots=True)
class Draft:
    """A graph with its sizes and places; ``said`` are the words on edges that no author wrote, by index."""

    manner: Manner
    graph: Graph
    shapes: boxes.Shapes
    frames: tuple[Group, ...]
    placed: Placed
    said: Mapping[int, str] = field(default_factory=dict)
