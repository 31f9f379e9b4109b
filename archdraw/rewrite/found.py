"""Repeats that nobody declared: equal pieces in a row, whatever their names."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace

from archdraw.graph import Group, Layer
from archdraw.records import dataclass
from archdraw.rewrite.alike import Index, Tensor, piece, size_of
from archdraw.rewrite.cells import cells
from archdraw.rewrite.copies import Names, chain
from archdraw.rewrite.differ import differences
from archdraw.rewrite.hide import Repeat
from archdraw.rewrite.join import unused
from archdraw.rewrite.kin import in_series, share
from archdraw.rewrite.runs import Run, Step, Unit, hubs, levels, rows, runs
from archdraw.rewrite.titles import motif, span

FRAMES = ("prefix", "model", "block", "run", "pattern")
"""Kinds of group that may be taken together; the others were named or counted by the author, who meant it so."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How many copies make a row, framed ones, bare ones, single layers; and whether a first or last one may differ a little."""

    framed: int
    bare: int
    single: int
    first: bool
    last: bool


def found(index: Index, rules: Rules) -> list[Repeat]:
    """Find rows of equal copies on every level."""
    repeats: list[Repeat] = []
    for base, units in levels(index).items():
        stage = _stage(index, base, units, rules)
        if stage is not None:
            repeats.append(stage)
            continue
        made = [
            repeat
            for ambient in dict.fromkeys((frozenset[Tensor](), hubs(index, units)))
            for row in rows(index, units, ambient)
            for repeat in _Row(index, base, row, ambient, rules).repeats()
        ]
        made.extend(cells(index, base, units, rules.framed, first=rules.first))
        taken: set[str] = set()
        for repeat in sorted(made, key=lambda repeat: -sum(map(len, repeat.copies))):
            names = {name for names in repeat.copies for name in names}
            if taken.isdisjoint(names):
                repeats.append(repeat)
                taken |= names
    return repeats


def _stage(index: Index, base: str, units: Sequence[Unit], rules: Rules) -> Repeat | None:
    """Take all blocks of one stage together, as their names say, if they are kin and the last gives what the shown one gives, but for a stride."""
    outer = index.group.get(base)
    blocks = [index.group[unit.name] for unit in units if unit.group]
    if outer is None or outer.kind != "prefix" or len(units) < rules.framed or len(blocks) < len(units):
        return None
    if any(block.kind not in ("prefix", "pattern") or block.repeat > 1 for block in blocks):
        return None
    copies = tuple(unit.layers for unit in units)
    choice = in_series(index, copies, [block.name for block in blocks])
    if choice is None or choice.strange or (choice.odd and not rules.first) or share(index, copies):
        return None
    if not _gives_as(index.layer[copies[choice.shown][-1]], index.layer[copies[-1][-1]], strided=rules.last):
        return None
    shown = blocks[choice.shown]
    gone = [name for block in blocks if block is not shown for name in index.below[block.name]]
    frame = replace(shown, title=outer.title or outer.name, parent=outer.parent, note=choice.note)
    return Repeat(copies, choice.shown, frame, base, choice.flow, (shown.name, outer.name, *gone))


def _gives_as(shown: Layer, last: Layer, *, strided: bool) -> bool:
    """Tell whether two layers give the same, or with ``strided`` the same but for the sizes in space."""
    if shown.outputs == last.outputs:
        return True
    pairs = zip(shown.outputs, last.outputs, strict=False)
    same = all((one.axes, one.channels) == (two.axes, two.channels) and "C" in one.axes for one, two in pairs)
    return strided and same and len(shown.outputs) == len(last.outputs)


@dataclass(frozen=True, slots=True)
class _Row:
    """Steps of one level, among which equal copies are sought."""

    index: Index
    base: str
    steps: Sequence[Step]
    ambient: frozenset[Tensor]
    rules: Rules

    def repeats(self) -> list[Repeat]:
        """Find rows that do not overlap, the greatest first."""
        numbers: dict[Hashable, int] = {}  # comparing numbers is quicker than comparing signatures
        signs = [numbers.setdefault(self._sign(step), len(numbers)) for step in self.steps]
        taken = [False] * len(self.steps)
        repeats = []
        alone = (Run(at, 1, 1, 0) for at, step in enumerate(self.steps) if self._known(step))
        for run in (*runs(signs, [len(step.layers) for step in self.steps]), *alone):
            if any(taken[run.start : run.start + run.length * run.count]):
                continue
            lead = self._lead(run, taken)
            start = run.start if lead is None else lead - run.length
            end = start + run.length * (run.count + (lead is not None))
            tail = self._tail(end, run.length, taken)
            end += run.length * bool(tail)
            copies = [self.steps[at : at + run.length] for at in range(start, end, run.length)]
            repeat = self._repeat(copies, lead is not None, tail)
            if repeat is not None:
                repeats.append(repeat)
                taken[start:end] = [True] * (end - start)
        return repeats

    def _sign(self, step: Step) -> Hashable:
        """Give what equal steps share."""
        if self._alone(step):
            return ("alone", step.layers)
        return piece(self.index, step.layers, ambient=self.ambient, base=self.base).signature()

    def _alone(self, step: Step) -> bool:
        """Tell whether a step is like no other, because the author made its frame."""
        return any(unit.group and self.index.group[unit.name].kind not in FRAMES for unit in step.units)

    def _known(self, step: Step) -> bool:
        """Tell whether a step is a frame that says which block it is: then one copy and a first that differs make a row."""
        return _framed([step]) and bool(self.index.group[step.units[0].name].type) and not self._alone(step)

    def _lead(self, run: Run, taken: Sequence[bool]) -> int | None:
        """Find where the row begins if what stands before it is a first copy that differs a little."""
        for start in range(run.start, run.start + run.slack + 1) if self.rules.first else ():
            before = start - run.length
            end = start + run.length * run.count
            if before >= 0 and not any(taken[before:end]):
                first, second = self.steps[before:start], self.steps[start : start + run.length]
                if self._words(first, second):
                    return start
        return None

    def _tail(self, end: int, length: int, taken: Sequence[bool]) -> tuple[str, ...]:
        """Say how what stands behind the row differs, if it is a last copy with a stride, whose skip is pooled and not learned.

        A block with a stride and a projection begins the next row.
        """
        after = end + length
        if not self.rules.last or after > len(self.steps) or any(taken[end:after]):
            return ()
        words = self._words(self.steps[end:after], self.steps[end - length : end], strided=True)
        return words if "pooled skip" in words else ()

    def _words(self, first: Sequence[Step], second: Sequence[Step], *, strided: bool = False) -> tuple[str, ...]:
        """Say how what stands before or behind the row differs from its copies; nothing if it is no copy."""
        ends = [self.index.layer[part[-1].layers[-1]] for part in (first, second)]
        if (
            not _gives_as(ends[1], ends[0], strided=strided)
            or any(map(self._alone, first))
            or _framed(first) != _framed(second)
            or self._counts(first) != self._counts(second)
        ):
            return ()
        one, two = (piece(self.index, _layers(part), ambient=self.ambient, base=self.base) for part in (first, second))
        given, usual = (size_of(self.index, [part[0].given]) for part in (first, second))
        return differences(one, two, given=given, shown_given=usual, widths=_framed(second)) or ()

    def _counts(self, part: Sequence[Step]) -> list[int]:
        """Say how often each frame of some steps runs already."""
        return [self.index.group[unit.name].repeat for step in part for unit in step.units if unit.group]

    def _repeat(self, copies: Sequence[Sequence[Step]], lead: bool, tail: Sequence[str]) -> Repeat | None:
        """Make the repeat of these copies, if there are enough and they only hand on one tensor.

        Copies that share weights are one thing that is called again, and are shown so.
        """
        names = tuple(map(_layers, copies))
        least = self.rules.single if len(names[-1]) == 1 else self.rules.bare
        if len(copies) < (self.rules.framed if _framed(copies[-1]) else least):
            return None
        links = chain(self.index, names)
        shown = 1 if lead else 0
        flow = links.flow(self.index, shown) if links else None
        if flow is None or share(self.index, names):
            return None
        ends = {"first": self._words(copies[0], copies[1]) if lead else (), "last": tail}
        note = "; ".join(f"{end}: {', '.join(words)}" for end, words in ends.items() if words)
        parts = [[unit for step in part for unit in step.units] for part in copies]
        others = [unit for part in (*parts[:shown], *parts[shown + 1 :]) for unit in part if unit.group]
        gone = [name for unit in others for name in self.index.below[unit.name]]
        if _framed(copies[shown]) and self.index.group[parts[shown][0].name].repeat == 1:
            group = self.index.group[parts[shown][0].name]
            titles = [self.index.group[part[0].name].title or part[0].name for part in parts]
            frame = replace(group, title=span(titles), note=note)
            return Repeat(names, shown, frame, self.base, flow, (group.name, *gone))
        name = unused(f"{names[shown][0]} …", self.index.group)
        frame = Group(name, motif(self.index, names[shown]), parent=self.base, kind="run", note=note)
        moved = tuple(unit.name for unit in parts[shown] if not unit.group)
        nested = tuple(unit.name for unit in parts[shown] if unit.group)
        return Repeat(names, shown, frame, self.base, flow, tuple(gone), moved, nested)


def _framed(copy: Sequence[Step]) -> bool:
    """Tell whether a copy is just one group."""
    return len(copy) == 1 and len(copy[0].units) == 1 and copy[0].units[0].group


def _layers(part: Sequence[Step]) -> Names:
    return tuple(name for step in part for name in step.layers)
