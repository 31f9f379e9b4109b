"""Letters for sizes that nobody knows: which, where they come from, and how far the rules carry them."""

import json

import pytest

import archdraw
from archdraw.graph import Edge, Graph, Layer, Tensor
from archdraw.rewrite.letters import lettered
from archdraw.scene import Text


def model(*layers):
    """Make the text of a Keras model of (class, name, config, names of what it reads)."""

    def entry(type_, name, config, reads):
        tensors = [[each, 0, 0, {}] for each in reads]
        return {
            "class_name": type_,
            "config": {"name": name, **config},
            "name": name,
            "inbound_nodes": [tensors] if reads else [],
        }

    inputs = [[row[1], 0, 0] for row in layers if row[0] == "InputLayer"]
    config = {
        "name": "net",
        "layers": [entry(*row) for row in layers],
        "input_layers": inputs,
        "output_layers": [[layers[-1][1], 0, 0]],
    }
    return json.dumps({"class_name": "Functional", "config": config}).encode()


def drawn(*layers):
    return archdraw.render(model(*layers), name="net.json")


def shapes(*layers):
    return {layer.name: str(layer.outputs[0]) for layer in drawn(*layers).drawn.layers}


def opened(name, *sizes):
    return ("InputLayer", name, {"batch_input_shape": [None, *sizes]}, ())


CONV = {"filters": 8, "kernel_size": [3, 3], "padding": "same"}


def test_an_image_is_h_by_w_and_a_stride_halves_it():
    found = shapes(
        opened("x", None, None, 3), ("Conv2D", "a", {**CONV, "strides": [2, 2]}, ["x"]), ("Conv2D", "b", CONV, ["a"])
    )
    assert found == {"x": "H × W × 3", "a": "H/2 × W/2 × 8", "b": "H/2 × W/2 × 8", "output": "H/2 × W/2 × 8"}


def test_steps_are_t_and_what_is_looked_up_is_steps():
    lstm = ("LSTM", "h", {"units": 4, "return_sequences": True}, ["e"])
    found = shapes(opened("ids", None), ("Embedding", "e", {"input_dim": 9, "output_dim": 5}, ["ids"]), lstm)
    assert found == {"ids": "T", "e": "T × 5", "h": "T × 4", "output": "T × 4"}


def test_two_sequences_have_letters_of_their_own_unless_they_are_added():
    two = (opened("a", None, 4), opened("b", None, 4))
    apart = shapes(*two, ("Dense", "x", {"units": 4}, ["a"]), ("Dense", "y", {"units": 4}, ["b"]))
    assert (apart["a"], apart["b"]) == ("T × 4", "S × 4")
    joined = shapes(*two, ("Add", "sum", {}, ["a", "b"]))
    assert (joined["a"], joined["b"], joined["sum"]) == ("T × 4", "T × 4", "T × 4")


def test_what_is_attended_to_is_tokens():
    graph = Graph(
        "net",
        (
            Layer("x", "input", "InputLayer", (Tensor((None, 8)),)),
            Layer("mask", "input", "InputLayer", (Tensor((None,)),)),
            Layer("mha", "attention", "MultiHeadAttention", (Tensor((None, 8)),), attrs={"heads": 2}),
        ),
        (
            Edge("x", "mha", arg="query"),
            Edge("x", "mha", 0, 1, arg="value"),
            Edge("mask", "mha", 0, 2, "mask", "attention_mask"),
        ),
    )
    assert [str(layer.outputs[0]) for layer in lettered(graph).layers] == ["N × 8", "N", "N × 8"]


@pytest.mark.parametrize(
    "layers",
    [
        [opened("x", None, None, 3), ("Flatten", "f", {}, ["x"]), ("Dense", "d", {"units": 2}, ["f"])],
        [opened("x", None), ("Lambda", "l", {}, ["x"]), ("Dense", "d", {"units": 2}, ["l"])],
        [opened("x", None, None), ("Conv1D", "c", {"filters": 4, "kernel_size": [3]}, ["x"])],
    ],
)
@pytest.mark.parametrize("renderer", ["blocks", "graph"])
def test_no_figure_says_a_question_mark_for_a_size(layers, renderer):
    figure = archdraw.render(model(*layers), name="net.json", renderer=renderer)
    texts = [item.content for item in figure.scene.flat() if isinstance(item, Text)]
    unknown = [text for text in texts if "?" in text]
    assert (
        unknown == [] if renderer == "blocks" else set(unknown) <= {"?"}
    )  # in a graph the weights of one may be unknown


def test_the_summary_still_says_that_a_size_is_unknown():
    assert drawn(opened("x", None, 8), ("LSTM", "h", {"units": 4}, ["x"])).graph.layers[0].outputs[0].dims == (None, 8)
