"""The pattern of a box: in all of it where it has no text, else in a strip at its left that keeps clear of the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf

from archdraw.areas import Area, Convex
from archdraw.geometry import Box
from archdraw.hatching import hatch
from archdraw.scene import Fill, Item, Path, Polygon, Stroke, Text
from archdraw.style import BoxStyle

CLEAR, NARROWEST = 2.5, 1.5
"""What stays free between the strip and the text, and the width from which on there is a strip, in points."""
STRIP, SHARE = 9.0, 0.34
"""The height of a strip, in points, and the most of its area that it takes."""
RIM = 0.4
"""The width of the line between the strip and the rest, in points."""


def until(box: Box, room: float, texts: Sequence[Text]) -> float:
    """Tell how far the pattern may go to the right: over all, or to ``room`` or the first text, whichever is nearer."""
    return min(room, *(text.box.left for text in texts)) - CLEAR if texts else inf


def strip(box: Box, looks: BoxStyle, layer: str = "") -> Iterator[Item]:
    """Draw the pattern along the upper side of an area that others lie on."""
    low = box.top + min(STRIP, SHARE * box.height)
    yield from draw(Box(box.left, box.top, box.right, low), looks, layer)
    if looks.pattern:
        ends = ((box.left, low), (box.right, low))
        yield Path(ends, Stroke(looks.pattern.color, RIM, (), looks.stroke.role), layer=layer)


def draw(box: Box, looks: BoxStyle, layer: str = "", until: float = inf) -> Iterator[Item]:
    """Draw the lines of a box's pattern, and the rim of the strip where it is one."""
    pattern = looks.pattern
    if not pattern:
        return
    inset = looks.stroke.width / 4  # the lines end under the outline, but not beyond its middle
    area = Area(box.grown(-inset), looks.radius - inset, until)
    if area.hull.width < NARROWEST:
        return
    yield from within(area, looks, layer)
    if until < box.right and pattern.name != "solid":
        yield Path(area.upright(until), Stroke(pattern.color, RIM, (), looks.stroke.role), layer=layer)


def within(area: Area | Convex, looks: BoxStyle, layer: str = "") -> Iterator[Item]:
    """Draw the pattern all over an area."""
    pattern, role = looks.pattern, looks.stroke.role
    if pattern and pattern.name == "solid":
        yield Polygon(area.outline(), Fill(pattern.color, 1.0, role))
    elif pattern:
        for line in hatch(pattern.name, area):
            yield Path((line.start, line.end), Stroke(pattern.color, line.width, line.dash, role), layer=layer)
