"""What every pass keeps, whatever the graph."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import celled, contents, graphs, reachable, renamed, stacks, tangles

from archdraw.graph import Graph
from archdraw.passes.collapse import Collapse
from archdraw.passes.drop import Drop
from archdraw.passes.fold import Fold
from archdraw.passes.group import GroupByName
from archdraw.passes.name import NameBlocks
from archdraw.passes.outputs import Outputs
from archdraw.rewrite import hidden_in, restored

PASSES = (Drop(), Fold(), GroupByName(), NameBlocks(), Collapse(), Collapse(bare=2, single=2), Outputs())
any_graph = st.one_of(graphs(), stacks(), celled())
few = settings(max_examples=25, deadline=None)


@pytest.mark.parametrize("step", PASSES, ids=lambda step: step.name)
@few
@given(graph=any_graph)
def test_a_pass_done_twice_is_a_pass_done_once(step, graph: Graph):
    once = step(graph).check()
    assert step(once) == once


@pytest.mark.parametrize("step", PASSES, ids=lambda step: step.name)
@few
@given(graph=any_graph)
def test_paths_between_what_remains_stay_and_none_is_made_up(step, graph: Graph):
    after = step(graph)
    remain = frozenset(graph.index()) & frozenset(after.index())
    assert reachable(after, remain) == reachable(graph, remain)


@pytest.mark.parametrize("step", PASSES, ids=lambda step: step.name)
@few
@given(graph=any_graph)
def test_inputs_stay_and_outputs_keep_their_number_and_labels(step, graph: Graph):
    after = step(graph)
    assert after.inputs == graph.inputs
    assert [port.label for port in after.outputs] == [port.label for port in graph.outputs]
    if not isinstance(step, Outputs):
        assert set(after.index()) <= set(graph.index())


@few
@given(tangles(), st.permutations(PASSES))
def test_passes_take_any_graph_in_any_order(graph: Graph, order):
    for step in order:
        before, graph = graph, step(graph).check()
        assert step(graph) == graph
        if isinstance(step, Collapse) and not any(group.hidden for group in before.groups):
            assert contents(restored(graph).check()) == contents(before)
        if isinstance(step, Fold):
            assert graph.totals()[:3] == before.totals()[:3]


@few
@given(any_graph)
def test_folding_keeps_the_totals(graph: Graph):
    after = Fold()(graph)
    assert after.totals()[:3] == graph.totals()[:3]
    count = sum(1 + len(layer.folded) for layer in after.layers)
    assert count == len(graph.layers)


@few
@given(any_graph, st.booleans())
def test_what_was_collapsed_can_be_restored(graph: Graph, named: bool):
    before = GroupByName()(graph) if named else graph
    after = Collapse(bare=2, single=2)(before).check()
    assert contents(restored(after).check()) == contents(before)


@few
@given(stacks())
def test_shown_and_hidden_layers_count_as_all(graph: Graph):
    after = Collapse(bare=2, single=2)(graph)
    hidden = [layer for group in after.groups for layer in hidden_in(group)]
    assert Counter(layer.name for layer in (*after.layers, *hidden)) == Counter(list(graph.index()))
    assert sum(layer.params for layer in (*after.layers, *hidden)) == graph.totals()[0]


@few
@given(stacks(how=("declared", "bare")))
def test_names_do_not_matter_to_collapsing(graph: Graph):
    assert shape(Collapse()(renamed(graph))) == shape(renamed(Collapse()(graph)))


def shape(graph: Graph):
    return (
        [layer.name for layer in graph.layers],
        graph.edges,
        [(group.repeat, group.note, group.parent) for group in graph.groups],
    )


@few
@given(stacks(how=("declared",)))
def test_every_declared_repeat_collapses(graph: Graph):
    copies = Counter(group.series for group in graph.groups)
    after = Collapse()(graph)
    assert {group.series: group.repeat for group in after.groups if group.series} == copies


@few
@given(st.one_of(any_graph, tangles()), st.booleans())
def test_naming_only_adds_groups_and_types(graph: Graph, named: bool):
    before = Fold()(GroupByName()(graph) if named else graph)
    after = NameBlocks()(before).check()
    assert contents(without_names(after, before)) == contents(before)


def without_names(graph: Graph, before: Graph) -> Graph:
    """Take the frames of the kind ``pattern`` away, and put types and titles back."""
    old = {group.name: group for group in before.groups}
    home = {group.name: group.parent for group in graph.groups if group.kind == "pattern" and group.name not in old}

    def lies_in(name: str) -> str:
        while name in home:
            name = home[name]
        return name

    kept = [group for group in graph.groups if group.name not in home]
    return replace(
        graph,
        layers=tuple(replace(layer, group=lies_in(layer.group)) for layer in graph.layers),
        groups=tuple(
            replace(group, parent=lies_in(group.parent), type=old[group.name].type, title=old[group.name].title)
            for group in kept
        ),
    )


@few
@given(st.one_of(any_graph, tangles()))
def test_what_was_named_and_collapsed_can_be_restored(graph: Graph):
    before = NameBlocks()(GroupByName()(Fold()(graph)))
    after = Collapse(bare=2, single=2)(before).check()
    assert contents(restored(after).check()) == contents(before)


@few
@given(st.one_of(any_graph, tangles()))
def test_expanding_everything_collapses_nothing(graph: Graph):
    before = NameBlocks()(GroupByName()(graph))
    assert Collapse(bare=2, single=2, expand=("*",))(before) == before


@few
@given(stacks(), st.data())
def test_one_repeat_can_be_left_open(graph: Graph, data: st.DataObject):
    before = GroupByName()(graph)
    repeats = [group.name for group in Collapse()(before).groups if group.repeat > 1]
    if repeats:
        name = data.draw(st.sampled_from(repeats))
        after = Collapse(expand=(name,))(before).check()
        assert not any(group.repeat > 1 and group.name == name for group in after.groups)
        assert contents(restored(after).check()) == contents(before)
