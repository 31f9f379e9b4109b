"""How far the rows of a stack reach to one side, with fast questions and answers for whole runs of rows."""

from __future__ import annotations


class Extents:
    """A list of reaches under two operations: the largest of a run, and raising a whole run to a value.

    Both take logarithmic time, so that ten thousand long skips stay cheap.

    >>> reach = Extents([1.0, 5.0, 2.0])
    >>> reach.raise_to(0, 1, 3.0)
    >>> [reach.largest(at, at + 1) for at in range(3)]
    [3.0, 5.0, 2.0]
    """

    def __init__(self, values: list[float]) -> None:
        self._size = len(values)
        self._most = [0.0] * self._size + values
        self._floor = [0.0] * (2 * self._size)
        most = self._most
        for at in range(self._size - 1, 0, -1):
            one, two = most[2 * at], most[2 * at + 1]
            most[at] = one if one > two else two

    def largest(self, first: int, end: int) -> float:
        """Give the largest reach of rows ``first .. end - 1`` (0 if there is none)."""
        best = 0.0
        low, high = first + self._size, end + self._size
        if low >= high:
            return best
        above = (low, high - 1)
        most, floor = self._most, self._floor
        while low < high:
            if low & 1:
                if most[low] > best:
                    best = most[low]
                low += 1
            if high & 1:
                high -= 1
                if most[high] > best:
                    best = most[high]
            low >>= 1
            high >>= 1
        for at in above:
            at >>= 1
            while at:
                if floor[at] > best:
                    best = floor[at]
                at >>= 1
        return best

    def raise_to(self, first: int, end: int, value: float) -> None:
        """Make every reach of rows ``first .. end - 1`` at least this."""
        low, high = first + self._size, end + self._size
        if low >= high:
            return
        most = self._most
        for at in (low, high - 1):  # what lies above one that reaches as far does so, too
            at >>= 1
            while at and most[at] < value:
                most[at] = value
                at >>= 1
        while low < high:
            if low & 1:
                self._raise(low, value)
                low += 1
            if high & 1:
                high -= 1
                self._raise(high, value)
            low >>= 1
            high >>= 1

    def _raise(self, at: int, value: float) -> None:
        """Raise all rows below a place of the tree."""
        if value > self._most[at]:
            self._most[at] = value
        if value > self._floor[at]:
            self._floor[at] = value
