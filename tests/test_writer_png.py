"""PNG: exact pixels, dots per inch, every row and column, and a limit."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from math import ceil

import pytest
from scene_strategies import FULL

from archdraw.errors import LimitError
from archdraw.geometry import Box
from archdraw.scene import Circle, Fill, Rect, Scene
from archdraw.writers import png

MIXED = "conv 卷积 ℝ ∈ ⊕ αβγ x² ₙ →"


def pixels(data: bytes) -> tuple[int, int, bytes]:
    """Decode an RGBA PNG of 8 bits without the help of what wrote it (PNG specification, section 9)."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    chunks: dict[bytes, bytes] = {}
    at = 8
    while at < len(data):
        (size,) = struct.unpack_from(">I", data, at)
        kind, content = data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        assert zlib.crc32(kind + content) == struct.unpack_from(">I", data, at + 8 + size)[0]
        chunks[kind] = chunks.get(kind, b"") + content
        at += 12 + size
    width, height, depth, color = struct.unpack_from(">IIBB", chunks[b"IHDR"])
    assert (depth, color) == (8, 6)
    raw, lines = zlib.decompress(chunks[b"IDAT"]), [bytes(4 * width)]
    for row in range(height):
        start = row * (4 * width + 1)
        lines.append(unfiltered(raw[start], raw[start + 1 : start + 1 + 4 * width], lines[-1]))
    return width, height, b"".join(lines[1:])


def unfiltered(kind: int, line: bytes, above: bytes) -> bytes:
    found = bytearray(line)
    for i in range(len(found)):
        left = found[i - 4] if i >= 4 else 0
        corner = above[i - 4] if i >= 4 else 0
        guess = left + above[i] - corner
        nearest = min((left, above[i], corner), key=lambda value: abs(guess - value))
        found[i] = (found[i] + (0, left, above[i], (left + above[i]) // 2, nearest)[kind]) & 255
    return bytes(found)


@pytest.mark.parametrize(("dpi", "scale"), [(72, 1), (300, 1), (150, 2), (100.5, 1)])
def test_a_png_has_the_pixels_of_its_print_size(dpi: float, scale: float) -> None:
    data = png.write(replace(FULL, scale=scale), dpi=dpi)
    width, height = struct.unpack_from(">II", data, 16)
    assert (width, height) == pytest.approx((120 * scale * dpi / 72, 80 * scale * dpi / 72), abs=1)


def test_a_png_knows_its_dots_per_inch() -> None:
    data = png.write(FULL, dpi=300)
    at = data.index(b"pHYs")
    across, down, metres = struct.unpack_from(">IIB", data, at + 4)
    assert (across * 0.0254, down * 0.0254, metres) == (pytest.approx(300, abs=0.02), pytest.approx(300, abs=0.02), 1)
    assert at < data.index(b"IDAT")


def test_a_png_shows_the_figure() -> None:
    ball = Scene(10, 10, (Rect(Box(2, 2, 8, 8), Fill("#d3e5f3")), Circle((5, 5), 2, Fill("#b4460f"))))
    for background, corner in (("", b"\0\0\0\0"), ("#ffffff", b"\xff\xff\xff\xff")):
        width, _, data = pixels(png.write(replace(ball, background=background), dpi=72))
        assert data[:4] == corner
        assert data[4 * (2 * width + 2) :][:4] == bytes.fromhex("d3e5f3ff")
        assert data[4 * (5 * width + 5) :][:3] == bytes.fromhex("b4460f")


@pytest.mark.parametrize("dpi", [72, 110, 300])
@pytest.mark.parametrize(("across", "down"), [(60.3, 60.3), (92.102, 394.8), (59.999, 30), (300.4, 41.3)])
@pytest.mark.parametrize("way", ["rows", "columns"])
def test_no_row_or_column_of_a_png_is_left_out(across: float, down: float, dpi: float, way: str) -> None:
    """Each row (column) of pixels has a bar of its own, one to five parts long in turn, so that a lost one shows."""
    pixel = 72 / dpi
    count, room = int((down if way == "rows" else across) / pixel), (across if way == "rows" else down) / 6
    bars = [Box(0, at * pixel, (at % 5 + 1) * room, (at + 1) * pixel) for at in range(count)]
    if way == "columns":
        bars = [Box(bar.top, bar.left, bar.bottom, bar.right) for bar in bars]
    figure = Scene(across, down, tuple(Rect(bar, Fill("#000000")) for bar in bars), background="#ffffff")
    width, height, data = pixels(png.write(figure, dpi=dpi))
    assert (width, height) == (ceil(across * dpi / 72 - 1e-6), ceil(down * dpi / 72 - 1e-6))
    lines = [data[4 * row * width :: 4][:width] for row in range(height)]
    if way == "columns":
        lines = [bytes(line) for line in zip(*lines, strict=True)]
    parts = [round(sum(value < 128 for value in line) / len(line) * 6) for line in lines]
    assert parts[:count] == [at % 5 + 1 for at in range(count)]


def test_a_png_that_would_fill_the_memory_is_refused() -> None:
    with pytest.raises(LimitError, match="million pixels") as caught:
        png.write(replace(FULL, scale=100), dpi=600)
    assert caught.value.exit_code == 3
    assert "fewer dots" in caught.value.hint
