"""The scene: a finished figure as a few plain things with final places and colours, ready for any format.

Units are points, y down, origin at the top left. ``layer`` names the layer that a thing stands for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import Literal

from archdraw.geometry import Box, Point
from archdraw.records import dataclass

Anchor = Literal["start", "middle", "end"]
Weight = Literal["regular", "semibold", "bold"]


class Tone(str):
    """A colour of a light page that knows the one in its place on a dark page; where nobody asks for that, it is just the light one.

    >>> Tone("#ffffff", "#14191f"), Tone("#ffffff", "#14191f").dark
    ('#ffffff', '#14191f')
    """

    __slots__ = ("dark",)
    dark: str

    def __new__(cls, light: str, dark: str) -> Tone:
        """Make it of the two colours."""
        made = super().__new__(cls, light)
        made.dark = dark
        return made


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line's looks; ``dash`` are lengths on and off in points."""

    color: str
    width: float
    dash: tuple[float, ...] = ()
    role: str = ""
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Fill:
    """What covers an area; ``role`` is the reason for the colour (``conv``, ``frame``)."""

    color: str
    opacity: float = 1.0
    role: str = ""


@dataclass(frozen=True, slots=True)
class Font:
    """How a text is set; the family is the scene's unless named."""

    size: float
    weight: Weight = "regular"
    italic: bool = False
    family: str = ""


@dataclass(frozen=True, slots=True)
class Rect:
    """An upright rectangle, perhaps with round corners."""

    box: Box
    fill: Fill | None = None
    stroke: Stroke | None = None
    radius: float = 0.0
    layer: str = ""


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle."""

    center: Point
    radius: float
    fill: Fill | None = None
    stroke: Stroke | None = None
    layer: str = ""


@dataclass(frozen=True, slots=True)
class Polygon:
    """A closed area of straight sides."""

    points: tuple[Point, ...]
    fill: Fill | None = None
    stroke: Stroke | None = None
    layer: str = ""


@dataclass(frozen=True, slots=True)
class Path:
    """A line through points; ``corners`` gives the radius of the true arc at each inner point (0 = sharp)."""

    points: tuple[Point, ...]
    stroke: Stroke
    corners: tuple[float, ...] = ()
    layer: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """A filled triangular arrow head: its size along and across the line."""

    length: float
    width: float


@dataclass(frozen=True, slots=True)
class Arrow:
    """A path with a head whose tip is the last point; it knows which edges it draws, as (source, target) layers."""

    points: tuple[Point, ...]
    stroke: Stroke
    head: Head | None
    corners: tuple[float, ...] = ()
    edges: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Strands:
    """Many lines of one look as one path, for thousands of them would make a file slow.

    ``curved``: each is a cubic curve of four points, its ends first and last. With a fill each line is closed to an area. Those that stand for
    ``edges`` know them, as (source, target) layers.
    """

    lines: tuple[tuple[Point, ...], ...]
    stroke: Stroke | None
    fill: Fill | None = None
    curved: bool = False
    edges: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; ``at`` is its baseline at the anchor, ``width`` what it may need at most.

    It is turned around ``at`` by ``angle`` degrees, clockwise as seen on the page.
    """

    at: Point
    content: str
    font: Font
    color: str
    anchor: Anchor = "start"
    width: float = 0.0
    layer: str = ""
    role: str = ""
    angle: float = 0.0

    @property
    def box(self) -> Box:
        """The upright room it takes: ascenders above and descenders below the baseline included."""
        return self._level.turned(self.at, self.angle) if self.angle else self._level

    @property
    def corners(self) -> tuple[Point, ...]:
        """The corners of the room it takes, turned as it is."""
        return self._level.corners(self.at, self.angle)

    @property
    def _level(self) -> Box:
        x, y = self.at
        left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor] * self.width
        return Box(left, y - 0.76 * self.font.size, left + self.width, y + 0.22 * self.font.size)


@dataclass(frozen=True, slots=True)
class Image:
    """A picture, embedded: PNG or JPEG bytes.

    With ``corners`` (top left, top right, bottom left) it fills the parallelogram that these begin; ``box`` is the room it takes.
    """

    box: Box
    data: bytes
    media_type: str
    layer: str = ""
    corners: tuple[Point, ...] = ()
    opacity: float = 1.0

    def places(self) -> tuple[Point, Point, Point]:
        """Give its upper left, upper right and lower left corners."""
        if self.corners:
            one, two, three = self.corners
            return one, two, three
        box = self.box
        return (box.left, box.top), (box.right, box.top), (box.left, box.bottom)


@dataclass(frozen=True, slots=True)
class Group:
    """Things that belong together: one layer's, one frame's. ``id`` comes from the name, ``title`` is for readers aloud.

    ``body`` are four corners of what is drawn in space: the near lower left one, and those beside it along the row, up, and away.
    """

    id: str
    items: tuple[Item, ...]
    title: str = ""
    layer: str = ""
    kind: str = ""
    body: tuple[Point, ...] = ()


Item = Rect | Circle | Polygon | Path | Arrow | Strands | Text | Image | Group


@dataclass(frozen=True, slots=True)
class Scene:
    """A finished figure of this size; ``title`` and ``description`` say what it shows to those who cannot see it.

    Printed, it is ``scale`` times its size, ``exact`` where that was asked for; ``fonts`` are the style's font names, the
    first that is there is used. Only in one that is ``twofold`` may colours be of `Tone`; it is no other figure for that.
    """

    width: float
    height: float
    items: tuple[Item, ...]
    title: str = ""
    description: str = ""
    background: str = ""
    scale: float = 1.0
    fonts: tuple[str, ...] = ("Noto Sans", "Source Sans 3", "Arial", "Helvetica", "sans-serif")
    exact: bool = False
    twofold: bool = field(default=False, compare=False)

    def flat(self) -> Iterator[Item]:
        """Go through all things in the order of painting, groups opened."""
        stack: list[Item] = list(reversed(self.items))
        while stack:
            item = stack.pop()
            if isinstance(item, Group):
                stack.extend(reversed(item.items))
            else:
                yield item
