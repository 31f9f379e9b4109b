"""Graphs of the families that are hard when they are large, at small sizes: all that must hold, holds."""

from dataclasses import replace

import placing_families
import pytest

from archdraw import render
from archdraw.placing import Problem, place
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
