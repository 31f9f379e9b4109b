"""Blocks that differ in the window of their convolutions alone, 3×3 here and 5×5 there, are of one kind: the window is a letter."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace

from archdraw.graph import Layer, frozen
from archdraw.layouts.graph import counting
from archdraw.layouts.graph.projecting import Joined
from archdraw.rewrite.alike import Piece
from archdraw.rewrite.differ import forms

LETTER = "k"
"""The window of the convolutions in which the blocks of a kind differ."""


def united(rows: Sequence[Joined], same: Callable[[Piece, Piece], bool]) -> list[Joined]:
    """Put together rows of groups that are the ``same`` but for one window; those with a projection stay among themselves."""
    found: list[Joined] = []
    near: dict[Hashable, list[int]] = {}  # only what has the same layers can be of one kind
    for row in rows:
        known = near.setdefault(forms(_blank(next(iter(row.pieces.values()))), widths=True), [])
        at = next((at for at in known if _fit(found[at], row, same)), None)
        if at is None:
            known.append(len(found))
            found.append(row)
        else:
            one = found[at]
            found[at] = Joined(
                {**one.pieces, **row.pieces}, {**one.beside, **row.beside}, {**one.lacking, **row.lacking}
            )
    return found


def _fit(one: Joined, two: Joined, same: Callable[[Piece, Piece], bool]) -> bool:
    if bool(one.beside) != bool(two.beside) or not told({**one.pieces, **two.pieces}):
        return False
    mine, other = ({counting.row(piece): _blank(piece) for piece in row.pieces.values()} for row in (one, two))
    return all(same(first, second) for first in mine.values() for second in other.values())


def told(pieces: Mapping[str, Piece]) -> Mapping[str, int]:
    """Give for each of some pieces the side of its square windows where the pieces differ; nothing where they do not, or by several."""
    numbers: dict[str, int] = {}
    for place in differing(list(pieces.values())):
        for name, one in pieces.items():
            side = _side(one.layers[place])
            if not side or numbers.setdefault(name, side) != side:
                return {}
    return numbers


def differing(pieces: Sequence[Piece]) -> list[int]:
    """Give the places of the layers whose windows are not equal in all pieces."""
    rows = zip(*(one.layers for one in pieces), strict=True)
    return [place for place, row in enumerate(rows) if len({layer.attrs.get("kernel") for layer in row}) > 1]


def lettered(layers: Sequence[Layer], pieces: Sequence[Piece]) -> tuple[Layer, ...]:
    """Write the letter for the windows in which some pieces differ; ``layers`` are those that are drawn for all."""
    places = set(differing(pieces))
    return tuple(_with(layer, LETTER) if place in places else layer for place, layer in enumerate(layers))


def _side(layer: Layer) -> int:
    """Give the side of a square window of a convolution; 0 of all else."""
    window = layer.attrs.get("kernel")
    sides = set(window) if isinstance(window, tuple) and len(window) > 1 else set()
    side = sides.pop() if len(sides) == 1 else 0
    return side if isinstance(side, int) and layer.op == "conv" else 0


def _blank(one: Piece) -> Piece:
    return replace(one, layers=tuple(_with(layer, LETTER) if _side(layer) else layer for layer in one.layers))


def _with(layer: Layer, side: str) -> Layer:
    window = layer.attrs["kernel"]
    return replace(layer, attrs=frozen({**layer.attrs, "kernel": (side,) * len(window)}))
