"""The renderer `volumes`: sizes to scale, nothing hidden, every layer and every edge there, whatever the network."""

from itertools import pairwise

import pytest

import archdraw
from archdraw import pipeline
from archdraw.diagram import Glued, Key, Link, Look, Merge
from archdraw.errors import LayoutError
from archdraw.layouts.volumes.building import net
from archdraw.quality import measure
from archdraw.renderers import VOLUMES
from tests.volumes_figures import HERE, KERAS, SPECS, drawn, front, named, solids, spec, texts, words


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


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (spec("{conv: 8 3x3}", "flatten", "{dense: 25088}", "{dense: 4096}", "{dense: 512 softmax}"), {"25088", "4096", "512"}),
        (spec("{conv: 1 3x3}", "{conv: 1 3x3 s2}", size="64x64x1"), {"1", "64", "32"}),
        (spec("{conv: 8 3x3}", "{maxpool: 2}", size="32x128x1"), {"32", "128"}),
        (spec("{conv: 8 3x3 s2}", size="HxWx3"), {"H", "W", "H/2", "W/2"}),
        (spec("{conv: 8 3x3}", "gap", "{dense: 2}", size="?x?x3"), {"3", "8", "2", "H", "W"}),
        (spec("{conv: 8 3}", "{maxpool: 2}", size="100x4"), {"100", "4"}),
        (spec("{conv: 8 3}", size="16x32x48x1"), {"16 × 32", "48"}),
        (spec("{lstm: 16}", "{lstm: 8 last}", "{dense: 2}", size="20x4"), {"20", "16", "8"}),
    ],
    ids=["vectors", "one channel", "not square", "letters", "unknown", "sequence", "volume", "recurrent"],
)  # fmt: skip
def test_sizes_of_every_kind_are_drawn_and_said(source, said):
    figure = drawn(source)
    assert said <= set(texts(figure))
    assert measure(figure.scene).faults == ()
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
