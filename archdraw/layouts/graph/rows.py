"""The lines of text in a box: runs from the left, one text at the right, or all centred; how wide they need to be."""

from __future__ import annotations

from collections.abc import Sequence

from archdraw import text
from archdraw.diagram import Line
from archdraw.geometry import Box
from archdraw.records import dataclass
from archdraw.style import Style

BETWEEN = 8.0
"""What must stay free between a left and a right text, in points."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: pieces of text with their roles, one after the other, and a detail at the right end.

    With ``tab`` the second piece begins that far from the first, so that the pieces of many boxes stand in columns.
    """

    left: tuple[tuple[str, str], ...]
    right: str = ""
    centred: bool = False
    tab: float = 0.0

    def need(self, style: Style) -> float:
        """Tell how wide it must be, in points."""
        pieces = [piece for piece in self.left if piece[0]]
        wide = sum([width(content, role, style) for content, role in pieces])
        if len(pieces) > 1:
            wide += style.size("run") * (len(pieces) - 1)
        if self.tab and len(pieces) > 1:
            wide = self.tab + width(*pieces[1], style)
        return wide + (width(self.right, "detail", style) + (BETWEEN if pieces else 0) if self.right else 0)

    def lines(self, box: Box, baseline: float, room: float, middle: float, style: Style) -> tuple[Line, ...]:
        """Place the texts, centred ones at ``middle``; with too little room the longest at the left is shortened."""
        right = _fit(self.right, "detail", room, style)
        rest = room - (width(right, "detail", style) + BETWEEN if right else 0)
        pieces = _shortened([piece for piece in self.left if piece[0]], rest, style)
        if self.centred and len(pieces) == 1:
            content, role = pieces[0]
            return (Line((middle, baseline), content, role, "middle", width(content, role, style)),)
        start, run = beginning(box, style), style.size("run")
        found: list[Line] = []
        total = sum(width(content, role, style) for content, role in pieces) + run * max(0, len(pieces) - 1)
        x = middle - total / 2 if self.centred else start
        fits = self.tab and len(pieces) == 2 and self.tab + width(*pieces[1], style) <= rest
        for content, role in pieces:
            wide = width(content, role, style)
            if self.centred and len(pieces) == 2 and not found:  # in a narrower font the two still stand close
                found.append(Line((x + wide, baseline), content, role, "end", wide))
            else:
                found.append(Line((x, baseline), content, role, "start", wide))
            x = start + self.tab if fits else x + wide + run
        if right:
            found.append(Line((start + room, baseline), right, "detail", "end", width(right, "detail", style)))
        return tuple(found)


def beginning(box: Box, style: Style) -> float:
    """Tell where the texts of a box begin."""
    return box.left + style.size("pattern_room") + style.size("padding")


def _shortened(pieces: Sequence[tuple[str, str]], room: float, style: Style) -> list[tuple[str, str]]:
    """Cut the widest piece until all fit; the last resort drops all but the first."""
    shown = list(pieces)
    gaps = style.size("run") * (len(shown) - 1) if len(shown) > 1 else 0.0
    over = sum([width(content, role, style) for content, role in shown]) + gaps - room
    if over <= 0 or not shown:
        return shown
    widest = max(range(len(shown)), key=lambda i: (width(*shown[i], style), -i))
    content, role = shown[widest]
    left = width(content, role, style) - over
    if left < 14 and len(shown) > 1:
        return _shortened(shown[:1], room, style)
    shown[widest] = (_fit(content, role, max(left, 10.0), style), role)
    return shown


def width(content: str, role: str, style: Style) -> float:
    """Tell how wide a text of this role is, in points."""
    if not content:
        return 0.0
    font = style.text(role).font
    return text.width(content, font.size, font.weight)


def _fit(content: str, role: str, room: float, style: Style) -> str:
    if not content:
        return ""
    font = style.text(role).font
    return text.fit(content, room, font.size, font.weight)
