r"""Text as TeX: whatever a label contains comes out as letters, never as a command.

Every character that TeX could read as more than itself is written as a command that sets it, ``^`` first of all, for ``^^5c`` is a
backslash. Symbols and Greek become commands that every engine knows; other letters stay as they are, and those beyond
Latin need XeLaTeX or LuaLaTeX.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterable

from archdraw.text import tidy
from archdraw.text.math import Formula, segments
from archdraw.text.signs import BLACKBOARD, GREEK, SIGNS

_ASCII = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}",
    '"': "{''}", "'": r"\textquotesingle{}", "`": r"\textasciigrave{}", "-": "{-}", "?": "{?}", "!": "{!}",
    ",": "{,}", "*": "{*}",
}  # fmt: skip
"""Braces around a few keep two of them from becoming another sign (``--``, ``?`` before a grave accent)."""

_OTHER = {
    "−": "$-$", "–": r"\textendash{}", "—": r"\textemdash{}", "…": r"\textellipsis{}", "•": r"\textbullet{}",
    "‘": r"\textquoteleft{}", "’": r"\textquoteright{}", "“": r"\textquotedblleft{}", "”": r"\textquotedblright{}",
    "°": r"\textdegree{}", "µ": r"$\mu$", "§": r"\S{}", "¶": r"\P{}", "©": r"\textcopyright{}", "□": r"$\Box$",
    "′": r"$'$", "\u00a0": "~", "\u2009": r"\,", "\u202f": r"\,", "\u200b": "", "²": "$^2$", "³": "$^3$", "¹": "$^1$",
}  # fmt: skip
_LOW = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋₌ₐₑᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789+-=aeijklmnoprstuvx", strict=True))
_HIGH = dict(zip("⁰⁴⁵⁶⁷⁸⁹⁺⁻⁼ⁱⁿᵀᵏᵐ", "0456789+-=inTkm", strict=True))

KNOWN = {
    **_ASCII,
    **{letter: rf"$\{name}$" for letter, name in (GREEK | SIGNS).items()},
    **{letter: rf"$\mathbb{{{name}}}$" for letter, name in BLACKBOARD.items()},
    **_OTHER,
    **{letter: f"$_{{{name}}}$" for letter, name in _LOW.items()},
    **{letter: f"$^{{{name}}}$" for letter, name in _HIGH.items()},
}


_ACCENTS = "\u0300\u0301\u0302\u0303\u0308\u030a\u0327\u030c"
_LATIN = "ßæøåœłÆØÅŒŁ¡¿£"


def escaped(text: str) -> str:
    r"""Write a text as TeX; what pdfLaTeX cannot set stands in a command that shows it to other engines only.

    >>> print(escaped("5×5 & ^^5cinput{x}"), escaped("é 卷积"))
    5$\times$5 \& \textasciicircum{}\textasciicircum{}5cinput\{x\} é \adU{卷积}
    """
    parts = [f"${part.tex}$" if isinstance(part, Formula) else _letters(part) for part in segments(tidy(text))]
    return "".join(parts).replace("$$", "")


def _letters(text: str) -> str:
    parts = []
    for foreign, run in itertools.groupby(text, _is_foreign):
        letters = list(run)
        parts.append(f"\\adU{{{''.join(letters)}}}" if foreign else "".join(KNOWN.get(one, one) for one in letters))
    return "".join(parts)


def beyond_latin(texts: Iterable[str]) -> tuple[str, ...]:
    """Give the characters that pdfLaTeX cannot set.

    >>> beyond_latin(["5×5 é", "卷积"])
    ('卷', '积')
    """
    words = (part for text in texts for part in segments(tidy(text)) if isinstance(part, str))
    every = dict.fromkeys(character for part in words for character in part)
    return tuple(character for character in every if _is_foreign(character))


def _is_foreign(character: str) -> bool:
    if character.isascii() or character in KNOWN or character in _LATIN:
        return False
    parts = unicodedata.normalize("NFD", character)
    return not (len(parts) == 2 and parts[0].isascii() and parts[1] in _ACCENTS)
