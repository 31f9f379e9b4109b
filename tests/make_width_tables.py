"""Make archdraw/text/widths.txt: how wide each character is in the fonts that a reader of a figure may see.

    python tests/make_width_tables.py FOLDER

needs the Python packages fonttools, pymupdf-fonts and font-source-sans-pro, and a FOLDER that holds (at any depth) the
fonts of Debian's packages fonts-liberation (drawn to the widths of Arial) and fonts-lmodern (Latin Modern, the OpenType
Computer Modern). Only the widths, which are facts, are kept; no font is shipped.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent

RANGES = (
    *((0x20, 0x7E), (0xA0, 0x17F), (0x2C6, 0x2DD), (0x370, 0x3FF), (0x400, 0x45F), (0x1D62, 0x1D6A)),
    *((0x2010, 0x205E), (0x2070, 0x209F), (0x20AC, 0x20AC), (0x2100, 0x215E), (0x2190, 0x21FF)),
    *((0x2200, 0x22FF), (0x25A0, 0x25FF)),
    *((0x5BE, 0x5F4), (0x600, 0x6FF), (0x900, 0x97F), (0xE00, 0xE5B), (0x10D0, 0x10FF)),
)
"""What is measured; any other character is taken for one em, which is more than nearly all need."""

FACES = (
    # name, regular, bold; the first of a tuple that has the character counts
    ("Arial", ("LiberationSans-Regular.ttf",), ("LiberationSans-Bold.ttf",)),
    ("Source Sans", ("SourceSansPro-Regular.ttf",), ("SourceSansPro-Bold.ttf",)),
    ("Noto Sans", ("notos", "math", "symbol1", "symbol2", "figo"), ("notosbo", "math", "symbol1", "symbol2", "figbo")),
    ("Computer Modern", ("lmroman10-regular.otf",), ("lmroman10-bold.otf",)),
    ("Computer Modern Sans", ("lmsans8-regular.otf",), ("lmsans10-bold.otf",)),
)


def widths_of(name: str, folder: Path) -> dict[int, int]:
    """Measure every character of one font, in thousandths of its size."""
    import font_source_sans_pro
    import pymupdf_fonts
    from fontTools.ttLib import TTFont

    if "." in name:
        places = (folder, Path(font_source_sans_pro.__file__).parent)
        found = sorted(path for place in places for path in place.rglob(name))
        font = TTFont(found[0])
    else:
        font = TTFont(BytesIO(pymupdf_fonts.myfont(name)))
    units = font["head"].unitsPerEm
    advance = font["hmtx"].metrics
    return {code: -(-advance[glyph][0] * 1000 // units) for code, glyph in font.getBestCmap().items()}


def main(folder: Path) -> None:
    """Write the table; where a face lacks a character, the widest other face stands in."""
    columns: list[dict[int, int]] = []
    for _, *weights in FACES:
        for names in weights:
            column: dict[int, int] = {}
            for name in reversed(names):
                column.update(widths_of(name, folder))
            columns.append(column)
    heads = [f"{face[0]}{weight}" for face in FACES for weight in ("", " bold")]
    lines = [
        "# Made by tests/make_width_tables.py: the advance of each character in thousandths of the font size.",
        f"# code point; {'; '.join(heads)}",
    ]
    for first, last in RANGES:
        for code in range(first, last + 1):
            known = [column.get(code) for column in columns]
            if any(width is not None for width in known):
                widest = [max(w for w in known[k::2] + known if w is not None) for k in (0, 1)]
                row = [width if width is not None else widest[i % 2] for i, width in enumerate(known)]
                lines.append(f"{code:04x} {' '.join(map(str, row))}")
    (HERE / "archdraw" / "text" / "widths.txt").write_text("\n".join(lines) + "\n", encoding="ascii")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
