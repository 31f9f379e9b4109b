"""How much room words and other marks need."""

from __future__ import annotations

from archdraw.diagram import Key, Label, Link, Mark
from archdraw.geometry import Box
from archdraw.lettering import room as room
from archdraw.lettering import wide as wide
from archdraw.style import Style


def rooms(mark: Mark, style: Style) -> list[Box]:
    """Give the room of words, lines and entries of the legend."""
    match mark:
        case Label():
            return [room(line, style) for line in mark.lines]
        case Link():
            return [Box(x, y, x, y).grown(0.4) for x, y in mark.points]
        case Key():
            return [room(mark.line, style), Box(*mark.at, *mark.at)]
    return []
