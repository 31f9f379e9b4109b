"""What is drawn: blocks of slabs at one size, pools glued to them, bars, circles where ways meet, and what goes around."""

from __future__ import annotations

from archdraw.graph import LINEAR, Layer
from archdraw.layouts.volumes.extents import Extent
from archdraw.records import dataclass

LAST = ("softmax", "sigmoid")
"""Functions at the end of a network that have a slab of their own."""
Loops = tuple[tuple[str, int, str], ...]
Place = tuple[int, int, int]
"""The row, the block in it, the slab in that."""


@dataclass(frozen=True, slots=True)
class Slab:
    """One layer as a slab: ``kind`` is ``layer``, ``pool`` (thin, on the side of the one before), ``copy`` or ``end`` (an activation).

    ``made`` are all layers that it stands for, itself the first; ``alone`` tells that the last activation colours all of it.
    """

    layer: Layer
    extent: Extent
    kind: str = "layer"
    made: tuple[Layer, ...] = ()
    alone: bool = False

    @property
    def op(self) -> str:
        """The op whose looks it has."""
        return "activation" if self.kind == "end" or self.alone else "copied" if self.kind == "copy" else self.layer.op


@dataclass(frozen=True, slots=True)
class Block:
    """Slabs that touch, or a circle (``sign``); ``said`` are words on the way that leads here from the one before, by ``edges``.

    ``loops`` are the groups around it that run several times, innermost first, each with how often and how copies differ.
    """

    slabs: tuple[Slab, ...]
    edges: tuple[tuple[str, str], ...] = ()
    said: str = ""
    sign: str = ""
    loops: Loops = ()

    @property
    def main(self) -> tuple[Slab, ...]:
        """The slabs without what is only glued on."""
        return tuple(slab for slab in self.slabs if slab.kind in ("layer", "copy")) or self.slabs[:1]

    @property
    def is_vector(self) -> bool:
        """Tell whether this is a bar."""
        return not self.sign and self.slabs[0].extent.is_vector


@dataclass(frozen=True, slots=True)
class Arc:
    """What leads from one place to another beside the rows; ``said`` names the layers on it that are not drawn."""

    start: Place
    end: Place
    edges: tuple[tuple[str, str], ...]
    said: str = ""


@dataclass(frozen=True, slots=True)
class Half:
    """One end of an arc that leads from one strip to another, ``at`` a place of its strip; ``said``: the words stand on this half.

    It leads to the right of the strip where it ``leaves`` it, and comes from there where it arrives. ``number`` is that of the arc.
    """

    number: int
    arc: Arc
    at: Place
    leaves: bool
    said: bool = False


@dataclass(frozen=True, slots=True)
class Net:
    """All that is drawn."""

    rows: tuple[tuple[Block, ...], ...]
    arcs: tuple[Arc, ...]


def function(layer: Layer) -> str:
    """Name the activation at the end of a layer, built in or folded."""
    if layer.op == "activation":
        return str(layer.attrs.get("function") or "")
    if layer.folded:
        return function(layer.folded[-1]) if layer.folded[-1].op == "activation" else ""
    own = layer.attrs.get("activation")
    return "" if own in LINEAR else str(own)
