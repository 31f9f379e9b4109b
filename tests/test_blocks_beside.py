"""Blocks beside a figure: each is tied to a box it explains, and its inputs have names."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

import archdraw
from archdraw.diagram import Block, Frame, Label, Link
from archdraw.layouts.graph import compose
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


def named(figure):
    """Give the frames beside a figure that have the name of closed boxes: alone, or with the numbers of these."""
    labels = [mark.lines[0].text for mark in figure.diagram.marks if isinstance(mark, Block) and mark.lines]
    return {
        title for title in frames(figure) if any(re.fullmatch(rf"{re.escape(title)}( \d.*)?", one) for one in labels)
    }


DRAWN = [
    SPECS / "yolo-fpn.yaml",
    SPECS / "diffusion-unet.yaml",
    SPECS / "efficientnet-b0.yaml",
    *sorted(KERAS.glob("*.keras")),
]


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.stem)
def test_a_block_is_tied_by_two_lines_that_cross_nothing_or_by_its_name(path):
    figure = drawn(path)
    lines = [m for m in figure.diagram.marks if isinstance(m, Link) and m.kind == "zoom"]
    arrows = [
        pair for m in figure.diagram.marks if isinstance(m, Link) and m.kind != "zoom" for pair in pairwise(m.points)
    ]
    assert all(len(line.points) == 2 for line in lines)
    for line in lines:
        assert (
            sum(other.points[0][0] == line.points[0][0] or other.points[0][1] == line.points[0][1] for other in lines)
            > 1
        )
        assert not [arrow for arrow in arrows if crosses(line.points, arrow)]


def crosses(one, two):
    def side(a, b, c):
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    (a, b), (c, d) = one, two
    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def test_a_block_that_skips_would_cross_has_the_name_of_its_boxes():
    figure = drawn(SPECS / "yolo-fpn.yaml")
    assert named(figure) >= {"Down", "Neck", "Up"}
    assert measure(figure.scene).faults == ()


@pytest.mark.parametrize(
    ("name", "block", "boxes"),
    [
        ("ResNet50", "Bottleneck", "Conv2, Conv3, Conv4, Conv5"),
        ("EfficientNetV2S", "Fused-MBConv", "Block 2, 3"),
        ("EfficientNetV2S", "MBConv", "Block 4–6"),
        ("Xception", "Separable residual", "Block 3, 4, 13"),
    ],
)
def test_a_block_that_is_not_called_as_its_boxes_lists_them(name, block, boxes):
    figure = drawn(KERAS / f"{name}.keras")
    (label,) = [m.lines[0] for m in figure.diagram.marks if isinstance(m, Label) and m.lines[0].text == boxes]
    frame = frames(figure)[block]
    assert frame.left < label.at[0] < frame.right
    assert frame.top < label.at[1] < frame.top + 25


def test_blocks_that_differ_in_how_often_a_part_repeats_are_one_block():
    figure = drawn(SPECS / "yolo-fpn.yaml")
    under = [lines[1].split(" · ")[0] for lines in texts(figure) if lines[0] == "Down"]
    assert under == ["w = 32, n = 1", "w = 64, n = 2", "w = 128, n = 8", "w = 256, n = 8", "w = 512, n = 4"]
    assert [m.badge for m in figure.diagram.marks if isinstance(m, Frame) and m.title.text == "Residual"] == ["×n"]


@pytest.mark.parametrize(
    ("name", "box", "letters"),
    [("EfficientNetB0", "Block 7a", "w = 320, k = 3, s = 1 "), ("MobileNetV2", "Block 16", "w = 320, s = 1 ")],
)
def test_a_block_without_a_skip_where_the_channels_change_is_of_the_kind_of_the_others(name, box, letters):
    figure = drawn(KERAS / f"{name}.keras")
    (under,) = [lines[1] for lines in texts(figure) if lines[0] == box]
    assert under.startswith(letters)
    said = [line.text for mark in figure.diagram.marks if isinstance(mark, Label) for line in mark.lines]
    assert "if C = w" in said


@pytest.mark.parametrize("path", [path for path in DRAWN if path.stem != "NASNetMobile"], ids=lambda path: path.stem)
def test_no_closed_box_is_left_without_explanation(path, monkeypatch):
    seen = []
    finish = compose._finish
    monkeypatch.setattr(compose, "_finish", lambda draft, *more: (seen.append(draft), finish(draft, *more))[1])
    drawn(path)
    told = {name for zoom in seen[0].zooms for name in zoom.boxes}
    closed = [layer for layer in seen[0].graph.layers if layer.attrs.get("closed")]
    assert not [layer.label for layer in closed if layer.attrs["group"] not in told and len(layer.folded) > 2]


def test_every_module_of_inception_is_drawn():
    assert {"Inception 1–3", "Inception 4", "Inception 5–8", "Inception 9", "Inception 10–11"} <= set(
        frames(drawn(KERAS / "InceptionV3.keras"))
    )


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


@pytest.mark.parametrize(("name", "width"), [("resnet50", 560), ("transformer", 480)])
def test_a_figure_to_the_right_has_its_blocks_below(name, width):
    figure = drawn(SPECS / f"{name}.yaml", direction="right", width=width)
    ends = [m.points for m in figure.diagram.marks if isinstance(m, Link) and m.kind == "zoom"]
    assert ends or name == "transformer"  # of its two blocks one has no clear pair, so none has
    assert all(points[0][1] < points[-1][1] for points in ends)
    assert measure(figure.scene).faults == ()


def test_a_cell_with_two_inputs_is_drawn_below_where_beside_is_no_room():
    figure = drawn(KERAS / "NASNetMobile.keras")
    assert "NASNet cell" in frames(figure)
    said = [line.text for mark in figure.diagram.marks if isinstance(mark, Label) for line in mark.lines]
    assert "4–6, 9–11, 14–16" in said  # the numbers of its boxes, as other cells have the name too
    assert ("Skip", "H × W × D") in texts(figure)
    assert frames(figure)["NASNet cell"].top > max(m.box.bottom for m in blocks_of(figure, "nasnet_cell_14"))
    assert measure(figure.scene).faults == ()


def blocks_of(figure, *names):
    return [mark for mark in figure.diagram.marks if isinstance(mark, Block) and mark.layer in names]


def test_a_deck_is_explained_though_it_is_the_only_one_of_its_kind():
    figure = drawn(KERAS / "Xception.keras")
    assert "Block 5–12" in named(figure)
    assert measure(figure.scene).faults == ()


def test_the_boxes_of_a_u_are_explained_beside_it():
    figure = drawn(SPECS / "diffusion-unet.yaml", height=691.2)
    assert named(figure) >= {"Up", "Res"}
    assert {("Time", "512"), ("Skip", "H × W × D")} <= set(texts(figure))
    assert measure(figure.scene).faults == ()


def test_the_title_of_a_block_beside_does_not_widen_its_frame_at_one_side():
    figure = drawn(KERAS / "EfficientNetB0.keras")
    for box in frames(figure).values():
        inside = [mark.box for mark in figure.diagram.marks if isinstance(mark, Block) and box.holds(mark.box)]
        assert min(one.left for one in inside) - box.left < 35
    said = [line.text for mark in figure.diagram.marks if isinstance(mark, Label) for line in mark.lines]
    assert "Block 2, 3, 4, 5, 6, 7a" in said
    assert said.count("if C = w") == 1


@pytest.mark.parametrize(
    ("name", "windows"),  # of the depthwise convolutions in the stages, as the papers' tables give them
    [("EfficientNetB0", [3, 5, 3, 5, 5, 3]), ("EfficientNetB4", [3, 5, 3, 5, 5, 3])],
)
def test_blocks_that_differ_in_one_window_are_one_block_with_a_letter_for_it(name, windows):
    figure = drawn(KERAS / f"{name}.keras")
    (box,) = [box for title, box in frames(figure).items() if title == "MBConv"]
    inside = [mark.lines[0].text for mark in figure.diagram.marks if isinstance(mark, Block) and box.holds(mark.box)]
    assert "Depthwise conv k×k" in inside
    told = [re.search(r"k = (\d+)", " ".join(lines)) for lines in texts(figure)]
    assert [int(found[1]) for found in told if found] == windows


WINDOWS = """
input: 32x32x8
blocks:
  mix: {params: {a: null, b: null}, layers: [{conv: 8 $a relu}, {conv: 8 1x1}, {conv: 8 $b}, {conv: 8 1x1}, {conv: 8 3x3}]}
layers: [{mix: {a: 3x3, b: 5x5}}, {conv: 4 1x1}, {mix: {a: SECOND, b: 3x3}}, {conv: 8 1x1}]
"""


@pytest.mark.parametrize(("second", "blocks"), [("5x5", 2), ("3x1", 2), ("3x3", 1)])
def test_blocks_that_differ_in_two_windows_or_in_narrow_ones_are_two(second, blocks):
    asked = {"repeats": "auto", "height": 250, "detail": ["mix", "mix_2"]}
    figure = archdraw.render(WINDOWS.replace("SECOND", second).encode(), name="net.yaml", options=asked)
    assert sum(isinstance(mark, Frame) and mark.title.text == "Mix" for mark in figure.diagram.marks) == blocks


def test_a_block_says_all_its_widths_and_all_its_counts_or_none():
    figure = drawn(KERAS / "InceptionV3.keras", detail=["inception_6"], text="full")
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
        ("transformer", {}, "counts are per copy in frames"),
        ("gpt2-small", {}, "counts are per copy in the frame"),
        (
            "transformer",
            {"direction": "right", "width": 480},
            "counts are per copy in frames, summed on stacks",
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


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.stem)
def test_all_blocks_of_a_figure_are_tied_or_none(path, monkeypatch):
    seen = []
    finish = compose._finish
    monkeypatch.setattr(compose, "_finish", lambda draft, *more: (seen.append(draft), finish(draft, *more))[1])
    figure = drawn(path)
    lines = [m for m in figure.diagram.marks if isinstance(m, Link) and m.kind == "zoom"]
    assert len(lines) in (0, 2 * len(seen[0].zooms))


def test_skips_of_a_block_stand_below_its_title():
    figure = drawn(KERAS / "ResNet50.keras")
    frame = frames(figure)["Bottleneck"]
    boxes = [m.box for m in figure.diagram.marks if isinstance(m, Block) and frame.holds(m.box)]
    left, right = min(box.left for box in boxes), max(box.right for box in boxes)
    assert abs((left - frame.left) - (frame.right - right)) < 1


def test_a_narrow_column_has_its_block_below():
    figure = drawn(KERAS / "ResNet50.keras", width=200.0)
    (output,) = [m.box for m in figure.diagram.marks if isinstance(m, Block) and m.lines[0].text == "Output"]
    assert frames(figure)["Bottleneck"].top > output.bottom


def test_no_column_of_a_slide_is_nearly_empty_for_a_little_larger_print():
    figure = drawn(SPECS / "transformer.yaml", page="slide")
    ends = [
        m.box
        for m in figure.diagram.marks
        if isinstance(m, Block) and m.lines and m.lines[0].text in ("Target", "Output")
    ]
    assert len({round(box.center[0]) for box in ends}) == 1
