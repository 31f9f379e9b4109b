"""Rows of passes: how they are written, and that each gives a sound graph."""

import pytest
from plugins import toy

from archdraw.errors import UnknownName, UsageError
from archdraw.graph import Edge, Graph, Layer
from archdraw.pipeline import parse, run


@pytest.fixture(autouse=True)
def _plugin(tmp_path):
    with toy(tmp_path):
        yield


def counts(passes):
    return [(step.name, step.count) for step in passes]


@pytest.mark.parametrize(
    ("written", "want"),
    [
        ("first", [("first", 2)]),
        ("first,first", [("first", 2), ("first", 2)]),
        (" first , first{count=5} ", [("first", 2), ("first", 5)]),
        ("first{}", [("first", 2)]),
        (["first", "first{count=3},first"], [("first", 2), ("first", 3), ("first", 2)]),
        ("none", []),
        ("", []),
        ([], []),
        (["none"], []),
    ],
)
def test_passes_are_read(written, want):
    assert counts(parse(written)) == want


@pytest.mark.parametrize(
    ("written", "error", "message"),
    [
        ("frist", UnknownName, "there is no pass 'frist'"),
        ("first{cuont=3}", UnknownName, "the pass 'first' has no option 'cuont'"),
        ("first{count=x}", UsageError, "takes a whole number, not 'x'"),
        ("first{count}", UsageError, "'count' in .* has no value"),
        ("first{count=3", UsageError, "is not a list of passes"),
        ("first;first", UsageError, "is not a list of passes"),
        ("none,first", UsageError, "'none' stands among passes"),
        (",", UsageError, "is not a list of passes"),
    ],
)
def test_what_is_no_list_of_passes_is_refused(written, error, message):
    with pytest.raises(error, match=message):
        parse(written)


def chain(*names):
    return Graph("n", tuple(Layer(name, "dense") for name in names), tuple(map(Edge, names, names[1:])))


def test_passes_run_in_their_order():
    graph = run(chain("a", "b", "c", "d"), parse("first{count=3},first"))
    assert [layer.name for layer in graph.layers] == ["a", "b"]


def test_a_pass_that_breaks_the_graph_is_a_bug_and_named():
    class Wrecker:
        name = "wrecker"

        def __call__(self, graph):
            return Graph("n", (), graph.edges)

    with pytest.raises(RuntimeError, match="the pass 'wrecker' gave a graph that is not sound"):
        run(chain("a", "b"), [Wrecker()])
