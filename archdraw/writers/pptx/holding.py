"""Which texts can be in their shape without moving, so that they go where it goes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import sqrt

from archdraw.geometry import Box
from archdraw.records import dataclass
from archdraw.scene import Arrow, Circle, Group, Image, Item, Path, Polygon, Rect, Strands, Text
from archdraw.text import clean
from archdraw.writers.pptx.outlines import hull
from archdraw.writers.pptx.words import Words

EXACT = 0.05
"""A text may move by so much, in points."""
CORNER = 1 - sqrt(0.5)
"""The room for text of PowerPoint's round shapes leaves out so much of the radius at each side."""
MOST = 60
"""In a layer of more things, each text is looked for among so many before it."""


@dataclass(frozen=True, slots=True)
class Held:
    """The lines in a shape, and the room beside and below them."""

    lines: tuple[Text, ...]
    room: tuple[float, float, float]


def held(items: Sequence[Item], words: Words, free: frozenset[int]) -> dict[int, Held]:
    """Give what shapes hold, by their place among the things of one layer; shapes in ``free`` are no presets.

    Where not all lines can be in a shape, those beside its label stay beside it.
    """
    wanted: dict[int, list[Text]] = {}
    for at, item in enumerate(items):
        if isinstance(item, Text) and not item.angle and clean(item.content):
            below = _below(items, at, item.box)
            if below is not None:
                wanted.setdefault(below, []).append(item)
    found = {}
    for at, lines in wanted.items():
        label = [line for line in lines if line.anchor == lines[0].anchor]
        for some in (lines, label, label[:1]):
            made = _fitted(items[at], sorted(some, key=lambda line: line.at[1]), words, preset=at not in free)
            if made:
                found[at] = made
                break
    return found


def bounds(item: Item) -> Box | None:
    """Give the room a thing takes; None for an empty group."""
    match item:
        case Rect(box) | Image(box):
            return box
        case Circle(center, radius):
            return Box.around(center, 2 * radius, 2 * radius)
        case Polygon(points) | Path(points) | Arrow(points):
            return hull(points)
        case Strands(lines):
            return hull(point for line in lines for point in line)
        case Text():
            return item.box
        case Group(_, inner):
            boxes = [box for box in map(bounds, inner) if box]
            return Box.hull(boxes) if boxes else None


def _below(items: Sequence[Item], at: int, room: Box) -> int | None:
    """Find the shape that lies directly below a text and has room for all of it."""
    for before in range(at - 1, max(-1, at - 1 - MOST), -1):
        item = items[before]
        box = None if isinstance(item, Text) else bounds(item)
        if box and box.meets(room):
            whole = isinstance(item, (Rect, Circle)) and box.grown(1.0).holds(room)
            return before if whole else None
    return None


def _fitted(shape: Item, lines: list[Text], words: Words, *, preset: bool) -> Held | None:
    """Find the room around lines in a shape that puts them where they stand; None where there is none."""
    box = bounds(shape)
    if box is None or any(low.at[1] - high.at[1] < 0.5 * low.font.size for high, low in pairwise(lines)):
        return None
    if isinstance(shape, Rect):
        cut = CORNER * min(shape.radius, box.width / 2, box.height / 2)
    else:
        cut = CORNER * (box.width / 2)
    inner = box.grown(-cut if preset else 0.0)
    below = inner.bottom - lines[-1].at[1] - words.below(lines[-1])
    by_side: dict[str, set[float]] = {"start": set(), "middle": set(), "end": set()}
    for line in lines:
        by_side[line.anchor].add(round(line.at[0], 3))
    if below < 0 or any(len(places) > 1 for places in by_side.values()):
        return None
    starts, middles, ends = by_side.values()
    left = min(starts) - inner.left if starts else None
    right = inner.right - min(ends) if ends else None
    if middles:
        shift = 2 * (min(middles) - inner.center[0])  # how much more room is at the left
        if left is None and right is None:
            left, right = max(shift, 0.0), max(-shift, 0.0)
        left, right = (
            left if left is not None else (right or 0) + shift,
            right if right is not None else (left or 0) - shift,
        )
        if abs(left - right - shift) > EXACT:
            return None
    left, right = left or 0.0, right or 0.0
    if min(left, right) < -EXACT:
        return None
    return Held(tuple(lines), (max(left, 0.0), max(right, 0.0), below))
