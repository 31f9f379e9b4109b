"""Pictures of inputs: only PNG and JPEG from where they may lie, the same bytes and proportions in every format."""

import contextlib
import re
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import archdraw
from archdraw.errors import ArchdrawError, ArchdrawWarning, ReadError, StyleError, UsageError
from archdraw.geometry import Box
from archdraw.images import LARGEST, NoPicture, picture, pixels
from archdraw.quality import measure
from archdraw.scene import Image, Scene
from archdraw.writers import svg, tex

JPEG = (Path(__file__).parent / "golden" / "pictures" / "red-and-blue.jpg").read_bytes()
SPEC = "input: {shape: 32x32x3, image: %s}\nlayers: [conv: 6 5x5, maxpool: 2, flatten, dense: 10]\n"
SAMPLES = {0: 1, 2: 3, 4: 2, 6: 4}


def chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png(width=4, height=2, kind=2, rows=None, interlace=0, size=None):
    """Write a PNG as its standard says; ``rows`` are each the byte of the filter and the samples."""
    row = bytes([0, *(40 * n % 256 for n in range(width * SAMPLES[kind]))])
    head = struct.pack(">IIBBBBB", *(size or (width, height)), 8, kind, 0, 0, interlace)
    packed = zlib.compress(rows if rows is not None else row * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def drawn(folder, name="a.png", data=None, spec=SPEC, **more):
    (folder / name).write_bytes(png() if data is None else data)
    (folder / "net.yaml").write_text(spec % name if "%s" in spec else spec)
    return archdraw.render(folder / "net.yaml", **{"renderer": "lenet", **more})


def images(figure):
    return [item for item in figure.scene.flat() if isinstance(item, Image)]


@pytest.mark.parametrize(("name", "data", "size"), [("a.png", png(), (4, 2)), ("a.jpg", JPEG, (16, 8))])
def test_a_picture_lies_on_the_front_map_as_it_is(tmp_path, name, data, size):
    figure = drawn(tmp_path, name, data)
    (image,) = images(figure)
    front = next(mark for mark in figure.diagram.marks if getattr(mark, "layer", "") == "input").boxes[-1]
    assert (image.data, image.layer) == (data, "input")
    assert image.box.width == pytest.approx(front.width)
    assert image.box.width / image.box.height == pytest.approx(size[0] / size[1])
    assert front.grown(1e-6).holds(image.box)
    assert not measure(figure.scene).faults
    assert len(figure.to_bytes("pdf")) > len(drawn(tmp_path, spec=SPEC.replace(", image: %s", "")).to_bytes("pdf"))


def test_the_caller_may_name_one_anywhere(tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "b.png").write_bytes(png(2, 2))
    figure = drawn(tmp_path, options={"picture": str(other / "b.png")})
    assert [image.data for image in images(figure)] == [png(2, 2)]


@pytest.mark.parametrize("name", ["../secret.png", "link.png"])
def test_a_spec_names_pictures_beside_or_below_it_only(tmp_path, name):
    (tmp_path / "secret.png").write_bytes(png())
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "link.png").symlink_to("../secret.png")
    for spec in (SPEC % name, f"input: 8x8x3\ndiagram: {{renderer: lenet, picture: {name}}}\nlayers: [conv: 6 5x5]\n"):
        with pytest.raises(ArchdrawError, match="lie beside or below"):
            drawn(folder, spec=spec)


def test_a_picture_of_a_diagram_is_told_at_its_line(tmp_path):
    spec = "input: 8x8x3\ndiagram:\n  renderer: lenet\n  picture: b.png\nlayers: [conv: 6 5x5]\n"
    (tmp_path / "b.png").write_bytes(png(3, 3))
    assert [image.data for image in images(drawn(tmp_path, spec=spec))] == [png(3, 3)]
    with pytest.raises(ArchdrawError) as caught:
        drawn(tmp_path, spec=spec.replace("b.png", "../b.png"))
    assert "net.yaml:4:3: error: the picture '../b.png' does not lie" in caught.value.report()


def test_a_spec_that_is_no_file_has_no_pictures():
    with pytest.raises(ArchdrawError, match="this spec is no file"):
        archdraw.render((SPEC % "a.png").encode(), name="net.yaml", renderer="lenet")


def test_a_style_names_no_files(tmp_path):
    (tmp_path / "mine.yaml").write_text("options: {lenet: {picture: a.png}}\n")
    with pytest.raises((UsageError, StyleError), match="a style names no files"):
        drawn(tmp_path, style=str(tmp_path / "mine.yaml"))


def test_a_vector_has_no_place_for_one(tmp_path):
    with pytest.warns(ArchdrawWarning, match="is not drawn: this input is a vector"):
        assert not images(drawn(tmp_path, spec="input: {shape: 8, image: %s}\nlayers: [dense: 4]\n"))


BAD = {
    "it is no PNG": b"GIF89a",
    "it ends too soon": png()[:-14],
    "which are more than": png(size=(100_000, 100_000)),
    "no pixels": png(size=(0, 4)),
    "pixels are damaged": png(rows=b"\0" * 5),
    "are damaged": png(rows=b"\0" * 10_000_000),
    "more than 4 MiB": png() + b"\0" * LARGEST,
}


@pytest.mark.parametrize(("message", "data"), [*BAD.items(), ("it ends too soon", JPEG[:40])])
def test_what_is_no_picture_is_told(tmp_path, message, data):
    with pytest.raises(ReadError, match=message):
        drawn(tmp_path, data=data)


@given(st.binary(max_size=60), st.integers(0, 60), st.sampled_from([png(), JPEG]))
def test_any_bytes_are_a_picture_or_none(more, at, whole):
    for data in (more, whole[:at] + more, whole[:at] + more + whole[at + len(more) :]):
        with contextlib.suppress(NoPicture):
            assert picture(data).width > 0


def tex_of(data, media="image/png", **more):
    return tex.write(Scene(40, 40, (Image(Box(10, 10, 30, 20), data, media, **more),))).decode()


def embedded(text):
    """Give what stands between the entries and the end of a picture in TeX."""
    entries, code = re.search(r"\\adI\{[^}]*\}\{([^%]*)\}\{%\n([0-9A-F\n]+)>\}", text).groups()
    return entries, bytes.fromhex(code.replace("\n", ""))


def test_tex_holds_the_bytes_of_a_jpeg_and_the_rows_of_a_png():
    entries, data = embedded(tex_of(JPEG, "image/jpeg"))
    assert data == JPEG
    assert "/W 16 /H 8 /CS /RGB" in entries
    entries, data = embedded(tex_of(png()))
    assert zlib.decompress(data) == pixels(picture(png()))
    assert "/Predictor 15 /Colors 3" in entries


@given(st.data())
def test_what_shows_through_lies_on_white_in_tex(data):
    """Each filter of the PNG standard (RFC 2083, 6) is written here and undone there."""
    kind, width = data.draw(st.sampled_from([4, 6])), data.draw(st.integers(1, 3))
    step = SAMPLES[kind]
    lines = data.draw(st.lists(st.binary(min_size=width * step, max_size=width * step), min_size=1, max_size=3))
    rows, above = b"", bytes(width * step)
    for line in lines:
        method = data.draw(st.integers(0, 4))
        rows += bytes([method]) + bytes(
            (line[i] - _guess(method, line, above, i, step)) % 256 for i in range(len(line))
        )
        above = line
    _, packed = embedded(tex_of(png(width, len(lines), kind, rows)))
    wanted = []
    for line in lines:
        for x in range(0, len(line), step):
            *colors, alpha = line[x : x + step]
            wanted += [(color * alpha + 255 * (255 - alpha)) // 255 for color in colors]
    assert list(zlib.decompress(packed)) == wanted


def _guess(method, line, above, i, step):
    left, up, corner = (line[i - step] if i >= step else 0), above[i], (above[i - step] if i >= step else 0)
    if method == 4:
        ways = {left: abs(up - corner), up: abs(left - corner), corner: abs(left + up - 2 * corner)}
        least = min(ways.values())
        return next(value for value in (left, up, corner) if ways[value] == least)
    return (0, left, up, (left + up) // 2)[method]


def test_interlaced_pictures_are_no_secret_in_tex():
    with pytest.warns(ArchdrawWarning, match="interlaced"):
        assert "% a picture belongs at" in tex_of(png(interlace=1))


def test_a_slanted_picture_has_its_three_corners():
    corners = ((10.0, 12.0), (20.0, 10.0), (10.0, 22.0))
    scene = Scene(40, 40, (Image(Box(10, 10, 20, 22), png(), "image/png", corners=corners),))
    assert 'transform="matrix(10 -2 0 10 10 12)"' in svg.write(scene).decode()
    assert r"\adI{10 2 0 10 10 -22}" in tex.write(scene).decode()
