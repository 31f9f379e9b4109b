"""Pictures of inputs in `alexnet`: they lie on the face that is seen."""

import json
import re
from xml.etree import ElementTree

import pytest

import archdraw
from archdraw.diagram import Solid
from archdraw.errors import ArchdrawError
from archdraw.scene import Image
from tests.scene_strategies import PIXEL

SPEC = "input: {shape: 8x8x3, image: pics/cat.png}\nlayers: [conv: 4 3x3]\n"


@pytest.fixture
def spec(tmp_path):
    (tmp_path / "pics").mkdir()
    (tmp_path / "pics" / "cat.png").write_bytes(PIXEL)
    (tmp_path / "net.yaml").write_text(SPEC)
    return tmp_path / "net.yaml"


def drawn(path, **options):
    return archdraw.render(path, renderer="alexnet", options=options)


def image_of(figure):
    return next((item for item in figure.scene.flat() if isinstance(item, Image)), None)


@pytest.mark.parametrize(("azimuth", "begins"), [(20, 6), (-20, 3)])
def test_a_picture_lies_on_the_side_that_is_seen(spec, azimuth, begins):
    """Its upper left corner is that of the east side in front, or of the west side behind."""
    figure = drawn(spec, azimuth=azimuth, elevation=20)
    solid = next(mark for mark in figure.diagram.marks if isinstance(mark, Solid) and mark.layer == "input")
    top_left, top_right, bottom_left = image_of(figure).corners
    assert top_left == solid.corners[begins]
    assert top_left[0] < top_right[0]
    assert top_left[0] == bottom_left[0]
    assert bottom_left[1] > top_left[1]
    flipped = image_of(drawn(spec, azimuth=azimuth, elevation=20, picture_flip=True)).corners
    assert flipped[:2] == (top_right, top_left)


def test_the_matrix_of_the_svg_leads_to_the_corners(spec):
    figure = drawn(spec, picture_opacity=0.5)
    image = ElementTree.fromstring(figure.svg).find(".//{http://www.w3.org/2000/svg}image")
    a, b, c, d, e, f = map(float, re.findall(r"-?[\d.]+", image.get("transform")))
    found = [(e, f), (e + a, f + b), (e + c, f + d)]
    for (x, y), corner in zip(found, image_of(figure).corners, strict=True):
        assert (x, y) == pytest.approx(corner, abs=0.002)
    assert (image.get("width"), image.get("height"), image.get("opacity")) == ("1", "1", "0.5")


def test_a_picture_is_in_pdf_png_and_json_and_tex(spec):
    figure, without = drawn(spec), drawn(spec, picture="none")
    assert image_of(without) is None
    for kind in ("pdf", "png", "tex"):
        assert figure.to_bytes(kind) != without.to_bytes(kind)
    assert b"/Image" in figure.to_bytes("pdf")
    (image,) = [
        item
        for group in json.loads(figure.to_bytes("json"))["items"]
        for item in group.get("items", ())
        if item["kind"] == "image"
    ]
    assert len(image["corners"]) == 3
    assert b"\\adI{" in figure.to_bytes("tex")


def test_a_picture_that_cannot_be_had_is_named_with_its_line(spec):
    (spec.parent / "pics" / "cat.png").write_bytes(b"<svg/>")
    with pytest.raises(ArchdrawError, match="it is no PNG and no JPEG") as raised:
        drawn(spec)
    assert raised.value.problems[0].line == 1
