"""A draft: a graph with its sizes and places, before anything is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Any

from archdraw.graph import Graph, Group
from archdraw.layouts.graph import boxes
from archdraw.layouts.graph.manner import Manner
from archdraw.placing import Placed
from archdraw.records import dataclass


@dataclass(frozen=True, slots=True)
class Zoom:
    """A block drawn beside a figure, or ``below`` it, and the names of the closed boxes that it explains."""

    draft: Draft
    boxes: tuple[str, ...]
    below: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A graph with its sizes and places; ``said`` are the words on edges that no author wrote, by index.

    ``less`` says what is left out to fit the page; ``direction`` is where the data flows; ``chosen`` are the options that ask for just this.
    """

    manner: Manner
    graph: Graph
    shapes: boxes.Shapes
    frames: tuple[Group, ...]
    placed: Placed
    said: Mapping[int, str] = field(default_factory=dict)
    zooms: tuple[Zoom, ...] = ()
    less: str = ""
    direction: str = "down"
    chosen: Mapping[str, Any] = field(default_factory=dict)

    @property
    def all(self) -> tuple[Draft, ...]:
        """The draft itself and the blocks beside it."""
        return (self, *(zoom.draft for zoom in self.zooms))

    def moved(self, dx: float, dy: float) -> Draft:
        """Give the same draft elsewhere."""
        placed = self.placed
        return replace(
            self,
            placed=replace(
                placed,
                nodes=tuple(box.moved(dx, dy) for box in placed.nodes),
                frames=tuple(tuple(box.moved(dx, dy) for box in parts) for parts in placed.frames),
                wires=tuple(
                    replace(wire, points=tuple((x + dx, y + dy) for x, y in wire.points)) for wire in placed.wires
                ),
                bands=tuple(box.moved(dx, dy) for box in placed.bands),
                labels={i: (x + dx, y + dy) for i, (x, y) in placed.labels.items()},
            ),
        )
