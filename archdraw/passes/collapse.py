"""Collapse repeats: show one copy with ×N on its frame, and hide the others without losing them."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable
from dataclasses import field
from typing import ClassVar

from archdraw.errors import UsageError
from archdraw.graph import Graph
from archdraw.records import dataclass
from archdraw.rewrite import Index, Repeat, Rules, declared, found, hide
from archdraw.words import did_you_mean


@dataclass(frozen=True)
class Collapse:
    """Draw what repeats once.

    Declared repeats (the copies of a spec's ``repeat`` or ``copies``) collapse always, as far as the figure stays true. Equal pieces
    that follow each other are found by structure: names, seeds and rates do not count. A row collapses if it has at least ``min``
    framed copies, ``bare`` copies of several layers without a frame (``min`` will do if another block of the type has as many), or ``single`` copies of one layer. A
    first copy that differs only by stride, projection or channels counts to the row if ``first`` is set, and a last one with a stride
    if ``last`` is; the frame's note says how. Copies of fewer than ``layers`` layers
    in a row stay as they are.
    What ``expand`` names, by patterns of names, titles or types of frames, stays open: ``conv3``, ``Bottleneck``, ``*``. `rewrite.restored`
    undoes it all.
    """

    name: ClassVar[str] = "collapse"
    declared: bool = True
    found: bool = True
    first: bool = True
    last: bool = True
    min: int = field(default=2, metadata={"least": 2})
    bare: int = field(default=3, metadata={"least": 2})
    single: int = field(default=4, metadata={"least": 2})
    layers: int = field(default=1, metadata={"least": 1})
    expand: tuple[str, ...] = ()

    def __call__(self, graph: Graph) -> Graph:
        """Give the graph of what is shown, the inner repeats collapsed before the outer.

        Raises UsageError if ``expand`` names what does not repeat.
        """
        calls: dict[str, None] = {}
        while True:
            index = Index(graph)
            repeats = _innermost(index, self._repeats(index, calls))
            if not repeats:
                break
            graph = hide(graph, repeats)
        for pattern in self.expand:
            if not _named(calls, pattern) and pattern != "*":
                raise UsageError(
                    f"nothing that repeats is called '{pattern}'",
                    did_you_mean(pattern, [call for call in calls if not call.startswith("=")]),
                )
        return graph

    def _repeats(self, index: Index, calls: dict[str, None]) -> list[Repeat]:
        """Find what can collapse: what was declared first, so that it is seen as one thing when the rest is searched."""
        for parallel in (True, False):
            repeats = declared(index, parallel=parallel) if self.declared else []
            if repeats := self._closed(index, repeats, calls):
                return repeats
        if not self.found:
            return []
        repeats = found(index, Rules(self.min, self.bare, self.single, self.first, self.last))
        return self._closed(index, repeats or self._as_elsewhere(index), calls)

    def _as_elsewhere(self, index: Index) -> list[Repeat]:
        """Find fewer bare copies in blocks of whose type another one has a frame for as many as are wanted, so that both look alike."""
        known = {
            (index.group[group.parent].type, group.type)
            for group in index.graph.groups
            if group.kind == "run" and group.repeat > 1 and group.parent
        } - {("", "")}
        if not known or self.bare <= self.min:
            return []
        repeats = found(index, Rules(self.min, self.min, self.single, self.first, self.last))
        return [one for one in repeats if one.base and (index.group[one.base].type, one.frame.type) in known]

    def _closed(self, index: Index, repeats: list[Repeat], calls: dict[str, None]) -> list[Repeat]:
        """Leave out what shall stay open, and note what repeats can be called."""
        kept = []
        for repeat in repeats:
            inside = [index.group[name] for name in repeat.replaced]
            inner = [
                group for group in inside if group.series and group.parent != repeat.base
            ]  # they repeat themselves
            groups = [repeat.frame, *(group for group in inside if group not in inner)]
            names = dict.fromkeys(
                word for group in groups for word in (f"={group.name}", group.name, group.title, group.type) if word
            )
            calls.update(names)
            large = repeat.frame.parallel or len(repeat.copies[repeat.shown]) >= self.layers
            if large and not any(_named(names, pattern) for pattern in self.expand):
                kept.append(repeat)
        return kept


def _named(words: Iterable[str], pattern: str) -> bool:
    """Tell whether a pattern fits one of the words; one with ``=`` in front fits only what is exactly so."""
    return pattern in words if pattern.startswith("=") else bool(fnmatch.filter(words, pattern))


def _innermost(index: Index, repeats: list[Repeat]) -> list[Repeat]:
    """Keep those that hold no other, the deepest first."""
    taken: set[str] = set()
    kept = []
    for repeat in sorted(repeats, key=lambda repeat: -len(index.chains[repeat.base])):
        names = [name for copy in repeat.copies for name in copy]
        if taken.isdisjoint(names):
            kept.append(repeat)
        taken.update(names)
    return kept
