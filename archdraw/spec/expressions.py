"""Parameters in values: ``$name``, ``$(4*width)``, and ``$$`` for a dollar."""

from __future__ import annotations

import re
from collections.abc import Mapping

from archdraw.spec.problems import Mistake
from archdraw.words import did_you_mean

_LARGEST = 10**9
_LONGEST = 200
_NAME = re.compile(r"[^\W\d]\w*")
_TOKEN = re.compile(r"\s*(?:([0-9]+)|([^\W\d]\w*)|(//|[-+*/()]))")
_WORD = re.compile(r"(?:\$\([^()]*(?:\([^()]*\)[^()]*)*\)|\S)+")


def words(text: str) -> list[tuple[int, str]]:
    """Split a shorthand at its spaces, but not inside ``$(…)``; give each word with its offset.

    >>> words("$(4 * w) 1x1  bn")
    [(0, '$(4 * w)'), (9, '1x1'), (14, 'bn')]
    """
    return [(match.start(), match[0]) for match in _WORD.finditer(text)]


def replaced(text: str, params: Mapping[str, str]) -> str:
    """Replace parameters by their values.

    >>> replaced("$(4*w) s$stride costs $$5", {"w": "64", "stride": "2"})
    '256 s2 costs $5'
    """
    if "$" not in text:
        return text
    out, at = [], 0
    while at < len(text):
        dollar = text.find("$", at)
        if dollar < 0:
            break
        out.append(text[at:dollar])
        piece, at = _piece(text, dollar + 1, params)
        out.append(piece)
    return "".join([*out, text[at:]])


def _piece(text: str, at: int, params: Mapping[str, str]) -> tuple[str, int]:
    """Give what stands for the dollar before ``at``, and where the text goes on."""
    following = text[at : at + 1]
    if following == "$":
        return "$", at + 1
    if following == "(":
        end = _closing(text, at)
        return str(evaluated(text[at + 1 : end], params)), end + 1
    if following == "{":
        raise Mistake("'${' is not understood", "write $(…); braces end a value inside { }")
    name = _NAME.match(text, at)
    if name is None:
        return "$", at
    return _given(name[0], params), name.end()


def _given(name: str, params: Mapping[str, str]) -> str:
    if name not in params:
        hint = did_you_mean(name, params) if params else "write $$ for a dollar"
        raise Mistake(f"no parameter is named '{name}'", hint)
    return params[name]


def _closing(text: str, at: int) -> int:
    depth = 0
    for i in range(at, min(len(text), at + _LONGEST)):
        depth += (text[i] == "(") - (text[i] == ")")
        if not depth:
            return i
        if depth > 20:
            break
    raise Mistake(f"'$({text[at + 1 : at + 30]}' has no end", "an expression is short and ends with )")


def evaluated(expression: str, params: Mapping[str, str]) -> int:
    """Compute whole numbers, parameters, ``+ - * //`` and brackets.

    >>> evaluated("2*(w+1)//3 - 1", {"w": "8"})
    5
    """
    tokens, at = [], 0
    expression = expression.strip()
    while at < len(expression):
        token = _TOKEN.match(expression, at)
        if token is None or token[3] == "/":
            hint = "write // for a division" if token else "use whole numbers, parameters, + - * // and ( )"
            raise Mistake(f"'{expression}' is not understood", hint)
        tokens.append(token[0].strip())
        at = token.end()
    result, rest = _sum(tokens, 0, params, expression)
    if rest < len(tokens):
        raise Mistake(f"'{expression}' is not understood", "use whole numbers, parameters, + - * // and ( )")
    return result


def _sum(tokens: list[str], at: int, params: Mapping[str, str], expression: str) -> tuple[int, int]:
    value, at = _product(tokens, at, params, expression)
    while at < len(tokens) and tokens[at] in "+-":
        sign = tokens[at]
        other, at = _product(tokens, at + 1, params, expression)
        value = _bounded(value + other if sign == "+" else value - other)
    return value, at


def _product(tokens: list[str], at: int, params: Mapping[str, str], expression: str) -> tuple[int, int]:
    value, at = _factor(tokens, at, params, expression)
    while at < len(tokens) and tokens[at] in ("*", "//"):
        sign = tokens[at]
        other, at = _factor(tokens, at + 1, params, expression)
        if sign == "//" and not other:
            raise Mistake(f"'{expression}' divides by zero")
        value = _bounded(value * other if sign == "*" else value // other)
    return value, at


def _factor(tokens: list[str], at: int, params: Mapping[str, str], expression: str) -> tuple[int, int]:
    negative = False
    while at < len(tokens) and tokens[at] == "-":
        negative, at = not negative, at + 1
    if at >= len(tokens) or tokens[at] in ("+", "*", "//", ")"):
        raise Mistake(f"'{expression}' is not complete")
    if tokens[at] == "(":
        value, at = _sum(tokens, at + 1, params, expression)
        if at >= len(tokens) or tokens[at] != ")":
            raise Mistake(f"'{expression}' has a bracket too many")
    else:
        text = tokens[at] if tokens[at].isdecimal() else _given(tokens[at], params)
        if not re.fullmatch(r"[-+]?[0-9]{1,10}", text):
            raise Mistake(f"'{tokens[at]}' is '{text[:30]}', not a whole number")
        value = _bounded(int(text))
    return (-value if negative else value), at + 1


def _bounded(value: int) -> int:
    if abs(value) > _LARGEST:
        raise Mistake(f"the value is larger than {_LARGEST}")
    return value
