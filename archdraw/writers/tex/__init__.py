"""Write a scene as TikZ: a document of its own, or a part to input into a paper, in that paper's font."""

from __future__ import annotations

import warnings

from archdraw.errors import ArchdrawWarning
from archdraw.geometry import number
from archdraw.resources import data_dir
from archdraw.scene import Scene, Text
from archdraw.text import clean
from archdraw.text.tex import beyond_latin
from archdraw.writers.tex.pictures import Picture


def write(scene: Scene, *, fragment: bool = False) -> bytes:
    """Give the source, in UTF-8; a ``fragment`` has no preamble and changes nothing outside of itself."""
    import jinja2

    picture = Picture(scene)
    lines = list(picture.lines())
    foreign = beyond_latin(item.content for item in scene.flat() if isinstance(item, Text))
    if foreign:
        shown = ", ".join(foreign[:8]) + (" …" if len(foreign) > 8 else "")
        warnings.warn(
            f"pdflatex cannot set {shown}: use lualatex or xelatex, with a font that has them",
            ArchdrawWarning,
            stacklevel=2,
        )
    if picture.missing:
        message = "tex holds no pictures of interlaced pixels: a comment stands where one belongs; save it without"
        warnings.warn(message, ArchdrawWarning, stacklevel=2)
    environment = jinja2.Environment(
        block_start_string="<%", block_end_string="%>", variable_start_string="<<", variable_end_string=">>",
        comment_start_string="<#", comment_end_string="#>", trim_blocks=True, keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined, autoescape=False,
    )  # fmt: skip
    folder = data_dir("templates") / "tex"
    source = environment.from_string((folder / "figure.tex.j2").read_text(encoding="utf-8"))
    return source.render(
        fragment=fragment,
        title=_comment(scene.title),
        description=_comment(scene.description),
        colors=picture.colors,
        lines=lines,
        pictures=bool(picture.pictures),
        width=number(scene.width * scene.scale),
        height=number(scene.height * scene.scale),
        foreign=bool(foreign),
        serif=scene.fonts[-1:] == ("serif",),
    ).encode()


def _comment(text: str) -> str:
    """Give a text that stays within its line."""
    return " ".join(clean(text).split())
