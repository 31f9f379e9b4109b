"""Words around a figure: how much room they need, the legend in rows, the caption."""

from __future__ import annotations

from collections.abc import Sequence

from archdraw import text
from archdraw.diagram import Key, Label, Line, Look
from archdraw.geometry import Box
from archdraw.style import Style

COLUMN = 234.0
"""How wide the legend and the caption may be under a narrower figure: a column of a paper, in points."""
SIGN = 1.4
"""How much larger than a swatch the circle of a merge is, in points: it has a sign in it."""
LONG = 2.0
"""How much longer than a swatch the sample of a line is."""
NARROW = 6.2
"""The least room between two entries, in points, taken where one row then is enough."""
LEADING = 10.0
"""From row to row of the legend, in points, for letters that are no larger than usual."""
Entry = tuple[Look, str, str]
"""What a swatch of the legend is that of, what it means, and its kind."""


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


def legend(found: Sequence[Entry], top: float, center: float, room: float, style: Style) -> tuple[list[Key], float]:
    """Set the entries in centred rows; give them and the bottom of the last row."""
    swatch, before, usual = style.size("swatch"), style.size("swatch_gap"), style.size("legend_gap")
    size = style.text("legend").font.size
    sized = [(entry, _swatch(entry, swatch) + before + wide(entry[1], "legend", style)) for entry in found]
    gap = next((gap for gap in (usual, NARROW) if len(_rows(sized, gap, room)) == 1), usual)
    rows = _rows(sized, gap, room)
    while len(rows) > 1 and room > 20 and len(_rows(sized, gap, room - 4)) == len(rows):  # no row of one alone
        room -= 4
        rows = _rows(sized, gap, room)
    keys, y, leading = [], top + swatch / 2, max(LEADING, 1.5 * size)
    for row in rows:
        x = center - (sum(needs for _, needs in row) + gap * (len(row) - 1)) / 2
        for (look, words, kind), needs in row:
            width = wide(words, "legend", style)
            line = Line((x + needs - width, y + 0.35 * size), words, "legend", "start", width)
            keys.append(Key((x, y), look, line, kind))
            x += needs + gap
        y += leading
    return keys, y - leading + swatch / 2


def _swatch(entry: Entry, swatch: float) -> float:
    return {"merge": swatch + SIGN, "tie": LONG * swatch, "either": LONG * swatch}.get(entry[2], swatch)


def _rows(entries: Sequence[tuple[Entry, float]], gap: float, room: float) -> list[list[tuple[Entry, float]]]:
    """Fill rows as wide as the room with entries of these widths."""
    rows: list[list[tuple[Entry, float]]] = [[]]
    for entry in entries:
        if rows[-1] and sum(needs + gap for _, needs in rows[-1]) + entry[1] > room:
            rows.append([])
        rows[-1].append(entry)
    return rows


def caption(content: str, top: float, center: float, room: float, style: Style) -> tuple[Label, float]:
    """Set a caption in centred lines; give it and its bottom."""
    font = style.text("caption").font
    lines, y = [], top
    for row in text.wrap(text.tidy(content), room, font.size, font.weight):
        y += font.size * 1.3
        lines.append(Line((center, y - 0.3 * font.size), row, "caption", "middle", wide(row, "caption", style)))
    return Label(tuple(lines)), y
