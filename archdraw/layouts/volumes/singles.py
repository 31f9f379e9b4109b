"""Each layer as a block of its own, also what others stand for: activations, pools, concatenations, as some tools draw them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from archdraw.graph import Layer
from archdraw.layouts.volumes.blocks import Block, Net, Place, Slab
from archdraw.layouts.volumes.extents import extent

SILENT = ("output",)
"""Ops that are no layer of such a figure."""


def singles(net: Net, folded: bool) -> Net:
    """Take all blocks apart; arcs leave from the last layer of a slab and arrive at its first.

    ``folded``: what a pass has folded into others is a block too.
    """
    starts: dict[Place, Place] = {}
    ends: dict[Place, Place] = {}
    rows = []
    for r, row in enumerate(net.rows):
        made: list[Block] = []
        for b, block in enumerate(row):
            seen: dict[str, int] = {}
            before = ""
            for s, slab in enumerate(block.slabs):
                for layer, known in _layers(slab, folded):
                    if layer.name in seen:
                        continue
                    seen[layer.name] = len(made)
                    edges = block.edges if not before else ((before, layer.name),) if known else ()
                    if known:
                        before = layer.name
                    single = Slab(layer, extent(layer), made=(layer,))
                    made.append(Block((single,), edges, "", "", block.loops))
                ends[r, b, s] = (r, seen[slab.layer.name], 0)
                starts[r, b, s] = (r, max(seen[layer.name] for layer, _ in _layers(slab, folded)), 0)
        rows.append(tuple(made))
    arcs = tuple(replace(arc, start=starts[arc.start], end=ends[arc.end]) for arc in net.arcs)
    return Net(tuple(rows), arcs)


def _layers(slab: Slab, folded: bool) -> Iterator[tuple[Layer, bool]]:
    """Give the layers that a slab stands for, and whether the graph still knows each: not what a pass has folded into another."""
    made: Sequence[Layer] = slab.made or (slab.layer,)
    for layer in made:
        if layer.op not in SILENT or layer is slab.layer:
            yield replace(layer, folded=()) if folded else layer, True
        for part in layer.folded if folded else ():
            yield part, False
