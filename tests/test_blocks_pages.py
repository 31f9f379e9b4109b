"""Whole models on one page: no fault, nothing beyond it, no print too small."""

from pathlib import Path

import pytest

import archdraw
from archdraw.diagram import Band, Block, Frame, Label, Link
from archdraw.errors import ArchdrawWarning
from archdraw.lengths import PAGES
from archdraw.quality import measure

MODELS = sorted((Path(__file__).resolve().parent / "golden" / "keras").glob("*.keras"))
MOST = {
    "ResNet50": 16, "ResNet101": 16, "VGG16": 22, "DenseNet121": 24, "MobileNetV2": 24, "EfficientNetB0": 30,
    "ConvNeXtTiny": 20, "InceptionV3": 60, "NASNetMobile": 120,
}  # fmt: skip
"""The boxes that a reader has patience for."""


@pytest.mark.parametrize("page", ["a4", "slide"])
@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_a_model_fits_a_page(path, page):
    scene = archdraw.render(path, options={"page": page}).scene
    found, (width, height) = measure(scene), PAGES[page]
    assert found.faults == ()
    assert found.smallest >= 4.9
    assert scene.width * scene.scale <= width + 0.1
    assert scene.height * scene.scale <= height + 0.1


SPECS = sorted((Path(__file__).resolve().parent.parent / "templates" / "specs").glob("*.yaml"))


DEEP = "diffusion-unet"
"""So deep a U is as high as a page of paper."""


@pytest.mark.parametrize("path", [path for path in (*MODELS, *SPECS) if path.stem != DEEP], ids=lambda path: path.name)
def test_a_slide_is_filled(path):
    scene = archdraw.render(path, renderer="blocks", options={"page": "slide"}).scene
    found, (width, height) = measure(scene), PAGES["slide"]
    full = max(found.width / width, found.height / height) == pytest.approx(1.0, abs=0.01)
    assert full or found.smallest == pytest.approx(18.0)
    assert found.smallest >= 7.0
    assert found.width * found.height >= (0.6 if path in MODELS else 0.25) * width * height


def test_what_is_too_deep_for_a_slide_is_as_large_as_fits_and_says_so():
    path = next(path for path in SPECS if path.stem == DEEP)
    with pytest.warns(ArchdrawWarning, match="hard to read"):
        scene = archdraw.render(path, options={"page": "slide"}).scene
    found, (width, height) = measure(scene), PAGES["slide"]
    assert found.width == pytest.approx(width, abs=0.1)
    assert 0.9 * height < found.height < height + 0.1


SKIPS = ("diffusion-unet", "unet", "unet3d")
"""Nets whose skips reach over all of them: to the right nothing can be broken."""


@pytest.mark.parametrize(
    "path", [path for path in (*MODELS, *SPECS) if path.stem not in SKIPS], ids=lambda path: path.name
)
def test_to_the_right_a_figure_can_be_read_too(path):
    scene = archdraw.render(path, renderer="blocks", options={"direction": "right", "fit": "page"}).scene
    found = measure(scene)
    assert found.faults == ()
    assert found.smallest >= 4.99
    assert found.width <= PAGES["letter"][0] + 0.1


@pytest.mark.parametrize("name", ["transformer", "yolo-fpn"])
def test_to_the_right_blocks_stand_below(name):
    path = next(path for path in SPECS if path.stem == name)
    marks = archdraw.render(path, options={"direction": "right"}).diagram.marks
    frames = [mark.box for mark in marks if isinstance(mark, Frame)]
    inner = [mark.box for mark in marks if isinstance(mark, Block) and any(box.holds(mark.box) for box in frames)]
    row = [mark.box for mark in marks if isinstance(mark, Block) and mark.box not in inner]
    assert any(box.top > max(one.bottom for one in row) for box in frames)
    for mark in marks:  # a block that is tied hangs below what it explains
        if isinstance(mark, Link) and mark.kind == "zoom":
            assert any(abs(mark.points[-1][1] - box.top) < 0.5 for box in frames)
            assert mark.points[-1][1] > mark.points[0][1]


def test_boxes_in_a_row_are_equal_where_there_is_room_and_snug_where_there_is_not():
    spec = b"input: 8x8x3\nlayers: [{conv: 8 3x3}, relu, {conv: 8 3x3}, relu, gap, {dense: 3}]"

    def widths(**page) -> set[float]:
        options = {"direction": "right", "legend": False, "total": False, **page}
        marks = archdraw.render(spec, name="net.yaml", passes="none", options=options).diagram.marks
        return {round(mark.box.width, 3) for mark in marks if isinstance(mark, Block)}

    assert len(widths(width=800.0, height=80.0)) == 1
    assert len(widths(width=480.0, height=80.0)) > 1


@pytest.mark.parametrize("direction", ["down", "right"])
def test_on_a_slide_a_direction_that_is_asked_for_is_kept(direction):
    path = next(path for path in MODELS if path.stem == "ResNet50")
    figure = archdraw.render(path, options={"page": "slide", "direction": direction})
    boxes = {mark.layer: mark.box for mark in figure.diagram.marks if isinstance(mark, Block)}
    (x, y), (u, v) = (boxes[name].center for name in ("input_layer", "conv1_conv"))
    assert (u - x > v - y) == (direction == "right")


def test_a_page_that_the_call_names_wins_over_the_room_that_a_spec_tells():
    spec = b"figure: {width: 2in, height: 1in}\ndiagram: {fit: width}\ninput: 4\nlayers: [{dense: 3}]"
    told = archdraw.render(spec, name="net.yaml", options={"page": "slide"})
    plain = archdraw.render(spec.split(b"\n", 2)[2], name="net.yaml", options={"page": "slide"})
    assert told.svg == plain.svg
    assert (told.options.width, told.options.height) == PAGES["slide"]


@pytest.mark.parametrize("path", [path for path in (*MODELS, *SPECS) if path.stem != DEEP], ids=lambda path: path.name)
def test_a_long_figure_is_no_ribbon(path):
    found = measure(archdraw.render(path, renderer="blocks").scene)
    assert found.height <= 450 or found.aspect <= 2.4
    assert found.smallest >= 4.99


def test_a_chain_that_is_long_but_fits_becomes_columns_only_where_these_fit_too():
    spec = b"input: 4\nlayers: [" + b", ".join([b"{dense: 3}"] * 20) + b"]"
    tall, wide = (
        archdraw.render(spec, name="net.yaml", passes="none", options={"width": width}) for width in (140.0, 468.0)
    )
    assert measure(tall.scene).aspect > 2.2
    assert measure(wide.scene).aspect < 1.7
    assert tall.scene.scale == wide.scene.scale == 1.0


@pytest.mark.parametrize(("name", "most"), MOST.items(), ids=MOST)
def test_a_deep_model_is_few_boxes(name, most):
    path = next(path for path in MODELS if path.stem == name)
    assert sum(isinstance(mark, Block) for mark in archdraw.render(path).diagram.marks) <= most


def test_no_label_of_a_u_stands_on_the_end_of_a_band():
    figure = archdraw.render(
        MODELS[0].parents[3] / "templates" / "specs" / "unet.yaml", renderer="blocks", options={"width": 234.0}
    )
    marks = figure.diagram.marks
    bands = [mark.box for mark in marks if isinstance(mark, Band)]
    words = [line for mark in marks if isinstance(mark, Label) for line in mark.lines if line.role == "edge"]
    assert bands
    for line in words:
        left, right = line.at[0] - line.width / 2, line.at[0] + line.width / 2
        on = [band for band in bands if band.top < line.at[1] < band.bottom]
        assert all(band.left <= left and right <= band.right for band in on)


def test_a_high_figure_leaves_room_for_its_caption():
    scene = archdraw.render(MODELS[0].parents[3] / "templates" / "specs" / "efficientnet-b0.yaml").scene
    assert measure(scene).smallest >= 5.49
    assert scene.height * scene.scale <= 605.1
