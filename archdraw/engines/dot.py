"""Place a problem by Graphviz' dot, which gives the middles of boxes, the routes of edges and the outlines of frames."""

from __future__ import annotations

from archdraw.engines import answer, asking, ends, running
from archdraw.errors import LayoutError
from archdraw.geometry import Box
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
        return _placed(problem, lines, _whole(problem, lines, answer.read(raw)))
    except ValueError as error:
        raise LayoutError(f"dot's answer is not what was asked for: {error}", running.WITHOUT) from None


def _whole(problem: Problem, lines: tuple[asking.Pair, ...], told: answer.Answer) -> answer.Answer:
    """Give the answer if nothing is missing in it."""
    boxes = sum(at not in told.nodes for at in range(len(problem.nodes)))
    if boxes:
        raise ValueError(f"{boxes} of {len(problem.nodes)} boxes are missing")
    routes = sum(len(told.routes.get((pair.source, pair.target), ())) < 2 for pair in lines)
    if routes:
        raise ValueError(f"{routes} of {len(lines)} lines are missing")
    return told


def _placed(problem: Problem, lines: tuple[asking.Pair, ...], told: answer.Answer) -> Placed:
    """Put our sizes at dot's places, and everything at the top left of the page."""
    nodes = [Box.around(told.nodes[at], node.width, node.height) for at, node in enumerate(problem.nodes)]
    frames = _frames(problem, nodes, told)
    routes = []
    for pair in lines:
        rounds = (problem.nodes[pair.source].round, problem.nodes[pair.target].round)
        way = told.routes[pair.source, pair.target]
        routes.append(ends.joined(way, nodes[pair.source], nodes[pair.target], rounds))
    held = [*nodes, *(box for box in frames if box), *(Box(x, y, x, y) for route in routes for x, y in route)]
    page = Box.hull(held)
    dx, dy = -page.left, -page.top
    boxes = tuple(_at(box, dx, dy) for box in nodes)
    outlines = tuple((_at(box, dx, dy),) if box else () for box in frames)
    radius = ROUND * problem.settings.corner
    wires = []
    for route, pair in zip(routes, lines, strict=True):
        points = tuple((round(x + dx, 6), round(y + dy, 6)) for x, y in route)
        wires.append(Wire(points, pair.edges, True, (radius,) * (len(points) - 2)))
    ways = {at: wire.points for wire in wires for at in wire.edges}
    whole = Box(0.0, 0.0, page.width, page.height)
    names = labels.put(problem, boxes, outlines, wires, [ways[at] for at in range(len(problem.edges))], whole)
    return Placed(boxes, outlines, tuple(wires), names, page.width, page.height)


def _at(box: Box, dx: float, dy: float) -> Box:
    """Move a box, and round it as the ends of lines are."""
    return Box(round(box.left + dx, 6), round(box.top + dy, 6), round(box.right + dx, 6), round(box.bottom + dy, 6))


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
