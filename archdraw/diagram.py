"""The diagram: marks placed on the page, each still knowing what it stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from archdraw.geometry import Box, Point
from archdraw.images import Picture
from archdraw.records import dataclass
from archdraw.scene import Anchor


@dataclass(frozen=True, slots=True)
class Look:
    """What a style needs to choose the looks of a mark: the op, the word, the groups (innermost first) and the name."""

    op: str
    word: str = ""
    groups: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of text of a mark: ``role`` is the style's text role (``label``, ``detail``, ``badge`` …).

    It is turned around ``at`` by ``angle`` degrees, clockwise as seen on the page, and set ``scale`` times as large as its role says.
    """

    at: Point
    text: str
    role: str
    anchor: Anchor = "start"
    width: float = 0.0
    angle: float = 0.0
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Block:
    """A rounded box for a layer (or, with ``badge``, for a run of layers), with its texts placed.

    ``strip`` are the ops of what is inside a folded box, shown as small tokens from ``strip_at`` on.
    """

    layer: str
    box: Box
    look: Look
    lines: tuple[Line, ...] = ()
    title: str = ""
    kind: str = "layer"
    badge: str = ""
    strip: tuple[Look, ...] = ()
    strip_at: Point = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Merge:
    """A small circle with the sign of a merge (``add``, ``concat`` …) in it."""

    layer: str
    center: Point
    radius: float
    look: Look
    title: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """One stretch of line for one or several edges; a head where it arrives. ``corners`` as in `scene.Path`.

    ``dot`` is the radius of a dot where it begins: on a face, not at an edge.
    """

    points: tuple[Point, ...]
    edges: tuple[tuple[str, str], ...]
    head: bool = True
    corners: tuple[float, ...] = ()
    kind: str = "data"
    dot: float = 0.0


@dataclass(frozen=True, slots=True)
class Frame:
    """The outline around a group, with a title inside its top left and ``×N`` inside its top right, or ``badge_in`` further in."""

    group: str
    box: Box
    title: Line | None = None
    badge: str = ""
    badge_in: float = 0.0


@dataclass(frozen=True, slots=True)
class Label:
    """Free text: a shape beside an edge, the figure's total."""

    lines: tuple[Line, ...]
    layer: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the legend: a swatch and what it means."""

    at: Point
    look: Look
    line: Line
    kind: str = "layer"


@dataclass(frozen=True, slots=True)
class Bridge:
    """A place where a line, ``upright`` or level, passes over another; ``framed`` where it lies inside a frame."""

    at: Point
    upright: bool = True
    kind: str = "data"
    framed: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """What lies behind one level of a U."""

    box: Box


@dataclass(frozen=True, slots=True)
class Paint:
    """What a figure's options say over its style: fills in turn, from the back on, the width of borders, how opaque fills are."""

    fills: tuple[str, ...] = ()
    width: float | None = None
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Pasted:
    """A picture on a face; ``flipped`` turns left and right."""

    picture: Picture
    opacity: float = 1.0
    flipped: bool = False


@dataclass(frozen=True, slots=True)
class Sheets:
    """Upright areas for one layer, the one at the back first: feature maps, or (kind ``cells``) the units of a vector.

    ``dots`` stand for those that are left out; a ``picture`` lies on the one in front.
    """

    layer: str
    boxes: tuple[Box, ...]
    look: Look
    dots: tuple[Point, ...] = ()
    paint: Paint = Paint()
    title: str = ""
    kind: str = "maps"
    picture: Pasted | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """A vector as one area with these corners."""

    layer: str
    points: tuple[Point, ...]
    look: Look
    paint: Paint = Paint()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Cone:
    """A window on a map and lines from it to what it becomes: a cell of the next map, or a point if ``tip`` has no size.

    ``look`` is that of the layer that computes it; ``filled`` tints what the lines enclose; ``whole`` tells that the cell is all of its map.
    """

    window: Box
    tip: Box
    edges: tuple[tuple[str, str], ...]
    look: Look
    paint: Paint = Paint()
    filled: bool = True
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Spread:
    """All that depends on all: lines from the ends of one mark to those of the next, each ``(top, bottom)``."""

    start: tuple[Point, Point]
    end: tuple[Point, Point]
    edges: tuple[tuple[str, str], ...]
    look: Look
    paint: Paint = Paint()
    filled: bool = True


@dataclass(frozen=True, slots=True)
class Units:
    """The neurons of a layer: circles of one size, and dots for those that are not drawn; ``lines`` are all its texts.

    ``kind`` is ``bias`` for the unit that is always 1. Colours that are not empty win over those of the style.
    """

    layer: str
    centers: tuple[Point, ...]
    radius: float
    look: Look
    dots: tuple[Point, ...] = ()
    dot: float = 0.8
    lines: tuple[Line, ...] = ()
    title: str = ""
    kind: str = "layer"
    fill: str = ""
    stroke: str = ""


@dataclass(frozen=True, slots=True)
class Strand:
    """One edge from neuron to neuron: a straight line, or a cubic curve of four points.

    ``width`` None is that of the style; ``tint`` goes from -1 to 1, None where the colour says nothing. ``tip`` are the three points of an
    arrow head, its tip in the middle.
    """

    points: tuple[Point, ...]
    width: float | None = None
    opacity: float = 1.0
    tint: float | None = None
    tip: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Fan:
    """The edges between the neurons of two layers, in the order of painting.

    ``kind`` is ``weight`` or ``bias``; ``head`` is ``empty`` or ``solid`` where there are tips. ``colors`` are those of edges without a tint, with
    a negative and with a positive one; empty ones are the style's. ``dashed`` are edges with a negative tint.
    """

    edge: tuple[str, str]
    strands: tuple[Strand, ...]
    kind: str = "weight"
    head: str = ""
    colors: tuple[str, str, str] = ("", "", "")
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """What the colours of weighted edges mean: flat steps from positive down to negative, with words beside."""

    box: Box
    tints: tuple[float, ...]
    lines: tuple[Line, ...]
    ticks: tuple[tuple[Point, Point], ...]
    colors: tuple[str, str, str] = ("", "", "")


@dataclass(frozen=True, slots=True)
class Beam:
    """What leads from a window on one body to one point of the next.

    ``window`` are its corners: below and above in front, below and above behind. ``dot`` is the radius of the dot at the tip.
    """

    window: tuple[Point, ...]
    tip: Point
    edges: tuple[tuple[str, str], ...]
    dot: float = 1.1


@dataclass(frozen=True, slots=True)
class Solid:
    """A body in a parallel view, by its eight corners: west before east, below before above, front before back.

    ``facing`` are the sides that are seen, as signs: east, top, front is ``(1, 1, -1)``. ``opacities`` are those of front, top and side; where
    one is not opaque, the edges behind are drawn too. ``kernels`` are bodies inside; ``beams`` lead here, ``inner`` is what options say of both:
    the fill of kernels, then that of beams. A ``picture`` and ``lines`` of text
    are on the side that is seen; ``band`` is the share of its thickness, at the east, that the band of an activation takes.
    """

    layer: str
    corners: tuple[Point, ...]
    facing: tuple[int, int, int]
    look: Look
    opacities: tuple[float, float, float] = (1.0, 1.0, 1.0)
    kernels: tuple[tuple[Point, ...], ...] = ()
    beams: tuple[Beam, ...] = ()
    paint: Paint = Paint()
    inner: Paint = Paint()
    title: str = ""
    picture: Pasted | None = None
    lines: tuple[Line, ...] = ()
    band: float = 0.0


@dataclass(frozen=True, slots=True)
class Glued:
    """Bodies that touch, from the west to the east, each painted over the one before."""

    solids: tuple[Solid, ...]


Mark = (
    Block
    | Merge
    | Link
    | Frame
    | Label
    | Key
    | Bridge
    | Band
    | Sheets
    | Bar
    | Cone
    | Spread
    | Units
    | Fan
    | Scale
    | Solid
    | Glued
)


@dataclass(frozen=True, slots=True)
class Diagram:
    """All marks of a figure and the size of its page, in points; marks are in the order of painting.

    ``chosen`` are options, by name, that stand for what the layout chose by itself: with them it need not choose again.
    """

    marks: tuple[Mark, ...]
    width: float
    height: float
    title: str = ""
    description: str = ""
    chosen: Mapping[str, Any] = field(default_factory=dict)
