"""ConvNetDraw scripts: the shapes that its page draws, and mistakes told where that page is silent."""

import contextlib
import itertools

import pytest
from convnet_scripts import EXAMPLE, FRONT, LENET
from hypothesis import given
from hypothesis import strategies as st

import archdraw
from archdraw.errors import ArchdrawError, SpecError
from archdraw.quality import measure


def read(text, name="net.convnet"):
    return archdraw.read(text.encode(), name=name)


def shapes(graph):
    """Give each layer's word and sizes, as the script has them."""
    found = []
    for layer in graph.layers:
        dims = layer.outputs[0].dims
        found.append(f"{layer.type} {'x'.join(map(str, dims if len(dims) == 3 else (1, 1, *dims)))}")
    return found


@pytest.mark.parametrize(
    ("script", "truth"),
    [
        (EXAMPLE, "input 28x28x1|conv 24x24x8|relu 24x24x8|pool 12x12x8|conv 10x10x16|relu 10x10x16|pool 4x4x16"
                  "|fullyconn 1x1x10|softmax 1x1x10"),
        (LENET, "input 32x32x1|conv 28x28x6|pool 14x14x6|conv 10x10x16|pool 5x5x16|fullyconn 1x1x120|fullyconn 1x1x84"
                "|softmax 1x1x10"),
        (FRONT, "input 227x227x3|conv 55x55x96|lrn 55x55x96|pool 27x27x96"),
    ],
    ids=["example", "lenet", "front"],
)  # fmt: skip
def test_the_layers_are_those_that_the_page_draws(script, truth):
    graph = read(script)
    assert shapes(graph) == truth.split("|")
    names = [layer.name for layer in graph.layers]
    assert [(edge.source, edge.target) for edge in graph.edges] == list(itertools.pairwise(names))


def test_what_the_language_cannot_say_is_unknown():
    graph = read(EXAMPLE)
    assert [layer.params for layer in graph.layers] == [0, None, 0, 0, None, 0, 0, None, 0]
    assert graph.totals().params == 0
    assert "kernel" not in graph.layers[1].attrs


def test_a_softmax_that_changes_the_size_is_a_dense_layer():
    assert [layer.op for layer in read(LENET).layers[-2:]] == ["dense", "dense"]
    assert [layer.op for layer in read(EXAMPLE).layers[-2:]] == ["dense", "activation"]


def test_an_unknown_word_is_a_layer_and_a_note_says_so():
    graph = read(FRONT.replace("lrn", "convv"))
    assert (graph.layers[2].op, graph.layers[2].type) == ("other", "convv")
    assert graph.notes == ("net.convnet:4: 'convv' is no layer that is known; did you mean 'conv'?",)


def test_comments_behind_a_layer_and_sums_are_understood():
    graph = read("input(28*2, 2*(10+4), 3)  # a picture\nconv(14, 14, 8); // small\n// nothing\n")
    assert shapes(graph) == ["input 56x28x3", "conv 14x14x8"]


def test_stdin_is_known_by_its_first_layer():
    assert shapes(read(LENET, "-")) == shapes(read(LENET))
    assert shapes(read("# a note\r\n\r\n  input (8, 8, 1)\r\n", "-")) == ["input 8x8x1"]


@pytest.mark.parametrize(
    ("line", "message", "column"),
    [
        ("  conv(1, 2)", "'conv' has 2 sizes, not 3", 3),
        ("conv()", "'conv' has 0 sizes, not 3", 1),
        ("conv(1, 2, 3, 4)", "'conv' has 4 sizes, not 3", 1),
        ("conv 1, 2, 3", "this is no layer", 1),
        ("conv(1, 2, 3) pool(1, 2, 3)", "this is no layer", 1),
        ("conv(1, 2, 0)", "0 is no size", 1),
        ("conv(1, 2, 2 - 5)", "-3 is no size", 1),
        ("conv(1, 2, 1e3)", "'1e3' is no size", 1),
        ('conv(1, 2, open("x"))', "'open(\"x\")' is no size", 1),
        ("conv(1, 2, 99999999999)", "'99999999999' is no size", 1),
        ("input(1, 2, 3)", "an input comes first", 1),
    ],
)
def test_a_mistake_is_told_at_its_line(line, message, column):
    with pytest.raises(SpecError) as caught:
        read(f"input(8, 8, 1)\n# fine\n{line}\n")
    (problem,) = caught.value.problems
    assert (problem.message, problem.line, problem.column) == (message, 3, column)


def test_all_mistakes_are_told_at_once():
    with pytest.raises(SpecError) as caught:
        read("input(8, 8)\nfoo\nconv(1, 1, 1)\n")
    assert [problem.line for problem in caught.value.problems] == [1, 2]


def test_a_script_without_layers_says_so():
    with pytest.raises(SpecError, match="the script has no layers"):
        read("# nothing\n")


@given(st.text(max_size=80))
def test_no_text_makes_a_traceback(text):
    with contextlib.suppress(ArchdrawError):
        read(f"input(8, 8, 1)\n{text}")


@pytest.mark.parametrize("renderer", ["blocks", "graph", "lenet"])
def test_a_script_is_drawn(renderer):
    figure = archdraw.render(LENET.encode(), name="lenet.convnet", renderer=renderer)
    assert measure(figure.scene).faults == ()
