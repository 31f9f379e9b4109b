"""When declared repeats are drawn once, what the figure says then, and what is kept."""

from dataclasses import replace

import pytest
from stacks import declared, frames, names, wires
from strategies import Builder, contents, piece

import archdraw
from archdraw.graph import Edge, Group, Port, frozen
from archdraw.passes.collapse import Collapse
from archdraw.rewrite import restored


def test_a_declared_repeat_is_drawn_once():
    graph = Collapse()(declared(6, filters=3).graph()).check()
    assert frames(graph) == [("block", 6, "")]
    assert names(graph) == ["in", "block/conv", "block/bn", "block/relu", "block/conv2", "head"]
    assert ("block/conv2", "head") in wires(graph)
    group = graph.groups[0]
    assert len(group.hidden) == 20
    assert len(group.hidden_edges) == 5 * 4 + 1
    assert [inner.name for inner in group.hidden_groups] == ["block", *(f"block_{i}" for i in range(2, 7))]
    assert group.stand_ins == (Edge("block/conv2", "head"),)


def test_the_typical_copy_is_shown_and_the_first_is_told():
    graph = Collapse()(declared(4, "residual").graph()).check()  # the input has 3 channels, the copies 4
    assert frames(graph) == [("block", 4, "first: projection")]
    assert names(graph) == ["in", "block_2/conv", "block_2/conv2", "block_2/add", "head"]
    assert wires(graph) == {
        ("in", "block_2/conv"),
        ("in", "block_2/add"),
        ("block_2/conv", "block_2/conv2"),
        ("block_2/conv2", "block_2/add"),
        ("block_2/add", "head"),
    }


def test_of_two_that_differ_the_second_is_shown():
    graph = Collapse()(declared(2).graph())
    assert frames(graph) == [("block", 2, "first: 3 channels in")]
    assert "block_2/conv" in names(graph)


def test_channels_that_grow_show_the_last():
    graph = Collapse()(declared(5, "dense").graph()).check()
    assert frames(graph) == [("block", 5, "3 to 19 channels in")]
    assert graph.index()["block_5/concat"].outputs[0].channels == 23
    assert ("in", "block_5/conv") in wires(graph)
    assert ("in", "block_5/concat") in wires(graph)


def test_a_first_copy_with_a_stride_is_told():
    build = declared(3, "plain", filters=3)
    build.layers[1] = replace(build.layers[1], attrs=frozen({**build.layers[1].attrs, "stride": (2, 2)}))
    assert frames(Collapse()(build.graph())) == [("block", 3, "first: stride 2")]


def test_the_title_of_the_repeat_is_kept():
    build = declared(3, filters=3)
    build.groups[:] = [replace(group, title="Stage 1") for group in build.groups]
    assert frames(Collapse()(build.graph())) == [("Stage 1", 3, "")]


def test_what_all_copies_read_from_elsewhere_is_read_once():
    build = Builder()
    memory = build.add("memory", "input")
    at = build.add("in", "input")
    for i in range(6):
        build.groups.append(Group(f"decoder_{i}", kind="copy", series="decoder_0"))
        at = build.add(f"decoder_{i}/attention", "attention", at, memory, group=f"decoder_{i}")
        at = build.add(f"decoder_{i}/norm", "norm", at, group=f"decoder_{i}", kind="layer")
    build.add("head", "dense", at)
    graph = Collapse()(build.graph()).check()
    assert [group.repeat for group in graph.groups] == [6]
    assert wires(graph) == {
        ("in", "decoder_0/attention"),
        ("memory", "decoder_0/attention"),
        ("decoder_0/attention", "decoder_0/norm"),
        ("decoder_0/norm", "head"),
    }


def test_a_row_is_found_where_all_copies_read_a_memory():
    build = Builder()
    memory = build.add("memory", "input")
    at = build.add("in", "input")
    for i in range(5):
        at = build.add(f"x{i}/attention", "attention", at, memory)
        at = build.add(f"x{i}/norm", "norm", at, kind="layer")
    build.add("head", "dense", at)
    graph = Collapse()(build.graph()).check()
    assert [group.repeat for group in graph.groups] == [5]
    assert names(graph) == ["memory", "in", "x0/attention", "x0/norm", "head"]
    assert contents(restored(graph)) == contents(build.graph())


def test_a_row_whose_copies_read_different_memories_stays():
    build = Builder()
    at = build.add("in", "input")
    for i in range(5):
        at = build.add(f"x{i}/attention", "attention", at, build.add(f"memory{i}", "input"))
        at = build.add(f"x{i}/norm", "norm", at, kind="layer")
    assert Collapse()(build.graph()) == build.graph()


def test_two_towers_are_collapsed_each():
    build = Builder()
    ends = {tower: build.add(f"in_{tower}", "input") for tower in "ab"}
    for i in range(4):
        for tower, end in ends.items():
            ends[tower] = piece(build, "norm", end, "", f"{tower}{i}/", 3)
    build.add("head", "concat", *ends.values())
    after = Collapse()(build.graph()).check()
    assert [group.repeat for group in after.groups] == [4, 4]
    assert contents(restored(after)) == contents(build.graph())


def test_a_row_within_a_residual_body_is_found_whole():
    build = Builder()
    at = source = build.add("in", "input")
    for i in range(4):
        at = build.add(f"conv{i}", "conv", at, filters=3)
    build.add("head", "dense", build.add("add", "add", at, source))
    after = Collapse()(build.graph()).check()
    assert [group.repeat for group in after.groups] == [4]
    assert wires(after) == {("in", "conv0"), ("conv0", "add"), ("in", "add"), ("add", "head")}


def test_parallel_copies_are_drawn_once():
    graph = Collapse()(declared(8, parallel=True).graph()).check()
    assert frames(graph) == [("block", 8, "")]
    assert [edge.source for edge in graph.edges if edge.target == "head"] == ["block/conv2"]


def test_copies_that_share_weights_show_the_owner():
    build = declared(4, filters=3)
    for i, layer in enumerate(build.layers):
        if layer.group not in ("", "block"):
            build.layers[i] = replace(layer, weights_of=f"block/{layer.name.split('/')[1]}")
    graph = Collapse()(build.graph()).check()
    assert frames(graph) == [("block", 4, "shared weights")]
    assert not any(layer.weights_of for layer in graph.layers)
    assert graph.totals()[0] == build.graph().totals()[0]


def test_inactive_copies_are_told():
    build = declared(8, parallel=True)
    for i, layer in enumerate(build.layers):
        if layer.group not in ("", "block", "block_2"):
            build.layers[i] = replace(layer, attrs=frozen({**layer.attrs, "active": False}))
    assert frames(Collapse()(build.graph())) == [("block", 8, "2 active")]


def test_a_model_output_moves_to_the_shown_copy():
    build = declared(3, filters=3)
    graph = build.graph()
    graph = replace(
        graph, layers=graph.layers[:-1], edges=graph.edges[:-1], outputs=(Port("block_3/conv2", 0, "features"),)
    )
    after = Collapse()(graph).check()
    assert after.outputs == (Port("block/conv2", 0, "features"),)
    assert restored(after).outputs == graph.outputs


@pytest.mark.parametrize("copy", [1, 2])
def test_copies_whose_insides_are_read_stay(copy):
    build = declared(3, filters=3)
    build.add("aux", "dense", "block/conv2" if copy == 1 else "block_2/relu")
    assert Collapse()(build.graph()) == build.graph()


def test_a_copy_that_is_an_output_in_between_stays():
    graph = declared(3, filters=3).graph(("head", "block/conv2"))
    assert Collapse()(graph) == graph


def test_the_inner_repeat_collapses_before_the_outer():
    build = Builder()
    at = build.add("in", "input")
    for i in range(3):
        build.groups.append(Group(f"stage_{i}", kind="copy", series="stage_0"))
        for j in range(4):
            name = f"stage_{i}/block_{j}"
            build.groups.append(Group(name, parent=f"stage_{i}", kind="copy", series=f"stage_{i}/block_0"))
            at = piece(build, "norm", at, name, f"{name}/", 3)
    build.add("head", "dense", at)
    graph = Collapse()(build.graph()).check()
    assert [(group.name, group.repeat) for group in graph.groups] == [("stage_0", 3), ("stage_0/block_0", 4)]
    assert len(graph.layers) == 6
    assert contents(restored(graph)) == contents(build.graph())


def test_copies_of_few_layers_stay_where_that_is_asked():
    graph = declared(3, "plain").graph()
    size = sum(layer.group == "block" for layer in graph.layers)
    assert len(frames(Collapse(layers=size)(graph))) == 1
    assert Collapse(layers=size + 1)(graph).layers == graph.layers
    parallel = declared(8, parallel=True).graph()
    assert Collapse(layers=99)(parallel) == Collapse()(parallel)  # side by side they are many, however small


def test_a_repeat_within_copies_opens_alone():
    spec = b"""
input: 32x32x8
blocks:
  inner: {layers: [{conv: 8 3x3}, {conv: 8 1x1}]}
  outer: {layers: [{inner: {}, repeat: 3}, {conv: 8 5x5}]}
layers: [{outer: {}, repeat: 2}, flatten, {dense: 10}]
"""
    drawn = archdraw.render(spec, name="net.yaml", expand="inner").drawn
    repeat = {group.name: group.repeat for group in drawn.groups}
    assert repeat == {"outer": 2, "outer/inner": 1, "outer/inner_2": 1, "outer/inner_3": 1}
