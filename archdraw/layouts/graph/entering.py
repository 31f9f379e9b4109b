"""What a block takes: the tensor of its main line first, then the others, and what those are called in the block beside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from archdraw.layouts.graph import words
from archdraw.rewrite import Index

Source = tuple[str, int]
"""An output of a layer: its name and the port."""
SKIP = "skip"
"""What an input is called that comes from another place for each copy of a block."""


def within(index: Index, members: Collection[str]) -> list[Source]:
    """Give what enters these layers, as it is read."""
    edges = [edge for name in members for edge in index.into[name] if edge.source not in members]
    edges.sort(key=lambda edge: (index.place[edge.target], edge.target_port))
    return list(dict.fromkeys((edge.source, edge.source_port) for edge in edges))


def sorted_all(index: Index, blocks: Sequence[Collection[str]]) -> list[list[Source]]:
    """Give what enters each of some equal blocks, the main line first: it comes from the latest layer in most of them."""
    rows = [within(index, members) for members in blocks]
    if len({len(row) for row in rows}) > 1 or len(rows[0]) < 2:
        return rows
    votes = Counter(_main(index, row, members) for row, members in zip(rows, blocks, strict=True))
    main = max(votes, key=lambda at: (votes[at], -at))
    return [[row[main], *row[:main], *row[main + 1 :]] for row in rows]


def _main(index: Index, row: Sequence[Source], members: Collection[str]) -> int:
    """Choose the main line by its place: a memory, a state and a mask are none, nor is what is only read as a second argument."""

    def leads(source: Source) -> bool:
        edges = [edge for edge in index.out[source[0]] if edge.target in members and edge.source_port == source[1]]
        return any(not edge.target_port and not edge.role and edge.arg != "memory" for edge in edges)

    return max(range(len(row)), key=lambda at: (leads(row[at]), index.place[row[at][0]], -at))


def names(index: Index, rows: Sequence[Sequence[Source]]) -> list[str]:
    """Name the inputs beside the main line that blocks of one kind take.

    What all read from one place has the name of that place; what comes from another for each is a skip.
    """
    called = [
        (_name(index, sources[0][0]) if len(set(sources)) == 1 else "") or SKIP
        for sources in [*zip(*rows, strict=False)][1:]
    ]
    return [name if called.count(name) == 1 else f"{name} {n}" for n, name in enumerate(called, 1)]


def _name(index: Index, name: str) -> str:
    """Name the place that a tensor comes from: by its label, as an input, or by the outermost group it is made in, if only that is so called."""
    layer = index.layer[name]
    if layer.label or (layer.op == "input" and words.is_named(layer)):
        return words.spoken(layer.label or layer.name)
    chain = index.chains[layer.group]
    called = {one: group.title or one.rsplit("/", 1)[-1] for one, group in index.group.items()}
    title = called[chain[-1]] if chain else ""
    return words.spoken(title) if list(called.values()).count(title) == 1 else ""
