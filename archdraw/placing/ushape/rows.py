"""The heights of what stands in the legs of a U: rows that both share, bands of one level, rungs that are level."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from archdraw.placing.ushape.legs import Legs, Run, Slot
from archdraw.records import dataclass

ABOVE, BELOW, RUNG, APART = 5.0, 5.0, 3.5, 4.0
"""What a band is higher above its first box, below its last one or below its last rung; and what lies between it and others."""

Gap = Callable[[Slot, Slot], float]
Row = tuple[Slot | None, Slot | None]


@dataclass(slots=True)
class Section:
    """Rows of one depth that end with a rung, or (``rung`` false) with no rung."""

    depth: float
    left: list[Slot]
    right: list[Slot]
    rung: bool

    def rows(self) -> list[Row]:
        """Pair the slots: those next to the ends of the section stand beside each other, and if both have equally many, all do.

        A box and what was laid out before have no middle in common: where those would meet, each leg goes its own way.
        """
        ends = int(self.rung)
        left, right = (slots[: len(slots) - ends] for slots in (self.left, self.right))
        last: list[Row] = [(self.left[-1], self.right[-1])] if self.rung else []
        if [_is_part(slot) for slot in left] != [_is_part(slot) for slot in right] and any(map(_is_part, left + right)):
            return [*((slot, None) for slot in left), *((None, slot) for slot in right), *last]
        count = max(len(left), len(right))
        rows: list[list[Slot | None]] = [[None, None] for _ in range(count)]
        for side, slots in enumerate((left, right)):
            for number, slot in enumerate(slots):
                rows[self._place(number, len(slots), count)][side] = slot
        return [*((one, two) for one, two in rows), *last]

    def _place(self, number: int, count: int, rows: int) -> int:
        if self.depth < 0:  # above the first level there is no other end
            return rows - count + number
        if count == 1:
            return rows - 1 if self.rung else 0
        return round(number * (rows - 1) / (count - 1))


def _is_part(slot: Slot) -> bool:
    return bool(slot.item and slot.item.part)


def sections(legs: Legs) -> list[Section] | None:
    """Cut the runs by depth; None where a leg does not go down step by step."""
    found: list[Section] = []
    for run in legs.runs:
        depths = sorted({slot.depth for slot in (*run.left, *run.right)})
        for slots in (run.left, run.right):
            if any(one.depth > two.depth for one, two in pairwise(slots)):
                return None
        if (run.rung >= 0 and depths[-1] > run.depth) or (found and depths and depths[0] < found[-1].depth):
            return None
        found += [_section(run, depth) for depth in depths]
    _lift(found)
    return found


def _section(run: Run, depth: float) -> Section:
    left, right = ([slot for slot in slots if slot.depth == depth] for slots in (run.left, run.right))
    return Section(depth, left, right, run.rung >= 0 and depth == run.depth)


def _lift(found: list[Section]) -> None:
    """Lift what one leg has more than the other in the first level above its band, where inputs and outputs stand."""
    first = next((section for section in found if section.depth >= 0), None)
    if first is None or not first.rung or first is found[-1]:
        return
    ends = (_body(first.left), len(first.right) - 1)
    most = min(ends)
    if not most or ends[0] == ends[1]:
        return
    head = found[0] if found[0].depth < 0 else Section(-0.5, [], [], rung=False)
    if head is not found[0]:
        found.insert(0, head)
    for slots, above, count in ((first.left, head.left, ends[0]), (first.right, head.right, ends[1])):
        above.extend(slots[: count - most])
        del slots[: count - most]


def _body(slots: list[Slot]) -> int:
    """Count the slots above a rung."""
    return len(slots) - 1


def stand(found: list[Section], gap: Gap, top: float) -> float:
    """Give every slot its height, from ``top`` on; return the height of the lowest end."""
    low: list[Slot | None] = [None, None]
    floor = top + (ABOVE if found[0].depth >= 0 else 0.0)
    before_it = found[0]
    for section in found:
        if section.depth != before_it.depth:
            floor = _lowest(low) + apart(before_it, section.depth)
        before_it = section
        rows = section.rows()
        for row in rows:
            y = floor + max(slot.up for slot in row if slot)
            for side, slot in enumerate(row):
                before = low[side]
                if slot and before:
                    y = max(y, before.bottom + gap(before, slot) + slot.up)
            for side, slot in enumerate(row):
                if slot:
                    slot.y, low[side] = y, slot
        if section.rung:
            _sink(rows, gap)
    return _lowest(low)


def _lowest(low: list[Slot | None]) -> float:
    return max((slot.bottom for slot in low if slot), default=0.0)


def apart(one: Section, depth: float) -> float:
    """Give what lies between the rows of two depths: the ends of their bands, and the room between."""
    under = RUNG if one.rung else BELOW
    return APART + (under if one.depth == int(one.depth) else 0.0) + (ABOVE if depth == int(depth) else 0.0)


def _sink(rows: list[Row], gap: Gap) -> None:
    """Let rows come as near to the rung below them as they can."""
    next_one = list(rows[-1])
    for row in reversed(rows[:-1]):
        free = [
            after.top - gap(slot, after) - slot.down
            for slot, after in zip(row, next_one, strict=True)
            if slot and after
        ]
        for side, slot in enumerate(row):
            if slot:
                slot.y = max(slot.y, min(free, default=slot.y))
                next_one[side] = slot


def bands(found: list[Section], bottom: tuple[float, float, float] | None) -> list[tuple[float, float]]:
    """Give top and bottom of the band of each level, none if there is only one level; ``bottom`` is the depth and the extent of the bottom row."""
    spans: dict[float, tuple[float, float]] = {}
    for section in found:
        if section.depth < 0 or section.depth != int(section.depth):
            continue
        slots = [*section.left, *section.right]
        top = min(slot.top for slot in slots) - ABOVE
        low = max(slot.bottom for slot in slots) + (RUNG if section.rung else BELOW)
        spans[section.depth] = (min(top, spans.get(section.depth, (top, 0.0))[0]), low)
    if bottom and bottom[0] == int(bottom[0]):
        depth, high, low = bottom
        spans[depth] = (min(high - ABOVE, spans.get(depth, (high - ABOVE, 0.0))[0]), low + BELOW)
    return list(spans.values()) if len(spans) > 1 else []
