"""Find where one level of a graph can be cut, and equal pieces that follow each other there."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archdraw.rewrite.alike import Index, Tensor

LONGEST = 48
"""The most steps between cuts that one copy may take: it bounds the work."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What a level is made of: a layer, or a group with all in it."""

    name: str
    layers: tuple[str, ...]
    group: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """The units between two cuts, through each of which one tensor goes."""

    units: tuple[Unit, ...]
    given: Tensor

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers of all its units."""
        return tuple(name for unit in self.units for name in unit.layers)


def levels(index: Index) -> dict[str, list[Unit]]:
    """Give the units of each group, and of the whole graph under ``""``, by their first layers."""
    inside: dict[str, dict[tuple[str, bool], list[str]]] = {"": {}}
    for layer in index.graph.layers:
        unit = (layer.name, False)
        for name in index.chains[layer.group]:
            inside.setdefault(name, {}).setdefault(unit, []).append(layer.name)
            unit = (name, True)
        inside[""].setdefault(unit, []).append(layer.name)
    return {
        base: [Unit(name, tuple(layers), group) for (name, group), layers in units.items()]
        for base, units in inside.items()
    }


def steps(index: Index, units: Sequence[Unit]) -> list[Step]:
    """Cut a level wherever a single tensor passes; give the steps between cuts.

    A level whose groups feed each other both ways cannot be cut.
    """
    order = _depth_first(index, units)
    if order is None:
        return []
    place = {name: i for i, unit in enumerate(order) for name in unit.layers}
    spans: dict[Tensor, tuple[int, int]] = {}  # made in this unit, last read in that one
    end = len(order)
    for unit in order:
        for name in unit.layers:
            for edge in index.into[name]:
                tensor = (edge.source, edge.source_port)
                made = place.get(edge.source, -1)
                _, last = spans.get(tensor, (made, made))
                spans[tensor] = (made, max(last, place[name]))
            for edge in index.out[name]:
                if edge.target not in place:
                    spans[edge.source, edge.source_port] = (place[name], end)
            for port in index.outputs.get(name, ()):
                spans[name, port] = (place[name], end)
    alive, which = [0] * (end + 2), [0] * (end + 2)
    tensors = list(spans)
    for i, (made, last) in enumerate(spans.values()):
        if made < last:
            alive[made + 1] += 1
            alive[last + 1] -= 1
            which[made + 1] += i
            which[last + 1] -= i
    cuts, count, total = [], 0, 0
    for position in range(end + 1):
        count += alive[position]
        total += which[position]  # the number of the one that is alive, where there is one
        if count == 1:
            cuts.append((position, tensors[total]))
    return [Step(tuple(order[a:b]), tensor) for (a, tensor), (b, _) in pairwise(cuts)]


def _depth_first(index: Index, units: Sequence[Unit]) -> list[Unit] | None:
    """Order units so that each comes after what it reads and branches stay together; None where they form a circle."""
    of = {name: i for i, unit in enumerate(units) for name in unit.layers}
    after: list[list[int]] = []
    for i, unit in enumerate(units):
        targets = {of[edge.target] for name in unit.layers for edge in index.out[name] if edge.target in of}
        after.append(sorted(targets - {i}))
    order: list[int] = []
    state = [0] * len(units)  # 0 unseen, 1 open, 2 done
    for start in reversed(range(len(units))):
        if state[start]:
            continue
        stack = [(start, 0)]
        state[start] = 1
        while stack:
            at, done = stack.pop()
            if done == len(after[at]):
                state[at] = 2
                order.append(at)
                continue
            stack.append((at, done + 1))
            follower = after[at][len(after[at]) - 1 - done]
            if state[follower] == 1:
                return None
            if not state[follower]:
                state[follower] = 1
                stack.append((follower, 0))
    return [units[i] for i in reversed(order)]


@dataclass(frozen=True, slots=True)
class Run:
    """``count`` equal copies, each of ``length`` steps, from the step ``start`` on; more starts are as good."""

    start: int
    length: int
    count: int
    slack: int


def runs(signs: Sequence[Hashable], sizes: Sequence[int]) -> list[Run]:
    """Find rows of equal copies among steps of these signatures, the greatest savings first.

    ``sizes`` are the layers of each step. Rows may overlap; ``slack`` says by how many steps the same row may be moved.

    >>> [(run.start, run.length, run.count) for run in runs("abcbcbcd", [1] * 8)]
    [(1, 2, 3)]
    """
    total = [0]
    for size in sizes:
        total.append(total[-1] + size)
    found: dict[tuple[int, int], tuple[int, Run]] = {}
    for length in range(1, min(LONGEST, len(signs) // 2) + 1):
        at = 0
        while at + length < len(signs):
            same = at
            while same + length < len(signs) and signs[same] == signs[same + length]:
                same += 1
            count = (same - at) // length + 1
            if count > 1:
                run = Run(at, length, count, (same - at) % length)
                saved = (total[at + length] - total[at]) * (count - 1)
                found[at, length] = (saved, run)
            at = max(same, at + 1)
    ranked = sorted(found.values(), key=lambda item: (-item[0], item[1].length, item[1].start))
    return [run for _, run in ranked]
