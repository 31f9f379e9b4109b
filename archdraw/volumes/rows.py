"""Things in a row, with words over each and words under each gap, none of which may meet; and long rows cut into several."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import accumulate, pairwise

from archdraw.records import dataclass

CLEAR = 5.0
"""What lies between two words at least, in points."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing: its width, how wide the words over it are, and those under the gap before it.

    ``share`` is how much wider than others the gap before it is; ``fixed`` is that gap where it is told. Words over it stand on its middle,
    or ``middle`` from its left. Words under a gap stand in the middle between where the one thing ends and the next begins, which may be
    inside of them: by ``inset`` from the left, by ``outset`` from the right. Small words beside it take ``before`` and ``after``. All gaps
    between things of one ``kin`` are equal.
    """

    width: float
    over: float = 0.0
    under: float = 0.0
    share: float = 1.0
    fixed: float | None = None
    middle: float | None = None
    inset: float = 0.0
    outset: float = 0.0
    before: float = 0.0
    after: float = 0.0
    kin: str = ""

    @property
    def center(self) -> float:
        """Where the words over it stand, from its left."""
        return self.width / 2 if self.middle is None else self.middle


@dataclass(frozen=True, slots=True)
class Row:
    """Where the things of a row begin, counted from the first, and how far things and words reach to both sides."""

    lefts: tuple[float, ...]
    left: float
    right: float

    @property
    def width(self) -> float:
        """The room it takes."""
        return self.right - self.left


def spaced(parts: Sequence[Part], gap: float) -> Row:
    """Place things with this gap, or a wider one where words need it.

    >>> spaced([Part(20), Part(10), Part(10, over=40)], 6)
    Row(lefts=(0.0, 26.0, 42.0), left=0.0, right=67.0)
    """
    gaps = _gaps(parts, gap)
    lefts = [0.0, *accumulate(part.width + free for part, free in zip(parts, gaps, strict=False))]
    reach = [(left, left + part.width) for left, part in zip(lefts, parts, strict=True)]
    reach += [(left - part.before, left + part.width + part.after) for left, part in zip(lefts, parts, strict=True)]
    reach += [_around(left + part.center, part.over) for left, part in zip(lefts, parts, strict=True)]
    for i in range(1, len(parts)):
        reach.append(_around(between(parts, lefts, i), parts[i].under))
    return Row(tuple(lefts), min(low for low, _ in reach), max(high for _, high in reach))


def between(parts: Sequence[Part], lefts: Sequence[float], i: int) -> float:
    """Give the middle of the gap before a thing, where the words under it stand."""
    one, two = parts[i - 1], parts[i]
    return (lefts[i - 1] + one.width - one.outset + lefts[i] + two.inset) / 2


def apart(one: Part, two: Part, gap: float) -> float:
    """Give what is free between two things: this gap, or more where words over and beside them need it."""
    if two.fixed is not None:
        return two.fixed
    words = (one.over + two.over) / 2 - one.width + one.center - two.center + CLEAR if one.over and two.over else 0.0
    small = one.after + two.before + CLEAR / 2 if one.after or two.before else 0.0
    return max(gap * two.share, words, small)


def _gaps(parts: Sequence[Part], gap: float) -> list[float]:
    """Give the gaps; two between which words meet are widened alike, until none do."""
    gaps = [apart(one, two, gap) for one, two in pairwise(parts)]
    met = True
    while met:
        met = False
        for i in range(1, len(gaps)):
            one, two = parts[i], parts[i + 1]
            reach = 2 * one.width + parts[i - 1].outset - one.inset - one.outset + two.inset
            lack = one.under + two.under + 2 * CLEAR - reach - gaps[i - 1] - gaps[i]
            free = [k for k in (i - 1, i) if parts[k + 1].fixed is None]
            if one.under and two.under and lack > 1e-6 and free:
                met = True
                for k in free:
                    gaps[k] += lack / len(free)
    alike: dict[str, list[int]] = {}
    for i, (one, two) in enumerate(pairwise(parts)):
        if one.kin and one.kin == two.kin and two.fixed is None:
            alike.setdefault(one.kin, []).append(i)
    for same in alike.values():
        widest = max(gaps[i] for i in same)
        for i in same:
            gaps[i] = widest
    return gaps


def _around(middle: float, width: float) -> tuple[float, float]:
    return (middle - width / 2, middle + width / 2)


def fitted(parts: Sequence[Part], room: float, widest: float, least: float) -> Row | None:
    """Place things with the widest gap for which the row fits the room; None where not even the least does."""
    row = spaced(parts, widest)
    if row.width <= room:
        return row
    row = spaced(parts, least)
    if row.width > room:
        return None
    low, high = least, widest
    for _ in range(24):
        middle = (low + high) / 2
        tried = spaced(parts, middle)
        low, high, row = (middle, high, tried) if tried.width <= room else (low, middle, row)
    return row


def cuts(
    widths: Sequence[float],
    most: int,
    whole: Collection[int] = (),
    room: float = 0.0,
    loss: Callable[[int, int], float] | None = None,
) -> Iterator[list[range]]:
    """Cut a row into one, into two … and so many: where all fit the room with the least ``loss``, then the widest as narrow as can be.

    No row begins at a place of ``whole``; there are fewer rows where these leave no choice. The loss is that of each row, told by where it begins
    and where the next does. Where no room is told, only widths count.

    >>> list(cuts([5, 1, 1, 1, 4, 4], 2))[-1]
    [range(0, 4), range(4, 6)]
    >>> list(cuts([5, 1, 1, 1, 4, 4], 2, (), 15, lambda start, end: start == 4))
    [[range(0, 6)], [range(0, 3), range(3, 6)]]
    """
    until = [0.0, *accumulate(widths)]
    total = len(widths)

    def ended(best: Sequence[_Cut], end: int) -> _Cut:
        found: _Cut | None = None
        for at in range(end - 1, 0, -1):
            width = until[end] - until[at]
            if (room and width > room) or (found and width > found[0]):  # so are all that begin before
                break
            if at not in whole:
                tried = _longer(best[at], at, width, loss(at, end) if loss else 0.0)
                found = tried if found is None else min(found, tried)
        return found or best[end]

    # how wide the widest is, or the room, what is lost, how wide the widest is, and where rows begin
    none: _Cut = (room, 0.0, 0.0, ())
    best = [_longer(none, 0, until[end], loss(0, end) if loss else 0.0) for end in range(total + 1)]
    for count in range(1, min(most, total) + 1):
        if count > 1:
            best = [ended(best, end) for end in range(total + 1)]
        yield [range(*ends) for ends in pairwise([*best[total][3], total])]


_Cut = tuple[float, float, float, tuple[int, ...]]


def _longer(before: _Cut, at: int, width: float, loss: float) -> _Cut:
    """Add a row that begins at a place."""
    over, lost, widest, starts = before
    return max(over, width), lost + loss, max(widest, width), (*starts, at)
