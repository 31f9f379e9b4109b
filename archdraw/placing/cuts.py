"""Take a graph apart: its longest path, the nodes no edge jumps over, the skips that hide them, its components."""

from __future__ import annotations

from archdraw.placing.net import Link


def longest_path(count: int, links: list[Link]) -> list[int]:
    """Give a path from the first to the last item through as many items as possible (ties: the earliest).

    Links without edges only hold things together: inside of the path they are taken only if there is no other way.
    """
    best = [0] + [-count * count] * (count - 1)
    back = [-1] * count
    into: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    for source, target, ids in links:
        into[target].append((source, 1 if ids or source == 0 or target == count - 1 else -count))
    for at in range(1, count):
        for source, gain in into[at]:
            if best[source] + gain > best[at]:
                best[at], back[at] = best[source] + gain, source
    path = [count - 1]
    while back[path[-1]] >= 0:
        path.append(back[path[-1]])
    return path[::-1]


def cut_items(count: int, links: list[Link], lifted: set[int]) -> list[int]:
    """List the items that no edge jumps over, apart from the lifted ones."""
    reach = [0] * count
    for number, (source, target, _) in enumerate(links):
        if number not in lifted and target > reach[source]:
            reach[source] = target
    cuts, farthest = [], 0
    for at in range(count):
        if farthest <= at:
            cuts.append(at)
        farthest = max(farthest, reach[at])
    return cuts


def lift_skips(count: int, links: list[Link]) -> tuple[list[int], set[int]]:
    """Give the cut items and the links that are skips between two of them.

    All edges between items of the longest path that are no neighbours on it are lifted at once; those
    that do not join two cut items then are put back, until nothing changes.
    """
    cuts = cut_items(count, links, set())
    if len(cuts) == count:  # a chain
        return cuts, set()
    path = longest_path(count, links)
    place = dict(zip(path, range(len(path)), strict=True))
    lifted = {
        number
        for number, (source, target, _) in enumerate(links)
        if source in place and target in place and place[target] - place[source] > 1
    }
    while True:
        cuts = cut_items(count, links, lifted)
        firm = set(cuts)
        kept = {number for number in lifted if links[number][0] in firm and links[number][1] in firm}
        if kept == lifted:
            return cuts, lifted
        lifted = kept


def components(first: int, last: int, links: list[Link]) -> list[list[int]]:
    """Group the items ``first .. last - 1`` by the links among them; groups and members are in order."""
    parent = list(range(last - first))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for source, target, _ in links:
        if first <= source and target < last:
            one, two = root(source - first), root(target - first)
            if one != two:
                parent[max(one, two)] = min(one, two)
    groups: dict[int, list[int]] = {}
    for at in range(last - first):
        groups.setdefault(root(at), []).append(at + first)
    return list(groups.values())
