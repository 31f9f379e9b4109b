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

    ``folded``: what a pass has folded into others is a block too; then edges lead from the last of these, as in the network itself.
    """
    layers = [
        layer for row in net.rows for block in row for slab in block.slabs for layer in slab.made or (slab.layer,)
    ]
    last = {layer.name: layer.folded[-1].name for layer in layers if folded and layer.folded}

    def led(edges: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        return tuple((last.get(source, source), target) for source, target in edges)

    starts: dict[Place, Place] = {}
    ends: dict[Place, Place] = {}
    rows = []
    for r, row in enumerate(net.rows):
        made: list[Block] = []
        for b, block in enumerate(row):
            seen: dict[str, int] = {}
            before = ""
            for s, slab in enumerate(block.slabs):
                for layer in _layers(slab, folded):
                    if layer.name in seen:
                        continue
                    seen[layer.name] = len(made)
                    edges = ((before, layer.name),) if before else led(block.edges)
                    before = layer.name
                    single = Slab(layer, extent(layer), made=(layer,))
                    made.append(Block((single,), edges, "", "", block.loops))
                ends[r, b, s] = (r, seen[slab.layer.name], 0)
                starts[r, b, s] = (r, max(seen[layer.name] for layer in _layers(slab, folded)), 0)
        rows.append(tuple(made))
    arcs = tuple(replace(arc, start=starts[arc.start], end=ends[arc.end], edges=led(arc.edges)) for arc in net.arcs)
    return Net(tuple(rows), arcs)


def _layers(slab: Slab, folded: bool) -> Iterator[Layer]:
    """Give the layers that a slab stands for, each with what a pass has folded into it behind it, if that is wanted."""
    made: Sequence[Layer] = slab.made or (slab.layer,)
    for layer in made:
        if layer.op not in SILENT or layer is slab.layer:
            yield replace(layer, folded=()) if folded else layer
        if folded:
            yield from layer.folded
