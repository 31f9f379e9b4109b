"""Arithmetic of sizes: numbers compute, a symbol stays a symbol, and what does not compute is None.

A symbolic size is a sum such as ``2*S+1`` or ``H/2``; a division of a symbol is taken to be exact.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import gcd

from archdraw.graph import Dim

_TERM = re.compile(r"([+-]?)(?:(\d{1,18})\*)?([^\W\d][\w'′]*)(?:/(\d{1,18}))?|([+-]?)(\d{1,18})")

# A sum: a fraction (numerator, denominator) for each symbol, and a whole number.
_Sum = tuple[dict[str, tuple[int, int]], int]


def add(*sizes: Dim) -> Dim:
    """Add sizes.

    >>> add(3, 4), add("S", 1), add("S", "T", -2), add("S", None)
    (7, 'S+1', 'S+T-2', None)
    """
    if all(isinstance(size, int) for size in sizes):
        return sum(size for size in sizes if isinstance(size, int))
    terms: dict[str, tuple[int, int]] = {}
    constant = 0
    for size in sizes:
        parsed = _parse(size)
        if parsed is None:
            return None
        for symbol, fraction in parsed[0].items():
            terms[symbol] = _reduced(*_plus(terms.get(symbol, (0, 1)), fraction))
        constant += parsed[1]
    return _written(terms, constant)


def times(one: Dim, other: Dim) -> Dim:
    """Multiply two sizes; a symbol times a symbol is None.

    >>> times(3, 4), times("S", 2), times("H/2", 2), times("S+1", 3), times("S", "T")
    (12, '2*S', 'H', '3*S+3', None)
    """
    if isinstance(one, int) and isinstance(other, int):
        return one * other
    if isinstance(one, int):
        one, other = other, one
    parsed = _parse(one)
    if parsed is None or not isinstance(other, int):
        return None
    terms = {symbol: _reduced(n * other, d) for symbol, (n, d) in parsed[0].items()}
    return _written(terms, parsed[1] * other)


def over(size: Dim, divisor: int, *, up: bool = False) -> Dim:
    """Divide a size, rounded down or up.

    >>> over(7, 2), over(7, 2, up=True), over("H", 2), over("H/2-1", 2, up=True), over(None, 2)
    (3, 4, 'H/2', 'H/4', None)
    """
    if isinstance(size, int):
        return -(-size // divisor) if up else size // divisor
    parsed = _parse(size)
    if parsed is None:
        return None
    terms = {symbol: _reduced(n, d * divisor) for symbol, (n, d) in parsed[0].items()}
    return _written(terms, -(-parsed[1] // divisor) if up else parsed[1] // divisor)


def product(sizes: Iterable[Dim]) -> Dim:
    """Multiply sizes.

    >>> product((7, 7, 512)), product((4, "S")), product((None, 0)), product(())
    (25088, '4*S', None, 1)
    """
    result: Dim = 1
    for size in sizes:
        result = times(result, size)
    return result


def count(*sizes: Dim) -> int | None:
    """Multiply sizes to a number, None unless all are numbers.

    >>> count(3, 3, 64), count(3, "S"), count(3, None)
    (576, None, None)
    """
    result = 1
    for size in sizes:
        if not isinstance(size, int):
            return None
        result *= size
    return result


def total(*counts: int | None) -> int | None:
    """Add counts, None if one is unknown.

    >>> total(1, 2), total(1, None)
    (3, None)
    """
    known = [number for number in counts if number is not None]
    return sum(known) if len(known) == len(counts) else None


def valued(size: Dim, letter: int) -> int | None:
    """Give what a size is where every letter in it is this number, at least 1; None where it is unknown.

    >>> valued("H/2", 256), valued("2*T+1", 8), valued(7, 256), valued(None, 256)
    (128, 17, 7, None)
    """
    parsed = _parse(size)
    if parsed is None:
        return None
    terms, constant = parsed
    return max(1, constant + sum(n * letter // d for n, d in terms.values()))


def shown(sizes: Iterable[Dim]) -> str:
    """Write sizes as messages do.

    >>> shown((16, "S", None))
    '16×S×?'
    """
    return "×".join("?" if size is None else str(size) for size in sizes)


def _parse(size: Dim) -> _Sum | None:
    """Take a size apart; a word that is no sum is a symbol as a whole."""
    if isinstance(size, int):
        return {}, size
    if not size:
        return None
    if not any(sign in size for sign in "+-*/"):
        return {size: (1, 1)}, 0
    terms: dict[str, tuple[int, int]] = {}
    constant = at = 0
    while at < len(size):
        term = _TERM.match(size, at)
        if term is None or (at and not (term[1] or term[5])):
            return None
        if term[3]:
            fraction = (int(f"{term[1]}{term[2] or 1}"), int(term[4] or 1))
            if not fraction[1]:
                return None
            terms[term[3]] = _reduced(*_plus(terms.get(term[3], (0, 1)), fraction))
        else:
            constant += int(f"{term[5]}{term[6]}")
        at = term.end()
    return terms, constant


def _plus(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return one[0] * other[1] + other[0] * one[1], one[1] * other[1]


def _reduced(numerator: int, denominator: int) -> tuple[int, int]:
    shared = gcd(numerator, denominator) or 1
    return numerator // shared, denominator // shared


def _written(terms: dict[str, tuple[int, int]], constant: int) -> Dim:
    """Write a sum down; a sum that may be negative for every symbol is no size."""
    text = ""
    for symbol, (n, d) in terms.items():
        if n:
            factor = f"{abs(n)}*" if abs(n) != 1 else ""
            text += f"{'-' if n < 0 else '+'}{factor}{symbol}{f'/{d}' if d != 1 else ''}"
    if not text:
        return constant
    if constant:
        text += f"{constant:+d}"
    return None if text.startswith("-") else text[1:]
