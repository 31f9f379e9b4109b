"""A line that goes around, with words in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from archdraw import text
from archdraw.diagram import Label, Line, Link
from archdraw.geometry import Point
from archdraw.lettering import wide
from archdraw.stages.chain import Edges
from archdraw.style import Style

AROUND = 3.0
"""What is free around words in a lane, in points."""


def interrupted(
    out: tuple[Point, Point], into: tuple[Point, Point], edges: Edges, said: str, corner: float, style: Style, dot: float = 0.0,
    crossed: Sequence[float] = (),
) -> Iterator[Link | Label]:  # fmt: skip
    """Lead out to a lane, along it, and in again; words interrupt it in its middle, as many as there is room for.

    They keep off where other lines have ``crossed`` the lane, in points along the page.
    """
    x, (u, y) = out[0][0], into[0]
    font = style.text("detail").font
    needs = wide(said, "detail", style) if said else 0.0
    middle, room = _place(x, u, [at for at in crossed if x < at < u], corner, needs)
    words = text.fit(said, room, font.size, font.weight) if said else ""
    if not words:
        yield Link((*out, *into), edges, True, (corner,) * 2, "data", dot)
        return
    needs = wide(words, "detail", style)
    half = needs / 2 + AROUND
    yield Link((*out, (middle - half, y)), edges, False, (corner,), "data", dot)
    yield Link(((middle + half, y), *into), edges, True, (corner,))
    yield Label((Line((middle, y + 0.35 * font.size), words, "detail", "middle", needs),))


def _place(x: float, u: float, crossed: Sequence[float], corner: float, needs: float) -> tuple[float, float]:
    """Give the middle of the words, and the room for them: the stretch with the most of what they need, next to the lane's middle."""
    ends = [x + corner, *sorted(crossed), u - corner]
    found = [((a + b) / 2, b - a - 2 * AROUND) for a, b in pairwise(ends)]
    return max(found, key=lambda one: (min(one[1], needs), -abs(one[0] - (x + u) / 2)))
