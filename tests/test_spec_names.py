"""Names, scopes, blocks, repeats, groups and parameters of specs."""

from __future__ import annotations

import pytest
from reading_specs import chain, graph, layers, problem

BLOCK = "blocks:\n  a: {params: {w: null, s: 1}, layers: [{conv: $w 3x3 s$s relu}]}\n"


def names(found):
    return [layer.name for layer in found.layers]


def sources(found, name):
    return [edge.source for edge in found.predecessors_of()[name]]


def test_unnamed_layers_are_numbered_in_their_scope():
    found = chain("8x8x3", "conv: 4 3x3 relu", "conv: 4 3x3 relu", "{group: g, layers: [{conv: 4 3x3}, relu]}", "relu")
    assert names(found)[1:] == ["conv", "conv_relu", "conv_2", "conv_2_relu", "g/conv", "g/relu", "relu"]


def test_numbers_leave_out_what_the_author_names():
    found = chain("8", "dense: 8", "dense: 8", "{dense: 8, name: dense_2}")
    assert names(found)[1:] == ["dense", "dense_3", "dense_2"]


def test_copies_of_a_block_are_groups_of_one_series():
    text = f"input: 8x8x3\n{BLOCK}layers:\n  - {{a: 4, repeat: 2, label: Stage}}\n  - {{a: 8, repeat: 2, first: {{s: 2}}}}\n"
    found = graph(text)
    assert names(found)[1::2] == ["a/conv", "a_2/conv", "a_3/conv", "a_4/conv"]
    assert [(g.name, g.kind, g.type, g.series, g.title) for g in found.groups] == [
        ("a", "copy", "a", "a", "Stage"),
        ("a_2", "copy", "a", "a", "Stage"),
        ("a_3", "copy", "a", "a_3", "a"),
        ("a_4", "copy", "a", "a_3", "a"),
    ]
    assert [str(layer.outputs[0]) for layer in found.layers[-4::2]] == ["4 × 4 × 8", "4 × 4 × 8"]


def test_copies_of_a_named_block_have_one_title():
    found = graph(f"input: 8x8x3\n{BLOCK}layers:\n  - {{a: 4, repeat: 2, name: e}}\n")
    assert [(g.name, g.title) for g in found.groups] == [("e", "e"), ("e_2", "e")]


def test_a_block_used_once_is_one_group():
    found = graph(f"input: 8x8x3\n{BLOCK}layers:\n  - {{a: 4, name: stem, note: once}}\n")
    (group,) = found.groups
    assert (group.name, group.kind, group.type, group.title, group.note) == ("stem", "block", "a", "stem", "once")


def test_repeated_groups_are_copies_and_their_title_is_their_name():
    found = chain("8", "{group: enc, repeat: 2, layers: [{dense: 8}]}", "{add: enc}")
    assert [(g.name, g.kind, g.series, g.title) for g in found.groups] == [
        ("enc", "copy", "enc", "enc"),
        ("enc_2", "copy", "enc", "enc"),
    ]
    assert sources(found, "add") == ["enc_2/dense", "enc_2/dense"]


def test_a_repeated_layer_has_no_group():
    found = chain("8x8x3", "{conv: 4 3x3 relu, repeat: 2, name: c}", "{concat: c}")
    assert names(found)[1:] == ["c", "c_relu", "c_2", "c_2_relu", "concat"]
    assert not found.groups
    assert sources(found, "concat") == ["c_2_relu", "c_2_relu"]


def test_a_repeated_residual_has_no_group_and_names_of_its_own_in_each_copy():
    found = chain("8", "{residual: [{dense: 8, name: h}, relu, {add: h}], repeat: 2}")
    assert names(found)[1:] == ["h", "relu", "add", "add_2", "h_2", "relu_2", "add_3", "add_4"]
    assert sources(found, "add_3") == ["relu_2", "h_2"]
    assert not found.groups


def test_names_are_looked_up_inside_first_then_outwards():
    text = "input: 8\nlayers:\n  - {dense: 8, name: x}\n  - group: g\n    layers:\n      - {dense: 8, name: x}\n      - add: x\n  - add: x\n"
    found = graph(text)
    assert sources(found, "g/add") == ["g/x", "g/x"]
    assert sources(found, "add") == ["g/add", "x"]


def test_a_dot_reaches_inside():
    found = chain("8", "{group: g, layers: [{dense: 4 relu, name: h}, {dense: 8}]}", "{add: g.h, from: g.h}")
    assert sources(found, "add") == ["g/h_relu", "g/h_relu"]


def test_a_name_passed_as_a_parameter_is_the_callers():
    text = (
        "input: 8\nblocks:\n  up: {params: {skip: null}, layers: [{dense: 8, name: x}, {add: $skip}]}\n"
        "  outer: {params: {s: null}, layers: [{dense: 8, name: x}, {up: $s}]}\n"
        "layers:\n  - {dense: 8, name: x}\n  - outer: x\n"
    )
    assert sources(graph(text), "outer/up/add") == ["outer/up/x", "x"]


def test_slashes_in_names_are_escaped():
    found = chain("8", "{dense: 8, name: a/b}", "{group: c/d, layers: [relu]}", "{add: a/b}")
    assert names(found)[1:] == ["a\\/b", "c\\/d/relu", "add"]


def test_branches_are_scopes_and_their_names_mean_their_outputs():
    found = chain("8", "{parallel: {μ: [{dense: 2}], σ: [{dense: 2}]}, merge: none}", "{add: , from: [σ, μ]}")
    assert names(found)[1:] == ["μ/dense", "σ/dense", "add"]
    assert sources(found, "add") == ["σ/dense", "μ/dense"]
    assert not found.groups


def test_group_beside_a_layer_is_a_frame_only():
    found = chain("8", "{dense: 4, group: head, name: a}", "{dense: 4 relu, group: head}", "{add: a}")
    assert names(found)[1:] == ["a", "dense", "dense_relu", "add"]
    assert [layer.group for layer in found.layers] == ["", "head", "head", "head", ""]
    assert [(g.name, g.kind) for g in found.groups] == [("head", "group")]


def test_a_group_does_not_join_a_frame_of_its_name():
    found = chain("8", "{dense: 4, group: g}", "{group: g, layers: [relu]}", "{dense: 3, group: g}")
    assert [layer.group for layer in found.layers[1:]] == ["g", "g_2", "g"]


def test_groups_nest():
    found = chain("8", "{group: a, layers: [{group: b, layers: [{dense: 4}]}]}")
    assert [(g.name, g.parent) for g in found.groups] == [("a", ""), ("a/b", "a")]
    assert found.layers[1].group == "a/b"


def test_parameters_are_replaced_in_values():
    text = (
        "input: 8x8x4\nparams: {act: silu}\nblocks:\n"
        "  b: {params: {w: null, n: 1}, layers: [{conv: $(2*(w-1)//3) 1x1 $act, repeat: $n, label: $w wide costs $$5}, $act]}\n"
        "layers:\n  - b: {w: 10, n: 2}\n  - dwconv: 3 $act\n"
    )
    found = layers(text)
    assert found["b/conv_2"].attrs["filters"] == 6
    assert found["b/conv"].label == "10 wide costs $5"
    assert [x.type for x in found.values()].count("silu") == 4


def test_an_empty_parameter_leaves_no_word():
    text = "input: Sx8\nblocks: {b: {params: {m: ''}, layers: [{attention: 2 $m}]}}\nlayers: [b, {b: masked}]\n"
    found = layers(text)
    assert "masked" not in found["b/attention"].attrs
    assert found["b_2/attention"].attrs["masked"] is True


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("$(w", "'$(w' has no end"),
        ("$(w/2)", "'w/2' is not understood"),
        ("$(w**2)", "'w**2' is not complete"),
        ("$(1//0)", "'1//0' divides by zero"),
        ("$(9999999*9999999)", "the value is larger than 1000000000"),
        ("$(act)", "'act' is 'relu', not a whole number"),
        ("$(__import__('os'))", "'__import__('os')' is not understood"),
    ],
)
def test_expressions_are_small(expression, message):
    text = f"input: 8x8x4\nparams: {{w: 4, act: relu}}\nlayers:\n  - conv: {expression} 1x1\n"
    assert problem(text).message == message


def test_first_overrides_options_of_a_layer_too():
    found = chain("8x8x3", "{conv: 4 3x3, repeat: 3, first: {stride: 2}}")
    assert [str(x.outputs[0]) for x in found.layers[1:]] == ["4 × 4 × 4"] * 3


def test_the_word_of_an_item_is_no_name_of_another_scope():
    assert problem("input: 8\nlayers:\n  - {group: g, layers: [{dense: 8, name: h}]}\n  - add: h\n").message == (
        "no layer is named 'h'"
    )
