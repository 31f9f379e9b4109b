"""Numbers in rows and columns that never change: the weights between two layers."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from math import isfinite

from archdraw.records import dataclass


@dataclass(frozen=True, slots=True)
class Matrix:
    """One row for each unit that is read, one column for each that reads; ``data`` holds 32-bit floats, row after row.

    ``biases`` are those of the columns, none where there are none. Bytes can be compared and hashed, and take the least room.
    """

    rows: int
    columns: int
    data: bytes
    biases: bytes = b""

    @classmethod
    def of(cls, rows: Sequence[Sequence[float]], biases: Iterable[float] = ()) -> Matrix:
        """Make one of lists.

        >>> Matrix.of([[1, -2], [0.5, 0]]).at(0, 1)
        -2.0
        """
        flat = array("f", (number for row in rows for number in row))
        return cls(len(rows), len(rows[0]) if rows else 0, flat.tobytes(), array("f", biases).tobytes())

    def with_last_row_as_biases(self) -> Matrix:
        """Give the matrix whose last row is taken as the biases.

        >>> Matrix.of([[1, -2], [0.5, 0]]).with_last_row_as_biases().bias(0)
        0.5
        """
        cut = (self.rows - 1) * self.columns * 4
        return Matrix(self.rows - 1, self.columns, self.data[:cut], self.data[cut:])

    def at(self, row: int, column: int) -> float:
        """Give one number."""
        return float(memoryview(self.data).cast("f")[row * self.columns + column])

    def bias(self, column: int) -> float:
        """Give the bias of a column, 0 where there is none."""
        return float(memoryview(self.biases).cast("f")[column]) if self.biases else 0.0

    def largest(self) -> float:
        """Give the largest size of a number, without its sign.

        >>> Matrix.of([[1, -2]], [3]).largest()
        3.0
        """
        return max(
            (abs(number) for part in (self.data, self.biases) for number in memoryview(part).cast("f")), default=0.0
        )

    def is_finite(self) -> bool:
        """Tell whether all are numbers that can be drawn."""
        return all(isfinite(number) for part in (self.data, self.biases) for number in memoryview(part).cast("f"))
