"""Where the title and the badge of a frame stand: in its corners, else beside the lines that come in through its top."""

from __future__ import annotations

from itertools import pairwise

from archdraw import text
from archdraw.diagram import Line
from archdraw.geometry import Box, Point
from archdraw.nearby import Nearby
from archdraw.placing import Placed
from archdraw.style import Style

Span = tuple[float, float]
CLEAR = 2.5
"""What lies between a word of a frame and a line beside it, in points."""
PILL_IN, ROW = 5.0, 14.0
"""How far a badge stands inside of the corner, and how high the row of title and badge is, in points."""


class Lines:
    """The stretches of all lines that pass a level, upright or slanting."""

    def __init__(self, placed: Placed) -> None:
        self._lines: list[tuple[Point, Point]] = []
        self._where = Nearby()
        for wire in placed.wires:
            for ends in pairwise(wire.points):
                (x, top), (u, bottom) = sorted(ends, key=lambda point: point[1])
                self._lines.append(((x, top), (u, bottom)))
                self._where.add(Box(min(x, u) - CLEAR, top, max(x, u) + CLEAR, bottom))

    def through(self, room: Box) -> list[Span]:
        """Give the spans in which lines pass a room, from left to right."""
        found: list[Span] = []
        for number in self._where.near(room):
            (x, top), (u, bottom) = self._lines[number]
            if top >= room.bottom or bottom <= room.top:
                continue
            if abs(x - u) < 1e-6:
                if room.left <= x < room.right:
                    found.append((x, x))
                continue
            high = max(bottom - top, 1e-6)
            ends = [x + (u - x) / high * (min(max(y, top), top + high) - top) for y in (room.top, room.bottom)]
            low, high = min(ends) - CLEAR, max(ends) + CLEAR
            if low < room.right and high > room.left:
                found.append((low, high))
        return sorted(found)


def heading(words: str, badge: str, box: Box, lines: Lines, style: Style) -> tuple[Line, float]:
    """Give the title of a frame, and how far left of its corner the badge stands.

    The badge takes the last gap between lines that leaves room for the title, which takes the first; a title without room
    is shortened, or left out where nothing of it has room.
    """
    left, corner, baseline = (
        box.left + style.size("title_left"),
        box.right - PILL_IN,
        box.top + style.size("title_baseline"),
    )
    font = style.text("title").font
    need, pill = text.width(words, font.size, font.weight) + CLEAR, _pill(badge, style)
    free = gaps(Box(left, box.top, corner, box.top + ROW), lines)
    ends = [b if b == corner else b - CLEAR for _, b in reversed(free)] if badge else [corner]
    ways: list[tuple[tuple[bool, float], int, float, Span]] = []
    for end in ends:
        rest = [part for gap in free for part in _without(gap, (end - pill, end))] if badge else free
        fits = not badge or any(a <= end - pill and end <= b for a, b in free)
        first = next((gap for gap in rest if gap[1] - gap[0] >= need), None)
        widest = first or max(rest, key=lambda gap: gap[1] - gap[0], default=(left, left))
        ways.append(((fits, min(need, widest[1] - widest[0])), -len(ways), end, widest))
    _, _, end, (start, stop) = max(ways, default=((False, 0.0), 0, corner, (left, left)))
    start += 0.0 if start == left else CLEAR
    shown = text.fit(words, stop - start - CLEAR, font.size, font.weight)
    shown = "" if shown == text.ELLIPSIS else shown  # it says nothing
    return Line((start, baseline), shown, "title", "start", text.width(shown, font.size, font.weight)), corner - end


def shortened(words: str, role: str, at: Point, box: Box, lines: Lines, style: Style) -> str:
    """Cut what stands below a title where a line passes."""
    font = style.text(role).font
    room = Box(at[0], at[1] - 0.76 * font.size, box.right - PILL_IN, at[1] + 0.22 * font.size)
    free = [gap for gap in gaps(room, lines) if gap[0] == room.left]
    return text.fit(words, free[0][1] - room.left - CLEAR if free else 0.0, font.size, font.weight)


def _pill(badge: str, style: Style) -> float:
    font = style.text("badge").font
    return text.width(badge, font.size, font.weight) + 7 if badge else 0.0


def _without(gap: Span, taken: Span) -> list[Span]:
    """Give what is left of a gap beside what is taken in it, with a little room between."""
    parts = [(gap[0], min(gap[1], taken[0] - CLEAR)), (max(gap[0], taken[1] + CLEAR), gap[1])]
    return [(low, high) for low, high in parts if high > low]


def gaps(room: Box, lines: Lines) -> list[Span]:
    """Give the stretches of a room that no line passes, from left to right."""
    found, left = [], room.left
    for low, high in lines.through(room):
        if low > left:
            found.append((left, low))
        left = max(left, high)
    if left < room.right:
        found.append((left, room.right))
    return found
