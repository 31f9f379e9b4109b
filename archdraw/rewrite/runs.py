"""Find where one level of a graph can be cut, and equal pieces that follow each other there."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import pairwise

from archdraw.records import dataclass
from archdraw.rewrite.alike import Index, Tensor

LONGEST = 48
"""The most steps between cuts that one copy may take: it bounds the work."""

MANY = 3
"""From how many readers on a tensor may be ambient."""


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


def hubs(index: Index, units: Sequence[Unit]) -> frozenset[Tensor]:
    """Give the tensors that many units of a level read, as all layers of a decoder read the encoder's."""
    readers: dict[Tensor, int] = {}
    for unit in units:
        inside = set(unit.layers)
        read = {
            (edge.source, edge.source_port)
            for name in unit.layers
            for edge in index.into[name]
            if edge.source not in inside
        }
        for tensor in read:
            readers[tensor] = readers.get(tensor, 0) + 1
    return frozenset(tensor for tensor, count in readers.items() if count >= MANY)


def rows(index: Index, units: Sequence[Unit], ambient: frozenset[Tensor] = frozenset()) -> list[list[Step]]:
    """Cut a level wherever a unit hands on a single tensor while the same others pass by; give rows of steps between cuts.

    Nothing passes by along the main path; in one of two towers the other's result does, in a residual body its input. Ambient
    tensors do not count. A level whose groups feed each other both ways cannot be cut.
    """
    order = _depth_first(index, units)
    if order is None:
        return []
    made: list[list[Tensor]] = [[] for _ in range(len(order) + 1)]
    alive = [0] * (len(order) + 2)  # the sum of the codes of the tensors that pass each place
    code: dict[Tensor, int] = {}
    for tensor, (first, last) in _spans(index, order).items():
        if first < last and tensor not in ambient:
            code[tensor] = (len(code) + 1) * _SPREAD
            made[first + 1].append(tensor)
            alive[first + 1] += code[tensor]
            alive[last + 1] -= code[tensor]
    cuts: dict[int, list[tuple[int, Tensor]]] = {}
    begins: dict[int, tuple[int, Tensor]] = {}
    total = 0
    for place, tensors in enumerate(made):
        total += alive[place]
        if len(tensors) == 1:
            passing = total - code[tensors[0]]
            if passing not in cuts:  # what the first step reads may itself pass by all others
                cuts[passing] = [begins[passing]] if passing in begins else []
            cuts[passing].append((place, tensors[0]))
            begins[total] = (place, tensors[0])
    return [
        [Step(tuple(order[a:b]), tensor) for (a, tensor), (b, _) in pairwise(places)]
        for places in cuts.values()
        if len(places) > 2
    ]


_SPREAD = 0x9E3779B97F4A7C15
"""Makes it all but impossible that two sets of tensors have codes of one sum; what is found is checked anyway."""


def _spans(index: Index, order: Sequence[Unit]) -> dict[Tensor, tuple[int, int]]:
    """Give, for each tensor, the unit that makes it (-1 for what comes from outside) and the last that reads it."""
    place = {name: i for i, unit in enumerate(order) for name in unit.layers}
    spans: dict[Tensor, tuple[int, int]] = {}
    for name, at in place.items():
        for edge in index.into[name]:
            tensor = (edge.source, edge.source_port)
            first = place.get(edge.source, -1)
            spans[tensor] = (first, max(at, spans.get(tensor, (first, first))[1]))
        for edge in index.out[name]:
            if edge.target not in place:
                spans[edge.source, edge.source_port] = (at, len(order))
        for port in index.outputs.get(name, ()):
            spans[name, port] = (at, len(order))
    return spans


def _depth_first(index: Index, units: Sequence[Unit]) -> list[Unit] | None:
    """Order units so that each comes after what it reads and branches stay together; None where they form a circle."""
    of = {name: i for i, unit in enumerate(units) for name in unit.layers}
    after: list[list[int]] = []
    for i, unit in enumerate(units):
        targets = {of[edge.target] for name in unit.layers for edge in index.out[name] if edge.target in of}
        after.append(sorted(targets - {i}))
    order: list[int] = []
    state = [0] * len(units)  # 0 unseen, 1 open, 2 done
    sources = set(range(len(units))).difference(*after)
    for start in sorted(sources, reverse=True):
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
    return [units[i] for i in reversed(order)] if len(order) == len(units) else None


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
