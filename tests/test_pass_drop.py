"""What `drop` takes out of a figure, and what it must not."""

from dataclasses import replace

import pytest
from strategies import Builder

from archdraw.errors import UsageError
from archdraw.graph import Edge, Graph, Group, Layer, Port, Tensor, frozen
from archdraw.passes.drop import Drop


def names(graph):
    return [layer.name for layer in graph.layers]


def wires(graph):
    return [(edge.source, edge.target) for edge in graph.edges]


def test_dropout_goes_and_its_neighbours_are_joined():
    build = Builder()
    drop = build.add("drop", "dropout", build.add("dense", "conv", build.add("in", "input")))
    build.add("head", "conv", drop)
    build.add("aux", "conv", drop)
    graph = Drop()(build.graph()).check()
    assert names(graph) == ["in", "dense", "head", "aux"]
    assert wires(graph) == [("in", "dense"), ("dense", "head"), ("dense", "aux")]


def test_several_in_a_row_go_and_labels_ports_and_keywords_stay():
    tensor = (Tensor((4,)),)
    graph = Graph(
        "net",
        (
            Layer("lstm", "recurrent", outputs=tensor * 3),
            Layer("a", "dropout", outputs=tensor),
            Layer("b", "activation", outputs=tensor, attrs=frozen({"function": "linear"})),
            Layer("attention", "attention", outputs=tensor),
        ),
        (
            Edge("lstm", "a", source_port=2, label="state"),
            Edge("a", "b"),
            Edge("b", "attention", target_port=1, arg="memory"),
        ),
    )
    assert Drop()(graph).edges == (
        Edge("lstm", "attention", source_port=2, target_port=1, arg="memory", label="state"),
    )


def test_a_model_output_moves_to_what_fed_it_and_keeps_its_label():
    build = Builder()
    build.add("drop", "dropout", build.add("conv", "conv", build.add("in", "input")))
    graph = build.graph()
    labelled = Graph(graph.name, graph.layers, graph.edges, (), graph.inputs, (Port("drop", 0, "logits"),))
    assert Drop()(labelled).outputs == (Port("conv", 0, "logits"),)


def test_a_network_of_dropout_alone_leaves_its_input():
    build = Builder()
    build.add("drop", "dropout", build.add("in", "input"))
    graph = Drop()(build.graph()).check()
    assert names(graph) == ["in"]
    assert graph.outputs == (Port("in"),)


def test_padding_goes_only_before_what_could_pad_by_itself():
    build = Builder()
    source = build.add("in", "input")
    build.add("pool", "pool", build.add("pad1", "pad", build.add("pad0", "pad", source)))
    both = build.add("pad2", "pad", source)
    build.add("conv", "conv", both)
    build.add("add", "add", both, build.add("pad3", "pad", source))
    build.add("pad4", "pad", source)
    graph = build.graph()
    assert set(names(graph)) - set(names(Drop()(graph))) == {"pad0", "pad1"}
    assert Drop(padding=False)(graph) == graph


def test_padding_goes_also_where_dropout_stood_between():
    build = Builder()
    drop = build.add("drop", "dropout", build.add("pad", "pad", build.add("in", "input")))
    build.add("conv", "conv", drop)
    assert names(Drop()(build.graph())) == ["in", "conv"]


def test_inputs_of_nested_models_go_but_not_those_of_the_model():
    build = Builder(groups=[Group("inner", kind="model")])
    inner = build.add("inner/in", "input", build.add("in", "input"), group="inner")
    build.add("inner/conv", "conv", inner, group="inner")
    graph = build.graph()
    graph = Graph(graph.name, graph.layers, graph.edges, graph.groups, (Port("in"),), graph.outputs)
    assert names(Drop()(graph)) == ["in", "inner/conv"]
    assert names(Drop(inner_inputs=False)(graph)) == ["in", "inner/in", "inner/conv"]


def test_a_group_that_lost_all_its_layers_goes():
    build = Builder(groups=[Group("outer"), Group("regularize", parent="outer")])
    build.add("conv", "conv", build.add("drop", "dropout", build.add("in", "input"), group="regularize"))
    assert Drop()(build.graph()).groups == ()


def masked() -> Builder:
    """Make the graph of an embedding whose mask goes to an LSTM, as Keras writes it."""
    build = Builder()
    tokens = build.add("tokens", "input")
    embedding = build.add("embedding", "embedding", tokens)
    mask = build.add("not_equal", "other", tokens)
    build.add("lstm", "recurrent", embedding)
    build.edges.append(Edge(mask, "lstm", 0, 1, "mask", "mask"))
    return build


def test_the_plumbing_of_masks_goes():
    graph = Drop()(masked().graph()).check()
    assert names(graph) == ["tokens", "embedding", "lstm"]
    assert wires(graph) == [("tokens", "embedding"), ("embedding", "lstm")]
    assert Drop(masks=False)(masked().graph()) == masked().graph()


def test_a_mask_that_is_an_output_stays():
    graph = masked().graph(("lstm", "not_equal"))
    assert names(Drop()(graph)) == names(graph)
    assert ("not_equal", "lstm") not in wires(Drop()(graph))


def test_a_mask_that_the_user_gives_stays_connected():
    build = masked()
    given = build.add("expand", "reshape", build.add("padding_mask", "input"))
    build.add("attention", "attention", "lstm")
    build.edges.append(Edge(given, "attention", 0, 1, "mask", "attention_mask"))
    graph = Drop()(build.graph()).check()
    assert {"padding_mask", "expand"} <= set(names(graph))
    assert ("expand", "attention") in wires(graph)
    assert "not_equal" not in names(graph)


def test_layers_are_hidden_by_pattern():
    build = Builder()
    act = build.add("act_1", "activation", build.add("conv_1", "conv", build.add("in", "input")))
    build.add("head", "conv", act)
    assert names(Drop(names=("act_*",))(build.graph())) == ["in", "conv_1", "head"]


def test_a_merge_cannot_be_hidden():
    build = Builder()
    source = build.add("in", "input")
    build.add("sum", "add", source, build.add("conv", "conv", source, filters=3))
    with pytest.raises(UsageError, match="'sum' cannot be hidden: it has 2 inputs"):
        Drop(names=("sum",))(build.graph())


def test_shared_weights_pass_to_the_first_call_that_is_left():
    build = Builder()
    source = build.add("in", "input")
    for name in ("first", "second", "third"):
        build.add(name, "conv", source, filters=3)
    owned = [build.layers[0], build.layers[1]]
    owned += [replace(layer, weights_of="first") for layer in build.layers[2:]]
    graph = Graph("net", tuple(owned), tuple(build.edges), (), (Port("in"),), (Port("second"), Port("third")))
    left = Drop(names=("first",))(graph).check().index()
    assert (left["second"].weights_of, left["third"].weights_of) == ("", "second")
    assert Drop(names=("first",))(graph).totals() == (*graph.totals()[:2], graph.totals()[2] * 2 // 3, ())


@pytest.mark.parametrize("words", [{"label": "noise"}, {"note": "only in training"}])
def test_what_an_author_speaks_of_stays_unless_hidden_by_name(words):
    build = Builder()
    build.add("drop", "dropout", build.add("conv", "conv", build.add("in", "input")))
    build.layers[-1] = replace(build.layers[-1], **words)
    assert names(Drop()(build.graph())) == ["in", "conv", "drop"]
    assert names(Drop(names=("drop",))(build.graph())) == ["in", "conv"]
