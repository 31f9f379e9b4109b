"""How long a size is drawn: never shorter than a smaller one."""

from __future__ import annotations

from collections.abc import Collection
from math import log, log1p, sqrt

from archdraw.records import dataclass

KINDS = ("power", "linear", "sqrt", "log")
NATURAL = "ln"
"""The natural logarithm itself, as NN-SVG takes it: 1 has no length but the least."""
FLATTEST, STEEPEST = 0.3, 0.7
"""The range of exponents: below, sizes cannot be told apart, above, small ones vanish."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Lengths for sizes: ``largest`` is drawn ``top`` long, what is smaller by the kind of scale, nothing below ``least``.

    >>> scale = Scale(57, 32, 0.7)
    >>> [round(scale(size), 1) for size in (32, 28, 14, 5)]
    [57.0, 51.9, 32.0, 15.5]
    """

    top: float
    largest: int
    power: float = STEEPEST
    kind: str = "power"
    least: float = 0.0

    def __call__(self, size: int) -> float:
        """Give the length."""
        whole = grown(self.largest, self.kind, self.power)
        share = grown(size, self.kind, self.power) / whole if whole else 1.0
        return max(self.top * share, self.least)


def grown(size: float, kind: str, power: float = 1.0) -> float:
    """Give what a kind of scale makes of a size, before it is given a unit.

    >>> [round(grown(64, kind, 0.3), 2) for kind in (*KINDS, NATURAL)]
    [3.48, 64, 8.0, 4.17, 4.16]
    """
    if kind == "log":
        return log1p(size)
    if kind == NATURAL:
        return log(size)
    return size if kind == "linear" else sqrt(size) if kind == "sqrt" else float(size**power)


def exact(unit: float, largest: int, kind: str, power: float = 1.0, least: float = 0.0) -> Scale:
    """Give the scale on which the unit of this kind is so long.

    >>> round(exact(10, 224, NATURAL)(55), 3)
    40.073
    """
    return Scale(unit * grown(largest, kind, power), largest, power, kind, least)


def steepest(sizes: Collection[int], top: float, least: float) -> float:
    """Give the largest exponent with which the smallest size is still ``least`` long, as far as there is one.

    >>> steepest([32, 28, 5], 57, 15), round(steepest([224, 7], 57, 15), 3), steepest([1000, 1], 57, 15)
    (0.7, 0.385, 0.3)
    """
    ratio = max(sizes) / min(sizes)
    if ratio <= 1 or top <= least:
        return STEEPEST if ratio <= 1 else FLATTEST
    return min(STEEPEST, max(FLATTEST, log(top / least) / log(ratio)))
