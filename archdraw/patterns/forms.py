"""What a pattern is made of."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from archdraw.graph import Layer
from archdraw.records import dataclass
from archdraw.rewrite import Index

Want = Callable[[Index, Layer], bool]
"""A condition in brackets; it is asked of a layer, or of one that is folded into another."""


@dataclass(frozen=True, slots=True)
class Op:
    """One layer of one of these ops, which fulfils all conditions."""

    ops: frozenset[str]
    wants: tuple[Want, ...] = ()

    def fits(self, index: Index, layer: Layer) -> bool:
        """Tell whether a layer is meant."""
        return layer.op in self.ops and all(want(index, layer) for want in self.wants)


@dataclass(frozen=True, slots=True)
class Row:
    """One part behind the other; a row of nothing is the tensor itself."""

    parts: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of several ways."""

    ways: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Many:
    """The same part so many times, one behind the other."""

    part: Form
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Join:
    """Branches that begin at one tensor and end in one layer; with ``more``, any number that are each like one of them."""

    branches: tuple[Form, ...]
    more: bool
    op: Op


@dataclass(frozen=True, slots=True)
class Cell:
    """All layers of some ops that lead to one join and nowhere else, up to the joins before it, however they are wired.

    Those of ``ops`` must be among them, those of ``perhaps`` may be.
    """

    ops: tuple[Op, ...]
    perhaps: tuple[Op, ...]
    join: Op


Form = Op | Row | Either | Many | Join | Cell


def lasts(form: Form) -> frozenset[str]:
    """Give the ops with which a form may end; ``""`` stands for nothing at all."""
    if isinstance(form, Op):
        return form.ops
    if isinstance(form, Join):
        return form.op.ops
    if isinstance(form, Cell):
        return form.join.ops
    if isinstance(form, Either):
        return frozenset[str]().union(*map(lasts, form.ways))
    if isinstance(form, Many):
        return lasts(form.part) | ({""} if not form.least else frozenset())
    found: frozenset[str] = frozenset({""})
    for part in reversed(form.parts):
        found = (found - {""}) | lasts(part)
        if "" not in found:
            break
    return found


def extent(form: Form, done: dict[int, tuple[int, int]]) -> tuple[int, int]:
    """Give of how many parts a form is made, and how deep they lie in each other; ``done`` holds what was measured, by identity."""
    if id(form) not in done:
        inner: tuple[Form, ...] = ()
        if isinstance(form, Many):
            inner = (form.part,)
        elif not isinstance(form, Op | Cell):
            inner = form.parts if isinstance(form, Row) else form.ways if isinstance(form, Either) else form.branches
        sizes = [extent(part, done) for part in inner]
        done[id(form)] = (1 + sum(size for size, _ in sizes), 1 + max((depth for _, depth in sizes), default=0))
    return done[id(form)]


def pruned(form: Form, ops: Collection[str], done: dict[int, Form | None]) -> Form | None:
    """Leave out the ways for which a graph of these ops has no layers; None where nothing is left.

    ``done`` holds what was pruned before, by identity, so that what several patterns share stays one object.
    """
    if id(form) not in done:
        done[id(form)] = _pruned(form, ops, done)
    return done[id(form)]


def _pruned(form: Form, ops: Collection[str], done: dict[int, Form | None]) -> Form | None:
    if isinstance(form, Op):
        return None if form.ops.isdisjoint(ops) else form
    if isinstance(form, Many):
        part = pruned(form.part, ops, done)
        return Row(()) if part is None and not form.least else part and replace(form, part=part)
    if isinstance(form, Either):
        ways = tuple(way for way in (pruned(way, ops, done) for way in form.ways) if way is not None)
        return replace(form, ways=ways) if ways else None
    if isinstance(form, Cell):
        return None if any(op.ops.isdisjoint(ops) for op in (*form.ops, form.join)) else form
    inner = form.parts if isinstance(form, Row) else form.branches
    parts = tuple(part for part in (pruned(part, ops, done) for part in inner) if part is not None)
    if len(parts) < len(inner) or (isinstance(form, Join) and form.op.ops.isdisjoint(ops)):
        return None
    return Row(parts) if isinstance(form, Row) else replace(form, branches=parts)
