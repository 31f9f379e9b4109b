"""The options of a layer: read from its shorthand (``64 3x3 s2 bn relu``) or from its long form, to the same values."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from archdraw.graph import Dim
from archdraw.spec import tree
from archdraw.spec.expressions import replaced, words
from archdraw.spec.hints import for_token
from archdraw.spec.problems import Mistake, Place, Problems
from archdraw.spec.scalars import shape, sizes, value, whole
from archdraw.spec.words import ACTIVATIONS, FLAGS, PREFIXED, PREFIXES, Word, activation
from archdraw.words import did_you_mean


@dataclass(frozen=True, slots=True)
class Relative:
    """A count relative to the incoming channels: ``x4`` or ``/4``."""

    sign: str
    number: int


@dataclass(frozen=True, slots=True)
class Given:
    """The value of an option, where it stands, and how it was written."""

    value: Any
    at: Place
    text: str = ""


Options = dict[str, Given]


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
    return {"first": 0, "last": -1}.get(text) or (0 if text == "first" else whole(text, "the step", 0))


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

SHOWN = {
    "norm_groups": "groups",
    "positions": "position",
    "table": "size",
    "sequences": "last",
    "kv_heads": "kv_heads",
}
_NUMBER = re.compile(r"[-+.]?[0-9]|[x×/][0-9]|-?\.?(inf|nan)\b", re.IGNORECASE)


def from_text(
    word: str, rule: Word, text: tree.Scalar, params: Mapping[str, str], problems: Problems
) -> Options | None:
    """Read a shorthand; None where a word of it is wrong, which is a problem at that word."""
    given: Options = {}
    free = list(rule.bare)
    good = True
    pieces = [(0, text.text.replace(" ", ""))] if rule.bare == ("order",) else words(text.text)
    for offset, written in pieces:
        if not good and _NUMBER.match(written):
            continue  # it may only look wrong because the number before it was not understood
        at = Place(text.at.line, text.start + offset) if text.start else text.at
        understood = False
        with problems.at(at):
            for token in replaced(written, params).split():
                key, found = _token(token, rule, free) or _not_understood(token, word, rule, text.text)
                _set(given, key, Given(found, at, token))
            understood = True
        good &= understood
    return _complete(word, rule, given, text.at, problems) if good else None


def _token(token: str, rule: Word, free: list[str]) -> tuple[str, Any] | None:
    """Give the option that a word of a shorthand sets, and its value."""
    key, found = FLAGS.get(token, ("", None))
    if key in rule.options:
        if key in free:
            free.remove(key)
        return key, found
    if "activation" in rule.takes and activation(token):
        return "activation", token
    prefixed = PREFIXED.fullmatch(token)
    if prefixed and PREFIXES[prefixed[1]] in rule.options:
        key = PREFIXES[prefixed[1]]
        return key, _read(key, prefixed[2])
    if free and (_NUMBER.match(token) or free[0] not in _NUMERIC):
        key = free.pop(0)
        if "," in token and key != "order":
            raise Mistake(f"'{token[:40]}' is not understood", "separate words by spaces, without commas")
        return key, _read(key, token)
    return None


_NUMERIC = ("filters", "units", "kernel", "heads", "norm_groups", "factor", "amount")


def _read(key: str, text: str) -> Any:
    return _READ.get(key, _whole)(text, SHOWN.get(key, key))


def _not_understood(token: str, word: str, rule: Word, text: str) -> tuple[str, Any]:
    shown = f"{word}: {text}"
    shown = shown if len(shown) <= 60 else shown[:59] + "…"
    raise Mistake(f"'{token[:40]}' is not understood in '{shown}'", for_token(token, word, rule))


def _set(given: Options, key: str, option: Given) -> None:
    if key in given:
        what = SHOWN.get(key, key)
        raise Mistake(f"'{given[key].text}' and '{option.text}' both set {what}", "leave one of them out")
    given[key] = option


def from_mapping(
    word: str, rule: Word, node: tree.Mapping, params: Mapping[str, str], problems: Problems
) -> Options | None:
    """Read a long form; names and lists (``memory``, ``parts``) stay nodes."""
    given: Options = {}
    good = True
    shown = {SHOWN.get(key, key): key for key in rule.options if key not in ("table", "sequences")}
    shown |= {"last": "sequences"} if "sequences" in rule.options else {}
    for key, node_value in node.pairs:
        option = shown.get(key.text)
        if option is None:
            problems.add(key.at, f"'{word}' has no option '{key.text[:40]}'", did_you_mean(key.text, shown))
            good = False
        elif option in ("memory", "parts"):
            given[option] = Given(node_value, node_value.at)
        elif not isinstance(node_value, tree.Scalar) or node_value.empty:
            problems.add(node_value.at, f"'{key.text}' needs one value")
            good = False
        else:
            found = _option(option, node_value, params, problems)
            good &= found is not None
            if found is not None:
                given[option] = found
    return _complete(word, rule, given, node.at, problems) if good else None


def _option(key: str, scalar: tree.Scalar, params: Mapping[str, str], problems: Problems) -> Given | None:
    with problems.at(scalar.at):
        text = replaced(scalar.text, params).strip()
        boolean = value(tree.Scalar(text, scalar.at, scalar.plain))
        text = str(boolean).lower() if isinstance(boolean, bool) else text
        found = _read(key, text)
        if key == "sequences":
            found = not found
        return Given(found, scalar.at, text)
    return None


def _complete(word: str, rule: Word, given: Options, at: Place, problems: Problems) -> Options | None:
    """See that all is there that must be."""
    missing = [key for key in rule.needs if key not in given]
    if word == "embedding" and not {"table", "width"} & set(given):
        missing = ["width"]
    if missing:
        problems.add(at, f"'{word}' needs {_NEEDS.get(missing[0], f'a value for {missing[0]}')}", example(word))
        return None
    return given


_NEEDS = {
    "filters": "a number of filters",
    "kernel": "a kernel size",
    "units": "a number of units",
    "heads": "a number of heads",
    "norm_groups": "a number of groups",
    "count": "a number of tokens",
    "index": "a step",
    "rate": "a rate",
    "factor": "a factor",
    "amount": "an amount",
    "shape": "a shape",
    "order": "an order of axes",
    "parts": "a list of names",
    "width": "a width",
}

_EXAMPLES = {
    "conv": "64 3x3",
    "sepconv": "64 3x3",
    "dwconv": "3x3",
    "deconv": "64",
    "maxpool": "2",
    "avgpool": "2",
    "dense": "128",
    "embedding": "50257x768",
    "attention": "8",
    "lstm": "128",
    "gru": "128",
    "rnn": "128",
    "token": "class",
    "take": "first",
    "split": "[a, b]",
    "reshape": "7x7x64",
    "permute": "2,1",
    "upsample": "2",
    "groupnorm": "32",
    "dropout": "0.1",
    "pad": "1",
    "crop": "1",
}


def example(word: str) -> str:
    """Give a hint that shows how a layer is written."""
    return f"write '{word}: {_EXAMPLES[word]}'" if word in _EXAMPLES else ""
