"""Walk a pattern backwards from the layer in which a block ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import NamedTuple

from archdraw.graph import Edge, Layer, frozen
from archdraw.patterns.forms import Cell, Either, Form, Join, Many, Op, Row
from archdraw.patterns.wants import LINEAR
from archdraw.records import dataclass
from archdraw.rewrite import Index

LARGEST = 96
"""The most layers of one block: it bounds the work."""
WIDEST = 16
"""The most branches of a join."""

Members = frozenset[str]
NOTHING: Members = frozenset()
HANGING = ("norm", "activation")
"""What is folded into a layer and need not be written in a pattern."""


class Cursor(NamedTuple):
    """What the rest of the pattern must give: the tensor of a layer, of whose parts (host, then folded) ``left`` are not matched yet."""

    layer: str
    port: int
    left: int


NOWHERE = Cursor("", 0, 0)
"""Where a cell begins: at no one tensor."""

Ways = dict[Cursor, Members]
"""Where a form may begin, each time with the most layers that it then takes."""


@dataclass
class Walker:
    """Walks in one graph; each part of a pattern is sought once at each place, so the work is linear in layers."""

    index: Index
    parts: dict[str, tuple[Layer, ...]] = field(default_factory=dict)
    known: dict[tuple[int, Cursor], Ways] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.place = {layer.name: i for i, layer in enumerate(self.index.graph.layers)}

    def blocks(self, form: Form, exit: str) -> list[Members]:
        """Give the layers of each way in which the form ends with this layer, the forms being kept by the caller."""
        ways = self.back(form, self._behind((exit, 0)))
        return [members for start, members in ways.items() if exit in members and self._is_whole(start)]

    def parts_of(self, name: str) -> tuple[Layer, ...]:
        """Give a layer, its own activation, and what is folded into it, in the order of the data."""
        if name not in self.parts:
            layer = self.index.layer[name]
            own = layer.attrs.get("activation")
            active = layer.op not in ("activation", "recurrent") and isinstance(own, str) and own not in LINEAR
            inner = (Layer(name, "activation", attrs=frozen({"function": own})),) if active else ()
            self.parts[name] = (layer, *inner, *layer.folded)
        return self.parts[name]

    def back(self, form: Form, at: Cursor) -> Ways:
        """Give the places from which the form leads to the cursor."""
        sought = (id(form), at)
        ways = self.known.get(sought)
        if ways is None:
            ways = self.known[sought] = self._back(form, at)
        return ways

    def _back(self, form: Form, at: Cursor) -> Ways:
        if isinstance(form, Row):
            return self._row(form, at)
        if isinstance(form, Either):
            ways: Ways = {}
            for way in form.ways:
                _add(ways, self.back(way, at))
            return ways
        if isinstance(form, Many):
            return self._many(form, at)
        if at == NOWHERE:
            return {}
        if isinstance(form, Op):
            return self._op(form, at)
        return self._join(form, at) if isinstance(form, Join) else self._cell(form, at)

    def _op(self, form: Op, at: Cursor) -> Ways:
        parts = self.parts_of(at.layer)
        ways: Ways = {}
        for place in reversed(range(at.left)):
            if form.fits(self.index, parts[place]):
                if place:
                    ways[Cursor(at.layer, at.port, place)] = NOTHING
                    continue  # it may also hang on the layer unsaid, and the host be meant
                fed = self._fed(parts[0])
                if fed is not None:
                    ways[self._behind(fed)] = frozenset({at.layer})
            elif parts[place].op not in HANGING:
                break
        return ways

    def _row(self, form: Row, at: Cursor) -> Ways:
        ways: Ways = {at: NOTHING}
        for part in reversed(form.parts):
            before: Ways = {}
            for cursor, members in ways.items():
                _add(before, self.back(part, cursor), members)
            if not before:
                return before
            ways = before
        return ways

    def _many(self, form: Many, at: Cursor) -> Ways:
        found: Ways = {}
        ways: Ways = {at: NOTHING}
        for count in range(form.most + 1):
            if count >= form.least:
                _add(found, ways)
            before: Ways = {}
            for cursor, members in ways.items():
                if count < form.most:
                    _add(before, self.back(form.part, cursor), members)
            ways = before
            if not ways:
                break
        return found

    def _join(self, form: Join, at: Cursor) -> Ways:
        layer, edges = self.index.layer[at.layer], self._data(at.layer)
        fewest = len(form.branches)
        right = fewest <= len(edges) <= (WIDEST if form.more else fewest)
        if not right or at.left != len(self.parts_of(at.layer)) or not form.op.fits(self.index, layer):
            return {}
        kinds = {id(way): way for way in form.branches}
        need = [sum(branch is way for branch in form.branches) for way in kinds.values()]
        ends: list[list[Ways]] = []
        for edge in edges:
            ends.append([self.back(way, self._behind((edge.source, edge.source_port))) for way in kinds.values()])
            if not any(ends[-1]):
                return {}
        ways: Ways = {}
        for start in dict.fromkeys(start for found in ends[0] for start in found):
            if start == NOWHERE or not self._is_whole(start):
                continue
            chosen = _assigned([[found.get(start) for found in row] for row in ends], need)
            if chosen is not None and not frozenset.intersection(*chosen):  # else they part later than they say
                _add(ways, {start: frozenset({at.layer}).union(*chosen)})
        return ways

    def _cell(self, form: Cell, at: Cursor) -> Ways:
        join = self.index.layer[at.layer]
        if at.left != len(self.parts_of(at.layer)) or not form.join.fits(self.index, join):
            return {}
        inside = {join.name}
        near = {edge.source for edge in self._data(join.name)}
        while near and len(inside) <= LARGEST:
            name = max(near, key=self.place.__getitem__)  # all that read it have been looked at
            near.remove(name)
            layer = self.index.layer[name]
            another = layer.op == join.op and len(self.index.into[name]) >= 3
            alone = all(edge.target in inside for edge in self.index.out[name]) and name not in self.index.outputs
            if alone and not another and any(op.fits(self.index, layer) for op in (*form.ops, *form.perhaps)):
                inside.add(name)
                near.update(edge.source for edge in self._data(name))
        layers = [self.index.layer[name] for name in inside]
        whole = all(any(op.fits(self.index, layer) for layer in layers) for op in form.ops)
        return {NOWHERE: frozenset(inside)} if whole and len(inside) <= LARGEST else {}

    def _is_whole(self, at: Cursor) -> bool:
        """Tell whether a cursor stands behind a layer, not between what is folded into it."""
        return at == NOWHERE or at.left == len(self.parts_of(at.layer))

    def _behind(self, tensor: tuple[str, int]) -> Cursor:
        return Cursor(*tensor, len(self.parts_of(tensor[0])))

    def _data(self, name: str) -> list[Edge]:
        return [edge for edge in self.index.into[name] if not edge.role]

    def _fed(self, layer: Layer) -> tuple[str, int] | None:
        """Give the tensor that goes through a layer; an attention may read a memory beside it."""
        tensors = list(dict.fromkeys((edge.source, edge.source_port) for edge in self._data(layer.name)))
        return tensors[0] if len(tensors) == 1 or (tensors and layer.op == "attention") else None


def _add(ways: Ways, more: Ways, members: Members = NOTHING) -> None:
    """Add ways, each with these layers too; of those that begin at one place the one with most layers counts."""
    for start, found in more.items():
        whole = found | members if members else found
        if len(whole) <= LARGEST and (start not in ways or len(whole) > len(ways[start])):
            ways[start] = whole


def _assigned(ends: Sequence[Sequence[Members | None]], need: Sequence[int]) -> list[Members] | None:
    """Give each written branch an input that it fits, and inputs beyond these any branch; None where that cannot be.

    It is a matching by augmenting paths, so many branches that are alike cost little.
    """
    places = [way for way, count in enumerate(need) for _ in range(count)]
    taken: dict[int, int] = {}  # input: the place of the branch it is

    def takes(place: int, asked: set[int]) -> bool:
        for at, row in enumerate(ends):
            if row[places[place]] is None or at in asked:
                continue
            asked.add(at)
            if at not in taken or takes(taken[at], asked):
                taken[at] = place
                return True
        return False

    if not all(takes(place, set()) for place in range(len(places))):
        return None
    chosen = [
        row[places[taken[at]]] if at in taken else next((members for members in row if members is not None), None)
        for at, row in enumerate(ends)
    ]
    found = [members for members in chosen if members is not None]
    return found if len(found) == len(ends) else None
