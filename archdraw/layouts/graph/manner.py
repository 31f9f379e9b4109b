"""What tells the renderers of this family apart: the texts in a box, which merges are circles, where shapes stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from archdraw.graph import Graph, Layer
from archdraw.layouts.graph.labels import Context
from archdraw.layouts.graph.rows import Row
from archdraw.records import dataclass
from archdraw.style import Style

Detail = Literal["full", "line", "short"]
"""How much stands in a box: two lines, one line, or only what the layer is."""

Rows = Mapping[str, tuple[Row, ...]]


@dataclass(frozen=True, slots=True)
class Manner:
    """The way in which one renderer draws boxes and arrows.

    ``rows`` gives the lines of text of each box. ``circles`` are the
    merges drawn as circles. ``said`` gives, by index, the words on edges that no author wrote. With ``side_ports`` a skip leaves a box
    at its side, else off the line below it. ``decks`` draws a closed group that repeats as a deck of cards. With ``brief_ties`` a box does not say whose weights it shares
    where there is only one answer. ``spoken`` titles begin with a capital.
    """

    rows: Callable[[Sequence[Layer], Context, Style, Detail], Rows]
    circles: frozenset[str]
    said: Callable[[Graph], Mapping[int, str]] = lambda graph: {}
    side_ports: bool = True
    decks: bool = False
    brief_ties: bool = False
    spoken: bool = False
