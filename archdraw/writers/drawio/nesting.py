"""Put what lies in a frame into it, so that it moves with the frame."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from archdraw.geometry import Box
from archdraw.writers.drawio.cells import PAGE, Cell, within


def nested(cells: Sequence[Cell]) -> list[Cell]:
    """Give the cells, each after the one it lies in."""
    frames = [cell for cell in cells if cell.box and "container=1;" in cell.style and cell.parent == PAGE]
    order = {cell.id: i for i, cell in enumerate(cells)}
    frames.sort(key=lambda frame: (_size(frame), -order[frame.id]))  # the innermost first
    rank = {frame.id: i for i, frame in enumerate(frames)}
    inside: dict[str, list[Cell]] = {name: [] for name in (PAGE, *order)}
    for cell in cells:
        home = cell.parent
        if home == PAGE:
            box, above = _room(cell), rank.get(cell.id, -1)
            homes = (frame.id for frame in frames if rank[frame.id] > above and frame.box and within(box, frame.box))
            home = next(homes, PAGE)
        inside[home].append(replace(cell, parent=home))
    return list(_in_order(inside, PAGE))


def _size(cell: Cell) -> float:
    return cell.box.width * cell.box.height if cell.box else 0.0


def _room(cell: Cell) -> Box:
    if cell.box:
        return cell.box
    xs, ys = [x for x, _ in cell.points], [y for _, y in cell.points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _in_order(inside: dict[str, list[Cell]], home: str) -> Iterator[Cell]:
    for cell in inside[home]:
        yield cell
        yield from _in_order(inside, cell.id)
