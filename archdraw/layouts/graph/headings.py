"""Where the title and the badge of a frame stand: in its corners, else beside the lines that come in through its top."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise

from archdraw.geometry import Box
from archdraw.placing import Placed

Span = tuple[float, float]
CLEAR = 2.5
"""What lies between a word of a frame and a line beside it that does not run straight up, in points."""


class Lines:
    """The stretches of all lines that pass a level: the upright ones by their place, the slanting ones one by one."""

    def __init__(self, placed: Placed) -> None:
        self._upright: list[tuple[float, float, float]] = []
        self._slanting: list[tuple[float, float, float, float]] = []
        for wire in placed.wires:
            for one, two in pairwise(wire.points):
                (x, top), (u, bottom) = sorted((one, two), key=lambda point: point[1])
                if abs(x - u) < 1e-6:
                    self._upright.append((x, top, bottom))
                elif bottom - top > 1e-6:
                    self._slanting.append((x, top, u, bottom))
        self._upright.sort()

    def through(self, room: Box) -> list[Span]:
        """Give the spans in which lines pass a room, from left to right."""
        found: list[Span] = []
        for x, top, bottom in self._upright[bisect_left(self._upright, (room.left,)) :]:
            if x >= room.right:
                break
            if top < room.bottom and bottom > room.top:
                found.append((x, x))
        for x, top, u, bottom in self._slanting:
            if top < room.bottom and bottom > room.top:
                slope = (u - x) / (bottom - top)
                ends = [x + slope * (min(max(y, top), bottom) - top) for y in (room.top, room.bottom)]
                low, high = min(ends) - CLEAR, max(ends) + CLEAR
                if low < room.right and high > room.left:
                    found.append((low, high))
        return sorted(found)


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
