"""The language of an author's template for the texts of boxes: words in braces, two lines, each with a left and a right side."""

from __future__ import annotations

import difflib
import string
from collections.abc import Mapping

from archdraw.errors import UsageError


class Facts(dict[str, str]):
    """The words that a template may use; an unknown one is an error that lists them."""

    def __missing__(self, key: str) -> str:
        near = difflib.get_close_matches(key, self, 1)
        raise UsageError(
            f"a label has no '{{{key}}}'",
            f"did you mean '{{{near[0]}}}'?" if near else f"there are {', '.join(sorted(self))}",
        )


ATTRIBUTES = (
    *("kernel", "stride", "dilation", "padding", "filters", "units", "groups", "heads", "kv_heads", "rate", "factor"),
    *("activation", "function", "vocabulary", "width", "kind", "mode", "multiplier", "cell", "axis", "text"),
)


WORDS = (
    *(*ATTRIBUTES, "title", "detail", "name", "label", "op", "type", "params", "trainable_params", "macs", "shape"),
    *("dtype", "settings", "folded", "note"),
)
"""All that a template may use."""


def check(template: str) -> None:
    """See whether a template can be filled for any layer. Raises UsageError."""
    cells(template, Facts(dict.fromkeys(WORDS, "")))


def cells(template: str, known: Mapping[str, str]) -> list[tuple[str, str]]:
    """Fill a template: for each of its lines the words at the left and at the right. Raises UsageError.

    >>> cells("{a}|{b}", {"a": "x", "b": "y"})
    [('x', 'y')]
    """
    rows = [row.partition("|")[::2] for row in template.replace("\\n", "\n").split("\n")]
    if len(rows) > 2:
        raise UsageError("a label has at most two lines", "put more into one line, left and right of '|'")
    return [(fill(left, known), fill(right, known)) for left, right in rows]


def fill(template: str, known: Mapping[str, str]) -> str:
    """Put the words into a template; nothing but ``{word}`` is understood, so no attribute or item is reached.

    >>> fill("{a} and {b}", {"a": "x", "b": "y"})
    'x and y'
    """
    out: list[str] = []
    try:
        pieces = list(string.Formatter().parse(template))
    except ValueError as error:
        raise UsageError(f"the label template '{template}' is broken: {error}", "write {{ for a brace") from None
    for text, key, spec, conversion in pieces:
        out.append(text)
        if key is not None:
            if spec or conversion or not key.isidentifier():
                raise UsageError(f"a label takes only words in braces, not '{{{key}}}'", "such as {name} or {params}")
            out.append(known[key])
    return " ".join("".join(out).split())
