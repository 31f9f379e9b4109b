"""Place a whole problem: turn it, build its net, lay it out, lead its wires, turn it back."""

from __future__ import annotations

from dataclasses import replace

from archdraw.geometry import Box, Point
from archdraw.placing import stack, wires
from archdraw.placing.cuts import longest_path
from archdraw.placing.net import Ids, Item, Link, Net, Part
from archdraw.placing.problem import Placed, Problem


def place(problem: Problem) -> Placed:
    """Place every node, frame and wire of a problem."""
    if not problem.nodes:
        return Placed((), tuple(() for _ in problem.frames), (), {}, 0.0, 0.0)
    across = problem.settings.direction == "right"
    net = _net(problem, across)
    part = stack.lay_out(net, problem.settings)
    return _answer(problem, part, across)


def _net(problem: Problem, across: bool) -> Net:
    """Make the net of all nodes between two ends."""
    items = [Item()]
    for number, node in enumerate(problem.nodes):
        width, height = (node.height, node.width) if across else (node.width, node.height)
        items.append(Item(width / 2, width / 2, height, number, node.round))
    items.append(Item())
    joined: dict[tuple[int, int], list[int]] = {}
    for number, edge in enumerate(problem.edges):
        joined.setdefault((edge.source + 1, edge.target + 1), []).append(number)
    links: list[Link] = [(source, target, tuple(ids)) for (source, target), ids in joined.items()]
    sources = {source for source, _ in joined}
    targets = {target for _, target in joined}
    last = len(items) - 1
    links += [(0, at, ()) for at in range(1, last) if at not in targets]
    links += [(at, last, ()) for at in range(1, last) if at not in sources]
    return Net(items, sorted(links))


def _answer(problem: Problem, part: Part, across: bool) -> Placed:
    """Gather the nodes and routes of all parts, move the whole to the origin and turn it back."""
    centers: dict[int, tuple[float, float]] = {}
    stretches: list[tuple[Ids, list[Point]]] = []
    todo: list[tuple[float, float, float, Part]] = [(0.0, 0.0, 1.0, part)]
    while todo:
        dx, dy, sign, inner = todo.pop()
        for node, x, y in inner.nodes:
            centers[node] = (dx + sign * x, dy + y)
        for ids, points in inner.routes:
            stretches.append((ids, [(dx + sign * x, dy + y) for x, y in points]))
        for x, y, flip, child in inner.parts:
            todo.append((dx + sign * x, dy + y, -sign if flip else sign, child))
    left = part.left
    nodes = []
    for number, node in enumerate(problem.nodes):
        x, top = centers[number]
        width, height = (node.height, node.width) if across else (node.width, node.height)
        x = round(x + left, 6)
        nodes.append(Box(x - width / 2, round(top, 6), x + width / 2, round(top, 6) + height))
    routes = _routes(stretches, len(problem.edges), left)
    lines = wires.bundle(routes, problem.edges, problem.settings.corner)
    width, height = part.left + part.right, part.height
    if across:
        nodes = [Box(box.top, box.left, box.bottom, box.right) for box in nodes]
        lines = [replace(wire, points=tuple((y, x) for x, y in wire.points)) for wire in lines]
        width, height = height, width
    return Placed(tuple(nodes), tuple(() for _ in problem.frames), tuple(lines), {}, width, height, _spine(problem), 1)


def _routes(stretches: list[tuple[Ids, list[Point]]], count: int, left: float) -> list[wires.Route]:
    """Put the stretches of each edge together, in the order in which one ends where the next begins."""
    own: list[list[list[Point]]] = [[] for _ in range(count)]
    for ids, points in stretches:
        moved = [(round(x + left, 6), round(y, 6)) for x, y in points]
        if moved[0] != moved[-1]:
            for number in ids:
                own[number].append(moved)
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


def _spine(problem: Problem) -> tuple[int, ...]:
    """Give the main path of the problem."""
    joined = sorted({(edge.source + 1, edge.target + 1) for edge in problem.edges})
    last = len(problem.nodes) + 1
    links: list[Link] = [(source, target, ()) for source, target in joined]
    links += [(0, at, ()) for at in range(1, last)]
    links += [(at, last, ()) for at in range(1, last)]
    return tuple(at - 1 for at in longest_path(last + 1, sorted(links))[1:-1])
