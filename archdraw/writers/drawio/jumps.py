"""Where lines cross, draw.io itself interrupts one of them, so that they may be moved; the scene covers it by a bridge instead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from math import dist

from archdraw.geometry import Point
from archdraw.scene import Group, Item, Path
from archdraw.writers.drawio.cells import Cell
from archdraw.writers.drawio.links import NEAR
from archdraw.writers.drawio.looks import style

SMALLEST = 2
"""A jump of this size is as wide as the line at each side of the crossing; each pixel more is half a one at a side."""


def is_bridge(item: Item) -> bool:
    """Tell whether a thing covers a crossing."""
    return isinstance(item, Group) and item.kind == "bridge"


def jumping(cells: Iterable[Cell], bridges: Sequence[Item], per: float) -> list[Cell]:
    """Let the lines that cross where there were bridges leave a gap at what was drawn before them."""
    places = [place for bridge in bridges if (place := _place(bridge))]
    return [_jumps(cell, places, per) for cell in cells]


def _place(bridge: Item) -> tuple[Point, float] | None:
    """Give the middle of a bridge and how far it is free beside the line over it, in points."""
    paths = [path for path in bridge.items if isinstance(path, Path)] if isinstance(bridge, Group) else []
    if not paths:
        return None
    (x, y), (u, v) = paths[-1].points[0], paths[-1].points[-1]
    return ((x + u) / 2, (y + v) / 2), max(path.stroke.width for path in paths) / 2


def _jumps(cell: Cell, places: Sequence[tuple[Point, float]], per: float) -> Cell:
    """Say it in the style of an edge that goes through one of these places; the size is a whole number there."""
    wide = [far for point, far in places if _passes(cell.points, point)]
    if cell.box or not wide:
        return cell
    size = max(SMALLEST, round(2 * max(wide) * per))
    return replace(cell, style=cell.style + style(jumpStyle="gap", jumpSize=size))


def _passes(points: Sequence[Point], at: Point) -> bool:
    return any(dist(one, at) + dist(at, two) - dist(one, two) < NEAR / 10 for one, two in pairwise(points))
