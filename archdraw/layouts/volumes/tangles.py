"""Lines through what they do not lead to: a network so tangled is left to another renderer, for its figure would tell what is not true."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from archdraw.diagram import Glued, Label, Line, Link, Mark, Merge
from archdraw.errors import LayoutError
from archdraw.geometry import Box, Point
from archdraw.layouts.volumes.shape import EDGES
from archdraw.lettering import room
from archdraw.nearby import Nearby
from archdraw.records import dataclass
from archdraw.style import Style

SLACK = 0.2
"""What lines and marks may share, in points."""


@dataclass(frozen=True, slots=True)
class _Thing:
    """What stands on the page: for whom, around it, and its bodies; none of a circle, or of words."""

    names: frozenset[str]
    box: Box
    bodies: tuple[tuple[Point, ...], ...] = ()


def refuse(found: Sequence[Mark], style: Style) -> None:
    """Raise a LayoutError, with a renderer that can, where a line would run through a block or words of others, or words meet."""
    words = [_Thing(frozenset(), room(line, style)) for line in _upright(found)]
    things = [*_things(found), *words]
    near = Nearby(thing.box for thing in things)
    for mark in found:
        if isinstance(mark, Link) and mark.edges:
            ends = {name for edge in mark.edges for name in edge}
            for line in pairwise(mark.points):
                for number in near.near(_around(line)):
                    if not things[number].names & ends and _crosses(line, things[number]):
                        source, target = mark.edges[0]
                        raise _tangled(
                            f"the line from '{source}' to '{target}' would run through another block or its words"
                        )
    first = len(things) - len(words)
    for one, two in near.pairs():
        if one >= first and two >= first and things[one].box.grown(-SLACK).meets(things[two].box):
            raise _tangled("words would stand on others")


def _tangled(why: str) -> LayoutError:
    return LayoutError(f"too much leads around the blocks: {why}", "try the renderer 'blocks'")


def _things(found: Sequence[Mark]) -> list[_Thing]:
    things = []
    for mark in found:
        if isinstance(mark, Glued):
            box = Box.hull(Box(x, y, x, y) for solid in mark.solids for x, y in solid.corners)
            names = frozenset(solid.layer for solid in mark.solids)
            things.append(_Thing(names, box, tuple(solid.corners for solid in mark.solids)))
        elif isinstance(mark, Merge):
            things.append(_Thing(frozenset([mark.layer]), Box.around(mark.center, 2 * mark.radius, 2 * mark.radius)))
    return things


def _upright(found: Sequence[Mark]) -> list[Line]:
    """Give the texts that are not turned: the room of others is more than they take."""
    return [line for mark in found if isinstance(mark, Label) for line in mark.lines if not line.angle]


def _around(line: tuple[Point, Point]) -> Box:
    (a, b), (c, d) = line
    return Box(min(a, c), min(b, d), max(a, c), max(b, d))


def _crosses(line: tuple[Point, Point], thing: _Thing) -> bool:
    """Tell whether a level or an upright line runs through something."""
    (a, b), (c, d) = line
    if abs(b - d) > 1e-6 and abs(a - c) > 1e-6:
        return False
    if not thing.bodies:
        box = thing.box.grown(-SLACK)
        return box.left < max(a, c) and min(a, c) < box.right and box.top < max(b, d) and min(b, d) < box.bottom
    along = 0 if abs(b - d) <= 1e-6 else 1
    low, high = sorted((line[0][along], line[1][along]))
    for corners in thing.bodies:
        met = [at for one, two in EDGES for at in _meeting(corners[one], corners[two], along, line[0][1 - along])]
        if met and min(max(met), high) - max(min(met), low) > SLACK:
            return True
    return False


def _meeting(one: Point, two: Point, along: int, at: float) -> list[float]:
    """Give where an edge crosses a line that goes ``along`` an axis, at a place on the other."""
    first, last = one[1 - along], two[1 - along]
    if first == last or not min(first, last) <= at <= max(first, last):
        return []
    return [one[along] + (two[along] - one[along]) * (at - first) / (last - first)]
