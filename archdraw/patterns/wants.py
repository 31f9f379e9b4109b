"""The conditions in the brackets of a pattern: ``conv[kernel=1, linear]``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from archdraw.graph import Layer
from archdraw.patterns.forms import Want
from archdraw.rewrite import Index
from archdraw.spec.problems import Mistake
from archdraw.words import did_you_mean

LINEAR = (None, "", "linear", "identity")
_COMPARED = re.compile(r"(\w+)\s*(!=|>=|<=|=)\s*([\w.]+)")
_NOT = re.compile(r"(?:not\s+|!)(\w+)")


def is_active(layer: Layer) -> bool:
    """Tell whether a layer has an activation, of its own or folded into it."""
    own = layer.attrs.get("activation") not in LINEAR
    return own or any(part.op == "activation" and part.attrs.get("function") not in LINEAR for part in layer.folded)


def _sources(index: Index, layer: Layer) -> list[tuple[str, int]]:
    edges = [edge for edge in index.into.get(layer.name, ()) if not edge.role]
    return list(dict.fromkeys((edge.source, edge.source_port) for edge in edges))


def _growth(index: Index, layer: Layer) -> int:
    """Tell whether a layer gives more channels than it takes (1), fewer (-1), or as many (0, also where nobody knows)."""
    sources = _sources(index, layer)
    outputs = index.layer[sources[0][0]].outputs[sources[0][1] :] if len(sources) == 1 else ()
    old, new = (tensors[0].channels if tensors else None for tensors in (outputs, layer.outputs))
    return (new > old) - (new < old) if isinstance(old, int) and isinstance(new, int) else 0


def _strided(layer: Layer) -> bool:
    return any(step != 1 for step in _sizes(layer.attrs.get("stride", 1)))


WORDS: Mapping[str, Callable[[Index, Layer], bool]] = {
    "depthwise": lambda index, layer: is_depthwise(layer),
    "separable": lambda index, layer: bool(layer.attrs.get("separable")),
    "plain": lambda index, layer: not is_depthwise(layer) and not layer.attrs.get("separable"),
    "active": lambda index, layer: is_active(layer),
    "linear": lambda index, layer: not is_active(layer),
    "strided": lambda index, layer: _strided(layer),
    "dilated": lambda index, layer: any(step != 1 for step in _sizes(layer.attrs.get("dilation", 1))),
    "widens": lambda index, layer: _growth(index, layer) > 0,
    "narrows": lambda index, layer: _growth(index, layer) < 0,
    "gated": lambda index, layer: bool(layer.attrs.get("gate")),
    "masked": lambda index, layer: bool(layer.attrs.get("masked")),
    "cross": lambda index, layer: len(_sources(index, layer)) > 1,
    "global": lambda index, layer: not layer.attrs.get("kernel"),
    "max": lambda index, layer: layer.attrs.get("mode") == "max",
    "average": lambda index, layer: layer.attrs.get("mode") == "average",
}
"""The conditions that are one word."""

SIZES = ("kernel", "stride", "dilation")
NUMBERS = ("inputs", "filters", "units", "heads", "groups", "multiplier")
TEXTS = ("function", "kind", "type", "activation")
KEYS = (*SIZES, *NUMBERS, *TEXTS)


def is_depthwise(layer: Layer) -> bool:
    """Tell whether a convolution filters each channel on its own."""
    groups, filters = layer.attrs.get("groups"), layer.attrs.get("filters")
    return bool(layer.attrs.get("depthwise")) or (isinstance(groups, int) and groups > 1 and groups == filters)


def want(text: str) -> Want:
    """Read one condition. Raises Mistake for one that there is not.

    >>> from archdraw.graph import Graph
    >>> conv = Layer("c", "conv", attrs={"kernel": (3, 3), "activation": "relu"})
    >>> index = Index(Graph("net", (conv,)))
    >>> [want(text)(index, conv) for text in ("kernel=3x3", "kernel!=1", "linear", "not depthwise")]
    [True, True, False, True]
    """
    refused = _NOT.fullmatch(text)
    if refused:
        test = _word(refused[1])
        return lambda index, layer: not test(index, layer)
    compared = _COMPARED.fullmatch(text)
    if compared is None:
        return _word(text)
    key, sign, value = compared.groups()
    if key not in KEYS:
        raise Mistake(f"there is no '{key[:40]}' to compare", did_you_mean(key, KEYS))
    if key in NUMBERS:
        return _number(key, sign, value)
    if sign not in ("=", "!="):
        raise Mistake(f"'{key}' is compared by = or !=, not by {sign}")
    same = _size(key, value) if key in SIZES else _text(key, value)
    return same if sign == "=" else lambda index, layer: not same(index, layer)


def _word(text: str) -> Want:
    if text not in WORDS:
        raise Mistake(f"the condition '{text[:40]}' is not understood", did_you_mean(text, (*WORDS, *KEYS)))
    return WORDS[text]


def _number(key: str, sign: str, value: str) -> Want:
    if not value.isdecimal() or len(value) > 9:
        raise Mistake(f"'{key}' is compared to a whole number, not to '{value[:20]}'", f"write {key}=4")
    number = int(value)

    def test(index: Index, layer: Layer) -> bool:
        have = len(index.into.get(layer.name, ())) if key == "inputs" else layer.attrs.get(key)
        if not isinstance(have, int):
            return sign == "!="
        return {"=": have == number, "!=": have != number, ">=": have >= number, "<=": have <= number}[sign]

    return test


def _size(key: str, value: str) -> Want:
    parts = value.replace("×", "x").split("x")
    if not all(part.isdecimal() and len(part) <= 9 for part in parts):
        raise Mistake(f"'{value[:20]}' is not a size", f"write {key}=3 for every axis, or {key}=3x3")
    numbers = tuple(map(int, parts))

    def test(index: Index, layer: Layer) -> bool:
        have = _sizes(layer.attrs.get(key, 0 if key == "kernel" else 1))
        return set(have) == set(numbers) if len(numbers) == 1 or len(have) == 1 else have == numbers

    return test


def _text(key: str, value: str) -> Want:
    def test(index: Index, layer: Layer) -> bool:
        have = layer.type if key == "type" else layer.attrs.get(key)
        return str(have).lower() == value.lower()

    return test


def _sizes(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, list | tuple) else (value,)
