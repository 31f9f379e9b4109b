"""The pattern of a box: in all of it where it has no text, else in a strip at its left that keeps clear of the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf

from archdraw.areas import Area
from archdraw.geometry import Box
from archdraw.hatching import hatch
from archdraw.scene import Fill, Item, Path, Polygon, Stroke, Text
from archdraw.style import BoxStyle

CLEAR, NARROWEST = 2.5, 1.5
"""What stays free between the strip and the text, and the width from which on there is a strip, in points."""
RIM = 0.4
"""The width of the line between the strip and the rest, in points."""


def until(box: Box, room: float, texts: Sequence[Text]) -> float:
    """Tell how far the pattern may go to the right: over all, or to ``room`` or the first text, whichever is nearer."""
    return min(room, *(text.box.left for text in texts)) - CLEAR if texts else inf


def draw(box: Box, looks: BoxStyle, layer: str = "", until: float = inf) -> Iterator[Item]:
    """Draw the lines of a box's pattern, and the rim of the strip where it is one."""
    pattern = looks.pattern
    if not pattern:
        return
    inset = looks.stroke.width / 4  # the lines end under the outline, but not beyond its middle
    area = Area(box.grown(-inset), looks.radius - inset, until)
    if area.hull.width < NARROWEST:
        return
    role = looks.stroke.role
    if pattern.name == "solid":
        yield Polygon(area.outline(), Fill(pattern.color, 1.0, role))
        return
    for line in hatch(pattern.name, area):
        yield Path((line.start, line.end), Stroke(pattern.color, line.width, line.dash, role), layer=layer)
    if until < box.right:
        yield Path(area.upright(until), Stroke(pattern.color, RIM, (), role), layer=layer)
