"""What the layered placing is asked, and what it answers: sizes and edges in, points out; no layer is known here."""

from __future__ import annotations

from typing import Literal

from archdraw.geometry import Box, Point
from archdraw.records import dataclass

Direction = Literal["down", "right", "up"]


@dataclass(frozen=True, slots=True)
class Node:
    """A box (or, ``round``, a circle) of this size, in frame ``frame`` (an index, -1 for none).

    ``depth`` says how far down in a U it belongs: whole numbers are its levels, what lies between two levels has a half.
    Into one that takes tensors ``apart`` lines do not come together: each arrives at its own place.
    """

    width: float
    height: float
    frame: int = -1
    round: bool = False
    depth: float = 0.0
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """From a node to a node, by index; ``side`` asks to enter at the side (a memory edge). A label needs this room.

    ``rung`` asks to run level from the left leg of a U to its right one; with such edges the whole is drawn as a U.
    A ``passing`` label is left out rather than that other engines have to make room for it. ``port`` tells the tensors of a node apart.
    Words that are said of one edge ``alone`` stand, if there is room, where it has left the others from its source.
    """

    source: int
    target: int
    label_width: float = 0.0
    label_height: float = 0.0
    side: bool = False
    rung: bool = False
    passing: bool = False
    port: int = 0
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """An outline around the nodes that name it and around the frames whose ``parent`` it is.

    The pads are kept free at each side; ``title`` and ``badge`` are what these need left and right of the main line.
    """

    parent: int = -1
    left: float = 5.5
    top: float = 17.5
    right: float = 5.5
    bottom: float = 8.0
    title: float = 0.0
    badge: float = 0.0


@dataclass(frozen=True, slots=True)
class Settings:
    """The distances, in points, and the page to fit.

    ``gap`` lies between a box and the next; ``fork`` between a box and the next where an edge leaves or joins
    between them by a bus; a bus runs ``bus_out`` below its source and ``bus_in`` above its join. ``lane`` is from what
    a skip goes around to its line, and between such lines. ``column`` lies between parallel branches, ``channel``
    between the columns of a wrapped figure. ``corner`` is the radius of a turn. ``page`` is the width and height to fit by
    wrapping (0 = do not wrap); a U is as wide as the page. ``trials`` bounds the search for fewer crossings; 0 asks for a quick draft. With ``side_ports`` a skip leaves a box
    at its side, without it off the line below by a fork, as it does at a circle. ``spare`` is what a gap is higher than the label in it.
    Skips and lone branches stand at the right, or ``leftward``, where a title needs that room anyway.

    With ``most`` above 0 a figure is broken so that it can be drawn largest, up to this scale; around it something takes ``more`` of the
    page's width and height, and what stands beside it or below has this ``least`` width or height.
    """

    gap: float = 10.0
    fork: float = 20.0
    bus_out: float = 8.0
    bus_in: float = 10.0
    lane: float = 7.0
    column: float = 11.7
    channel: float = 24.0
    corner: float = 3.5
    direction: Direction = "down"
    page: tuple[float, float] = (0.0, 0.0)
    trials: int = 48_000
    side_ports: bool = True
    spare: float = 4.0
    leftward: bool = False
    most: float = 0.0
    more: tuple[float, float] = (0.0, 0.0)
    least: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Problem:
    """A whole graph to place; edges run from lower to higher index (a topological order)."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    frames: tuple[Frame, ...] = ()
    settings: Settings = Settings()


@dataclass(frozen=True, slots=True)
class Wire:
    """One stretch of line, drawn once though several edges may share it (``edges``: indices into the problem's).

    It has a head where it arrives at a node. ``corners`` has a radius for each inner point (0 at a T or where there is no room).
    The first and last point lie on the border of the nodes it touches, or on another wire.
    """

    points: tuple[Point, ...]
    edges: tuple[int, ...]
    head: bool
    corners: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """The answer: the box of each node and frame (a frame cut by a column break has several), wires, and label places.

    ``labels`` maps an edge's index to the centre of its label. ``crossings`` and ``spine`` (the nodes of the
    main path) are for tests and reports. ``shape`` tells whether a U came out, ``bands`` are its levels.
    ``hasty`` tells of a quick draft that a search might leave fewer crossings; else more trials give the same.
    """

    nodes: tuple[Box, ...]
    frames: tuple[tuple[Box, ...], ...]
    wires: tuple[Wire, ...]
    labels: dict[int, Point]
    width: float
    height: float
    spine: tuple[int, ...] = ()
    columns: int = 1
    shape: Literal["line", "u"] = "line"
    bands: tuple[Box, ...] = ()
    hasty: bool = False
