"""The links of a U: a net taken apart into things that follow each other, and the rungs between them."""

from __future__ import annotations

from itertools import pairwise
from math import ceil

from archdraw.placing import stack
from archdraw.placing.cuts import lift_skips
from archdraw.placing.net import Ids, Item, Link, Net
from archdraw.placing.problem import Problem
from archdraw.placing.ushape.feeding import Feeder, taken_out
from archdraw.records import dataclass

Across = tuple[int, int, int]
"""An edge asked for as a rung: the items it joins and its number."""


@dataclass(slots=True)
class Rung:
    """An edge from one link of the chain to a later one, at the depth of what it leads across."""

    source: int
    target: int
    edge: int
    depth: int


@dataclass(slots=True)
class Chain:
    """Items in the order of the data; ``ids`` are the edges from each to the next, ``rungs`` go from the outermost inwards.

    With ``bands`` each item belongs to one level, or lies between two. A ``feeder`` feeds many of them from the side.
    """

    items: list[Item]
    depths: list[float]
    ids: list[Ids]
    rungs: list[Rung]
    bands: bool
    feeder: Feeder | None = None


def chain(net: Net, problem: Problem) -> Chain | None:
    """Take a net apart: what a short skip or parallel branches hold together is laid out and becomes one item.

    None if that is no chain, or if its rungs do not lie in each other.
    """
    wanted = sum(edge.rung for edge in problem.edges)
    if not wanted or net.stubs:
        return None
    net, feeder = taken_out(net, problem)
    across = [(source, target, ids[0]) for source, target, ids in net.firm if problem.edges[ids[0]].rung]
    if len(across) < wanted:
        return None
    cuts, lifted = lift_skips(len(net.items), net.links)
    spans = _spans(net, cuts, lifted)
    if spans is None:
        return None
    home = {at: number for number, span in enumerate(spans) for at in span}
    rungs = sorted(
        (_rung(home[source], home[target], edge, problem) for source, target, edge in across), key=_outermost
    )
    nested = all(one.source < two.source and two.target < one.target for one, two in pairwise(rungs))
    strangers = [link for link in net.firm if not problem.edges[link[2][0]].rung]
    if not nested or rungs[-1].source >= rungs[-1].target or any(home[a] != home[b] for a, b, _ in strangers):
        return None
    items = [_item(net, span, across, strangers, problem) for span in spans]
    ids = [_leaving(net, span) for span in spans]
    depths = [[problem.nodes[node].depth for at in span for node in _nodes(net.items[at])] for span in spans]
    banded = all(len(_levels(some)) < 2 for some in depths)
    if feeder:
        feeder.fed = {home[at]: edges for at, edges in feeder.fed.items()}
        if any(items[at].part for at in feeder.fed):
            return None
    return Chain(items, list(map(_depth, depths)), ids, rungs, banded, feeder)


def _rung(source: int, target: int, edge: int, problem: Problem) -> Rung:
    return Rung(source, target, edge, ceil(problem.nodes[problem.edges[edge].source].depth))


def _outermost(rung: Rung) -> tuple[int, int]:
    return rung.source, -rung.target


def _spans(net: Net, cuts: list[int], lifted: set[int]) -> list[range] | None:
    """Cut the items into runs that only their last one leaves; None if something hangs loose at an end."""
    place = {at: number for number, at in enumerate(cuts)}
    bound = [(place[net.links[number][0]], place[net.links[number][1]]) for number in lifted]
    bound += [(number, number + 1) for number in range(len(cuts) - 1) if cuts[number + 1] - cuts[number] > 1]
    last = len(cuts) - 1
    if last < 3 or any(end == last for _, end in bound):
        return None
    joined = [False] * (last + 1)
    for start, end in bound:
        for number in range(start + 1, end):
            joined[number] = True
    spans, first = [], cuts[0] + 1
    for number in range(1, last):
        if not joined[number]:
            spans.append(range(first, cuts[number] + 1))
            first = cuts[number] + 1
    return spans


def _leaving(net: Net, span: range) -> Ids:
    """Give the edges that leave a run for later ones, rungs excepted."""
    return tuple(edge for source, target, ids in net.links if source in span and target >= span.stop for edge in ids)


def _item(net: Net, span: range, across: list[Across], strangers: list[Link], problem: Problem) -> Item:
    """Make one item of a run."""
    if len(span) == 1:
        return net.items[span[0]]
    last = len(span) + 1
    joined: dict[tuple[int, int], list[int]] = {}

    def put(source: int, target: int, ids: Ids) -> None:
        ends = (source - span.start + 1 if source in span else 0, target - span.start + 1 if target in span else last)
        if ends != (0, last):
            joined.setdefault(ends, []).extend(ids)

    for source, target, ids in net.links:
        put(source, target, ids)
    inner = Net([Item(), *(net.items[at] for at in span), Item()], [], labels=net.labels)
    for source, target, edge in across:
        if source == span[-1] and not _has_port(net.items[source], edge):
            put(source, target, (edge,))
        elif source in span:
            inner.stubs.append((source - span.start + 1, edge, False))
        if target in span:
            inner.stubs.append((target - span.start + 1, edge, True))
    inner.links = sorted((*ends, tuple(ids)) for ends, ids in joined.items())
    inner.firm = [(a - span.start + 1, b - span.start + 1, ids) for a, b, ids in strangers if a in span]
    part = stack.lay_out(inner, problem.settings)
    return Item(part.left, part.right, part.height, part=part)


def _has_port(item: Item, edge: int) -> bool:
    return item.part is not None and (edge, False) in item.part.ports


def _depth(depths: list[float]) -> float:
    """Tell how deep a run lies: between two levels if something in it leads from one to the other."""
    return min(depths, key=lambda depth: depth == int(depth))


def _levels(depths: list[float]) -> set[float]:
    return {depth for depth in depths if depth == int(depth)}


def _nodes(item: Item) -> list[int]:
    """List the nodes of an item."""
    return [item.node] if item.part is None else item.part.all_nodes()
