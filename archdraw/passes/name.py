"""Name the building blocks that people know: a Bottleneck, an Inception module, an Encoder layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from typing import ClassVar

from archdraw.graph import Graph, Group
from archdraw.patterns import Library, Match, built_in, chosen, found, load
from archdraw.records import dataclass
from archdraw.rewrite import Index, unused

AUTOMATIC = ("prefix", "block", "run", "copy", "pattern")
"""Kinds of group that may be told what they are; the others are named by people and by models."""
OPEN = ("model", "group")
"""Kinds of group in which new frames may stand, as on the outermost level."""


@dataclass(frozen=True)
class NameBlocks:
    """Find blocks by patterns; give groups that are one its name as their ``type``, and frame those that have no group.

    The patterns are those of ``templates/blocks.yaml``, unless ``known`` is off, and before them those of the ``file``; docs/blocks.md shows the
    language. Larger blocks win over smaller ones, and none lies over another. A title or a type that is there stays: an author's word wins.
    New frames are of the kind ``pattern``; without ``frames`` only groups that are there are named.
    """

    name: ClassVar[str] = "name"
    file: str = ""
    known: bool = True
    frames: bool = True

    def __call__(self, graph: Graph) -> Graph:
        """Give the graph with names. Raises ReadError and SpecError for the file."""
        library = load(self.file) if self.file else Library()
        if self.known:
            library = library.over(built_in())
        homes = _Homes(Index(graph))
        fitting = [match for match in found(homes.index, library.blocks) if homes.takes(match, self.frames)]
        kept = chosen(fitting)
        while partial := homes.partly_covered(kept):
            fitting = [match for match in fitting if homes.level(match)[0] not in partial]
            kept = chosen(fitting)
        for match in sorted(kept, key=lambda match: homes.place[match.exit]):
            homes.name(match)
        return homes.named()


@dataclass
class _Homes:
    """The groups of one graph, and those that are made."""

    index: Index
    groups: dict[str, Group] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.groups = dict(self.index.group)
        self.place = {layer.name: i for i, layer in enumerate(self.index.graph.layers)}
        self.size = dict.fromkeys(self.groups, 0)
        for layer in self.index.graph.layers:
            for name in self.index.chains[layer.group]:
                self.size[name] += 1
        self.holding = {group.parent for group in self.index.graph.groups}

    def takes(self, match: Match, frames: bool) -> bool:
        """Tell whether a block is a group, or may become one: it is made of whole units of one level."""
        base, inner = self.level(match)
        if base and self.size[base] == len(match.members):
            return True
        return frames and all(
            self.groups[name].repeat == 1 and self.size[name] == count for name, count in inner.items()
        )

    def partly_covered(self, matches: Sequence[Match]) -> set[str]:
        """Name the groups of layers only of which a part would be framed be framed anew; such a group is a block of its own kind."""
        covered: dict[str, int] = {}
        for match in matches:
            base, _ = self.level(match)
            covered[base] = covered.get(base, 0) + len(match.members)
        return {
            base
            for base, count in covered.items()
            if base and base not in self.holding and self.groups[base].kind not in OPEN and count < self.size[base]
        }

    def level(self, match: Match) -> tuple[str, dict[str, int]]:
        """Give the deepest group that holds a block, and how many of its layers lie in each group of that level."""
        chains = [self.index.chains[self.index.layer[name].group][::-1] for name in match.members]
        depth = 0
        while all(len(chain) > depth for chain in chains) and len({chain[depth] for chain in chains}) == 1:
            depth += 1
        inner: dict[str, int] = {}
        for chain in chains:
            if len(chain) > depth:
                inner[chain[depth]] = inner.get(chain[depth], 0) + 1
        return (chains[0][depth - 1] if depth else ""), inner

    def name(self, match: Match) -> None:
        """Tell the group of a block what it is, or make it one."""
        title = match.block.title
        base, inner = self.level(match)
        if base and self.size[base] == len(match.members):
            group = self.groups[base]
            if group.kind in AUTOMATIC:
                shown = title if group.kind == "run" and not group.type else group.title or title
                self.groups[base] = replace(group, type=group.type or title, title=shown)
            return
        local = "".join(sign if sign.isalnum() else "_" for sign in title.lower())
        name = unused(f"{base}/{local}" if base else local, self.groups)
        frame = Group(name, title, title, base, "pattern")
        self.groups[name] = frame
        for child in inner:
            self.groups[child] = replace(self.groups[child], parent=name)
        self.moved.update((one, name) for one in match.members if self.index.layer[one].group == base)

    def named(self) -> Graph:
        """Give the graph with all groups, the new ones in the order of their last layers."""
        graph = self.index.graph
        if self.groups == self.index.group:
            return graph
        layers = tuple(
            replace(layer, group=self.moved[layer.name]) if layer.name in self.moved else layer
            for layer in graph.layers
        )
        return replace(graph, layers=layers, groups=tuple(self.groups.values()))
