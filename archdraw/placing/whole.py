"""Place a whole problem: turn it, build its net, lay it out, lead its wires, turn it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from archdraw.geometry import Box, Point
from archdraw.placing import arriving, labels, scopes, wires
from archdraw.placing import frames as framing
from archdraw.placing.facing import prepared, turn_of, turned
from archdraw.placing.flat import flatten
from archdraw.placing.net import Blocked, Part
from archdraw.placing.problem import Placed, Problem
from archdraw.placing.wrap import wrap

BEYOND = 4.0
"""How far a band reaches beyond a label on it."""


def place_whole(problem: Problem) -> Placed:
    """Place every node, frame and wire of a problem."""
    if not problem.nodes:
        return Placed((), tuple(() for _ in problem.frames), (), {}, 0.0, 0.0)
    across = problem.settings.direction == "right"
    return _answer(problem, _lay_out(prepared(problem), across), across)


def _lay_out(problem: Problem, across: bool) -> Part:
    """Lay out the frames and the whole; give up what cannot be honoured: frames in a tangle, blocked side edges."""
    dropped = framing.unsound(problem)
    plain: set[int] = set()
    while True:
        tree = framing.grow(problem, dropped, plain)
        bad = framing.tangled(problem, tree)
        if bad:
            dropped |= bad
            continue
        framing.open_sides(problem, tree)
        try:
            return scopes.lay_out(problem, tree, across)
        except Blocked as blocked:
            closed = {frame for frame, edge in tree.sides if edge in blocked.edges}
            dropped |= closed
            if not closed:
                plain |= set(blocked.edges)


def _answer(problem: Problem, part: Part, across: bool) -> Placed:
    """Lay everything flat, wrap it to the page, make wires of routes, turn it."""
    wide, high = problem.settings.page
    flat = wrap(flatten(problem, part, across), (high, wide) if across else (wide, high), problem.settings)
    turn = turn_of(problem.settings.direction, flat.height)
    routes = arriving.apart(problem, flat.nodes, flat.routes)
    lines = tuple(wires.bundle(routes, problem.edges, problem.settings.corner))
    known = {number: (x + part.left, y) for number, (x, y) in part.labels.items()}
    if turn:
        lines = tuple(replace(wire, points=tuple(map(turn, wire.points))) for wire in lines)
        routes = [tuple(map(turn, route)) for route in routes]
        known = {number: turn(point) for number, point in known.items()}
    nodes = tuple(turned(box, turn) for box in flat.nodes)
    frames = tuple(_titled(tuple(turned(box, turn) for box in boxes), problem) for boxes in flat.frames)
    width, height = (flat.height, flat.width) if across else (flat.width, flat.height)
    places = labels.put(problem, nodes, frames, lines, routes, Box(0.0, 0.0, width, height), known)
    spine, bands = tuple(part.spine), tuple(turned(box.moved(part.left, 0.0), turn) for box in part.bands)
    bands = _holding(bands, [_room(problem, number, center) for number, center in places.items()])
    shape: Literal["line", "u"] = "u" if part.rungs else "line"
    hasty = bool(part.rungs) or any(one.hasty for one in part.walk())
    return Placed(nodes, frames, lines, places, width, height, spine, flat.columns, shape, bands, hasty)


def _room(problem: Problem, number: int, center: Point) -> Box:
    """Give the room of a label."""
    edge = problem.edges[number]
    return Box.around(center, edge.label_width, edge.label_height)


def _holding(bands: tuple[Box, ...], words: Sequence[Box]) -> tuple[Box, ...]:
    """Widen the bands, all alike, so that no label stands on the end of one."""
    cut = [word for word in words for band in bands if band.meets(word)]
    if not cut:
        return bands
    left = min(min(band.left for band in bands), *(word.left - BEYOND for word in cut))
    right = max(max(band.right for band in bands), *(word.right + BEYOND for word in cut))
    return tuple(Box(left, band.top, right, band.bottom) for band in bands)


def _titled(parts: tuple[Box, ...], problem: Problem) -> tuple[Box, ...]:
    """Sort the parts of a frame, cut by column breaks, so that the first one has its title."""
    return parts[::-1] if problem.settings.direction == "up" else parts
