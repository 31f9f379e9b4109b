"""Pictures in TeX: as the inline images of PDF, so that a figure stays one file and every engine that makes PDF takes it."""

from __future__ import annotations

import zlib

from archdraw.geometry import Point, number
from archdraw.images import NoPicture, Picture, chunks, picture, pixels
from archdraw.scene import Image

SPACES = {1: "/G", 3: "/RGB", 4: "/CMYK"}
LINE = 120


def inline(item: Image, scale: float) -> str | None:
    """Give the lines that put a picture where it belongs; None for a kind that PDF cannot take as it is."""
    try:
        found = picture(item.data)
    except NoPicture:
        return None
    made = _jpeg(found) if found.media_type == "image/jpeg" else _png(found)
    if made is None:
        return None
    entries, data = made
    code = data.hex().upper() + ">"
    lines = "\n".join(code[at : at + LINE] for at in range(0, len(code), LINE))
    drawn = f"\\adI{{{_matrix(item, scale)}}}{{/W {found.width} /H {found.height} {entries}}}{{%\n{lines}}}"
    if item.opacity >= 1:
        return drawn
    return f"\\begin{{pgfscope}}\\pgfsetfillopacity{{{number(item.opacity)}}}{drawn}\\end{{pgfscope}}"


def _matrix(item: Image, scale: float) -> str:
    """Give what brings the square of PDF's images, y up, to its place."""
    (x, y), (u, v), (s, t) = item.places()
    low: Point = (s, t)
    sides = (u - x, -(v - y), x - s, t - y, low[0], -low[1])
    return " ".join(str(number(side * scale)) for side in sides)


def _jpeg(found: Picture) -> tuple[str, bytes]:
    turned = " /D [1 0 1 0 1 0 1 0]" if found.samples == 4 else ""  # as Adobe writes four colours
    return f"/CS {SPACES[found.samples]} /BPC 8{turned} /F [/AHx /DCT]", found.data


def _png(found: Picture) -> tuple[str, bytes] | None:
    """Take over the packed rows as they are; what shows through is laid on white first."""
    if found.interlaced:
        return None
    parts: dict[bytes, bytes] = {}
    for name, content in chunks(found.data):
        parts[name] = parts.get(name, b"") + content
    if found.kind in (4, 6):
        return _on_white(found)
    space, samples = SPACES[found.samples], found.samples
    if found.kind == 3:
        palette = parts.get(b"PLTE", b"")
        space = f"[/I /RGB {len(palette) // 3 - 1} <{palette.hex().upper()}>]"
    rows = f"/DP [null << /Predictor 15 /Colors {samples} /BitsPerComponent {found.bits} /Columns {found.width} >>]"
    return f"/CS {space} /BPC {found.bits} /F [/AHx /Fl] {rows}", parts.get(b"IDAT", b"")


def _on_white(found: Picture) -> tuple[str, bytes]:
    step = found.samples * found.bits // 8
    wide, deep = found.width * step, found.bits // 8
    raw, before, out = pixels(found), bytearray(wide), bytearray()
    for y in range(found.height):
        at = y * (wide + 1)
        row = _unfiltered(raw[at], bytearray(raw[at + 1 : at + 1 + wide]), before, step)
        high = row[::deep]  # of two bytes the first is enough
        colors, alphas = found.samples - 1, high[found.samples - 1 :: found.samples]
        for x, alpha in enumerate(alphas):
            for color in high[x * found.samples : x * found.samples + colors]:
                out.append(color if alpha == 255 else (color * alpha + 255 * (255 - alpha)) // 255)
        before = row
    return f"/CS {SPACES[found.samples - 1]} /BPC 8 /F [/AHx /Fl]", zlib.compress(bytes(out), 9)


def _unfiltered(kind: int, row: bytearray, above: bytearray, step: int) -> bytearray:
    """Undo one of PNG's five filters."""
    for i in range(len(row)):
        left = row[i - step] if i >= step else 0
        up, corner = above[i], above[i - step] if i >= step else 0
        if kind == 1:
            row[i] = (row[i] + left) & 255
        elif kind == 2:
            row[i] = (row[i] + up) & 255
        elif kind == 3:
            row[i] = (row[i] + (left + up) // 2) & 255
        elif kind == 4:
            guess = left + up - corner
            near = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))
            row[i] = (row[i] + near[2]) & 255
    return row
