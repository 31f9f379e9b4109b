"""Blocks beside a figure say nothing that the table of the network's layers does not: sizes, first copies, skips, names."""

import json
import re
import zipfile
from pathlib import Path

import pytest

import archdraw
from archdraw.diagram import Block, Frame, Key, Label, Link

HERE = Path(__file__).resolve().parent
SPECS = HERE.parent / "templates" / "specs"
KERAS = HERE / "golden" / "keras"


def drawn(source):
    return archdraw.render(source, renderer="blocks")


def said(figure):
    """Give all words that are no box's: the sizes on lines, and the lines of the note."""
    return [line.text for mark in figure.diagram.marks if isinstance(mark, Label) for line in mark.lines]


def noted(figure):
    return " ".join(said(figure))


def texts(figure):
    return [tuple(line.text for line in mark.lines) for mark in figure.diagram.marks if isinstance(mark, Block)]


def titles(figure):
    return [mark.title.text for mark in figure.diagram.marks if isinstance(mark, Frame) and mark.title]


def test_what_leaves_a_block_is_what_its_strides_leave():
    # 74 → 37 and 37 → 19: rounded up
    words = said(drawn(KERAS / "Xception.keras"))
    assert "H × W × C" in words
    assert "H/2 × W/2 × u" in words
    assert "H × W × u" not in words


def test_what_enters_a_block_is_what_all_its_copies_take():
    # the first copies take half as many channels as they give, the others as many
    figure = drawn(KERAS / "MobileNet.keras")
    assert "H × W × C" in said(figure)
    assert "H × W × w" in said(figure)
    assert "H × W × w/2" not in said(figure)


def test_a_block_whose_first_copy_is_given_other_channels_takes_a_letter():
    # the tenth module of Inception-v3 is given 1280 channels, the eleventh 2048
    words = said(drawn(KERAS / "InceptionV3.keras"))
    assert "8 × 8 × C" in words
    assert words.count("8 × 8 × 2048") == 2


def strides(name):
    """Give the strides of all layers as the file says them."""
    with zipfile.ZipFile(KERAS / f"{name}.keras") as file:
        layers = json.loads(file.read("config.json"))["config"]["layers"]
    return {one["name"]: one["config"]["strides"][0] for one in layers if "strides" in one["config"]}


@pytest.mark.parametrize(
    ("name", "box", "layer", "at"),
    [
        ("ResNet50", r"Conv(\d)", "conv{}_block1_1_conv", ("Conv 1×1, w", "BN, ReLU, first: stride s")),
        ("MobileNet", r".* conv (\d+)", "conv_dw_{}", ("Depthwise conv 3×3", "BN, ReLU6, first: stride s")),
        ("MobileNetV2", r"Block (\d+)", "block_{}_depthwise", ("Depthwise conv 3×3", "BN, ReLU6, first: stride s")),
    ],
)
def test_the_stride_of_first_copies_stands_at_its_layer_and_in_each_box(name, box, layer, at):
    figure, truth = drawn(KERAS / f"{name}.keras"), strides(name)
    assert texts(figure).count(at) == 1
    found = {}
    for lines in texts(figure):
        said = re.search(r"\bs = (\d)", lines[-1]) if lines else None
        if said:
            found[layer.format(re.match(box, lines[0])[1])] = int(said[1])
    assert len(found) > 3
    assert found == {one: truth[one] for one in found}
    assert "stride" not in noted(figure)


def test_a_stride_that_all_first_copies_have_is_no_letter():
    figure = drawn(KERAS / "EfficientNetV2S.keras")
    assert ("Conv 3×3, 4C", "BN, SiLU, first: s2") in texts(figure)
    assert not any("s = " in lines[1] for lines in texts(figure) if lines[0] in ("Block 2", "Block 3"))


@pytest.mark.parametrize("name", ["MobileNetV2", "MobileNetV3Small", "EfficientNetB0"])
def test_a_skip_that_only_some_copies_have_says_which(name):
    figure = drawn(KERAS / f"{name}.keras")
    assert "if C = w" in said(figure)
    assert "no skip" not in noted(figure)
    # within the frame, at the line into the sum
    frames = [mark.box for mark in figure.diagram.marks if isinstance(mark, Frame)]
    (at, *_) = [m.lines[0].at for m in figure.diagram.marks if isinstance(m, Label) and m.lines[0].text == "if C = w"]
    assert any(box.left < at[0] < box.right and box.top < at[1] < box.bottom for box in frames)


def test_an_open_frame_says_how_its_first_copy_differs():
    # expanded_conv_1 has 72 channels inside, stride 2 and no sum; expanded_conv_2 has 88
    figure = drawn(KERAS / "MobileNetV3Small.keras")
    inside = {lines[0]: lines[1] for lines in texts(figure) if lines and "first" in lines[-1]}
    assert strides("MobileNetV3Small")["expanded_conv_1_depthwise"] == 2
    assert inside["Conv 1×1, 88"].startswith("BN, ReLU, first: 72")
    assert inside["Depthwise conv 3×3"].startswith("BN, ReLU, first: s2")
    assert "not in the first" in said(figure)
    assert "narrower" not in noted(figure)
    assert "u = 96–240: 96 in the first copy, 240 in the others" in noted(figure)


def test_no_letter_is_left_unexplained():
    dense = said(drawn(KERAS / "DenseNet121.keras"))
    assert "H × W × (C + 32)" in dense
    inception = said(drawn(KERAS / "InceptionV3.keras"))
    assert "35 × 35 × (224 + w)" in inception  # 64 + 64 + 96 + w
    assert not any("C'" in line for line in (*dense, *inception))


def test_a_projection_that_some_boxes_have_is_shown_with_its_condition():
    # one Res takes 128 channels and gives 256, through a 1×1
    figure = drawn(SPECS / "diffusion-unet.yaml")
    assert {"Up", "Res"} <= set(titles(figure))
    assert ("1×1, w", "where C ≠ w") in texts(figure)
    assert said(figure).count("H × W × C") == 2


def test_a_projection_that_starts_elsewhere_is_drawn_from_there():
    # the projection takes what is normed; the last copy's skip is a max pool, which is only noted
    figure = drawn(KERAS / "ResNet50V2.keras")
    ((box,),) = [
        [m for m in figure.diagram.marks if isinstance(m, Block) and m.lines and m.lines[-1].text == "first, as skip"]
    ]
    assert box.lines[0].text == "1×1, 4w"
    read = {pair for m in figure.diagram.marks if isinstance(m, Link) for pair in m.edges if pair[1] == box.layer}
    ((source, _),) = read
    norm = next(m for m in figure.diagram.marks if isinstance(m, Block) and m.layer == source)
    assert norm.lines[0].text == "Batch norm"
    # it is no third summand: its line is dashed, as the legend says, and enters the sum where the skip does not
    lines = [m for m in figure.diagram.marks if isinstance(m, Link) and any(box.layer in pair for pair in m.edges)]
    into = next(m for m in lines if any(pair[0] == box.layer for pair in m.edges))
    assert into.kind == "either"
    assert into.head
    assert (
        len(
            {
                m.points[-1]
                for m in figure.diagram.marks
                if isinstance(m, Link) and m.head and m.edges and {p[1] for p in m.edges} == {into.edges[0][1]}
            }
        )
        == 3
    )
    assert any(key.line.text == "instead of the skip" for key in figure.diagram.marks if isinstance(key, Key))
    assert "projection" not in noted(figure)
    assert "last copy of Conv2, Conv3, Conv4: s2 (stride 2), pooled skip" in noted(figure)


def test_a_projection_on_the_skip_is_drawn_and_not_noted():
    figure = drawn(KERAS / "ResNet50.keras")
    assert ("1×1, 4w", "first only, stride s") in texts(figure)
    assert "projection" not in noted(figure)


def test_a_box_does_not_bear_the_name_of_a_block_that_it_is_not():
    # the first block has no expansion, those of the second stage no squeeze
    figure = drawn(KERAS / "MobileNetV3Small.keras")
    boxes = {lines[0] for lines in texts(figure)}
    assert boxes >= {"Expanded conv 3–5", "Expanded conv 6–7", "Expanded conv 8–10"}
    assert "MBConv" not in titles(figure)
    assert "Expanded conv 1–2" in titles(figure)
    assert "conv 3–10" in " ".join([*titles(figure), *said(figure)])


def test_a_block_without_expansion_and_skip_is_no_inverted_residual():
    # the first block of MobileNetV2
    figure = drawn(KERAS / "MobileNetV2.keras")
    assert "Inverted residual" in titles(figure)
    assert "Block 1–16" in said(figure)
    assert "Inverted residual" not in {lines[0] for lines in texts(figure) if lines}


def test_the_letters_of_a_block_are_others_than_those_of_the_image():
    # the image is H × W, and the blocks take parts of it that differ
    words = said(drawn(KERAS / "MobileNetV3Small.keras"))
    assert {"H/8 × W/8 × 24", "M × N × C", "M × N × w"} <= set(words)
    assert "H × W × C" not in words
    assert "H × W × C" in said(drawn(KERAS / "MobileNetV2.keras"))  # the image has 224 × 224


def test_an_author_s_label_stands_for_the_setting():
    boxes = texts(drawn(SPECS / "clip.yaml"))
    assert ("[end] token",) in boxes
    assert ("First token",) in boxes


def test_a_gated_layer_says_that_it_is_two():
    # 2 · 4096 · 14336 weights
    assert ("SwiGLU 14,336", "2 × dense · 117 M") in texts(drawn(SPECS / "llama3-8b.yaml"))


def test_letters_that_no_box_gives_are_given_in_the_note():
    figure = drawn(SPECS / "diffusion-unet.yaml")
    assert not any("w = " in line for lines in texts(figure) for line in lines)
    assert "Up: w = 256, 128" in noted(figure)
    assert "Res: w = 128, 256" in noted(figure)
    assert "w = 64" not in noted(drawn(SPECS / "resnet50.yaml"))


def test_what_boxes_leave_out_is_said_once():
    figure = drawn(KERAS / "InceptionV3.keras")
    assert ("1×1, 192",) in texts(figure)
    keys = [mark.line.text for mark in figure.diagram.marks if isinstance(mark, Key)]
    assert "conv (+ BN, ReLU)" in keys


MIXED = """
input: 32x32x8
blocks:
  mix: {params: {f: null, k: null}, layers: [{conv: $f 3x3 relu}, {conv: $f 3x3}, {conv: $f $k}, {conv: $f 1x1}, {conv: $f 3x3}]}
layers: [{mix: {f: 8, k: 5x5 relu}}, {conv: 8 1x1}, {mix: {f: 8, k: 5x5 tanh}}, {conv: 8 1x1}, {mix: {f: WIDTH, k: 5x5 tanh}}, {conv: 4 1x1}]
"""
TALL = {"repeats": "auto", "height": 250}
"""A page that has no room for an open block."""


def test_a_block_names_its_boxes_where_others_have_their_name():
    figure = archdraw.render(MIXED.replace("WIDTH", "16").encode(), name="net.yaml", options=TALL)
    assert titles(figure).count("Mix") == 1
    assert "w = 8, 16" in said(figure)


def test_boxes_without_letters_are_counted():
    asked = {**TALL, "detail": ["mix_2"]}
    figure = archdraw.render(MIXED.replace("WIDTH", "8").encode(), name="net.yaml", options=asked)
    assert "2nd, 3rd of 3" in said(figure)


@pytest.mark.parametrize("renderer", ["blocks", "graph"])
@pytest.mark.parametrize("options", [{"text": "short"}, {"text": "line"}, {"label": "{type}"}], ids=str)
def test_where_boxes_say_little_the_stride_of_first_copies_is_still_said(renderer, options):
    source = KERAS / "MobileNetV3Small.keras"
    figure = archdraw.render(source, renderer=renderer, options={**options, "repeats": "frame"})
    words = [*said(figure), *(line for lines in texts(figure) for line in lines)]
    assert [line for line in words if "first" in line and "s2" in line]
