"""What a figure says of operations and of what layers take: constants, slices, orders, query and key, masks and states."""

import pytest

import archdraw
from archdraw.diagram import Block, Label, Link
from archdraw.graph import Edge, Graph, Layer, Tensor
from archdraw.layouts.graph.arguments import labelled
from archdraw.readers.keras.nodes import Call, Passed, Ref
from archdraw.readers.keras.opshapes import Arguments
from archdraw.readers.keras.wording import wording

X, Y = Ref("x"), Ref("y")


def known(*args, **config):
    passed = tuple(Passed(arg) for arg in args if isinstance(arg, Ref))
    return Arguments(config, Call(passed, args, {}))


def part(start=None, stop=None, step=None):
    return {"class_name": "__slice__", "config": {"start": start, "stop": stop, "step": step}}


@pytest.mark.parametrize(
    ("name", "args", "config", "said"),
    [
        ("Multiply", (X, 0.125), {}, {"formula": "× 0.125"}),
        ("Multiply", (2.0, X), {}, {"formula": "× 2"}),
        ("Subtract", (1, X), {}, {"formula": "1 − x"}),
        ("Subtract", (X, 1), {}, {"formula": "− 1"}),
        ("TrueDivide", (X, Y), {}, {"formula": "A ÷ B"}),
        ("Multiply", (X, Y), {}, {}),
        ("Maximum", (X, 0), {}, {"formula": "max(x, 0)"}),
        ("GetItem", (X, [part(), 0]), {}, {"setting": "[0]"}),
        ("GetItem", (X, [part(), part(1, -1), None]), {}, {"setting": "[1:−1, None]"}),
        ("Transpose", (X,), {"axes": [0, 2, 1]}, {"setting": "axes 2, 1", "order": (0, 2, 1)}),
        ("ExpandDims", (X,), {"axis": 1}, {"setting": "axis 1"}),
        ("Split", (X,), {"indices_or_sections": 2, "axis": -1}, {"setting": "into 2"}),
        ("GetItem", (X, "what"), {}, {}),
    ],
)
def test_the_constants_of_an_operation_in_words(name, args, config, said):
    assert wording(name, known(*args, **config)) == said


def net(op, *edges, **attrs):
    names = dict.fromkeys(edge.source for edge in edges)
    layers = [
        Layer(name, "recurrent" if name == "lstm" else "input", outputs=(Tensor((4, 4)), Tensor((4,))))
        for name in names
    ]
    return Graph("net", (*layers, Layer("it", op, attrs=attrs)), tuple(edges))


@pytest.mark.parametrize(
    ("graph", "words"),
    [
        (net("attention", Edge("x", "it", arg="query"), Edge("x", "it", 0, 1, arg="value")), ["Q, K, V", ""]),
        (net("attention", Edge("x", "it"), Edge("m", "it", 0, 1)), ["", "K, V"]),
        (net("attention", Edge("x", "it"), Edge("m", "it", 0, 1, arg="memory")), ["", "K, V"]),
        (net("attention", Edge("a", "it"), Edge("b", "it", 0, 1), Edge("c", "it", 0, 2)), ["Q", "V", "K"]),
        (net("attention", Edge("x", "it"), Edge("m", "it", 0, 1, "mask")), ["", "mask"]),
        (
            net("recurrent", Edge("x", "it"), Edge("lstm", "it", 1, 1, "state"), Edge("lstm", "it", 1, 2, "state")),
            ["", "final state", ""],
        ),
        (net("matmul", Edge("a", "it"), Edge("b", "it", 0, 1)), ["A", "B"]),
        (net("matmul", Edge("a", "it", 1), Edge("b", "it", 1, 1)), ["", ""]),  # the order of two vectors means nothing
        (net("subtract", Edge("a", "it"), Edge("b", "it", 0, 1)), ["A", "B"]),
        (net("add", Edge("a", "it"), Edge("a", "it", 0, 1)), ["", ""]),
        (net("add", Edge("a", "it", label="mine"), Edge("a", "it", 0, 1)), ["mine", ""]),
    ],
)
def test_what_a_layer_takes_stands_on_its_edges(graph, words):
    assert [edge.label for edge in labelled(graph).edges] == words


def test_words_stand_where_a_line_is_alone():
    """Where two lines come together nobody could tell whose the words are."""
    graph = Graph(
        "net",
        (
            Layer("x", "input", outputs=(Tensor((4, 4)),)),
            Layer("turn", "reshape", "Transpose", (Tensor((4, 4)),), api="op"),
            Layer("it", "matmul", outputs=(Tensor((4, 4)),)),
        ),
        (Edge("x", "it"), Edge("x", "turn"), Edge("turn", "it", 0, 1)),
    )
    figure = archdraw.render(graph, passes="none", options={"direction": "down"})
    at = {line.text: line.at for mark in figure.diagram.marks if isinstance(mark, Label) for line in mark.lines}
    box = next(mark.box for mark in figure.diagram.marks if isinstance(mark, Block) and mark.layer == "it")
    joined = [link.points for link in figure.diagram.marks if isinstance(link, Link) and link.points[-1][1] == box.top]
    assert at["A"] != at["B"]
    assert joined


def test_an_attention_of_layers_says_whether_it_looks_at_itself():
    def words(*edges):
        graph = net("attention", *edges, heads=2, project=True)
        figure = archdraw.render(graph, passes="none")
        return next(
            mark.lines[0].text for mark in figure.diagram.marks if isinstance(mark, Block) and mark.layer == "it"
        )

    assert words(Edge("x", "it", arg="query"), Edge("x", "it", 0, 1, arg="value")) == "Self-attention"
    assert words(Edge("x", "it", arg="query"), Edge("m", "it", 0, 1, arg="value")) == "Cross-attention"


def test_every_class_of_keras_has_a_word():
    from archdraw.layouts.graph.words import plain_word
    from archdraw.readers.keras.classes import CLASSES

    assert not [name for name in CLASSES if len(name) == 1]
    kinds = {"SimpleRNN": "recurrent", "ConvLSTM2D": "recurrent", "Permute": "reshape", "Maximum": "average"}
    words = {
        name: plain_word(Layer("x", kinds.get(name, "other"), name))
        for name in ("SimpleRNN", "ConvLSTM2D", "Permute", "Maximum", "RandomFlip", "SubResNet")
    }
    assert words == {
        "SimpleRNN": "RNN",
        "ConvLSTM2D": "ConvLSTM",
        "Permute": "Permute",
        "Maximum": "Maximum",
        "RandomFlip": "Random flip",
        "SubResNet": "SubResNet",
    }


def titles(spec, **options):
    figure = archdraw.render(spec.encode(), name="net.yaml", options=options)
    return [mark.lines[0].text for mark in figure.diagram.marks if isinstance(mark, Block)]


EXPERTS = """
input: 4x16
layers:
  - dense: 8
  - parallel:
      experts: [{parallel: [{dense: 64 relu}, {dense: 8}], copies: 4, merge: none}]
      router: [{dense: UNITS softmax}, {custom: top 2}]
    merge: none
  - custom: "Σ gᵢ · Eᵢ(x)"
"""


@pytest.mark.parametrize("repeats", ["frame", "box"])
def test_the_layer_that_weights_experts_is_their_router(repeats):
    assert "Router: Dense 4" in titles(EXPERTS.replace("UNITS", "4"), repeats=repeats)
    assert not [title for title in titles(EXPERTS.replace("UNITS", "5"), repeats=repeats) if "Router" in title]


def test_words_of_boxes_begin_with_a_capital():
    found = titles(EXPERTS.replace("UNITS", "4"))
    assert {"Top 2", "Σ gᵢ · Eᵢ(x)"} <= set(found)


@pytest.mark.parametrize(("function", "words"), [("absolute", ["", ""]), ("square", ["", ""]), ("relu", ["A", "B"])])
def test_the_order_of_a_difference_is_said_where_it_counts(function, words):
    graph = net("subtract", Edge("a", "it"), Edge("b", "it", 0, 1))
    after = Layer("after", "other", "Absolute", attrs={"function": function})
    told = labelled(Graph("net", (*graph.layers, after), (*graph.edges, Edge("it", "after"))))
    assert [edge.label for edge in told.edges][:2] == words
    assert ("setting" in told.index()["it"].attrs) == (function == "relu")
