"""The renderer `alexnet`: what it draws of a chain, how large, in which order, and what its options do."""

import json
from itertools import pairwise

import pytest

from archdraw.diagram import Key, Label, Link, Solid
from archdraw.errors import LayoutError, UsageError
from archdraw.geometry import Box
from archdraw.layouts.alexnet import Options
from archdraw.options import options_of
from archdraw.quality import measure
from archdraw.scene import Arrow, Group, Polygon
from archdraw.scene import Path as Line
from archdraw.volumes.scales import KINDS
from archdraw.volumes.views import Body, oblique, turned
from tests.keras_configs import part, sequential, start
from tests.map_figures import ALEXNET, HERE, SPECS, drawer, hull, of, said, sides, solids
from tests.scene_strategies import PIXEL

drawn = drawer("alexnet")


@pytest.fixture(scope="module")
def alexnet():
    return drawn(ALEXNET)


def test_alexnet_is_as_its_mockup(alexnet):
    """The numbers of the design: sides, depths, gaps, and the page's width."""
    marks = list(solids(alexnet).values())
    assert [round(sides(mark)[1]) for mark in marks] == [92, 60, 49, 39, 39, 39, 60, 60, 42]
    assert [round(sides(mark)[0], 1) for mark in marks] == [9.4, 26.5, 35.6, 40.2, 40.2, 35.6, 7, 7, 7]
    for mark in marks:
        assert sides(mark)[2] == pytest.approx(7 if "dense" in mark.layer else sides(mark)[1])
    hulls = [hull(mark.corners) for mark in marks]
    gaps = [two.left - one.right for one, two in pairwise(hulls)]
    assert len({round(gap, 2) for gap in gaps[:5]}) == 1
    assert 12 < gaps[0] < 17.1
    assert round(gaps[6], 6) == round(gaps[7], 6)
    assert len({round(box.center[1], 6) for box in hulls}) == 1
    assert 455 < alexnet.scene.width <= 468
    assert alexnet.scene.scale == 1.0
    assert measure(alexnet.scene).faults == ()


def test_sizes_stand_along_the_edges_that_they_measure(alexnet):
    mark = solids(alexnet)["conv"]
    lines = next(label.lines for label in of(alexnet, Label) if label.layer == "conv")
    depth, width = lines
    assert (depth.text, width.text) == ("96", "55")
    assert depth.at[0] == pytest.approx((mark.corners[0][0] + mark.corners[4][0]) / 2)
    assert depth.at[1] == pytest.approx(mark.corners[0][1] + 7.2, abs=0.1)
    assert width.angle == pytest.approx(-35.22, abs=0.01)
    first = next(label.lines for label in of(alexnet, Label) if label.layer == "input")
    assert [line.text for line in first] == ["3", "227", "227"]
    assert first[2].at[0] == pytest.approx(solids(alexnet)["input"].corners[0][0] - 2.5)


def test_height_and_width_are_not_swapped():
    figure = drawn("input: 20x80x1\nlayers: [conv: 4 3x5]")
    for mark in solids(figure).values():
        assert sides(mark)[2] > 1.5 * sides(mark)[1]
    by_layer = {label.layer: label.lines for label in of(figure, Label) if label.layer}
    assert [line.text for line in by_layer["conv"]] == ["4", "80", "20"]
    assert [bool(line.angle) for line in by_layer["conv"]] == [False, True, False]


def test_words_name_layers_and_what_is_done_between(alexnet):
    words = said(alexnet)
    assert words[-18:-1] == [
        *("Input", "conv1", "conv2", "conv3", "conv4", "conv5", "fc6", "fc7", "fc8"),
        *("conv 11×11, stride 4", "pool, conv 5×5", "pool, conv 3×3", "conv 3×3", "conv 3×3", "pool, dense", "dense", "dense"),
    ]  # fmt: skip
    assert [key.line.text for key in of(alexnet, Key)] == [
        *("feature maps (conv + ReLU)", "kernel and the cell it computes", "dense")
    ]


def test_kernels_lie_inside_and_lead_to_one_point_of_the_next(alexnet):
    marks = list(solids(alexnet).values())
    assert [len(mark.kernels) for mark in marks] == [1, 1, 1, 1, 1, 0, 0, 0, 0]
    for one, two in pairwise(marks[:6]):
        (kernel,), (beam,) = one.kernels, two.beams
        assert hull(one.corners).holds(hull(kernel))
        assert set(beam.window) == set(kernel[4:])
        west = hull(two.corners[:4])
        assert west.left <= beam.tip[0] <= west.right
        assert west.top <= beam.tip[1] <= west.bottom
    shares = [(kernel[0][1] - kernel[2][1]) / sides(mark)[1] for mark in marks[:5] for kernel in mark.kernels]
    # As large as what a cell sees: 11 of 227 would be too small to see; through the pool of 3 by 2, 5 are 11 of 55, and 3 are 7 of 27.
    assert shares == pytest.approx([6.5 / 92, 11 / 55, 7 / 27, 3 / 13, 3 / 13], abs=1e-3)


def test_layers_are_painted_from_the_back():
    """Hidden edges, what leads here, the kernel, three faces, the window of the kernel on the last one; layer by layer."""
    figure = drawn(ALEXNET)
    groups = [item for item in figure.scene.items if isinstance(item, Group) and item.layer in solids(figure)]
    kinds = [
        "edge" if isinstance(item, Line) else "lead" if isinstance(item, Arrow) else item.fill.role if isinstance(item, Polygon) else "dot"
        for item in groups[1].items
    ]  # fmt: skip
    assert kinds == [
        *["edge"] * 3,
        "kernel",
        "kernel",
        *["lead"] * 3,
        "dot",
        "kernel",
        "kernel",
        "conv-top",
        "conv",
        "conv-side",
        "kernel",
    ]
    assert [group.layer for group in groups] == [mark.layer for mark in of(figure, Solid)]
    opacities = [
        item.fill.opacity for item in groups[1].items if isinstance(item, Polygon) and item.fill.role.startswith("conv")
    ]
    assert opacities == [0.55, 0.5, 0.62]  # top, front, side
    lefts = [hull(mark.corners).left for mark in of(figure, Solid)]
    assert lefts == sorted(lefts)
    lefts = [hull(mark.corners).left for mark in of(drawn(ALEXNET, azimuth=-20, elevation=20), Solid)]
    assert lefts == sorted(lefts, reverse=True)  # seen from the left, the first are the nearest


@pytest.mark.parametrize("view", [oblique(35, 0.4), oblique(150, 0.7), turned(21, 21), turned(-40, 30)])
def test_faces_that_are_seen_are_those_before_the_others(view):
    """The corner behind all faces is inside the hull of the body; so is the nearest one; the other six are the outline."""
    body = Body((10, 20, 30), (0, 0), view)
    x, y, z = (sign < 0 for sign in view.facing)
    far = body.corners[4 * x + 2 * y + z]
    near = body.corners[7 - (4 * x + 2 * y + z)]
    assert far[0] + near[0] == pytest.approx(0)
    along = sum(near[axis] * step for axis, step in ((0, 0.0), (1, 1.0)))
    assert abs(along) < body.hull.bottom
    assert view.facing == (1 if view.away[0] > 0 else -1, 1, -1)


def test_all_edges_are_drawn_once():
    for source in (ALEXNET, SPECS / "lenet.yaml", HERE / "golden" / "keras" / "VGG16.keras"):
        figure = drawn(source)
        pairs = [pair for mark in of(figure, Solid) for beam in mark.beams for pair in beam.edges]
        pairs += [pair for mark in of(figure, Link) if mark.head for pair in mark.edges]
        assert sorted(pairs) == sorted((edge.source, edge.target) for edge in figure.drawn.edges)


def test_a_keras_model_gives_the_picture_of_the_textbook(tmp_path, alexnet):
    """Norms, dropout, activations and the flattening are folded, so it is the figure of the spec."""
    convs = [(96, 11, 4, "valid"), (256, 5, 1, "same"), (384, 3, 1, "same"), (384, 3, 1, "same"), (256, 3, 1, "same")]
    layers = [start("picture", 227, 227, 3)]
    for i, (filters, kernel, stride, padding) in enumerate(convs, 1):
        own = {"filters": filters, "kernel_size": [kernel] * 2, "strides": [stride] * 2, "padding": padding}
        layers += [part("Conv2D", f"c{i}", **own), part("Activation", f"a{i}", activation="relu")]
        if i in (1, 2, 5):
            layers += [part("MaxPooling2D", f"p{i}", pool_size=[3, 3], strides=[2, 2])]
    layers.append(part("Flatten", "flatten"))
    for i, units in ((6, 4096), (7, 4096)):
        layers += [part("Dense", f"f{i}", units=units, activation="relu"), part("Dropout", f"d{i}", rate=0.5)]
    layers.append(part("Dense", "f8", units=1000, activation="softmax"))
    (tmp_path / "alexnet.json").write_text(json.dumps(sequential("alexnet", *layers)))
    figure = drawn(tmp_path / "alexnet.json")
    assert said(figure) == [text for text in said(alexnet) if text != "One tower"]
    ours = [mark.corners for mark in solids(figure).values()]
    assert ours == [mark.corners for mark in solids(alexnet).values()]


def test_real_networks_fit_the_page():
    for source, rows in ((HERE / "golden" / "keras" / "VGG16.keras", 2), (SPECS / "lenet.yaml", 1)):
        figure = drawn(source)
        assert figure.scene.width <= 468.01
        assert figure.scene.scale == pytest.approx(1.0)
        assert measure(figure.scene).faults == ()
        assert len([mark for mark in of(figure, Link) if mark.head and len(mark.points) > 2]) == rows - 1


def test_a_column_wraps_and_is_as_wide_as_told():
    figure = drawn(ALEXNET, width="3.25in")
    assert figure.scene.width * figure.scene.scale == pytest.approx(234)
    assert measure(figure.scene).faults == ()


def test_lines_from_row_to_row_run_as_far_beside_the_rows_as_the_first():
    figure = drawn("input: 64x64x512\nlayers: [%s flatten]" % ("{conv: 64 3x3}, " * 24), width="3.25in")
    around = [mark.points for mark in of(figure, Link) if len(mark.points) > 3]
    assert len(around) > 4
    assert len({round(points[1][0]) for points in around}) == 2


def test_a_skip_goes_around_above_and_no_row_begins_within_it():
    block = "{residual: [conv: 16 3x3 bn relu, conv: 16 3x3 bn]}, relu"
    figure = drawn(f"input: 32x32x3\nlayers: [conv: 16 3x3, {block}, conv: 16 3x3, {block}, gap, dense: 10]")
    marks = solids(figure)
    arcs = [
        mark
        for mark in of(figure, Link)
        if len(mark.points) == 4 and mark.dot and mark.points[1][1] == mark.points[2][1]
    ]
    assert len(arcs) == 2
    for arc in arcs:
        (source, target), (x, y), (u, v) = arc.edges[0], arc.points[0], arc.points[-1]
        between = [hull(mark.corners) for mark in marks.values() if x < hull(mark.corners).center[0] < u]
        assert all(arc.points[1][1] <= box.top - 7.9 for box in between if abs(box.center[1] - y) < 60)
        for name, at in ((source, (x, y)), (target, (u, v))):
            if name in marks:
                assert hull(marks[name].corners).grown(0.1).holds(Box(*at, *at))
    assert measure(figure.scene).faults == ()
    pairs = [pair for mark in of(figure, Solid) for beam in mark.beams for pair in beam.edges]
    pairs += [pair for mark in of(figure, Link) if mark.head for pair in mark.edges]
    assert sorted(pairs) == sorted((edge.source, edge.target) for edge in figure.drawn.edges)


def test_a_skip_longer_than_a_row_is_refused_by_name():
    with pytest.raises(LayoutError, match=r"a skip within one row, but that from '.*' to '.*' is longer"):
        drawn(SPECS / "unet.yaml")


def test_what_cannot_be_shown_is_refused_by_name():
    for spec, name in (
        ("input: 8x3\nlayers: [lstm: 4]", "lstm"),
        ("inputs: {a: 4, b: 5}\nlayers: [{dense: 3, from: a}, {dense: 3, from: b}]", "a"),
        ("input: 8x8x8x3\nlayers: [conv: 4 3x3x3]", "input"),
        ("input: ?x?x3\nlayers: [conv: 4 3x3]", "input"),
    ):
        with pytest.raises(LayoutError, match=f"'alexnet'.*'.*{name}.*'") as error:
            drawn(spec)
        assert "try the renderer 'blocks'" in error.value.hint or "--input-shape" in error.value.hint


def test_pools_are_said_or_drawn_but_never_dropped():
    spec = "input: 32x32x3\nlayers: [conv: 4 3x3, maxpool: 2, conv: 8 3x3, maxpool: 2]"
    figure = drawn(spec)
    assert "pool, conv 3×3" in said(figure)
    assert len(solids(figure)) == 4  # the last one is what the network puts out
    assert len(solids(drawn(spec, pools="blocks"))) == 5


def test_nothing_is_dropped_in_silence():
    assert "conv 3×3 + layer norm" in said(drawn("input: 8x8x3\nlayers: [conv: 4 3x3, layernorm, conv: 5 3x3 relu]"))
    figure = drawn("input: 8x8x3\nlayers: [conv: 4 3x3 bn relu]", show_layer_activations=True)
    assert "conv 3×3 + BN + ReLU" in said(figure)


def test_one_channel_is_visible():
    for scale in KINDS:
        figure = drawn("input: 64x64x1\nlayers: [conv: 2048 3x3]", depth_scale=scale, scale=scale)
        assert sides(solids(figure)["input"])[0] >= 2.599


def test_styles_reach_words_groups_and_layers():
    spec = "input: 8x8x3\nlayers: [{group: stem, layers: [conv: 4 3x3]}, {conv: 5 3x3, name: c2}, flatten, {dense: 3, name: output}]"
    figure = drawn(spec, style={"stem": {"fill": "#ff0000"}, "c2": {"fill": "#00ff00"}})
    fills = {(item.layer, item.fill.color) for item in figure.scene.flat() if isinstance(item, Polygon) and item.fill}
    assert {("stem/conv", "#ff0000"), ("c2", "#00ff00"), ("output", figure.style.looks["dense"]["fill"])} <= fills


CHANGES = {
    "view": "steep", "azimuth": 30.0, "elevation": 20.0, "angle": 60.0, "ratio": 0.3, "slope": True, "scale": "log", "unit": 1.0,
    "power": 0.4, "depth_scale": "sqrt", "depth_unit": 0.2, "depth_power": 0.5, "kernel_scale": "linear", "kernel_unit": 2.0, "gap": 40.0,
    "gaps": (60.0, 50.0), "rows": 2, "pools": "blocks", "kernels": False, "kernel_at": (0.1, 0.1), "apex_at": (0.2, 0.2), "dot": False,
    "vectors": "flat", "thickness": 4.0, "between": "lines", "color1": "tomato", "color2": "#123456", "color3": "gold", "opacity": 0.2,
    "kernel_opacity": 0.5, "border": 2.0, "labels": False, "names": "full", "sizes": "over", "kernel_sizes": True, "ops": False,
    "show_layer_activations": True, "legend": "false", "font_scale": 1.2, "picture": "none", "picture_opacity": 0.5, "picture_flip": True, "caption": "A net.", "width": 234.0,
}  # fmt: skip


@pytest.mark.parametrize("option", [option.name for option in options_of(Options)])
def test_every_option_changes_the_drawing(option, tmp_path):
    source = ALEXNET
    if option.startswith("picture"):
        (tmp_path / "cat.png").write_bytes(PIXEL)
        source = tmp_path / "net.yaml"
        source.write_text("input: {shape: 8x8x3, image: cat.png}\nlayers: [conv: 4 3x3]")
    base = {
        "slope": {"view": "classic"}, "kernel_unit": {"kernel_scale": "linear"},
        "azimuth": {"elevation": 20.0}, "elevation": {"azimuth": 30.0},
    }.get(option, {})  # fmt: skip
    changed = {**base, option: CHANGES[option]}
    plain = {} if option in ("azimuth", "elevation") else base
    assert drawn(source, **changed).svg != drawn(source, **plain).svg


@pytest.mark.parametrize(
    ("option", "value"),
    [
        *(("opacity", -0.1), ("opacity", 1.1), ("kernel_opacity", 2), ("border", 0), ("border", 4), ("gap", -1), ("gap", 1001)),
        *(("gaps", [500000]), ("kernel_at", [0.6, 0]), ("kernel_at", [0.5]), ("kernel_at", []), ("apex_at", [1, 1]), ("color3", "grün")),
        *(("scale", "cubic"), ("view", "front"), ("azimuth", 90), ("elevation", 2), ("angle", 0), ("ratio", 2), ("font_scale", 4)),
        *(("power", 0), ("unit", -1), ("depth_unit", 101), ("thickness", 0), ("sizes", "beside"), ("pools", "none"), ("azimuth", 20)),
    ],
)  # fmt: skip
def test_values_out_of_range_are_refused(option, value):
    with pytest.raises(UsageError, match=option):
        drawn(ALEXNET, **{option: value})


def test_text_grows_with_its_option_and_keeps_clear():
    figure = drawn(ALEXNET, font_scale=1.4)
    assert measure(figure.scene).faults == ()
    assert min(item.font.size for item in figure.scene.flat() if hasattr(item, "font")) == pytest.approx(6 * 1.4)


def test_sizes_of_kernels_stand_on_them():
    figure = drawn(ALEXNET, kernel_sizes=True)
    marks = list(solids(figure).values())
    assert [line.text for mark in marks for line in mark.lines] == ["11×11", "5×5", "3×3", "3×3", "3×3"]
    for mark in marks[1:5]:
        (line,), (kernel,) = mark.lines, mark.kernels
        assert hull(kernel).holds(
            Box(line.at[0] - line.width / 2, line.at[1] - 4.3, line.at[0] + line.width / 2, line.at[1])
        )
    assert measure(figure.scene).faults == ()


def test_wires_as_convnet_drawer_draws_them():
    """Its picture: edges alone, the hidden ones dotted, kernels in blue, depths as the power 0.6 of the channels."""
    figure = drawn(SPECS / "lenet.yaml", style="convnet-drawer", unit=1, depth_unit=1)
    marks = list(solids(figure).values())[::-1]  # seen from the left, the first are painted last
    assert [round(sides(mark)[0], 3) for mark in marks[:5]] == [round(count**0.6, 3) for count in (1, 6, 6, 16, 16)]
    assert [round(sides(mark)[1]) for mark in marks[:5]] == [32, 28, 14, 10, 5]
    near, far = marks[0].corners[0], marks[0].corners[1]
    assert (near[0] - far[0], near[1] - far[1]) == pytest.approx((32 * 0.7 * 3**0.5 / 2, 32 * 0.7 / 2))
    assert not [item for item in figure.scene.flat() if isinstance(item, Polygon) and item.fill and item.layer]
    dotted = [item for item in figure.scene.flat() if isinstance(item, Line) and item.stroke.dash]
    assert len(dotted) == 3 * len(marks)
    assert said(figure)[:5] == ["32×32×1", "28×28×6", "14×14×6", "10×10×16", "5×5×16"]
