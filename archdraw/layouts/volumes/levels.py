"""The levels of a U: where the main row leads down to its smallest maps, level by level, and up again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from archdraw.layouts.volumes.blocks import Arc, Block, Net
from archdraw.records import dataclass

STEP = 1.5
"""Maps so many times smaller or larger than those before are on another level."""


@dataclass(frozen=True, slots=True)
class Level:
    """The blocks of one level on the way down and on the way up, by their places in the row; the lowest has none on the way up."""

    down: tuple[int, ...]
    up: tuple[int, ...] = ()


def levels(net: Net) -> list[Level]:
    """Find the levels, the highest first; none where the network is no U.

    It is one if its maps only shrink and then only grow, never beyond the first, and all that goes around leads across one level, once.
    """
    if len(net.rows) > 1 or any(block.is_vector or block.loops for block in net.rows[0]):
        return []
    depth = _depths(net.rows[0])
    lowest = max(depth, default=0)
    if not lowest or min(depth) < 0:
        return []
    turn = depth.index(lowest)
    last = max(b for b, level in enumerate(depth) if level == lowest)
    down, up = depth[: turn + 1], depth[last:]
    if down != sorted(down) or up != sorted(up, reverse=True) or set(depth[turn : last + 1]) != {lowest} or len(up) < 2:
        return []
    for arc in net.arcs:
        start, end = arc.start[1], arc.end[1]
        if not (start < turn and end > last and depth[start] == depth[end]):
            return []
    if len({depth[arc.start[1]] for arc in net.arcs}) < len(net.arcs):
        return []
    sides = [
        [
            tuple(b for b, level in enumerate(depth) if level == i and (b <= last) == is_down)
            for is_down in (True, False)
        ]
        for i in range(lowest + 1)
    ]
    return [Level(down, up) for down, up in sides]


def _depths(row: Sequence[Block]) -> list[int]:
    """Count how often maps have become smaller, less how often larger, up to each block."""
    found = [0]
    for one, two in pairwise(row):
        before, high = one.main[-1].extent.high, two.main[0].extent.high
        found.append(found[-1] + (high * STEP <= before) - (high >= before * STEP))
    return found


def turned(net: Net) -> Net:
    """Put copied features first in their blocks, for in a U they come from the left, and what is made larger from below."""
    moved: dict[tuple[int, int], int] = {}
    row = []
    for b, block in enumerate(net.rows[0]):
        order = sorted(range(len(block.slabs)), key=lambda s: block.slabs[s].kind != "copy" or _late(block, s))
        moved |= {(b, s): k for k, s in enumerate(order)}
        row.append(replace(block, slabs=tuple(block.slabs[s] for s in order)))

    def at(place: tuple[int, int, int]) -> tuple[int, int, int]:
        return (place[0], place[1], moved.get(place[1:], place[2]))

    arcs: list[Arc] = [replace(arc, start=at(arc.start), end=at(arc.end)) for arc in net.arcs]
    return Net((tuple(row), *net.rows[1:]), tuple(arcs))


def _late(block: Block, slab: int) -> bool:
    """Tell whether a copy comes behind more than what made the maps larger: then it stays there."""
    return any(one.kind != "copy" for one in block.slabs[1:slab])
