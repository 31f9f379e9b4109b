"""The fonts that come with archdraw's dependencies and extras, and which characters a font has."""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

from archdraw.records import dataclass

Covers = Callable[[int], bool]
"""Tells whether a font has a glyph for a code point."""


@dataclass(frozen=True, slots=True)
class Face:
    """One font of the package pymupdf-fonts: the name inside it and its key there."""

    family: str
    key: str


TEXT = "Noto Sans"
SYMBOLS = (
    Face("Noto Sans Math", "math"),
    Face("Noto Sans Symbols", "symbol1"),
    Face("Noto Sans Symbols2", "symbol2"),
)
CJK = "zhplot"
"""The package that the extra `cjk` brings for its font, Noto Sans SC; it is looked for, never imported."""
HAN = range(0x2E80, 0xA000)
"""Where the characters of Chinese and Japanese are that this font has."""
Broken = struct.error
"""What reading a font raises where it is cut off."""


def text_face(bold: bool, italic: bool) -> Face:
    """Give the face for running text.

    >>> text_face(bold=True, italic=False).key
    'notosbo'
    """
    return Face(TEXT, {(0, 0): "notos", (0, 1): "notosit", (1, 0): "notosbo", (1, 1): "notosbi"}[bold, italic])


def script_face(bold: bool, italic: bool) -> Face:
    """Give the face for Arabic, Devanagari, Georgian, Hebrew and Thai, which Noto Sans itself lacks.

    >>> script_face(bold=True, italic=False).key
    'figbo'
    """
    return Face("FiraGO", {(0, 0): "figo", (0, 1): "figit", (1, 0): "figbo", (1, 1): "figbi"}[bold, italic])


def cjk_font() -> SystemFont | None:
    """Find the font of the extra `cjk`; None without it."""
    from importlib.util import find_spec

    found = find_spec(CJK)
    for folder in (found and found.submodule_search_locations) or ():
        path = Path(folder) / "fonts" / "NotoSansSC-Regular.ttf"
        if path.is_file():
            return SystemFont("Noto Sans SC", path)
    return None


@lru_cache(maxsize=16)
def data(face: Face) -> bytes:
    """Unpack a font."""
    import pymupdf_fonts

    return bytes(pymupdf_fonts.myfont(face.key))


@lru_cache(maxsize=16)
def coverage(face: Face) -> Covers:
    """Tell which characters a font has."""
    return covers(data(face))


def files(sources: Iterable[Face | Path]) -> dict[str, bytes]:
    """Give fonts as files, by name, as typst wants them."""
    return dict(
        (f"{source.key}.ttf", data(source)) if isinstance(source, Face) else (source.name, source.read_bytes())
        for source in sources
    )


@dataclass(frozen=True, slots=True)
class SystemFont:
    """An upright font of the machine: its file, its place in the file, and the file of its bold sister, if there is one."""

    family: str
    path: Path
    index: int = 0
    bold: Path | None = None

    def sources(self, characters: Iterable[str]) -> tuple[Path, ...]:
        """Give the files to set these characters with: the bold one only if it has them all."""
        if self.bold:
            has = covers(self.bold.read_bytes(), self.index)
            if all(has(ord(character)) for character in characters):
                return (self.path, self.bold)
        return (self.path,)


def system_fonts() -> tuple[SystemFont, ...]:
    """List the machine's upright fonts, the likeliest for missing characters first."""
    import typst

    fonts = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False).fonts()
    upright = [font for font in fonts if font.path and font.style == "normal" and font.stretch == 1.0]
    bold = {font.family: Path(str(font.path)) for font in upright if font.weight == 700}
    found = {
        SystemFont(font.family, Path(str(font.path)), int(font.index), bold.get(font.family))
        for font in upright
        if font.weight == 400
    }
    return tuple(sorted(found, key=lambda font: (_preference(font.family), font.family, font.path, font.index)))


def family(name: str) -> dict[tuple[bool, bool], SystemFont]:
    """Find the fonts of a family on the machine by bold and italic, none that is narrow; empty where there is no regular one."""
    import typst

    found: dict[tuple[bool, bool], SystemFont] = {}
    for font in typst.Fonts(include_system_fonts=True, include_embedded_fonts=False).fonts():
        if font.family.lower() == name.lower() and font.path and font.weight in (400, 700) and font.stretch == 1.0:
            key = (font.weight == 700, font.style != "normal")
            found.setdefault(key, SystemFont(font.family, Path(str(font.path)), int(font.index)))
    return found if (False, False) in found else {}


def _preference(family: str) -> int:
    for place, words in enumerate(_PREFERRED):
        if any(word in family for word in words):
            return place
    return len(_PREFERRED)


_PREFERRED = (
    ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN"),
    ("Noto Sans CJK", "Source Han Sans", "PingFang SC", "Microsoft YaHei", "WenQuanYi", "Droid Sans Fallback"),
    ("Hiragino Sans", "Yu Gothic", "Malgun Gothic", "Apple SD Gothic", "SimHei"),
    ("Noto Sans",),
    ("Emoji",),
    (" Sans", "Arial", "Segoe"),
)


def covers(font: bytes, index: int = 0) -> Covers:
    """Read which characters a TrueType or OpenType font has, from its table ``cmap`` (OpenType 1.9, formats 4 and 12)."""
    start = struct.unpack_from(">I", font, 12 + 4 * index)[0] if font[:4] == b"ttcf" else 0
    (count,) = struct.unpack_from(">H", font, start + 4)
    for entry in range(start + 12, start + 12 + 16 * count, 16):
        if font[entry : entry + 4] == b"cmap":
            (table,) = struct.unpack_from(">I", font, entry + 8)
            return _best(font, table)
    return lambda _: False


def _best(font: bytes, table: int) -> Covers:
    """Choose the subtable that knows the most."""
    (count,) = struct.unpack_from(">H", font, table + 2)
    found: dict[int, int] = {}
    for entry in range(table + 4, table + 4 + 8 * count, 8):
        platform, encoding, offset = struct.unpack_from(">HHI", font, entry)
        if platform == 0 or (platform == 3 and encoding in (1, 10)):
            (kind,) = struct.unpack_from(">H", font, table + offset)
            found[kind] = table + offset
    if 12 in found:
        return _groups(font, found[12])
    return _segments(font, found[4]) if 4 in found else lambda _: False


def _groups(font: bytes, at: int) -> Covers:
    (count,) = struct.unpack_from(">I", font, at + 12)
    groups = list(struct.iter_unpack(">III", font[at + 16 : at + 16 + 12 * count]))
    ends = [end for _, end, _ in groups]

    def has(code: int) -> bool:
        place = bisect_left(ends, code)
        if place == len(groups) or code < groups[place][0]:
            return False
        return bool(groups[place][2] + code - groups[place][0])

    return has


def _segments(font: bytes, at: int) -> Covers:
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", font, at + 16 + 4 * count)
    offsets_at = at + 16 + 6 * count
    offsets = struct.unpack_from(f">{count}H", font, offsets_at)

    def has(code: int) -> bool:
        place = bisect_left(ends, code)
        if place == count or code < starts[place]:
            return False
        if not offsets[place]:
            return bool((code + deltas[place]) & 0xFFFF)
        glyph = offsets_at + 2 * place + offsets[place] + 2 * (code - starts[place])
        return bool(struct.unpack_from(">H", font, glyph)[0])

    return has
