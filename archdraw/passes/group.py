"""Frame what names say belongs together: ``conv2_block1_1_conv`` and ``conv2_block1_add`` are in ``conv2_block1``."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import field, replace
from typing import ClassVar

from archdraw.graph import MERGES, Graph, Group
from archdraw.records import dataclass
from archdraw.rewrite import Index, unused

WEIGHTED = ("conv", "deconv", "dense", "attention", "recurrent")

SPREAD = 64
"""How many layers may stand from a prefix's first to its last for each that it claims: it bounds the work."""

_NUMBERED = (re.compile(r"\d+(?=[_./-])"), re.compile(r"\d+[a-z](?=[_./-])"), re.compile(r"\d+(?=[a-z][_./-])"))
_DIMENSION = re.compile(r"(conv|ing|dropout|transpose)[123]d_?$")


@dataclass(frozen=True)
class GroupByName:
    """Make groups of layers whose names begin alike and are numbered: blocks, and stages that hold several blocks.

    A prefix ends with a number (``block1``, ``block2a``, ``stage_0_block_1``). Its layers make a group if at least ``siblings``
    such prefixes differ only in their numbers and each has ``weighted`` layers with weights; if they hang together and no path
    leaves them and comes back; and if they have the same parent. Layers between them that no prefix claims join them,
    as do those that lead only into them, and an unclaimed merge that closes their skip. Groups that are there already stay.
    """

    name: ClassVar[str] = "group"
    siblings: int = 2
    weighted: int = 2
    stages: bool = True

    def __call__(self, graph: Graph) -> Graph:
        """Give the graph with these groups."""
        index = Index(graph)
        sets = self._claims(graph)
        names = _Names(index, {name for members in sets.values() for name in members})
        for (parent, prefix), members in sorted(sets.items(), key=lambda item: -len(item[0][1])):
            if self.stages or not any(name in names.home for name in members):
                names.frame(parent, prefix, members)
        return names.framed()

    def _claims(self, graph: Graph) -> dict[tuple[str, str], list[str]]:
        """Find which prefixes claim which layers, per parent."""
        sets: dict[tuple[str, str], list[str]] = defaultdict(list)
        heavy: dict[tuple[str, str], int] = defaultdict(int)
        for layer in graph.layers:
            local = layer.name[len(layer.group) + 1 :] if layer.name.startswith(f"{layer.group}/") else layer.name
            for prefix in _prefixes(local):
                sets[layer.group, prefix].append(layer.name)
                heavy[layer.group, prefix] += layer.op in WEIGHTED
        alike: dict[tuple[str, str], int] = defaultdict(int)
        for parent, prefix in sets:
            if heavy[parent, prefix] >= self.weighted:
                alike[parent, _pattern(prefix)] += 1
        return {
            key: members
            for key, members in sets.items()
            if heavy[key] >= self.weighted and alike[key[0], _pattern(key[1])] >= self.siblings
        }


def _prefixes(name: str) -> list[str]:
    """Give the beginnings of a name that end with a number, perhaps with a letter.

    >>> _prefixes("stage_0_block2a_conv"), _prefixes("conv2d_1")
    (['stage_0', 'stage_0_block2a', 'stage_0_block2'], ['conv2d_1'])
    """
    whole = f"{name}_"
    return [
        whole[: match.end()]
        for numbered in _NUMBERED
        for match in numbered.finditer(whole)
        if not _DIMENSION.search(whole, 0, match.end() + 1)
    ]


def _pattern(prefix: str) -> str:
    """Give a prefix without its numbers.

    >>> _pattern("stage_0_block2a"), _pattern("stage_0_block2")
    ('stage_#_block#@', 'stage_#_block#')
    """
    return re.sub(r"\d+", "#", re.sub(r"(\d)[a-z](?=[_./-]|$)", r"\1@", prefix))


@dataclass
class _Names:
    """The groups made so far, and which layers are still free to join one."""

    index: Index
    claimed: set[str]
    home: dict[str, str] = field(default_factory=dict)
    top: dict[str, str] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    members: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.taken = set(self.index.group)
        self.place = {layer.name: i for i, layer in enumerate(self.index.graph.layers)}

    def frame(self, parent: str, prefix: str, claimed: list[str]) -> None:
        """Make the group of these layers, around the groups that they are in already, if it is a sound one."""
        inner = list(dict.fromkeys(self.top[name] for name in claimed if name in self.top))
        if inner and len(inner) + sum(name not in self.top for name in claimed) < 2:
            return
        members = set(claimed).union(*(self.members[name] for name in inner))
        hull = self._hull(members, parent)
        if hull is None or not self._connected(hull):
            return
        whole = hull | self._opening(hull, parent)
        whole |= self._closing(whole, parent)
        graph = self.index.graph
        name = unused(f"{parent}/{prefix}" if parent else prefix, self.taken)
        self.taken.add(name)
        title = prefix.removeprefix(f"{graph.name}_")
        self.groups[name] = Group(name, title, parent=parent, kind="prefix")
        self.members[name] = whole
        for child in inner:
            self.groups[child] = replace(self.groups[child], parent=name)
        for member in whole:
            self.home.setdefault(member, name)
            self.top[member] = name

    def framed(self) -> Graph:
        """Give the graph with all groups, in the order of their first layers, the outer before the inner."""
        graph = self.index.graph
        first = {name: min(self.place[member] for member in self.members[name]) for name in self.groups}
        groups = sorted(self.groups.values(), key=lambda group: (first[group.name], -len(self.members[group.name])))
        layers = tuple(
            replace(layer, group=self.home[layer.name]) if layer.name in self.home else layer for layer in graph.layers
        )
        return replace(graph, layers=layers, groups=(*graph.groups, *groups))

    def _free(self, name: str, parent: str) -> bool:
        """Tell whether a layer may join a group though its name does not say so."""
        return name not in self.claimed and name not in self.home and self.index.layer[name].group == parent

    def _hull(self, members: set[str], parent: str) -> set[str] | None:
        """Add the layers that lie on paths between the members; None if one of these belongs elsewhere."""
        places = [self.place[name] for name in members]
        window = self.index.graph.layers[min(places) : max(places) + 1]
        if len(window) > SPREAD * len(members):
            return None
        below, above = set(members), set(members)
        for layer in window:
            if any(edge.source in below for edge in self.index.into[layer.name]):
                below.add(layer.name)
        for layer in reversed(window):
            if any(edge.target in above for edge in self.index.out[layer.name]):
                above.add(layer.name)
        hull = below & above
        return hull if all(self._free(name, parent) for name in hull - members) else None

    def _connected(self, members: set[str]) -> bool:
        """Tell whether edges among the members lead from each to each, whatever their direction."""
        todo = [next(iter(members))]
        seen = set(todo)
        while todo:
            name = todo.pop()
            near = [edge.source for edge in self.index.into[name]] + [edge.target for edge in self.index.out[name]]
            new = (set(near) & members) - seen
            seen |= new
            todo.extend(new)
        return len(seen) == len(members)

    def _opening(self, members: set[str], parent: str) -> set[str]:
        """Find unclaimed layers that lead only into the group, from tensors that enter it anyway: the pool on a skip, first branches."""
        entering = {
            (edge.source, edge.source_port)
            for name in members
            for edge in self.index.into[name]
            if edge.source not in members
        }
        if len(entering) < 2:
            return set()
        gate = min(entering, key=lambda tensor: self.place[tensor[0]])
        found: set[str] = set()
        for name in sorted({name for name, _ in entering} - {gate[0]}, key=self.place.__getitem__, reverse=True):
            found |= self._way(name, gate, members | found, parent)
        return found

    def _way(self, name: str, gate: tuple[str, int], members: set[str], parent: str) -> set[str]:
        """Find the unclaimed layers that lead from the gate by this layer into the group, if nothing else leads in or out."""
        found: set[str] = set()
        todo = [name]
        while todo:
            at = todo.pop()
            into, out = self.index.into[at], self.index.out[at]
            leads = all(edge.target in members or edge.target in found for edge in out) and at not in self.index.outputs
            if len(found) > SPREAD or not into or not leads or not self._free(at, parent):
                return set()
            found.add(at)
            before = {(edge.source, edge.source_port) for edge in into} - {gate}
            todo.extend(source for source, _ in before if source not in found and source not in members)
        return found

    def _closing(self, members: set[str], parent: str) -> set[str]:
        """Find the unclaimed merge to which all goes that leaves the members, and what leads to it from their only input."""
        entering = {
            (edge.source, edge.source_port)
            for name in members
            for edge in self.index.into[name]
            if edge.source not in members
        }
        leaving = {edge.target for name in members for edge in self.index.out[name]} - members
        if len(entering) != 1 or len(leaving) != 1 or not members.isdisjoint(self.index.outputs):
            return set()
        merge = leaving.pop()
        if self.index.layer[merge].op not in MERGES or not self._free(merge, parent):
            return set()
        found = {merge}
        for edge in self.index.into[merge]:
            while edge.source not in members and (edge.source, edge.source_port) not in entering:
                into, out = self.index.into[edge.source], self.index.out[edge.source]
                if len(into) != 1 or len(out) != 1 or not self._free(edge.source, parent):
                    return set()
                found.add(edge.source)
                edge = into[0]
        return found
