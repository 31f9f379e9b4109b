"""What a box takes in different roles arrives at places of its own; only sums and the like let lines come together."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from placing_graphs import problems

import archdraw
from archdraw.diagram import Link
from archdraw.placing import Edge, Node, Problem, place
from archdraw.placing.measure import measure

HERE = Path(__file__).resolve().parent
SPECS = sorted((HERE.parent / "templates" / "specs").glob("*.yaml"))
TOGETHER = ("add", "multiply", "average", "concat")
NASTY = sorted((HERE / "golden" / "keras-nasty").glob("*.keras"))


def ends(placed, edge):
    return {wire.points[-1] for wire in placed.wires if wire.head and edge in wire.edges}


def test_two_columns_enter_a_box_at_two_places():
    box = Node(60, 20)
    edges = (Edge(0, 1), Edge(0, 2), Edge(1, 3), Edge(2, 3))
    together = place(Problem((box,) * 4, edges))
    assert ends(together, 2) == ends(together, 3)
    placed = place(Problem((box, box, box, replace(box, apart=True)), edges))
    (one,), (two,) = ends(placed, 2), ends(placed, 3)
    assert one[0] != two[0]
    assert one[1] == two[1] == placed.nodes[3].top
    assert placed.nodes[3].left < min(one[0], two[0]) <= max(one[0], two[0]) < placed.nodes[3].right
    assert not [wire for wire in placed.wires if {2, 3} <= set(wire.edges)]


def test_one_tensor_that_is_taken_twice_is_one_line():
    nodes = (Node(60, 20), Node(60, 20, apart=True))
    placed = place(Problem(nodes, (Edge(0, 1), Edge(0, 1))))
    assert ends(placed, 0) == ends(placed, 1)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(problems())
def test_lines_that_keep_apart_stay_sound(problem):
    asked = replace(problem, nodes=tuple(replace(node, apart=not node.round) for node in problem.nodes))
    before, after = measure(problem, place(problem)), measure(asked, place(asked))
    assert not after.broken
    assert not after.through
    assert len(after.crossings) <= len(before.crossings)
    assert len(after.shared) <= len(before.shared)


@pytest.mark.parametrize("path", [*SPECS, *NASTY], ids=lambda path: path.stem)
@pytest.mark.parametrize("renderer", ["blocks", "graph"])
def test_lines_come_together_only_before_what_puts_together(path, renderer):
    figure = archdraw.render(path, renderer=renderer)
    ops = {layer.name: layer.op for layer in figure.drawn.layers}
    for mark in figure.diagram.marks:
        sources: dict[str, set[str]] = {}
        for source, target in mark.edges if isinstance(mark, Link) else ():
            sources.setdefault(target, set()).add(source)
        assert not [target for target, some in sources.items() if len(some) > 1 and ops.get(target) not in TOGETHER]
