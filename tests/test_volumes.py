"""The renderer `volumes`: sizes to scale, nothing hidden, every layer and every edge there, whatever the network."""

import warnings
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import archdraw
from archdraw import pipeline
from archdraw.diagram import Glued, Key, Label, Link, Look, Merge
from archdraw.errors import LayoutError
from archdraw.layouts.volumes.building import net
from archdraw.layouts.volumes.strips import strips
from archdraw.quality import measure
from archdraw.renderers import VOLUMES

HERE = Path(__file__).parent
SPECS = HERE.parent / "templates/specs"
KERAS = HERE / "golden/keras"


def drawn(source, **options):
    return archdraw.render(source, name="net.yaml", renderer="volumes", **options)


def solids(figure):
    return [solid for mark in figure.diagram.marks if isinstance(mark, Glued) for solid in mark.solids]


def named(figure, layer):
    (found,) = [solid for solid in solids(figure) if solid.layer == layer]
    return found


def front(solid):
    """Give the left, top, right and bottom of the front of a body."""
    corners = [solid.corners[i] for i in (0, 2, 4, 6)]
    return (
        min(x for x, _ in corners), min(y for _, y in corners), max(x for x, _ in corners), max(y for _, y in corners),
    )  # fmt: skip


def hull(mark):
    points = [point for solid in mark.solids for point in solid.corners]
    return min(x for x, _ in points), min(y for _, y in points), max(x for x, _ in points), max(y for _, y in points)


def words(figure, role):
    return [
        line for mark in figure.diagram.marks if isinstance(mark, Label) for line in mark.lines if line.role == role
    ]


def texts(figure):
    found = [line.text for mark in figure.diagram.marks if isinstance(mark, Label) for line in mark.lines]
    return found + [mark.line.text for mark in figure.diagram.marks if isinstance(mark, Key)]


def test_vgg16_has_the_sizes_of_the_drawing_by_hand():
    """96 points for 224, the exponent with which 7 is 24 points long: 0.4; 64 channels are 8.4 points thick, and grow with 0.3."""
    figure = drawn(SPECS / "vgg16.yaml")
    for layer, size in (("conv1/conv", 224), ("conv2/conv", 112), ("conv5/conv", 14), ("conv5/maxpool", 7)):
        left, top, right, bottom = front(named(figure, layer))
        assert bottom - top == pytest.approx(96 * (size / 224) ** 0.4, abs=0.01)
        if "maxpool" in layer:
            assert right - left == pytest.approx(2.4)
    for layer, count in (("conv3/conv", 256), ("conv4/conv", 512)):
        left, _, right, _ = front(named(figure, layer))
        assert right - left == pytest.approx(8.4 * (count / 64) ** 0.3, abs=0.6)  # or as thick as its label
    assert figure.scene.width <= 468
    names = [line.text for line in words(figure, "label")]
    assert names == ["Input", "conv1", "conv2", "conv3", "conv4", "conv5", "fc6", "fc7", "fc8"]
    assert len({line.at[1] for line in words(figure, "label")}) == 1
    assert [mark.line.text for mark in figure.diagram.marks if isinstance(mark, Key)] == [
        "conv 3×3 + ReLU", "max pool 2×2", "dense + ReLU", "softmax",
    ]  # fmt: skip


def test_unet_has_white_slabs_for_what_is_copied_and_lanes_that_do_not_cross():
    figure = drawn(SPECS / "unet.yaml")
    names = [line.text for line in words(figure, "label")]
    assert names[1:6] == ["enc 1", "enc 2", "enc 3", "enc 4", "bottleneck"]
    assert names[6:] == ["dec 4", "dec 3", "dec 2", "dec 1", "Output"]
    copies = [solid for solid in solids(figure) if solid.look.op == "copied"]
    assert [solid.layer for solid in copies] == ["concat", "concat_2", "concat_3", "concat_4"]
    arcs = [mark for mark in figure.diagram.marks if isinstance(mark, Link) and len(mark.points) == 4]
    lanes = [arc.points[1][1] for arc in arcs]
    assert lanes == sorted(lanes, reverse=True)
    assert measure(figure.scene).crossings == 0


def test_arrows_begin_on_the_last_face_and_end_at_the_next_front():
    figure = drawn(SPECS / "vgg16.yaml")
    blocks = [mark for mark in figure.diagram.marks if isinstance(mark, Glued)]
    arrows = [mark for mark in figure.diagram.marks if isinstance(mark, Link)]
    assert len(arrows) == len(blocks) - 1
    for arrow, one, two in zip(arrows, blocks, blocks[1:], strict=False):
        east = one.solids[-1].corners[4:]
        assert min(x for x, _ in east) <= arrow.points[0][0] <= max(x for x, _ in east) + 0.01
        assert arrow.points[-1][0] == pytest.approx(front(two.solids[0])[0])
        assert arrow.points[0][1] == arrow.points[-1][1]


SOURCES = [*sorted(SPECS.glob("*.yaml")), *sorted(KERAS.glob("*.keras"))]
UNSHOWN = {"seq2seq-attention"}  # a layer with several outputs
DENSE = {"diffusion-unet", "NASNetMobile"}  # too many skips within one row for a page


@pytest.mark.parametrize(
    "source", [SPECS / "diffusion-unet.yaml", KERAS / "NASNetMobile.keras"], ids=lambda path: path.stem
)
def test_networks_of_skips_all_over_are_left_to_blocks(source):
    """They would be drawn with letters of 1 or 2 points."""
    with pytest.raises(LayoutError, match="too much leads around them") as caught:
        drawn(source)
    assert "blocks" in str(caught.value.hint)


def test_side_outputs_are_words_on_arcs_that_do_not_cross():
    """HED: five outputs at five sizes, each a convolution and an upsampling, concatenated."""
    figure = drawn(HERE.parent / "gallery/hed/hed.yaml")
    assert {"conv 1×1", "conv 1×1, upsample ×2", "conv 1×1, upsample ×4", "conv 1×1, upsample ×8"} <= set(texts(figure))
    assert len([solid for solid in solids(figure) if solid.look.op == "copied"]) == 4
    assert measure(figure.scene).crossings == 0
    pools = [mark for mark in figure.diagram.marks if isinstance(mark, Glued) and mark.solids[-1].look.op == "pool"]
    assert len(pools) == 4
    assert all(len(mark.solids) > 1 for mark in pools)


@pytest.mark.parametrize("source", [SPECS / "unet.yaml", HERE.parent / "gallery/hed/hed.yaml"], ids=["unet", "hed"])
def test_no_strip_begins_with_what_comes_from_before_a_pool(source):
    """There, a line from the strip before would be taken for what the pool gives."""
    graph = pipeline.run(archdraw.read(source), pipeline.parse(VOLUMES.passes))
    found = net(graph)
    cut = strips(found, [10.0] * len(found.rows[0]), 4)
    assert len(cut) == 3
    assert all(strip.rows[0][0].sign != "port" for strip, _ in cut)


def test_fcn_is_the_published_one():
    """FCN-8s: the weights of VGG-16's convolutions, of fc6 and fc7 as convolutions, three scores, three up-convolutions."""
    vgg = archdraw.read(SPECS / "vgg16.yaml").totals().params - (25088 * 4096 + 4096) - (4096**2 + 4096) - 4097 * 1000
    heads = 49 * 512 * 4096 + 4096 + 4096**2 + 4096
    scores = (4096 + 1) * 21 + (512 + 1) * 21 + (256 + 1) * 21
    ups = 2 * 16 * 21**2 + 256 * 21**2
    assert archdraw.read(SPECS / "fcn8.yaml").totals().params == vgg + heads + scores + ups


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_every_layer_and_every_edge_of_the_network_is_there(source):
    graph = pipeline.run(archdraw.read(source), pipeline.parse(VOLUMES.passes))
    if source.stem in UNSHOWN:
        with pytest.raises(LayoutError, match="has 5 outputs"):
            net(graph)
        return
    found = net(graph)
    made = [layer.name for row in found.rows for block in row for slab in block.slabs for layer in slab.made]
    inner = {slab.layer.name for row in found.rows for block in row for slab in block.slabs for layer in slab.made}
    said = {name for arc in found.arcs for edge in arc.edges for name in edge}
    assert {layer.name for layer in graph.layers} <= {*made, *said}
    assert inner <= set(made)
    edges = {edge for row in found.rows for block in row for edge in block.edges}
    edges |= {edge for arc in found.arcs for edge in arc.edges}
    for row in found.rows:
        for block in row:
            for one, two in zip(block.slabs, block.slabs[1:], strict=False):
                edges.add((one.made[-1].name, two.layer.name))
            for slab in block.slabs:
                names = [layer.name for layer in slab.made]
                edges |= set(pairwise(names))
    assert {(edge.source, edge.target) for edge in graph.edges if not edge.role} <= edges


@pytest.mark.parametrize(
    "source", [path for path in SOURCES if path.stem not in UNSHOWN | DENSE], ids=lambda path: path.stem
)
def test_figures_of_real_networks_have_no_fault(source):
    figure = drawn(source)
    assert measure(figure.scene).faults == ()
    assert figure.scene.width <= 468.01


def test_a_projection_on_a_skip_is_said_on_its_line():
    figure = drawn(KERAS / "Xception.keras")
    assert "conv 1×1" in texts(figure)


def test_what_repeats_has_a_brace_with_its_number():
    figure = drawn(SPECS / "resnet50.yaml")
    assert [line.text for line in words(figure, "badge")] == ["×3", "×4", "×6", "×3"]
    braces = [mark for mark in figure.diagram.marks if isinstance(mark, Link) and mark.kind == "bracket"]
    assert len(braces) == 4
    sums = [mark for mark in figure.diagram.marks if isinstance(mark, Merge)]
    assert [mark.look.op for mark in sums] == ["add"] * 4


def test_stages_that_are_tapped_are_drawn_once_and_short_runs_stay_slabs():
    """YOLOv3: residuals without a frame, whose last copies are read by the pyramid too; pairs of convolutions are slabs that touch."""
    figure = drawn(SPECS / "yolo-fpn.yaml")
    assert [line.text for line in words(figure, "badge")] == ["×2", "×8", "×8", "×4"]
    quality = measure(figure.scene)
    assert quality.smallest >= 5
    assert (quality.faults, quality.crossings) == ((), 0)
    assert max(len(mark.solids) for mark in figure.diagram.marks if isinstance(mark, Glued)) == 9


def test_a_long_network_wraps_and_skips_go_on_from_the_new_row():
    figure = drawn(SPECS / "resnet50.yaml", width="3.25in")
    rows = {round(line.at[1], 2) for line in words(figure, "label")}
    assert len(rows) == 2
    assert measure(figure.scene).faults == ()


def test_parallel_inputs_are_parallel_rows():
    figure = drawn(SPECS / "siamese.yaml")
    inputs = [solid for solid in solids(figure) if solid.look.op == "input"]
    assert len(inputs) == 2
    assert front(inputs[0])[0] == pytest.approx(front(inputs[1])[0])
    assert front(inputs[0])[1] != pytest.approx(front(inputs[1])[1])


def spec(*layers, size="64x64x3"):
    return f"input: {size}\nlayers: [{', '.join(layers)}]".encode()


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (spec("{conv: 8 3x3}", "flatten", "{dense: 25088}", "{dense: 4096}", "{dense: 512 softmax}"), {"25088", "4096", "512"}),
        (spec("{conv: 1 3x3}", "{conv: 1 3x3 s2}", size="64x64x1"), {"1", "64", "32"}),
        (spec("{conv: 8 3x3}", "{maxpool: 2}", size="32x128x1"), {"32", "128"}),
        (spec("{conv: 8 3x3 s2}", size="HxWx3"), {"H", "W", "H/2", "W/2"}),
        (spec("{conv: 8 3}", "{maxpool: 2}", size="100x4"), {"100", "4"}),
        (spec("{conv: 8 3}", size="16x32x48x1"), {"16 × 32", "48"}),
        (spec("{lstm: 16}", "{lstm: 8 last}", "{dense: 2}", size="20x4"), {"20", "16", "8"}),
    ],
    ids=["vectors", "one channel", "not square", "letters", "sequence", "volume", "recurrent"],
)  # fmt: skip
def test_sizes_of_every_kind_are_drawn_and_said(source, said):
    figure = drawn(source)
    assert said <= set(texts(figure))
    assert measure(figure.scene).faults == ()


HOSTILE = ["</svg><script>alert(1)</script>", r"\input{x} _% & { ^ ~ #", "a" * 300, "‮abc", "漢字 مرحبا"]


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_is_only_text(name):
    import json

    source = f"input: 8x8x3\nlayers: [{{conv: 8 3x3, label: {json.dumps(name)}}}, flatten, {{dense: 2}}]".encode()
    figure = drawn(source)
    assert measure(figure.scene).faults == ()
    assert b"<script" not in figure.to_bytes("svg")


CHANGES = {
    "angle": "30", "ratio": "0.6", "scale": "linear", "power": "0.6", "thickness_scale": "log", "thickness_power": "0.6", "top": "60",
    "gap": "30", "rows": "2", "opacity": "0.4", "border": "1.5", "labels": "false", "names": "full", "channels": "false",
    "sizes": "over", "view": "isometric", "ratio_x": "0.5", "ratio_y": "0.5", "height_unit": "0.5", "width_unit": "0.5", "channel_unit": "0.5",
    "vectors": "away", "apart": "all", "bands": "true", "between": "funnel", "gap_from": "front", "legend": "false", "font_scale": "1.2", "caption": "A figure", "width": "150",
    "layout": "u", "picture": "none", "pictures": "conv=red.jpg", "picture_opacity": "0.5", "picture_flip": "true",
}  # fmt: skip


def test_every_option_is_tried():
    from dataclasses import fields

    from archdraw.layouts.volumes import Options

    assert {field.name for field in fields(Options)} == set(CHANGES)


@pytest.mark.parametrize(("option", "value"), CHANGES.items())
def test_every_option_changes_the_drawing(option, value, tmp_path):
    if option.startswith("picture"):
        (tmp_path / "red.jpg").write_bytes((HERE / "golden/pictures/red-and-blue.jpg").read_bytes())
        (tmp_path / "net.yaml").write_text("input: {shape: 8x8x3, image: red.jpg}\nlayers: [conv: 4 3x3]")
        usual, other = (
            drawn(tmp_path / "net.yaml", options=chosen).to_bytes("svg")
            for chosen in ({}, {option: value.replace("red.jpg", str(tmp_path / "red.jpg"))})
        )
        assert usual != other
        return
    if option == "layout":
        usual, other = (drawn(SPECS / "unet.yaml", options=chosen).to_bytes("svg") for chosen in ({}, {option: value}))
        assert usual != other
        return
    source = spec(
        "{conv: 16 3x3 relu}",
        "{maxpool: 2}",
        "{conv: 32 3x3 relu}",
        "{conv: 64 3x3 s2}",
        "flatten",
        "{dense: 10 softmax}",
    )
    usual, other = (drawn(source, options=chosen).to_bytes("svg") for chosen in ({}, {option: value}))
    assert usual != other


@st.composite
def networks(draw, most=12):
    """Make a chain with skips: convolutions, pools, up-convolutions, sums with what has the same shape, concatenations."""
    layers, size, count = [], 128, draw(st.sampled_from([1, 3, 16]))
    source = count
    seen = {}
    for i in range(draw(st.integers(1, most))):
        kinds = ["conv"] + ["pool"] * (size >= 8) + ["up"] * (size < 128) + ["skip"] * bool(seen)
        kind = draw(st.sampled_from(kinds))
        name = f"l{i}"
        if kind == "conv":
            count = draw(st.sampled_from([1, 8, 64, 500, 2048]))
            layers.append(f"{{conv: {count} 3x3 relu, name: {name}}}")
        elif kind == "pool":
            size //= 2
            layers.append(f"{{maxpool: 2, name: {name}}}")
        elif kind == "up":
            size, count = size * 2, max(1, count // 2)
            layers.append(f"{{deconv: {count}, name: {name}}}")
        else:
            other = draw(st.sampled_from(sorted(seen)))
            high, wide = seen[other]
            if high != size:
                continue
            if wide == count and draw(st.booleans()):
                layers.append(f"{{add: {other}, name: {name}}}")
            else:
                count += wide
                layers.append(f"{{concat: {other}, name: {name}}}")
        if layers:
            seen[name] = (size, count)
    if draw(st.booleans()):
        layers += ["gap", "{dense: 10 softmax}"]
    return spec(*(layers or ["relu"]), size=f"128x128x{source}")


@given(networks())
@settings(max_examples=25, deadline=None)
def test_random_networks_are_drawn_without_a_fault(source):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", archdraw.errors.ArchdrawWarning)
        figure = drawn(source)
    assert [fault.message for fault in measure(figure.scene).faults if fault.kind != "small text"] == []


@pytest.mark.long
@given(networks(most=40))
@settings(max_examples=150, deadline=None)
def test_random_deep_networks_are_drawn_without_a_fault(source):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", archdraw.errors.ArchdrawWarning)
        figure = drawn(source)
    assert [fault.message for fault in measure(figure.scene).faults if fault.kind != "small text"] == []


@given(st.lists(st.tuples(st.integers(4, 512), st.integers(1, 2048)), min_size=2, max_size=6, unique=True))
@settings(max_examples=25, deadline=None)
def test_what_is_larger_is_never_drawn_smaller(shapes):
    layers = [f"{{custom: x, shape: {size}x{size}x{count}}}" for size, count in shapes]
    figure = drawn(spec(*layers))
    found = [front(solid) for solid in solids(figure)][1:]
    measured = [(bottom - top, right - left) for left, top, right, bottom in found]
    for (size, count), (high, thick) in zip(shapes, measured, strict=True):
        for (other, fewer), (lower, thinner) in zip(shapes, measured, strict=True):
            assert size < other or high >= lower - 1e-6
            assert count < fewer or thick >= thinner - 1e-6


U_SHAPED = {
    "valid": """
input: 572x572x1
blocks: {double: {params: {f: null}, layers: [{conv: $f 3x3 valid relu, repeat: 2}]}}
layers: [{double: 64, name: a}, {maxpool: 2}, {double: 128, name: b}, {maxpool: 2}, {double: 256}, {deconv: 128},
  {concat: b, crop: true}, {double: 128}, {deconv: 64}, {concat: a, crop: true}, {double: 64}, {conv: 2 1x1 softmax}]
""",
    "sums": """
input: 256x128x3
layers: [{conv: 32 3x3 relu, name: a}, {conv: 64 3x3 s2 relu, name: b}, {conv: 128 3x3 s2 relu}, {deconv: 64}, {add: b},
  {conv: 64 3x3 relu}, {deconv: 32}, {add: a}, {conv: 3 1x1 sigmoid}]
""",
    "sums of long names": """
input: 256x256x1
layers: [{conv: 1 3x3 relu, name: a}, {maxpool: 2}, {conv: 2 3x3 relu, label: a name as long as this}, {deconv: 1, label: another such name}, {add: a}, {conv: 2 1x1 softmax}]
""",
    "autoencoder": """
input: 64x64x3
layers: [{conv: 16 3x3 s2 relu}, {conv: 32 3x3 s2 relu}, {deconv: 16 3x3 s2 relu}, {deconv: 3 3x3 s2 sigmoid}]
""",
    "unet": (SPECS / "unet.yaml").read_text(),
    "unet3d": (SPECS / "unet3d.yaml").read_text(),
}


@pytest.mark.parametrize(("name", "width"), [(name, "468pt") for name in U_SHAPED] + [("unet", "3.25in")])
def test_a_network_that_leads_down_and_up_is_a_u(name, width):
    figure = drawn(U_SHAPED[name].encode(), width=width, options={"layout": "u"})
    assert measure(figure.scene).faults == ()
    assert measure(figure.scene).crossings == 0
    blocks = [hull(mark) for mark in figure.diagram.marks if isinstance(mark, Glued)]
    lowest = max(range(len(blocks)), key=lambda k: blocks[k][3])
    assert [box[1] for box in blocks[: lowest + 1]] == sorted(box[1] for box in blocks[: lowest + 1])
    assert blocks[0][0] == min(box[0] for box in blocks)
    assert blocks[-1][2] == max(box[2] for box in blocks)
    for i, one in enumerate(blocks):
        for two in blocks[i + 1 :]:
            assert one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] or two[3] <= one[1]


PAPER = """
input: 572x572x1
blocks: {double: {params: {f: null}, layers: [{conv: $f 3x3 valid relu, repeat: 2}]}}
layers: [{double: 64, name: a}, {maxpool: 2}, {double: 128, name: b}, {maxpool: 2}, {double: 256, name: c}, {maxpool: 2}, {double: 512, name: d},
  {maxpool: 2}, {double: 1024}, {deconv: 512}, {concat: d, crop: true}, {double: 512}, {deconv: 256}, {concat: c, crop: true}, {double: 256},
  {deconv: 128}, {concat: b, crop: true}, {double: 128}, {deconv: 64}, {concat: a, crop: true}, {double: 64}, {conv: 2 1x1 softmax}]
"""


@pytest.mark.parametrize("width", ["468pt", "3.25in"])
def test_maps_that_lose_a_border_touch_so_that_the_u_net_of_2015_is_read_in_a_column(width):
    figure = drawn(PAPER.encode(), width=width)
    quality = measure(figure.scene)
    assert quality.smallest >= 5
    assert quality.faults == ()
    blocks = [mark for mark in figure.diagram.marks if isinstance(mark, Glued)]
    assert [len(mark.solids) for mark in blocks] == [1, 3, 3, 3, 3, 2, 4, 4, 4, 4, 1]
    assert {"568", "280", "136", "64", "28", "52", "100", "196", "388"} <= set(texts(figure))
    for mark in blocks:
        heights = [bottom - top for _, top, _, bottom in map(front, mark.solids)]
        assert heights == sorted(heights, reverse=True)


def test_copies_lead_straight_across_a_u():
    figure = drawn(SPECS / "unet.yaml", options={"layout": "u"})
    copies = [solid for solid in solids(figure) if solid.look.op == "copied"]
    across = {
        mark.edges[-1][1]: mark.points
        for mark in figure.diagram.marks
        if isinstance(mark, Link) and len(mark.points) == 2
    }
    for solid in copies:
        start, end = across[solid.layer]
        assert start[1] == pytest.approx(end[1])
        assert end[0] == pytest.approx(front(solid)[0])


def test_every_edge_is_drawn_in_a_u_too():
    row, u = (drawn(SPECS / "unet.yaml", options={"layout": layout}) for layout in ("row", "u"))
    edges = [
        {edge for mark in figure.diagram.marks if isinstance(mark, Link) for edge in mark.edges} for figure in (row, u)
    ]
    assert edges[0] == edges[1]


@pytest.mark.parametrize("name", ["vgg16", "siamese", "resnet50"])
def test_what_is_no_u_stays_in_rows_or_says_so(name):
    with pytest.raises(LayoutError, match="is no U"):
        drawn(SPECS / f"{name}.yaml", options={"layout": "u"})
    row, usual = (drawn(SPECS / f"{name}.yaml", options=chosen, width="3.25in") for chosen in ({"layout": "row"}, {}))
    assert row.to_bytes("svg") == usual.to_bytes("svg")


def test_a_u_net_is_a_row_on_a_page_and_a_u_in_a_column():
    for width, layout in (("6.5in", "row"), ("3.25in", "u")):
        told, usual = (drawn(SPECS / "unet.yaml", options=chosen, width=width) for chosen in ({"layout": layout}, {}))
        assert told.to_bytes("svg") == usual.to_bytes("svg")


def test_calls_that_share_weights_have_the_names_of_their_owners_and_say_so_once():
    figure = drawn(SPECS / "siamese.yaml")
    names = [line.text for line in words(figure, "label")]
    assert names.count("conv1") == names.count("conv4") == names.count("fc5") == 2
    assert "conv7" not in names
    assert [line.text for line in words(figure, "value")] == ["shared weights"]
    assert not words(drawn(SPECS / "vgg16.yaml"), "value")


def test_single_convolutions_are_numbered_as_in_alexnet():
    names = [line.text for line in words(drawn(SPECS / "alexnet.yaml"), "label")]
    assert names == ["Input", "conv1", "conv2", "conv3–5", "fc6", "fc7", "fc8"]


def test_pyramids_lead_from_the_corners_of_maps_to_those_of_vectors():
    figure = drawn(SPECS / "vgg16.yaml", options={"between": "pyramid"})
    dashed = [mark for mark in figure.diagram.marks if isinstance(mark, Link) and mark.kind == "fan"]
    pool, dense = named(figure, "conv5/maxpool"), named(figure, "dense")
    assert {line.points for line in dashed} == set(zip(pool.corners[4:], dense.corners[:4], strict=True))
    assert measure(figure.scene).faults == ()


@st.composite
def u_nets(draw):
    """Make an encoder and its decoder, with copies or sums at some levels."""
    depth, count = draw(st.integers(1, 5)), draw(st.sampled_from([1, 8, 64, 100]))
    down, up = [], []
    for level in range(depth):
        width = count * 2**level
        down += [f"{{conv: {width} 3x3 relu, repeat: {draw(st.integers(1, 3))}, name: e{level}}}"]
        down += [draw(st.sampled_from(["{maxpool: 2}", f"{{conv: {width} 3x3 s2 relu}}"]))]
        joins = draw(st.sampled_from(["concat", "add", ""]))
        convs = draw(st.integers(0, 2))
        joined = [f"{{{joins}: e{level}}}"] if joins else []
        up = [
            f"{{deconv: {width}}}",
            *joined,
            *([f"{{conv: {width} 3x3 relu, repeat: {convs}}}"] if convs else []),
            *up,
        ]
    size = f"256x{draw(st.sampled_from([256, 128]))}x{draw(st.sampled_from([1, 3]))}"
    return spec(*down, f"{{conv: {count * 2**depth} 3x3 relu}}", *up, "{conv: 2 1x1 softmax}", size=size)


@given(u_nets())
@settings(max_examples=25, deadline=None)
def test_random_u_nets_are_drawn_as_a_u_without_a_fault(source):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", archdraw.errors.ArchdrawWarning)
        figure = drawn(source, options={"layout": "u"})
    found = measure(figure.scene)
    assert [fault.message for fault in found.faults if fault.kind != "small text"] == []
    assert found.crossings == 0


def test_a_u_net_from_a_keras_file_is_the_same_u():
    figure = drawn(HERE / "golden/keras-nasty/unet.keras", options={"layout": "u"})
    names = {line.text for line in words(figure, "label")}
    assert {"Input", "enc 1", "enc 2", "enc 3", "bottleneck", "dec 3", "dec 2", "dec 1", "Output"} == names
    assert measure(figure.scene).faults == ()


def test_all_sizes_of_volumes_are_said_once():
    figure = drawn(SPECS / "unet3d.yaml", width="3.25in")
    found = [line.text for line in words(figure, "detail")]
    assert {"128 × 128", "64 × 64 × 32", "32 × 32 × 16", "16 × 16"} <= set(found)
    assert found.count("128 × 128") == found.count("64 × 64 × 32") == 1


@pytest.mark.parametrize("style", ["dark", "gray", "print", "keras", "latex", "pink"])
def test_copied_features_have_the_edges_of_the_convolutions_that_made_them(style):
    figure = drawn(SPECS / "unet.yaml", style=style)
    copied, conv = (figure.style.faces(Look(op)).stroke.color for op in ("copied", "conv"))
    assert copied == conv
