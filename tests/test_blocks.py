"""The renderer `blocks`: what stands in and between its boxes, and the distances of the design."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

import archdraw
from archdraw.diagram import Band, Block, Frame, Label, Link, Merge
from archdraw.errors import ArchdrawWarning, UsageError
from archdraw.layouts.graph import compose
from archdraw.quality import measure

HERE = Path(__file__).resolve().parent
SPECS = HERE.parent / "templates" / "specs"
KERAS = HERE / "golden" / "keras"


def drawn(source, **options):
    passes = options.pop("passes", None)
    return archdraw.render(source, renderer="blocks", options=options, passes=passes)


def boxes(figure):
    return {mark.layer: mark for mark in figure.diagram.marks if isinstance(mark, Block)}


def said(figure):
    """Give the words on edges."""
    labels = [mark for mark in figure.diagram.marks if isinstance(mark, Label)]
    return [line.text for mark in labels for line in mark.lines if line.role == "edge"]


def text_of(block):
    return tuple(line.text for line in block.lines)


@pytest.fixture(scope="module")
def resnet():
    return drawn(SPECS / "resnet50.yaml")


@pytest.fixture(scope="module")
def transformer():
    return drawn(SPECS / "transformer.yaml")


def test_four_stages_are_four_decks_and_one_block_explains_them(resnet):
    decks = [mark for mark in boxes(resnet).values() if mark.kind == "deck"]
    assert [mark.badge for mark in decks] == ["×3", "×4", "×6", "×3"]
    assert [text_of(mark) for mark in decks] == [
        ("Stage 1", "w = 64, s = 1 · 219 k"),
        ("Stage 2", "w = 128, s = 2 · 1.23 M"),
        ("Stage 3", "w = 256, s = 2 · 7.12 M"),
        ("Stage 4", "w = 512, s = 2 · 15.0 M"),
    ]
    inside = [text_of(mark) for mark in boxes(resnet).values() if "bottleneck" in mark.layer and mark.kind == "layer"]
    assert inside == [
        ("1×1, 4w", "first only, stride s"),
        ("Conv 1×1, w", "BN, ReLU"),
        ("Conv 3×3, w", "BN, ReLU, first: stride s"),
        ("Conv 1×1, 4w", "BN"),
        ("ReLU",),
    ]
    assert [mark.title.text for mark in resnet.diagram.marks if isinstance(mark, Frame)] == ["Bottleneck"]


def test_shapes_stand_where_they_change(resnet):
    assert said(resnet) == [
        *("112 × 112 × 64", "56 × 56 × 64", "56 × 56 × 256", "28 × 28 × 512", "14 × 14 × 1024", "7 × 7 × 2048", "2048"),
        *("H × W × C", "H × W × 4w"),
    ]


def test_the_figure_of_a_resnet_has_at_most_16_boxes():
    for source in (SPECS / "resnet50.yaml", KERAS / "ResNet50.keras", KERAS / "ResNet101.keras"):
        assert len(boxes(drawn(source))) <= 16


def test_dashed_lines_lead_from_the_first_deck_to_the_block(resnet):
    lines = [mark for mark in resnet.diagram.marks if isinstance(mark, Link) and mark.kind == "zoom"]
    deck = next(mark for mark in boxes(resnet).values() if mark.kind == "deck")
    (frame,) = (mark for mark in resnet.diagram.marks if isinstance(mark, Frame))
    assert [line.points[0][0] for line in lines] == [deck.box.right] * 2
    assert [line.points[1] for line in lines] == [(frame.box.left, frame.box.top), (frame.box.left, frame.box.bottom)]


def test_encoder_and_decoder_stand_side_by_side_and_are_open(transformer):
    frames = {mark.title.text: mark for mark in transformer.diagram.marks if isinstance(mark, Frame)}
    assert {name: mark.badge for name, mark in frames.items()} == {"Encoder": "×6", "Decoder": "×6"}
    assert frames["Encoder"].box.top == frames["Decoder"].box.top
    assert frames["Encoder"].box.right < frames["Decoder"].box.left
    assert said(transformer) == ["S × 512", "T × 512", "K, V"]


def test_a_residual_arrow_hugs_its_block(transformer):
    """The numbers of the design: the lane 7 from the boxes, the frame 5.5 from the lane, the first box 22 below the frame."""
    frame = next(m for m in transformer.diagram.marks if isinstance(m, Frame) and m.title.text == "Decoder")
    inside = [mark.box for mark in boxes(transformer).values() if frame.box.holds(mark.box)]
    assert {box.right for box in inside} == {frame.box.right - 12.5}
    assert min(box.top for box in inside) == pytest.approx(frame.box.top + 22)
    lanes = {
        round(x, 3)
        for mark in transformer.diagram.marks
        if isinstance(mark, Link) and mark.kind == "data"
        for (x, top), (u, bottom) in pairwise(mark.points)
        if x == u and frame.box.left < x < frame.box.right and bottom - top > 20
    }
    assert round(frame.box.right - 5.5, 3) in lanes


def test_boxes_are_seven_points_apart(transformer):
    frame = next(m for m in transformer.diagram.marks if isinstance(m, Frame) and m.title.text == "Encoder")
    inside = [m.box for m in boxes(transformer).values() if frame.box.holds(m.box)]
    inside += [
        type(frame.box).around(m.center, 2 * m.radius, 2 * m.radius)
        for m in transformer.diagram.marks
        if isinstance(m, Merge) and frame.box.left < m.center[0] < frame.box.right and m.center[1] > frame.box.top
    ]
    inside.sort(key=lambda box: box.top)
    gaps = {round(two.top - one.bottom, 3) for one, two in pairwise(inside)}
    assert gaps <= {7.0, 10.5}  # and where an arrow forks off


def test_a_position_stands_beside_the_sum_that_adds_it(transformer):
    sums = {mark.layer: mark for mark in transformer.diagram.marks if isinstance(mark, Merge)}
    for name, mark in boxes(transformer).items():
        if mark.look.op == "position":
            assert mark.box.center[1] == sums[f"{name} +"].center[1]


def test_names_that_are_words_begin_with_a_capital(transformer):
    assert text_of(boxes(transformer)["source"]) == ("Source", "S")


def test_weights_are_counted_exactly_in_a_margin():
    figure = drawn(SPECS / "gpt2-small.yaml", counts="margin")
    labels = [mark.lines[0] for mark in figure.diagram.marks if isinstance(mark, Label)]
    counts = [line.text for line in labels if line.anchor == "end" and line.role in ("detail", "value", "total")]
    ints = {"38,597,376", "786,432", "1,536", "2,362,368", "2,360,064"}
    assert ints < set(counts)
    assert "12 ×" in counts
    assert "124,439,808" in counts  # what OpenAI's model has
    assert not any("M" in part for mark in boxes(figure).values() for part in text_of(mark)[1:])
    assert measure(figure.scene).faults == ()


def test_counts_go_back_into_the_boxes_where_a_margin_cannot_hold_them():
    with pytest.warns(ArchdrawWarning, match="would share a row"):
        figure = drawn(SPECS / "transformer.yaml", counts="margin")
    assert text_of(boxes(figure)["tokens"])[1] == "37,000 × 512 · 18.9 M"


def test_a_tie_leads_around_what_stands_between():
    figure = drawn(SPECS / "gpt2-small.yaml")
    (tie,) = (mark for mark in figure.diagram.marks if isinstance(mark, Link) and mark.kind == "tie")
    one, two = (
        mark.box
        for mark in boxes(figure).values()
        if mark.box.left in (tie.points[0][0], tie.points[-1][0])
        and mark.box.center[1] in (tie.points[0][1], tie.points[-1][1])
    )
    assert {one.center[1], two.center[1]} == {tie.points[0][1], tie.points[-1][1]}
    assert tie.points[1][0] < min(mark.box.left for mark in boxes(figure).values())
    assert said(figure)[-2:] == ["shared", "weights"]


def test_an_author_names_the_blocks_to_draw_beside(tmp_path):
    figure = drawn(SPECS / "transformer.yaml", detail=["encoder"])
    assert [m.title.text for m in figure.diagram.marks if isinstance(m, Frame)].count("Encoder") == 1
    with pytest.raises(UsageError, match="no block in this figure is named 'encodr'") as error:
        drawn(SPECS / "transformer.yaml", detail=["encodr"])
    assert error.value.hint == "did you mean 'Encoder'?"
    assert not [
        m for m in drawn(SPECS / "resnet50.yaml", detail=["none"]).diagram.marks if getattr(m, "kind", "") == "zoom"
    ]


def test_softmax_gets_a_box_of_its_own_on_request():
    figure = drawn(SPECS / "gpt2-small.yaml", passes="drop,fold,group,collapse,outputs,split{activations=softmax}")
    assert ("Softmax",) in [text_of(mark) for mark in boxes(figure).values()]
    assert figure.drawn.totals().params == drawn(SPECS / "gpt2-small.yaml").drawn.totals().params


def test_bands_lie_behind_each_resolution(resnet):
    figure = drawn(SPECS / "resnet50.yaml", bands=True)
    bands = [mark.box for mark in figure.diagram.marks if isinstance(mark, Band)]
    decks = [mark.box for mark in boxes(figure).values() if mark.kind == "deck"]
    assert [sum(band.holds(deck) for deck in decks) for band in bands] == [0, 1, 1, 1, 1]
    assert [word for word in said(figure) if word.count("×") == 1] == [
        *("112 × 112", "56 × 56", "28 × 28", "14 × 14", "7 × 7"),
    ]
    assert measure(figure.scene).faults == ()
    assert not [mark for mark in resnet.diagram.marks if isinstance(mark, Band)]


NASTY = sorted((HERE / "golden" / "keras-nasty").glob("*.keras"))


@pytest.mark.parametrize("path", [*sorted(SPECS.glob("*.yaml")), *NASTY], ids=lambda path: path.stem)
def test_no_size_is_left_out_for_want_of_room(path, monkeypatch):
    seen = []
    finish = compose._finish
    monkeypatch.setattr(compose, "_finish", lambda draft, *more: (seen.append(draft), finish(draft, *more))[1])
    drawn(path)
    for part in seen[0].all:
        assert part.said.keys() <= part.placed.labels.keys()


def test_a_nested_model_of_one_layer_has_a_frame():
    figure = drawn(HERE / "golden" / "keras-nasty" / "nested3.keras")
    titles = [m.title.text for m in figure.diagram.marks if isinstance(m, Frame)]
    assert titles == ["middle_b", "Seq", "inner_c", "Seq in seq"]


def test_a_model_that_is_one_box_shows_what_it_takes():
    figure = drawn(HERE / "golden" / "keras-nasty" / "sub_resnet.keras")
    lines = [[line.text for line in mark.lines] for mark in figure.diagram.marks if isinstance(mark, Block)]
    assert lines == [["Input", "32 × 32 × 3"], ["SubResNet"], ["Output"]]


@pytest.mark.parametrize("path", sorted((HERE / "golden" / "keras").glob("*.keras")), ids=lambda path: path.stem)
def test_strides_have_one_wording_and_bare_numbers_say_what_they_count(path):
    figure = drawn(path)
    lines = [line.text for m in figure.diagram.marks if isinstance(m, Label | Block) for line in m.lines]
    assert not [line for line in lines if re.search(r"(?<!\()\bstride (?!s$)", line)]
    assert not [line for line in lines if re.search(r" · \d+$", line)]


def closed_in(figure):
    """Name the groups that are one box each in a figure."""
    return {one.layer for one in figure.diagram.marks if isinstance(one, Block)} & {
        group.name for group in figure.drawn.groups
    }


def test_just_the_groups_that_are_named_are_closed_in():
    spec = SPECS / "resnet50.yaml"
    every = {group.name for group in archdraw.render(spec).drawn.groups}
    assert closed_in(archdraw.render(spec, options={"closed": "none"})) == set()
    assert closed_in(archdraw.render(spec, options={"closed": "*"})) == every
    assert closed_in(archdraw.render(spec, options={"closed": "Stage 3"})) == {"bottleneck_9"}
    assert closed_in(archdraw.render(spec, options={"closed": ["=bottleneck_9", "Stage 1"]})) == {
        "bottleneck_9",
        "bottleneck_2",
    }
    with pytest.raises(UsageError, match="no group in this figure is named 'Stag 3'") as caught:
        archdraw.render(spec, options={"closed": "Stag 3"})
    assert "Stage 3" in caught.value.hint
    with pytest.raises(UsageError):
        archdraw.render(spec, options={"closed": "=Stage 3"})


@pytest.mark.parametrize("name", ["resnet50", "transformer", "unet", "vit-b16", "yolo-fpn", "clip"])
def test_what_a_layout_chose_draws_the_same_figure_again(name):
    figure = archdraw.render(SPECS / f"{name}.yaml")
    again = archdraw.render(SPECS / f"{name}.yaml", options=dict(figure.diagram.chosen))
    assert closed_in(again) == closed_in(figure)
    assert len(again.diagram.marks) == len(figure.diagram.marks)
