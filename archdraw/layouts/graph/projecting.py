"""Blocks that have a projection on their skip where they change the channels, or no skip there, are of one kind with those that do not change them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from archdraw.graph import Layer, Tensor, frozen
from archdraw.records import dataclass
from archdraw.rewrite import Index
from archdraw.rewrite.alike import Piece
from archdraw.rewrite.differ import differences, extra, paired

Ends = tuple[Tensor | None, Tensor | None]
"""What goes into a group and what comes out."""


@dataclass(frozen=True, slots=True)
class Joined:
    """Groups of one kind, the plain ones first, with the layers that they share; ``beside`` are those on the skips, by group.

    ``lacking`` says of groups that stand alone what they have else: ``no skip``.
    """

    pieces: Mapping[str, Piece]
    beside: Mapping[str, tuple[Layer, ...]]
    lacking: Mapping[str, str]


def joined(
    index: Index, rows: Sequence[Sequence[str]], pieces: Mapping[str, Piece], ends: Mapping[str, Ends]
) -> list[Joined]:
    """Put together the rows of groups that differ only by a projection where the channels change: all that do have it, no other has."""
    changing = {row[0]: _changes(index, row, ends) for row in rows}
    hosts: dict[str, list[Sequence[str]]] = {}
    for row in rows:
        if changing[row[0]]:
            host = next((one for one in rows if changing[one[0]] is False and _hosts(index, one, row, pieces)), None)
            ops = {_ops(pieces, host, each) for each in (row, *hosts.get(host[0], ()))} if host else set()
            if host and len(ops) == 1:  # one side box can be drawn for all
                hosts.setdefault(host[0], []).append(row)
    taken = {row[0] for some in hosts.values() for row in some}
    open_ = _without_skips(index, [row for row in rows if row[0] not in taken], pieces, ends)
    taken |= {name for some in open_.values() for name in some}
    found = []
    for row in rows:
        if row[0] in taken:
            continue
        known = {name: pieces[name] for name in row}
        lacking = open_.get(row[0], {})
        known.update({name: _aligned(pieces[name], pieces[row[0]]) for name in lacking})
        beside: dict[str, tuple[Layer, ...]] = {}
        for name in (name for more in hosts.get(row[0], ()) for name in more):
            known[name] = _aligned(pieces[name], pieces[row[0]])
            beside[name] = extra(pieces[name], pieces[row[0]])
        model = next(iter(beside.values()), ())
        found.append(
            Joined(
                known,
                {name: beside.get(name) or _as_if(model, ends[name][1]) for name in known} if model else {},
                lacking,
            )
        )
    return found


def _without_skips(
    index: Index, rows: Sequence[Sequence[str]], pieces: Mapping[str, Piece], ends: Mapping[str, Ends]
) -> dict[str, dict[str, str]]:
    """Find groups that stand alone, change the channels and are like others but for the skip; say by the first of these how they differ."""
    hosts: dict[str, dict[str, str]] = {}
    for row in rows:
        if len(row) > 1 or index.group[row[0]].repeat > 1 or not _changes(index, row, ends):
            continue
        for plain in rows:
            if plain is row or index.group[plain[0]].type != index.group[row[0]].type:
                continue
            words = differences(pieces[row[0]], pieces[plain[0]], widths=True) or ()
            told = [word for word in words if not word.endswith((" channels in", " inside"))]
            if "no skip" in told and all(word == "no skip" or word.startswith("stride ") for word in told):
                hosts.setdefault(plain[0], {})[row[0]] = ", ".join(told)
                break
    return hosts


def _ops(pieces: Mapping[str, Piece], plain: Sequence[str], row: Sequence[str]) -> tuple[str, ...]:
    return tuple(layer.op for layer in extra(pieces[row[0]], pieces[plain[0]]))


def _changes(index: Index, row: Sequence[str], ends: Mapping[str, Ends]) -> bool | None:
    """Tell whether all of some groups change the channels, or none; None where that is not known or differs, or copies are hidden."""
    if any(index.group[name].hidden for name in row):
        return None
    channels = [(given and given.channels, gives and gives.channels) for given, gives in (ends[name] for name in row)]
    if not all(isinstance(size, int) for pair in channels for size in pair):
        return None
    found = {one != two for one, two in channels}
    return found.pop() if len(found) == 1 else None


def _hosts(index: Index, plain: Sequence[str], row: Sequence[str], pieces: Mapping[str, Piece]) -> bool:
    types = {index.group[plain[0]].type, index.group[row[0]].type}
    if len(types) > 1 or "" in types:
        return False
    first, *more = differences(pieces[row[0]], pieces[plain[0]], widths=True) or ("",)
    return first == "projection" and all(word.endswith((" channels in", " inside")) for word in more)


def _aligned(one: Piece, plain: Piece) -> Piece:
    """Give a piece without what is on its skip."""
    pairs = paired(one, plain)
    return replace(plain, layers=tuple(pairs.get(layer.name, layer) for layer in plain.layers))


def _as_if(layers: Sequence[Layer], gives: Tensor | None) -> tuple[Layer, ...]:
    """Give the projection that a group would have which has none, so that letters can be found for all."""
    wide = gives.channels if gives else None
    return tuple(
        replace(
            layer,
            attrs=frozen(
                {name: wide if name in ("filters", "units") else value for name, value in layer.attrs.items()}
            ),
            params=0,
        )
        for layer in layers
    )
