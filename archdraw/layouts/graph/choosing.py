"""Choose among ways to draw by what they turn out to be worth, and find that out for as few of them as may be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import inf

NOTHING = -inf
"""What a way is worth that cannot be drawn."""


def choose(limits: Iterable[float], worth: Callable[[int], float], *, enough: float, clearly: float) -> int | None:
    """Give the number of the first that is worth enough; where none is, of the best.

    Of two, a later one is better only if it is worth ``clearly`` more. ``limits`` are the most that each can be worth, and are asked for
    one by one; ``worth`` is asked only where they leave the choice open, and never twice. None if nothing can be drawn.

    >>> choose([0.4, 0.9, 0.9], [0.3, 0.5, 0.7].__getitem__, enough=0.8, clearly=0.02)
    2
    """
    most: list[float] = []
    known: dict[int, float] = {}

    def found(number: int) -> float:
        if number not in known:
            known[number] = worth(number)
        return known[number]

    for number, limit in enumerate(limits):
        if limit >= enough and found(number) >= enough:
            return number
        most.append(limit)
    best: int | None = None
    for number in range(_beginning(most, found, clearly), len(most)):
        if best is None or most[number] > found(best) + clearly:
            beats = found(number) > (NOTHING if best is None else found(best) + clearly)
            best = number if beats else best
    return best


def _beginning(most: Sequence[float], found: Callable[[int], float], clearly: float) -> int:
    """Find one that beats all before it, whatever they would turn out to be worth: only those after it are to compare."""
    rising: list[tuple[int, float]] = []
    before = NOTHING
    for number, limit in enumerate(most):
        if limit > before + clearly:
            rising.append((number, before))
        before = max(before, limit)
    return next((number for number, before in reversed(rising) if found(number) > before + clearly), 0)
