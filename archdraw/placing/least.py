"""How large the figure of a problem must be at least: told from its boxes alone, before any is placed."""

from __future__ import annotations

from archdraw.placing.fold import TOWARDS
from archdraw.placing.problem import Problem

Way = tuple[float, float]
"""Of a path: its length with a gap below each box, and the area on which its boxes and these gaps stand."""
STEPS = 40
"""Halvings in the search for the largest scale."""


def largest(problem: Problem, page: tuple[float, float], margins: float, wrap: bool, most: float = 1.0) -> float:
    """Limit the scale, at most ``most``, at which a figure and its margins fit the page, perhaps broken into columns.

    No two boxes overlap, so it has their area at least. The boxes of a path from the one input to the one output stand below each
    other, so they need their length, in one column or in several beside each other.
    """
    across = problem.settings.direction == "right"
    wide, high = page[::-1] if across else page
    gap, channel = problem.settings.gap, problem.settings.channel
    area = sum(node.width * node.height for node in problem.nodes)
    length, taken = _path(problem, across)

    def fits(scale: float) -> bool:
        room, height = wide / scale - margins, high / scale - margins
        if height <= 0 or room * height < area:
            return False
        columns = 1.0
        if length > height + gap:
            height -= TOWARDS  # the line comes to the top of a column from above
            columns = length / (height + gap) if height > 0 else 0.0
        if columns != 1.0 and not (wrap and columns):
            return False
        return taken <= (room - (columns - 1) * channel) * (height + gap)

    if fits(most):
        return most
    low, top = 1e-9, most
    for _ in range(STEPS):
        middle = (low + top) / 2
        low, top = (middle, top) if fits(middle) else (low, middle)
    return top


def _path(problem: Problem, across: bool) -> Way:
    """Find the longest path; nothing where there are several inputs or outputs, for these may stand beside what they feed."""
    nodes = problem.nodes
    gap = problem.settings.gap
    before: list[list[int]] = [[] for _ in nodes]
    for edge in problem.edges:
        if edge.side:
            return 0.0, 0.0
        before[edge.target].append(edge.source)
    ends = len(nodes) - len({edge.source for edge in problem.edges})
    if ends != 1 or sum(not sources for sources in before) != 1:
        return 0.0, 0.0
    ways: list[Way] = []
    for node, sources in zip(nodes, before, strict=True):
        width, height = (node.height, node.width) if across else (node.width, node.height)
        length, area = max((ways[source] for source in sources), default=(0.0, 0.0))
        ways.append((length + height + gap, area + width * (height + gap)))
    return max(ways)
