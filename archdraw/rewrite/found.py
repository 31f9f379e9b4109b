"""Repeats that nobody declared: equal pieces in a row, whatever their names."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import replace

from archdraw.graph import Group
from archdraw.rewrite.alike import Index, piece, size_of
from archdraw.rewrite.copies import Chain, Names, chain
from archdraw.rewrite.differ import differences
from archdraw.rewrite.hide import Repeat
from archdraw.rewrite.join import unused
from archdraw.rewrite.kin import in_series
from archdraw.rewrite.runs import Run, Step, Unit, levels, runs, steps

FRAMES = ("prefix", "model", "block", "run")
"""Kinds of group that may be taken together; the others were named or counted by the author, who meant it so."""


def found(index: Index, *, first: bool, framed: int, bare: int, single: int) -> list[Repeat]:
    """Find rows of equal copies on every level; `passes.collapse.Collapse` says what the options mean."""
    repeats = []
    for base, units in levels(index).items():
        stage = _stage(index, base, units, first, framed)
        if stage is not None:
            repeats.append(stage)
            continue
        row = steps(index, units)
        if len(row) < 2:
            continue
        signs = [_sign(index, step, base) for step in row]
        taken = [False] * len(row)
        for run in runs(signs, [len(step.layers) for step in row]):
            start = _phase(index, row, run, base, taken) if first else None
            lead = start is not None
            begin = start - run.length if start is not None else run.start
            end = (start if start is not None else run.start) + run.length * run.count
            if any(taken[begin:end]):
                continue
            copies = [row[at : at + run.length] for at in range(begin, end, run.length)]
            if len(copies) < _least(copies[-1], framed, bare, single):
                continue
            repeat = _repeat(index, base, copies, lead)
            if repeat is not None:
                repeats.append(repeat)
                taken[begin:end] = [True] * (end - begin)
    return repeats


def _stage(index: Index, base: str, units: Sequence[Unit], first: bool, framed: int) -> Repeat | None:
    """Take all blocks of one stage together, as their names say, if they are kin and the last gives what the shown one gives."""
    outer = index.group.get(base)
    blocks = [index.group[unit.name] for unit in units if unit.group]
    if outer is None or outer.kind != "prefix" or len(units) < framed or len(blocks) < len(units):
        return None
    if any(block.kind != "prefix" or block.repeat > 1 for block in blocks):
        return None
    copies = tuple(unit.layers for unit in units)
    choice = in_series(index, copies, [block.name for block in blocks])
    if choice is None or choice.strange or (choice.odd and not first) or _share(index, copies):
        return None
    if index.layer[copies[-1][-1]].outputs != index.layer[copies[choice.shown][-1]].outputs:
        return None
    shown = blocks[choice.shown]
    gone = [name for block in blocks if block is not shown for name in index.below[block.name]]
    frame = replace(shown, title=outer.title or outer.name, parent=outer.parent, note=choice.note)
    return Repeat(copies, choice.shown, frame, base, choice.flow, (shown.name, outer.name, *gone))


def _sign(index: Index, step: Step, base: str) -> Hashable:
    """Give what equal steps share."""
    return ("alone", step.layers) if _alone(index, step) else piece(index, step.layers, base=base).signature()


def _alone(index: Index, step: Step) -> bool:
    """Tell whether a step is like no other, because the author made its frame."""
    return any(unit.group and index.group[unit.name].kind not in FRAMES for unit in step.units)


def _least(copy: Sequence[Step], framed: int, bare: int, single: int) -> int:
    if _framed(copy):
        return framed
    return single if len(_layers(copy)) == 1 else bare


def _framed(copy: Sequence[Step]) -> bool:
    """Tell whether a copy is just one group."""
    return len(copy) == 1 and len(copy[0].units) == 1 and copy[0].units[0].group


def _phase(index: Index, row: Sequence[Step], run: Run, base: str, taken: Sequence[bool]) -> int | None:
    """Find where the row begins if what stands before it is a first copy that differs a little."""
    for start in range(run.start, run.start + run.slack + 1):
        before = start - run.length
        if before >= 0 and not any(taken[before:start]) and _words(index, row, start, run.length, base):
            return start
    return None


def _words(index: Index, row: Sequence[Step], start: int, length: int, base: str) -> tuple[str, ...]:
    """Say how what stands before the row differs from its copies; nothing if it is no copy."""
    first, second = row[start - length : start], row[start : start + length]
    ends = [index.layer[part[-1].layers[-1]].outputs for part in (first, second)]
    if ends[0] != ends[1] or any(_alone(index, step) for step in first):
        return ()
    if _framed(first) != _framed(second):
        return ()
    one, two = (piece(index, _layers(part), base=base) for part in (first, second))
    given, usual = (size_of(index, [part[0].given]) for part in (first, second))
    return differences(one, two, given=given, shown_given=usual, widths=_framed(second)) or ()


def _layers(part: Sequence[Step]) -> Names:
    return tuple(name for step in part for name in step.layers)


def _repeat(index: Index, base: str, copies: Sequence[Sequence[Step]], lead: bool) -> Repeat | None:
    """Make the repeat of these copies, if they only hand on one tensor and have weights of their own."""
    names = tuple(_layers(part) for part in copies)
    links: Chain | None = chain(index, names)
    if links is None or _share(index, names):
        return None
    shown = 1 if lead else 0
    flow = links.flow(index, shown)
    if flow is None:
        return None
    note = ""
    if lead:
        row = [step for part in copies for step in part]
        note = "first: " + ", ".join(_words(index, row, len(copies[0]), len(copies[0]), base))
    parts = [[unit for step in part for unit in step.units] for part in copies]
    gone = [
        name
        for i, part in enumerate(parts)
        for unit in part
        if unit.group and i != shown
        for name in index.below[unit.name]
    ]
    if len(parts[shown]) == 1 and parts[shown][0].group:
        group = index.group[parts[shown][0].name]
        if group.repeat == 1:
            frame = replace(group, title=_title([part[0].name for part in parts], index), note=note)
            return Repeat(names, shown, frame, base, flow, (group.name, *gone))
    name = unused(f"{names[shown][0]} …", index.group)
    frame = Group(name, _motif(index, names[shown]), parent=base, kind="run", note=note)
    moved = tuple(unit.name for unit in parts[shown] if not unit.group)
    nested = tuple(unit.name for unit in parts[shown] if unit.group)
    return Repeat(names, shown, frame, base, flow, tuple(gone), moved, nested)


def _motif(index: Index, names: Names) -> str:
    """Give a title to a row that has no name: what the piece is."""
    if len(names) == 1:
        return "layer"
    last = index.layer[names[-1]]
    skips = any(edge.source not in names for edge in index.into[last.name])
    return "residual" if last.op == "add" and skips else "block"


def _share(index: Index, copies: Sequence[Names]) -> bool:
    """Tell whether a copy uses another's weights: then it is one thing that is called again, and is shown so."""
    owner = {name: i for i, names in enumerate(copies) for name in names}
    seen: dict[str, int] = {}
    for name, i in owner.items():
        weights = index.layer[name].weights_of or name
        if seen.setdefault(weights, i) != i:
            return True
    return False


def _title(names: Sequence[str], index: Index) -> str:
    """Name a row by what its members' names share and how they go on.

    >>> _span(["block5", "block6", "block12"])
    'block5–12'
    """
    return _span([index.group[name].title or name for name in names])


def _span(titles: Sequence[str]) -> str:
    if len(set(titles)) == 1:
        return titles[0]
    low, high = min(titles), max(titles)
    same = next((i for i, pair in enumerate(zip(low, high, strict=False)) if pair[0] != pair[1]), len(low))
    start = re.sub(r"\d+$", "", low[:same])
    first, last = titles[0][len(start) :], titles[-1][len(start) :]
    if start and re.fullmatch(r"\w{1,4}", first) and re.fullmatch(r"\w{1,4}", last):
        return f"{start}{first}–{last}"
    return start.rstrip("_-/ .") or titles[0]
