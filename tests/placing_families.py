"""Families of large graphs for the benchmark of the placing and its tests: what grows wide, deep or dense, by rule."""

from __future__ import annotations

from itertools import pairwise
from random import Random

from archdraw import graph
from archdraw.placing import Edge, Frame, Node, Problem

SIZES = [Node(60, 20), Node(74, 20), Node(82, 13), Node(96, 20), Node(9, 9, round=True)]


def _made(count: int, ends: list[tuple[int, int]], seed: int = 0) -> Problem:
    """Make a problem of boxes of mixed sizes, so that no two parts are equal."""
    dice = Random(seed)
    return Problem(tuple(dice.choices(SIZES, k=count)), tuple(Edge(*pair) for pair in sorted(ends)))


def chain(count: int) -> Problem:
    """Give a chain in which every fourth box reads what came four before it, too."""
    return _made(count, [*pairwise(range(count)), *_skips(count)])


def layers(count: int) -> graph.Graph:
    """Give the same chain as a network of dense layers of mixed widths and sums."""
    dice = Random(0)
    tensors = [graph.Tensor((dice.randint(1, 4000),), "C") for _ in range(count)]
    made = tuple(
        graph.Layer(f"add_{at}", "add", "Add", (tensors[at],))
        if at and at % 4 == 0
        else graph.Layer(f"dense_{at}", "dense", "Dense", (tensors[at],), dice.randint(1, 10**6))
        for at in range(count)
    )
    ends = sorted([*pairwise(range(count)), *_skips(count)])
    edges = tuple(graph.Edge(made[one].name, made[two].name) for one, two in ends)
    return graph.Graph("chain", made, edges, (), (graph.Port("dense_0"),), (graph.Port(made[-1].name),))


def _skips(count: int) -> list[tuple[int, int]]:
    return [(at - 4, at) for at in range(4, count, 4)]


def fan(count: int) -> Problem:
    """Give a box that all others but one read, which joins them."""
    last = count - 1
    return _made(count, [end for at in range(1, last) for end in ((0, at), (at, last))])


def cells(count: int) -> Problem:
    """Give cells as NASNet has them: each reads the two before, and joins five sums of two branches."""
    ends: list[tuple[int, int]] = []
    before, now, at = 0, 0, 1
    while at + 16 <= count:
        branches = []
        for block in range(5):
            one, two, total = at, at + 1, at + 2
            ends += [(now if block % 2 else before, one), (now, two), (one, total), (two, total)]
            branches.append(total)
            at += 3
        ends += [(branch, at) for branch in branches]
        before, now = now, at
        at += 1
    return _made(at, sorted(set(ends)))


def dense(count: int, block: int = 12) -> Problem:
    """Give blocks as DenseNet has them: in each, every box reads all before it."""
    ends = [(one, two) for two in range(1, count) for one in range((two - 1) // block * block, two)]
    return _made(count, ends)


def nested(count: int, depth: int = 20) -> Problem:
    """Give chains of boxes in groups within groups, so many deep, one after the other."""
    nodes: list[Node] = []
    frames: list[Frame] = []
    while len(nodes) + 2 * depth <= count:
        first = len(frames)
        frames += [Frame(parent=first + level - 1 if level else -1) for level in range(depth)]
        levels = [*range(depth), *reversed(range(depth))]
        nodes += [Node(60 + level, 20, first + level) for level in levels]
    return Problem(tuple(nodes), tuple(Edge(*pair) for pair in pairwise(range(len(nodes)))), tuple(frames))


def cut_free(count: int) -> Problem:
    """Give a random graph without a cut node: an edge passes by each box."""
    dice = Random(1)
    ends = {(at - 2, at) for at in range(2, count)} | {(0, 1)}
    ends |= {(max(0, at - dice.randint(1, 20)), at) for at in range(2, count)}
    return _made(count, sorted(ends))
