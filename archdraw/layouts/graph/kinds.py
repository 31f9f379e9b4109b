"""Which closed groups are of one kind, so that one of them, drawn beside the figure, explains all; numbers become letters."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, cast

from archdraw.graph import Graph, Layer, Tensor, frozen
from archdraw.layouts.graph import counting, crossing, entering, windows
from archdraw.layouts.graph.firsts import marked, of_kind
from archdraw.layouts.graph.kind import FIRST, INSTEAD, Kind, Taken
from archdraw.layouts.graph.projecting import Ends, joined
from archdraw.layouts.graph.widths import LETTERS, WIDTHS, Letters, Numbers, lettered, widths_of
from archdraw.rewrite import Index
from archdraw.rewrite.alike import Piece, piece
from archdraw.rewrite.differ import branching, differences, extra, forms, paired
from archdraw.rewrite.restore import first_copy

ENTERING = 3
"""A block that takes more tensors than this cannot be told apart from its surroundings."""


def kinds(graph: Graph, names: Sequence[str]) -> list[Kind]:
    """Sort groups into kinds, in the order of their first ones; those that give several tensors, or take many, are of none."""
    index = Index(graph)
    inside: dict[str, list[str]] = {name: [] for name in names}
    for layer in graph.layers:
        for up in index.chains[layer.group]:
            if up in inside:
                inside[up].append(layer.name)
    pieces = {name: piece(index, members, base=name) for name, members in inside.items() if _single(index, members)}
    alike: list[list[str]] = []
    near: dict[Hashable, list[list[str]]] = {}  # only what has the same layers can be of one kind
    for name, one in pieces.items():
        known = near.setdefault(forms(one, widths=True), [])
        mine = next(
            (some for some in known if all(_same(pieces[each], one) for each in _different(some, pieces))), None
        )
        if mine is None:
            alike.append([name])
            known.append(alike[-1])
        else:
            mine.append(name)
    ends = {name: _ends(index, inside[name]) for name in pieces}
    found = []
    for row in windows.united(joined(index, alike, pieces, ends), _same):
        kind = _kind(index, {name: inside[name] for name in row.pieces}, row.pieces, row.beside)
        if kind:
            kind = replace(_with_window(kind, row.pieces), lacking=row.lacking)
            found.append(_with_firsts(index, kind, row.pieces, ends))
    return found


def _with_window(kind: Kind, pieces: Mapping[str, Piece]) -> Kind:
    """Put a letter for the window in which the groups of a kind differ."""
    sides = windows.told(pieces)
    if not sides:
        return kind
    layers = windows.lettered(kind.layers, [pieces[name] for name in kind.groups])
    return replace(kind, layers=layers, values=_with_words(kind.values, {
        name: f"{windows.LETTER} = {side}" for name, side in sides.items()
    }))  # fmt: skip


def _with_words(values: Mapping[str, str], more: Mapping[str, str]) -> dict[str, str]:
    """Add words to what is said of each group."""
    return {
        name: ", ".join(filter(None, (values.get(name), more.get(name)))) for name in dict.fromkeys((*values, *more))
    }


def _with_firsts(index: Index, kind: Kind, pieces: Mapping[str, Piece], ends: Mapping[str, Ends]) -> Kind:
    """Let the layers and the skip of a kind say how first copies differ."""
    said = of_kind(index, kind, [pieces[name] for name in kind.groups], [ends[name] for name in kind.groups])
    layers = (marked(layer, said.notes.get(i, "")) for i, layer in enumerate(kind.layers))
    values = _with_words(kind.values, said.letters)
    return replace(kind, layers=tuple(layers), skip=said.beside, values=values, passing=said.skip, tells=said.tells)


def _different(names: Sequence[str], pieces: Mapping[str, Piece]) -> list[str]:
    """Give the first one for each way in which something repeats in some pieces of one kind."""
    return [*{counting.row(pieces[name]): name for name in reversed(names)}.values()]


def _ends(index: Index, members: Sequence[str]) -> Ends:
    """Give what goes into a group on its main line, and what comes out."""
    (sources,) = entering.sorted_all(index, [set(members)])
    return _size(index, sources[:1]), _size(index, _leaving(index, members))


def _leaving(index: Index, members: Sequence[str]) -> set[tuple[str, int]]:
    inside = set(members)
    read = {
        (edge.source, edge.source_port) for name in members for edge in index.out[name] if edge.target not in inside
    }
    return read | {(name, port) for name in members for port in index.outputs.get(name, ())}


def _single(index: Index, members: Sequence[str]) -> bool:
    return len(entering.within(index, set(members))) <= ENTERING and len(_leaving(index, members)) == 1


def _same(one: Piece, two: Piece) -> bool:
    if not counting.alike(counting.row(one), counting.row(two)):
        return False
    words = differences(one, two, widths=True)
    return words is not None and all(word.endswith(("channels in", " inside")) for word in words)


def _kind(
    index: Index,
    inside: Mapping[str, Sequence[str]],
    made: Mapping[str, Piece],
    aside: Mapping[str, tuple[Layer, ...]],
) -> Kind | None:
    """Put letters for what differs in some groups; None where that takes too many."""
    names = list(inside)
    names.insert(0, names.pop(counting.shown([counting.row(made[name]) for name in names])))
    inside = {name: inside[name] for name in names}
    pieces, projected = [made[name] for name in names], [aside[name] for name in names if aside]
    times = counting.numbers([counting.row(one) for one in pieces])
    sources = entering.sorted_all(index, [set(members) for members in inside.values()])
    taken = [[_size(index, [source]) for source in row] for row in sources]
    leaving = [_leaving(index, one) for one in inside.values()]
    ends = [(sizes[0] if sizes else None, _size(index, some)) for sizes, some in zip(taken, leaving, strict=True)]
    own = [
        crossing.own(index, name, row[0], size) if row else None
        for name, row, (size, _) in zip(names, sources, ends, strict=True)
    ]
    called = ["", *entering.names(index, sources)]
    takes = tuple(map(Taken, sources[0], called, taken[0]))
    follow, unsaid = _following(index, names, pieces, ends)
    if len(names) == 1:
        follow = {
            **follow,
            **{key: f"{firsts[0]}–{pieces[0].layers[key[0]].attrs[key[1]]}" for key, firsts in unsaid.items()},
        }
        layers = tuple(_following_given(layer, i, follow) for i, layer in enumerate(pieces[0].layers))
        given = crossing.entry([own[0], ends[0][0]], lambda numbers: None) if own[0] else None
        found, after = _skips(index, names, pieces)
        when = INSTEAD if after else FIRST
        return Kind(tuple(names), layers, found[0], given, ends[0][1], takes=takes, when=when, after=after)
    skips, after = (projected, "") if projected else _skips(index, names, pieces)
    if len({tuple(layer.op for layer in skip) for skip in skips}) > 1:
        skips = [() for _ in skips]
    rows = list(zip(*(one.layers for one in pieces), strict=True))
    beside = list(zip(*skips, strict=True))
    for firsts in (unsaid, {}) if unsaid else ({},):  # with letters for what first copies have else, or with blanks
        leads = [
            numbers + firsts.get((i, name), numbers)
            for i, row in enumerate(rows)
            for name, numbers in widths_of(row, {name for at, name in firsts if at == i}).items()
            if (i, name) not in follow or (i, name) in firsts
        ]
        leads += [2 * numbers for row in beside for numbers in widths_of(row).values()]
        letters = Letters(leads)
        if len(letters.bases) <= len(LETTERS):
            break
    follow = {key: word for key, word in follow.items() if key not in firsts}
    layers = tuple(
        _following_given(
            lettered(row, letters, {name: some for (at, name), some in firsts.items() if at == i}), i, follow
        )
        for i, row in enumerate(rows)
    )
    skip = tuple(lettered(row, letters, {}) for row in beside)
    if len(letters.bases) > len(LETTERS):
        return None
    gives = [end[1] for end in ends]
    count = len(names)
    given = crossing.entry([*own, *(end[0] for end in ends)], lambda some: letters.word(some[:count], some[count:]))
    joined = all(index.layer[name].op == "concat" for some in leaving for name, _ in some)
    left = crossing.exit_of(gives, own, given, letters.word, letters.bases if joined else ())
    rows_of = [*zip(*taken, strict=False)]
    known = [[size and size.channels for size in some] for some in rows_of]
    signs = ["C" if row == known[0] else "D" for row in known]  # two letters where two inputs differ
    sizes = [crossing.beside(some, own, letters.word, sign) for some, sign in zip(rows_of, signs, strict=True)]
    takes = tuple(replace(one, size=size) for one, size in zip(takes, sizes, strict=False))
    told = letters.told(names)
    if times:
        said = zip(names, times[1], strict=True)
        told = {name: ", ".join(filter(None, (told[name], f"{counting.LETTER} = {often}"))) for name, often in said}
    return Kind(
        tuple(names),
        _counted(layers, rows),
        skip,
        given,
        left,
        told,
        takes,
        _when(given, left) if projected else INSTEAD if after else FIRST,
        _repeated(index, pieces[0].layers[times[0]].group) if times else "",
        after=after,
    )


def _repeated(index: Index, group: str) -> str:
    """Name the innermost group around a layer that stands for several copies."""
    return next(name for name in index.chains[group] if index.group[name].repeat > 1)


def _when(given: Tensor | None, gives: Tensor | None) -> str:
    """Say which groups have a projection: those in which the channels change."""
    one, two = (size.channels if size else None for size in (given, gives))
    return f"where {one} ≠ {two}" if isinstance(one, str) and isinstance(two, str) else "where channels change"


Follow = Mapping[tuple[int, str], str]
"""The words for widths that follow what a copy is given, by the place of the layer and the attribute: ``6C``."""


Firsts = Mapping[tuple[int, str], Numbers]
"""The widths of the first copies, one per group, by the place of the layer and the attribute."""


def _following(
    index: Index, names: Sequence[str], pieces: Sequence[Piece], ends: Sequence[Ends]
) -> tuple[Follow, Firsts]:
    """Find the widths in which first copies differ: they are the same multiple of what each copy takes, or have words of their own."""
    before: dict[tuple[int, str], list[Any]] = {}
    found: dict[tuple[int, str], set[Fraction | None]] = {}
    for name, shown, (given, gives) in zip(names, pieces, ends, strict=True):
        first = first_copy(index.group[name])
        pairs = paired(first, shown) if first else {}
        sizes = given.channels if given else None, gives.channels if gives else None
        for i, layer in enumerate(shown.layers):
            for width in WIDTHS:
                numbers = pairs.get(layer.name, layer).attrs.get(width), layer.attrs.get(width)
                before.setdefault((i, width), []).append(numbers[0])
                if numbers[0] != numbers[1]:
                    ratios = {_share(number, size) for number, size in zip(numbers, sizes, strict=True)}
                    found.setdefault((i, width), set()).update(ratios)
    for name, shown, (given, _) in zip(
        names, pieces, ends, strict=True
    ):  # those without copies follow too, or nothing does
        if first_copy(index.group[name]) is None:
            for i, width in found:
                found[i, width].add(_share(shown.layers[i].attrs.get(width), given.channels if given else None))
    follow = {key: _times(ratios) for key, ratios in found.items()}
    firsts = {key: tuple(before[key]) for key, word in follow.items() if not word}
    return follow, {key: some for key, some in firsts.items() if all(isinstance(one, int) for one in some)}


def _share(number: object, size: object) -> Fraction | None:
    whole = isinstance(number, int) and isinstance(size, int) and number > 0 < size
    return Fraction(cast("int", number), cast("int", size)) if whole else None


def _times(ratios: set[Fraction | None]) -> str:
    ratio = next(iter(ratios))
    if len(ratios) > 1 or ratio is None or 1 not in ratio.as_integer_ratio():
        return ""
    return crossing.multiple(ratio, "C")


def _following_given(layer: Layer, place: int, follow: Follow) -> Layer:
    """Write in a layer the widths that follow what it is given."""
    said = {name: follow[place, name] for name in WIDTHS if (place, name) in follow}
    return replace(layer, attrs=frozen({**layer.attrs, **said}), params=0) if said else layer


def _skips(index: Index, names: Sequence[str], pieces: Sequence[Piece]) -> tuple[list[tuple[Layer, ...]], str]:
    """Give what only the first copy of each group has on its skip, or beside its body, and then the layer after which it branches off."""
    pairs = [(first_copy(index.group[name]), shown) for name, shown in zip(names, pieces, strict=True)]
    found = [extra(first, shown) if first else () for first, shown in pairs]
    if any(found):
        return found, ""
    branches = [branching(first, shown) if first else ((), -1) for first, shown in pairs]
    places = {place for _, place in branches}
    if len(places) > 1 or -1 in places:
        return found, ""
    return [layers for layers, _ in branches], pieces[0].layers[places.pop()].name


def _size(index: Index, tensors: Collection[entering.Source]) -> Tensor | None:
    if len(tensors) != 1:
        return None
    ((name, port),) = tensors
    outputs = index.layer[name].outputs
    return outputs[port] if port < len(outputs) else None


def _counted(layers: tuple[Layer, ...], rows: Sequence[Sequence[Layer]]) -> tuple[Layer, ...]:
    """Leave all numbers of weights out of a block where some of its layers cannot say theirs."""
    lacking = any(not layer.params and any(one.params for one in row) for layer, row in zip(layers, rows, strict=True))
    return tuple(replace(layer, params=0) for layer in layers) if lacking else layers
