"""Pictures in files: what they are and how large; nothing of them is run, and what claims to be huge is not unpacked."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from archdraw.records import dataclass

PNG = b"\x89PNG\r\n\x1a\n"
LARGEST = 4 * 2**20
"""A file has at most so many bytes, for a figure holds all of them."""
MOST = 2**22
"""A picture has at most so many pixels."""
SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Numbers for each pixel, by the PNG's type of colour."""
_SIZES = frozenset({0xC0, 0xC1, 0xC2})
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})


class NoPicture(ValueError):
    """What is wrong with the bytes of a picture."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG or JPEG: its bytes as in the file, and its size in pixels. ``samples`` are the numbers for each pixel, of ``bits`` each.

    ``kind`` is a PNG's type of colour; ``interlaced`` tells whether its rows are interlaced.
    """

    data: bytes
    media_type: str
    width: int
    height: int
    samples: int
    bits: int = 8
    kind: int = 2
    interlaced: bool = False


def picture(data: bytes) -> Picture:
    """Look a picture over; NoPicture says what is wrong with it."""
    if len(data) > LARGEST:
        raise NoPicture(f"it has more than {LARGEST >> 20} MiB")
    found = _png(data) if data.startswith(PNG) else _jpeg(data) if data.startswith(b"\xff\xd8\xff") else None
    if found is None:
        raise NoPicture("it is no PNG and no JPEG")
    if not found.width or not found.height:
        raise NoPicture("it has no pixels")
    if found.width * found.height > MOST:
        raise NoPicture(f"it has {found.width} × {found.height} pixels, which are more than {MOST:,}")
    if found.media_type == "image/png":
        pixels(found)
    return found


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Go through the chunks of a PNG: name and content."""
    at = len(PNG)
    while at + 8 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        content = data[at + 8 : at + 8 + length]
        if len(content) < length:
            break
        yield name, content
        if name == b"IEND":
            return
        at += 12 + length
    raise NoPicture("it ends too soon")


def pixels(found: Picture) -> bytes:
    """Unpack the rows of a PNG, each after the byte of its filter."""
    packed = b"".join(content for name, content in chunks(found.data) if name == b"IDAT")
    row = 1 + (found.width * found.samples * found.bits + 7) // 8
    most = found.height * row + (7 * found.height + 64 if found.interlaced else 0)
    try:
        rows = zlib.decompressobj().decompress(packed, most + 1)
    except zlib.error:
        raise NoPicture("its pixels are damaged") from None
    if len(rows) > most or (len(rows) < found.height * row and not found.interlaced):
        raise NoPicture("its pixels are damaged")
    return rows


def _png(data: bytes) -> Picture:
    name, head = next(chunks(data))
    if name != b"IHDR" or len(head) != 13:
        raise NoPicture("it has no PNG header")
    width, height, bits, kind, _, _, interlace = struct.unpack(">IIBBBBB", head)
    if kind not in SAMPLES or bits not in (1, 2, 4, 8, 16):
        raise NoPicture("its colours are of no kind that PNG has")
    return Picture(data, "image/png", width, height, SAMPLES[kind], bits, kind, bool(interlace))


def _jpeg(data: bytes) -> Picture:
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise NoPicture("it is damaged")
        marker = data[at + 1]
        if marker == 0xFF or marker in _BARE:
            at += 1 if marker == 0xFF else 2
            continue
        length = struct.unpack_from(">H", data, at + 2)[0]
        if marker in _SIZES and at + 10 <= len(data):
            bits, height, width, samples = struct.unpack_from(">BHHB", data, at + 4)
            if bits != 8 or samples not in (1, 3, 4):
                raise NoPicture("it is a JPEG of a rare kind; save it as PNG")
            return Picture(data, "image/jpeg", width, height, samples)
        if 0xC3 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            raise NoPicture("it is a JPEG of a rare kind; save it as PNG")
        at += 2 + length
    raise NoPicture("it ends too soon")
