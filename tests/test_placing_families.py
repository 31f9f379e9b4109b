"""Graphs of the families that are hard when they are large, at small sizes: all that must hold, holds."""

from dataclasses import replace

import placing_families
import pytest

from archdraw import render
from archdraw.placing import Edge, Frame, Node, Problem, place
from archdraw.placing.measure import faults

SIZES = {"chain": 300, "fan": 150, "cells": 130, "dense": 150, "nested": 200, "cut_free": 150}


def problem(family: str, **settings: object) -> Problem:
    made: Problem = getattr(placing_families, family)(SIZES[family])
    return replace(made, settings=replace(made.settings, trials=300, **settings))


@pytest.mark.parametrize("direction", ["down", "right"])
@pytest.mark.parametrize("family", SIZES)
def test_all_is_sound(family: str, direction: str) -> None:
    given = problem(family, direction=direction)
    placed = place(given)
    assert not faults(given, placed)
    assert all(placed.frames)


@pytest.mark.parametrize("family", ["chain", "dense", "nested"])
def test_columns_are_sound(family: str) -> None:
    given = problem(family, page=(468.0, 600.0))
    placed = place(given)
    assert placed.columns > 1
    assert not faults(given, placed)


def test_a_quick_draft_says_whether_a_search_could_better_it() -> None:
    for family in SIZES:
        given = problem(family)
        quick = place(replace(given, settings=replace(given.settings, trials=0)))
        assert quick.hasty or quick == place(given)
    assert place(replace(problem("cells"), settings=replace(problem("cells").settings, trials=0))).hasty


def test_a_network_of_the_benchmark_can_be_drawn() -> None:
    assert len(render(placing_families.layers(30), passes="none").drawn.layers) == 30


def test_two_towers_of_about_one_length_are_level_and_feed_what_stands_between_them():
    nodes = tuple(Node(60.0, 20.0, frame) for frame in (-1, -1, 0, 1, 0, -1, -1))
    edges = tuple(Edge(*ends) for ends in ((0, 2), (1, 3), (2, 4), (4, 5), (3, 5), (5, 6)))
    placed = place(Problem(nodes, edges, (Frame(), Frame())))
    boxes = placed.nodes
    assert boxes[0].top == boxes[1].top
    assert boxes[0].right < boxes[5].center[0] < boxes[1].left or boxes[1].right < boxes[5].center[0] < boxes[0].left
