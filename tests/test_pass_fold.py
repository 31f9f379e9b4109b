"""What `fold` makes one box of."""

from dataclasses import replace

import pytest
from strategies import Builder

from archdraw.graph import Edge, Graph, Group, Port, frozen
from archdraw.passes.fold import Fold


def parts(graph):
    return {layer.name: [part.name for part in layer.folded] for layer in graph.layers}


def row(*ops, **more):
    """Make a chain of these ops, each named like its op."""
    build = Builder(**more)
    at = build.add("in", "input")
    for i, op in enumerate(ops):
        at = build.add(op if ops.index(op) == i else f"{op}_{i}", op, at)
    return build


def test_a_convolution_takes_its_norm_and_its_activation():
    before = row("conv", "norm", "activation", "pool").graph()
    after = Fold()(before).check()
    assert parts(after) == {"in": [], "conv": ["norm", "activation"], "pool": []}
    conv = after.index()["conv"]
    assert conv.folded == (before.index()["norm"], before.index()["activation"])
    assert (conv.params, conv.trainable_params, conv.macs) == (112 + 16, 112 + 8, 8 * 8 * 108)
    assert conv.attrs == before.index()["conv"].attrs
    assert [(edge.source, edge.target) for edge in after.edges] == [("in", "conv"), ("conv", "pool")]


def test_the_outputs_of_the_last_are_the_outputs():
    build = row("dense", "activation")
    build.layers[-1] = replace(build.layers[-1], outputs=(replace(build.layers[-1].outputs[0], dtype="float16"),))
    assert Fold()(build.graph()).index()["dense"].outputs[0].dtype == "float16"


def test_a_final_softmax_goes_into_its_dense_and_the_output_with_it():
    build = row("dense", "activation")
    graph = replace(build.graph(), outputs=(Port("activation", 0, "predictions"),))
    after = Fold()(graph).check()
    assert after.outputs == (Port("dense", 0, "predictions"),)


def test_what_is_shown_between_stays_apart():
    assert parts(Fold()(row("conv", "norm").graph(("conv", "norm")))) == {"in": [], "conv": [], "norm": []}


def test_two_readers_keep_the_norm_apart():
    build = row("conv", "norm")
    build.add("other", "pool", "conv")
    assert parts(Fold()(build.graph()))["conv"] == []


@pytest.mark.parametrize("kind", ["layer", "rms", "group", "instance"])
def test_other_norms_stay_boxes(kind):
    build = row("dense", "norm")
    build.layers[-1] = replace(build.layers[-1], attrs=frozen({"kind": kind}))
    assert parts(Fold()(build.graph()))["dense"] == []


def test_nothing_goes_into_a_merge_or_a_pool():
    build = Builder()
    source = build.add("in", "input")
    build.add("relu", "activation", build.add("add", "add", build.add("conv", "conv", source, filters=3), source))
    build.add("act", "activation", build.add("pool", "pool", "relu"))
    assert all(not folded for folded in parts(Fold()(build.graph())).values())


def test_a_norm_that_stands_alone_takes_its_activation():
    assert parts(Fold()(row("pool", "norm", "activation").graph())) == {"in": [], "pool": [], "norm": ["activation"]}


def test_the_order_of_the_data_is_kept():
    assert parts(Fold()(row("conv", "activation", "norm").graph()))["conv"] == ["activation", "norm"]


def test_a_second_activation_and_a_second_norm_stay():
    after = parts(Fold()(row("conv", "norm", "activation", "norm", "activation").graph()))
    assert after["conv"] == ["norm", "activation"]
    assert after["norm_3"] == ["activation_4"]


def test_a_built_in_activation_leaves_no_room_for_another():
    build = row("dense", "activation")
    build.layers[1] = replace(build.layers[1], attrs=frozen({"activation": "relu"}))
    assert parts(Fold()(build.graph()))["dense"] == []


def test_a_labelled_edge_and_a_border_of_a_group_keep_layers_apart():
    build = row("conv", "norm")
    build.edges[-1] = replace(build.edges[-1], label="features")
    assert parts(Fold()(build.graph()))["conv"] == []
    build = row("conv", "norm", groups=[Group("head")])
    build.layers[-1] = replace(build.layers[-1], group="head")
    assert parts(Fold()(build.graph()))["conv"] == []


def test_an_unknown_count_makes_the_sum_unknown():
    build = row("conv", "norm")
    build.layers[-1] = replace(build.layers[-1], params=None, provenance=frozen({"params": "unknown"}))
    conv = Fold()(build.graph()).index()["conv"]
    assert (conv.params, conv.trainable_params, conv.known("params")) == (None, 120, "unknown")


def twice(*, norms: bool) -> Graph:
    """Make two calls of one convolution, each with a norm: calls of one norm, or two norms."""
    build = Builder()
    source = build.add("in", "input")
    for call in ("", "#2"):
        build.add(f"norm{call}", "norm", build.add(f"conv{call}", "conv", source))
    graph = build.graph()
    shared = {"conv#2": "conv", **({"norm#2": "norm"} if norms else {})}
    return replace(
        graph,
        layers=tuple(replace(layer, weights_of=shared.get(layer.name, "")) for layer in graph.layers),
    )


def test_calls_of_the_same_weights_fold_alike():
    after = Fold()(twice(norms=True))
    assert parts(after) == {"in": [], "conv": ["norm"], "conv#2": ["norm#2"]}
    assert after.index()["conv#2"].weights_of == "conv"
    assert after.totals() == twice(norms=True).totals()


def test_calls_that_would_fold_differently_do_not():
    graph = twice(norms=False)
    assert Fold()(graph) == graph


def test_a_shared_activation_is_no_obstacle():
    build = row("conv", "activation")
    build.add("late", "activation", build.add("pool", "pool", "activation"))
    build.layers[-1] = replace(build.layers[-1], weights_of="activation")
    after = Fold()(build.graph()).check()
    assert parts(after)["conv"] == ["activation"]
    assert after.index()["late"].weights_of == ""


def test_state_edges_do_not_fold():
    build = row("conv")
    build.layers.append(replace(row("activation").layers[-1]))
    build.edges.append(Edge("conv", "activation", role="state"))
    assert parts(Fold()(build.graph()))["conv"] == []


@pytest.mark.parametrize("words", [{"label": "Probabilities"}, {"note": "not in the paper"}])
def test_what_an_author_speaks_of_stays_a_box(words):
    build = row("conv", "norm", "activation")
    build.layers[-1] = replace(build.layers[-1], **words)
    assert parts(Fold()(build.graph())) == {"in": [], "conv": ["norm"], "activation": []}


def sigmoid_by_hand(formulas=("+ 3", "× 0.167"), function="relu6"):
    """Make a convolution with (x + 3), ReLU6, × 1/6 behind it, as Keras's MobileNetV3 writes a hard sigmoid."""
    build = row("conv", "add", "activation", "multiply")
    said = {"add": {"formula": formulas[0]}, "activation": {"function": function}, "multiply": {"formula": formulas[1]}}
    build.layers = [replace(one, attrs=frozen(said[one.name])) if one.name in said else one for one in build.layers]
    return build


def test_a_hard_sigmoid_in_arithmetic_is_one_activation():
    after = Fold()(replace(sigmoid_by_hand().graph(), outputs=(Port("multiply", 0, "gate"),))).check()
    (sigmoid,) = after.index()["conv"].folded
    assert (sigmoid.op, sigmoid.attrs) == ("activation", {"function": "hard_sigmoid"})
    assert after.outputs == (Port("conv", 0, "gate"),)


@pytest.mark.parametrize(
    "build",
    [sigmoid_by_hand(("+ 2", "× 0.167")), sigmoid_by_hand(("+ 3", "× 0.5")), sigmoid_by_hand(function="relu")],
)
def test_other_arithmetic_stays_as_it_is(build):
    assert set(parts(Fold()(build.graph()))) == {"in", "conv", "add", "activation", "multiply"}


def test_a_hard_sigmoid_whose_middle_is_read_stays_as_it_is():
    build = sigmoid_by_hand()
    build.add("other", "pool", "add")
    assert "multiply" in parts(Fold()(build.graph()))
