"""A problem as DOT text: boxes of our sizes with numbers for names, frames as clusters; no word of a model is in it."""

from __future__ import annotations

from archdraw.geometry import number
from archdraw.placing import Problem
from archdraw.placing.frames import Tree, grow, unsound
from archdraw.records import dataclass

INCH = 72.0
AROUND = 8.0
"""What dot keeps free above and below, and at both sides, of the words on a cluster, in points."""
LANE = 14.0
"""What a badge needs beside it for a line that comes in at the same side, in points."""
STRAIGHT = (1, 4, 8)
"""How much dot shall care that a line is straight: a skip, a line with a longer way into or out of it, a step of the main path."""


@dataclass(frozen=True, slots=True)
class Pair:
    """All edges from one node to another, which are one line, and the room that their labels need together."""

    source: int
    target: int
    edges: tuple[int, ...]
    label: tuple[float, float] = (0.0, 0.0)


def pairs(problem: Problem) -> tuple[Pair, ...]:
    """Gather the edges that are drawn as one line.

    >>> from archdraw.placing import Edge, Node
    >>> [pair.edges for pair in pairs(Problem((Node(9, 9), Node(9, 9)), (Edge(0, 1), Edge(0, 1))))]
    [(0, 1)]
    """
    found: dict[tuple[int, int], list[int]] = {}
    for at, edge in enumerate(problem.edges):
        found.setdefault((edge.source, edge.target), []).append(at)
    made = []
    for (source, target), numbers in found.items():
        labels = [
            problem.edges[at] for at in numbers if problem.edges[at].label_width > 0 and not problem.edges[at].passing
        ]
        room = (max((e.label_width for e in labels), default=0.0), sum(e.label_height for e in labels))
        made.append(Pair(source, target, tuple(numbers), room))
    return tuple(made)


def text(problem: Problem, lines: tuple[Pair, ...]) -> str:
    """Write what dot is asked; sizes are inches there, and points inside of labels."""
    settings = problem.settings
    tree = grow(problem, unsound(problem), set())
    rank = {"down": "TB", "right": "LR", "up": "BT"}[settings.direction]
    gap, column = _inches((settings.gap + settings.fork) / 2), _inches(settings.column)
    wanted = [
        f'digraph {{ graph [rankdir={rank}, ranksep="{gap}", nodesep="{column}", splines=polyline, labeljust=l];',
        'node [shape=box, fixedsize=true, label="", margin=0]; edge [arrowhead=none];',
    ]
    for at, node in enumerate(problem.nodes):
        shape = ", shape=circle" if node.round else ""
        wanted.append(f'n{at} [width="{_inches(node.width)}", height="{_inches(node.height)}"{shape}];')
    wanted.extend(_clusters(problem, tree))
    for pair, weight in zip(lines, _weights(problem, lines), strict=True):
        label = f", label={_room(*pair.label)}" if pair.label[0] > 0 else ""
        wanted.append(f"n{pair.source} -> n{pair.target} [weight={weight}{label}];")
    return "\n".join([*wanted, "}", ""])


def _weights(problem: Problem, lines: tuple[Pair, ...]) -> list[int]:
    """Tell how straight each line is to be: the more, the less there is a longer way beside it, as there is beside a skip."""
    before, behind = [0] * len(problem.nodes), [0] * len(problem.nodes)
    for pair in sorted(lines, key=lambda pair: pair.source):
        before[pair.target] = max(before[pair.target], before[pair.source] + 1)
    for pair in sorted(lines, key=lambda pair: -pair.target):
        behind[pair.source] = max(behind[pair.source], behind[pair.target] + 1)
    return [
        STRAIGHT[(before[a] + 1 == before[b]) + (behind[b] + 1 == behind[a])]
        for a, b in ((pair.source, pair.target) for pair in lines)
    ]


def _clusters(problem: Problem, tree: Tree) -> list[str]:
    """Write the clusters in each other, with room for their titles."""
    wanted: list[str] = []
    todo: list[int | str] = list(reversed(tree.inner.get(-1, [])))
    while todo:
        at = todo.pop()
        if isinstance(at, str):
            wanted.append(at)
            continue
        frame = problem.frames[at]
        margin = max(frame.left, frame.right, frame.bottom)
        room = _room(max(1.0, 2 * max(frame.title, frame.badge + LANE)), max(1.0, frame.top - margin - AROUND))
        wanted.append(f'subgraph cluster_{at} {{ margin="{number(margin)}"; label={room};')
        wanted.extend(f"n{node};" for node in tree.own.get(at, []))
        todo.extend(["}", *reversed(tree.inner.get(at, []))])
    return wanted


def _inches(points: float) -> int | float:
    return number(points / INCH, 6)


def _room(width: float, height: float) -> str:
    """Write a label that is an empty table of this size: nothing in it depends on a font."""
    size = f'width="{-int(-width // 1)}" height="{-int(-height // 1)}"'
    return f'<<table border="0" cellborder="0" cellpadding="0" cellspacing="0" fixedsize="true" {size}><tr><td></td></tr></table>>'
