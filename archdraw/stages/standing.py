"""Where things stand in rows: one row as its words need it, or a main row with others beside it and lines between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise

from archdraw.errors import LayoutError
from archdraw.geometry import Box
from archdraw.records import dataclass
from archdraw.stages.chain import HINT
from archdraw.stages.net import Net
from archdraw.volumes import rows as alone
from archdraw.volumes.bridges import Bridge, Need, centred, heights, lefts
from archdraw.volumes.rows import CLEAR, Part, between, cuts, spaced

LEAD = 12.0
"""From where a line leaves a thing to the first one in another row, and from the last to where it turns, in points."""
Legs = Sequence[tuple[float, float]]
"""From where to where lines may meet each thing, from its left."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Rows by the numbers of what stands in them, the main one first; where each begins, and how far all reaches."""

    rows: tuple[range, ...]
    lefts: dict[int, float]
    left: float
    right: float

    @property
    def width(self) -> float:
        """The room it takes."""
        return self.right - self.left


class Stretches:
    """The main row of a net, cut into one stretch, into two …; what was found for some widths is kept, for more stretches are asked for next."""

    def __init__(self, net: Net) -> None:
        self.net = net
        self.whole = net.spanned()
        self._found: dict[tuple[float, ...], tuple[Iterator[list[range]], list[list[range]]]] = {}

    def cut(self, needed: Sequence[float], count: int) -> list[tuple[range, ...]]:
        """Give so many stretches of about one width, each with the rows that are tied to it."""
        widths = tuple(needed[: len(self.net.rows[0])])
        if widths not in self._found:
            self._found[widths] = cuts(widths, len(widths), self.whole), []
        coming, found = self._found[widths]
        found.extend(islice(coming, max(0, count - len(found))))
        parts = found[min(count, len(widths)) - 1]
        return [self.net.inside(part) if len(self.net.rows) > 1 else (part,) for part in parts]


def too_long(net: Net, renderer: str) -> LayoutError:
    """Name the longest skip, or the longest row beside the main one, which no row of the page holds."""
    if len(net.rows) > 1:
        stage = net.stages[max(net.rows[1:], key=len).start]
        message = f"the renderer '{renderer}' finds no place on the page for the row beside the main one that begins with '{stage.layer.name}'"
        return LayoutError(message, f"{HINT}, or choose a larger width")
    _, edge = max((i - start, edge) for i, stage in enumerate(net.stages) for start, edge in stage.skips)
    message = (
        f"the renderer '{renderer}' draws a skip within one row, but that from '{edge[0]}' to '{edge[1]}' is longer"
    )
    return LayoutError(message, f"{HINT}, or choose a larger width")


def high(
    net: Net, rows: Sequence[range], beside: Mapping[int, Bridge], bodies: Sequence[Box], renderer: str
) -> dict[int, float]:
    """Give the heights of rows beside the main one; a LayoutError names one whose lines would lead through others."""
    found = heights(beside, bodies)
    for r in beside:
        if r not in found:
            name = net.stages[rows[r].start].layer.name
            message = f"the renderer '{renderer}' cannot lead around the row that begins with '{name}'"
            raise LayoutError(message, "try the renderer 'blocks' or 'volumes'")
    return found


def fitted(
    net: Net, rows: tuple[range, ...], parts: Sequence[Part], legs: Legs, room: float | None, widest: float, least: float
) -> Standing | None:  # fmt: skip
    """Place a stretch with the widest gap for which it fits the room; None where not even the least does."""
    if len(rows) == 1:
        mine = parts[rows[0].start : rows[0].stop]
        row = spaced(mine, widest) if room is None else alone.fitted(mine, room, widest, least)
        if row is None:
            return None
        return Standing(rows, dict(zip(rows[0], row.lefts, strict=True)), row.left, row.right)
    found = _spread(net, rows, parts, legs, widest)
    if room is None or found.width <= room:
        return found
    found = _spread(net, rows, parts, legs, least)
    if found.width > room:
        return None
    low, high = least, widest
    for _ in range(12):
        middle = (low + high) / 2
        tried = _spread(net, rows, parts, legs, middle)
        low, high, found = (middle, high, tried) if tried.width <= room else (low, middle, found)
    return found


def _spread(net: Net, rows: tuple[range, ...], parts: Sequence[Part], legs: Legs, gap: float) -> Standing:
    """Place rows that are tied, with this gap or wider ones where words and lines need them."""
    by_itself = [spaced(parts[row.start : row.stop], gap).lefts for row in rows]
    steps = [[0.0, *(two - one for one, two in pairwise(row))] for row in by_itself]
    at = {i: (r, k) for r, row in enumerate(rows) for k, i in enumerate(row)}
    needs = list(_needs(net, at, parts, legs))
    places = centred(steps, needs, lefts(steps, needs))
    found = {i: places[place] for i, place in at.items()}
    reach = [end for i, left in found.items() for end in _reach(parts[i], left)]
    for row in rows:
        mine, begins = parts[row.start : row.stop], [found[i] for i in row]
        for k in range(1, len(mine)):
            middle = between(mine, begins, k)
            reach += [middle - mine[k].under / 2, middle + mine[k].under / 2]
    return Standing(rows, found, min(reach), max(reach))


def _needs(net: Net, at: dict[int, tuple[int, int]], parts: Sequence[Part], legs: Legs) -> Iterator[Need]:
    for tie in net.ties:
        if tie.start not in at or tie.end not in at:
            continue
        one, two = parts[tie.start], parts[tie.end]
        if tie.enters:
            words = max(two.before, two.over / 2 - two.center, two.under + CLEAR - two.inset) + CLEAR
            yield Need(at[tie.start], at[tie.end], legs[tie.start][1] + max(LEAD, words), enters=True)
        else:
            right = max(one.width + one.after, one.center + one.over / 2)
            yield Need(at[tie.start], at[tie.end], right + LEAD - legs[tie.end][0], leaves=True)
    held = net.holds()
    weights = {i: net.stages[i].layer.weights_of or net.stages[i].layer.name for i in at}
    numbers = {weights[i]: i for i in at if not at[i][0]}
    for i, (row, _) in at.items():
        twin = numbers.get(weights[i], -1)
        if row and 0 <= twin < held[net.row_of(i)][0]:  # what shares weights stands side by side
            yield Need(at[twin], at[i], 0.0)


def _reach(part: Part, left: float) -> tuple[float, ...]:
    middle = left + part.center
    return left - part.before, left + part.width + part.after, middle - part.over / 2, middle + part.over / 2
