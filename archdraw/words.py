"""Words: what was perhaps meant, lists and titles as a person writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Ask about the known word that is nearest to a wrong one; else list what is known, if that is short.

    >>> did_you_mean("sgv", ["pdf", "svg"])
    "did you mean 'svg'?"
    >>> did_you_mean("zzz", ["pdf", "svg"])
    'known are pdf, svg'
    """
    from difflib import get_close_matches

    names = sorted(set(known))
    lowered = {name.lower(): name for name in reversed(names)}
    near = get_close_matches(word.lower(), lowered, 1, 0.6)
    if near:
        return f"did you mean '{lowered[near[0]]}'?"
    if not names:
        return ""
    return f"known are {', '.join(names)}" if len(names) <= 20 else f"there are {len(names)} known ones"


def listed(words: Iterable[str], joint: str = "and") -> str:
    """Join words as in a sentence.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    *first, last = list(words) or [""]
    return f"{', '.join(first)} {joint} {last}" if first else last


def spoken(name: str) -> str:
    """Begin a name that is made of words with a capital, as a title; others stay.

    >>> spoken("decoder layer"), spoken("stage 1"), spoken("conv2_block1"), spoken("x")
    ('Decoder layer', 'Stage 1', 'conv2_block1', 'x')
    """
    return name[:1].upper() + name[1:] if re.fullmatch(r"[a-z][a-z -]+( \d+)?", name) else name


def shortened(words: str, most: int = 60) -> str:
    """Give words that are long only as far as they are read at a glance.

    >>> shortened("conv2"), shortened("a long name", 6)
    ('conv2', 'a long …')
    """
    return words if len(words) <= most else f"{words[:most].rstrip()} …"
