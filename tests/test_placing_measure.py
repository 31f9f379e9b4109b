"""The measures of a placing, on placings made by hand with faults in them."""

from __future__ import annotations

from dataclasses import replace

from archdraw.geometry import Box
from archdraw.placing import Edge, Frame, Node, Placed, Problem, Wire
from archdraw.placing.measure import Measured, measure, straight

BOXES = (Box(0, 0, 10, 10), Box(40, 0, 50, 10), Box(0, 40, 10, 50), Box(40, 40, 50, 50))
NODES = (Node(10, 10),) * 4
DOWN = Wire(((5.0, 10.0), (5.0, 40.0)), (0,), True)
BESIDE = Wire(((45.0, 10.0), (45.0, 40.0)), (1,), True)


def found(
    *wires: Wire, edges: tuple[tuple[int, int], ...] = ((0, 2), (1, 3)), nodes: tuple[Box, ...] = BOXES
) -> Measured:
    """Measure four boxes in a square with these wires."""
    problem = Problem(NODES, tuple(Edge(*ends) for ends in edges))
    return measure(problem, Placed(nodes, (), wires, {}, 50.0, 50.0))


def test_a_sound_placing() -> None:
    sound = found(DOWN, BESIDE)
    assert sound == Measured(*(frozenset(),) * 9, bends=0, length=60.0)


def test_edges_that_cross() -> None:
    one = Wire(((5.0, 10.0), (5.0, 20.0), (45.0, 20.0), (45.0, 40.0)), (0,), True)
    two = Wire(((45.0, 10.0), (45.0, 25.0), (5.0, 25.0), (5.0, 40.0)), (1,), True)
    crossed = found(one, two, edges=((0, 3), (1, 2)))
    assert crossed.crossings == {(0, 1)}
    assert crossed.bends == 4
    assert not crossed.broken


def test_edges_with_a_common_end_do_not_cross() -> None:
    one = Wire(((5.0, 10.0), (5.0, 20.0), (45.0, 20.0), (45.0, 40.0)), (0,), True)
    assert not found(one, replace(DOWN, edges=(1,)), edges=((0, 3), (0, 2))).crossings


def test_strangers_on_one_line() -> None:
    one = Wire(((5.0, 10.0), (5.0, 20.0), (45.0, 20.0), (45.0, 40.0)), (0,), True)
    two = Wire(((45.0, 10.0), (45.0, 20.0), (5.0, 20.0), (5.0, 40.0)), (1,), True)
    assert found(one, two, edges=((0, 3), (1, 2))).shared == {(0, 1)}
    together = Wire(((5.0, 10.0), (5.0, 40.0)), (0, 1), True)
    assert found(together).shared == {(0, 1)}


def test_an_edge_through_a_box() -> None:
    through = Wire(
        ((5.0, 10.0), (5.0, 20.0), (20.0, 20.0), (20.0, 5.0), (60.0, 5.0), (60.0, 45.0), (50.0, 45.0)), (0,), True
    )
    result = found(through, edges=((0, 3),))
    assert result.through == {(0, 1)}
    assert result.upward == {0}


def test_touching_a_border_is_allowed() -> None:
    along = Wire(((5.0, 10.0), (5.0, 20.0), (10.0, 20.0), (10.0, 60.0), (45.0, 60.0), (45.0, 50.0)), (0,), True)
    assert not found(along, edges=((0, 3),)).through


def test_boxes_that_meet() -> None:
    assert found(nodes=(BOXES[0], Box(9, 9, 19, 19), *BOXES[2:]), edges=()).overlaps == {(0, 1)}
    assert not found(nodes=(BOXES[0], Box(10, 0, 20, 10), *BOXES[2:]), edges=()).overlaps


def test_an_edge_that_does_not_arrive() -> None:
    assert found(Wire(((5.0, 10.0), (5.0, 39.0)), (0,), True), BESIDE).broken == {0}
    assert found(replace(DOWN, head=False), BESIDE).broken == {0}
    assert found(BESIDE).broken == {0}
    assert found(Wire(((5.0, 12.0), (5.0, 40.0)), (0,), True), BESIDE).broken == {0}
    gap = (Wire(((5.0, 10.0), (5.0, 20.0)), (0,), False), Wire(((5.0, 22.0), (5.0, 40.0)), (0,), True))
    assert found(*gap, BESIDE).broken == {0}


def test_an_edge_in_several_stretches_arrives() -> None:
    trunk = Wire(((5.0, 10.0), (5.0, 20.0)), (0, 1), False)
    straight_on = Wire(((5.0, 20.0), (5.0, 40.0)), (0,), True)
    branch = Wire(((5.0, 20.0), (45.0, 20.0), (45.0, 40.0)), (1,), True)
    result = found(trunk, straight_on, branch, edges=((0, 2), (0, 3)))
    assert not result.broken
    assert not result.crossings


def test_frames() -> None:
    nodes = (Node(10, 10, 0), Node(10, 10), Node(10, 10, 1), Node(10, 10, 2))
    frames = (Frame(), Frame(), Frame(parent=1))

    def outlines(*boxes: Box) -> Measured:
        placed = Placed(BOXES, tuple((box,) for box in boxes), (), {}, 50.0, 50.0)
        return measure(Problem(nodes, (), frames), placed)

    sound = outlines(Box(-5, -5, 15, 15), Box(-5, 35, 55, 55), Box(35, 35, 54, 54))
    assert not (sound.strangers)
    assert not (sound.outside)
    assert not (sound.frames)
    assert outlines(Box(-5, -5, 55, 15), Box(-5, 35, 55, 55), Box(35, 35, 54, 54)).strangers == {(0, 1)}
    assert outlines(Box(5, -5, 15, 15), Box(-5, 35, 55, 55), Box(35, 35, 54, 54)).outside == {(0, 0)}
    assert outlines(Box(-5, -5, 15, 36), Box(-5, 35, 55, 55), Box(35, 35, 54, 54)).frames == {(0, 1)}


def test_straight() -> None:
    placed = Placed(BOXES, (), (), {}, 50.0, 50.0)
    problem = Problem(NODES, ())
    assert straight(problem, placed, (0, 2))
    assert not straight(problem, placed, (0, 3))
