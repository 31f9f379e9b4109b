"""The author's own template for the texts of every box."""

from __future__ import annotations

import difflib
import string
from collections.abc import Mapping

from archdraw.errors import UsageError
from archdraw.graph import Layer
from archdraw.layouts.graph import words
from archdraw.layouts.graph.labels import Context, Texts, settings_of, texts


class _Facts(dict[str, str]):
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


def facts(layer: Layer, context: Context) -> Mapping[str, str]:
    """Give all words a label template may use for this layer."""
    plain = texts(layer, context)
    values = {key: words.sizes(layer.attrs.get(key)) for key in ATTRIBUTES}
    inner = words.folded_words(layer)
    return _Facts(
        {
            **values,
            "title": plain.title,
            "detail": plain.detail,
            "name": layer.name,
            "label": layer.label,
            "op": layer.op,
            "type": layer.type,
            "params": words.count(layer.params),
            "trainable_params": words.count(layer.trainable_params),
            "macs": words.rounded(layer.macs, "G") if layer.macs != 0 else "",
            "shape": words.shape(layer.outputs[0] if layer.outputs else None),
            "dtype": layer.outputs[0].dtype if layer.outputs else "",
            "settings": settings_of(layer),
            "folded": ", ".join(inner),
            "note": layer.note,
        }
    )


def filled(template: str, layer: Layer, context: Context) -> Texts:
    """Fill the author's template: lines by a newline, written or spelled out, left and right by ``|``; how first copies differ is added."""
    (title, right), (detail, shape) = [*_cells(template, facts(layer, context)), ("", "")][:2]
    under = ", ".join(filter(None, (detail if title else "", str(layer.attrs.get("first", "")))))
    return Texts(title or detail, right, under, shape)


def check(template: str) -> None:
    """See whether a template can be filled for any layer. Raises UsageError."""
    _cells(template, _Facts(dict.fromkeys(WORDS, "")))


def _cells(template: str, known: Mapping[str, str]) -> list[tuple[str, str]]:
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
