"""How large what a layer gives is: numbers to draw, and words for what nobody knows."""

from __future__ import annotations

from archdraw.graph import UNKNOWN_TENSOR, Dim, Layer
from archdraw.ops.sizes import valued
from archdraw.records import dataclass

BORDER = 0.9
"""Maps at least so large as others before them differ from these by a border."""
LETTER, UNKNOWN = 256, 64
"""What is drawn for a letter such as ``H``, and for a size that nobody knows."""


@dataclass(frozen=True, slots=True)
class Extent:
    """The size of a tensor: channels, height, width; one of a vector is a height of 0, of a sequence a width of 0.

    ``words`` say the same as far as it is known: channels, height, width; ``deep`` is the third size of a volume.
    """

    count: int
    high: int = 0
    wide: int = 0
    words: tuple[str, str, str] = ("", "", "")
    deep: str = ""

    @property
    def is_vector(self) -> bool:
        """Tell whether there is no space in it."""
        return not self.high

    @property
    def space(self) -> tuple[int, int, str]:
        """What must be equal for two to have one size."""
        return (self.high, self.wide, self.deep)

    def is_next_to(self, before: Extent, first: Extent) -> bool:
        """Tell whether this stands behind one before it in a block: of one size, or a border smaller, as without padding, than the first.

        >>> Extent(64, 568, 568).is_next_to(Extent(64, 570, 570), Extent(64, 570, 570))
        True
        """
        if self.space == before.space:
            return True
        if self.deep or before.deep or not self.wide or not before.wide:
            return False
        sides = ((self.high, before.high, first.high), (self.wide, before.wide, first.wide))
        return all(BORDER * most <= one <= last for one, last, most in sides)


def extent(layer: Layer) -> Extent:
    """Give the size of what a layer gives; maps of a single place are a vector.

    >>> from archdraw.graph import Tensor
    >>> extent(Layer("c", "conv", outputs=(Tensor((28, 28, 6)),)))
    Extent(count=6, high=28, wide=28, words=('6', '28', '28'), deep='')
    >>> extent(Layer("d", "dense", outputs=(Tensor(("T", 512)),)))
    Extent(count=512, high=256, wide=0, words=('512', 'T', ''), deep='')
    """
    tensor = layer.outputs[0] if layer.outputs else UNKNOWN_TENSOR
    spatial = [dim for dim, axis in zip(tensor.dims, tensor.axes, strict=True) if axis != "C"]
    count = tensor.channels if "C" in tensor.axes else 1
    if all(dim == 1 for dim in spatial):
        return Extent(_drawn(count), words=(_said(count), "", ""))
    if "C" not in tensor.axes and len(spatial) == 1:
        return Extent(_drawn(spatial[0]), words=(_said(spatial[0]), "", ""))
    deep = " × ".join(_said(dim) for dim in spatial[:-2])
    high, wide = (spatial[-2], spatial[-1]) if len(spatial) > 1 else (spatial[0], 0)
    across = _drawn(wide) if len(spatial) > 1 else 0
    return Extent(_drawn(count), _drawn(high), across, (_said(count), _said(high), _said(wide) if across else ""), deep)


def _drawn(size: Dim) -> int:
    return max(1, valued(size, LETTER) or UNKNOWN)


def _said(size: Dim) -> str:
    return "?" if size is None else str(size)
