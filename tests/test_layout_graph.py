"""The texts and boxes of the renderer `graph`."""

from dataclasses import replace
from itertools import pairwise

import pytest

import archdraw
from archdraw import style
from archdraw.diagram import Block, Frame, Link, Merge
from archdraw.errors import UsageError
from archdraw.graph import Edge, Graph, Group, Layer, Port, Tensor, frozen
from archdraw.layouts.graph import Options, layout
from archdraw.layouts.graph.boxes import context_of
from archdraw.layouts.graph.closing import close, repeated
from archdraw.layouts.graph.labels import Texts, texts
from archdraw.layouts.graph.template import filled
from archdraw.layouts.graph.templating import fill
from archdraw.scene import Text

PAPER = style.load("paper")


def conv(name, filters=64, kernel=(3, 3), **more):
    attrs = {"filters": filters, "kernel": kernel, **more.pop("attrs", {})}
    given = {"type": "Conv2D", "outputs": (Tensor((56, 56, filters)),), "params": 36928, "trainable_params": 36928}
    return Layer(name, "conv", attrs=frozen(attrs), **{**given, **more})


def said(layer, edges=(), **options):
    context = context_of(Graph("g", (layer,), tuple(edges)), Options(**options))
    template = context.options.label
    return filled(template, layer, context) if template else texts(layer, context)


INFERRED = frozen({"name": "inferred"})


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        (conv("block1_conv1"), Texts("block1_conv1", "36,928", "Conv2D 3×3", "56 × 56 × 64")),
        (conv("c", attrs={"stride": (2, 2)}), Texts("c", "36,928", "Conv2D 3×3 s2", "56 × 56 × 64")),
        (conv("c", label="stem"), Texts("stem", "36,928", "Conv2D 3×3", "56 × 56 × 64")),
        (conv("conv", type="conv", provenance=INFERRED), Texts("Conv 3×3, 64", "36,928", "", "56 × 56 × 64")),
        (conv("enc", type="conv"), Texts("Conv 3×3, 64", "36,928", "", "56 × 56 × 64")),
        (
            conv("conv", type="conv", provenance=INFERRED, attrs={"stride": (2, 1), "activation": "relu"}),
            Texts("Conv 3×3, 64", "36,928", "s2×1, ReLU", "56 × 56 × 64"),
        ),
        (conv("c", params=None), Texts("c", "?", "Conv2D 3×3", "56 × 56 × 64")),
        (conv("c", weights_of="a/b"), Texts("c", "shared", "Conv2D 3×3", "56 × 56 × 64")),
        (Layer("input_layer_2", "input", "InputLayer", (Tensor((None, 3)),)), Texts("Input", "", "", "3")),
        (Layer("title", "input", "InputLayer", (Tensor((12,)),)), Texts("title", "", "", "12")),
        (
            Layer("attention", "attention", "attention", (Tensor(("S", 512)),), 1, attrs=frozen({"heads": 8, "masked": True}),
                  provenance=INFERRED),
            Texts("Masked self-attention", "1", "8 heads", "S × 512"),
        ),
    ],
)  # fmt: skip
def test_what_stands_in_a_box(layer, expected):
    assert said(layer) == expected


def test_a_layer_says_whose_weights_it_shares_where_that_is_another_kind():
    owner = Layer("wte", "embedding", "embedding", (Tensor((8, 4)),), 40, label="Token embedding")
    tied = Layer("dense", "dense", "dense", (Tensor((8, 10)),), 40, attrs=frozen({"units": 10}), weights_of="wte",
                 provenance=INFERRED)  # fmt: skip
    context = context_of(Graph("g", (owner, tied), (Edge("wte", "dense"),)), Options())
    assert texts(tied, context) == Texts("Dense 10", "shared", "weights of Token embedding", "8 × 10")


def test_attention_that_reads_a_memory_is_cross_attention():
    layer = Layer("x", "attention", "attention", attrs=frozen({"heads": 8}), provenance=INFERRED)
    graph = Graph("g", (Layer("m", "input"), layer), (Edge("m", "x", arg="memory"),))
    assert texts(layer, context_of(graph, Options())).title == "Cross-attention"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"show_shapes": False}, Texts("c", "36,928", "Conv2D 3×3", "")),
        ({"show_params": False}, Texts("c", "", "Conv2D 3×3", "56 × 56 × 64")),
        ({"show_dtype": True}, Texts("c", "36,928", "Conv2D 3×3", "56 × 56 × 64 float32")),
        ({"show_layer_names": False}, Texts("Conv 3×3, 64", "36,928", "", "56 × 56 × 64")),
        ({"label": "{type} {kernel}|{params}\\n{name}|{dtype}"}, Texts("Conv2D 3×3", "36,928", "c", "float32")),
        ({"label": "{op}"}, Texts("conv")),
    ],
)
def test_options_choose_the_texts(options, expected):
    assert said(conv("c"), **options) == expected


def test_a_frozen_layer_is_marked_when_asked():
    layer = conv("c", attrs={"trainable": False})
    assert "frozen" not in said(layer).detail
    assert said(layer, show_trainable=True).detail == "Conv2D 3×3, frozen"


@pytest.mark.parametrize(
    ("template", "message", "hint"),
    [
        ("{kernle}", "a label has no '{kernle}'", "did you mean '{kernel}'?"),
        ("{name", "is broken", "{{"),
        ("{name.__class__}", "only words in braces", "{name}"),
        ("{name!r}", "only words in braces", "{name}"),
        ("a\nb\nc", "at most two lines", "'|'"),
    ],
)
def test_a_wrong_template_is_explained(template, message, hint):
    with pytest.raises(UsageError) as caught:
        said(conv("c"), label=template)
    assert message in str(caught.value)
    assert hint in caught.value.hint


def test_braces_can_be_written():
    assert fill("{{{a}}}", {"a": "x"}) == "{x}"


def stages():
    """Two stages of two layers each, the second six times, with a skip around it."""
    layers = (
        Layer("in", "input", outputs=(Tensor((8, 8, 4)),)),
        conv("a", group="s"),
        replace(conv("b", group="s"), outputs=(Tensor((8, 8, 9)),)),
        Layer("add", "add", outputs=(Tensor((8, 8, 4)),)),
        Layer("out", "dense", outputs=(Tensor((3,)),)),
    )
    edges = (Edge("in", "a"), Edge("a", "b"), Edge("b", "add"), Edge("in", "add", target_port=1), Edge("add", "out"))
    hidden = tuple(conv(f"a{i}") for i in range(10))
    groups = (Group("s", "Stage", repeat=6, hidden=hidden),)
    return Graph("g", layers, edges, groups, (Port("in"),), (Port("out"),))


def test_closing_a_group_puts_one_box_in_its_place():
    closed = close(stages(), repeated(stages())).check()
    assert [layer.name for layer in closed.layers] == ["in", "s", "add", "out"]
    box = closed.index()["s"]
    assert (box.label, box.params, box.attrs["repeat"]) == ("Stage", 12 * 36928, 6)
    assert box.outputs == (Tensor((8, 8, 9)),)
    assert [(e.source, e.target) for e in closed.edges] == [("in", "s"), ("s", "add"), ("in", "add"), ("add", "out")]


def test_a_figure_says_how_often_a_group_runs():
    marks = layout(stages(), PAPER, Options()).marks
    assert [(mark.group, mark.badge) for mark in marks if isinstance(mark, Frame)] == [("s", "×6")]
    boxed = layout(stages(), PAPER, Options(repeats="box")).marks
    assert [mark.badge for mark in boxed if isinstance(mark, Block) and mark.badge] == ["×6"]
    assert not any(isinstance(mark, Frame) for mark in boxed)


def test_sums_are_circles_unless_asked_otherwise():
    circles = [mark.layer for mark in layout(stages(), PAPER, Options()).marks if isinstance(mark, Merge)]
    assert circles == ["add"]
    assert not any(isinstance(mark, Merge) for mark in layout(stages(), PAPER, Options(merges="box")).marks)


def test_all_boxes_of_a_figure_have_one_width():
    blocks = [mark for mark in layout(stages(), PAPER, Options()).marks if isinstance(mark, Block)]
    assert len({round(block.box.width, 6) for block in blocks}) == 1


def test_short_boxes_say_only_what_a_layer_is():
    block = next(
        m for m in layout(stages(), PAPER, Options(text="short")).marks if isinstance(m, Block) and m.layer == "a"
    )
    assert [line.text for line in block.lines] == ["3×3, 64"]


def test_details_of_one_line_boxes_stand_in_a_column():
    blocks = [m for m in layout(stages(), PAPER, Options(text="line")).marks if isinstance(m, Block)]
    details = {round(m.lines[1].at[0], 3) for m in blocks if m.look.op == "conv"}
    assert len(details) == 1


def test_a_figure_too_large_for_its_page_is_drawn_with_less():
    chain = [Layer("in", "input", outputs=(Tensor((8, 8, 64)),))] + [conv(f"c{i}") for i in range(30)]
    edges = tuple(Edge(a.name, b.name) for a, b in pairwise(chain))
    graph = Graph("g", tuple(chain), edges, (), (Port("in"),), (Port("c29"),))
    lines = {
        height: len(next(m for m in layout(graph, PAPER, Options(height=height, width=150)).marks if isinstance(m, Block)
                         and m.layer == "c3").lines)
        for height in (2000.0, 700.0, 500.0)
    }  # fmt: skip
    assert lines == {2000.0: 4, 700.0: 3, 500.0: 1}


def test_a_caption_stands_under_the_figure():
    diagram = layout(stages(), PAPER, Options(caption="Two stages."))
    lowest = max((line for m in diagram.marks if hasattr(m, "lines") for line in m.lines), key=lambda line: line.at[1])
    assert lowest.text == "Two stages."


def test_a_box_for_a_group_takes_no_other_layers_name():
    graph = stages()
    named = replace(graph, layers=tuple(replace(each, name="s") if each.name == "out" else each for each in graph.layers),
                    edges=tuple(replace(e, target="s") if e.target == "out" else e for e in graph.edges),
                    outputs=(Port("s"),)).check()  # fmt: skip
    closed = close(named, {"s"}).check()
    assert [layer.name for layer in closed.layers] == ["in", "s (block)", "add", "s"]


def test_a_group_that_data_leaves_and_enters_again_stays_open():
    layers = tuple(
        conv(name, group=group) for name, group in (("a", "g"), ("b", ""), ("c", "g"), ("d", "h"), ("e", "h"))
    )
    edges = (Edge("a", "b"), Edge("b", "c"), Edge("c", "d"), Edge("d", "e"))
    graph = Graph("x", layers, edges, (Group("g", repeat=2), Group("h", repeat=2)), (Port("a"),), (Port("e"),)).check()
    assert [layer.name for layer in close(graph, {"g", "h"}).layers] == ["a", "b", "c", "h"]


def test_an_unrolled_layer_shows_its_steps_and_hands_on_its_state():
    rnn = Layer(
        "rnn", "recurrent", "rnn", (Tensor(("T", 8)),), 72, attrs=frozen({"units": 8, "unroll": ("t−1", "t", "t+1")})
    )
    graph = Graph(
        "g", (Layer("in", "input", outputs=(Tensor(("T", 4)),)), rnn), (Edge("in", "rnn"),), (), (), (Port("rnn"),)
    )
    marks = layout(graph, PAPER, Options()).marks
    outer = next(m for m in marks if isinstance(m, Block) and m.layer == "rnn")
    cells = [m for m in marks if isinstance(m, Block) and m.kind == "step"]
    assert [cell.lines[0].text for cell in cells] == ["t−1", "t", "t+1"]
    assert all(outer.box.holds(cell.box) for cell in cells)
    arrows = [m for m in marks if isinstance(m, Link) and not m.edges]
    between = [(one.box.right, two.box.left) for one, two in pairwise(cells)]
    assert [(a.points[0][0], a.points[1][0]) for a in arrows if a.points[0][1] == a.points[1][1]] == between
    into = [a.points[1] for a in arrows if a.points[0][1] < a.points[1][1] and a.points[1][1] == cells[0].box.top]
    assert into == [(cell.box.center[0], cell.box.top) for cell in cells]
    assert [line.text for line in outer.lines[-8:]] == ["x", "y", "x", "y", "x", "y", "h", "h"]


def test_an_unrolled_layer_that_gives_its_last_step_has_one_y():
    spec = b"input: 4x8\nlayers: [{gru: 8 last, unroll: 3}]"
    words = [item.content for item in archdraw.render(spec, name="n.yaml").scene.flat() if isinstance(item, Text)]
    assert (words.count("x"), words.count("h"), words.count("y")) == (3, 2, 1)


def test_layers_that_share_weights_are_tied_where_they_stand_side_by_side():
    layers = (
        Layer("l", "input", outputs=(Tensor((4,)),)), conv("a"), Layer("r", "input", outputs=(Tensor((4,)),)),
        conv("b", weights_of="a"), Layer("diff", "other", outputs=(Tensor((4,)),)),
    )  # fmt: skip
    edges = (Edge("l", "a"), Edge("r", "b"), Edge("a", "diff"), Edge("b", "diff", target_port=1))
    marks = layout(Graph("g", layers, edges, (), (), (Port("diff"),)), PAPER, Options()).marks
    (tie,) = [m for m in marks if isinstance(m, Link) and m.kind == "tie"]
    one, two = sorted((m.box for m in marks if isinstance(m, Block) and m.layer in "ab"), key=lambda box: box.left)
    assert tie.points == ((one.right, one.center[1]), (two.left, two.center[1]))
    assert not tie.head
