"""Which nodes and frames of a U lie in its right leg, where the data flows up."""

from __future__ import annotations

from archdraw.placing.problem import Problem


def rising(problem: Problem) -> set[int]:
    """Name the frames that lie in the right leg."""
    risen = after_turn(problem)
    found = set(range(len(problem.frames))) if risen else set()
    for number, node in enumerate(problem.nodes):
        at = node.frame if number not in risen else -1
        while at in found:
            found.remove(at)
            at = problem.frames[at].parent
    return found


def after_turn(problem: Problem) -> set[int]:
    """Name the nodes behind the lowest level: what leads up from it, what rungs lead to, and all that follows."""
    if not any(edge.rung for edge in problem.edges):
        return set()
    bottom = max(node.depth for node in problem.nodes)
    joins = {edge.target for edge in problem.edges if edge.rung}
    low = [node.depth == bottom for node in problem.nodes]
    risen: set[int] = set()
    for edge in sorted(problem.edges, key=lambda edge: edge.target):
        up = low[edge.source] and not low[edge.target]
        if up or edge.source in risen or edge.target in joins:
            risen.add(edge.target)
    return risen
