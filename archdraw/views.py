"""The views of a figure: the same network drawn with more or less of it open, for formats that can change between them."""

from __future__ import annotations

from archdraw.graph import Graph
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
