"""The views of a figure: the same network drawn with more or less of it open, for formats that can change between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from archdraw.graph import Graph, Group
from archdraw.records import dataclass
from archdraw.scene import Scene

Level = Literal["box", "frame", "copies"]
"""How a group is drawn: as one box, with what is in it, or each of its copies."""


@dataclass(frozen=True, slots=True)
class View:
    """One drawing: what it is called, the scene, and the graph that it shows.

    ``levels`` says how each group stands in it; a group that nothing shows here is not named. ``chief`` views are offered by name, the
    others by what can be opened in them.
    """

    title: str
    scene: Scene
    drawn: Graph
    levels: Mapping[str, Level] = field(default_factory=dict)
    chief: bool = True


@dataclass(frozen=True, slots=True)
class Views:
    """All drawings of one network, the first of which is shown first; ``note`` says what could be seen and is left out.

    ``copies`` names, for what is in a copy that a group stands for, that group.
    """

    graph: Graph
    shown: tuple[View, ...]
    note: str = ""
    copies: Mapping[str, str] = field(default_factory=dict)


def copies_of(group: Group) -> tuple[str, ...]:
    """Name all that stands in the copies which a group hides: groups and layers."""
    names = (*(one.name for one in group.hidden_groups), *(layer.name for layer in group.hidden))
    return tuple(dict.fromkeys(name for name in names if name != group.name))
