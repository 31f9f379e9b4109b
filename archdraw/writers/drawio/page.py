"""From a scene to all its cells: groups become shapes with labels, arrows hold on to them, frames hold what lies in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from archdraw.geometry import Point
from archdraw.ids import Ids
from archdraw.scene import Arrow, Circle, Group, Item, Polygon, Rect, Scene
from archdraw.writers.drawio.cells import PAGE, Cell
from archdraw.writers.drawio.ends import Ends
from archdraw.writers.drawio.groups import group_cells
from archdraw.writers.drawio.jumps import is_bridge, jumping
from archdraw.writers.drawio.links import Route, routes
from archdraw.writers.drawio.looks import family, style, way
from archdraw.writers.drawio.nesting import nested
from archdraw.writers.drawio.shapes import ELLIPSE, FLAT, Pen, box_of, shapes
from archdraw.writers.drawio.xml import unit

PREFIX = "n-"
"""Before every id: draw.io looks ids up in a list, in which JavaScript has ``concat`` and ``length`` already."""


def cells(scene: Scene) -> list[Cell]:
    """Give all cells, each after the one it lies in, in the order of painting."""
    pen = Pen(unit(scene), family(scene.fonts), scene, Ids(PREFIX).of, set())
    bridges = [item for item in scene.items if is_bridge(item)]
    items = [item for item in scene.items if not is_bridge(item)]
    arrows = [item for item in scene.flat() if isinstance(item, Arrow)]
    found = iter(routes(arrows, set(_layers(scene.items))))
    flat = [cell for item in items for cell in _tree(item, pen, found)]
    standing: dict[str, Cell] = {}
    for cell in flat:
        if cell.layer:
            standing.setdefault(cell.layer, cell)
    layers = {cell.id: cell.layer for cell in flat if cell.layer}
    units: dict[str, list[Cell]] = {}
    for cell in flat:
        layer = cell.layer or layers.get(cell.parent, "")
        if cell.style.startswith(ELLIPSE):
            units.setdefault(layer, []).append(cell)
    ends = Ends(standing, units, pen.per)
    return nested([ends.held(cell) for cell in jumping(flat, bridges, pen.per)])


def _layers(items: tuple[Item, ...]) -> Iterator[str]:
    """Go through the layers that get a shape."""
    for item in items:
        if isinstance(item, Group):
            if item.layer and item.kind != "label" and _has_room(item):
                yield item.layer
            yield from _layers(tuple(inner for inner in item.items if isinstance(inner, Group)))
        elif isinstance(item, (Rect, Circle, Polygon)) and item.layer and _has_room(item):
            yield item.layer


def _has_room(item: Item) -> bool:
    box = box_of(item)
    return min(box.width, box.height) > FLAT


def _tree(item: Item, pen: Pen, found: Iterator[list[Route]], parent: str = "") -> Iterator[Cell]:
    """Give the cells of one thing of the scene, the one that holds the others first."""
    if isinstance(item, Group):
        yield from group_cells(item, pen, parent, lambda inner, within: _tree(inner, pen, found, within))
    elif isinstance(item, Arrow):
        for route in next(found):
            looks: dict[str, object] = {"edgeStyle": "orthogonalEdgeStyle" if _upright(route.points) else "none"}
            looks |= way(replace(item, corners=(route.radius,)), pen.per)
            name = f"{route.source}-{route.target}" if route.source or route.target else "line"
            ends = (route.source, route.target)
            yield Cell(
                pen.named(name), style(**looks), None, route.points, parent or PAGE, source=ends[0], target=ends[1]
            )
    else:
        layer = getattr(item, "layer", "") if isinstance(item, (Rect, Circle, Polygon)) and not parent else ""
        for cell in shapes(item, layer or type(item).__name__.lower(), parent, pen):
            yield replace(cell, layer=layer if cell.box else "", parent=parent or PAGE)


def _upright(points: tuple[Point, ...]) -> bool:
    return all(min(abs(x - u), abs(y - v)) < 0.01 for (x, y), (u, v) in pairwise(points))
