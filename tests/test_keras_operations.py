"""Operations in Keras models, which are no layers: arithmetic, attention by hand, functions of TensorFlow."""

from __future__ import annotations

from typing import Any

import pytest
from keras_configs import entries, functional, node, part, read, start, t


def operation(type_: str, *args: Any, config: dict[str, Any] | None = None, **kwargs: Any) -> dict[str, Any]:
    made = part(type_, "it", node(*args, **kwargs))
    return {**made, "module": "keras.src.ops.numpy", "config": {"name": "it", **(config or {})}}


@pytest.mark.parametrize(
    ("type_", "args", "config", "op", "shape"),
    [
        ("Add", [t("x"), t("y")], {}, "add", [8, 16]),
        ("Multiply", [t("x"), 2.0], {}, "multiply", [8, 16]),
        ("TrueDivide", [t("x"), 2.0], {}, "other", [8, 16]),
        ("Maximum", [t("x"), t("y")], {}, "average", [8, 16]),
        ("Relu", [t("x")], {}, "activation", [8, 16]),
        ("Mean", [t("x")], {"axis": -1, "keepdims": False}, "other", [8]),
        ("Max", [t("x")], {"axis": [1], "keepdims": True}, "pool", [1, 16]),
        ("Mean", [t("x")], {"axis": 1}, "pool", [16]),
        ("Sum", [t("x")], {"axis": 1}, "other", [16]),
        ("Split", [t("x")], {"indices_or_sections": [2, 5], "axis": 1}, "slice", [2, 16]),
        ("Squeeze", [t("x")], {"axis": None}, "reshape", [8, 16]),
        ("Pad", [t("x")], {"pad_width": [[0, 0], [1, 1], [0, 0]]}, "other", None),
        ("Concatenate", [[t("x"), t("y")]], {"axis": 1}, "concat", [16, 16]),
        ("Concatenate", [[t("x"), t("y")]], {"axis": -1}, "concat", [8, 32]),
        ("Transpose", [t("x")], {"axes": [0, 2, 1]}, "reshape", [16, 8]),
        ("ExpandDims", [t("x")], {"axis": 1}, "reshape", [1, 8, 16]),
        ("ExpandDims", [t("x")], {"axis": -1}, "reshape", [8, 16, 1]),
        ("Reshape", [t("x")], {"newshape": [-1, 128]}, "reshape", [128]),
        ("Stack", [[t("x"), t("y")]], {"axis": 1}, "concat", [2, 8, 16]),
        ("Matmul", [t("x"), t("z")], {}, "matmul", [8, 8]),
        ("Einsum", ["bij,bkj->bik", t("x"), t("y")], {}, "matmul", [8, 8]),
        ("GetItem", [t("x"), [{"class_name": "__slice__", "config": {}}, 0]], {}, "slice", [16]),
        ("GetItem", [t("x"), [{"class_name": "__slice__", "config": {}}, {"class_name": "__slice__", "config": {"start": 2, "stop": -1, "step": 2}}]], {}, "slice", [3, 16]),
        ("NotEqual", [t("x"), 0], {}, "other", [8, 16]),
        ("Where", [t("x"), t("x"), t("y")], {}, "other", [8, 16]),
        ("Mystery", [t("x")], {}, "other", None),
    ],
)  # fmt: skip
def test_an_operation_is_an_op_with_the_shape_it_makes(type_, args, config, op, shape):
    parts = [start("x", 8, 16), start("y", 8, 16), start("z", 16, 8), operation(type_, *args, config=config)]
    ends = [["x", 0, 0], ["y", 0, 0], ["z", 0, 0]]
    graph = read(functional("m", parts, ends, [["it", 0, 0]]))
    found = entries(graph)["it"]
    assert (found["op"], found["api"], found["type"], found["params"]) == (op, "op", type_, 0)
    assert found["outputs"][0]["shape"] == shape
    assert graph.notes == ()


def test_attention_finds_query_value_and_key_by_name_and_place():
    parts = [
        start("q", 5, 8),
        start("v", 7, 6),
        start("k", 7, 4),
        part("MultiHeadAttention", "named", node(key=t("k"), query=t("q"), value=t("v")), num_heads=2, key_dim=3),
        part(
            "MultiHeadAttention", "placed", node(t("q"), t("v"), t("k"), use_causal_mask=True), num_heads=2, key_dim=3
        ),
        part(
            "GroupedQueryAttention",
            "grouped",
            node(t("q"), t("v")),
            num_query_heads=4,
            num_key_value_heads=2,
            head_dim=3,
        ),
        part("Attention", "bare", node([t("q"), t("v")]), use_scale=True, score_mode="dot"),
        part("AdditiveAttention", "added", node([t("q"), t("q")]), use_scale=True),
    ]
    ends = [["q", 0, 0], ["v", 0, 0], ["k", 0, 0]]
    outputs = [[name, 0, 0] for name in ("named", "placed", "grouped", "bare", "added")]
    graph = read(functional("m", parts, ends, outputs))
    found = entries(graph)
    params = (8 * 6 + 6) + (4 * 6 + 6) + (6 * 6 + 6) + (6 * 8 + 8)
    assert [found[name]["params"] for name in ("named", "placed")] == [params, params]
    assert [source["arg"] for source in found["named"]["inputs"]] == ["key", "query", "value"]
    assert found["named"]["outputs"][0]["shape"] == [5, 8]
    assert graph.index()["placed"].attrs["masked"] is True
    assert found["grouped"]["params"] == (8 * 12 + 12) + 2 * (6 * 6 + 6) + (12 * 8 + 8)
    assert (found["bare"]["params"], found["bare"]["outputs"][0]["shape"]) == (1, [5, 6])
    assert (found["added"]["params"], found["added"]["macs"]) == (8, 5 * 5 * 8)


def test_a_matrix_product_is_counted():
    parts = [start("x", 8, 16), start("z", 16, 4), operation("Matmul", t("x"), t("z"))]
    graph = read(functional("m", parts, [["x", 0, 0], ["z", 0, 0]], [["it", 0, 0]]))
    assert graph.index()["it"].macs == 8 * 16 * 4


@pytest.mark.parametrize(
    ("function", "node_of_x", "op", "shape"),
    [
        ("math.reduce_mean", ["x", 0, 0, {"axis": 1}], "pool", [16]),
        ("math.reduce_sum", ["x", 0, 0, {"axis": -1, "keepdims": True}], "other", [8, 1]),
        ("nn.relu", ["x", 0, 0, {}], "activation", [8, 16]),
        ("cast", ["x", 0, 0, {"dtype": "float16"}], "other", [8, 16]),
        ("reshape", ["x", 0, 0, {"shape": [-1, 128]}], "reshape", [128]),
        ("transpose", ["x", 0, 0, {"perm": [0, 2, 1]}], "reshape", [16, 8]),
        ("expand_dims", ["x", 0, 0, {"axis": -1}], "reshape", [8, 16, 1]),
        ("linalg.matmul", ["x", 0, 0, {"b": ["y", 0, 0], "transpose_b": True}], "matmul", [8, 8]),
        ("__operators__.add", ["x", 0, 0, {"y": ["y", 0, 0], "name": None}], "add", [8, 16]),
        ("math.truediv", ["x", 0, 0, {"y": 255.0}], "other", [8, 16]),
        ("concat", [["x", 0, 0, {"axis": -1}], ["y", 0, 0, {"axis": -1}]], "concat", [8, 32]),
        ("split", ["x", 0, 0, {"num_or_size_splits": [6, 10], "axis": -1}], "slice", [8, 6]),
        ("unknown.thing", ["x", 0, 0, {}], "other", None),
    ],
)
def test_a_function_of_tensorflow_in_keras_2_is_an_op(function, node_of_x, op, shape):
    inputs = [
        {"class_name": "InputLayer", "name": name, "config": {"batch_input_shape": [None, 8, 16]}, "inbound_nodes": []}
        for name in "xy"
    ]
    made = {"class_name": "TFOpLambda", "name": "f", "config": {"name": "f", "function": function, "trainable": True}}
    config = {"name": "m", "layers": [*inputs, {**made, "inbound_nodes": [node_of_x]}]}
    ends = {"input_layers": [["x", 0, 0], ["y", 0, 0]], "output_layers": [["f", 0, 0]]}
    graph = read({"class_name": "Functional", "config": {**config, **ends}})
    found = entries(graph)["f"]
    assert (found["op"], found["api"], found["type"], found["params"]) == (op, "op", "TFOpLambda", 0)
    assert found["outputs"][0]["shape"] == shape
    assert graph.index()["f"].attrs.get("function") or op == "slice"
