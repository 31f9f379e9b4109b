"""Where an item stands while it is expanded, and what its copies become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace

from archdraw.records import dataclass
from archdraw.spec.items import Item
from archdraw.spec.names import Scope, Value

DEPTH = 40
"""How deep blocks, groups and branches may nest once everything is expanded."""


@dataclass(frozen=True, slots=True)
class Here:
    """Where an item stands: its scope, the parameters in force (``homes``: the scope each was given in), how deep."""

    scope: Scope
    params: Mapping[str, str] = field(default_factory=dict)
    homes: Mapping[str, Scope] = field(default_factory=dict)
    depth: int = 0

    def inside(self, scope: Scope) -> Here:
        """Go into a scope, one level deeper."""
        return replace(self, scope=scope, depth=self.depth + 1)


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy of an item that is about to be made: the ``number``-th, from 0, of ``of``."""

    item: Item
    here: Here
    number: int = 0
    of: int = 1


@dataclass(frozen=True, slots=True)
class Made:
    """What one copy of an item became: its outputs, its own name, the names inside, and what a style speaks of."""

    value: Value
    own: str
    target: str
    inner: Scope | None = None
