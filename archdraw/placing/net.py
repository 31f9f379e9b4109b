"""The values the placing works on: items on an axis, a small graph of them, and the part that comes out."""

from __future__ import annotations

from dataclasses import dataclass, field

from archdraw.geometry import Point

Ids = tuple[int, ...]
Link = tuple[int, int, Ids]
"""An edge between two items by their index, with the edges of the problem it stands for (none: only holds things together)."""


@dataclass(slots=True)
class Item:
    """What a stack puts on its axis: a node, a part laid out before, or (neither) an end without size."""

    left: float = 0.0
    right: float = 0.0
    height: float = 0.0
    node: int = -1
    round: bool = False
    part: Part | None = None

    @property
    def end(self) -> bool:
        """Tell whether this only marks where a piece begins or ends."""
        return self.node < 0 and self.part is None

    @property
    def box(self) -> bool:
        """Tell whether a skip may leave and enter at its side."""
        return self.node >= 0 and not self.round


@dataclass(slots=True)
class Net:
    """A graph to lay out: items in a topological order, an end without size first and last, links sorted."""

    items: list[Item]
    links: list[Link]


@dataclass(slots=True)
class Port:
    """Where an edge that goes on outside of a part leaves or enters it: at a point, towards the left (-1) or right (1)."""

    edge: int
    into: bool
    at: Point
    side: int


@dataclass(slots=True)
class Part:
    """Something laid out: its axis is x = 0, its top is y = 0; the main line comes in and goes out on the axis.

    ``nodes`` are (node, centre x, top y), ``routes`` stretches of edges in the direction of the data,
    ``parts`` what lies inside, moved by (x, y) and perhaps mirrored. ``rows`` are the middles of what lies on
    the axis. ``forks`` and ``joins`` tell that it begins or ends with a bus instead of a box.
    """

    left: float = 0.0
    right: float = 0.0
    height: float = 0.0
    nodes: list[tuple[int, float, float]] = field(default_factory=list)
    routes: list[tuple[Ids, list[Point]]] = field(default_factory=list)
    parts: list[tuple[float, float, bool, Part]] = field(default_factory=list)
    frames: list[tuple[int, float, float, float, float]] = field(default_factory=list)
    rows: list[float] = field(default_factory=list)
    ports: list[Port] = field(default_factory=list)
    forks: bool = False
    joins: bool = False
    depth: int = 0
