"""Letters for the widths in which blocks of one kind differ: few that all their numbers are simple multiples of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from archdraw.graph import Layer, frozen
from archdraw.layouts.graph import crossing

WIDTHS = ("filters", "units", "width", "groups")
LETTERS = "wuv"
"""The letters for widths; blocks whose widths need more are not of one kind."""
Numbers = tuple[int, ...]
"""One width, in each group of a kind."""


class Letters:
    """Letters for the numbers that differ from group to group: few that all others are simple multiples of, or too many.

    Each row of numbers has those of the groups and then those of their first copies.
    """

    def __init__(self, rows: Iterable[Numbers]) -> None:
        left = list(dict.fromkeys(rows))
        self.bases: list[Numbers] = []
        while left and len(self.bases) <= len(LETTERS):
            base = min(left, key=lambda one: _price(one, left))
            self.bases.append(base)
            left = [row for row in left if _ratio(row, base) is None]

    def word(self, numbers: Sequence[Any], firsts: Sequence[Any] = ()) -> str | None:
        """Give the words for some numbers, one per group: ``4w``; None where they are no multiple of what has a letter."""
        for letter, base in zip(LETTERS, self.bases, strict=False):
            ratio = _ratio([*numbers, *(firsts or numbers)], base)
            if ratio:
                return crossing.multiple(ratio, letter)
        return None

    def told(self, names: Sequence[str]) -> dict[str, str]:
        """Say for each group what its letters stand for; ``w = 128–160`` where its first copy is another."""

        def range_of(base: Numbers, at: int) -> str:
            first, rest = base[len(names) + at], base[at]
            return str(rest) if first == rest else f"{first}–{rest}"

        return {
            name: ", ".join(
                f"{letter} = {range_of(base, i)}" for letter, base in zip(LETTERS, self.bases, strict=False)
            )
            for i, name in enumerate(names)
        }


def _ratio(numbers: Sequence[Any], base: Numbers) -> Fraction | None:
    """Give how many times the base some numbers are, if all of them are and it is a whole number or one part of it."""
    if not all(isinstance(number, int) and number > 0 for number in numbers):
        return None
    ratio = Fraction(numbers[0], base[0])
    alike = all(Fraction(number, each) == ratio for number, each in zip(numbers, base, strict=True))
    return ratio if alike and 1 in ratio.as_integer_ratio() else None


def _price(base: Numbers, rows: Sequence[Numbers]) -> tuple[bool, int, int, int]:
    """Tell how well a letter for some numbers says the others: first copies have them too, few are left, no great factors, no fractions."""
    ratios = [_ratio(row, base) for row in rows]
    known = [ratio.as_integer_ratio() for ratio in ratios if ratio]
    half = len(base) // 2
    return (
        base[:half] != base[half:],
        len(rows) - len(known),
        max(max(pair) for pair in known),
        sum(under > 1 for _, under in known),
    )


def widths_of(row: Sequence[Layer], wanted: Collection[str] = ()) -> dict[str, Numbers]:
    """Give the widths in which some layers differ, or that are wanted, by attribute; those that are no numbers have no letter."""
    found: dict[str, Numbers] = {}
    for name in WIDTHS:
        numbers = [layer.attrs.get(name) for layer in row]
        known = tuple(number for number in numbers if isinstance(number, int) and number > 0)
        if len(known) == len(numbers) and (len(set(known)) > 1 or name in wanted):
            found[name] = known
    return found


def lettered(row: Sequence[Layer], letters: Letters, firsts: Mapping[str, Numbers]) -> Layer:
    """Give the first of some layers, with letters for what differs and without numbers of weights that do."""
    first = row[0]
    attrs: dict[str, Any] = dict(first.attrs)
    widths = widths_of(row, firsts)
    attrs.update({name: letters.word(numbers, firsts.get(name, ())) or "" for name, numbers in widths.items()})
    outputs = tuple(
        crossing.entry([layer.outputs[port] if port < len(layer.outputs) else None for layer in row], letters.word)
        or tensor
        for port, tensor in enumerate(first.outputs)
    )
    same = len({layer.params for layer in row}) == 1 and not firsts
    return replace(first, attrs=frozen(attrs), outputs=outputs, params=first.params if same else 0)
