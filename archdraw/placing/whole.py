"""Place a whole problem: turn it, build its net, lay it out, lead its wires, turn it back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from archdraw.geometry import Box, Point
from archdraw.placing import frames, scopes, wires
from archdraw.placing.net import Blocked, Ids, Part
from archdraw.placing.problem import Placed, Problem


def place_whole(problem: Problem) -> Placed:
    """Place every node, frame and wire of a problem."""
    if not problem.nodes:
        return Placed((), tuple(() for _ in problem.frames), (), {}, 0.0, 0.0)
    across = problem.settings.direction == "right"
    return _answer(problem, _lay_out(problem, across), across)


def _lay_out(problem: Problem, across: bool) -> Part:
    """Lay out the frames and the whole; give up what cannot be honoured: frames in a tangle, blocked side edges."""
    dropped = frames.unsound(problem)
    while True:
        tree = frames.grow(problem, dropped)
        bad = frames.tangled(problem, tree)
        if bad:
            dropped |= bad
            continue
        frames.open_sides(problem, tree)
        try:
            return scopes.lay_out(problem, tree, across)
        except Blocked as blocked:
            closed = {frame for frame, edge in tree.sides if edge in blocked.edges}
            dropped |= closed
            if not closed:
                problem = _without_sides(problem, set(blocked.edges))


def _without_sides(problem: Problem, numbers: set[int]) -> Problem:
    """Let these edges enter at the top like all others."""
    edges = tuple(replace(edge, side=False) if number in numbers else edge for number, edge in enumerate(problem.edges))
    return replace(problem, edges=edges)


@dataclass(slots=True)
class _Flat:
    """Everything in all parts, in the coordinates of the whole."""

    centers: dict[int, Point] = field(default_factory=dict)
    frames: dict[int, list[Box]] = field(default_factory=dict)
    stretches: list[tuple[Ids, list[Point]]] = field(default_factory=list)


def _flatten(part: Part) -> _Flat:
    """Gather what lies in all parts."""
    flat = _Flat()
    todo: list[tuple[float, float, float, Part]] = [(part.left, 0.0, 1.0, part)]
    while todo:
        dx, dy, sign, inner = todo.pop()
        for node, x, y in inner.nodes:
            flat.centers[node] = (round(dx + sign * x, 6), round(dy + y, 6))
        for ids, points in inner.routes:
            flat.stretches.append((ids, [(round(dx + sign * x, 6), round(dy + y, 6)) for x, y in points]))
        for number, left, top, right, bottom in inner.frames:
            sides = sorted((round(dx + sign * left, 6), round(dx + sign * right, 6)))
            box = Box(sides[0], round(dy + top, 6), sides[1], round(dy + bottom, 6))
            flat.frames.setdefault(number, []).append(box)
        for x, y, flip, child in inner.parts:
            todo.append((dx + sign * x, dy + y, -sign if flip else sign, child))
    return flat


def _answer(problem: Problem, part: Part, across: bool) -> Placed:
    """Gather everything, make wires of routes, turn it back."""
    flat = _flatten(part)
    nodes = []
    for number, node in enumerate(problem.nodes):
        x, top = flat.centers[number]
        width, height = (node.height, node.width) if across else (node.width, node.height)
        nodes.append(Box(x - width / 2, top, x + width / 2, top + height))
    routes = _routes(flat.stretches, len(problem.edges))
    lines = wires.bundle(routes, problem.edges, problem.settings.corner)
    outlines = [tuple(flat.frames.get(number, ())) for number in range(len(problem.frames))]
    width, height = part.left + part.right, part.height
    if across:
        nodes = [_turned(box) for box in nodes]
        outlines = [tuple(_turned(box) for box in boxes) for boxes in outlines]
        lines = [replace(wire, points=tuple((y, x) for x, y in wire.points)) for wire in lines]
        width, height = height, width
    return Placed(tuple(nodes), tuple(outlines), tuple(lines), {}, width, height, tuple(part.spine), 1)


def _turned(box: Box) -> Box:
    return Box(box.top, box.left, box.bottom, box.right)


def _routes(stretches: list[tuple[Ids, list[Point]]], count: int) -> list[wires.Route]:
    """Put the stretches of each edge together, in the order in which one ends where the next begins."""
    own: list[list[list[Point]]] = [[] for _ in range(count)]
    for ids, points in stretches:
        if points[0] != points[-1]:
            for number in ids:
                own[number].append(points)
    routes = []
    for parts in own:
        if len(parts) > 1:
            begins = {points[0]: points for points in parts}
            ends = {points[-1] for points in parts}
            at = next(points for points in parts if points[0] not in ends)
            chain = list(at)
            for _ in parts[1:]:
                chain.extend(begins[chain[-1]][1:])
            routes.append(wires.straighten(chain))
        else:
            routes.append(wires.straighten(parts[0]) if parts else ())
    return routes
