"""Lanes over bodies in a row, for lines that go around what lies between their ends."""

from __future__ import annotations

from collections.abc import Sequence

from archdraw.geometry import Box, Point
from archdraw.records import dataclass

OVER, APART, ASIDE = 8.0, 6.0, 3.2
"""From the highest top below a lane to it, from lane to lane, and from line to line on one body, in points."""


@dataclass(frozen=True, slots=True)
class Ends:
    """What a line leads from and to, by their places in the row."""

    start: int
    end: int


def lanes(lines: Sequence[Ends], tops: Sequence[float], apart: float = APART) -> list[float]:
    """Give the height of each lane (y down): over all that it spans, and over the lanes of the lines inside of it.

    >>> lanes([Ends(0, 2), Ends(0, 3)], [-10, -30, -10, -10])
    [-38.0, -44.0]
    """
    found: dict[int, float] = {}
    for i in sorted(range(len(lines)), key=lambda i: (lines[i].end - lines[i].start, i)):
        one = lines[i]
        height = min(tops[one.start : one.end + 1]) - OVER
        met = [k for k in found if lines[k].start <= one.end and one.start <= lines[k].end]
        while any(abs(found[k] - height) < apart - 1e-6 for k in met):
            height = min(found[k] for k in met if abs(found[k] - height) < apart - 1e-6) - apart
        inner = [found[k] for k in met if one.start <= lines[k].start and lines[k].end <= one.end]
        found[i] = min([height, *(lane - apart for lane in inner)])
    return [found[i] for i in range(len(lines))]


def legs(lines: Sequence[Ends], places: Sequence[Point], rooms: Sequence[float]) -> list[tuple[Point, Point]]:
    """Give where each line leaves and arrives; those on one body stand beside each other, so that none crosses its neighbour.

    ``places`` are the middles on the bodies, ``rooms`` how wide these are.
    """
    # What arrives stands left of what leaves; the longest lines, whose lanes are highest, stand in the middle between both.
    met: dict[int, list[tuple[int, int, int]]] = {}
    for i, line in enumerate(lines):
        met.setdefault(line.start, []).append((1, line.start - line.end, i))
        met.setdefault(line.end, []).append((0, line.end - line.start, i))
    found = {}
    for at, ends in met.items():
        ends.sort()
        step = min(ASIDE, rooms[at] / max(1, len(ends)))
        for k, end in enumerate(ends):
            found[end[2], end[0]] = (places[at][0] + (k - (len(ends) - 1) / 2) * step, places[at][1])
    return [(found[i, 1], found[i, 0]) for i in range(len(lines))]


@dataclass(frozen=True, slots=True)
class Over:
    """Something level that goes over others: from left to right, so far below and above its line."""

    left: float
    right: float
    below: float = 0.0
    above: float = 0.0


def stacked(items: Sequence[Over], bodies: Sequence[Box]) -> list[float]:
    """Give the height of the line of each item (y down), the shorter ones lower: over all bodies and items that it spans.

    >>> stacked([Over(0, 30), Over(5, 25, 4, 4)], [Box(0, -10, 8, 10), Box(20, -20, 30, 20)])
    [-44.0, -32.0]
    """
    found: dict[int, float] = {}
    for i in sorted(range(len(items)), key=lambda i: (items[i].right - items[i].left, i)):
        one = items[i]
        under = [box.top - OVER for box in bodies if box.left < one.right and one.left < box.right]
        under += [
            found[k] - items[k].above - (OVER if items[k].above or one.below else APART)
            for k in found
            if items[k].left <= one.right and one.left <= items[k].right
        ]
        found[i] = min(under, default=0.0) - one.below
    return [found[i] for i in range(len(items))]
