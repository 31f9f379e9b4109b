"""Blocks beside a figure say nothing that the table of the network's layers does not: sizes, first copies, skips, names."""

from pathlib import Path

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


def test_first_copies_are_noted_of_the_boxes_that_have_them():
    # the first block stands alone and has stride 1
    assert "first copy of each" not in noted(drawn(KERAS / "MobileNet.keras"))
    assert "first copy of Depthwise separable conv 2–3, 4–5, 6–11, 12–13: s2 (stride 2)" in noted(
        drawn(KERAS / "MobileNet.keras")
    )


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
    assert any("first only" in lines for lines in texts(figure))
    assert "projection" not in noted(figure)


def test_a_box_does_not_bear_the_name_of_a_block_that_it_is_not():
    # the first block has no expansion, those of the second stage no squeeze
    figure = drawn(KERAS / "MobileNetV3Small.keras")
    boxes = {lines[0] for lines in texts(figure)}
    assert boxes >= {"Expanded conv 3–5", "Expanded conv 6–7", "Expanded conv 8–10"}
    assert "MBConv" not in titles(figure)
    assert "Expanded conv 1–2" in titles(figure)
    assert "conv 3–10" in " ".join([*titles(figure), *said(figure)])


def test_a_block_gives_up_its_name_where_another_box_has_it():
    # the first block of MobileNetV2 has no expansion, and the last stands alone
    figure = drawn(KERAS / "MobileNetV2.keras")
    assert "Inverted residual" not in titles(figure)


MIXED = """
input: 32x32x8
blocks:
  mix: {params: {f: null, k: null}, layers: [{conv: $f 3x3 relu}, {conv: $f 3x3}, {conv: $f $k}, {conv: $f 1x1}, {conv: $f 3x3}]}
layers: [{mix: {f: 8, k: 3x3}}, {conv: 8 1x1}, {mix: {f: 8, k: 5x5}}, {conv: 8 1x1}, {mix: {f: WIDTH, k: 5x5}}, {conv: 4 1x1}]
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
