"""How the first copy of what repeats differs, said where it does: at the layer that has its stride, at the skip that it lacks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import field, replace
from typing import Any

from archdraw.graph import MERGES, Graph, Layer, Tensor, frozen
from archdraw.layouts.graph import words
from archdraw.layouts.graph.kind import Kind
from archdraw.records import dataclass
from archdraw.rewrite import Index
from archdraw.rewrite.alike import CARRIED, Piece, piece
from archdraw.rewrite.differ import extra, paired
from archdraw.rewrite.restore import first_copy

LETTER = "s"
"""The stride of first copies, where that differs."""
NO_SKIP, NOT_THERE = "no skip", "not in the first"
"""Said in notes, and at the skip that only the others have."""
INSIDE = " inside"
SKIP = "skip"
"""The role of a line whose words are said of it alone."""
WIDTHS = ("filters", "units")
Ends = tuple[Tensor | None, Tensor | None]


@dataclass(frozen=True, slots=True)
class Firsts:
    """What a block says of first copies: ``notes`` of its layers by place, the words at its skip, what `LETTER` stands for by group.

    ``tells`` are the words of each group's own note that this makes needless; ``beside`` is what stands on the skip.
    """

    notes: Mapping[int, str] = field(default_factory=dict)
    skip: str = ""
    letters: Mapping[str, str] = field(default_factory=dict)
    tells: Mapping[str, frozenset[str]] = field(default_factory=dict)
    beside: tuple[Layer, ...] = ()


def of_kind(index: Index, kind: Kind, pieces: Sequence[Piece], ends: Sequence[Ends]) -> Firsts:
    """Say how the first copies of the groups of one kind differ from the layers that are drawn for all; ``ends`` is what the first copies take and the groups give."""
    names = kind.groups
    told = {name: parts(index.group[name].note, kind.lacking.get(name, "")) for name in names}
    if not any(told.values()):
        return Firsts(beside=kind.skip)
    copies = [first_copy(index.group[name]) for name in names]
    pairs = [paired(first, shown) if first else {} for first, shown in zip(copies, pieces, strict=True)]
    rows = [  # the layers of first copies, or of the only ones, one row for each that is drawn
        [found.get(shown.layers[i].name, shown.layers[i]) for found, shown in zip(pairs, pieces, strict=True)]
        for i in range(len(kind.layers))
    ]
    strides = [tuple(map(_stride, row)) for row in rows]
    moved = {i: row for i, row in enumerate(strides) if set(row) != {_stride(pieces[0].layers[i])}}
    letters: dict[str, str] = {}
    note = ""
    row: tuple[str, ...] = ()
    if len(set(moved.values())) == 1:
        row = next(iter(moved.values()))
        note = f"first: s{row[0]}" if len(set(row)) == 1 else f"first: stride {LETTER}"
        letters = (
            {name: f"{LETTER} = {one}" for name, one in zip(names, row, strict=True)} if LETTER in note[-1] else {}
        )
    skip = _skip(index, kind, told, ends)
    tells: dict[str, frozenset[str]] = {}
    for at, (name, shown) in enumerate(zip(names, pieces, strict=True)):
        widths = all(
            _said(row[at], model, one) for row, model, one in zip(rows, shown.layers, kind.layers, strict=True)
        )
        tells[name] = frozenset(
            word
            for word in told[name]
            if (note and word.startswith("stride ")) or (skip and word == NO_SKIP) or (widths and word.endswith(INSIDE))
        )
    beside = kind.skip
    on_skips = [(extra(first, shown) if first else ()) for first, shown in zip(copies, pieces, strict=True)]
    if (
        letters
        and beside
        and all(one and max(map(_stride, one)) == step for one, step in zip(on_skips, row, strict=True))
    ):  # what stands on the skip has the stride of the body
        beside = tuple(
            replace(one, attrs=frozen({**one.attrs, "stride": 1, "first": f"stride {LETTER}"})) for one in beside
        )
    return Firsts(dict.fromkeys(moved, note), skip, letters, tells, beside)


def _skip(index: Index, kind: Kind, told: Mapping[str, Sequence[str]], ends: Sequence[Ends]) -> str:
    """Say at a skip which copies have it: those that do not change the channels, or all but the first ones."""
    bare = [NO_SKIP in told[name] for name in kind.groups]
    if not any(bare):
        return ""
    one, two = (size.channels if size else None for size in (kind.given, kind.gives))
    changes = [bool(given and gives and given.channels != gives.channels) for given, gives in ends]
    if changes == bare and isinstance(one, str) and isinstance(two, str) and one != two:
        return f"if {one} = {two}"
    return NOT_THERE if all(bare) and all(index.group[name].repeat > 1 for name in kind.groups) else ""


def parts(note: str, lacking: str = "") -> list[str]:
    """Give the words of a note on how the first copy differs, and those on what a group lacks.

    >>> parts("first: stride 2, no skip; last: pooled skip")
    ['stride 2', 'no skip']
    """
    clauses = [clause.partition(": ") for clause in note.split("; ")]
    found = [word for lead, _, rest in clauses if lead == "first" for word in rest.split(", ") if word]
    return found + [word for word in lacking.split(", ") if word]


def left(note: str, said: Collection[str]) -> str:
    """Give a note without what is said of the first copy elsewhere.

    >>> left("first: stride 2, no skip; last: pooled skip", {"no skip", "stride 2"}), left("first: stride 2, no skip", {"no skip"})
    ('last: pooled skip', 'first: stride 2')
    """
    found = []
    for clause in note.split("; "):
        lead, colon, rest = clause.partition(": ")
        if lead == "first" and colon:
            rest = ", ".join(word for word in rest.split(", ") if word not in said)
            clause = f"first: {rest}" if rest else ""
        found.append(clause)
    return "; ".join(filter(None, found))


def _said(first: Layer, model: Layer, layer: Layer) -> bool:
    """Tell whether a layer says its width in first copies and in others."""
    differing = [name for name in WIDTHS if first.attrs.get(name) != model.attrs.get(name)]
    return all(isinstance(layer.attrs.get(name), str) and layer.attrs[name] for name in differing)


def _stride(layer: Layer) -> str:
    """Write a stride: ``2``, ``2×1``; 1 where there is none."""
    return words.step("s", layer.attrs.get("stride"))[1:] or "1"


def marked(layer: Layer, note: str) -> Layer:
    """Let a layer say how it differs in first copies."""
    if not note:
        return layer
    return replace(
        layer, note=", ".join(filter(None, (layer.note, note))), attrs=frozen({**layer.attrs, "first": note})
    )


def in_frames(graph: Graph) -> Graph:
    """Let the layers in open frames say how those of the first copy differ, ``first: 72, s2``, and skips, that it has none."""
    some = {group.name: group for group in graph.groups if group.repeat > 1 and group.note.startswith("first: ")}
    if not some:
        return graph
    index = Index(graph)
    at, edges = dict(index.layer), list(graph.edges)
    for name, group in some.items():
        names = [layer.name for layer in graph.layers if name in index.chains[layer.group]]
        shown, first = piece(index, names, base=name), first_copy(group)
        pairs = paired(first, shown) if first else {}
        if not pairs:
            continue
        for model in shown.layers:
            note = _differing(pairs.get(model.name, model), model)
            at[model.name] = marked(at[model.name], f"first: {note}" if note else "")
        told = parts(group.note)
        said = {word for word in told if word.startswith("stride ") or word.endswith(INSIDE)}
        passing = _passing(shown, graph, names)
        if NO_SKIP in told and len(passing) == 1 and not edges[passing[0]].label:
            edges[passing[0]] = replace(edges[passing[0]], label=NOT_THERE, role=SKIP)
            said.add(NO_SKIP)
        some[name] = replace(group, note=left(group.note, said))
    layers = tuple(at[layer.name] for layer in graph.layers)
    groups = tuple(some.get(group.name, group) for group in graph.groups)
    return replace(graph, layers=layers, edges=tuple(edges), groups=groups)


def _passing(shown: Piece, graph: Graph, names: Sequence[str]) -> list[int]:
    """Give the places of the edges that lead past all of a piece into a merge."""
    inside = set(names)
    merges = {
        layer.name
        for layer, reads in zip(shown.layers, shown.reads, strict=True)
        if layer.op in MERGES and any(read.place == CARRIED for read in reads)
    }
    return [i for i, edge in enumerate(graph.edges) if edge.target in merges and edge.source not in inside]


def _differing(first: Layer, model: Layer) -> str:
    """Write the width and the stride that a layer has in the first copy only."""
    found: list[Any] = [
        first.attrs.get(name) for name in WIDTHS if first.attrs.get(name) not in (None, model.attrs.get(name))
    ]
    strides = [f"s{_stride(first)}"] if _stride(first) != _stride(model) else []
    return ", ".join(map(str, [*found, *strides]))
