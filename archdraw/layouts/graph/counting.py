"""Blocks that differ in how often a part of them repeats are of one kind: the number is a letter, and each box says its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from archdraw.rewrite.alike import Piece

LETTER = "n"
"""How often a part of a block repeats, where that differs."""

Row = tuple[tuple[int, ...], ...]
"""How often each layer of a piece is repeated by the groups around it, the inner ones first."""


def row(piece: Piece) -> Row:
    """Give how often each layer of a piece repeats."""
    return tuple(tuple(cast("tuple[Any, ...]", frame)[2] for frame in chain) for chain in piece.frames)


def alike(one: Row, two: Row) -> bool:
    """Tell whether the same repeats but perhaps for one number.

    >>> alike(((), (8,), (8,)), ((), (4,), (4,))), alike(((), (8,), (8,)), ((), (), ()))
    (True, True)
    >>> alike(((), (8,), (8,)), ((), (), (4,))), alike(((2,), (8,)), ((3,), (4,)))
    (False, False)
    """
    return one == two or (_plain(one) and _plain(two) and len(_differing(one, two)) == 1)


def _plain(row: Row) -> bool:
    """Tell whether no repeat of a piece lies in another."""
    return all(sum(times > 1 for times in chain) < 2 for chain in row)


def _differing(one: Row, two: Row) -> set[tuple[int, int]]:
    return {(a, b) for a, b in zip(map(_times, one), map(_times, two), strict=True) if a != b}


def _times(chain: tuple[int, ...]) -> int:
    return max(chain, default=1)


def shown(rows: Sequence[Row]) -> int:
    """Choose the piece to draw: the first in which the most is repeated, for its part has a frame."""
    return max(range(len(rows)), key=lambda at: (sum(map(_times, rows[at])), -at))


def numbers(rows: Sequence[Row]) -> tuple[int, tuple[int, ...]] | None:
    """Give the place of a layer of the part that does not repeat equally often in all pieces, and how often it does in each; None where it does."""
    for place, chains in enumerate(zip(*rows, strict=True)):
        found = tuple(map(_times, chains))
        if len(set(found)) > 1:
            return place, found
    return None
