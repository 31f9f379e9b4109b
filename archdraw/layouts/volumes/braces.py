"""Braces below blocks that run several times, the inner ones first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archdraw import text
from archdraw.diagram import Label, Line, Link
from archdraw.layouts.volumes.blocks import Block
from archdraw.layouts.volumes.shape import Shape
from archdraw.lettering import wide
from archdraw.style import Style

ABOVE, TICK, WORDS, CORNER, LEAST = 3.0, 3.0, 7.6, 2.0, 40.0
"""What is free above a brace, how high its ends are, from its line to the baseline below it, its corners, and the least room for words
below it, in points."""


def drawn(row: Sequence[Block], shapes: Sequence[Shape], top: float, style: Style) -> Iterator[Link | Label]:
    """Draw the braces of a row below a height."""
    spans: dict[str, tuple[int, int, int]] = {}
    said: dict[str, tuple[str, str]] = {}
    for b, block in enumerate(row):
        for depth, (name, times, note) in enumerate(block.loops):
            first, _, level = spans.get(name, (b, b, depth))
            spans[name] = (first, b, max(level, depth))
            said[name] = (f"×{times}", note)
    for level in range(1 + max((level for _, _, level in spans.values()), default=-1)):
        under = top
        for name, (first, last, own) in spans.items():
            if own == level:
                ends = (shapes[first].hull.left, shapes[last].hull.right)
                label, reach = _words(*said[name], ends, top + ABOVE + TICK, style)
                yield _brace(ends, top + ABOVE)
                yield label
                under = max(under, reach)
        top = under + 1.0


def _brace(ends: tuple[float, float], y: float) -> Link:
    (left, right), low = ends, y + TICK
    return Link(((left, y), (left, low), (right, low), (right, y)), (), False, (CORNER, CORNER), "bracket")


def _words(times: str, note: str, ends: tuple[float, float], y: float, style: Style) -> tuple[Label, float]:
    """Write how often, and below it how copies differ; give also the bottom of that."""
    middle, room = (ends[0] + ends[1]) / 2, max(LEAST, ends[1] - ends[0])
    lines = [Line((middle, y + WORDS), times, "badge", "middle", wide(times, "badge", style))]
    font = style.text("detail").font
    for k, part in enumerate(text.wrap(text.tidy(note), room, font.size, font.weight) if note else ()):
        at = (middle, y + WORDS + 1.25 * font.size + k * 1.2 * font.size)
        lines.append(Line(at, part, "detail", "middle", wide(part, "detail", style)))
    return Label(tuple(lines)), lines[-1].at[1] + 0.22 * font.size
