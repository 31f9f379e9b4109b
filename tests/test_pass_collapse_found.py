"""Repeats that nobody declared: what is found by structure, what is not, and what stays open."""

from dataclasses import replace

import pytest
from stacks import declared, frames, names, stack, wires
from strategies import PIECES, Builder, contents, piece

from archdraw.errors import GraphError, UsageError
from archdraw.graph import Group, frozen
from archdraw.passes.collapse import Collapse
from archdraw.passes.fold import Fold
from archdraw.passes.group import GroupByName
from archdraw.rewrite import restored


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
