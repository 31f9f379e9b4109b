"""Blocks beside a figure: each is tied to a box it explains, and its inputs have names."""

from pathlib import Path

import pytest

import archdraw
from archdraw.diagram import Block, Frame, Label, Link
from archdraw.quality import measure

HERE = Path(__file__).resolve().parent
SPECS = HERE.parent / "templates" / "specs"
KERAS = HERE / "golden" / "keras"


def drawn(source, **options):
    return archdraw.render(source, renderer="blocks", options=options)


def frames(figure):
    return {mark.title.text: mark.box for mark in figure.diagram.marks if isinstance(mark, Frame) and mark.title}


def texts(figure):
    return [tuple(line.text for line in mark.lines) for mark in figure.diagram.marks if isinstance(mark, Block)]


def tied(figure):
    """Give the titles of the frames at whose border a dashed line ends."""
    ends = [m.points[-1] for m in figure.diagram.marks if isinstance(m, Link) and m.kind == "zoom"]
    return {
        title
        for title, box in frames(figure).items()
        for x, y in ends
        if box.left - 0.1 <= x <= box.right + 0.1 and box.top - 0.1 <= y <= box.bottom + 0.1
    }


def test_each_block_beside_is_tied_to_a_box():
    figure = drawn(SPECS / "yolo-fpn.yaml")
    assert tied(figure) == {"Down", "Neck", "Up"}
    assert measure(figure.scene).faults == ()


def test_a_second_input_of_a_block_is_a_small_box_with_a_name_and_a_size():
    figure = drawn(SPECS / "yolo-fpn.yaml")
    assert ("Skip", "2H × 2W × 2w") in texts(figure)
    skip = next(m for m in figure.diagram.marks if isinstance(m, Block) and m.lines[0].text == "Skip")
    assert frames(figure)["Up"].holds(skip.box)


def test_an_input_that_all_blocks_of_a_kind_share_has_the_name_of_its_source():
    spec = b"""
inputs: {x: 32x32x8, t: 4}
blocks:
  mix: {params: {f: null}, layers: [{conv: $f 3x3 relu, name: h}, {dense: $f, from: t}, {add: h}, {conv: $f 3x3}]}
layers: [{mix: 8, from: x}, {mix: 8}, {conv: 8 1x1}, {mix: 8}]
"""
    figure = archdraw.render(spec, name="net.yaml", options={"repeats": "auto", "detail": ["mix"]})
    assert ("t", "4") in texts(figure)


@pytest.mark.parametrize("name", ["resnet50", "transformer"])
def test_a_figure_to_the_right_has_its_blocks_below(name):
    figure = drawn(SPECS / f"{name}.yaml", direction="right", width=480)
    ends = [m.points for m in figure.diagram.marks if isinstance(m, Link) and m.kind == "zoom"]
    assert ends
    assert all(points[0][1] < points[-1][1] for points in ends)
    assert measure(figure.scene).faults == ()


def test_a_cell_with_two_inputs_is_drawn_below_where_beside_is_no_room():
    figure = drawn(KERAS / "NASNetMobile.keras")
    (name,) = tied(figure)
    assert name.startswith("NASNet cell ")  # with the numbers of its boxes, as other cells have the name too
    assert ("Skip", "H × W × D") in texts(figure)
    assert frames(figure)[name].top > max(m.box.bottom for m in blocks_of(figure, "nasnet_cell_14"))
    assert measure(figure.scene).faults == ()


def blocks_of(figure, *names):
    return [mark for mark in figure.diagram.marks if isinstance(mark, Block) and mark.layer in names]


def test_a_deck_is_explained_though_it_is_the_only_one_of_its_kind():
    figure = drawn(KERAS / "Xception.keras")
    assert {title.partition(" ")[0] for title in tied(figure)} == {"Separable", "Block"}  # "Block 5–12"
    assert measure(figure.scene).faults == ()


def test_the_boxes_of_a_u_are_explained_beside_it():
    figure = drawn(SPECS / "diffusion-unet.yaml", height=691.2)
    assert tied(figure) == {"Up", "Res"}
    assert {("Time", "512"), ("Skip", "H × W × D")} <= set(texts(figure))
    assert measure(figure.scene).faults == ()


def test_the_title_of_a_block_beside_does_not_widen_its_frame_at_one_side():
    figure = drawn(KERAS / "EfficientNetB0.keras")
    for box in frames(figure).values():
        inside = [mark.box for mark in figure.diagram.marks if isinstance(mark, Block) and box.holds(mark.box)]
        assert min(one.left for one in inside) - box.left < 35
    said = [line.text for mark in figure.diagram.marks if isinstance(mark, Label) for line in mark.lines]
    assert {"Block 2, 4", "Block 3, 5, 6"} <= set(said)
    assert "first copy of each: no skip" in said


def test_a_block_says_all_its_widths_and_all_its_counts_or_none():
    figure = drawn(KERAS / "InceptionV3.keras")
    inside = [
        m for box in frames(figure).values() for m in figure.diagram.marks if isinstance(m, Block) and box.holds(m.box)
    ]
    convs = [tuple(line.text for line in mark.lines) for mark in inside if mark.look.op == "conv"]
    assert convs
    assert all(", " in title for title, _ in convs)
    assert {under for _, under in convs} == {"BN, ReLU"}
    assert any(
        line.text.startswith("w = 128–160 ") for mark in blocks_of(figure, *names_of(figure)) for line in mark.lines
    )


def names_of(figure):
    return [mark.layer for mark in figure.diagram.marks if isinstance(mark, Block)]


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("transformer", {}, "counts in frames: one copy of 6"),
        ("gpt2-small", {}, "counts in the frame: one copy of 12"),
        (
            "transformer",
            {"direction": "right", "width": 480},
            "counts: of one copy in a frame, of all copies on a stack",
        ),
        ("resnet50", {}, ""),
        ("gpt2-small", {"counts": "margin"}, ""),
    ],
)
def test_a_figure_says_once_what_its_counts_are_of(name, options, said):
    lines = [
        line.text
        for m in drawn(SPECS / f"{name}.yaml", **options).diagram.marks
        if isinstance(m, Label)
        for line in m.lines
    ]
    assert [line for line in lines if line.startswith("counts")] == ([said] if said else [])
