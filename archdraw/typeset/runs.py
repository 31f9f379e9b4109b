"""Prepare a scene's texts for typesetting: each piece of text in a font that has all of its characters.

typst sets a whole run of text in another font where the run's font lacks one of its characters, and fails on some runs
that change their font half-way. So a text that needs several fonts becomes several texts, placed by typst's own measure;
so does one of which parts run to the left. Only for a character that no bundled font has, the machine's fonts are asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from math import cos, radians, sin
from pathlib import Path
from typing import Any

from archdraw import embedded, fonts
from archdraw.fonts import Covers, Face
from archdraw.geometry import Point
from archdraw.records import dataclass
from archdraw.scene import Font, Group, Item, Scene, Text
from archdraw.text import bidi, tidy
from archdraw.text.math import Span, segments
from archdraw.typeset import temporary

STAND_IN = "□"
"""What is set for a character that no font has; Noto Sans Math has it."""

GENERIC = ("sans-serif", "serif", "monospace", "system-ui")
"""Names of CSS that leave the choice of the font to us."""

SHARES = {"start": 0.0, "middle": 0.5, "end": 1.0}


PLAIN = Span("")


@dataclass(frozen=True, slots=True)
class Typeface:
    """A family to set runs in, which characters it has, and where it comes from."""

    family: str
    has: Covers
    sources: tuple[Face | Path, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a text in one typeface; in a formula it may be set smaller, higher and in another style."""

    text: str
    face: Typeface
    look: Span = PLAIN

    def font(self, around: Font) -> Font:
        """Give the font to set it in, in a text of this font."""
        weight = around.weight if self.look.bold is None else "bold" if self.look.bold else "regular"
        return Font(around.size * self.look.scale, weight, around.italic or self.look.italic, self.face.family)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A scene whose texts have one font each, the fonts it needs, and the characters that no font has.

    ``absent`` is the family that the scene wants first, if it is neither bundled nor on this machine.
    """

    scene: Scene
    used: tuple[Face | Path, ...]
    missing: tuple[str, ...]
    absent: str = ""


def prepare(scene: Scene) -> Prepared:
    """Choose a font for every character, and cut the texts that need several."""
    texts = [item for item in scene.flat() if isinstance(item, Text)]
    chooser = _Chooser("".join(_characters(text.content) for text in texts), scene.fonts)
    found = {(text.content, text.font): chooser.runs(tidy(text.content), text.font) for text in texts}
    used = tuple(dict.fromkeys(file for runs in found.values() for run in runs for file in run.face.sources))
    several = [(run, font) for (_, font), runs in found.items() if not _is_simple(runs) for run in runs]
    widths = measure(several, used) if several else {}

    def cut(item: Item) -> Iterable[Item]:
        if isinstance(item, Group):
            yield replace(item, items=tuple(part for inner in item.items for part in cut(inner)))
        elif isinstance(item, Text):
            yield from _place(item, found[item.content, item.font], widths)
        else:
            yield item

    items = tuple(part for item in scene.items for part in cut(item))
    return Prepared(replace(scene, items=items, fonts=(fonts.TEXT,)), used, chooser.missing, chooser.absent)


def _characters(content: str) -> str:
    return "".join(
        part if isinstance(part, str) else "".join(span.text for span in part.spans) for part in segments(tidy(content))
    )


def _is_simple(runs: list[Run]) -> bool:
    """Tell whether a text needs no placing: it is one piece, on the line."""
    return len(runs) < 2 and not any(run.look.rise for run in runs)


def _place(text: Text, runs: list[Run], widths: dict[tuple[Run, Font], float]) -> Iterable[Text]:
    """Put the runs of a text side by side, all together where the text was anchored."""
    if _is_simple(runs):
        for run in runs:
            yield replace(text, content=run.text, font=run.font(text.font))
        return
    along = (cos(radians(text.angle)), sin(radians(text.angle)))

    def spot(far: float, high: float) -> Point:
        return (text.at[0] + far * along[0] + high * along[1], text.at[1] + far * along[1] - high * along[0])

    done = -SHARES[text.anchor] * sum(widths[run, text.font] for run in runs)
    for run in runs:
        font = run.font(text.font)
        high = run.look.rise * text.font.size
        content = run.text if run.text[0] != " " else f"\u00a0{run.text[1:]}"  # a plain space would vanish at the start
        yield replace(text, at=spot(done, high), content=content, font=font, anchor="start")
        done += widths[run, text.font]


def measure(runs: Iterable[tuple[Run, Font]], used: Iterable[Face | Path]) -> dict[tuple[Run, Font], float]:
    """Let typst measure runs, in points."""
    import json

    import typst

    distinct = tuple(dict.fromkeys(runs))
    asked = [
        {
            "text": run.text.replace(" ", "\u00a0"),  # a plain space would vanish at the end
            "font": run.face.family,
            "size": font.size,
            "weight": "regular" if font.weight == "regular" else "bold",
            "style": "italic" if font.italic else "normal",
        }
        for run, around in distinct
        for font in [run.font(around)]
    ]
    source = """#context [#metadata(json("runs.json").map(run => measure(text(
        run.text, font: run.font, size: run.size * 1pt, weight: run.weight, style: run.style)).width.pt())) <widths>]"""
    query: Any = typst.query  # its types cannot be inferred for several files
    with temporary.folder(fonts.files(used)) as folder:
        answer = query(
            {"main": source.encode(), "runs.json": json.dumps(asked).encode()},
            "<widths>",
            field="value",
            one=True,
            font_paths=[str(folder)],
            ignore_system_fonts=True,
        )
    return dict(zip(distinct, json.loads(answer), strict=True))


class _Chooser:
    """Which font sets which character: the wanted font, Noto Sans, those for symbols and scripts, then the machine's."""

    def __init__(self, characters: str, wanted: Iterable[str]) -> None:
        self._chains = {
            (bold, italic): [
                _bundled(face)
                for face in (fonts.text_face(bold, italic), *fonts.SYMBOLS, fonts.script_face(bold, italic))
            ]
            for bold in (False, True)
            for italic in (False, True)
        }
        own, self.absent = _wanted(wanted)
        for style, chain in self._chains.items():
            chain[:0] = own(style)
        known = self._chains[False, False]
        lacking = [c for c in dict.fromkeys(characters) if not _unseen(c) and not any(f.has(ord(c)) for f in known)]
        extra = fonts.cjk_font() if lacking else None
        if extra:
            for chain in self._chains.values():
                chain.append(_installed(extra))
            lacking = [character for character in lacking if not known[-1].has(ord(character))]
        others, self.missing = _from_the_machine(lacking)
        for chain in self._chains.values():
            chain.extend(others)

    def runs(self, content: str, font: Font) -> list[Run]:
        """Cut a text into pieces, from left to right, that run one way and that one font has.

        What leaves nothing on paper and no font has is left out.
        """
        found: list[Run] = []
        for part in segments(content):
            for span in [Span(part)] if isinstance(part, str) else part.spans:
                found.extend(self._of_one_look(span, font))
        return found

    def _of_one_look(self, span: Span, font: Font) -> list[Run]:
        heavy = font.weight != "regular" if span.bold is None else span.bold
        chain = self._chains[heavy, font.italic or span.italic]
        look = replace(span, text="")
        found: list[Run] = []
        for piece in bidi.pieces(span.text):
            leftward = not bidi.is_rightward(piece)
            made = _cut(piece, chain, None if leftward or not found else found[-1].face, look, keeps=leftward)
            found.extend(reversed(made) if leftward else made)
        return found


def _cut(piece: str, chain: list[Typeface], last: Typeface | None, look: Span, *, keeps: bool) -> list[Run]:
    """Cut what runs one way into pieces of one font; where one ``keeps`` its font, spaces and signs do not change it."""
    found: list[Run] = []
    for letter in _with_marks(piece):
        whole = next((face for face in chain if all(face.has(ord(one)) for one in letter)), None)
        for character in letter:
            face = whole if whole and len(letter) > 1 else _chosen(character, chain, last, keeps)
            if face is None:
                if _unseen(character):
                    continue
                character, face = STAND_IN, _chosen(STAND_IN, chain, last) or chain[0]
            if face is last and found:
                found[-1] = Run(found[-1].text + character, face, look)
            else:
                found.append(Run(character, face, look))
            last = face
    return found


def _with_marks(content: str) -> list[str]:
    """Split into letters, each with the marks on it: they come from one font, if one has them all."""
    from unicodedata import combining

    letters: list[str] = []
    for character in content:
        if letters and combining(character):
            letters[-1] += character
        else:
            letters.append(character)
    return letters


def _bundled(face: Face) -> Typeface:
    """Make a typeface that is unpacked only when a character is looked for in it."""
    return Typeface(face.family, lambda code: fonts.coverage(face)(code), (face,))


def _wanted(families: Iterable[str]) -> tuple[Callable[[tuple[bool, bool]], list[Typeface]], str]:
    """Find the first family that is there, by bold and italic; else name the first that is not.

    Noto Sans is always there, and so is Computer Modern, with its signs.
    """
    absent = ""
    for family in families:
        if family == fonts.TEXT or family in GENERIC:
            break
        if family == embedded.NAME:
            return lambda _: _computer_modern(), ""
        if found := fonts.family(family):
            return lambda style: [_installed(found.get(style, found[False, False]))], ""
        absent = absent or family
    return lambda _: [], absent


def _computer_modern() -> list[Typeface]:
    faces = ((embedded.NAME, embedded.ROMAN), (embedded.MATHS, embedded.SIGNS))
    return [Typeface(name, embedded.covers(ranges), ()) for name, ranges in faces]


def _installed(font: fonts.SystemFont) -> Typeface:
    return Typeface(font.family, fonts.covers(font.path.read_bytes(), font.index), (font.path,))


def _chosen(character: str, chain: list[Typeface], last: Typeface | None, keeps: bool = False) -> Typeface | None:
    """Choose the font for a character; marks and spaces stay in the run before them if its font has them."""
    from unicodedata import bidirectional, category

    stays = character == " " or category(character) in ("Mn", "Mc", "Me", "Cf")
    stays = stays or (keeps and bidirectional(character) not in ("L", "R", "AL"))
    if last and stays and last.has(ord(character)):
        return last
    return next((face for face in chain if face.has(ord(character))), None)


def _unseen(character: str) -> bool:
    """Tell whether a character leaves nothing on paper: a joiner, a variation selector."""
    from unicodedata import category

    return category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f"


def _from_the_machine(characters: list[str]) -> tuple[list[Typeface], tuple[str, ...]]:
    """Find fonts of this machine for characters; give also those that are in none."""
    found: list[Typeface] = []
    for font in fonts.system_fonts() if characters else ():
        try:
            has = fonts.covers(font.path.read_bytes(), font.index)
            gained = [character for character in characters if has(ord(character))]
            sources = font.sources(gained) if gained else ()
        except (OSError, fonts.Broken):
            continue
        if gained:
            found.append(Typeface(font.family, has, sources))
            characters = [character for character in characters if character not in gained]
        if not characters:
            break
    return found, tuple(characters)
