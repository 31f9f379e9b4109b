"""The way from the end of a row to the beginning of the next."""

from __future__ import annotations

from collections.abc import Iterator

from archdraw.diagram import Label, Line, Link
from archdraw.geometry import Box, Point
from archdraw.stages.chain import Edges
from archdraw.stages.measure import wide
from archdraw.style import Style

ASIDE = 7.0
"""How far beside the rows the line runs, in points."""
AROUND = 4.0
"""What is free around the words in the line, in points."""


def half(words: tuple[str, ...], style: Style) -> float:
    """Give half of the height that the words in the line need, and at least what the line needs."""
    return max(4.5, 0.5 * style.text("op").font.size + 1.5) if words else 4.5


def wrapped(
    start: Point,
    end: Point,
    lane: float,
    bounds: Box,
    edges: Edges,
    words: tuple[str, ...],
    style: Style,
    first: str = "op",
) -> Iterator[Link | Label]:
    """Lead around both rows; what is done on the way stands in the line, in one row of words, the first one as ``first``."""
    right, left = bounds.right + ASIDE, bounds.left - ASIDE
    out = (start, (right, start[1]), (right, lane))
    into = ((left, lane), (left, end[1]), end)
    corner = style.size("corner")
    if not words:
        yield Link((*out, *into), edges, True, (corner,) * 4)
        return
    roles = ["detail" if k else first for k in range(len(words))]
    sizes = [wide(t, role, style) for t, role in zip(words, roles, strict=True)]
    middle = (bounds.left + bounds.right) / 2
    x = middle - (sum(sizes) + AROUND * (len(sizes) - 1)) / 2
    ends = (x - AROUND, 2 * middle - x + AROUND)
    lines = []
    for t, role, size in zip(words, roles, sizes, strict=True):
        lines.append(Line((x, lane + 0.35 * style.text("op").font.size), t, role, "start", size))
        x += size + AROUND
    yield Link((*out, (ends[1], lane)), edges, False, (corner,) * 2)
    yield Link(((ends[0], lane), *into), edges, True, (corner,) * 2)
    yield Label(tuple(lines))
