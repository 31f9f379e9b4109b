"""Give each item of a net its layer."""

from __future__ import annotations

from archdraw.placing.net import Net


def rank(net: Net) -> list[int]:
    """Give each item its longest distance from the first one, then let it sink or rise to where its links are shorter."""
    count = len(net.items)
    ranks = [0] * count
    into: list[list[int]] = [[] for _ in range(count)]
    out: list[list[int]] = [[] for _ in range(count)]
    for source, target, _ in net.links:
        into[target].append(source)
        out[source].append(target)
        ranks[target] = max(ranks[target], ranks[source] + 1)
    ranks[-1] = max(ranks)
    for _ in range(8):
        moved = False
        for at in range(count - 2, 0, -1):
            if len(out[at]) > len(into[at]) or not into[at]:
                latest = min(ranks[target] for target in out[at]) - 1
                if latest != ranks[at]:
                    ranks[at], moved = latest, True
        if not moved:
            break
    used = {height: number for number, height in enumerate(sorted(set(ranks)))}
    return [used[height] for height in ranks]
