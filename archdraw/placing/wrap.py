"""Break a long figure into columns that fit a page, where only its main line passes."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right

from archdraw.placing.flat import Flat
from archdraw.placing.fold import AWAY, TOWARDS, Break, Columns, Reaches, fold, forked, skips_at_sides
from archdraw.placing.problem import Settings

LARGE = 2000
"""From so many nodes on only few numbers of columns are tried."""
WORTH = 1.3
"""How much larger a figure that does not fit anyway must become by breaking it."""
TOLERANCE = 0.8
"""A break outside of frames is preferred to a later one inside if it fills this share of a column."""
WHOLE = 0.75
"""What a figure is worth, of its size, in which a frame is broken, where it is drawn as large as may be."""
MORE = 1.03
"""How much larger a figure becomes that is broken into more columns, where it is drawn as large as may be."""
EMPTY, LONELY = 0.33, 0.85
"""Less than this share of its height makes a column look lost; what a figure is worth, of its size, that has such a one."""
FAR = 40
"""So many breaks back at most is a better one looked for."""


def wrap(flat: Flat, page: tuple[float, float], settings: Settings) -> Flat:
    """Break the figure into the fewest columns that fit the page, or into those that fit its shape best.

    Frames are broken only where that is the way to fit.
    """
    wide, high = page
    if settings.most > 0 and wide > 0 and high > 0:
        return _grown(flat, page, settings)
    if high <= 0 or flat.height <= high:
        return flat
    breaks = _breaks(flat)
    reaches = Reaches(flat, breaks)
    between = [one for one in breaks if not one.depth]
    best: tuple[float, Columns] | None = None
    for chosen in (between, breaks) if len(between) < len(breaks) else (breaks,):
        low, shaped = _counts(flat, chosen, wide, high, settings) if chosen else ([], [])
        least = reaches.least_width(low[0], settings) if low and wide > 0 else 0.0
        for count in [*shaped, *low] if least > wide else [*low, *shaped]:
            if best and count in low and wide < best[0] * least:
                continue  # so many columns are too wide to be as good, and take the most time
            columns = Columns(flat, _balance(flat, chosen, count), reaches, settings)
            fits = columns.height <= high and (columns.width <= wide or wide <= 0)
            scale = min(high / columns.height, wide / columns.width if wide > 0 else 1.0)
            if best is None or scale > best[0] + 1e-9:
                best = (scale, columns)
            if fits:
                return fold(columns)
    whole = min(high / flat.height, wide / flat.width if wide > 0 else 1.0)
    return fold(best[1]) if best and best[0] > WORTH * whole else flat


def _grown(flat: Flat, page: tuple[float, float], settings: Settings) -> Flat:
    """Break the figure so that it can be drawn largest; into fewer columns, or outside of frames, where that is about as large."""
    across = settings.direction == "right"
    (more_wide, more_high), (least_wide, least_high) = (
        pair[::-1] if across else pair for pair in (settings.more, settings.least)
    )

    def scale(width: float, height: float) -> float:
        wide, high = max(width, least_wide) + more_wide, max(height, least_high) + more_high
        return min(settings.most, page[0] / wide, page[1] / high)

    best = scale(flat.width, flat.height)
    breaks = _breaks(flat)
    reaches = Reaches(flat, breaks)
    between = [one for one in breaks if not one.depth]
    chosen: Columns | None = None
    for tried, worth in ((between, 1.0), (breaks, WHOLE)) if len(between) < len(breaks) else ((breaks, 1.0),):
        for count in _shaped(flat, *page, settings) if tried else ():
            columns = Columns(flat, _balance(flat, tried, count), reaches, settings)
            lonely = columns.least() < EMPTY
            reached = worth * (LONELY if lonely else 1.0) * scale(columns.width, columns.height)
            if reached > MORE * best and columns.fewest() > 1:  # none for an input alone
                best, chosen = reached, columns
    return fold(chosen) if chosen else flat


def _counts(
    flat: Flat, breaks: list[Break], wide: float, high: float, settings: Settings
) -> tuple[list[int], list[int]]:
    """List the numbers of columns to try: the fewest that are low enough, and those around the page's shape."""
    fewest = len(_fill(flat, breaks, [one.end for one in breaks], high - AWAY - TOWARDS)) + 1
    if wide <= 0:
        return [fewest, fewest + 1], []
    return [fewest, fewest + 1], [count for count in _shaped(flat, wide, high, settings) if count < fewest]


def _shaped(flat: Flat, wide: float, high: float, settings: Settings) -> range:
    """List the numbers of columns that give about the shape of the page."""
    shaped = round((flat.height * wide / (high * (flat.width + settings.channel))) ** 0.5)
    spread = 6 if len(flat.nodes) < LARGE else 1
    return range(max(2, shaped - spread), shaped + spread + 1)


def _breaks(flat: Flat) -> list[Break]:
    """Find where nothing but the main line passes, between a node or frame above and one or a bus below."""
    forks = skips_at_sides(flat)
    taken: list[tuple[float, float]] = [(box.top, box.bottom) for box in flat.nodes]
    borders: list[tuple[float, float]] = []
    for boxes in flat.frames:
        for box in boxes:
            inside = box.left < flat.axis < box.right
            (borders if inside else taken).append((box.top, box.bottom))
    for number, route in enumerate(flat.routes):
        points = forked(flat, route, forks[number]) if number in forks else route
        for one, two in itertools.pairwise(points):
            if not one[0] == two[0] == flat.axis:
                taken.append((min(one[1], two[1]), max(one[1], two[1])))
    ends = {box.bottom for box in flat.nodes} | {bottom for _, bottom in borders}
    starts = {box.top for box in flat.nodes} | {top for top, _ in borders}
    marks = sorted({mark for border in borders for mark in border})
    tops, bottoms = sorted(top for top, _ in borders), sorted(bottom for _, bottom in borders)
    taken.sort()
    found = []
    low = taken[0][1]
    for top, bottom in taken[1:]:
        if top > low:
            cuts = [low, *marks[bisect_right(marks, low) : bisect_left(marks, top)], top]
            options = [
                Break(end, start, bisect_right(tops, end) - bisect_right(bottoms, end), start not in starts)
                for end, start in itertools.pairwise(cuts)
                if end in ends and (start in starts or start == top)  # a column may begin with a bus
            ]
            if options:
                found.append(min(options, key=lambda option: option.price))
        low = max(low, bottom)
    return found


def _fill(flat: Flat, breaks: list[Break], ends: list[float], limit: float) -> list[Break]:
    """Break as late as a height allows, but rather outside of frames if that fills most of the column; ``ends`` are those of the breaks."""
    chosen: list[Break] = []
    start = 0.0
    while flat.height - start > limit + 1e-6:
        first = bisect_right(ends, start)
        if first >= len(breaks):
            break
        last = bisect_right(ends, start + limit + 1e-6, first)
        best = breaks[max(first, last - 1)]
        for at in range(last - 2, max(first, last - FAR) - 1, -1):
            if not any(best.price) or breaks[at].end - start < TOLERANCE * limit:
                break
            if breaks[at].price < best.price:
                best = breaks[at]
        chosen.append(best)
        start = best.start
    return chosen


def _balance(flat: Flat, breaks: list[Break], count: int) -> list[Break]:
    """Find the lowest columns of this number."""
    low, high = flat.height / count / 2, flat.height
    ends = [one.end for one in breaks]
    best = _fill(flat, breaks, ends, high)
    for _ in range(30):
        middle = (low + high) / 2
        tried = _fill(flat, breaks, ends, middle)
        if len(tried) < count:
            best, high = tried, middle
        else:
            low = middle
    return best
