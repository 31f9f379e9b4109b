"""Cut a network into strips that stand below each other: stretches of the main row, each with all that bridges it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from archdraw.layouts.volumes.blocks import Arc, Block, Half, Net, Place
from archdraw.records import dataclass
from archdraw.volumes.rows import cuts

Origin = tuple[tuple[int, int] | None, ...]
PORT = Block((), (), "", "port")
"""Where the line from the strip before arrives, if more than one way goes on from there."""
MANY = 5
"""So many arcs, at most, lead from strips to later ones beside each other: more cannot be followed."""
EMPTY = 1 / 3
"""A strip filled to less than this costs as much as one more."""
LONELY, ACROSS, LOOP = 1.0, 1 / 3, 2.0
"""What an almost empty strip costs, an arc that leads on to the next strip, and a break inside of what runs several times, in strips."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A strip as a network of its own; where its blocks come from, row by row (None is a port), what leads from or to other strips, its loss."""

    net: Net
    origins: tuple[Origin, ...]
    across: tuple[Half, ...] = ()
    loss: float = 0.0


def breaks(
    net: Net, widths: Sequence[float], most: int, room: float = 0.0, limit: float = 0.0, many: int = MANY
) -> Iterator[list[range]]:
    """Cut the main row into one strip, into two … and so many: with the least loss where none is wider than the limit, else narrow.

    The room is what a strip that is full would take; so ``many`` arcs may lead across a break.
    """
    return cuts(widths, most, spanned(net, many), limit, losses(net, widths, room))


def strips(net: Net, parts: Sequence[range], widths: Sequence[float], room: float = 0.0) -> list[Stretch]:
    """Make the strips of stretches of the main row."""
    if len(parts) == 1:
        return [Stretch(net, tuple(tuple((r, b) for b in range(len(row))) for r, row in enumerate(net.rows)))]
    holds, loss, until = _holds(net), losses(net, widths, room), [0.0, *accumulate(widths)]
    return [_strip(net, part, holds, parts, until, loss(part.start, part.stop)) for part in parts]


def losses(net: Net, widths: Sequence[float], room: float) -> Callable[[int, int], float]:
    """Give what a strip from one place of the main row to another costs, in strips: it may be almost empty, and lines may lead to it, or by."""
    until, row = [0.0, *accumulate(widths)], net.rows[0]
    inside = [0.0, *(LOOP * len({*one.loops} & {*two.loops}) for one, two in pairwise(row))]
    over = _over(net)
    carried: list[list[int]] = [[] for _ in until]
    for arc in _main(net):
        if _is_last(net, arc.start):
            carried[arc.start[1] + 1].append(arc.end[1])
    for ends in carried:
        ends.sort()

    def loss(start: int, end: int) -> float:
        lonely = LONELY if until[end] - until[start] < EMPTY * room else 0.0
        return lonely + inside[start] + ACROSS * (over[start] - bisect_left(carried[start], end))

    return loss


def spanned(net: Net, many: int = MANY) -> set[int]:
    """Give the places of the main row where no strip may begin: rows beside it are tied to both sides, or more than so many arcs lead across.

    What leads on from the last slab of a strip may begin the next one; from a slab before that, a pool's for instance, something else leads on.
    """
    rows = [(low, high) for low, high in _holds(net).values()]
    inner = {arc.start[1] + 1 for arc in net.arcs if not arc.start[0] and arc.end[0] and not _is_last(net, arc.start)}
    carried = Counter(arc.start[1] + 1 for arc in _main(net) if _is_last(net, arc.start))
    crowded = {at for at, arcs in enumerate(_over(net)) if arcs - carried[at] > many}
    return inner | crowded | {at for low, high in rows for at in range(low + 2, high + 1)}


def _main(net: Net) -> list[Arc]:
    """Give the arcs from the main row to itself."""
    return [arc for arc in net.arcs if not arc.start[0] and not arc.end[0]]


def _over(net: Net) -> list[int]:
    """Count the arcs over the main row that lead across the beginning of each place."""
    steps = [0] * (len(net.rows[0]) + 2)
    for arc in _main(net):
        steps[arc.start[1] + 1] += 1
        steps[arc.end[1] + 1] -= 1
    return list(accumulate(steps))


def _is_last(net: Net, place: Place) -> bool:
    return place[2] >= len(net.rows[0][place[1]].slabs) - 1


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


def _strip(
    net: Net,
    part: range,
    holds: dict[int, tuple[int, int]],
    parts: Sequence[range],
    until: Sequence[float],
    loss: float,
) -> Stretch:
    low, high = part.start - 1, part.stop - 1
    rows = [r for r, (first, last) in holds.items() if low <= first and last <= high and last > low]
    number = {0: 0, **{r: k for k, r in enumerate(sorted(rows), 1)}}
    carried = {
        k
        for k, arc in enumerate(net.arcs)
        if arc.start[:2] == (0, low) and _is_last(net, arc.start) and _lies(arc.end, part, number)
    }
    first = low if carried else part.start
    own = [(0, b) for b in part]
    arcs = []
    for k, arc in enumerate(net.arcs):
        if k in carried:
            arcs.append(replace(arc, start=(0, 0, 0), end=_moved(arc.end, first, number)))
        elif _lies(arc.start, part, number) and _lies(arc.end, part, number):
            arcs.append(replace(arc, start=_moved(arc.start, first, number), end=_moved(arc.end, first, number)))
    across = [
        replace(half, at=_moved(half.at, first, number))
        for k, arc in enumerate(net.arcs)
        if k not in carried and not arc.start[0] and not arc.end[0]
        for half in _halves(net, k, part, parts, until)
    ]
    origins: list[Origin] = [((None, *own) if carried else tuple(own))]
    origins += [tuple((r, b) for b in range(len(net.rows[r]))) for r in sorted(rows)]
    blocks = [net.rows[r][b] for r, b in own]
    main = (PORT, *blocks) if carried else tuple(blocks)
    return Stretch(Net((main, *(net.rows[r] for r in sorted(rows))), tuple(arcs)), tuple(origins), tuple(across), loss)


def _halves(net: Net, number: int, part: range, parts: Sequence[range], until: Sequence[float]) -> Iterator[Half]:
    """Give the end of an arc in a strip if the other one is in another; words stand where its line is longer.

    What leads on from the end of a strip into the next one is carried there by the line between both.
    """
    arc = net.arcs[number]
    start, end = arc.start[1], arc.end[1]
    if (start in part) == (end in part):
        return
    one, two = (next(k for k, other in enumerate(parts) if at in other) for at in (start, end))
    if start + 1 == parts[one].stop and two == one + 1 and _is_last(net, arc.start):
        return
    first = until[parts[one].stop] - until[start] >= until[parts[two].stop] - until[end]
    leaves = start in part
    yield Half(number, arc, arc.start if leaves else arc.end, leaves, bool(arc.said) and leaves == first)


def _lies(place: Place, part: range, number: dict[int, int]) -> bool:
    return place[1] in part if not place[0] else place[0] in number


def _moved(place: Place, first: int, number: dict[int, int]) -> Place:
    row, block, slab = place
    return (number[row], block if row else block - first, slab)
