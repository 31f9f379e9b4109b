"""Where blocks stand when several rows run beside each other: ways beside the main one are bridges over what they go around."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from archdraw.geometry import Box
from archdraw.layouts.volumes.blocks import Arc, Net
from archdraw.layouts.volumes.shape import Shape
from archdraw.records import dataclass
from archdraw.volumes.arcs import Over, stacked
from archdraw.volumes.bridges import At, Need, centred
from archdraw.volumes.bridges import lefts as begins
from archdraw.volumes.rows import Part, apart

WORDS = 5.0
"""The room for words on the line of an arc, in points."""
LEAD = 12.0
"""From where a line leaves a slab to the first block on it, and from the last to where it goes down, in points."""


@dataclass(frozen=True, slots=True)
class Bridge:
    """A row beside the main one: what leads to its first block and from its last; None where it begins or ends there."""

    row: int
    enter: Arc | None
    leave: Arc | None


def bridges(net: Net) -> tuple[Bridge, ...]:
    """Find what leads to and from each row beside the main one; all other arcs are arcs."""
    found = []
    for r, row in enumerate(net.rows[1:], 1):
        enter = next((arc for arc in net.arcs if arc.end[:2] == (r, 0) and arc.start[0] != r), None)
        leave = next((arc for arc in net.arcs if arc.start[:2] == (r, len(row) - 1) and arc.end[0] != r), None)
        found.append(Bridge(r, enter, leave))
    return tuple(found)


def lefts(net: Net, parts: Sequence[Sequence[Part]], shapes: Sequence[Sequence[Shape]], gap: float) -> dict[At, float]:
    """Give where each block begins: as far to the left as rows and arcs allow, bridges in the middle of what they span."""
    rows = [[0.0, *(one.width + apart(one, two, gap) for one, two in pairwise(parts[r]))] for r in range(len(net.rows))]
    ends = bridges(net)
    entering, leaving = {one.enter for one in ends}, {one.leave for one in ends}
    needs = []
    for arc in net.arcs:
        if arc.start[:2] == arc.end[:2]:
            continue
        (r, b, s), (q, c, t) = arc.start, arc.end
        start = _right(parts[r][b]) if arc in leaving else leg(shapes[r][b], s)
        end = -parts[q][c].before if arc in entering else leg(shapes[q][c], t)
        needs.append(Need((r, b), (q, c), start - end + LEAD, arc in entering, arc in leaving))
    return centred(rows, needs, begins(rows, needs))


def _right(part: Part) -> float:
    """Give how far a block and the words around it reach to the right, from its left."""
    return max(part.width + part.after, part.center + part.over / 2)


def leg(shape: Shape, slab: int) -> float:
    """Give where a line stands on a slab, from the left of its block."""
    if not shape.bodies:
        return shape.hull.width / 2
    return shape.bodies[slab].at((0, 0.5, 0))[0] - shape.hull.left


def axes(
    net: Net, ends: Sequence[Bridge], spans: Mapping[int, tuple[float, float]], reach: Mapping[int, Box],
    boxes: Sequence[Sequence[Box]], arcs: Sequence[tuple[Arc, float, float]],
) -> tuple[dict[int, float], list[float]]:  # fmt: skip
    """Give the height of the line of each row, and of each arc.

    ``spans`` tell how far bridges go, ``reach`` the room of a row around its line, ``boxes`` that of each block; the arcs come with the places of
    their legs. What begins or ends on another bridge lies above it.
    """
    depth = _depths(net, ends)
    found, lanes = {0: 0.0}, [0.0] * len(arcs)
    reach = dict(reach)
    own = {one.row: [k for k, (arc, _, _) in enumerate(arcs) if arc.start[0] == arc.end[0] == one.row] for one in ends}
    for row, mine in own.items():
        heights = stacked([_over(*arcs[k]) for k in mine], boxes[row])
        for k, height in zip(mine, heights, strict=True):
            lanes[k] = height
        top = min([reach[row].top, *(height - _over(*arcs[k]).above for k, height in zip(mine, heights, strict=True))])
        reach[row] = Box(reach[row].left, top, reach[row].right, reach[row].bottom)
    inner = {k for mine in own.values() for k in mine}
    bodies = list(boxes[0])
    for level in range(1, max(depth.values(), default=0) + 2):
        rows = [one.row for one in ends if depth[one.row] == level]
        mine = [
            k
            for k, (arc, _, _) in enumerate(arcs)
            if k not in inner and max(depth[arc.start[0]], depth[arc.end[0]]) + 1 == level
        ]
        items = [Over(*spans[row], reach[row].bottom, -reach[row].top) for row in rows]
        items += [_over(*arcs[k]) for k in mine]
        heights = stacked(items, bodies)
        found.update(zip(rows, heights, strict=False))
        for k, height in zip(mine, heights[len(rows) :], strict=True):
            lanes[k] = height
        bodies += [
            Box(item.left, height - item.above, item.right, height + item.below)
            for item, height in zip(items, heights, strict=True)
        ]
    for row, mine in own.items():
        for k in mine:
            lanes[k] += found[row]
    return found, lanes


def _over(arc: Arc, start: float, end: float) -> Over:
    """Give what an arc goes over; its words stand on its line."""
    return Over(min(start, end), max(start, end), 0.0, WORDS if arc.said else 0.0)


def _depths(net: Net, ends: Sequence[Bridge]) -> dict[int, int]:
    """Tell how many bridges each bridge stands on; the main row stands on none."""
    depth = {0: 0}
    for one in ends:  # a row leads only from and to rows that were found before it, or later ones that do not hold it
        on = [arc.start[0] for arc in (one.enter,) if arc] + [arc.end[0] for arc in (one.leave,) if arc]
        depth[one.row] = 1 + max((depth.get(row, 0) for row in on), default=0)
    return depth
