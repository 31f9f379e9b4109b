"""Repeats that the author declared: which copies belong together, which one to show, and how the others differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from archdraw.graph import Group
from archdraw.rewrite.alike import Index, Piece, piece, size_of
from archdraw.rewrite.copies import Chain, Flow, Names, chain, side_by_side
from archdraw.rewrite.differ import differences
from archdraw.rewrite.hide import Repeat


def declared(index: Index, *, parallel: bool) -> list[Repeat]:
    """Find the declared repeats that can be shown by one copy; those that cannot are left as they are."""
    inside: dict[str, list[str]] = {}
    for layer in index.graph.layers:
        for name in index.chains[layer.group]:
            inside.setdefault(name, []).append(layer.name)
    series: dict[tuple[str, str], list[Group]] = {}
    for name in inside:  # in the order of the first layers
        group = index.group[name]
        if group.series and group.repeat == 1 and group.parallel == parallel:
            series.setdefault((group.series, group.parent), []).append(group)
    found = []
    for groups in series.values():
        if len(groups) < 2:
            continue
        copies = tuple(tuple(inside[group.name]) for group in groups)
        repeat = _parallel(index, groups, copies) if parallel else _series(index, groups, copies)
        if repeat is not None:
            found.append(repeat)
    return found


def _parallel(index: Index, groups: Sequence[Group], copies: tuple[Names, ...]) -> Repeat | None:
    if not side_by_side(index, copies):
        return None
    pieces = [piece(index, names, base=group.name) for names, group in zip(copies, groups, strict=True)]
    shown = _typical(pieces)
    words = _note(pieces, shown, None, index)
    idle = sum(any(layer.attrs.get("active") is False for layer in one.layers) for one in pieces)
    active = f"{len(pieces) - idle} active" if idle else ""
    return _repeat(index, groups, copies, shown, Flow(), "; ".join(filter(None, (words, active))))


def _series(index: Index, groups: Sequence[Group], copies: tuple[Names, ...]) -> Repeat | None:
    links = chain(index, copies)
    if links is None:
        return None
    pieces = [
        piece(index, names, ambient=links.ambient, base=group.name) for names, group in zip(copies, groups, strict=True)
    ]
    for shown in dict.fromkeys((_typical(pieces), len(pieces) - 1, 0)):
        flow = links.flow(index, shown)
        if flow is not None:
            return _repeat(index, groups, copies, shown, flow, _note(pieces, shown, links, index))
    return None


def _typical(pieces: Sequence[Piece]) -> int:
    """Choose the copy that stands for most; where several kinds are as many, the kind that comes last, as the first is the odd one."""
    signs = [one.signature(shared=False) for one in pieces]
    count = Counter(signs)
    most = max(count.values())
    return max(signs.index(sign) for sign in count if count[sign] == most)


def _note(pieces: Sequence[Piece], shown: int, links: Chain | None, index: Index) -> str:
    """Say how the other copies differ from the one that is shown."""
    signs = [one.signature(shared=False) for one in pieces]
    odd = [i for i, sign in enumerate(signs) if sign != signs[shown]]
    if not odd:
        return ""
    given = [size_of(index, tensors) for tensors in links.given] if links else [None] * len(pieces)
    words = []
    for i in odd:
        how: tuple[str, ...] | None = None
        for widths in (False, True):
            how = how or differences(pieces[i], pieces[shown], given=given[i], shown_given=given[shown], widths=widths)
        words.append(", ".join(how or ("differs",)))
    if len(odd) == 1:
        which = {0: "first", len(pieces) - 1: "last"}.get(odd[0], f"copy {odd[0] + 1}")
        return f"{which}: {words[0]}"
    if all(word.endswith(" channels in") for word in words):
        sizes = [size.channels if size else None for size in given]
        return f"{sizes[0]} to {sizes[-1]} channels in"
    return f"{len(odd)} of {len(pieces)} differ: {'; '.join(dict.fromkeys(words))}"


def _repeat(
    index: Index, groups: Sequence[Group], copies: tuple[Names, ...], shown: int, flow: Flow, note: str
) -> Repeat:
    """Make the repeat; its frame is the shown copy's, under the title of all."""
    group = groups[shown]
    gone = [name for one in groups if one is not group for name in index.below[one.name]]
    local = groups[0].name.removeprefix(f"{group.parent}/").split("/")[0]
    frame = replace(
        group,
        title=groups[0].title or local,
        note="; ".join(filter(None, (group.note, note))),
    )
    return Repeat(copies, shown, frame, group.parent, flow, (group.name, *gone))
