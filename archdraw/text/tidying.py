"""Clean text of what no format may hold and of what could make it look like another text."""

from __future__ import annotations

import re

from archdraw.text.math import plain

_SPACE = re.compile("\r\n|[\t\n\x0b\x0c\r\x85\u2028\u2029]")
_GONE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls
    "\ud800-\udfff\ufdd2-\ufdef\ufffe\uffff\ufeff"  # lone surrogates, non-characters, the byte order mark
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi controls: they can reorder what stands around them
    "\U000e0000-\U000e007f]"  # invisible tags
)


def clean(content: str) -> str:
    r"""Remove controls, lone surrogates, bidi overrides and the marks of formulas; turn line breaks and tabs into spaces.

    >>> clean("a\tb\r\nc\x00\u202ed\ud800")
    'a b cd'
    """
    if content.isascii() and content.isprintable():
        return content
    return plain(tidy(content))


def tidy(content: str) -> str:
    """Clean a text that may hold formulas, which stay."""
    if content.isascii() and content.isprintable():
        return content
    return _GONE.sub("", _SPACE.sub(" ", content))


def lost(content: str) -> tuple[str, ...]:
    r"""Give the characters that `clean` leaves out, each once.

    >>> lost("a\tb\x00\u202e\x00")
    ('\x00', '\u202e')
    """
    return tuple(dict.fromkeys(_GONE.findall(content)))
