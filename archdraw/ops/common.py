"""What rules share: looking at attributes and inputs, and the places of a tensor without its channels."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from archdraw.graph import Dim, Tensor
from archdraw.ops import Misfit, Result
from archdraw.ops.sizes import shown
from archdraw.records import dataclass

Attrs = Mapping[str, Any]
Inputs = Sequence[Tensor]
Rule = Callable[[Attrs, Inputs], Result]


@dataclass(frozen=True, slots=True)
class Places:
    """A tensor seen as channels at places; ``first`` says that the channels come first."""

    channels: Dim
    sizes: tuple[Dim, ...]
    first: bool = False
    dtype: str = "float32"

    def tensor(self, sizes: Sequence[Dim], channels: Dim) -> Tensor:
        """Make a tensor of other sizes with the same order of axes."""
        letters = {0: "", 1: "T", 2: "HW", 3: "DHW"}.get(len(sizes), "N" * (len(sizes) - 3) + "DHW")
        if self.first:
            return Tensor((channels, *sizes), "C" + letters, self.dtype)
        return Tensor((*sizes, channels), letters + "C", self.dtype)


def first_of(inputs: Inputs, word: str) -> Tensor:
    """Give the first input, or say that there is none."""
    if not inputs:
        raise Misfit(f"{word} needs an input")
    return inputs[0]


def places_of(attrs: Attrs, inputs: Inputs, word: str) -> Places:
    """Split the first input into channels and places; a vector has no places and does not fit."""
    x = first_of(inputs, word)
    if len(x.dims) < 2:
        raise Misfit(
            f"{word} needs a sequence, an image or a volume, not {shown(x.dims) or 'a number'}",
            "use 'reshape' to give a vector places",
        )
    if attrs.get("data_format") == "channels_first":
        return Places(x.dims[0], x.dims[1:], True, x.dtype)
    return Places(x.dims[-1], x.dims[:-1], False, x.dtype)


def per_axis(attrs: Attrs, key: str, places: Places, default: int, word: str) -> tuple[int, ...]:
    """Give one number per place axis; one number alone holds for all.

    Raises Misfit where there are as many numbers as another kind of input has axes.
    """
    value = attrs.get(key)
    rank = len(places.sizes)
    if value is None:
        return (default,) * rank
    if isinstance(value, int):
        return (value,) * rank
    numbers = tuple(int(number) for number in value)
    if len(numbers) == 1:
        return numbers * rank
    if len(numbers) != rank:
        kinds = {1: "a sequence", 2: "an image", 3: "a volume"}
        dims = shown((*places.sizes, places.channels))
        hint = f"a grey image is written {dims}×1" if rank == 1 and len(numbers) == 2 else ""
        raise Misfit(f"{word} {shown(numbers)} does not fit {dims}, {kinds.get(rank, 'a tensor')}", hint)
    return numbers


def same(attrs: Attrs, inputs: Inputs) -> Result:
    """Keep the shape of the first input; no weights."""
    return Result((first_of(inputs, "the layer"),))


def axis_of(axis: int, rank: int) -> int:
    """Count an axis from the front, the batch left out; -1 is the last."""
    place = axis + rank if axis < 0 else axis
    if not 0 <= place < rank:
        raise Misfit(f"there is no axis {axis} in {rank} sizes")
    return place
