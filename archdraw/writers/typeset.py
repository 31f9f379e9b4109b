"""Turn a scene's SVG into PDF or PNG in this process, with typst and bundled fonts, so that it looks the same everywhere.

typst sets a whole run of text in another font where the run's font lacks one of its characters; so each text is
split into runs that their fonts have. Only for a character that no bundled font has the machine's fonts are asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from archdraw import fonts
from archdraw.fonts import Covers, Face
from archdraw.geometry import number
from archdraw.scene import Font, Scene, Text
from archdraw.text import clean
from archdraw.writers import svg

STAND_IN = "□"
"""What is set for a character that no font has; Noto Sans Math has it."""

PAGE = """
#set document(title: sys.inputs.title, date: none)
#set page(width: {width}pt, height: {height}pt, margin: 0pt, fill: none)
#image("figure.svg", width: 100%, height: 100%, alt: sys.inputs.description)
"""


@dataclass(frozen=True, slots=True)
class Typeface:
    """A family to set runs in, which characters it has, and where it comes from."""

    family: str
    has: Covers
    source: Face | Path


def compile(scene: Scene, **options: Any) -> bytes:
    """Typeset a scene; ``options`` are typst's (``format``, ``ppi``). Warns once, naming the characters no font has."""
    import typst

    setting = _Setting(scene)
    if setting.missing:
        _warn(setting.missing)
    drawing = svg.document(replace(scene, fonts=(fonts.TEXT,)), split=setting.runs)
    size = {"width": number(scene.width * scene.scale), "height": number(scene.height * scene.scale)}
    inputs = {"title": clean(scene.title) or "figure", "description": clean(scene.description or scene.title)}
    with _folder(setting.used) as folder:
        made: bytes = typst.compile(
            {"main": PAGE.format(**size).encode(), "figure.svg": drawing},
            font_paths=[folder],
            ignore_system_fonts=True,
            sys_inputs=inputs,
            **options,
        )
    return made


def missing(scene: Scene) -> tuple[str, ...]:
    """Give the characters of a scene that neither the bundled fonts nor this machine's have."""
    return _Setting(scene).missing


class _Setting:
    """Which font sets which characters of a scene; ``used`` fills as texts are split into runs."""

    def __init__(self, scene: Scene) -> None:
        self.used: dict[Face | Path, None] = {}
        self._chains = {
            (bold, italic): [_bundled(face) for face in (fonts.text_face(bold, italic), *fonts.SYMBOLS)]
            for bold in (False, True)
            for italic in (False, True)
        }
        texts = "".join(clean(item.content) for item in scene.flat() if isinstance(item, Text))
        plain = self._chains[False, False]
        lacking = [c for c in dict.fromkeys(texts) if not _unseen(c) and not any(face.has(ord(c)) for face in plain)]
        others, self.missing = _from_the_machine(lacking)
        for chain in self._chains.values():
            chain.extend(others)

    def runs(self, content: str, font: Font) -> list[tuple[str, str]]:
        """Split a text into pieces that one font has each; the family is empty where it is the figure's."""
        chain = self._chains[font.weight != "regular", font.italic]
        found: list[tuple[str, Typeface]] = []
        for character in content:
            last = found[-1][1] if found else None
            face = _chosen(character, chain, last)
            if face is None:
                if _unseen(character):
                    continue
                character, face = STAND_IN, _chosen(STAND_IN, chain, last) or chain[0]
            if face is last:
                found[-1] = (found[-1][0] + character, face)
            else:
                found.append((character, face))
        self.used.update((face.source, None) for _, face in found)
        return [(run, "" if face.family == fonts.TEXT else face.family) for run, face in found] or [("", "")]


def _bundled(face: Face) -> Typeface:
    """Make a typeface that is unpacked only when a character is looked for in it."""
    return Typeface(face.family, lambda code: fonts.coverage(face)(code), face)


def _chosen(character: str, chain: list[Typeface], last: Typeface | None) -> Typeface | None:
    """Choose the font for a character; marks and spaces stay in the run before them if its font has them."""
    if last and (character == " " or _mark(character)) and last.has(ord(character)):
        return last
    return next((face for face in chain if face.has(ord(character))), None)


def _mark(character: str) -> bool:
    from unicodedata import category

    return category(character) in ("Mn", "Mc", "Me", "Cf")


def _unseen(character: str) -> bool:
    """Tell whether a character leaves nothing on paper: a joiner, a variation selector."""
    from unicodedata import category

    return category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f"


def _from_the_machine(characters: list[str]) -> tuple[list[Typeface], tuple[str, ...]]:
    """Find fonts of this machine for characters; give also those that are in none."""
    found: list[Typeface] = []
    for family, path, index in fonts.system_fonts() if characters else ():
        try:
            has = fonts.covers(path.read_bytes(), index)
            lacking = [character for character in characters if not has(ord(character))]
        except (OSError, ValueError, IndexError, fonts.Broken):
            continue
        if len(lacking) < len(characters):
            found.append(Typeface(family, has, path))
            characters = lacking
        if not characters:
            break
    return found, tuple(characters)


@contextmanager
def _folder(used: Iterable[Face | Path]) -> Iterator[str]:
    """Put the fonts into a folder for typst, and remove it afterwards."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="archdraw-") as folder:
        for source in used:
            name, content = (
                (f"{source.key}.ttf", fonts.data(source))
                if isinstance(source, Face)
                else (source.name, source.read_bytes())
            )
            (Path(folder) / name).write_bytes(content)
        yield folder


def _warn(characters: tuple[str, ...]) -> None:
    from warnings import warn

    from archdraw.errors import ArchdrawWarning

    shown = ", ".join(f"{character} (U+{ord(character):04X})" for character in characters[:8])
    more = f" and {len(characters) - 8} more" if len(characters) > 8 else ""
    warn(
        ArchdrawWarning(f"no font here has {shown}{more}: {STAND_IN} stands for each; install a font that has them"),
        stacklevel=4,
    )
