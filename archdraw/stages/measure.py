"""How much room words need."""

from __future__ import annotations

from archdraw import text
from archdraw.diagram import Key, Label, Line, Link, Mark
from archdraw.geometry import Box
from archdraw.style import Style


def wide(words: str, role: str, style: Style) -> float:
    """Give the width of words in the looks of a role."""
    font = style.text(role).font
    return text.width(words, font.size, font.weight) if words else 0.0


def room(line: Line, style: Style) -> Box:
    """Give the room that a line of text takes."""
    x, y = line.at
    left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[line.anchor] * line.width
    size = style.text(line.role).font.size
    upright = Box(left, y - 0.76 * size, left + line.width, y + 0.22 * size)
    return upright.turned(line.at, line.angle) if line.angle else upright


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
