"""Measure text by tables of the fonts that a reader may see, so that figures are the same on every machine."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from struct import Struct

from archdraw.scene import Weight
from archdraw.text.math import START, Formula, segments

FACES = Struct("<5I")
EMOJI = range(0x1F000, 0x20000)


class _Widths(dict[str, int]):
    """The widths of each character in all faces, in thousandths of the font size, packed into one number.

    So one sum measures a text in all faces at once. A row of the table is read when its character first occurs.
    """

    def __init__(self, heavy: bool) -> None:
        super().__init__()
        self.heavy = heavy

    def __missing__(self, character: str) -> int:
        row = _rows().get(f"{ord(character):04x}")
        widths = [int(word) for word in row.split()[self.heavy :: 2]] if row else [_usual(character)] * 5
        self[character] = packed = int.from_bytes(FACES.pack(*widths), "little")
        return packed


def _usual(character: str) -> int:
    """Give the width of a character that the table lacks."""
    from unicodedata import category, east_asian_width

    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    # Emoji fonts draw their pictures larger than the letters beside them.
    return 1300 if ord(character) in EMOJI and east_asian_width(character) in "WF" else 1000


@lru_cache(maxsize=1)
def _rows() -> dict[str, str]:
    """Give the rows of the table by code point: regular and bold of each face in turn."""
    lines = Path(__file__).with_name("widths.txt").read_text("ascii").splitlines()
    return dict(line.split(" ", 1) for line in lines)


_WIDTHS = (_Widths(heavy=False), _Widths(heavy=True))


@lru_cache(maxsize=50_000)
def _thousandths(content: str, heavy: bool) -> int:
    total = sum(map(_WIDTHS[heavy].__getitem__, content))
    return int(max(FACES.unpack(total.to_bytes(FACES.size, "little"))))


def width(content: str, size: float, weight: Weight = "regular") -> float:
    """Give the width in points that a text may need: the widest of Arial, Source Sans, Noto Sans and Computer Modern.

    Bold stands in for semibold, which is never wider. East Asian characters take one em, combining marks nothing,
    and characters that no table knows one em.

    >>> width("conv", 10), width("conv", 10, "bold"), width("卷积", 10)
    (22.11, 23.59, 20.0)
    """
    if START in content:
        return _mixed(content, size, weight)
    return _thousandths(content, weight != "regular") * size / 1000


@lru_cache(maxsize=50_000)
def _mixed(content: str, size: float, weight: Weight) -> float:
    """Measure a text with formulas in it."""
    return sum(_width_of(part, size, weight) for part in segments(content))


def _width_of(part: str | Formula, size: float, weight: Weight) -> float:
    if isinstance(part, str):
        return width(part, size, weight)
    return sum(
        span.scale * width(span.text, size, weight if span.bold is None else "bold" if span.bold else "regular")
        for span in part.spans
    )
