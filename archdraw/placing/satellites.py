"""Small things that feed one place of the main line and stand beside it, level with it.

These are inputs that feed nothing but one circle, such as positions, and the single boxes between something that feeds many
places and those places, such as the projections of a time embedding.
"""

from __future__ import annotations

from collections import Counter

from archdraw.placing.frames import Tree
from archdraw.placing.net import Ids, Item, Part
from archdraw.placing.problem import Problem
from archdraw.records import dataclass

FEW = 3
"""So many places must be fed through boxes of their own before these stand beside them."""


@dataclass(slots=True)
class Satellite:
    """A node beside the one it feeds: its edge, the other edges into and out of that one, the edge that feeds it (or -1)."""

    node: int
    edge: int
    into: int
    out: Ids
    fed: int = -1


def find(problem: Problem, tree: Tree) -> dict[int, Satellite]:
    """Find them, by what they feed; that has one other edge, from something that is no such input."""
    feeds = Counter(edge.source for edge in problem.edges)
    if not any(node.round for node in problem.nodes) and max(feeds.values(), default=0) < FEW:
        return {}
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
    for numbers in out.values():
        if len(numbers) >= FEW and not tree.plain.intersection(numbers):
            found.update(_fed(problem, tree, numbers, into, out))
    return found


def _fed(
    problem: Problem, tree: Tree, numbers: list[int], into: dict[int, list[int]], out: dict[int, list[int]]
) -> dict[int, Satellite]:
    """Find the boxes between one source and as many places, if all its edges lead to such."""
    found = {}
    for number in numbers:
        box = problem.edges[number].target
        on = out.get(box, [])
        target = problem.edges[on[0]].target if on else -1
        others = into.get(target, [])
        alone = len(on) == 1 and len(into[box]) == 1 and len(others) == 2 and tree.frame[box] == tree.frame[target]
        if not alone or problem.nodes[box].round or target in found:
            return {}
        rest = sum(others) - on[0]
        found[target] = Satellite(box, on[0], rest, tuple(out.get(target, ())), number)
    boxes = {satellite.node for satellite in found.values()}
    mixed = any(node in boxes or problem.edges[one.into].source in boxes for node, one in found.items())
    return {} if mixed else found


def join(circle: Item, box: Item, beside: Satellite, gap: float) -> Item:
    """Make one item of a node and what stands at its right."""
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
    if beside.fed >= 0:
        part.ports[beside.fed, True] = (part.right, middle)
    return Item(part.left, part.right, part.height, part=part, turns=beside.fed < 0)
