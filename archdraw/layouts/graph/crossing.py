"""The sizes on the lines into and out of a block that is drawn for many: what is true of every copy, in letters."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from archdraw.graph import Graph, Tensor
from archdraw.layouts.graph import entering
from archdraw.rewrite import Index
from archdraw.rewrite.restore import hidden_in

OTHERS = "MNL"
"""Letters of a block's own for heights, widths and lengths that are not those of the figure's input."""
Word = Callable[[Sequence[Any]], str | None]
"""Words for some numbers, one per group, and perhaps for those of their first copies: ``4w``."""
Sizes = Sequence[Tensor | None]
"""One size per group."""


def own(index: Index, name: str, source: entering.Source, size: Tensor | None) -> Tensor | None:
    """Give what the shown copy of a group takes: where another one is the first, that is what a hidden copy gives."""
    frame = index.group[name]
    ends = {(edge.target, edge.target_port) for edge in frame.stand_ins if (edge.source, edge.source_port) == source}
    made = {layer.name: layer.outputs for layer in hidden_in(frame)}
    for edge in frame.hidden_edges:
        outputs = made.get(edge.source, ())
        if (edge.target, edge.target_port) in ends and edge.source_port < len(outputs):
            return outputs[edge.source_port]
    return size


def entry(sizes: Sizes, word: Word) -> Tensor | None:
    """Give one size for all that is taken: numbers where they agree, else the letter of the width, or of the axis."""
    return _sized(sizes, lambda axis, _, numbers: (word(numbers) or axis) if axis == "C" else axis)


def beside(sizes: Sizes, given: Sizes, word: Word, other: str) -> Tensor | None:
    """Give one size for what enters beside the main line: its sizes in space are told by those of what is ``given``."""

    def say(axis: str, at: int, numbers: Sequence[Any]) -> Any:
        return (word(numbers) or other) if axis == "C" else _part(axis, numbers, _before(sizes, given, at))

    return _sized(sizes, say)


def exit_of(
    sizes: Sizes, given: Sizes, entered: Tensor | None, word: Word, bases: Sequence[Sequence[int]]
) -> Tensor | None:
    """Give one size for all that leaves, told by what is ``given`` to each: ``H/2``, ``2C``, ``C + 32``.

    Channels for which there are no such words are left out. With ``bases``, the numbers that letters stand for, they may be a sum.
    """

    def channels(at: int, numbers: Sequence[Any]) -> str | None:
        said = word(numbers)
        before = _before(sizes, given, at)
        if said or not all(isinstance(number, int) for number in numbers):
            return said
        if entered and entered.channels == "C" and before:
            if _same_part(numbers, before):
                return multiple(Fraction(numbers[0], before[0]), "C")
            more = {number - base for number, base in zip(numbers, before, strict=True)}
            if len(more) == 1 and min(more) > 0:
                return f"(C + {more.pop()})"
        for base in bases:
            more = {number - each for number, each in zip(numbers, base, strict=False)}
            letter = word(base[: len(numbers)])
            if len(more) == 1 and min(more) > 0 and letter:
                return f"({more.pop()} + {letter})"
        return None

    def say(axis: str, at: int, numbers: Sequence[Any]) -> Any:
        if axis == "C":
            return channels(at, numbers) or ""
        return _part(axis, numbers, _before(sizes, given, at))

    found = _sized(sizes, say)
    if found is None or "" not in found.dims:
        return found
    kept = [(axis, dim) for axis, dim in zip(found.axes, found.dims, strict=True) if dim != ""]
    return Tensor(tuple(dim for _, dim in kept), "".join(axis for axis, _ in kept), found.dtype)


def _sized(sizes: Sizes, say: Callable[[str, int, Sequence[Any]], Any]) -> Tensor | None:
    """Give a size of numbers where all agree and of words where they do not; None where an axis has no words."""
    known = [size for size in sizes if size is not None]
    if len(known) < len(sizes) or len({(size.axes, len(size.dims)) for size in known}) > 1:
        return None
    dims: list[Any] = []
    for at, axis in enumerate(known[0].axes):
        numbers = [size.dims[at] for size in known]
        dims.append(numbers[0] if len(set(numbers)) == 1 else say(axis, at, numbers))
    return None if any(dim is False for dim in dims) else Tensor(tuple(dims), known[0].axes, known[0].dtype)


def _before(sizes: Sizes, given: Sizes, at: int) -> list[Any]:
    """Give the same axis of what each is given; nothing where one has no such axis."""
    rank = next((len(size.dims) for size in sizes if size), 0)
    found = [size.dims[at] for size in given if size and len(size.dims) == rank]
    return found if len(found) == len(sizes) else []


def _part(axis: str, numbers: Sequence[Any], before: Sequence[Any]) -> str | bool:
    """Tell an axis as a part or a multiple of what it was, the same for all, rounded where a stride leaves a rest; False if it is none."""
    if not before:
        return axis
    pairs = [(_amount(number), _amount(base)) for number, base in zip(numbers, before, strict=True)]
    ratios = [number / base for number, base in pairs if number and base]
    if len(ratios) < len(pairs):
        return axis if list(numbers) == list(before) else False
    if len(set(ratios)) == 1 and 1 in ratios[0].as_integer_ratio():
        return multiple(ratios[0], axis)
    under = round(1 / ratios[0])
    fits = under > 1 and all(number in (base // under, -(-base // under)) for number, base in pairs if number and base)
    return multiple(Fraction(1, under), axis) if fits else False


def renamed(graph: Graph, taken: Tensor | None, given: Tensor | None) -> dict[str, str]:
    """Give other letters for those by which a block calls what it is ``given``, where the figure's inputs have them for the size of the image."""
    known = {dim for layer in graph.layers if layer.op == "input" for one in layer.outputs for dim in one.dims}
    pairs = zip(taken.dims, given.dims, strict=True) if taken and given and len(taken.dims) == len(given.dims) else ()
    own = [said for was, said in pairs if said in known and said != was]
    return {str(said): letter for said, letter in zip(own, OTHERS, strict=False)}


def in_letters(size: Tensor | None, other: Mapping[str, str]) -> Tensor | None:
    """Write a size with other letters.

    >>> in_letters(Tensor(("2H", "W/2", "w")), {"H": "M", "W": "N"}).dims
    ('2M', 'N/2', 'w')
    """
    if size is None or not other:
        return size
    dims = (
        "".join(other.get(part, part) for part in re.split(r"([A-Za-z]+)", dim)) if isinstance(dim, str) else dim
        for dim in size.dims
    )
    return replace(size, dims=tuple(dims))


def _amount(number: Any) -> Fraction | None:
    """Give a number, or which part of its axis a word is: ``H/2``."""
    if isinstance(number, int):
        return Fraction(number) if number > 0 else None
    match = re.fullmatch(r"[A-Z](?:/(\d+))?", number) if isinstance(number, str) else None
    return Fraction(1, int(match[1] or 1)) if match else None


def _same_part(numbers: Sequence[int], before: Sequence[Any]) -> bool:
    ratios = [Fraction(number, base) for number, base in zip(numbers, before, strict=True)]
    return all(one == two for one, two in pairwise(ratios)) and 1 in ratios[0].as_integer_ratio()


def multiple(ratio: Fraction, letter: str) -> str:
    """Write a multiple or a part: ``4w``, ``C/2``."""
    over, under = ratio.as_integer_ratio()
    return f"{over if over > 1 else ''}{letter}{f'/{under}' if under > 1 else ''}"
