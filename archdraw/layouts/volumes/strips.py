"""Cut a network into strips that stand below each other: stretches of the main row, each with all that bridges it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from archdraw.layouts.volumes.blocks import Arc, Block, Net, Place
from archdraw.volumes.rows import cut

Origin = tuple[tuple[int, int] | None, ...]


PORT = Block((), (), "", "port")
"""Where the line from the strip before arrives, if more than one way goes on from there."""


def spanned(net: Net) -> set[int]:
    """Give the places of the main row where no strip may begin, because something leads from before to behind.

    What leads on from the last slab of a strip may begin the next one; from a slab before that, a pool's for instance, something else leads on.
    """
    ties = [(low, high) for low, high in _holds(net).values()]
    ties += [(arc.start[1], arc.end[1]) for arc in net.arcs if arc.start[0] == arc.end[0] == 0]
    inner = {b + 1 for r, b, slab in (arc.start for arc in net.arcs) if not r and slab < len(net.rows[0][b].slabs) - 1}
    return inner | {at for low, high in ties for at in range(low + 2, high + 1)}


def _holds(net: Net) -> dict[int, tuple[int, int]]:
    """Give the first and the last place of the main row to which each other row is tied, directly or by another."""
    found: dict[int, tuple[int, int]] = {}
    ties = [(arc.start, arc.end) for arc in net.arcs if arc.start[0] != arc.end[0]]
    changed = True
    while changed:
        changed = False
        for one, two in (*ties, *((end, start) for start, end in ties)):
            if not one[0]:
                continue
            touched = (two[1], two[1]) if not two[0] else found.get(two[0])
            if touched is None:
                continue
            low, high = found.get(one[0], touched)
            wider = (min(low, touched[0]), max(high, touched[1]))
            if found.get(one[0]) != wider:
                found[one[0]] = wider
                changed = True
    return found


def strips(net: Net, widths: Sequence[float], count: int) -> list[tuple[Net, tuple[Origin, ...]]]:
    """Cut into so many strips; give each with where its blocks come from, row by row; None is a port."""
    if count == 1:
        return [(net, tuple(tuple((r, b) for b in range(len(row))) for r, row in enumerate(net.rows)))]
    holds = _holds(net)
    return [_strip(net, part, holds) for part in cut(widths, count, spanned(net))]


def _strip(net: Net, part: range, holds: dict[int, tuple[int, int]]) -> tuple[Net, tuple[Origin, ...]]:
    low, high = part.start - 1, part.stop - 1
    rows = [r for r, (first, last) in holds.items() if low <= first and last <= high and last > low]
    number = {0: 0, **{r: k for k, r in enumerate(sorted(rows), 1)}}
    ports = [arc for arc in net.arcs if arc.start[:2] == (0, low) and _lies(arc.end, part, number)]
    first = low if ports else part.start
    own = [(0, b) for b in part]
    arcs = tuple(_inside(net.arcs, range(first, part.stop), part, number))
    origins: list[Origin] = [((None, *own) if ports else tuple(own))]
    origins += [tuple((r, b) for b in range(len(net.rows[r]))) for r in sorted(rows)]
    blocks = [net.rows[r][b] for r, b in own]
    main = (PORT, *blocks) if ports else tuple(blocks)
    return Net((main, *(net.rows[r] for r in sorted(rows))), arcs), tuple(origins)


def _lies(place: Place, part: range, number: dict[int, int]) -> bool:
    return place[1] in part if not place[0] else place[0] in number


def _inside(arcs: Sequence[Arc], whole: range, part: range, number: dict[int, int]) -> Iterator[Arc]:
    """Give the arcs of a strip, their ends counted in it; ``whole`` is its part of the main row with the port."""
    for arc in arcs:
        if _lies(arc.start, whole, number) and _lies(arc.end, part, number):
            start, end = (_moved(place, whole, number) for place in (arc.start, arc.end))
            port = not arc.start[0] and arc.start[1] not in part
            yield replace(arc, start=(0, 0, 0) if port else start, end=end)


def _moved(place: Place, part: range, number: dict[int, int]) -> Place:
    row, block, slab = place
    return (number[row], block if row else block - part.start, slab)
