"""Pictures on blocks: they lie on the side that is seen, which is that of the last slab of maps."""

from __future__ import annotations

import warnings
from typing import cast

from archdraw.errors import ArchdrawWarning
from archdraw.graph import Layer
from archdraw.images import Picture
from archdraw.layouts.volumes.blocks import Block, Net, Slab


def shown(block: Block) -> Picture | None:
    """Give the picture that lies on a block; a vector has no face for one, and of touching slabs only the last is seen."""
    if block.sign or not block.slabs or block.is_vector:
        return None
    ends = block.slabs[-2:] if block.slabs[-1].kind == "end" else block.slabs[-1:]
    return next((found for found in map(_of, reversed(ends)) if found), None)


def tell(net: Net) -> None:
    """Warn of each picture that is not drawn, and say why."""
    for block in (block for row in net.rows for block in row):
        here = shown(block)
        for slab in block.slabs:
            found = _of(slab)
            if found and found is not here:
                why = "this is a vector and has no map" if slab.extent.is_vector else "its side is covered"
                name = next(layer.name for layer in _made(slab) if "picture" in layer.attrs)
                message = f"the picture of '{name}' is not drawn: {why}"
                warnings.warn(message, ArchdrawWarning, stacklevel=3)


def _of(slab: Slab) -> Picture | None:
    if slab.kind == "copy":
        return None
    return next((cast("Picture", layer.attrs["picture"]) for layer in _made(slab) if "picture" in layer.attrs), None)


def _made(slab: Slab) -> tuple[Layer, ...]:
    return slab.made or (slab.layer,)
