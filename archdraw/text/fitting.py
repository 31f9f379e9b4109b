"""Make text fit a width: shorten it in the middle, or break it into lines."""

from __future__ import annotations

import re
from itertools import accumulate

from archdraw.scene import Weight
from archdraw.text.math import END, START
from archdraw.text.widths import width

ELLIPSIS = "…"
JOINER = "\u200d"


def fit(content: str, limit: float, size: float, weight: Weight = "regular") -> str:
    """Shorten a text to a width in points, keeping both ends; never to nothing.

    >>> fit("block14_sepconv2_act", 60, 7), fit("conv1", 60, 7), fit("conv1", 1, 7)
    ('block14…v2_act', 'conv1', '…')
    """
    if not content or width(content, size, weight) <= limit:
        return content
    reach = 16 + int(8 * limit / size)  # more characters than can be kept at one end, so that huge texts cost little
    pieces = _pieces(content if len(content) <= 2 * reach else content[:reach] + content[-reach:])
    sizes = [width(piece, size, weight) for piece in pieces]
    heads = list(accumulate(sizes, initial=0.0))
    tails = list(accumulate(reversed(sizes), initial=0.0))
    room = limit - width(ELLIPSIS, size, weight)
    kept = len(pieces) - 1
    while kept and heads[kept - kept // 2] + tails[kept // 2] > room:
        kept -= 1
    head, tail = pieces[: kept - kept // 2], pieces[len(pieces) - kept // 2 :]
    return "".join(head) + ELLIPSIS + "".join(tail)


def wrap(content: str, limit: float, size: float, weight: Weight = "regular") -> tuple[str, ...]:
    """Break a text into lines of at most this width in points; a word that is too long alone is shortened.

    East Asian text may break after each character.

    >>> wrap("Skip: identity; a projection in the first block", 70, 6)
    ('Skip: identity; a', 'projection in the first', 'block')
    """
    lines: list[str] = []
    line = ""
    for word in _words(content):
        if line and width((line + word).rstrip(), size, weight) > limit:
            lines.append(line.rstrip())
            line = ""
        line += word
    lines.append(line.rstrip())
    return tuple(fit(line, limit, size, weight) for line in lines if line)


def _words(content: str) -> list[str]:
    """Split where a line may break; each piece keeps the space after it."""
    from unicodedata import east_asian_width

    words = [""]
    for piece in _pieces(content):
        wide = east_asian_width(piece[0]) in "WF"
        before = words[-1][-1:]
        if before and (wide or (before == " " and piece != " ") or east_asian_width(before) in "WF"):
            words.append("")
        words[-1] += piece
    return [word for word in words if word]


def _pieces(content: str) -> list[str]:
    """Split into what a reader takes for one character: marks and joined parts stay with theirs, a formula is one."""
    if START in content:
        halves = re.split(f"({START}[^{END}]*{END})", content)
        return [piece for at, half in enumerate(halves) for piece in ([half] if at % 2 else _pieces(half))]
    from unicodedata import combining

    pieces: list[str] = []
    for character in content:
        joined = pieces and (pieces[-1].endswith(JOINER) or character == JOINER or "\ufe00" <= character <= "\ufe0f")
        if pieces and (joined or combining(character)):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces
