"""What feeds many places of both legs, such as a time embedding: it stands above a U, with lines down at the outer sides."""

from __future__ import annotations

from archdraw.placing import stack
from archdraw.placing.net import Ids, Item, Net, Part
from archdraw.placing.problem import Problem
from archdraw.records import dataclass


@dataclass(slots=True)
class Feeder:
    """It, laid out, and what it feeds: items by index, with the edges that lead there."""

    part: Part
    fed: dict[int, Ids]


def taken_out(net: Net, problem: Problem) -> tuple[Net, Feeder | None]:
    """Take what feeds many places by side edges out of a net, if there is one such thing and nothing else leaves it."""
    lines = [link for link in net.firm if not problem.edges[link[2][0]].rung]
    sources = {source for source, _, _ in lines}
    if len(sources) != 1:
        return net, None
    (source,) = sources
    inside, last = _joined(net, source), len(net.items) - 1
    if any(two in inside or (one in inside and one != source) for one, two, _ in net.firm):
        return net, None
    own = [0, *sorted(inside), last]
    edges: Ids = tuple(edge for _, _, ids in lines for edge in ids)
    links = [(a, b, ids) for a, b, ids in net.links if (a in inside or b in inside) and (a, b) != (source, last)]
    place = {at: number for number, at in enumerate(own)}
    alone = [(place[a], place[b], ids) for a, b, ids in [*links, (source, last, edges)]]
    part = stack.lay_out(Net([Item(), *(net.items[at] for at in own[1:-1]), Item()], sorted(alone)), problem.settings)
    kept = [at for at in range(last + 1) if at not in inside]
    place = {at: number for number, at in enumerate(kept)}
    rest = Net(
        [net.items[at] for at in kept],
        [(place[a], place[b], ids) for a, b, ids in net.links if a in place and b in place],
        [(place[a], place[b], ids) for a, b, ids in net.firm if a in place and b in place],
        labels=net.labels,
    )
    fed: dict[int, Ids] = {}
    for _, target, ids in lines:
        fed[place[target]] = fed.get(place[target], ()) + ids
    return rest, Feeder(part, fed)


def _joined(net: Net, start: int) -> set[int]:
    """Give all items that hang together with one, by links between items."""
    near: dict[int, set[int]] = {}
    for one, two, _ in net.links:
        if one and two < len(net.items) - 1:
            near.setdefault(one, set()).add(two)
            near.setdefault(two, set()).add(one)
    found, todo = {start}, [start]
    while todo:
        for other in near.get(todo.pop(), set()) - found:
            found.add(other)
            todo.append(other)
    return found
