"""Set a scene as SVG, and that by typst, in this process and with bundled fonts, as PDF and PNG."""

from __future__ import annotations

from typing import Any

from archdraw import fonts
from archdraw.errors import ArchdrawWarning, WriteError
from archdraw.geometry import number
from archdraw.scene import Scene
from archdraw.text import clean
from archdraw.typeset import temporary
from archdraw.typeset.markup import svg
from archdraw.typeset.runs import STAND_IN, prepare

PAGE = """
#set document(title: sys.inputs.title, date: none)
#set page(width: {width}pt, height: {height}pt, margin: 0pt, fill: none)
#image("figure.svg", width: 100%, height: 100%, alt: sys.inputs.description)
"""


def compile(scene: Scene, **options: Any) -> bytes:
    """Typeset the SVG of a scene; ``options`` are typst's (``format``, ``ppi``).

    Warns of the wanted font, if it is not here, and of characters that no font has. Raises WriteError where typst fails.
    """
    prepared = prepare(scene)
    if prepared.absent:
        _warn(f"the font '{prepared.absent}' is not on this machine: PDF and PNG are set in {fonts.TEXT}")
    if prepared.missing:
        chinese = any(ord(character) in fonts.HAN for character in prepared.missing) and not fonts.cjk_font()
        help = "pip install 'archdraw[cjk]'" if chinese else "install a font that has them"
        _warn(f"no font here has {_listed(prepared.missing)}: {STAND_IN} stands for each; {help}")
    size = {"width": number(scene.width * scene.scale), "height": number(scene.height * scene.scale)}
    files = {"main": PAGE.format(**size).encode(), "figure.svg": svg(prepared.scene, styled=False)}
    inputs = {"title": clean(scene.title) or "figure", "description": clean(scene.description or scene.title)}
    with temporary.folder(fonts.files(prepared.used)) as folder:
        return _compiled(files, font_paths=[str(folder)], ignore_system_fonts=True, sys_inputs=inputs, **options)


def missing(scene: Scene) -> tuple[str, ...]:
    """Give the characters of a scene that neither the bundled fonts nor this machine's have."""
    return prepare(scene).missing


def _compiled(files: dict[str, bytes], **options: Any) -> bytes:
    import typst

    try:
        made: bytes = typst.compile(files, **options)
    except BaseException as error:
        # typst's own failures come as RuntimeError, those inside its libraries as a PanicException below BaseException.
        if isinstance(error, typst.TypstError) or type(error).__name__ == "PanicException":
            raise WriteError(f"typst cannot set this figure: {error}", "the SVG can be written") from error
        raise
    return made


def _listed(characters: tuple[str, ...]) -> str:
    shown = ", ".join(f"{character} (U+{ord(character):04X})" for character in characters[:8])
    return f"{shown} and {len(characters) - 8} more" if len(characters) > 8 else shown


def _warn(message: str) -> None:
    from warnings import warn

    warn(ArchdrawWarning(message), stacklevel=4)
