"""When repeats are drawn once, what the figure says then, and what is kept."""

from dataclasses import replace

import pytest
from strategies import PIECES, Builder, contents, piece

from archdraw.errors import GraphError, UsageError
from archdraw.graph import Edge, Group, Port, frozen
from archdraw.passes.collapse import Collapse
from archdraw.passes.fold import Fold
from archdraw.passes.group import GroupByName
from archdraw.rewrite import restored


def stack(copies, kind="norm", *, prefix="block{}_", filters=3, build=None):
    """Make an input, copies of one piece, and a head."""
    build = build or Builder()
    at = build.add("in", "input")
    for i in range(copies):
        at = piece(build, kind, at, "", prefix.format(i), filters)
    build.add("head", "dense", at)
    return build


def declared(copies, kind="norm", *, filters=4, parallel=False, series="block"):
    """Make the same with a declared repeat."""
    build = Builder()
    at = source = build.add("in", "input")
    ends = []
    for i in range(copies):
        name = series if not i else f"{series}_{i + 1}"
        build.groups.append(Group(name, kind="copy", series=series, parallel=parallel))
        at = piece(build, kind, source if parallel else at, name, f"{name}/", filters)
        ends.append(at)
    build.add("head", "dense", *(ends if parallel else [at]))
    return build


def names(graph):
    return [layer.name for layer in graph.layers]


def frames(graph):
    return [(group.title, group.repeat, group.note) for group in graph.groups]


def wires(graph):
    return {(edge.source, edge.target) for edge in graph.edges}


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


@pytest.mark.parametrize("kind", [kind for kind in PIECES if kind != "dense"])
def test_equal_pieces_without_names_are_found(kind):
    graph = stack(5, kind, prefix="x{}/").graph()
    after = Collapse()(graph).check()
    assert [group.repeat for group in after.groups] == [5]
    assert {name.split("/")[0] for name in names(after)} == {"in", "x0", "head"}
    assert contents(restored(after)) == contents(graph)


def test_pieces_whose_channels_grow_need_names():
    build = stack(5, "dense", prefix="x{}/")
    assert Collapse()(build.graph()) == build.graph()
    build = Builder()
    at = build.add("in", "input")
    for stage in (1, 2):
        for i in range(3):
            name = f"stage{stage}_block{i}_"
            at = build.add(f"{name}concat", "concat", piece(build, "norm", at, "", name), at)
        at = build.add(f"transition{stage}", "conv", at, filters=6)
    assert frames(Collapse()(GroupByName()(build.graph()))) == [
        ("stage1", 3, "3 to 11 channels in"),
        ("stage2", 3, "6 to 14 channels in"),
    ]


def test_two_copies_need_a_frame():
    plain = stack(2).graph()
    assert Collapse()(plain) == plain
    assert [group.repeat for group in Collapse()(GroupByName()(plain)).groups] == [2]
    assert [group.repeat for group in Collapse(bare=2)(plain).groups] == [2]


def test_three_equal_convolutions_stay_three_but_four_are_one():
    for copies, repeats in ((3, []), (4, [4])):
        build = Builder()
        at = build.add("in", "input")
        for i in range(copies):
            at = build.add(f"conv{i}", "conv", at, filters=3)
        build.add("head", "dense", at)
        assert [group.repeat for group in Collapse()(build.graph()).groups] == repeats


def test_a_first_copy_with_a_projection_belongs_to_the_row():
    build = stack(4, "residual", filters=4)
    graph = Collapse()(GroupByName()(build.graph()))
    assert frames(graph) == [("block0–3", 4, "first: projection")]
    assert "block1_conv" in names(graph)
    assert frames(Collapse(first=False)(GroupByName()(build.graph())))[1:] == [("block1–3", 3, "")]


def test_a_row_that_fills_its_stage_has_the_name_of_the_stage():
    build = Builder()
    at = build.add("in", "input")
    for stage, filters in ((2, 4), (3, 8)):
        for i in (1, 2, 3):
            at = piece(build, "residual", at, "", f"conv{stage}_block{i}_", filters)
    build.add("head", "dense", at)
    graph = Collapse()(GroupByName()(build.graph())).check()
    assert frames(graph) == [("conv2", 3, "first: projection"), ("conv3", 3, "first: projection")]
    assert ("conv2_block2_add", "conv3_block2_conv") in wires(graph)


@pytest.mark.parametrize("attribute", ["filters", "kernel", "function"])
def test_pieces_that_differ_are_no_repeat(attribute):
    build = stack(3, prefix="x{}/")
    other = {"filters": 5, "kernel": (5, 5), "function": "tanh"}[attribute]
    for i, layer in enumerate(build.layers):
        if layer.name.startswith("x1/") and attribute in layer.attrs:
            build.layers[i] = replace(layer, attrs=frozen({**layer.attrs, attribute: other}))
    assert Collapse()(build.graph()).groups == ()


def test_rates_and_seeds_do_not_matter():
    build = Builder()
    at = build.add("in", "input")
    for i in range(5):
        at = build.add(f"drop{i}", "dropout", build.add(f"conv{i}", "conv", at, filters=3), rate=i / 10, seed=i)
    build.add("head", "dense", at)
    assert [group.repeat for group in Collapse()(build.graph()).groups] == [5]


def test_a_label_of_its_own_keeps_a_layer_visible():
    build = stack(4, prefix="x{}/")
    build.layers[5] = replace(build.layers[5], label="the one we study")
    assert Collapse()(build.graph()).groups == ()


def test_calls_of_the_same_weights_are_no_row():
    build = stack(4, prefix="x{}/")
    for i, layer in enumerate(build.layers):
        if layer.name.startswith("x") and not layer.name.startswith("x0/"):
            build.layers[i] = replace(layer, weights_of=f"x0/{layer.name.split('/')[1]}")
    assert Collapse()(build.graph()).groups == ()


def test_frames_that_the_author_named_stay():
    build = Builder()
    at = build.add("in", "input")
    for name in ("encoder", "decoder", "refiner"):
        build.groups.append(Group(name, kind="group"))
        at = piece(build, "norm", at, name, f"{name}/", 3)
    build.add("head", "dense", at)
    assert Collapse()(build.graph()) == build.graph()


def test_restoring_after_another_pass_says_so():
    graph = Fold()(Collapse()(declared(3, "plain", filters=3).graph()))
    with pytest.raises(GraphError, match="has lost an end"):
        restored(graph)


def test_kinds_of_search_can_be_switched_off():
    assert Collapse(declared=False, found=False)(declared(4).graph()) == declared(4).graph()
    bare = stack(4, prefix="x{}/").graph()
    assert Collapse(found=False)(bare) == bare


def cell_row(count, *, odd=()):
    """Make framed cells that each read the two before them, those of ``odd`` with another kernel."""
    build = Builder()
    far = near = build.add("in", "input")
    near = build.add("stem", "conv", far, filters=4)
    for i in range(count):
        home = f"cell{i}"
        build.groups.append(Group(home, "cell", "cell", kind="pattern"))
        one = build.add(f"{home}/near", "conv", near, group=home, kernel=(5, 5) if i in odd else (3, 3))
        two = build.add(f"{home}/far", "conv", far, group=home, kernel=(1, 1))
        far, near = near, build.add(f"{home}/add", "add", one, two, group=home)
    build.add("head", "concat", near, far)
    return build.graph()


def test_cells_that_read_the_two_before_them_are_drawn_once():
    graph = cell_row(5)
    after = Collapse()(graph).check()
    assert frames(after) == [("cell", 5, "others: 4 channels in")]
    assert names(after) == ["in", "stem", "cell0/near", "cell0/far", "cell0/add", "head"]
    assert {edge for edge in wires(after) if "head" in edge} == {("cell0/add", "head")}
    assert wires(after) >= {("stem", "cell0/near"), ("in", "cell0/far")}
    assert contents(restored(after)) == contents(graph)


def test_a_cell_that_differs_ends_the_row():
    after = Collapse()(cell_row(6, odd=(3,))).check()
    assert [group.repeat for group in after.groups] == [3, 1, 2]
    assert contents(restored(after)) == contents(cell_row(6, odd=(3,)))


def test_a_last_copy_with_a_pooled_skip_belongs_to_the_row():
    build = Builder()
    at = build.add("in", "input")
    for i in range(4):
        skip, stride = at, (1, 1)
        if i == 3:
            skip, stride = build.add("pool", "pool", at), (2, 2)
        body = build.add(f"b{i}", "conv", build.add(f"a{i}", "conv", at, filters=3, stride=stride), filters=3)
        at = build.add(f"add{i}", "add", skip, body)
    build.add("head", "dense", at)
    graph = build.graph()
    after = Collapse()(graph).check()
    assert frames(after) == [("residual", 4, "last: stride 2, pooled skip")]
    assert frames(Collapse(last=False)(graph)) == [("residual", 3, "")]
    assert contents(restored(after)) == contents(graph)


@pytest.mark.parametrize(
    ("expand", "expected"),
    [
        ((), [("conv2", 3), ("conv3", 3)]),
        (("conv2",), [("conv2", 1), ("conv2_block1", 1), ("conv2_block2", 1), ("conv2_block3", 1), ("conv3", 3)]),
        (
            ("conv3_block2",),
            [("conv2", 3), ("conv3", 1), ("conv3_block1", 1), ("conv3_block2", 1), ("conv3_block3", 1)],
        ),
    ],
)
def test_what_is_expanded_stays_open(expand, expected):
    build = Builder()
    at = build.add("in", "input")
    for stage, filters in ((2, 4), (3, 8)):
        for i in (1, 2, 3):
            at = piece(build, "residual", at, "", f"conv{stage}_block{i}_", filters)
    build.add("head", "dense", at)
    before = GroupByName()(build.graph())
    after = Collapse(expand=expand)(before).check()
    assert sorted((group.title, group.repeat) for group in after.groups) == expected
    assert contents(restored(after)) == contents(before)


def test_a_name_that_does_not_repeat_is_an_error():
    with pytest.raises(UsageError, match="nothing that repeats is called 'blok'") as caught:
        Collapse(expand=("blok",))(declared(3).graph())
    assert caught.value.hint == "did you mean 'block'?"
