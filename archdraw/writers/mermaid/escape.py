"""Text that Mermaid shows as it is: no markup, no Markdown, no icons, no comments."""

from __future__ import annotations

import re

from archdraw.text import clean

LONGEST = 200
"""The most characters of a line of a label."""
_PLAIN = re.compile(r"[^\w\s,()+]|(?<!\w)_|_(?!\w)|^\+(?=\s)|(?<=^\d)\)")
"""What Mermaid or Markdown could read as more than a sign: ``+``, ``1)`` and ``1.`` begin lists."""
_DRAWN = re.compile(r"(fa\w?:(?=fa-)|\$(?=\$))", re.I)
"""What Mermaid draws as an icon or a formula, even where its signs are numbers; a character without width keeps it apart."""
_INSIDE = re.compile(r"(?<=[0-9A-Za-z])(?:[/-](?=[0-9A-Za-z])|\.(?=[0-9]))")


def escaped(line: str) -> str:
    """Write signs that could mean something as numbers, between letters only where they do.

    >>> escaped("conv1/relu 1.5 <b>"), escaped("1. end"), escaped("")
    ('conv1/relu 1.5 #60;b#62;', '1#46; end', '#160;')
    """
    text = _DRAWN.sub("\\1\u2060", " ".join(_cut(clean(line)).split()))
    kept = {found.start() for found in _INSIDE.finditer(text)}
    return _PLAIN.sub(lambda sign: _written(sign, kept), text) or "#160;"


def _written(sign: re.Match[str], kept: set[int]) -> str:
    """Give a sign as Mermaid's entity; letters of other scripts and signs beyond ASCII mean nothing."""
    return sign[0] if sign.start() in kept or not sign[0].isascii() else f"#{ord(sign[0])};"


def _cut(line: str) -> str:
    """Leave out the middle of a line that is too long, and show that it is."""
    half = LONGEST // 2
    return line if len(line) <= LONGEST else f"{line[:half]}…{line[-half:]}"
