"""Points and boxes on the page: points (1/72 inch), y down, origin at the top left."""

from __future__ import annotations

from collections.abc import Iterable
from math import cos, isfinite, radians, sin

from archdraw.records import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle, by its edges.

    >>> Box(0, 0, 4, 2).center
    (2.0, 1.0)
    """

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, center: Point, width: float, height: float) -> Box:
        """Make the box of this size around a point."""
        x, y = center
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)

    @classmethod
    def hull(cls, boxes: Iterable[Box]) -> Box:
        """Make the smallest box that holds all of them; at least one is needed."""
        kept = list(boxes)
        return cls(
            min(b.left for b in kept),
            min(b.top for b in kept),
            max(b.right for b in kept),
            max(b.bottom for b in kept),
        )

    @property
    def width(self) -> float:
        """The horizontal size."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """The vertical size."""
        return self.bottom - self.top

    @property
    def center(self) -> Point:
        """The middle."""
        return ((self.left + self.right) / 2, (self.top + self.bottom) / 2)

    def moved(self, dx: float, dy: float) -> Box:
        """Give the same box elsewhere."""
        return Box(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)

    def grown(self, by: float) -> Box:
        """Give the box that is larger by this much at each side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def turned(self, around: Point, angle: float) -> Box:
        """Give the upright hull of this box turned around a point by some degrees, clockwise as seen on the page.

        >>> Box(0, -1, 4, 0).turned((0, 0), 90)
        Box(left=0.0, top=0.0, right=1.0, bottom=4.0)
        """
        across, down = zip(*self.corners(around, angle), strict=True)
        return Box(min(across), min(down), max(across), max(down))

    def corners(self, around: Point, angle: float) -> tuple[Point, ...]:
        """Give the corners of this box turned around a point by some degrees, clockwise as seen on the page."""
        cosine, sine = round(cos(radians(angle)), 12), round(sin(radians(angle)), 12)
        own = ((self.left, self.top), (self.right, self.top), (self.right, self.bottom), (self.left, self.bottom))
        away = [(x - around[0], y - around[1]) for x, y in own]
        return tuple((around[0] + x * cosine - y * sine, around[1] + x * sine + y * cosine) for x, y in away)

    def meets(self, other: Box, slack: float = 1e-6) -> bool:
        """Tell whether the two share more than a border.

        >>> Box(0, 0, 2, 2).meets(Box(2, 0, 4, 2)), Box(0, 0, 2, 2).meets(Box(1, 1, 4, 2))
        (False, True)
        """
        return (
            self.left < other.right - slack
            and other.left < self.right - slack
            and self.top < other.bottom - slack
            and other.top < self.bottom - slack
        )

    def holds(self, other: Box, slack: float = 1e-6) -> bool:
        """Tell whether the other lies wholly inside this one."""
        return (
            self.left <= other.left + slack
            and self.top <= other.top + slack
            and self.right >= other.right - slack
            and self.bottom >= other.bottom - slack
        )


def number(value: float, digits: int = 3) -> int | float:
    """Round a coordinate the one way all writers use; whole numbers lose their fraction.

    Not-a-number and infinity are refused, because no format can hold them.

    >>> number(10 / 3), number(4.0), number(-0.0001)
    (3.333, 4, 0)
    """
    rounded = round(float(value), digits)
    if rounded.is_integer():
        return int(rounded)
    if not isfinite(rounded):
        raise ValueError(f"a coordinate must be a finite number, not {value}")
    return rounded
