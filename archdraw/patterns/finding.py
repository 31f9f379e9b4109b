"""Find the named blocks of a graph: the largest first, none over another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from archdraw.patterns.forms import Form, lasts, pruned
from archdraw.patterns.library import Block
from archdraw.patterns.matching import Members, Walker
from archdraw.records import dataclass
from archdraw.rewrite import Index


@dataclass(frozen=True, slots=True)
class Match:
    """A block that was found: its layers, of which only ``exit`` is read from outside."""

    block: Block
    members: Members
    exit: str


def found(index: Index, blocks: Sequence[Block]) -> list[Match]:
    """Give all blocks of a graph, by size; they may lie over each other.

    Only the last layer of a block is read from outside of it, so no path leaves a block and comes back.
    """
    walker = Walker(index)
    ops = {part.op for layer in index.graph.layers for part in walker.parts_of(layer.name)}
    pruning: dict[int, Form | None] = {}
    forms = [pruned(block.pattern, ops, pruning) for block in blocks]
    ending: dict[str, list[int]] = {}
    for rank, form in enumerate(forms):
        for op in lasts(form) if form is not None else ():
            ending.setdefault(op, []).append(rank)
    matches: list[tuple[int, int, int, Match]] = []
    for place, layer in enumerate(index.graph.layers):
        ops = {part.op for part in walker.parts_of(layer.name)}
        for rank in sorted({rank for op in ops for rank in ending.get(op, ())}):
            block, form = blocks[rank], forms[rank]
            ways = walker.blocks(form, layer.name) if form is not None else []
            ways = [members for members in ways if _sound(index, members, layer.name, block)]
            if ways:
                members = max(ways, key=len)
                matches.append((-len(members), rank, place, Match(block, members, layer.name)))
    matches.sort(key=lambda item: item[:3])
    return [match for *_, match in matches]


def _sound(index: Index, members: Members, exit: str, block: Block) -> bool:
    """Tell whether a frame around these layers says nothing wrong."""
    if len(members) < 2 or not members.isdisjoint(index.inputs):
        return False
    for name in members:
        if name == exit:
            continue
        if name in index.outputs or any(edge.target not in members for edge in index.out[name]):
            return False
    if block.apart is None:
        return True
    before = {edge.source for name in members for edge in index.into[name]} - members
    behind = {edge.target for edge in index.out[exit]}
    return not any(block.apart.fits(index, index.layer[name]) for name in before | behind)


def chosen(matches: Sequence[Match]) -> list[Match]:
    """Keep those that do not lie over a larger one, and the kinds of which there are enough."""
    left = list(matches)
    while True:
        taken: set[str] = set()
        kept = []
        for match in left:
            if taken.isdisjoint(match.members):
                kept.append(match)
                taken |= match.members
        count = Counter(match.block.title for match in kept)
        few = {match.block.title for match in kept if count[match.block.title] < match.block.least}
        if not few:
            return kept
        left = [match for match in left if match.block.title not in few]
