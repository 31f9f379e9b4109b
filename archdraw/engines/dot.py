"""Place a problem by Graphviz' dot, which gives the middles of boxes, the routes of edges and the outlines of frames."""

from __future__ import annotations

from archdraw.engines import answer, asking, ends, running
from archdraw.errors import LayoutError
from archdraw.geometry import Box, Point
from archdraw.placing import Placed, Problem, Wire, labels

ROUND = 3.0
"""The corners of dot's lines are blunt, so they are turned by so many times the radius that ours have."""


def place(problem: Problem) -> Placed:
    """Place every node, frame and wire by dot; the page to fit is no concern of its.

    Distances are points. Raises MissingTool without dot, Overtime and LayoutError where it does not do its work.
    """
    if not problem.nodes:
        return Placed((), tuple(() for _ in problem.frames), (), {}, 0.0, 0.0)
    lines = asking.pairs(problem)
    raw = running.run(asking.text(problem, lines))
    try:
        return _placed(problem, lines, answer.read(raw))
    except (ValueError, KeyError) as error:
        raise LayoutError(f"dot's answer is not what was asked for ({error})", running.WITHOUT) from None


def _placed(problem: Problem, lines: tuple[asking.Pair, ...], told: answer.Answer) -> Placed:
    """Put our sizes at dot's places, and everything at the top left of the page."""
    nodes = [Box.around(told.nodes[at], node.width, node.height) for at, node in enumerate(problem.nodes)]
    frames = _frames(problem, nodes, told)
    routes: list[tuple[Point, ...]] = []
    for pair in lines:
        source, target = problem.nodes[pair.source], problem.nodes[pair.target]
        key = (pair.source, pair.target)
        if len(told.routes[key]) < 2:
            raise ValueError(f"an edge of {len(told.routes[key])} points")
        routes.append(ends.joined(told.routes[key], nodes[pair.source], nodes[pair.target], (source.round, target.round)))
    held = [*nodes, *(box for box in frames if box)]
    held += [Box(x, y, x, y) for route in routes for x, y in route]
    page = Box.hull(held)
    dx, dy = -page.left, -page.top
    boxes = tuple(box.moved(dx, dy) for box in nodes)
    outlines = tuple((box.moved(dx, dy),) if box else () for box in frames)
    radius = ROUND * problem.settings.corner
    wires = []
    for route, pair in zip(routes, lines, strict=True):
        points = tuple((round(x + dx, 6), round(y + dy, 6)) for x, y in route)
        wires.append(Wire(points, pair.edges, True, (radius,) * (len(points) - 2)))
    ways = {at: wire.points for wire in wires for at in wire.edges}
    whole = Box(0.0, 0.0, page.width, page.height)
    names = labels.put(problem, boxes, outlines, wires, [ways[at] for at in range(len(problem.edges))], whole)
    return Placed(boxes, outlines, tuple(wires), names, page.width, page.height)


def _frames(problem: Problem, nodes: list[Box], told: answer.Answer) -> list[Box | None]:
    """Give the frames that hold their own and nothing else; the others are not drawn, as ours are not."""
    around = []
    for node in problem.nodes:
        chain, at = set(), node.frame
        while 0 <= at < len(problem.frames) and at not in chain:
            chain.add(at)
            at = problem.frames[at].parent
        around.append(chain)
    found: list[Box | None] = []
    for at in range(len(problem.frames)):
        box = told.frames.get(at)
        own = [nodes[i] for i, chain in enumerate(around) if at in chain]
        if box and own and all(box.holds(each) for each in own):
            strangers = any(box.meets(nodes[i]) for i, chain in enumerate(around) if at not in chain)
            found.append(None if strangers else box)
        else:
            found.append(None)
    return found
