"""Every class of keras.layers: shapes and weights as the documentation of Keras counts them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from keras_configs import functional, node, part, read, start, t
from keras_rows import ROWS, Shape, cell, small

from archdraw.errors import ReadError
from archdraw.graph import OPS, Layer
from archdraw.readers import keras
from archdraw.readers.keras.classes import CLASSES
from archdraw.readers.keras.values import Config
from archdraw.source import Source


def layer(type_: str, shape: Shape, **config: Any) -> Layer:
    """Read a Sequential of an input and one layer."""
    text = json.dumps(small(type_, shape, config)).encode()
    graph = keras.read(Source("m.json", data=text, head=text[:4096])).graph.check()
    assert graph.notes == (), graph.notes
    return graph.layers[1]


@pytest.mark.parametrize(("type_", "shape", "config", "outputs", "params", "trainable"), ROWS)
def test_a_layer_is_what_keras_says(type_, shape, config, outputs, params, trainable):
    found = layer(type_, shape, **config)
    assert [list(tensor.dims) for tensor in found.outputs] == outputs
    assert (found.params, found.trainable_params) == (params, trainable)
    assert found.type == type_
    assert found.op != "other" or params == 0 or type_ == "STFTSpectrogram"


def called(type_: str, shapes: list[Shape], args: list[str], kwargs: dict[str, Any], **config: Any) -> Layer:
    """Read a Functional of inputs and one call of a layer."""
    xs = {f"x{i}": t(f"x{i}", shape=[None, *shape]) for i, shape in enumerate(shapes)}
    call = node(*(xs[word] for word in args), **{key: xs.get(str(value), value) for key, value in kwargs.items()})
    parts = [*(start(name, *shape) for name, shape in zip(xs, shapes, strict=True)), part(type_, "it", call, **config)]
    graph = read(functional("m", parts, [[name, 0, 0] for name in xs], [["it", 0, 0]]))
    assert graph.notes == (), graph.notes
    return graph.index()["it"]


HEADS = {"num_heads": 2, "key_dim": 3}
CALLS: list[tuple[str, list[Shape], list[str], dict[str, Any], dict[str, Any], list[Shape], int]] = [
    ("Attention", [[6, 8], [10, 8]], ["x0", "x1"], {"return_attention_scores": True}, {}, [[6, 8], [6, 10]], 0),
    ("MultiHeadAttention", [[10, 8]], ["x0", "x0"], {"return_attention_scores": True}, HEADS, [[10, 8], [2, 10, 10]], 218),
    ("MultiHeadAttention", [[10, 8], [6, 8]], ["x0", "x1"], {"return_attention_scores": True}, HEADS, [[10, 8], [2, 10, 6]], 218),
    ("MultiHeadAttention", [[10, 8]], ["x0", "x0"], {}, {**HEADS, "value_dim": 5, "use_gate": True}, [[10, 8]], 376),
    ("GroupQueryAttention", [[10, 8]], ["x0", "x0"], {}, {"head_dim": 3, "num_query_heads": 4, "num_key_value_heads": 2, "use_gate": True}, [[10, 8]], 428),
    ("ReversibleEmbedding", [[10, 4]], ["x0"], {"reverse": True}, {"input_dim": 50, "output_dim": 4}, [[10, 50]], 200),
    ("LSTMCell", [[8], [4], [4]], ["x0", "x1", "x2"], {}, {"units": 4}, [[4], [4], [4]], 208),
    ("GRUCell", [[8], [4]], ["x0"], {"states": "x1"}, {"units": 4, "reset_after": True}, [[4], [4]], 168),
    ("SimpleRNNCell", [[8], [4]], ["x0", "x1"], {}, {"units": 4, "use_bias": False}, [[4], [4]], 48),
    (
        *("StackedRNNCells", [[8], [5], [4], [4]], ["x0", "x1", "x2", "x3"], {}),
        *({"cells": [cell("GRUCell", units=5, reset_after=True), cell("LSTMCell", units=4)]}, [[4], [5], [4], [4]], 385),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("type_", "shapes", "args", "kwargs", "config", "outputs", "params"), CALLS)
def test_a_call_is_what_keras_says(type_, shapes, args, kwargs, config, outputs, params):
    found = called(type_, shapes, args, kwargs, **config)
    assert [list(tensor.dims) for tensor in found.outputs] == outputs
    assert (found.params, found.op) == (
        params,
        "embedding" if "Embed" in type_ else "attention" if "Att" in type_ else "recurrent",
    )


def test_a_spectrogram_of_an_image_does_not_fit():
    parts = [start("x", 4, 400, 2), part("STFTSpectrogram", "it", node(t("x")), frame_length=32)]
    graph = read(functional("m", parts, [["x", 0, 0]], [["it", 0, 0]]))
    assert graph.notes == ("layer 'it': a spectrogram needs steps and channels, not 4×400×2",)


def test_states_of_cells_are_states():
    xs = [start("x", 8), start("h", 4), part("SimpleRNNCell", "it", node(t("x"), [t("h")]), units=4)]
    graph = read(functional("m", xs, [["x", 0, 0], ["h", 0, 0]], [["it", 0, 0]]))
    assert [edge.role for edge in graph.edges] == ["", "state"]


def test_words_and_categories_are_numbers_of_their_own_kind():
    assert layer("StringLookup", [3], output_mode="int").outputs[0].dtype == "int64"
    assert layer("Discretization", [3], output_mode="int", num_bins=3).outputs[0].dtype == "int32"


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_a_class_without_its_values_reads_or_says_which_is_missing(name):
    config = Config("it", {})
    with suppress(ReadError, match="layer 'it'"):
        op, _ = CLASSES[name](config)
        assert op in OPS


@contextmanager
def suppress(kind: type[Exception], match: str) -> Iterator[None]:
    try:
        yield
    except kind as error:
        if match not in str(error):
            raise


@pytest.mark.parametrize(
    ("type_", "config", "wanted"),
    [
        ("Dense", {"units": 4, "activation": "relu"}, {"units": 4, "bias": True, "activation": "relu"}),
        ("Dense", {"units": 4, "activation": "linear"}, {"units": 4, "activation": None}),
        ("Dense", {"units": 4, "activation": {"class_name": "LeakyReLU", "config": {}}}, {"activation": "leaky_relu"}),
        ("Dense", {"units": 4, "activation": {"class_name": "function", "config": "swish"}}, {"activation": "swish"}),
        ("Dropout", {"rate": 0.25}, {"rate": 0.25}),
        ("ReLU", {"max_value": 6.0}, {"function": "relu6"}),
        ("ReLU", {"negative_slope": 0.1}, {"function": "leaky_relu", "alpha": 0.1}),
        ("Activation", {"activation": "softmax"}, {"function": "softmax"}),
        ("Dense", {"units": 4, "trainable": False}, {"trainable": False}),
    ],
)
def test_what_a_label_wants_is_among_the_attributes(type_, config, wanted):
    attrs = layer(type_, [8], **config).attrs
    assert {key: attrs.get(key) for key in wanted} == wanted


def test_a_window_is_told_in_full():
    attrs = layer("Conv2D", [9, 9, 3], filters=2, kernel_size=[3, 3], strides=[2, 2], padding="same").attrs
    assert (attrs["kernel"], attrs["stride"], attrs["padding"], attrs["filters"]) == ((3, 3), (2, 2), "same", 2)


def test_channels_first_is_told_by_the_axes():
    found = layer("Conv2D", [3, 28, 28], filters=2, kernel_size=[3, 3], data_format="channels_first")
    assert found.outputs[0].axes == "CHW"
    assert found.outputs[0].channels == 2


def test_a_quantised_layer_has_unknown_weights():
    policy = {"class_name": "QuantizedDTypePolicy", "config": {"name": "int8_from_float32"}}
    assert layer("Dense", [8], units=4, dtype=policy).params is None
