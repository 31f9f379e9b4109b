"""What leads from block to block of a U: along a level, down, up, and copies across."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from archdraw.diagram import Label, Line, Link
from archdraw.geometry import Point
from archdraw.layouts.volumes import marks
from archdraw.layouts.volumes.blocks import Arc, Block, Net
from archdraw.layouts.volumes.levels import Level
from archdraw.layouts.volumes.shape import Shape
from archdraw.lettering import wide
from archdraw.records import dataclass
from archdraw.style import Style

LANE, TURN, CORNER = 8.0, 10.0, 3.5
"""How far over a level a line runs that does not go straight across, how far before it that turns up, and the radius of corners, in points."""


@dataclass(frozen=True, slots=True)
class Made:
    """A U on the page: shapes where they stand, the height of each level, and what is written."""

    net: Net
    levels: tuple[Level, ...]
    shapes: tuple[Shape, ...]
    axes: tuple[float, ...]
    words: tuple[Label, ...]


def entered(block: Block) -> int:
    """Give the slab of a block at which a line from below arrives: the first that is no copy."""
    return next((s for s, slab in enumerate(block.slabs) if slab.kind != "copy"), 0)


def is_straight(net: Net, level: Level, arc: Arc) -> bool:
    """Tell whether a copy arrives at the west of the first block on the way up: nothing stands before it."""
    _, b, s = arc.end
    return b == level.up[0] and not s and net.rows[0][b].slabs[s].kind == "copy"


def ways(u: Made, style: Style) -> Iterator[Link | Label]:
    """Draw all."""
    depth = {b: i for i, level in enumerate(u.levels) for b in (*level.down, *level.up)}
    for b in range(1, len(u.shapes)):
        yield _way(u, b, depth, style.is_patterned)
    for arc in u.net.arcs:
        level = u.levels[depth[arc.end[1]]]
        link = _across(u, arc, level, u.axes[depth[arc.end[1]]])
        yield link
        if arc.said:
            one, two = max(pairwise(link.points), key=lambda line: line[1][0] - line[0][0])
            at = ((one[0] + two[0]) / 2, one[1] - 2.0)
            yield Label((Line(at, arc.said, "detail", "middle", wide(arc.said, "detail", style)),))


def _way(u: Made, b: int, depth: dict[int, int], hatched: bool) -> Link:
    """Lead to a block from the one before."""
    block, one, two = u.net.rows[0][b], u.shapes[b - 1], u.shapes[b]
    if depth[b] == depth[b - 1]:
        return marks.arrow(block, one, two, u.axes[depth[b]], hatched=hatched)
    if depth[b] > depth[b - 1]:
        begin = one.bodies[-1].at((0.5, 0, 0)) if one.bodies else (one.hull.center[0], one.hull.bottom)
        return Link((begin, _top(two, 0)), block.edges, True, (), "data", marks.DOT if one.bodies else 0.0)
    begin, dot = marks.out(one, u.axes[depth[b - 1]], hatched)
    end = two.bodies[entered(block)].at((0, -0.5, -0.5)) if two.bodies else (two.hull.center[0], two.hull.bottom)
    return Link((begin, (end[0], begin[1]), end), block.edges, True, (CORNER,), "data", dot)


def _across(u: Made, arc: Arc, level: Level, axis: float) -> Link:
    """Lead a copy straight across, or over what stands before its end on the way up."""
    (_, b, _), (_, c, t) = arc.start, arc.end
    one, two = u.shapes[b], u.shapes[c]
    right = one.hull.right
    if is_straight(u.net, level, arc):
        return Link(((right, axis), marks.into(two, axis)), arc.edges, True)
    end, first = _top(two, t), u.shapes[level.up[0]].hull.left
    named = [label for label in u.words if u.levels[0] is level and label.lines[0].at[1] > axis]
    high = min(u.shapes[k].hull.top for k in level.up if k <= c) - LANE - (LANE if named else 0.0)
    over = [line for label in u.words for line in label.lines if line.role == "label" and line.anchor == "middle"]
    reach = [
        line.at[0] - line.width / 2 for line in over if abs(line.at[0] - u.shapes[level.up[0]].hull.center[0]) < 0.5
    ]
    turn = min([first - TURN, *(left - TURN / 2 for left in reach)])
    points = ((right, axis), (turn, axis), (turn, high), (end[0], high), end)
    return Link(points, arc.edges, True, (CORNER,) * 3)


def _top(shape: Shape, slab: int) -> Point:
    return shape.bodies[slab].at((0, 0.5, 0)) if shape.bodies else (shape.hull.center[0], shape.hull.top)
