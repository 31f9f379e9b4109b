"""Inputs that feed nothing but one circle of the main line, such as positions: they stand beside it, level with it."""

from __future__ import annotations

from dataclasses import dataclass

from archdraw.placing.frames import Tree
from archdraw.placing.net import Ids, Item, Part
from archdraw.placing.problem import Problem


@dataclass(slots=True)
class Satellite:
    """An input beside the circle it feeds: the node, its edge, and the other edges into and out of the circle."""

    node: int
    edge: int
    into: int
    out: Ids


def find(problem: Problem, tree: Tree) -> dict[int, Satellite]:
    """Find them, by circle; the circle has one other edge, from something that is no such input."""
    into: dict[int, list[int]] = {}
    out: dict[int, list[int]] = {}
    for number, edge in enumerate(problem.edges):
        out.setdefault(edge.source, []).append(number)
        into.setdefault(edge.target, []).append(number)
    found = {}
    for node, numbers in into.items():
        sources = [problem.edges[number].source for number in numbers]
        if not problem.nodes[node].round or len(numbers) != 2 or len(set(sources)) != 2:
            continue
        lone = [number for number, at in zip(numbers, sources, strict=True) if at not in into and len(out[at]) == 1]
        at = problem.edges[lone[0]].source if len(lone) == 1 else -1
        if at >= 0 and not problem.nodes[at].round and tree.frame[at] == tree.frame[node]:
            found[node] = Satellite(at, lone[0], sum(numbers) - lone[0], tuple(out.get(node, ())))
    return found


def join(circle: Item, box: Item, beside: Satellite, gap: float) -> Item:
    """Make one item of a circle and the input at its right."""
    part = Part(height=max(circle.height, box.height), left=circle.left, spine=[circle.node])
    middle = part.height / 2
    top = middle - circle.height / 2
    x = circle.right + gap + box.left
    part.right = x + box.right
    part.rows = [middle]
    part.tail = part.height
    part.nodes = [(circle.node, 0.0, top), (beside.node, x, middle - box.height / 2)]
    part.routes.append(((beside.edge,), [(x - box.left, middle), (circle.right, middle)]))
    part.routes.append(((beside.into,), [(0.0, 0.0), (0.0, top)]))
    part.routes.append((beside.out, [(0.0, part.height - top), (0.0, part.height)]))
    return Item(part.left, part.right, part.height, part=part, turns=True)
