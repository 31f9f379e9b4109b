"""An author's edits of the figure of a model: labels, notes, groups, and what is hidden. The network stays what it is."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from archdraw.errors import UsageError
from archdraw.graph import Graph, Group
from archdraw.records import dataclass
from archdraw.rewrite.join import joined, unused
from archdraw.words import did_you_mean


@dataclass(frozen=True)
class Label:
    """Give layers (or the frames of groups) of these names a text of the author's."""

    pattern: str
    text: str

    def __call__(self, graph: Graph) -> Graph:
        """Give the graph with it; UsageError where no name matches."""
        names = matching(self.pattern, [*_layers(graph), *(group.name for group in graph.groups)])
        layers = tuple(replace(one, label=self.text) if one.name in names else one for one in graph.layers)
        groups = tuple(replace(one, title=self.text) if one.name in names else one for one in graph.groups)
        return replace(graph, layers=layers, groups=groups)


@dataclass(frozen=True)
class Title:
    """Give the frames that passes have made a text of the author's; their names are those that the figure shows."""

    pattern: str
    text: str

    def __call__(self, graph: Graph) -> Graph:
        """Give the graph with it; UsageError where no frame has such a name."""
        shown = {group.name: group.title or group.name.rsplit("/", 1)[-1] for group in graph.groups}
        names = matching(self.pattern, [*shown, *shown.values(), *_layers(graph)])
        groups = tuple(
            replace(one, title=self.text) if names & {one.name, shown[one.name]} else one for one in graph.groups
        )
        if groups == graph.groups:
            raise UsageError(f"no frame in this figure is named '{self.pattern}'", "another pass makes it")
        return replace(graph, groups=groups)


@dataclass(frozen=True)
class Note:
    """Write something beside what layers of these names are."""

    pattern: str
    text: str

    def __call__(self, graph: Graph) -> Graph:
        """Give the graph with it; UsageError where no name matches."""
        names = matching(self.pattern, _layers(graph))
        layers = tuple(replace(one, note=self.text) if one.name in names else one for one in graph.layers)
        return replace(graph, layers=layers)


@dataclass(frozen=True)
class Hide:
    """Take layers of these names out of the figure, and join what is before and behind them."""

    pattern: str

    def __call__(self, graph: Graph) -> Graph:
        """Give the graph without them; UsageError where none matches, or one has several inputs or outputs."""
        names = matching(self.pattern, _layers(graph))
        into = graph.predecessors_of()
        for layer in graph.layers:
            if layer.name in names and (len(into[layer.name]) != 1 or len(layer.outputs) > 1):
                raise UsageError(
                    f"'{layer.name}' cannot be hidden: it has {len(into[layer.name])} inputs and "
                    f"{len(layer.outputs)} outputs",
                    "only a layer with one input and one output can be taken out of a path",
                )
        return joined(graph, set(names))


@dataclass(frozen=True)
class Frame:
    """Put layers of these names, and the groups that they fill, into one frame."""

    title: str
    patterns: tuple[str, ...]

    def __call__(self, graph: Graph) -> Graph:
        """Give the graph with it; UsageError where a name matches nothing or the frame would cut through a group."""
        members = {name for pattern in self.patterns for name in matching(pattern, _layers(graph))}
        lines = graph.ancestry()
        homes = [lines[layer.group][::-1] for layer in graph.layers if layer.name in members]
        around = _common(homes)
        parent = around[-1] if around else ""
        inner = {line[len(around)] for line in homes if len(line) > len(around)}
        for layer in graph.layers:
            cut = next((name for name in lines[layer.group] if name in inner), "")
            if cut and layer.name not in members:
                message = f"the group '{self.title}' would cut through '{cut}', for '{layer.name}' is not in it"
                raise UsageError(message, f"add '{layer.name}'")
        name = unused(self.title, {*_layers(graph), *(group.name for group in graph.groups)})
        layers = tuple(
            replace(one, group=name) if one.name in members and one.group == parent else one for one in graph.layers
        )
        groups = [replace(one, parent=name) if one.name in inner else one for one in graph.groups]
        at = next((i for i, group in enumerate(groups) if group.name in inner), len(groups))
        groups.insert(at, Group(name, self.title, parent=parent))
        return replace(graph, layers=layers, groups=tuple(groups))


Edit = Label | Note | Hide | Frame


def matching(pattern: str, names: Iterable[str]) -> frozenset[str]:
    """Give the names that match a pattern; UsageError, with a suggestion, where there is none."""
    known = list(names)
    found = frozenset(name for name in known if name == pattern or fnmatchcase(name, pattern))
    if not found:
        raise UsageError(f"nothing in the model is named '{pattern}'", did_you_mean(pattern, known))
    return found


def _layers(graph: Graph) -> list[str]:
    return [layer.name for layer in graph.layers]


def _common(lines: Sequence[Sequence[str]]) -> list[str]:
    """Give the groups that all of these lines of groups, outermost first, have in common."""
    levels = itertools.takewhile(lambda level: len(set(level)) == 1, zip(*lines, strict=False))
    return [level[0] for level in levels]
