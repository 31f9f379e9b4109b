"""Rows of framed cells that each read the two before them, as in NASNet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from archdraw.records import dataclass
from archdraw.rewrite.alike import Index, Piece, Tensor, piece, size_of
from archdraw.rewrite.copies import Flow
from archdraw.rewrite.differ import differences
from archdraw.rewrite.hide import Repeat
from archdraw.rewrite.kin import share
from archdraw.rewrite.runs import Unit
from archdraw.rewrite.titles import span


@dataclass(frozen=True, slots=True)
class Cell:
    """A group that gives one tensor and reads two: what the cell before gives (``near``), and what that one read (``far``)."""

    unit: Unit
    gives: Tensor
    near: Tensor
    far: Tensor

    def piece(self, index: Index, base: str) -> Piece:
        """Give its layers, by what they read."""
        return piece(index, self.unit.layers, base=base, far=self.far)


def cells(index: Index, base: str, units: Sequence[Unit], least: int, *, first: bool) -> list[Repeat]:
    """Find rows of at least so many equal cells; a first one may take other numbers of channels."""
    repeats = []
    for row in _rows(index, units):
        pieces = [cell.piece(index, base) for cell in row]
        at = 0
        while at < len(row):
            end = at + 1
            while end < len(row) and pieces[end].signature() == pieces[at].signature():
                end += 1
            if end - at >= least:
                words = _lead(index, row[at - 1 : at + 1], pieces[at - 1 : at + 1]) if first and at else ()
                repeat = _repeat(index, base, row[at - bool(words) : end], words)
                repeats.extend([repeat] if repeat is not None else [])
            at = end
    return repeats


def _rows(index: Index, units: Sequence[Unit]) -> Iterator[list[Cell]]:
    """Give cells that follow each other."""
    taking = {unit.name: _taken(index, unit) for unit in units}
    maker = {name: unit.name for unit in units for name in unit.layers}
    made: dict[str, Cell] = {}
    row: list[Cell] = []
    for unit in units:
        gives, takes = _given(index, unit), taking[unit.name]
        cell = None
        if unit.group and len(gives) == 1 and len(takes) == 2 and index.group[unit.name].repeat == 1:
            for near, far in (takes, takes[::-1]):
                if far in taking.get(maker.get(near[0], ""), ()):
                    cell = Cell(unit, gives[0], near, far)
        if cell is not None:
            made[unit.name] = cell
        if cell is None or not row or (cell.near, cell.far) != (row[-1].gives, row[-1].near):
            yield row
            row = []
        row += [cell] if cell is not None else []
    yield row


def _taken(index: Index, unit: Unit) -> tuple[Tensor, ...]:
    inside = set(unit.layers)
    edges = [edge for name in unit.layers for edge in index.into[name] if edge.source not in inside]
    return tuple(dict.fromkeys((edge.source, edge.source_port) for edge in edges))


def _given(index: Index, unit: Unit) -> tuple[Tensor, ...]:
    inside = set(unit.layers)
    edges = [edge for name in unit.layers for edge in index.out[name] if edge.target not in inside]
    ends = [(name, port) for name in unit.layers for port in index.outputs.get(name, ())]
    return tuple(dict.fromkeys([*((edge.source, edge.source_port) for edge in edges), *ends]))


def _lead(index: Index, pair: Sequence[Cell], pieces: Sequence[Piece]) -> tuple[str, ...]:
    """Say how a row differs from the cell before it; nothing if that is another thing."""
    one, two = pair
    if index.layer[one.gives[0]].outputs != index.layer[two.gives[0]].outputs:
        return ()
    sizes = [[size_of(index, [tensor]) for tensor in (cell.near, cell.far)] for cell in pair]
    given, usual = (sizes[0][0], sizes[1][0]) if sizes[0][0] != sizes[1][0] else (sizes[0][1], sizes[1][1])
    return differences(pieces[1], pieces[0], given=usual, shown_given=given, widths=True) or ()


def _repeat(index: Index, base: str, row: Sequence[Cell], words: Sequence[str]) -> Repeat | None:
    """Make the repeat of these cells; what follows may read the last two, which the shown one stands for.

    The first is shown, because no other reads what both its inputs truly come from.
    """
    copies = tuple(cell.unit.layers for cell in row)
    place = {name: i for i, names in enumerate(copies) for name in names}
    for i, cell in enumerate(row):
        name, port = cell.gives
        outside = any(edge.target not in place for edge in index.out[name])
        if (outside and i < len(row) - 2) or (port in index.outputs.get(name, ()) and i < len(row) - 1):
            return None
    if share(index, copies) or not index.inputs.isdisjoint(place):
        return None
    leaves = {cell.gives: row[0].gives for cell in row[1:][-2:]}
    group = index.group[row[0].unit.name]
    titles = [index.group[cell.unit.name].title or cell.unit.name for cell in row]
    note = f"others: {', '.join(words)}" if words else ""
    gone = [name for cell in row[1:] for name in index.below[cell.unit.name]]
    frame = replace(group, title=span(titles), note=note)
    return Repeat(copies, 0, frame, base, Flow({}, leaves), (group.name, *gone))
