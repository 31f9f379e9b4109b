"""Pictures in `volumes`: on the sides of inputs, of outputs and of any maps that are seen, in every format."""

import json
from pathlib import Path

import pytest

import archdraw
from archdraw.diagram import Glued
from archdraw.errors import ArchdrawError, ArchdrawWarning, UsageError
from archdraw.quality import measure
from archdraw.scene import Image

HERE = Path(__file__).parent
PICTURE = (HERE / "golden/pictures/red-and-blue.jpg").read_bytes()
INPUT = "input: {shape: %s, image: red.jpg}\nlayers: [%s, {dense: 4}]"
SEGMENTS = "input: 32x32x3\nlayers:\n- conv: 8 3x3 relu\n- maxpool: 2\n- conv: 16 3x3 relu\n- deconv: 8 2x2 s2\n- {conv: 2 1x1 %s, name: mask}\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "red.jpg").write_bytes(PICTURE)
    return tmp_path


def drawn(folder, text, **options):
    (folder / "net.yaml").write_text(text)
    return archdraw.render(folder / "net.yaml", renderer="volumes", options=options)


def solids(figure, name):
    bodies = (solid for mark in figure.diagram.marks if isinstance(mark, Glued) for solid in mark.solids)
    return [solid for solid in bodies if solid.layer == name]


def images(figure):
    return [item for item in figure.scene.flat() if isinstance(item, Image)]


def is_on(image, solid):
    """Tell whether three corners of a picture are corners of the east side of a body."""
    east = {(round(x, 2), round(y, 2)) for x, y in solid.corners[4:]}
    return {(round(x, 2), round(y, 2)) for x, y in image.corners} < east


def test_a_picture_lies_on_the_side_of_the_input(folder):
    figure = drawn(folder, INPUT % ("32x32x3", "{conv: 8 3x3}, flatten"))
    (image,) = images(figure)
    assert image.layer == "input"
    assert is_on(image, solids(figure, "input")[0])
    assert measure(figure.scene).faults == ()
    with pytest.warns(ArchdrawWarning, match="is a vector and has no map"):
        drawn(folder, INPUT % ("32", "{dense: 8}"))


@pytest.mark.parametrize("function", ["", "softmax", "sigmoid"])
@pytest.mark.parametrize("options", [{}, {"view": "isometric"}, {"apart": "layers"}, {"layout": "row"}], ids=str)
def test_a_picture_lies_on_the_side_of_the_output(folder, function, options):
    figure = drawn(folder, SEGMENTS % function, pictures=f"mask={folder / 'red.jpg'}", **options)
    (image,) = images(figure)
    (last,) = [mark for mark in figure.diagram.marks if isinstance(mark, Glued)][-1:]
    assert is_on(image, last.solids[-1] if "apart" not in options else solids(figure, "mask")[-1])
    assert measure(figure.scene).faults == ()


def test_a_spec_names_pictures_of_layers(folder):
    text = SEGMENTS % "softmax" + "diagram: {renderer: volumes, pictures: {mask: red.jpg}}\n"
    (folder / "net.yaml").write_text(text)
    assert len(images(archdraw.render(folder / "net.yaml"))) == 1
    (folder / "net.yaml").write_text(text.replace("{mask: red.jpg}", "[mask=red.jpg]"))
    assert len(images(archdraw.render(folder / "net.yaml"))) == 1
    for wrong, message in (("mask: ../red.jpg", "lie beside or below"), ("maks: red.jpg", "no layer 'maks'")):
        (folder / "net.yaml").write_text(text.replace("mask: red.jpg", wrong))
        with pytest.raises(ArchdrawError, match=message) as raised:
            archdraw.render(folder / "net.yaml")
        assert raised.value.problems[0].line == 8


def test_pictures_of_outputs_are_in_every_format(folder):
    told = f"mask={folder / 'red.jpg'}"
    figure, without = drawn(folder, SEGMENTS % "softmax", pictures=told), drawn(folder, SEGMENTS % "softmax")
    for kind in ("svg", "pdf", "png", "tex", "json"):
        assert figure.to_bytes(kind) != without.to_bytes(kind)
    assert b"/DCTDecode" in figure.to_bytes("pdf")
    assert b"\\adI{" in figure.to_bytes("tex")
    items = json.loads(figure.to_bytes("json"))["items"]
    assert '"image"' in json.dumps(items)


def test_what_covers_a_picture_is_told(folder):
    net = "input: 16x16x3\nlayers:\n- {conv: 8 3x3, name: one}\n- {conv: 8 3x3, name: two}\n"
    with pytest.warns(ArchdrawWarning, match="'one' is not drawn: its side is covered"):
        assert not images(drawn(folder, net, pictures=[f"one={folder / 'red.jpg'}"]))


@pytest.mark.parametrize("told", ["mask", "mask=", "=red.jpg"])
def test_what_is_no_name_with_a_file_is_refused(folder, told):
    with pytest.raises(UsageError, match="gives no layer a picture"):
        drawn(folder, SEGMENTS % "", pictures=told)
