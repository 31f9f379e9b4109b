"""Models that call things twice, nest, pass states and masks, or leave sizes open, built by hand as Keras writes them."""

from __future__ import annotations

from typing import Any

import pytest
from keras_configs import entries, functional, node, part, read, sequential, start, t

from archdraw.readers.keras.members import Facts
from archdraw.readers.keras.models import FACTS
from archdraw.readers.keras.reading import graph_of
from archdraw.reports.summary import as_json


def test_states_of_an_encoder_are_handed_to_the_decoder():
    graph = read(
        functional(
            "seq2seq",
            [
                start("source", None, 8),
                start("target", None, 6),
                part("LSTM", "encoder", node(t("source")), units=4, return_state=True),
                part(
                    "LSTM",
                    "decoder",
                    node(t("target"), initial_state=[t("encoder", 0, 1), t("encoder", 0, 2)]),
                    units=4,
                    return_sequences=True,
                ),
            ],
            [["source", 0, 0], ["target", 0, 0]],
            [["decoder", 0, 0]],
        )
    )
    found = entries(graph)
    assert found["decoder"]["inputs"] == [
        {"layer": "target", "port": 0},
        {"layer": "encoder", "port": 1, "arg": "initial_state", "role": "state"},
        {"layer": "encoder", "port": 2, "arg": "initial_state", "role": "state"},
    ]
    assert [output["shape"] for output in found["encoder"]["outputs"]] == [[4], [4], [4]]
    assert found["decoder"]["outputs"][0]["shape"] == [None, 4]
    assert (found["encoder"]["params"], found["decoder"]["params"]) == (4 * (8 + 4 + 1) * 4, 4 * (6 + 4 + 1) * 4)


def test_two_directions_of_different_sizes_are_not_guessed_at():
    def both(units: int) -> dict[str, Any]:
        forward = {"class_name": "LSTM", "config": {"units": 4}}
        backward = {"class_name": "LSTM", "config": {"units": units, "go_backwards": True}}
        each = part("Bidirectional", "b", node(t("x")), layer=forward, backward_layer=backward)
        return entries(read(functional("m", [start("x", 5, 8), each], [["x", 0, 0]], [["b", 0, 0]])))["b"]

    assert both(4)["params"] == 2 * 4 * (8 + 4 + 1) * 4
    assert (both(3)["op"], both(3)["params"], both(3)["outputs"][0]["shape"]) == ("other", None, None)


def test_states_that_keras_2_passes_by_place_have_their_role():
    old = {
        "class_name": "Model",
        "config": {
            "name": "m",
            "layers": [
                {"class_name": "InputLayer", "name": "x", "config": {"name": "x", "batch_input_shape": [None, 5, 8]}, "inbound_nodes": []},
                {"class_name": "InputLayer", "name": "h", "config": {"name": "h", "batch_input_shape": [None, 4]}, "inbound_nodes": []},
                {"class_name": "GRU", "name": "g", "config": {"name": "g", "units": 4}, "inbound_nodes": [[["x", 0, 0, {}], ["h", 0, 0, {}]]]},
            ],
            "input_layers": [["x", 0, 0], ["h", 0, 0]],
            "output_layers": [["g", 0, 0]],
        },
    }  # fmt: skip
    found = entries(read(old))
    assert found["g"]["inputs"] == [{"layer": "x", "port": 0}, {"layer": "h", "port": 0, "role": "state"}]
    assert found["g"]["params"] == 3 * (8 + 4 + 1) * 4


def test_a_model_at_each_step_of_a_video_counts_its_weights_once():
    cnn = sequential(
        "cnn",
        start("frame", 8, 8, 3),
        part("Conv2D", "conv", filters=4, kernel_size=[3, 3]),
        part("GlobalAveragePooling2D", "pool"),
    )
    graph = read(
        functional(
            "video",
            [start("x", 5, 8, 8, 3), part("TimeDistributed", "each", node(t("x")), layer=cnn)],
            [["x", 0, 0]],
            [["each", 0, 0]],
        )
    )
    found = entries(graph)["each"]
    assert (found["type"], found["outputs"][0]["shape"]) == ("TimeDistributed", [5, 4])
    assert (found["params"], found["macs"]) == (112, 5 * 36 * 27 * 4)


def test_a_model_at_each_step_takes_open_sizes_from_what_it_is_given():
    cnn = sequential("cnn", start("frame", None, None, 3), part("Conv2D", "conv", filters=4, kernel_size=[3, 3]))
    each = part("TimeDistributed", "each", node(t("x")), layer=cnn)
    found = entries(read(functional("m", [start("x", 5, 8, 8, 3), each], [["x", 0, 0]], [["each", 0, 0]])))["each"]
    assert (found["outputs"][0]["shape"], found["macs"]) == ([5, 6, 6, 4], 5 * 36 * 27 * 4)
    found = entries(read(functional("m", [start("x", None, 8, 8, 3), each], [["x", 0, 0]], [["each", 0, 0]])))["each"]
    assert (found["outputs"][0]["shape"], found["params"], found["macs"]) == ([None, 6, 6, 4], 112, None)


def test_an_input_that_is_an_output_stays_one_layer():
    graph = read(
        functional(
            "passthrough",
            [start("x", 8), part("Dense", "d", node(t("x")), units=2), part("Add", "twice", node([t("x"), t("x")]))],
            [["x", 0, 0]],
            [["x", 0, 0], ["d", 0, 0], ["twice", 0, 0]],
        )
    )
    summary = as_json(graph)
    assert summary["outputs"][0] == {"layer": "x", "port": 0}
    assert entries(graph)["twice"]["inputs"] == [{"layer": "x", "port": 0}] * 2


def two_ends(name: str, nodes: tuple[Any, ...]) -> dict[str, Any]:
    """A model of two inputs and two outputs."""
    return functional(
        name,
        [
            start("a", 8),
            start("b", 6),
            part("Dense", "da", node(t("a")), units=2),
            part("Dense", "db", node(t("b")), units=3),
        ],
        [["a", 0, 0], ["b", 0, 0]],
        [["db", 0, 0], ["da", 0, 0]],
        nodes,
    )


def test_the_ports_of_a_nested_model_lead_to_the_layers_inside():
    graph = read(
        functional(
            "outer",
            [
                start("x", 8),
                start("y", 6),
                two_ends("two", (node([t("x"), t("y")]),)),
                part("Dense", "first", node(t("two", 0, 0)), units=1),
                part("Dense", "second", node(t("two", 0, 1)), units=1),
            ],
            [["x", 0, 0], ["y", 0, 0]],
            [["first", 0, 0], ["second", 0, 0], ["two", 1, 1]],
        )
    )
    found = entries(graph)
    assert found["first"]["inputs"] == [{"layer": "two/db", "port": 0}]
    assert found["second"]["inputs"] == [{"layer": "two/da", "port": 0}]
    assert found["two/a"]["inputs"] == [{"layer": "x", "port": 0}]
    assert found["two/b"]["inputs"] == [{"layer": "y", "port": 0}]
    assert as_json(graph)["outputs"][2] == {"layer": "two/da", "port": 0}


def test_tensors_passed_by_key_reach_the_input_of_that_name():
    graph = read(
        functional(
            "outer",
            [start("x", 8), start("y", 6), two_ends("two", (node({"b": t("y"), "a": t("x")}),))],
            {"x": ["x", 0, 0], "y": ["y", 0, 0]},
            [["two", 1, 0]],
        )
    )
    found = entries(graph)
    assert found["two/a"]["inputs"] == [{"layer": "x", "port": 0}]
    assert found["two/b"]["inputs"] == [{"layer": "y", "port": 0}]


def test_a_model_in_a_model_that_is_called_twice_is_told_apart_at_each_level():
    inner = functional(
        "inner",
        [start("i", 8), part("Dense", "d", node(t("i")), units=8)],
        [["i", 0, 0]],
        [["d", 0, 0]],
        (node(t("m")), node(t("inner", 0))),
    )
    middle = functional(
        "middle",
        [start("m", 8), inner],
        [["m", 0, 0]],
        [["inner", 2, 0]],
        (node(t("x")), node(t("middle", 0))),
    )
    graph = read(functional("outer", [start("x", 8), middle], [["x", 0, 0]], [["middle", 2, 0]]))
    found = entries(graph)
    assert {name: entry["shares_weights_with"] for name, entry in found.items() if name.endswith("/d")} == {
        "middle/inner/d": None,
        "middle/inner#2/d": "middle/inner/d",
        "middle#2/inner/d": "middle/inner/d",
        "middle#2/inner#2/d": "middle/inner/d",
    }
    assert found["middle/inner#2/i"]["inputs"] == [{"layer": "middle/inner/d", "port": 0}]
    assert found["middle#2/m"]["inputs"] == [{"layer": "middle/inner#2/d", "port": 0}]
    summary = as_json(graph)
    assert summary["totals"]["params"] == 72
    assert summary["totals"]["macs"] == 4 * 64
    assert summary["outputs"] == [{"layer": "middle#2/inner#2/d", "port": 0}]
    assert {group["name"]: (group["parent"], group["call_of"]) for group in summary["groups"]} == {
        "middle": ("", None),
        "middle/inner": ("middle", None),
        "middle/inner#2": ("middle", "middle/inner"),
        "middle#2": ("", "middle"),
        "middle#2/inner": ("middle#2", "middle/inner"),
        "middle#2/inner#2": ("middle#2", "middle/inner"),
    }


def test_a_mask_that_is_passed_to_a_nested_model_enters_at_its_input():
    inner = functional(
        "inner",
        [start("i", None, 4), part("LSTM", "l", node(t("i")), units=2)],
        [["i", 0, 0]],
        [["l", 0, 0]],
        (node(t("e"), mask=t("not_equal")),),
    )
    graph = read(
        functional(
            "outer",
            [
                start("x", None, dtype="int32"),
                part("Embedding", "e", node(t("x")), input_dim=9, output_dim=4, mask_zero=True),
                {"class_name": "NotEqual", "module": "keras.src.ops.numpy", "name": "not_equal", "config": {"name": "not_equal"}, "inbound_nodes": [node(t("x"), 0)]},
                inner,
            ],
            [["x", 0, 0]],
            [["inner", 1, 0]],
        )
    )  # fmt: skip
    found = entries(graph)
    assert found["inner/i"]["inputs"] == [
        {"layer": "e", "port": 0},
        {"layer": "not_equal", "port": 0, "arg": "mask", "role": "mask"},
    ]
    assert found["not_equal"]["api"] == "op"
    assert found["not_equal"]["outputs"] == [{"shape": [None], "dtype": "bool"}]


def test_a_sequential_without_an_input_gets_one():
    graph = read(sequential("m", part("Dense", "d", units=2, batch_input_shape=[None, 8])))
    assert [layer.name for layer in graph.layers] == ["input", "d"]
    assert graph.layers[0].known("name") == "inferred"
    assert graph.layers[1].params == 18
    graph = read(sequential("m", part("Dense", "input", units=2)), ((8,),))
    assert [layer.name for layer in graph.layers] == ["input_2", "input"]
    assert graph.layers[1].params == 18


def test_a_sequential_that_was_never_built_has_unknown_shapes_and_says_so():
    graph = read(sequential("m", part("Dense", "d", units=2), part("ReLU", "r")))
    summary = as_json(graph)
    assert [entry["outputs"][0]["shape"] for entry in summary["layers"]] == [None, None, None]
    assert summary["layers"][1]["params"] is None
    assert "--input-shape" in summary["warnings"][0]
    assert graph.layers[1].known("outputs") == "unknown"


def test_models_in_a_sequential_are_chained():
    generator = sequential("generator", start("z", 4), part("Dense", "g", units=8))
    critic = sequential("critic", start("image", 8), part("Dense", "c", units=1, trainable=False))
    graph = read(sequential("gan", start("noise", 4), generator, critic))
    found = entries(graph)
    assert found["generator/z"]["inputs"] == [{"layer": "noise", "port": 0}]
    assert found["critic/image"]["inputs"] == [{"layer": "generator/g", "port": 0}]
    assert as_json(graph)["totals"]["params"] == 49
    assert as_json(graph)["totals"]["trainable_params"] == 40


def test_a_frozen_model_freezes_what_is_inside():
    inner = sequential("inner", start("i", 4), part("Dense", "d", units=2))
    inner["config"]["trainable"] = False
    graph = read(sequential("m", start("x", 4), inner))
    assert entries(graph)["inner/d"]["trainable_params"] == 0
    assert graph.index()["inner/d"].attrs["trainable"] is False


def test_a_custom_layer_has_the_shape_its_consumers_saw():
    graph = read(
        functional(
            "m",
            [
                start("x", 8),
                part("Package>Sampling", "s", node(t("x", 0, 0, [None, 8]))),
                part("Dense", "d", node(t("s", 0, 0, [None, 3])), units=2),
            ],
            [["x", 0, 0]],
            [["d", 0, 0]],
        )
    )
    found = entries(graph)
    assert (found["s"]["op"], found["s"]["type"], found["s"]["params"]) == ("other", "Package>Sampling", None)
    assert found["s"]["outputs"][0]["shape"] == [3]
    assert graph.index()["s"].known("outputs") == "given"
    assert found["d"]["params"] == 8
    assert as_json(graph)["totals"]["unknown"] == ["s"]


@pytest.mark.parametrize(
    "odd", [{"class_name": "Mine>Dense"}, {"module": None}, {"module": "__main__"}, {"module": "kerasy"}]
)
def test_a_class_of_the_authors_is_not_keras_s_of_the_same_name(odd):
    own = {**part("Dense", "d", node(t("x", 0, 0, [None, 8])), units=2), **odd}
    graph = read(functional("m", [start("x", 8), own], [["x", 0, 0]], [["d", 0, 0]]))
    found = entries(graph)["d"]
    assert (found["op"], found["params"], found["outputs"][0]["shape"]) == ("other", None, None)


def test_signs_of_full_names_are_escaped_in_a_layers_own_name():
    inner = sequential("in/ner", start("i", 4), part("ReLU", "a#2"))
    graph = read(sequential("m", start("x/y", 4), inner))
    assert [layer.name for layer in graph.layers] == ["x\\/y", "in\\/ner/i", "in\\/ner/a\\#2"]
    assert graph.layers[2].group == "in\\/ner"


def test_the_order_is_topological_whatever_the_file_says():
    parts = [
        part("Dense", "b", node(t("a")), units=1),
        part("Dense", "a", node(t("x")), units=2),
        start("x", 8),
    ]
    graph = read(functional("m", parts, [["x", 0, 0]], [["b", 0, 0]]))
    assert [layer.name for layer in graph.layers] == ["x", "a", "b"]
    assert graph.index()["b"].params == 3


def test_a_sequential_of_keras_1_is_a_bare_list():
    old = {
        "class_name": "Sequential",
        "config": [
            {"class_name": "Dense", "config": {"name": "dense_1", "output_dim": 128, "batch_input_shape": [None, 784], "activation": "relu"}},
            {"class_name": "Dropout", "config": {"name": "dropout_1", "p": 0.2}},
            {"class_name": "Dense", "config": {"name": "dense_2", "output_dim": 10, "activation": "softmax"}},
        ],
    }  # fmt: skip
    graph = read(old)
    assert graph.totals()[0] == 784 * 128 + 128 + 128 * 10 + 10
    assert [layer.op for layer in graph.layers] == ["input", "dense", "dropout", "dense"]


def test_layers_that_share_their_object_share_their_weights():
    parts = [
        start("x", 8),
        {**part("Dense", "d", node(t("x")), units=8), "shared_object_id": 7},
        {**part("Dense", "e", node(t("d")), units=8), "shared_object_id": 7},
    ]
    graph = read(functional("m", parts, [["x", 0, 0]], [["e", 0, 0]]))
    assert graph.index()["e"].weights_of == "d"
    assert graph.totals()[0] == 72


# Properties.


def test_notes_name_who_says_a_size():
    def noted(**facts):
        dense = part("Dense", "d", node(t("x", shape=[None, 8])), units=4)
        end = part("Activation", "e", node(t("d", shape=None if facts else [None, 9])), activation="relu")
        parts = [start("x", 8), {**dense, **facts}, end]
        return graph_of(functional("m", parts, [["x", 0, 0]], [["e", 0, 0]])).notes

    assert noted() == ("layer 'd': the file says 9, the rule 4",)
    live = Facts(36, 36, ((((9,), "float32"),),))
    assert noted(**{FACTS: live}) == ("layer 'd': the model says 9, the rule 4",)


def test_who_says_no_size_is_named_and_the_option_that_tells_it():
    dense = part("Dense", "d", units=4)
    (note,) = graph_of(sequential("m", dense)).notes
    assert note == "layer 'input': the file does not say its shape; give one by --input-shape"
    (note,) = graph_of(sequential("m", {**dense, FACTS: Facts()})).notes
    assert note == "layer 'input': the model does not say its shape; give one by input_shape"
