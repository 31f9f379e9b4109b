"""Names: what each means in its block, group, branch or copy, and outwards from there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace
from typing import NamedTuple

from archdraw.graph import Tensor
from archdraw.records import dataclass
from archdraw.spec import tree
from archdraw.spec.problems import Mistake, Place
from archdraw.words import did_you_mean


@dataclass(frozen=True, slots=True)
class Wire:
    """One output of a layer on its way to another; the tensor is None after an error. ``label`` is text on the arrow."""

    layer: str
    port: int
    tensor: Tensor | None
    label: str = ""


Value = tuple[Wire, ...]
"""What an item gives to the next: mostly one wire; several after ``split`` and ``merge: none``."""

UNKNOWN: Value = (Wire("", 0, None),)
"""What an item with an error gives: nothing that reads it is checked against it."""


class Span(NamedTuple):
    """A stretch of a list."""

    start: int = 0
    stop: int = 0

    def of(self, names: list[str]) -> list[str]:
        """Cut the stretch out."""
        return names[self.start : self.stop]


NOTHING = Span()


@dataclass(frozen=True, slots=True)
class Named:
    """What a name means: its outputs, the names inside, and which layers and groups were made under it."""

    value: Value
    at: Place
    inner: Scope | None = None
    layers: Span = NOTHING
    groups: Span = NOTHING
    ambiguous: bool = False


def labelled(value: Value, label: str) -> Value:
    """Put a text on wires."""
    return tuple(replace(wire, label=label) for wire in value)


@dataclass(slots=True, eq=False)
class Scope:
    """The names of one block, group, branch or copy.

    ``prefix`` goes before the names of its layers, ``group`` is the frame they stand in. Scopes without a prefix of
    their own share ``used`` with their parent.
    """

    parent: Scope | None = None
    prefix: str = ""
    group: str = ""
    used: dict[str, int] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()
    bound: dict[str, Named] = field(default_factory=dict)

    def below(self, own: str, group: str, kept: frozenset[str] = frozenset()) -> Scope:
        """Open the scope of a block, group, copy or branch of this name."""
        return Scope(self, f"{self.full(own)}/", group, kept=kept)

    def beside(self) -> Scope:
        """Open the scope of a copy that has no frame: its names are its own, its layers stand among the others."""
        return Scope(self, self.prefix, self.group, self.used, self.kept)

    def framed(self, group: str) -> Scope:
        """Give this very scope with another frame for the layers."""
        return Scope(self.parent, self.prefix, group, self.used, self.kept, self.bound)

    def full(self, own: str) -> str:
        """Give the full name; a slash in an own name is escaped."""
        return self.prefix + own.replace("\\", "\\\\").replace("/", "\\/").replace("#", "\\#")

    def fresh(self, base: str) -> str:
        """Choose ``base``, ``base_2`` …, and never a name that the author gives in this scope."""
        number = self.used.get(base, 0) + 1
        own = base if number == 1 else f"{base}_{number}"
        while (own in self.used and number > 1) or own in self.kept:
            number += 1
            own = f"{base}_{number}"
        self.used[base] = number
        self.used.setdefault(own, 1)
        return own

    def given(self, own: str) -> str:
        """Take the author's name; where it is in use (by another copy), number it."""
        if own in self.used:
            number = self.used[own] + 1
            while f"{own}_{number}" in self.used:
                number += 1
            self.used[own] = number
            own = f"{own}_{number}"
        self.used.setdefault(own, 1)
        return own

    def find(self, name: str) -> Named | None:
        """Look a name up here, then outwards; a dot reaches inside."""
        scope: Scope | None = self
        while scope is not None:
            found = scope.own(name)
            if found is not None:
                return found
            scope = scope.parent
        return None

    def own(self, name: str) -> Named | None:
        """Look a name up here, and after a dot inside of what stands before it."""
        if name in self.bound:
            return self.bound[name]
        dot = name.find(".")
        while dot > 0:
            head = self.bound.get(name[:dot])
            if head is not None and head.value == UNKNOWN:
                return head
            if head is not None and head.inner is not None:
                found = head.inner.own(name[dot + 1 :])
                if found is not None:
                    return found
            dot = name.find(".", dot + 1)
        return None

    def visible(self) -> list[str]:
        """List the names that can be seen from here."""
        names: list[str] = []
        scope: Scope | None = self
        while scope is not None:
            names.extend(scope.bound)
            scope = scope.parent
        return names


def lookup(scope: Scope, name: str, later: dict[str, int]) -> Named:
    """Give what a name means, or raise a Mistake that says what is near; ``later`` has the lines of all names."""
    found = scope.find(name)
    if found is None:
        hint = did_you_mean(name, scope.visible())
        if name in later:
            hint = f"'{name}' stands on line {later[name]}; a layer can only read what comes before it"
        elif all(scope.find(part) for part in name.split()) and name:
            hint = f"separate names by commas: [{', '.join(name.split())}]"
        raise Mistake(f"no layer is named '{name[:60]}'", hint)
    if found.ambiguous:
        raise Mistake(f"'{name[:60]}' names several things here", "give each of them a name of its own with 'name:'")
    return found


def names_in(items: Iterable[tree.Node]) -> frozenset[str]:
    """Collect the names that items give in their own scope: their own, and those inside of residuals."""
    found: set[str] = set()
    waiting = list(items)
    while waiting:
        node = waiting.pop()
        if not isinstance(node, tree.Mapping):
            continue
        for key, value in node.pairs:
            if key.text == "name" and isinstance(value, tree.Scalar):
                found.add(value.text)
            elif key.text in ("residual", "shortcut") and isinstance(value, tree.Sequence):
                waiting.extend(value.items)
    return frozenset(found)


def all_names(root: tree.Node) -> dict[str, int]:
    """Give the line of every name in the whole spec, to tell a name that comes later from one that does not exist."""
    found: dict[str, int] = {}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, tree.Sequence):
            waiting.extend(node.items)
        elif isinstance(node, tree.Mapping):
            for key, value in node.pairs:
                if key.text in ("name", "group") and isinstance(value, tree.Scalar):
                    found[value.text] = value.at.line
                waiting.append(value)
    return found
