"""Tie what hangs loose, late inputs and early outputs, to the main line near where it joins or leaves it."""

from __future__ import annotations

from archdraw.placing.cuts import lift_skips
from archdraw.placing.net import Link, Net, sorted_items

MANY = 200
"""More loose items than this are all tied to the ends, for the search near the main line takes time for each."""

FAR = 24
"""So many cut items are tried to find room for what hangs loose."""


def ties(net: Net) -> list[Link]:
    """Give links without edges, so that every item lies between the two ends.

    An item with nothing before it is tied to the last cut item of the main line that leaves room for what it leads through
    beside the main line, one with nothing after it to the first cut item after what it comes from; otherwise to the ends.
    """
    last = len(net.items) - 1
    into: list[list[int]] = [[] for _ in net.items]
    out: list[list[int]] = [[] for _ in net.items]
    for source, target, _ in net.links:
        out[source].append(target)
        into[target].append(source)
    inner = range(1, last)
    begins = [at for at in inner if not into[at]]
    stops = [at for at in inner if not out[at]]
    links: list[Link] = []
    if len(begins) <= 1 and len(stops) <= 1 and not (out[0] or into[last]):  # one begin, one end: no choice
        links += [(0, at, ()) for at in begins]
        links += [(at, last, ()) for at in stops]
        return links
    whole = _wholes(last, net.links)
    groups: dict[int, tuple[list[int], list[int]]] = {}
    for at in begins:
        groups.setdefault(whole[at], ([], []))[0].append(at)
    for at in stops:
        groups.setdefault(whole[at], ([], []))[1].append(at)
    own: dict[int, list[int]] = {}
    for at in sorted_items(last + 1, net.links):
        own.setdefault(whole[at], []).append(at)
    for home, (begins, stops) in groups.items():
        links += _tie(net, own[home], into, out, begins, stops)
    return links


def _wholes(last: int, links: list[Link]) -> list[int]:
    """Give items the same number that hang together without the ends."""
    parent = list(range(last + 1))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for source, target, _ in links:
        if source and target != last:
            one, two = root(source), root(target)
            parent[max(one, two)] = min(one, two)
    return [root(at) for at in range(last + 1)]


def _tie(
    net: Net, members: list[int], into: list[list[int]], out: list[list[int]], begins: list[int], stops: list[int]
) -> list[Link]:
    """Tie the loose items of one whole, whose members are in order."""
    last = len(net.items) - 1
    plain: list[Link] = [(0, at, ()) for at in begins]
    plain += [(at, last, ()) for at in stops]
    first = [at for at in members if 0 in into[at]]
    final = [at for at in members if last in out[at]]
    several = len(begins) + bool(first) > 1 or len(stops) + bool(final) > 1
    if not several or len(begins) + len(stops) > MANY:
        return plain
    deep: dict[int, int] = {}
    for at in members:
        deep[at] = max((deep[other] + 1 for other in into[at] if other in deep), default=0)
    high: dict[int, int] = {}
    for at in reversed(members):
        high[at] = max((high[other] + 1 for other in out[at] if other in high), default=0)
    starts: list[int] = first or [max(begins, key=lambda at: (high[at], -at))]
    reached = _reach(starts, out)
    ends = final or [max((at for at in stops if at in reached), key=lambda at: (deep[at], -at))]
    wanted = reached & _reach(ends, into)
    main = [at for at in members if at in wanted]
    if not main:
        return plain
    place = {at: number for number, at in enumerate(main, 1)} | {0: 0, last: len(main) + 1}
    own = {(place[one], place[two]) for one, two, _ in net.links if one in place and two in place}
    own |= {(0, place[at]) for at in starts if at in place}
    own |= {(place[at], len(main) + 1) for at in ends if at in place}
    steps: list[Link] = sorted((one, two, (0,)) for one, two in own)
    cuts, lifted = lift_skips(len(main) + 2, steps)
    skips = [steps[number][:2] for number in sorted(lifted)]
    skips += [(place[one], place[two]) for one, two, _ in net.firm if one in place and two in place]
    level = _levels(len(main) + 2, own)
    main = [0, *main, last]
    links: list[Link] = []
    tied: dict[int, int] = {}
    for at in begins:
        if at in starts:
            links.append((0, at, ()))
            continue
        ahead = _reach([at], out)
        joins = [place[other] for other in ahead if other in place]
        length = 1 + max((deep[other] for other in ahead if other not in place), default=0)
        start = min(joins, default=0)
        before = _best([cut for cut in reversed(cuts) if cut < start], start, length, level, skips)
        links.append((main[before], at, ()))
        tied[at] = before
        skips.append((before, start))
    for at in stops:
        if at in ends:
            links.append((at, last, ()))
            continue
        behind = _reach([at], into)
        leaves = [place[other] for other in behind if other in place]
        leaves += [cut for begin, cut in tied.items() if begin in behind]
        length = 1 + max((high[other] for other in behind if other not in place), default=0)
        start = max(leaves, default=len(main))
        after = _best([cut for cut in cuts if cut > start], start, length, level, skips)
        links.append((at, main[after] if after else last, ()))
        skips.append((start, after or len(main) - 1))
    return links


def _best(cuts: list[int], start: int, length: int, level: list[int], skips: list[tuple[int, int]]) -> int:
    """Choose the nearest cut item with enough room beside the main line, or the one with most; 0 if there is none.

    What stands beside the main line there must not overlap a skip or what was tied before: that may lie inside or outside.
    """
    best = cuts[0] if cuts else 0
    for cut in cuts[:FAR]:
        low, high = min(cut, start), max(cut, start)
        if any((low < one < high) != (low < two < high) for one, two in skips):
            continue
        best = cut
        if abs(level[cut] - level[start]) > length:
            break
    return best


def _levels(count: int, links: set[tuple[int, int]]) -> list[int]:
    """Give the longest distance of each place of the main line from its start."""
    level = [0] * count
    for source, target in sorted(links):
        level[target] = max(level[target], level[source] + 1)
    return level


def _reach(starts: list[int], near: list[list[int]]) -> set[int]:
    """Give all items that can be reached, the starts included."""
    seen = set(starts)
    todo = list(starts)
    while todo:
        for other in near[todo.pop()]:
            if other not in seen:
                seen.add(other)
                todo.append(other)
    return seen
