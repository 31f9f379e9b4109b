"""The renderer `lenet`: what it draws of a chain, how large, and what its options do."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import archdraw
from archdraw.diagram import Bar, Cone, Key, Label, Link, Sheets, Spread
from archdraw.errors import LayoutError, UsageError
from archdraw.layouts.lenet import Options
from archdraw.options import options_of
from archdraw.quality import measure
from archdraw.scene import Rect, Text
from archdraw.volumes.rows import Part, cut, fitted, spaced
from archdraw.volumes.scales import KINDS, Scale
from tests.conv_nets import networks
from tests.keras_configs import functional, part, sequential, start

HERE = Path(__file__).resolve().parent
SPECS = HERE.parent / "templates" / "specs"
LENET = HERE.parent / "gallery" / "lenet5" / "lenet5.yaml"


def drawn(source, width=None, passes=None, style=None, **options):
    if isinstance(source, str):
        return archdraw.render(
            source.encode(), name="n.yaml", renderer="lenet", options=options, width=width, passes=passes, style=style
        )
    return archdraw.render(source, renderer="lenet", options=options, width=width, passes=passes, style=style)


def of(figure, *kinds):
    return [mark for mark in figure.diagram.marks if isinstance(mark, kinds)]


def stacks(figure):
    return {mark.layer: mark for mark in of(figure, Sheets)}


def said(figure):
    return [line.text for mark in of(figure, Label) for line in mark.lines]


@pytest.fixture(scope="module")
def lenet():
    return drawn(LENET)


def test_lenet_is_as_its_mockup(lenet):
    """The numbers of the design: sides, steps, gaps, and the page's width."""
    marks = stacks(lenet)
    sides = [round(mark.boxes[-1].width, 1) for mark in marks.values() if mark.kind == "maps"]
    assert sides == [57.0, 51.9, 32.0, 25.3, 15.5]
    assert [len(mark.boxes) for mark in marks.values()] == [1, 6, 6, 8, 8, 12, 10, 10]
    assert [len(mark.dots) for mark in marks.values()] == [0, 0, 0, 6, 6, 3, 3, 0]
    one, two = marks["conv"].boxes[:2]
    assert (two.left - one.left, two.top - one.top) == (3.0, 3.0)
    back, front = marks["conv_2"].boxes[1:3]
    assert front.left - back.left == 7.0
    rights = [max(box.right for box in mark.boxes) for mark in marks.values()]
    lefts = [min(box.left for box in mark.boxes) for mark in marks.values()]
    gaps = [left - right for left, right in zip(lefts[1:], rights, strict=False)]
    assert len({round(gap, 2) for gap in gaps[:4]}) == 1
    assert 19 < gaps[0] < 20.7
    assert 29 < gaps[4] < 34
    assert len({round(mark.boxes[0].top + mark.boxes[-1].bottom, 6) for mark in marks.values()}) == 1
    assert 455 < lenet.scene.width <= 468
    assert lenet.scene.scale == 1.0


def test_names_and_sizes_stand_over_and_ops_under_the_gaps(lenet):
    assert said(lenet) == [
        *("Input", "1@32×32", "C1", "6@28×28", "S2", "6@14×14", "C3", "16@10×10", "S4", "16@5×5"),
        *("C5", "120", "F6", "84", "Output", "10"),
        *("convolution", "5×5", "avg pool", "2×2, stride 2", "convolution", "5×5", "avg pool", "2×2, stride 2"),
        *("dense", "400 → 120", "dense", "120 → 84", "dense", "84 → 10"),
    ]
    labels = {mark.lines[0].text: mark.lines for mark in of(lenet, Label)}
    assert len({labels[name][0].at[1] for name in ("Input", "C1", "Output")}) == 1
    marks = stacks(lenet)
    gap = (marks["input"].boxes[0].right + marks["conv"].boxes[0].left) / 2
    first = next(mark for mark in of(lenet, Label) if mark.lines[0].text == "convolution")
    assert first.lines[0].at[0] == pytest.approx(gap)


def test_a_window_is_what_one_cell_sees(lenet):
    cone = of(lenet, Cone)[0]
    marks = stacks(lenet)
    source, target = marks["input"].boxes[-1], marks["conv"].boxes[-1]
    assert cone.window.width == pytest.approx(source.width * 5 / 32)
    assert source.holds(cone.window)
    assert target.holds(cone.tip)
    assert cone.tip.width == pytest.approx(max(2.6, target.width / 28))


@pytest.mark.parametrize(
    ("layers", "size", "share"),
    [
        ("conv: 4 3x3 d2", 20, 5 / 20),
        ("deconv: 4 4x4 s2", 20, 2 / 20),
        ("upsample: 2", 4, 1 / 4),
        ("maxpool: 8x4", 16, 4 / 16),
        ("conv: 4 9x9", 5, 1.0),
    ],
)
def test_the_field_of_each_op(layers, size, share):
    figure = drawn(f"input: {size}x{size}x3\nlayers: [{layers}]", unit=10)
    (cone,) = of(figure, Cone)
    assert cone.window.width == pytest.approx(share * 10 * size)


def test_all_edges_are_drawn_once():
    for source in (LENET, SPECS / "alexnet.yaml", HERE / "golden" / "keras" / "VGG16.keras"):
        figure = drawn(source)
        pairs = [pair for mark in of(figure, Cone, Spread) for pair in mark.edges]
        pairs += [pair for mark in of(figure, Link) if mark.head for pair in mark.edges]
        assert sorted(pairs) == sorted((edge.source, edge.target) for edge in figure.drawn.edges)


def keras_lenet(named):
    layers = [
        start("digits", 32, 32, 1),
        part("Conv2D", "c1", filters=6, kernel_size=[5, 5], activation="tanh"),
        part("BatchNormalization", "bn"),
        part("AveragePooling2D", "s2", pool_size=[2, 2], strides=[2, 2]),
        part("Dropout", "drop", rate=0.5),
        part("Conv2D", "c3", filters=16, kernel_size=[5, 5]),
        part("Activation", "act", activation="tanh"),
        part("AveragePooling2D", "s4", pool_size=[2, 2], strides=[2, 2]),
        part("Activation", "act2", activation="tanh"),
        part("Flatten", "flatten"),
        part("Dense", "c5", units=120, activation="tanh"),
        part("Dropout", "drop2", rate=0.5),
        part("Dense", "f6", units=84, activation="tanh"),
        part("Dense", "output", units=10, activation="softmax"),
    ]
    return sequential(named, *layers)


def test_a_keras_model_gives_the_picture_of_the_textbook(tmp_path, lenet):
    """Norms, dropout and activations are folded, so it is the figure of the spec; that F5 is a C5 only the spec knows."""
    (tmp_path / "lenet.json").write_text(json.dumps(keras_lenet("lenet")))
    figure = drawn(tmp_path / "lenet.json")
    assert ["C5" if words == "F5" else words for words in said(figure)] == said(lenet)
    assert [words for words in said(lenet) if words[0] in "CSF"] == ["C1", "S2", "C3", "S4", "C5", "F6"]
    ours = [mark.boxes for mark in stacks(figure).values()]
    assert ours == [mark.boxes for mark in stacks(lenet).values()]


def conv(name, filters, size, padding="same", strides=1, **more):
    return part("Conv2D", name, filters=filters, kernel_size=[size] * 2, strides=[strides] * 2, padding=padding, **more)


def pool(name, size, strides):
    return part("MaxPooling2D", name, pool_size=[size] * 2, strides=[strides] * 2, padding="valid")


def relu(name):
    return part("Activation", name, activation="relu")


def keras_alexnet():
    """As many write it: activations, norms, padding and dropout are layers of their own."""
    return sequential(
        "alexnet",
        start("image", 227, 227, 3),
        *(conv("c1", 96, 11, "valid", 4), relu("r1"), part("BatchNormalization", "n1"), pool("p1", 3, 2)),
        *(
            part("ZeroPadding2D", "z2", padding=[[2, 2], [2, 2]]),
            conv("c2", 256, 5, "valid"),
            relu("r2"),
            pool("p2", 3, 2),
        ),
        *(conv("c3", 384, 3), relu("r3"), conv("c4", 384, 3), part("ReLU", "r4"), conv("c5", 256, 3), relu("r5")),
        *(pool("p5", 3, 2), part("Flatten", "flat"), part("Dense", "f6", units=4096), relu("r6")),
        *(
            part("Dropout", "d6", rate=0.5),
            part("Dense", "f7", units=4096),
            relu("r7"),
            part("Dropout", "d7", rate=0.5),
        ),
        *(part("Dense", "f8", units=1000), part("Softmax", "s8")),
    )


def keras_vgg():
    parts, count = [start("image", 224, 224, 3)], 0
    for stage, (filters, repeat) in enumerate(((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))):
        for _ in range(repeat):
            count += 1
            parts += [
                conv(f"c{count}", filters, 3, use_bias=False),
                part("BatchNormalization", f"n{count}"),
                relu(f"r{count}"),
            ]
        parts.append(pool(f"p{stage}", 2, 2))
    for i, units in enumerate((4096, 4096, 1000)):
        parts += [part("Flatten", "flat")] * (not i) + [part("Dense", f"f{i}", units=units, activation="relu")]
        parts += [part("Dropout", f"d{i}", rate=0.5)]
    return sequential("vgg", *parts)


def keras_small():
    return sequential(
        "small",
        start("image", 28, 28, 1),
        *(conv("c1", 32, 3, "valid"), relu("r1"), pool("p1", 2, 2)),
        *(part("SpatialDropout2D", "d1", rate=0.2), conv("c2", 64, 3, "valid", activation="relu"), pool("p2", 2, 2)),
        *(part("GlobalAveragePooling2D", "gap"), part("Dropout", "d2", rate=0.5), part("Dense", "out", units=10)),
    )


VGG = "[{}]".format(
    ", ".join(
        f"{{conv: {n} 3x3, repeat: {k}}}, maxpool: 2" for n, k in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))
    )
    + ", flatten, dense: 4096, dense: 4096, dense: 1000"
)
TEXTBOOK = {
    "alexnet": (keras_alexnet, SPECS / "alexnet.yaml"),
    "vgg": (keras_vgg, f"input: 224x224x3\nlayers: {VGG}"),
    "small": (
        keras_small,
        "input: 28x28x1\nlayers: [conv: 32 3x3 valid, maxpool: 2, conv: 64 3x3 valid, maxpool: 2, gap, dense: 10]",
    ),
}


@pytest.mark.parametrize("name", TEXTBOOK)
def test_layers_that_only_go_along_are_no_stages_of_their_own(tmp_path, name):
    described, spec = TEXTBOOK[name]
    (tmp_path / "net.json").write_text(json.dumps(described()))
    figure, wanted = (drawn(source, legend="false", caption="") for source in (tmp_path / "net.json", spec))
    assert said(figure) == said(wanted)
    assert [mark.boxes for mark in stacks(figure).values()] == [mark.boxes for mark in stacks(wanted).values()]
    assert not measure(figure.scene).faults


def test_styles_reach_words_groups_and_layers_and_no_name_is_taken_for_an_op():
    spec = "input: 8x8x3\nlayers: [{group: stem, layers: [conv: 4 3x3]}, {conv: 5 3x3, name: c2}, flatten, {dense: 3, name: output}]"
    figure = drawn(spec, style={"stem": {"fill": "#ff0000"}, "c2": {"fill": "#00ff00"}})
    fills = {(item.layer, item.fill.color) for item in figure.scene.flat() if isinstance(item, Rect) and item.fill}
    assert {("stem/conv", "#ff0000"), ("c2", "#00ff00"), ("output", figure.style.looks["dense"]["fill"])} <= fills


def test_nothing_is_dropped_in_silence():
    figure = drawn("input: 8x8x3\nlayers: [conv: 4 3x3, layernorm, conv: 5 3x3 relu]")
    assert "layer norm" in said(figure)
    figure = drawn("input: 8x8x3\nlayers: [conv: 4 3x3 bn relu]", show_layer_activations=True)
    assert "BN + ReLU" in said(figure)


def test_skips_and_second_inputs_are_refused_by_name():
    for spec, name in (
        (
            "input: 8x8x3\nlayers: [{conv: 3 3x3, name: a}, {conv: 3 3x3, name: b, from: input}, {add: [a, b], from: [a, b]}]",
            "b",
        ),
        ("input: 8x3\nlayers: [lstm: 4]", "lstm"),
        ("inputs: {a: 4, b: 5}\nlayers: [{dense: 3, from: a}, {dense: 3, from: b}]", "b"),
        ("input: 8x8x8x3\nlayers: [conv: 4 3x3x3]", "input"),
        ("input: ?x?x3\nlayers: [conv: 4 3x3]", "input"),
    ):
        with pytest.raises(LayoutError, match=f"'.*{name}.*'") as error:
            drawn(spec)
        assert "try the renderer 'blocks'" in error.value.hint or "--input-shape" in error.value.hint


def test_a_skip_goes_around_below_and_no_row_begins_within_it():
    block = "{residual: [conv: 16 3x3 bn relu, conv: 16 3x3 bn]}, relu"
    figure = drawn(f"input: 32x32x3\nlayers: [conv: 16 3x3, {block}, conv: 16 3x3, {block}, gap, dense: 10]")
    marks = stacks(figure)
    arcs = [
        mark
        for mark in of(figure, Link)
        if len(mark.points) == 4 and mark.points[0][1] < mark.points[1][1] == mark.points[2][1]
    ]
    assert len(arcs) == 2
    low = max(box.bottom for box in marks[figure.drawn.layers[1].name].boxes)
    assert arcs[0].points[0][1] == arcs[0].points[-1][1] == low
    assert arcs[0].points[1][1] > low + 18.8
    assert measure(figure.scene).faults == ()
    assert sorted(
        pair for mark in of(figure, Cone, Spread, Link) if getattr(mark, "head", True) for pair in mark.edges
    ) == sorted((edge.source, edge.target) for edge in figure.drawn.edges)


def test_a_projection_stands_in_the_lane_of_its_skip():
    block = "{residual: [conv: 8 3x3 s2 bn relu, conv: 8 3x3 bn]}"
    figure = drawn(f"input: 16x16x3\nlayers: [conv: 4 3x3, {block}, gap, dense: 3]")
    names = {layer.name for layer in figure.drawn.layers}
    (projection,) = [name for name in names if "project" in name]
    assert projection not in stacks(figure)
    told = next(item for item in figure.scene.flat() if isinstance(item, Text) and item.content == "conv 1×1, s2")
    lane = [mark for mark in of(figure, Link) if any(projection in edge for edge in mark.edges)]
    assert [mark.head for mark in lane] == [False, True]
    assert all(any(abs(y - told.at[1]) < 4 for _, y in mark.points) for mark in lane)
    drawn_edges = {edge for mark in figure.diagram.marks for edge in getattr(mark, "edges", ())}
    assert drawn_edges == {(edge.source, edge.target) for edge in figure.drawn.edges}
    assert not measure(figure.scene).faults


def test_with_two_ways_of_1x1_convolutions_the_longer_is_the_chain():
    spec = "input: 8x8x3\nlayers: [{conv: 4 1x1, name: x}, {residual: [conv: 8 1x1, conv: 8 1x1]}]"
    figure = drawn(spec)
    assert len(stacks(figure)) == 5
    assert len([mark for mark in of(figure, Link) if any("project" in end for edge in mark.edges for end in edge)]) == 2


def test_a_skip_longer_than_a_row_is_refused_by_name():
    with pytest.raises(LayoutError, match=r"a skip within one row, but that from '.*' to '.*' is longer"):
        drawn(SPECS / "unet.yaml")


def test_what_is_done_to_an_input_is_shown():
    assert len(stacks(drawn("input: 8x8x3\nlayers: [bn, conv: 4 3x3]"))) == 3


def test_maps_of_one_dimension_are_thin():
    figure = drawn("input: 1000x2\nlayers: [conv: 16 9 s2 relu, maxpool: 4, gap, dense: 5]")
    marks = stacks(figure)
    assert {round(box.width, 6) for name in ("input", "conv") for box in marks[name].boxes} == {6.0}
    assert marks["input"].boxes[0].height > marks["conv"].boxes[0].height
    assert said(figure)[:2] == ["Input", "2@1000"]


def test_real_networks_fit_the_page():
    for name, rows in (("alexnet.yaml", 2), ("vgg16.yaml", 3)):
        figure = drawn(SPECS / name)
        assert figure.scene.width <= 468.01
        assert figure.scene.scale == pytest.approx(1.0)
        assert measure(figure.scene).faults == ()
        assert len([mark for mark in of(figure, Link) if mark.head]) == rows - 1
        assert len(stacks(figure)) == len(figure.drawn.layers) - 1  # the flattening is in the dense layer behind it


def test_a_column_wraps_and_is_as_wide_as_told():
    figure = drawn(LENET, width="3.25in")
    assert figure.scene.width * figure.scene.scale == pytest.approx(234)
    assert measure(figure.scene).faults == ()


CHOICES = st.fixed_dictionaries(
    {},
    optional={
        "labels_at": st.sampled_from(["row", "stack"]),
        "vectors": st.sampled_from(["cells", "bar", "diagonal"]),
        "show_layer_activations": st.booleans(),
        "legend": st.sampled_from(["true", "auto"]),
        "ops": st.booleans(),
    },
)
LOOKS = st.sampled_from(["paper", "print", "latex", "nn-svg", "draw-convnet"])
WIDTHS = st.sampled_from([None, "3.25in"])


def faults(spec, width, style, options):
    try:
        figure = drawn(spec, width=width, style=style, **options)
    except LayoutError as error:  # some skips are longer than a page, and blocks in a row are one
        if "a skip within one row" not in str(error):
            raise
        return []
    return [str(fault) for fault in measure(figure.scene).faults]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(networks(projections=True), WIDTHS, LOOKS, CHOICES)
def test_no_conv_net_has_a_fault(spec, width, style, options):
    assert faults(spec, width, style, options) == [], spec


@pytest.mark.long
@settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
@given(networks(projections=True), WIDTHS, LOOKS, CHOICES)
def test_none_of_many_conv_nets_has_a_fault(spec, width, style, options):
    assert faults(spec, width, style, options) == [], spec


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(networks(), st.sampled_from(KINDS))
def test_a_bigger_tensor_is_never_drawn_smaller(spec, scale):
    figure = drawn(spec, scale=scale)
    at = figure.drawn.index()
    maps, vectors = [], []
    for name, mark in stacks(figure).items():
        tensor = at[name].outputs[0]
        whole = mark.boxes[-1]
        if mark.kind == "maps":
            maps.append((tensor.spatial, len(mark.boxes), (whole.height, whole.width), tensor.channels))
        else:
            vectors.append((tensor.channels, mark.boxes[-1].bottom - mark.boxes[0].top))
    for one in maps:
        for two in maps:
            for axis in (0, 1):
                assert one[0][axis] > two[0][axis] or one[2][axis] <= two[2][axis] + 1e-6
            assert one[3] > two[3] or one[1] <= two[1]
    vectors.sort()
    assert all(one[1] <= two[1] + 1e-6 for one, two in pairwise(vectors))


@given(st.integers(1, 4000), st.integers(1, 4000), st.sampled_from(KINDS), st.floats(0.3, 0.7))
def test_scales_are_monotone(one, two, kind, power):
    scale = Scale(57, 4000, power, kind, least=2)
    assert (one > two) or scale(one) <= scale(two)


@given(st.lists(st.builds(Part, st.floats(1, 60), st.floats(0, 60), st.floats(0, 60), st.floats(1, 2)), min_size=1, max_size=9),
       st.floats(5, 20))  # fmt: skip
def test_words_in_a_row_never_meet(parts, gap):
    row = spaced(parts, gap)
    ends = [(left, left + part.width) for left, part in zip(row.lefts, parts, strict=True)]
    over = [((a + b) / 2, part.over) for (a, b), part in zip(ends, parts, strict=True) if part.over]
    under = [((b + c) / 2, two.under) for (_, b), (c, _), two in zip(ends, ends[1:], parts[1:], strict=False)]
    assert all(two[0] - one[0] >= gap + (one[1] - one[0]) - 1e-6 for one, two in pairwise(ends))
    for words in ([w for p, w in zip(parts, over, strict=False)] if len(over) == len(parts) else [], under):
        for (x, wide), (u, next_wide) in pairwise(words):
            assert not wide or not next_wide or u - x >= (wide + next_wide) / 2 + 4.9
    assert fitted(parts, row.width + 1e-6, gap, 5) == row


def test_rows_are_cut_evenly():
    assert cut([1] * 6, 3) == [range(2), range(2, 4), range(4, 6)]
    assert cut([3], 2) == [range(1)]


CHANGES = {
    "scale": "linear", "unit": 1.0, "max_maps": 3, "spacing": 2.0, "gap": 40.0, "gaps": (30.0, 25.0), "rows": 2, "vectors": "bar",
    "vector_scale": "sqrt", "length_scale": 50.0, "thickness": 4.0, "window": False, "apex": "point", "window_at": (0.5, 0.5),
    "cell_at": (0.9, 0.1), "color1": "tomato", "color2": "#123456", "opacity": 0.5, "border": 2.0, "labels": False, "names": "full",
    "sizes": False, "ops": False, "show_layer_activations": True, "legend": "true", "wedges": False, "caption": "A net.",
    "width": 234.0, "labels_at": "stack", "picture": str(Path(__file__).parent / "golden" / "pictures" / "red-and-blue.jpg"), "picture_opacity": 0.5, "picture_flip": True,
}  # fmt: skip


@pytest.mark.parametrize("option", [option.name for option in options_of(Options)])
def test_every_option_changes_the_drawing(option):
    base = {"vectors": "bar"} if option == "vector_scale" else {}
    base |= {"picture": CHANGES["picture"]} if option in ("picture_opacity", "picture_flip") else {}
    assert drawn(LENET, **base, **{option: CHANGES[option]}).svg != drawn(LENET, **base).svg


@pytest.mark.parametrize(
    ("option", "value"),
    [
        *(
            ("opacity", 0.1),
            ("opacity", 1.1),
            ("border", 0),
            ("border", 4),
            ("spacing", 0),
            ("spacing", 41),
            ("length_scale", 0),
        ),
        *(
            ("length_scale", 201),
            ("gap", -101),
            ("gaps", [500000]),
            ("window_at", [1.5, 0]),
            ("window_at", [0.5]),
            ("color1", "grün"),
        ),
        *(("scale", "cubic"), ("max_maps", -1), ("vectors", "round"), ("window_at", [])),
    ],
)
def test_values_out_of_range_are_refused(option, value):
    with pytest.raises(UsageError, match=option):
        drawn(LENET, **{option: value})


def test_a_cap_leaves_dots_and_all_maps_can_be_drawn():
    spec = "input: 16x16x3\nlayers: [conv: 512 3x3]"
    assert [len(mark.boxes) for mark in stacks(drawn(spec)).values()] == [3, 8]
    conv = stacks(drawn(spec, max_maps=4))["conv"]
    assert (len(conv.boxes), len(conv.dots)) == (4, 6)
    everything = stacks(drawn("input: 16x16x3\nlayers: [conv: 20 3x3]", max_maps=0))["conv"]
    assert (len(everything.boxes), len(everything.dots)) == (20, 0)


def test_sheets_that_are_not_square_keep_their_sides():
    figure = drawn("input: 20x80x1\nlayers: [conv: 2 3x5]")
    box, (cone,) = stacks(figure)["input"].boxes[0], of(figure, Cone)
    assert box.width > 1.5 * box.height
    assert cone.window.width > 0
    assert said(figure)[1] == "1@20×80"


def test_vectors_as_bars_and_at_45_degrees():
    assert [mark.kind for mark in stacks(drawn(LENET, vectors="bar")).values()][-1] == "cells"
    bars = of(drawn(LENET, vectors="diagonal", vector_scale="linear"), Bar)
    (x, y), _, _, (u, v) = bars[0].points
    assert u - x == pytest.approx(v - y) == pytest.approx(120)


def test_a_legend_explains_colours_where_no_words_do():
    assert not of(drawn(LENET), Key)
    keys = of(drawn(LENET, ops=False), Key)
    assert [key.line.text for key in keys] == ["input", "conv", "pool", "dense"]


def test_a_functional_model_is_drawn_too(tmp_path):
    parts = [start("x", 8, 8, 1), part("Conv2D", "c", {"args": [{"class_name": "__keras_tensor__", "config": {"keras_history": ["x", 0, 0]}}], "kwargs": {}}, filters=2, kernel_size=[3, 3])]  # fmt: skip
    (tmp_path / "f.json").write_text(json.dumps(functional("f", parts, [["x", 0, 0]], [["c", 0, 0]])))
    assert list(stacks(drawn(tmp_path / "f.json"))) == ["x", "c"]


@pytest.mark.parametrize("name", ["VGG16", "MobileNet"])
def test_wrapped_rows_and_the_lines_around_them_fit_the_page(name):
    figure = archdraw.render(Path(__file__).parent / f"golden/keras/{name}.keras", renderer="lenet")
    assert figure.scene.width <= 468.01
