"""A line that goes around, with words in it."""

from __future__ import annotations

from collections.abc import Iterator

from archdraw import text
from archdraw.diagram import Label, Line, Link
from archdraw.geometry import Point
from archdraw.lettering import wide
from archdraw.stages.chain import Edges
from archdraw.style import Style

AROUND = 3.0
"""What is free around words in a lane, in points."""


def interrupted(
    out: tuple[Point, Point], into: tuple[Point, Point], edges: Edges, said: str, corner: float, style: Style, dot: float = 0.0
) -> Iterator[Link | Label]:  # fmt: skip
    """Lead out to a lane, along it, and in again; words interrupt it in its middle, as many as there is room for."""
    x, (u, y) = out[0][0], into[0]
    font = style.text("detail").font
    words = text.fit(said, u - x - 2 * (AROUND + corner), font.size, font.weight) if said else ""
    needs = wide(words, "detail", style)
    if not words:
        yield Link((*out, *into), edges, True, (corner,) * 2, "data", dot)
        return
    middle, half = (x + u) / 2, needs / 2 + AROUND
    yield Link((*out, (middle - half, y)), edges, False, (corner,), "data", dot)
    yield Link(((middle + half, y), *into), edges, True, (corner,))
    yield Label((Line((middle, y + 0.35 * font.size), words, "detail", "middle", needs),))
