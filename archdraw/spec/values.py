"""How the value of each option is read: one small function for each kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from archdraw.graph import Dim
from archdraw.records import dataclass
from archdraw.spec.problems import Mistake
from archdraw.spec.scalars import shape, sizes, whole
from archdraw.spec.words import ACTIVATIONS, activation
from archdraw.words import did_you_mean


@dataclass(frozen=True, slots=True)
class Relative:
    """A count relative to the incoming channels: ``x4`` or ``/4``."""

    sign: str
    number: int


def read(option: str, text: str) -> Any:
    """Read the value of an option; raise Mistake where it is none.

    >>> read("stride", "2x1"), read("bias", "false"), read("index", "last"), read("heads", "8")
    ((2, 1), False, -1, 8)
    """
    return _READ.get(option, _whole)(text, shown(option))


def shown(option: str) -> str:
    """Give the name of an option as authors write it."""
    return _SHOWN.get(option, option)


def _count(text: str, what: str) -> int | Relative:
    if text[:1] in ("x", "×", "/") and len(text) > 1:
        return Relative("/" if text[0] == "/" else "x", whole(text[1:], f"the factor of {what}"))
    if "x" in text and text[:1].isdigit():
        raise Mistake(f"'{text}' is no number of {what}", f"the number of {what} comes before the kernel")
    return whole(text, what)


def _choice(*choices: str) -> Callable[[str, str], str]:
    def read(text: str, what: str) -> str:
        if text not in choices:
            hint = did_you_mean(text, choices)
            raise Mistake(f"{what} must be {' or '.join(choices)}, not '{text[:30]}'", hint)
        return text

    return read


def _flag(text: str, what: str) -> bool:
    return _choice("true", "false")(text, what) == "true"


def _padding(text: str, what: str) -> str | int | tuple[int, ...]:
    return text if text in ("same", "valid") else sizes(text, what, 0)


def _activation(text: str, what: str) -> str:
    if activation(text) is None:
        raise Mistake(f"'{text[:30]}' is not an activation", did_you_mean(text, ACTIVATIONS))
    return text


def _table(text: str, what: str) -> tuple[int | None, int]:
    vocabulary, times, width = text.replace("×", "x").rpartition("x")
    return (
        whole(vocabulary, "vocabulary") if times and vocabulary != "?" else None,
        whole(width, "width"),
    )


def _tokens(text: str, what: str) -> int:
    return 1 if text == "class" else whole(text, "the number of tokens")


def _index(text: str, what: str) -> int:
    ends = {"first": 0, "last": -1}
    return ends[text] if text in ends else whole(text, "the step", 0)


def _rate(text: str, what: str) -> float:
    if not re.fullmatch(r"0?\.[0-9]{1,9}|0", text):
        percent = re.fullmatch(r"([0-9]{1,2})%", text)
        hint = f"write {int(percent[1]) / 100}" if percent else ""
        raise Mistake(f"{what} must be a number from 0 to 1, not '{text[:30]}'", hint)
    return float(text)


def _order(text: str, what: str) -> tuple[int, ...]:
    return tuple(whole(part, what, 1, 9) for part in text.replace(",", " ").split())


def _whole(text: str, what: str) -> int:
    return whole(text, what)


def _shape(text: str, what: str) -> tuple[Dim, ...]:
    return shape(text)


_READ: Mapping[str, Callable[[str, str], Any]] = {
    "filters": _count,
    "units": _count,
    "kernel": sizes,
    "stride": sizes,
    "dilation": sizes,
    "factor": sizes,
    "padding": _padding,
    "amount": lambda text, what: sizes(text, what, 0),
    "bias": _flag,
    "masked": _flag,
    "rope": _flag,
    "alibi": _flag,
    "sequences": _flag,
    "bidirectional": _flag,
    "norm": _choice("bn"),
    "activation": _activation,
    "gate": _choice("swiglu", "geglu", "glu"),
    "project": _choice("none"),
    "positions": _choice("sinusoidal", "learned"),
    "interpolation": _choice("nearest", "bilinear"),
    "table": _table,
    "count": _tokens,
    "index": _index,
    "rate": _rate,
    "order": _order,
    "shape": _shape,
}

_SHOWN = {
    "norm_groups": "groups",
    "positions": "position",
    "table": "size",
    "sequences": "last",
    "kv_heads": "kv_heads",
}
