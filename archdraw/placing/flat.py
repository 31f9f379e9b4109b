"""All parts laid flat: boxes of nodes and frames and the routes of edges, in the coordinates of the whole."""

from __future__ import annotations

from dataclasses import field

from archdraw.geometry import Box, Point
from archdraw.placing import wires
from archdraw.placing.net import Ids, Part
from archdraw.placing.problem import Problem
from archdraw.records import dataclass


@dataclass(slots=True)
class Flat:
    """What is drawn, main line downwards; the main line is at ``axis``."""

    nodes: list[Box]
    frames: list[list[Box]]
    routes: list[wires.Route]
    sources: list[int]
    axis: float
    width: float
    height: float
    columns: int = 1


@dataclass(slots=True)
class _Heap:
    """Everything in all parts, unsorted."""

    centers: dict[int, Point] = field(default_factory=dict)
    frames: dict[int, Box] = field(default_factory=dict)
    stretches: list[tuple[Ids, list[Point]]] = field(default_factory=list)


def flatten(problem: Problem, part: Part, across: bool) -> Flat:
    """Gather what lies in all parts."""
    heights = [node.width if across else node.height for node in problem.nodes]
    heap = _gather(part, heights)
    nodes = []
    for number, node in enumerate(problem.nodes):
        x, top = heap.centers[number]
        width, height = (node.height, node.width) if across else (node.width, node.height)
        nodes.append(Box(x - width / 2, top, x + width / 2, top + height))
    frames = [[heap.frames[number]] if number in heap.frames else [] for number in range(len(problem.frames))]
    routes = _routes(heap.stretches, len(problem.edges))
    sources = [edge.source for edge in problem.edges]
    return Flat(nodes, frames, routes, sources, round(part.left, 6), part.left + part.right, part.height)


def _gather(part: Part, heights: list[float]) -> _Heap:
    """Go through all parts; each lies at a place, perhaps mirrored, perhaps upside down."""
    heap = _Heap()
    todo: list[tuple[float, float, float, float, Part]] = [(part.left, 0.0, 1.0, 1.0, part)]
    while todo:
        dx, dy, sign, ahead, inner = todo.pop()
        for node, x, y in inner.nodes:
            top = y if ahead > 0 else y + heights[node]
            heap.centers[node] = (round(dx + sign * x, 6), round(dy + ahead * top, 6))
        for ids, points in inner.routes:
            heap.stretches.append((ids, [(round(dx + sign * x, 6), round(dy + ahead * y, 6)) for x, y in points]))
        for outline in inner.frames:
            box = outline.box
            low, high = sorted((dx + sign * box.left, dx + sign * box.right))
            low, high = round(low + outline.spare_low, 6), round(high - outline.spare_high, 6)
            top, bottom = sorted((dy + ahead * box.top, dy + ahead * box.bottom))
            heap.frames[outline.frame] = Box(low, round(top, 6), high, round(bottom, 6))
        for x, y, flip, child in inner.parts:
            way = -ahead if child.rises else ahead
            start = dy + ahead * (y + child.height if child.rises else y)
            todo.append((dx + sign * x, start, -sign if flip else sign, way, child))
    return heap


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
            chain = list(next(points for points in parts if points[0] not in ends))
            for _ in parts[1:]:
                chain.extend(begins[chain[-1]][1:])
            routes.append(wires.straighten(chain))
        else:
            routes.append(wires.straighten(parts[0]) if parts else ())
    return routes
