"""Find the towers: an encoder, say, whose last item feeds several places of the main line; they are fed from the side."""

from __future__ import annotations

from archdraw.placing.net import Net, sorted_items

MANY = 40
"""With more inputs than this no towers are looked for."""


def memories(net: Net) -> set[int]:
    """Give the numbers of the links that lead from the last item of a tower to the main line.

    A tower is what can be reached from one input alone, if it is left from one item only and for several places. Of all
    such inputs, the one whose links reach least far is the main one and no tower: a decoder goes on where its input ends.
    """
    into: list[list[int]] = [[] for _ in net.items]
    for number, (_, target, _) in enumerate(net.links):
        into[target].append(number)
    last = len(net.items) - 1
    begins = [at for at in range(1, last) if not into[at]]
    if not 2 <= len(begins) + bool(any(source == 0 for source, _, _ in net.links)) <= MANY:
        return set()
    owner, rank = _owners(net, into)
    leaving: dict[int, list[int]] = {}
    for number, (source, target, _) in enumerate(net.links):
        if owner[source] >= 0 and owner[target] != owner[source]:
            leaving.setdefault(owner[source], []).append(number)
    reach = {at: max(rank[net.links[number][1]] for number in numbers) for at, numbers in leaving.items()}
    if not reach:
        return set()
    main = min(reach, key=lambda at: (reach[at], at))
    found: set[int] = set()
    for at, numbers in leaving.items():
        sources = {net.links[number][0] for number in numbers}
        if at != main and len(sources) == 1 and len(numbers) > 1 and sources != {at}:
            found.update(number for number in numbers if net.links[number][1] != last)
    return found


def _owners(net: Net, into: list[list[int]]) -> tuple[list[int], list[int]]:
    """Give each item the one input it comes from (-1 if there are several), and its distance from the inputs."""
    last = len(net.items) - 1
    owner = list(range(last + 1))
    rank = [0] * (last + 1)
    for at in sorted_items(last + 1, net.links):
        sources = [net.links[number][0] for number in into[at]]
        if sources:
            owners = {owner[source] for source in sources}
            owner[at] = owners.pop() if len(owners) == 1 else -1
            rank[at] = 1 + max(rank[source] for source in sources)
    owner[last] = -1
    return owner, rank
