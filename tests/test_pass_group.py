"""Which names make a frame, and which must not."""

import pytest
from strategies import Builder, piece

from archdraw.graph import Group
from archdraw.passes.group import GroupByName


def homes(graph):
    return {layer.name: layer.group for layer in graph.layers if layer.group}


def parents(graph):
    return {group.name: group.parent for group in graph.groups}


def blocks(prefixes, kind="norm"):
    build = Builder()
    at = build.add("in", "input")
    for prefix in prefixes:
        at = piece(build, kind, at, "", f"{prefix}_")
    build.add("head", "dense", at)
    return build


@pytest.mark.parametrize(
    ("prefixes", "stages"),
    [
        (("block1", "block2"), {}),
        (("block_1", "block_2"), {}),
        (("h.0.", "h.1."), {"h.0": "", "h.1": ""}),
        (("block2a", "block2b", "block3a"), {"block2": "", "block2a": "block2", "block2b": "block2", "block3a": ""}),
        (
            ("conv2_block1", "conv2_block2", "conv3_block1"),
            {"conv2": "", "conv2_block1": "conv2", "conv2_block2": "conv2", "conv3_block1": ""},
        ),
        (
            ("tiny_stage_0_block_0", "tiny_stage_0_block_1", "tiny_stage_1_block_0"),
            {
                "tiny_stage_0": "",
                "tiny_stage_0_block_0": "tiny_stage_0",
                "tiny_stage_0_block_1": "tiny_stage_0",
                "tiny_stage_1_block_0": "",
            },
        ),
    ],
)
def test_numbered_beginnings_are_frames(prefixes, stages):
    graph = GroupByName()(blocks(prefixes).graph()).check()
    assert parents(graph) == (stages or dict.fromkeys(prefixes, ""))
    assert all(group.kind == "prefix" for group in graph.groups)
    assert "head" not in homes(graph)
    first = prefixes[0].rstrip(".")
    assert homes(graph)[f"{prefixes[0]}_conv"] == first


def test_stages_can_be_left_out():
    graph = GroupByName(stages=False)(blocks(("conv2_block1", "conv2_block2")).graph())
    assert parents(graph) == {"conv2_block1": "", "conv2_block2": ""}


def test_the_name_of_the_model_is_not_part_of_a_title():
    build = blocks(("tiny_block_0", "tiny_block_1"))
    build.name = "tiny"
    assert [group.title for group in GroupByName()(build.graph()).groups] == ["block_0", "block_1"]


@pytest.mark.parametrize(
    "prefixes",
    [
        ("stem", "body"),  # no number
        ("block1",),  # nothing like it
        ("conv2d", "conv2d_1"),  # the names Keras gives by itself
    ],
)
def test_other_names_make_no_frames(prefixes):
    assert GroupByName()(blocks(prefixes).graph()).groups == ()


def test_one_layer_with_weights_is_no_block():
    assert GroupByName()(blocks(("conv1", "conv2"), kind="plain").graph()).groups == ()


def test_default_names_of_two_dimensions_are_no_siblings():
    build = Builder()
    at = build.add("in", "input")
    for name in ("conv1d", "conv1d_1", "conv2d", "conv2d_1"):
        at = build.add(name, "conv", at)
    assert GroupByName()(build.graph()).groups == ()


def test_a_path_that_leaves_and_comes_back_forbids_a_frame():
    build = Builder()
    at = build.add("in", "input")
    for i in (1, 2):
        first = build.add(f"block{i}_conv1", "conv", at)
        away = build.add("block1_more_conv2" if i == 2 else "block2_conv0", "conv", first)
        at = build.add(f"block{i}_conv3", "conv", away)
    assert GroupByName()(build.graph()).groups == ()


def test_layers_that_do_not_hang_together_make_no_frame():
    build = Builder()
    left, right = build.add("left", "input"), build.add("right", "input")
    for i in (1, 2):
        left = build.add(f"block{i}_left", "conv", left)
        right = build.add(f"block{i}_right", "conv", right)
    assert GroupByName()(build.graph()).groups == ()


def test_nameless_layers_between_members_join_them():
    build = Builder()
    at = build.add("in", "input")
    for i in (1, 2):
        act = build.add(f"re_lu_{i + 6}", "activation", build.add(f"block{i}_expand", "conv", at))
        at = build.add(f"block{i}_project", "conv", act)
    graph = GroupByName()(build.graph())
    assert homes(graph)["re_lu_7"] == "block1"
    assert homes(graph)["re_lu_8"] == "block2"


def test_a_nameless_merge_joins_the_block_whose_skip_it_closes():
    build = Builder()
    at = build.add("in", "input")
    for i in (1, 2):
        body = build.add(f"block{i}_conv2", "conv", build.add(f"block{i}_conv1", "conv", at))
        skip = build.add(f"conv2d_{i}", "conv", at, kernel=(1, 1))
        at = build.add(f"add_{i}", "add", body, skip)
    graph = GroupByName()(build.graph()).check()
    assert homes(graph) == {
        f"{name}{i}{rest}": f"block{i}"
        for i in (1, 2)
        for name, rest in (("block", "_conv1"), ("block", "_conv2"), ("conv2d_", ""), ("add_", ""))
    }


def test_a_merge_of_something_else_stays_outside():
    build = Builder()
    source = build.add("in", "input")
    at = build.add("stem", "conv", source)
    for i in (1, 2):
        body = build.add(f"block{i}_conv2", "conv", build.add(f"block{i}_conv1", "conv", at))
        at = build.add(f"add_{i}", "concat", body, source)
    assert "add_1" not in homes(GroupByName()(build.graph()))


def test_frames_stay_within_the_groups_there_are():
    build = Builder(groups=[Group("encoder", kind="model"), Group("decoder", kind="model")])
    at = build.add("in", "input")
    for group in ("encoder", "decoder"):
        for i in (0, 1):
            at = piece(build, "norm", at, group, f"{group}/layer_{i}_")
    graph = GroupByName()(build.graph()).check()
    assert parents(graph) == {
        "encoder": "",
        "decoder": "",
        "encoder/layer_0": "encoder",
        "encoder/layer_1": "encoder",
        "decoder/layer_0": "decoder",
        "decoder/layer_1": "decoder",
    }
    assert [group.title for group in graph.groups if group.parent] == ["layer_0", "layer_1"] * 2
