"""Repeats that the author declared: which copies belong together, and under which title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archdraw.graph import Group
from archdraw.rewrite.alike import Index
from archdraw.rewrite.copies import Names, is_parallel
from archdraw.rewrite.hide import Repeat
from archdraw.rewrite.kin import Choice, in_series, share, side_by_side


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
        copies = tuple(tuple(inside[group.name]) for group in groups)
        choice = _choice(index, groups, copies, parallel) if len(groups) > 1 else None
        if choice is not None:
            found.append(_repeat(index, groups, copies, choice))
    return found


def _choice(index: Index, groups: Sequence[Group], copies: tuple[Names, ...], parallel: bool) -> Choice | None:
    bases = [group.name for group in groups]
    if not parallel:
        return in_series(index, copies, bases)
    if not is_parallel(index, copies):
        return None
    choice = side_by_side(index, copies, bases)
    idle = sum(any(index.layer[name].attrs.get("active") is False for name in names) for names in copies)
    active = f"{len(copies) - idle} active" if idle else ""
    return replace(choice, note="; ".join(filter(None, (choice.note, active))))


def _repeat(index: Index, groups: Sequence[Group], copies: tuple[Names, ...], choice: Choice) -> Repeat:
    """Make the repeat; its frame is the shown copy's, under the title of all."""
    group = groups[choice.shown]
    gone = [name for one in groups if one is not group for name in index.below[one.name]]
    local = groups[0].name.removeprefix(f"{group.parent}/").split("/")[0]
    frame = replace(
        group,
        title=groups[0].title or local,
        note="; ".join(filter(None, (group.note, choice.note, "shared weights" if share(index, copies) else ""))),
    )
    return Repeat(copies, choice.shown, frame, group.parent, choice.flow, (group.name, *gone))
