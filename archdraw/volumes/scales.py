"""How long a size is drawn: never shorter than a smaller one."""

from __future__ import annotations

from collections.abc import Collection
from math import log, log1p

from archdraw.records import dataclass

KINDS = ("power", "linear", "sqrt", "log")
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
        if self.kind == "log":
            share = log1p(size) / log1p(self.largest)
        else:
            share = (size / self.largest) ** {"linear": 1.0, "sqrt": 0.5}.get(self.kind, self.power)
        return max(self.top * share, self.least)


def steepest(sizes: Collection[int], top: float, least: float) -> float:
    """Give the largest exponent with which the smallest size is still ``least`` long, as far as there is one.

    >>> steepest([32, 28, 5], 57, 15), round(steepest([224, 7], 57, 15), 3), steepest([1000, 1], 57, 15)
    (0.7, 0.385, 0.3)
    """
    ratio = max(sizes) / min(sizes)
    if ratio <= 1 or top <= least:
        return STEEPEST if ratio <= 1 else FLATTEST
    return min(STEEPEST, max(FLATTEST, log(top / least) / log(ratio)))
