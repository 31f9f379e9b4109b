"""The values the placing works on: items on an axis, a small graph of them, and the part that comes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field

from archdraw.geometry import Box, Point
from archdraw.records import dataclass

Ids = tuple[int, ...]
Link = tuple[int, int, Ids]
"""An edge between two items by their index, with the edges of the problem it stands for (none: only holds things together)."""


@dataclass(slots=True)
class Item:
    """What a stack puts on its axis: a node, a part laid out before, or (neither) an end without size.

    A part that ``turns`` is mirrored where edges leave to the right.
    """

    left: float = 0.0
    right: float = 0.0
    height: float = 0.0
    node: int = -1
    round: bool = False
    part: Part | None = None
    turns: bool = False
    mirrored: bool = False

    @property
    def end(self) -> bool:
        """Tell whether this only marks where a piece begins or ends."""
        return self.node < 0 and self.part is None

    @property
    def box(self) -> bool:
        """Tell whether a skip may leave and enter at its side."""
        return self.node >= 0 and not self.round


Stub = tuple[int, int, bool]
"""An edge that leaves (or, True, enters) a net by its right side: the item in the net, the edge."""


@dataclass(slots=True)
class Net:
    """A graph to lay out: items in a topological order, an end without size first and last, links sorted.

    ``firm`` are links that run beside the rest, from side to side; ``stubs`` go on outside. ``labels`` are the
    sizes of the labels of edges.
    """

    items: list[Item]
    links: list[Link]
    firm: list[Link] = field(default_factory=list)
    stubs: list[Stub] = field(default_factory=list)
    labels: dict[int, tuple[float, float]] = field(default_factory=dict)


def sorted_items(count: int, links: Iterable[Link]) -> list[int]:
    """Give the items in a topological order, by the links between them."""
    waits = [0] * count
    out: list[list[int]] = [[] for _ in range(count)]
    for source, target, _ in links:
        waits[target] += 1
        out[source].append(target)
    order = [at for at in range(count) if not waits[at]]
    for at in order:
        for other in out[at]:
            waits[other] -= 1
            if not waits[other]:
                order.append(other)
    return order


class Blocked(Exception):
    """These edges cannot reach a side of what they are in."""

    def __init__(self, edges: Ids) -> None:
        super().__init__(edges)
        self.edges = edges


@dataclass(slots=True)
class Outline:
    """The box of a frame in its part. Both sides have the larger of the two pads, for a part may be mirrored.

    ``spare_low`` and ``spare_high`` are what the left and the right side of the finished figure have too much.
    """

    frame: int
    box: Box
    spare_low: float
    spare_high: float


@dataclass(slots=True)
class Part:
    """Something laid out: its axis is x = 0, its top is y = 0; the main line comes in and goes out on the axis.

    ``nodes`` are (node, centre x, top y), ``routes`` stretches of edges in the direction of the data,
    ``parts`` what lies inside, moved by (x, y) and perhaps mirrored. ``rows`` are the middles of what lies on
    the axis, ``spine`` the nodes of the main path. A part that ``rises`` is drawn upside down: its data flows up. ``forks`` and ``joins`` tell that it begins or ends with a bus
    instead of a box. ``ports`` are the points from which an edge (number, whether it enters) has a free way to the right. ``tail`` is the
    bottom of the last item on the axis. ``rungs`` counts those of a U, ``bands`` are its levels, ``labels`` the places that labels have in it.
    ``hasty`` tells of a quick draft that a search might leave fewer crossings.
    """

    left: float = 0.0
    right: float = 0.0
    height: float = 0.0
    nodes: list[tuple[int, float, float]] = field(default_factory=list)
    routes: list[tuple[Ids, list[Point]]] = field(default_factory=list)
    parts: list[tuple[float, float, bool, Part]] = field(default_factory=list)
    frames: list[Outline] = field(default_factory=list)
    rows: list[float] = field(default_factory=list)
    ports: dict[tuple[int, bool], Point] = field(default_factory=dict)
    spine: list[int] = field(default_factory=list)
    forks: bool = False
    joins: bool = False
    tail: float = 0.0
    rises: bool = False
    rungs: int = 0
    bands: list[Box] = field(default_factory=list)
    labels: dict[int, Point] = field(default_factory=dict)
    hasty: bool = False

    def walk(self) -> Iterator[Part]:
        """Go through the part and all parts in it."""
        todo = [self]
        while todo:
            one = todo.pop()
            yield one
            todo.extend(child for _, _, _, child in one.parts)

    def all_nodes(self) -> list[int]:
        """List the nodes of the part and of all parts in it."""
        return [node for one in self.walk() for node, _, _ in one.nodes]
