"""The options of a layer: read from its shorthand (``64 3x3 s2 bn relu``) or from its long form, to the same values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from archdraw.records import dataclass
from archdraw.spec import tree
from archdraw.spec.expressions import replaced, words
from archdraw.spec.hints import for_token
from archdraw.spec.problems import Mistake, Place, Problems
from archdraw.spec.scalars import value
from archdraw.spec.values import read, shown
from archdraw.spec.words import FLAGS, PREFIXED, PREFIXES, Word, activation
from archdraw.words import did_you_mean


@dataclass(frozen=True, slots=True)
class Given:
    """The value of an option, where it stands, and how it was written."""

    value: Any
    at: Place
    text: str = ""


Options = dict[str, Given]


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
        return key, read(key, prefixed[2])
    if free and (_NUMBER.match(token) or free[0] not in _NUMERIC):
        key = free.pop(0)
        if "," in token and key != "order":
            raise Mistake(f"'{token[:40]}' is not understood", "separate words by spaces, without commas")
        return key, read(key, token)
    return None


_NUMERIC = ("filters", "units", "kernel", "heads", "norm_groups", "factor", "amount")


def _not_understood(token: str, word: str, rule: Word, text: str) -> tuple[str, Any]:
    whole = f"{word}: {text}"
    whole = whole if len(whole) <= 60 else whole[:59] + "…"
    raise Mistake(f"'{token[:40]}' is not understood in '{whole}'", for_token(token, word, rule))


def _set(given: Options, key: str, option: Given) -> None:
    if key in given:
        what = shown(key)
        raise Mistake(f"'{given[key].text}' and '{option.text}' both set {what}", "leave one of them out")
    given[key] = option


def from_mapping(
    word: str, rule: Word, node: tree.Mapping, params: Mapping[str, str], problems: Problems
) -> Options | None:
    """Read a long form; names and lists (``memory``, ``parts``) stay nodes."""
    given: Options = {}
    good = True
    known = {shown(key): key for key in rule.options if key not in ("table", "sequences")}
    known |= {"last": "sequences"} if "sequences" in rule.options else {}
    for key, node_value in node.pairs:
        option = known.get(key.text)
        if option is None:
            problems.add(key.at, f"'{word}' has no option '{key.text[:40]}'", did_you_mean(key.text, known))
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
        found = read(key, text)
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
