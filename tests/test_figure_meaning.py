"""What a figure must not leave in the dark: what is read twice, shared, repeated, too high."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

import archdraw
from archdraw.diagram import Bridge, Frame, Key, Link, Look
from archdraw.errors import ArchdrawWarning
from archdraw.geometry import Box
from archdraw.graph import Edge, Graph, Group, Layer
from archdraw.layouts.graph import bridges
from archdraw.layouts.graph.copies import Copies, told, told_apart
from archdraw.layouts.graph.names import heading, titled
from archdraw.quality import measure
from archdraw.scene import Text

SPECS = Path(__file__).resolve().parent.parent / "templates" / "specs"


def words_of(spec, **options):
    figure = archdraw.render(spec.encode(), name="net.yaml", options=options)
    return [item.content for item in figure.scene.flat() if isinstance(item, Text)]


def test_a_tensor_that_is_read_twice_says_so():
    twice = "input: 8\nlayers: [{dense: 8, name: a}, {add: [a], from: a}]"
    assert "x + x" in words_of(twice)
    assert "x + x" not in words_of("input: 8\nlayers: [{dense: 8, name: a}, relu, {add: [a]}]")


def test_several_inputs_and_outputs_without_names_are_counted():
    graph = Graph(
        "net",
        (Layer("input", "input"), Layer("input_2", "input"), Layer("add", "add"), Layer("output", "output")),
        (Edge("input", "add"), Edge("input_2", "add"), Edge("add", "output")),
    )
    found = [item.content for item in archdraw.render(graph, passes="none").scene.flat() if isinstance(item, Text)]
    assert {"Input 1", "Input 2", "Output"} <= set(found)


def test_the_legend_explains_the_colours_inside_closed_blocks():
    spec = "input: 8x16\nblocks: {b: {layers: [layernorm, {residual: [{attention: 2}]}]}}\nlayers: [{b: , repeat: 3}, {dense: 4}]"
    assert {"norm", "attention", "dense"} <= set(words_of(spec, repeats="box"))


@pytest.mark.parametrize("direction", ["down", "right"])
def test_shared_weights_are_tied_in_rows_and_columns(direction):
    spec = "inputs: {a: 8, b: 8}\nlayers: [{dense: 4, name: x, from: a}, {dense: 4, share: x, from: b, name: y}, {add: [x], from: y}]"
    figure = archdraw.render(spec.encode(), name="net.yaml", options={"direction": direction})
    line, sample = (mark for mark in figure.diagram.marks if getattr(mark, "kind", "") == "tie")
    assert isinstance(line, Link)
    assert (type(sample), sample.line.text) == (Key, "shared weights")


def test_a_figure_higher_than_a_page_is_no_secret():
    spec = "input: 8\nlayers:\n" + "  - {residual: [{dense: 8}]}\n" * 3 + "  - dense: 4\n"
    with pytest.warns(ArchdrawWarning, match=r"the figure is .* in high, more than the 0\.6 in of a page"):
        archdraw.render(spec.encode(), name="net.yaml", width="2in", options={"height": 40, "direction": "down"})


def test_copies_of_one_name_that_differ_are_told_apart():
    notes = [("MB", "first: stride 2"), ("MB", "first: no skip"), ("A", ""), ("B", "x")]
    assert told_apart([Copies(name, "", note, several=True) for name, note in notes]) == ["1st MB", "2nd MB", "A", "B"]
    lettered = [Copies("MB", f"w = {24 * i}", "first: stride 2" if i % 2 else "", several=True) for i in (1, 2, 3)]
    assert told_apart(lettered) == ["w = 24", "w = 48", "w = 72"]


def test_what_holds_for_every_first_copy_is_said_once():
    notes = ("first: stride 2, no skip", "first: no skip", "first: no skip, stride 2")
    groups = tuple(Group(f"Stage {i}", repeat=2, note=note) for i, note in enumerate(notes, 1))
    assert told(Graph("net", (), (), groups)) == [
        "first copy of Stage 1, 3: s2 (stride 2)",
        "first copy of each: no skip",
    ]


def test_columns_break_between_frames_where_they_can():
    block = "{layers: [{conv: 8 3x3}, {conv: 8 3x3}, {conv: 8 3x3}]}"
    spec = f"input: 8x8x3\nblocks: {{b: {block}}}\nlayers:\n" + "".join(
        f"  - {{b: , label: block {i}}}\n" for i in range(9)
    )
    figure = archdraw.render(spec.encode(), name="net.yaml", renderer="graph", passes="drop,fold,outputs")
    frames = [mark.group for mark in figure.diagram.marks if isinstance(mark, Frame)]
    assert len(frames) == len(set(frames)) == 9
    assert len({mark.box.left for mark in figure.diagram.marks if isinstance(mark, Frame)}) > 1


def test_a_line_passes_over_what_it_crosses_and_not_over_what_it_joins():
    down, across = Link(((50, 0), (50, 100)), (("a", "b"),)), Link(((0, 40), (90, 40), (90, 80)), (("c", "d"),))
    joins = Link(((0, 70), (50, 70)), (("e", "b"),), head=False)
    assert bridges.marks([down, across, joins], [], across=False) == [Bridge((50, 40), upright=True)]
    inside = [Box(20, 20, 80, 80)]
    assert bridges.marks([down, across, joins], inside, across=True) == [Bridge((50, 40), upright=False, framed=True)]


def test_a_crossing_is_drawn_as_a_bridge():
    names = "xyz"
    spec = "inputs: {x: 8, y: 8, z: 8}\nlayers:\n" + "".join(
        f"  - {{add: [{', '.join(n for n in names if n != each)}], from: {each}, name: sum_{each}}}\n" for each in names
    )
    figure = archdraw.render(spec.encode(), name="net.yaml")
    found = [mark for mark in figure.diagram.marks if isinstance(mark, Bridge)]
    assert len(found) >= 1


def chain(label, **more):
    """Make three layers in a row, the last two in a repeated group, with a label on the edge into it."""
    names = ("input", "one", "two", "output")
    layers = tuple(
        Layer(name, "dense" if name in ("one", "two") else name, group="g" if name in ("one", "two") else "")
        for name in names
    )
    edges = [Edge(one, two) for one, two in pairwise(names)]
    edges[0] = replace(edges[0], label=label)
    return Graph("net", layers, tuple(edges), (Group("g", title="Stage", kind="copy", repeat=2),), **more)


@pytest.mark.parametrize("direction", ["down", "right"])
@pytest.mark.parametrize("label", ["tokens", "a label that is much wider than the figure it belongs to, by far"])
def test_labels_of_edges_keep_clear_of_titles_and_widen_the_page(label, direction):
    figure = archdraw.render(chain(label), passes="none", options={"direction": direction})
    assert label in [item.content for item in figure.scene.flat() if isinstance(item, Text)]
    assert [fault for fault in measure(figure.scene).faults if fault.kind != "small text"] == []


def keys(spec, **options):
    look = options.pop("style", None)
    figure = archdraw.render(spec.encode(), name="net.yaml", options=options, style=look)
    return [mark.line.text for mark in figure.diagram.marks if isinstance(mark, Key)]


def test_the_legend_goes_along_the_data_and_ends_with_what_is_plain():
    spec = "input: 8x8x3\nlayers: [reshape: 64x3, {dense: 4}, reshape: 16x16x1, {conv: 8 3x3}, relu, gap, {dense: 3}]"
    assert keys(spec) == ["input, output", "dense", "conv", "pool", "other"]
    assert keys(spec, style="keras") == []
    colored = {"extends": "paper", "reshape": {"fill": "tomato"}}
    assert keys(spec, style=colored) == ["input, output", "reshape", "dense", "conv", "pool"]


def test_the_legend_has_every_circle_and_every_box_that_is_drawn():
    spec = "input: 8x8x3\nlayers: [{residual: [{conv: 3 3x3}]}, {residual: [gap, {dense: 3 sigmoid}], merge: multiply}, flatten, {dense: 3}]"
    assert keys(spec) == ["input, output", "conv", "pool", "dense", "other", "sum", "product"]


def test_no_two_swatches_of_a_legend_look_the_same():
    for name in ("clip", "moe", "vae", "yolo-fpn"):
        figure = archdraw.render(SPECS / f"{name}.yaml")
        marks = [mark for mark in figure.diagram.marks if isinstance(mark, Key) and mark.kind == "layer"]
        looks = [figure.style.box(mark.look) for mark in marks]
        assert len({(look.fill, look.stroke.color, look.stroke.dash, look.pattern) for look in looks}) == len(marks)


def test_a_strip_that_shows_not_all_says_so():
    spec = "input: 8\nblocks: {b: {layers: [LAYERS]}}\nlayers: [{b: , repeat: 3}, {dense: 4}]"
    shown = words_of(spec.replace("LAYERS", ", ".join(f"dense: {n}" for n in range(1, 7))), repeats="box")
    assert "…" in shown
    assert "…" not in words_of(spec.replace("LAYERS", ", ".join(f"dense: {n}" for n in range(1, 6))), repeats="box")


@pytest.mark.parametrize(
    ("group", "title"),
    [
        (Group("stage_0", "stage_0", kind="prefix"), "Stage 0"),
        (Group("tower_a", kind="model"), "tower_a"),
        (Group("text", "text"), "Text"),
        (Group("block1/residual_block", "block1", "Residual block", kind="pattern"), "Block 1"),
        (Group("encoder_2", "encoder"), "Encoder"),
        (Group("b", "my own words", "layer", kind="block"), "my own words"),
        (Group("g", "conv2_x"), "conv2_x"),
    ],
)
def test_names_that_nobody_wrote_for_readers_are_written_for_them(group, title):
    (found,) = titled(Graph("net", (), (), (group,))).groups
    assert found.title == title


NASTY = SPECS.parent.parent / "tests" / "golden" / "keras-nasty"


def figure_words(source, **asked):
    return [item.content for item in archdraw.render(source, **asked).scene.flat() if isinstance(item, Text)]


def test_axes_are_counted_without_the_batch_as_shapes_are():
    assert {"[0]", "axes 2, 1"} <= set(figure_words(NASTY / "opsy.keras"))


def test_a_layer_whose_type_says_nothing_keeps_the_name_of_its_author():
    assert {"Double", "Mean"} <= set(figure_words(NASTY / "lambdas.keras"))


def test_several_outputs_with_names_keep_them():
    found = figure_words(NASTY / "dict_io.keras")
    assert {"Dept", "Priority"} <= set(found)
    assert not [word for word in found if word.startswith("Output")]


def test_short_texts_keep_the_stride():
    spec = "input: 32x32x3\nlayers: [{conv: 64 3x3 relu}, {conv: 128 3x3 s2 relu}, {conv: 64 3x3 relu}]"
    assert {"3×3, 64", "3×3, 128, s2"} <= set(words_of(spec, text="short"))


def test_families_of_networks_keep_their_writing():
    assert [heading(Graph(name, ())) for name in ("efficientnetv2-s", "dict_io")] == ["EfficientNetV2-S", "Dict IO"]
    assert "SubResNet" in figure_words(NASTY / "sub_resnet.keras")


def test_a_pool_of_all_has_one_name():
    spec = "input: 8x8x3\nlayers: [gap, {dense: 4}]"
    assert "Global avg pool" in words_of(spec)


def test_the_two_chosen_experts_are_weighed_against_each_other_alone():
    found = figure_words(SPECS / "moe.yaml")
    assert found.index("Softmax") > found.index("Top 2")


def test_one_looks_like_another():
    looks = [archdraw.render(SPECS / f"{name}.yaml").style.box(Look("dense")) for name in ("alexnet", "mlp")]
    assert looks[0] == looks[1]


def test_the_legend_lists_no_colour_that_the_dots_of_a_strip_hide():
    inside = ", ".join([*(f"{{dense: {n}}}" for n in range(1, 6)), "layernorm"])
    spec = f"input: 8\nblocks: {{b: {{layers: [{inside}]}}}}\nlayers: [{{b: , repeat: 3}}, {{dense: 4}}]"
    assert keys(spec, repeats="box") == ["input, output", "dense"]


def test_small_print_is_no_smaller_than_it_is_said_to_be():
    figure = archdraw.render(SPECS / "diffusion-unet.yaml")
    assert min(item.font.size for item in figure.scene.flat() if isinstance(item, Text)) * figure.scene.scale >= 5


@pytest.mark.parametrize(
    ("source", "shape"),
    [
        (SPECS / "bert.yaml", "512 × 768"),
        (SPECS / "clip.yaml", "77 × 512"),
        (NASTY / "bilstm.keras", "16"),
    ],
)
def test_a_shape_stands_where_it_changes_also_behind_sums_in_frames_and_where_steps_end(source, shape):
    assert shape in figure_words(source)


@pytest.mark.filterwarnings("error::archdraw.errors.ArchdrawWarning")
def test_two_words_find_places_before_lines_that_come_together():
    options = {"text": "short", "direction": "right", "repeats": "frame"}
    assert {"A", "B"} <= set(figure_words(NASTY / "opsy.keras", options=options))
