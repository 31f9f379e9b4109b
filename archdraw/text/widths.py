"""Measure text by tables of the fonts that a reader may see, so that figures are the same on every machine."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from archdraw.scene import Weight

BITS = 32
EMOJI = range(0x1F000, 0x20000)


class _Widths(dict[str, int]):
    """The widths of each character in all faces, in thousandths of the font size, packed into one number.

    Each face has 32 bits of the number: so one sum measures a text in all faces at once.
    """

    faces = 5

    def __missing__(self, character: str) -> int:
        from unicodedata import category, east_asian_width

        if category(character) in ("Mn", "Me", "Cf"):
            width = 0
        elif ord(character) in EMOJI and east_asian_width(character) in "WF":
            width = 1300  # emoji fonts draw them larger than the letters beside them
        else:
            width = 1000
        self[character] = packed = _pack([width] * self.faces)
        return packed


def _pack(widths: list[int]) -> int:
    return sum(width << (BITS * i) for i, width in enumerate(widths))


@lru_cache(maxsize=1)
def _tables() -> tuple[_Widths, _Widths]:
    """Read the widths of the regular and of the bold faces."""
    regular, bold = _Widths(), _Widths()
    for line in Path(__file__).with_name("widths.txt").read_text("ascii").splitlines():
        if not line.startswith("#"):
            code, *widths = line.split()
            regular[chr(int(code, 16))] = _pack([int(w) for w in widths[0::2]])
            bold[chr(int(code, 16))] = _pack([int(w) for w in widths[1::2]])
    return regular, bold


@lru_cache(maxsize=50_000)
def _thousandths(content: str, heavy: bool) -> int:
    total = sum(map(_tables()[heavy].__getitem__, content))
    return max(total >> shift & (1 << BITS) - 1 for shift in range(0, BITS * _Widths.faces, BITS))


def width(content: str, size: float, weight: Weight = "regular") -> float:
    """Give the width in points that a text may need: the widest of Arial, Source Sans, Noto Sans and Computer Modern.

    Bold stands in for semibold, which is never wider. East Asian characters take one em, combining marks nothing,
    and characters that no table knows one em.

    >>> width("conv", 10), width("conv", 10, "bold"), width("卷积", 10)
    (22.11, 23.59, 20.0)
    """
    return _thousandths(content, weight != "regular") * size / 1000
