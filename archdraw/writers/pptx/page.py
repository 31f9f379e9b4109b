"""The slide that a scene lies on: how large it is, and where points of the scene are there."""

from __future__ import annotations

from archdraw.errors import LimitError
from archdraw.geometry import Box, Point
from archdraw.records import dataclass
from archdraw.scene import Scene

EMU = 12700
"""So many of PowerPoint's units make a point."""
WIDTH, HEIGHT = 960.0, 540.0
"""The usual slide, 16:9, in points."""
MARGIN = 28.0
LARGEST = 56 * 72
"""PowerPoint has no larger slides."""
ENLARGED = 3.0
"""A small figure becomes so much larger to fill a slide, and no more: two boxes that fill it look odd."""
FURTHEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Page:
    """A slide in points, and the figure's scale and upper left corner on it."""

    width: float
    height: float
    scale: float
    left: float
    top: float

    def x(self, value: float) -> int:
        """Give a distance from the left in EMU."""
        return _whole((self.left + value * self.scale) * EMU)

    def y(self, value: float) -> int:
        """Give a distance from the top in EMU."""
        return _whole((self.top + value * self.scale) * EMU)

    def at(self, point: Point) -> tuple[int, int]:
        """Give a point in EMU."""
        return self.x(point[0]), self.y(point[1])

    def size(self, length: float) -> int:
        """Give a length in EMU."""
        return _whole(length * self.scale * EMU)

    def place(self, box: Box, turn: float = 0.0, flip: tuple[bool, bool] = (False, False)) -> str:
        """Write where a shape is: turned by degrees, clockwise, around its middle, after it was flipped."""
        left, top, right, bottom = self.x(box.left), self.y(box.top), self.x(box.right), self.y(box.bottom)
        angle = round(turn * 60000) % 21_600_000
        words = (
            (f' rot="{angle}"' if angle else "") + (' flipH="1"' if flip[0] else "") + (' flipV="1"' if flip[1] else "")
        )
        ext = f'<a:off x="{left}" y="{top}"/><a:ext cx="{max(0, right - left)}" cy="{max(0, bottom - top)}"/>'
        return f"<a:xfrm{words}>{ext}</a:xfrm>"


def page(scene: Scene) -> Page:
    """Fit a figure to the usual slide, in its middle; one whose width was asked for has it, on a slide that holds it.

    >>> page(Scene(452, 100, ()))
    Page(width=960.0, height=540.0, scale=2.0, left=28.0, top=170.0)
    """
    across, down = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
    scale = scene.scale if scene.exact else min(across / scene.width, down / scene.height, ENLARGED)
    wide, high = scene.width * scale, scene.height * scale
    width, height = max(WIDTH, wide + 2 * MARGIN), max(HEIGHT, high + 2 * MARGIN)
    if max(width, height) > LARGEST:
        size = f"{wide / 72:.1f} × {high / 72:.1f} in"
        raise LimitError(f"the figure is {size}, and no slide is larger than 56 in", "choose a smaller width")
    return Page(width, height, scale, (width - wide) / 2, (height - high) / 2)


def _whole(value: float) -> int:
    return max(-FURTHEST, min(FURTHEST, round(value)))
