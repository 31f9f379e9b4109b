"""Where blocks stand beside a figure, and the dashed lines that tie each to a box it explains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import dist

from archdraw.diagram import Block, Frame, Label, Line, Link, Mark, Merge
from archdraw.geometry import Box, Point
from archdraw.layouts.graph import edges
from archdraw.layouts.graph.draft import Draft, Zoom
from archdraw.style import Style

GAP = 27.0
"""Between the overview and the block beside it, in points."""
BETWEEN, CLOSE = 16.0, 8.0
"""Between two blocks, and between many."""
SEVERAL = 3
"""More blocks than this are many."""
FAR = 1.5
"""A box is far where lines to another are shorter by this."""
LONGEST, LOWEST = 250.0, 400.0
"""A line longer than this, in points, beside the figure or below it, shows nobody where it leads."""
CLEAR = 1.0
"""How far a dashed line keeps from what it passes."""


def put(draft: Draft, blocks: Sequence[tuple[tuple[str, ...], Draft]], style: Style, below: bool) -> Draft:
    """Put blocks, each with the names of the boxes that it explains, at the right of a figure, in the middle of its height, or below it."""
    rooms = [edges.room(label, style) for label in edges.labels(draft, style)]
    far = max([draft.placed.height if below else draft.placed.width, *(r.bottom if below else r.right for r in rooms)])
    sizes = [(block.placed.width, block.placed.height) for _, block in blocks]
    between = BETWEEN if len(blocks) <= SEVERAL else CLOSE
    along = sum(wide if below else high for wide, high in sizes) + between * (len(blocks) - 1)
    middle = (draft.placed.width if below else draft.placed.height) / 2
    at = max(middle - along / 2, 0.0) if below else middle - along / 2
    zooms = []
    for names, block in blocks:
        zooms.append(Zoom(block.moved(at, far + GAP) if below else block.moved(far + GAP, at), names, below))
        at += (block.placed.width if below else block.placed.height) + between
    return replace(draft, zooms=tuple(zooms))


def lines(draft: Draft, marks: Sequence[Mark]) -> list[Link]:
    """Tie each block to the first box that it explains, of those that are not far, by two dashed lines that meet and cross nothing.

    Where one block has none, none are drawn: a block has the name of its boxes, or lists them.
    """
    at = {
        str(layer.attrs.get("group")): box
        for layer, box in zip(draft.graph.layers, draft.placed.nodes, strict=True)
        if layer.attrs.get("closed")
    }
    wires = [pair for mark in marks if isinstance(mark, Link) for pair in pairwise(mark.points)]
    found: list[Link] = []
    for one in draft.zooms:
        frame = outline(one.draft)
        pairs = [_pair(at[name], frame, one.below) for name in one.boxes if name in at]
        clear = [some for some in pairs if _free(some, marks, found) and not _crossing(some, wires)]
        tied = _near(clear, LOWEST if one.below else LONGEST)
        if not tied:
            return []
        found += tied
    return found


def _near(choices: Sequence[list[Link]], most: float) -> list[Link]:
    """Choose the first lines that are not much longer than the shortest, if those are short enough."""
    short = [some for some in choices if max(_long([line]) for line in some) <= most]
    least = min(map(_long, short), default=0.0)
    return next((some for some in short if _long(some) <= FAR * least), [])


def _crossing(lines: Sequence[Link], wires: Sequence[tuple[Point, Point]]) -> bool:
    """Tell whether lines cross the arrows of the figure."""
    return any(_cross(pair, wire) for line in lines for pair in pairwise(line.points) for wire in wires)


def _pair(box: Box, frame: Box, below: bool) -> list[Link]:
    """Give the two lines from the corners of a box to those of a frame."""
    return [_line(one, two) for one, two in zip(_corners(box, below, near=False), _corners(frame, below), strict=True)]


def _corners(box: Box, below: bool, near: bool = True) -> tuple[Point, Point]:
    """Give the corners of the side of a box at which lines begin, or of a frame (``near``) at which they end."""
    if below:
        y = box.top if near else box.bottom
        return (box.left, y), (box.right, y)
    x = box.left if near else box.right
    return (x, box.top), (x, box.bottom)


def _long(lines: Sequence[Link]) -> float:
    return sum(dist(one, two) for line in lines for one, two in pairwise(line.points))


def _line(*points: Point) -> Link:
    return Link(points, (), head=False, kind="zoom")


def outline(draft: Draft) -> Box:
    """Give the frame of a block."""
    return max((box for parts in draft.placed.frames for box in parts), key=lambda box: box.width * box.height)


def _free(lines: Sequence[Link], marks: Sequence[Mark], before: Sequence[Link]) -> bool:
    """Tell whether lines meet no box, no word and no frame but those in which they begin and end, and no other dashed line."""
    stretches = [pair for line in lines for pair in pairwise(line.points)]
    rooms = _rooms(marks, (lines[0].points[0], lines[0].points[-1]))
    if any(_passes(one, two, room) for one, two in stretches for room in rooms):
        return False
    drawn = [pair for line in before for pair in pairwise(line.points)]
    return not any(_cross(pair, other) for pair in stretches for other in drawn)


def _rooms(marks: Sequence[Mark], ends: Sequence[Point]) -> list[Box]:
    """Give what a line between two ends must not meet."""
    rooms: list[Box] = []
    for mark in marks:
        if isinstance(mark, Block):
            rooms.append(mark.box)
        elif isinstance(mark, Merge):
            rooms.append(Box.around(mark.center, 2 * mark.radius, 2 * mark.radius))
        elif isinstance(mark, Frame) and not any(mark.box.holds(Box(*end, *end)) for end in ends):
            rooms.append(mark.box)
        elif isinstance(mark, Label):
            rooms += [_room(each) for each in mark.lines]
        elif isinstance(mark, Frame) and mark.title:
            rooms.append(_room(mark.title))
    return rooms


def _passes(one: Point, two: Point, room: Box) -> bool:
    """Tell whether a stretch of line runs through a room; to touch its border is not enough."""
    low, high = 0.0, 1.0
    for start, way, least, most in (
        (one[0], two[0] - one[0], room.left, room.right),
        (one[1], two[1] - one[1], room.top, room.bottom),
    ):
        least, most = least + 0.01, most - 0.01
        if abs(way) < 1e-9:
            if not least < start < most:
                return False
            continue
        first, last = sorted(((least - start) / way, (most - start) / way))
        low, high = max(low, first), min(high, last)
    return low < high


def _cross(one: tuple[Point, Point], two: tuple[Point, Point]) -> bool:
    """Tell whether two stretches of line cross."""

    def side(a: Point, b: Point, c: Point) -> float:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    (a, b), (c, d) = one, two
    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def _room(line: Line) -> Box:
    """Give about the room of a line of text."""
    left = line.at[0] - {"start": 0.0, "middle": 0.5, "end": 1.0}[line.anchor] * line.width
    return Box(left - CLEAR, line.at[1] - 6.0, left + line.width + CLEAR, line.at[1] + 1.5)
