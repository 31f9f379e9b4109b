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
        for at in range(self._size - 1, 0, -1):
            self._most[at] = max(self._most[2 * at], self._most[2 * at + 1])

    def largest(self, first: int, end: int) -> float:
        """Give the largest reach of rows ``first .. end - 1`` (0 if there is none)."""
        best = 0.0
        low, high = first + self._size, end + self._size
        if low >= high:
            return best
        above = (low, high - 1)
        while low < high:
            if low & 1:
                best = max(best, self._most[low])
                low += 1
            if high & 1:
                high -= 1
                best = max(best, self._most[high])
            low >>= 1
            high >>= 1
        for at in above:
            at >>= 1
            while at:
                best = max(best, self._floor[at])
                at >>= 1
        return best

    def raise_to(self, first: int, end: int, value: float) -> None:
        """Make every reach of rows ``first .. end - 1`` at least this."""
        low, high = first + self._size, end + self._size
        if low >= high:
            return
        ends = (low, high - 1)
        while low < high:
            if low & 1:
                self._most[low] = max(self._most[low], value)
                self._floor[low] = max(self._floor[low], value)
                low += 1
            if high & 1:
                high -= 1
                self._most[high] = max(self._most[high], value)
                self._floor[high] = max(self._floor[high], value)
            low >>= 1
            high >>= 1
        for at in ends:
            at >>= 1
            while at:
                self._most[at] = max(self._most[2 * at], self._most[2 * at + 1], self._floor[at])
                at >>= 1
