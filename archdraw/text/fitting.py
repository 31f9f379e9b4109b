"""Make text fit a width: shorten it in the middle, or break it into lines."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate, pairwise

from archdraw.scene import Weight
from archdraw.text.math import END, START
from archdraw.text.widths import width

ELLIPSIS = "…"
JOINER = "\u200d"
NEARLY = 1e-6
"""What sums of widths may be wrong by, in points."""


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
    lines: list[list[str]] = [[]]
    most = 0.0  # no line is wider than its words are together; it is measured only where that is too much
    for word in _words(content):
        wide = width(word, size, weight)
        most += wide
        if lines[-1] and most > limit - NEARLY:
            line = "".join((*lines[-1], word))
            most = width(line, size, weight)
            if width(line.rstrip(), size, weight) > limit:
                lines.append([])
                most = wide
        lines[-1].append(word)
    whole = ("".join(line).rstrip() for line in lines)
    return tuple(fit(line, limit, size, weight) for line in whole if line)


@lru_cache(maxsize=4)  # a caption is set anew under each draft of a figure
def _words(content: str) -> tuple[str, ...]:
    """Split where a line may break; each piece keeps the space after it."""
    from unicodedata import east_asian_width

    words: list[list[str]] = [[]]
    before = ""
    for piece in _pieces(content):
        wide = east_asian_width(piece[0]) in "WF"
        if before and (wide or (before == " " and piece != " ") or east_asian_width(before) in "WF"):
            words.append([])
        words[-1].append(piece)
        before = piece[-1]
    return tuple("".join(word) for word in words if word)


def _pieces(content: str) -> list[str]:
    """Split into what a reader takes for one character: marks and joined parts stay with theirs, a formula is one."""
    if START not in content:
        return _characters(content)
    halves = re.split(f"({START}[^{END}]*{END})", content)
    return [piece for at, half in enumerate(halves) for piece in ([half] if at % 2 else _characters(half))]


def _characters(content: str) -> list[str]:
    from unicodedata import combining

    starts = []
    before = ""
    for at, character in enumerate(content):
        joined = before == JOINER or character == JOINER or "\ufe00" <= character <= "\ufe0f" or combining(character)
        if not before or not joined:
            starts.append(at)
        before = character
    return [content[start:stop] for start, stop in pairwise([*starts, len(content)])]
