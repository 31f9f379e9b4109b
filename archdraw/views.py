"""The views of a figure: the same network drawn with more or less of it open, for formats that can change between them."""

from __future__ import annotations

from archdraw.graph import Graph, Group
from archdraw.records import dataclass
from archdraw.scene import Scene


@dataclass(frozen=True, slots=True)
class View:
    """One drawing: what it is called, the scene, and the graph that it shows.

    ``opens`` names the group whose copies are drawn one by one here, ``*`` where those of all are.
    """

    title: str
    scene: Scene
    drawn: Graph
    opens: str = ""


@dataclass(frozen=True, slots=True)
class Views:
    """All drawings of one network, the first of which is shown first; ``note`` says what could be seen and is left out."""

    graph: Graph
    shown: tuple[View, ...]
    note: str = ""


def copies_of(group: Group) -> tuple[str, ...]:
    """Name the groups for which one that repeats stands: itself and those that it hides beside itself, else the layers that it hides."""
    was = next((one for one in group.hidden_groups if one.name == group.name), group)
    beside = tuple(one.name for one in group.hidden_groups if one.parent == was.parent and one.name != group.name)
    return (group.name, *(beside or tuple(layer.name for layer in group.hidden)))
