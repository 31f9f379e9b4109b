"""Prepare a scene's texts for typesetting: each piece of text in a font that has all of its characters.

typst sets a whole run of text in another font where the run's font lacks one of its characters, and fails on some runs
that change their font half-way. So a text that needs several fonts becomes several texts, placed by typst's own measure.
Only for a character that no bundled font has, the machine's fonts are asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import cos, radians, sin
from pathlib import Path
from typing import Any

from archdraw import fonts
from archdraw.fonts import Covers, Face
from archdraw.scene import Font, Group, Item, Scene, Text
from archdraw.text import clean
from archdraw.typeset import temporary

STAND_IN = "□"
"""What is set for a character that no font has; Noto Sans Math has it."""

GENERIC = ("sans-serif", "serif", "monospace", "system-ui")
"""Names of CSS that leave the choice of the font to us."""

SHARES = {"start": 0.0, "middle": 0.5, "end": 1.0}


@dataclass(frozen=True, slots=True)
class Typeface:
    """A family to set runs in, which characters it has, and where it comes from."""

    family: str
    has: Covers
    sources: tuple[Face | Path, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a text in one typeface."""

    text: str
    face: Typeface


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
    chooser = _Chooser("".join(clean(text.content) for text in texts), scene.fonts)
    found = {(text.content, text.font): chooser.runs(clean(text.content), text.font) for text in texts}
    used = tuple(dict.fromkeys(file for runs in found.values() for run in runs for file in run.face.sources))
    several = [(run, font) for (_, font), runs in found.items() if len(runs) > 1 for run in runs]
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


def _place(text: Text, runs: list[Run], widths: dict[tuple[Run, Font], float]) -> Iterable[Text]:
    """Put the runs of a text side by side, all together where the text was anchored."""
    if len(runs) < 2:
        for run in runs:
            yield replace(text, content=run.text, font=replace(text.font, family=run.face.family))
        return
    along = (cos(radians(text.angle)), sin(radians(text.angle)))
    done = -SHARES[text.anchor] * sum(widths[run, text.font] for run in runs)
    for run in runs:
        font = replace(text.font, family=run.face.family)
        at = (text.at[0] + done * along[0], text.at[1] + done * along[1])
        yield replace(text, at=at, content=run.text, font=font, anchor="start")
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
        for run, font in distinct
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
    """Which font sets which character: the wanted font, Noto Sans, those for symbols, then the machine's."""

    def __init__(self, characters: str, wanted: Iterable[str]) -> None:
        self._chains = {
            (bold, italic): [_bundled(face) for face in (fonts.text_face(bold, italic), *fonts.SYMBOLS)]
            for bold in (False, True)
            for italic in (False, True)
        }
        own, self.absent = _wanted(wanted)
        for style, chain in self._chains.items() if own else ():
            chain.insert(0, _installed(own.get(style, own[False, False])))
        known = self._chains[False, False]
        lacking = [c for c in dict.fromkeys(characters) if not _unseen(c) and not any(f.has(ord(c)) for f in known)]
        others, self.missing = _from_the_machine(lacking)
        for chain in self._chains.values():
            chain.extend(others)

    def runs(self, content: str, font: Font) -> list[Run]:
        """Cut a text into pieces that one font has each; what leaves nothing on paper and no font has is left out."""
        chain = self._chains[font.weight != "regular", font.italic]
        found: list[Run] = []
        for character in content:
            last = found[-1].face if found else None
            face = _chosen(character, chain, last)
            if face is None:
                if _unseen(character):
                    continue
                character, face = STAND_IN, _chosen(STAND_IN, chain, last) or chain[0]
            if face is last:
                found[-1] = Run(found[-1].text + character, face)
            else:
                found.append(Run(character, face))
        return found


def _bundled(face: Face) -> Typeface:
    """Make a typeface that is unpacked only when a character is looked for in it."""
    return Typeface(face.family, lambda code: fonts.coverage(face)(code), (face,))


def _wanted(families: Iterable[str]) -> tuple[dict[tuple[bool, bool], fonts.SystemFont], str]:
    """Find the first family that is there; else name the first that is not. Noto Sans is always there."""
    absent = ""
    for family in families:
        if family == fonts.TEXT or family in GENERIC:
            break
        if found := fonts.family(family):
            return found, ""
        absent = absent or family
    return {}, absent


def _installed(font: fonts.SystemFont) -> Typeface:
    return Typeface(font.family, fonts.covers(font.path.read_bytes(), font.index), (font.path,))


def _chosen(character: str, chain: list[Typeface], last: Typeface | None) -> Typeface | None:
    """Choose the font for a character; marks and spaces stay in the run before them if its font has them."""
    from unicodedata import category

    stays = character == " " or category(character) in ("Mn", "Mc", "Me", "Cf")
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
