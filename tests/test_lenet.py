"""The renderer `lenet`: what it draws of a chain, how large, and what its options do."""

import json
from pathlib import Path

import pytest

import archdraw
from archdraw.diagram import Cone, Label, Link, Spread
from archdraw.errors import LayoutError
from archdraw.quality import measure
from archdraw.scene import Rect, Text
from tests.keras_configs import functional, part, sequential, start
from tests.map_figures import HERE, LENET, SPECS, drawer, of, said, stacks

drawn = drawer("lenet")


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


def test_a_functional_model_is_drawn_too(tmp_path):
    parts = [start("x", 8, 8, 1), part("Conv2D", "c", {"args": [{"class_name": "__keras_tensor__", "config": {"keras_history": ["x", 0, 0]}}], "kwargs": {}}, filters=2, kernel_size=[3, 3])]  # fmt: skip
    (tmp_path / "f.json").write_text(json.dumps(functional("f", parts, [["x", 0, 0]], [["c", 0, 0]])))
    assert list(stacks(drawn(tmp_path / "f.json"))) == ["x", "c"]


@pytest.mark.parametrize("name", ["VGG16", "MobileNet"])
def test_wrapped_rows_and_the_lines_around_them_fit_the_page(name):
    figure = archdraw.render(Path(__file__).parent / f"golden/keras/{name}.keras", renderer="lenet")
    assert figure.scene.width <= 468.01
