"""Turn a scene's SVG into PDF or PNG in this process, with typst and bundled fonts, so that it looks the same everywhere.

typst sets a whole run of text in another font where the run's font lacks one of its characters; so each text is
split into runs that their fonts have. Only for a character that no bundled font has the machine's fonts are asked.
"""

from __future__ import annotations

from collections.abc import Iterator
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
"""What is set for a character that no font has."""

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
    """Which font sets which characters of a scene."""

    def __init__(self, scene: Scene) -> None:
        texts = [item for item in scene.flat() if isinstance(item, Text)]
        self._symbols = [Typeface(face.family, fonts.coverage(face), face) for face in fonts.SYMBOLS[:0]]
        self.used: dict[Face | Path, None] = {}
        self._chains: dict[tuple[bool, bool], list[Typeface]] = {}
        needed = {character for text in texts for character in clean(text.content)}
        plain = self._chain(Font(1.0))
        lacking = sorted(c for c in needed if not c.isspace() and not any(face.has(ord(c)) for face in plain))
        self._others, self.missing = _from_the_machine([c for c in lacking if not _unseen(c)])
        for chain in self._chains.values():
            chain.extend(self._others)

    def runs(self, content: str, font: Font) -> list[tuple[str, str]]:
        """Split a text into pieces that one font has each; the family is empty where it is the figure's."""
        found: list[tuple[str, str]] = []
        for character in content:
            face = next((face for face in self._chain(font) if face.has(ord(character))), None)
            if face is None:
                if _unseen(character):
                    continue
                character, face = STAND_IN, self._chain(font)[1]
            self.used[face.source] = None
            family = "" if face.family == fonts.TEXT else face.family
            if found and (found[-1][1] == family or character == " "):
                found[-1] = (found[-1][0] + character, found[-1][1])
            else:
                found.append((character, family))
        return found or [("", "")]

    def _chain(self, font: Font) -> list[Typeface]:
        """Give the fonts for a text in the order in which they are asked."""
        style = (font.weight != "regular", font.italic)
        if style not in self._chains:
            faces = (fonts.text_face(*style), *fonts.SYMBOLS)
            self._chains[style] = [Typeface(face.family, _later(face), face) for face in faces]
            self._chains[style].extend(getattr(self, "_others", ()))
        return self._chains[style]


def _later(face: Face) -> Covers:
    """Unpack a font only when a character is looked for in it."""
    return lambda code: fonts.coverage(face)(code)


def _from_the_machine(characters: list[str]) -> tuple[list[Typeface], tuple[str, ...]]:
    """Find fonts of this machine for characters; give also those that are in none."""
    found: list[Typeface] = []
    for family, path, index in fonts.system_fonts() if characters else ():
        try:
            has = fonts.covers(path.read_bytes(), index)
        except (OSError, ValueError, IndexError):
            continue
        if any(has(ord(character)) for character in characters):
            found.append(Typeface(family, has, path))
            characters = [character for character in characters if not has(ord(character))]
        if not characters:
            break
    return found, tuple(characters)


def _unseen(character: str) -> bool:
    """Tell whether a character is no mark on paper: a joiner, a variation selector."""
    from unicodedata import category

    return category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f"


@contextmanager
def _folder(used: dict[Face | Path, None]) -> Iterator[str]:
    """Put the fonts into a folder for typst, and remove it afterwards."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="archdraw-") as folder:
        for source in used:
            if isinstance(source, Face):
                (Path(folder) / f"{source.key}.ttf").write_bytes(fonts.data(source))
            else:
                (Path(folder) / source.name).write_bytes(source.read_bytes())
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
