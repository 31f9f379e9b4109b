"""Say in a note how the copies of what repeats differ: which of them, and in what."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from archdraw.graph import Graph, Layer
from archdraw.layouts.graph import words
from archdraw.layouts.graph.draft import Draft
from archdraw.records import dataclass

CHANNELS = " channels in"
MOST = 8
"""So many names are listed."""


@dataclass(frozen=True, slots=True)
class Copies:
    """What repeats, or was closed: its name, what its letters stand for, how its copies differ, and whether there are several."""

    name: str
    letters: str
    note: str
    several: bool
    group: str = ""


def told(graph: Graph, drawn: Collection[tuple[str, str]] = ()) -> list[str]:
    """Give the lines of the note; left out is what is ``drawn`` of the first copies of groups, and that a first copy reads more channels: the shapes show it."""
    found = [
        Copies((group.title or group.name).rsplit("/", 1)[-1], "", group.note, group.repeat > 1, group.name)
        for group in graph.groups
        if group.repeat > 1 or group.note
    ]
    found += [
        Copies(
            (layer.label or layer.name).rsplit("/", 1)[-1],
            str(layer.attrs.get("letters", "")),
            layer.note,
            layer.attrs.get("repeat", 1) > 1,
            str(layer.attrs.get("group", "")),
        )
        for layer in graph.layers
        if layer.attrs.get("closed")
    ]
    ends: dict[tuple[str, str], list[int]] = {}
    plain: dict[str, list[int]] = {}
    for number, one in enumerate(found):
        for clause in filter(None, one.note.split("; ")):
            lead, _, rest = clause.partition(": ")
            if not rest:
                plain.setdefault(clause, []).append(number)
            for part in filter(None, rest.split(", ")):
                shown = lead == "first" and (found[number].group, part) in drawn
                if not part.endswith(CHANNELS) and not shown:
                    ends.setdefault((lead, part), []).append(number)
    names = told_apart(found)
    lines = []
    ranges = {note: members for note, members in plain.items() if note.endswith(CHANNELS)}
    if ranges:
        spread = (
            f"{series(names[i] for i in members)} {note.removesuffix(CHANNELS)}" for note, members in ranges.items()
        )
        lines.append(f"channels in: {'; '.join(spread)}")
    alike: dict[tuple[str, tuple[int, ...]], list[str]] = {}
    for (lead, part), members in ends.items():
        alike.setdefault((lead, tuple(members)), []).append(part)
    for (lead, those), parts in alike.items():
        alone = (
            [number for part in parts for number in plain.get(part, ())] if lead == "first" and len(parts) == 1 else []
        )
        # a box that stands alone and is explained by the same block has no first copy, but "each" would mean it too
        every = tuple(n for n, one in enumerate(found) if (one.several or one.letters) and n not in alone)
        who = "of each" if those == every and len(every) > 1 else _whose([names[i] for i in those])
        if alone:
            others = [names[i] for i in alone]
            who = f"{who}, and {_whose(others) if ' = ' in others[0] else series(others)}"
            plain.pop(parts[0])
        lines.append(
            f"{lead} copy {who}: {', '.join(parts)}" if lead != "others" else f"other copies {who}: {', '.join(parts)}"
        )
    lines += [f"{series(names[i] for i in some)}: {note}" for note, some in plain.items() if note not in ranges]
    spans = (re.search(r"\w = (\d+)–(\d+)", one.letters) for one in found)
    lines += [f"{span[0]}: {span[1]} in the first copy, {span[2]} in the others" for span in spans if span][:1]
    return [*map(_short, lines)]


def _short(line: str) -> str:
    """Write a stride as boxes do, and say what that is.

    >>> _short("first copy of each: stride 2"), _short("Stage 2: no skip")
    ('first copy of each: s2 (stride 2)', 'Stage 2: no skip')
    """
    return re.sub(r"\bstride (\d[\d×]*)", r"s\1 (stride \1)", line)


def counted(drafts: Sequence[Draft]) -> str:
    """Say of what the numbers of weights in boxes are, where that can be taken in two ways: of one copy, or of all."""
    open_ = [
        group.repeat for draft in drafts for group in draft.frames if group.repeat > 1 and _counts(draft, group.name)
    ]
    stacks = [
        layer
        for layer in drafts[0].graph.layers
        if layer.attrs.get("closed") and layer.attrs["repeat"] > 1 and layer.params
    ]
    explained = {name for zoom in drafts[0].zooms if _counts(zoom.draft, "") for name in zoom.boxes}
    if stacks and (open_ or any(layer.attrs["group"] in explained for layer in stacks)):
        return "counts are per copy in frames, summed on stacks"
    if not open_:
        return ""
    return f"counts are per copy in {'frames' if len(open_) > 1 else 'the frame'}"


def letters(draft: Draft) -> list[str]:
    """Say what the letters of blocks beside a figure stand for, where the boxes have no room for that."""
    lines = []
    for zoom in draft.zooms:
        mine = [layer for layer in draft.graph.layers if layer.attrs.get("group") in zoom.boxes]
        told = {layer.name: str(layer.attrs.get("letters", "")) for layer in mine}
        shown = {name: "".join(content for row in draft.shapes.rows[name] for content, _ in row.left) for name in told}
        if any(some not in shown[name] for name, some in told.items()):
            titles = [group.title for group in zoom.draft.graph.groups if group.kind == "zoom"]
            some = list(dict.fromkeys(filter(None, told.values())))
            lines.append(f"{', '.join(titles)}: {series(some) if ',' not in ''.join(some) else '; '.join(some)}")
    return lines


def _counts(draft: Draft, group: str) -> bool:
    """Tell whether some box of a group, or of all, says how many weights it has."""
    lines = draft.graph.ancestry()
    mine = [layer for layer in draft.graph.layers if (not group or group in lines[layer.group]) and layer.params]
    return any(layer.op not in ("norm", "activation") and _says(draft, layer) for layer in mine)


def _says(draft: Draft, layer: Layer) -> bool:
    """Tell whether the weights of a layer stand in its box."""
    count = words.rounded(layer.params)
    return any(count in content for row in draft.shapes.rows.get(layer.name, ()) for content, _ in row.left)


def told_apart(found: Sequence[Copies]) -> list[str]:
    """Name those of one name that differ by what their letters stand for, ``w = 24``, else by a number: ``2nd MBConv``."""
    notes: dict[str, set[str]] = {}
    letters: dict[str, list[str]] = {}
    for one in found:
        notes.setdefault(one.name, set()).add(one.note)
        letters.setdefault(one.name, []).append(one.letters)
    number: Counter[str] = Counter()
    names = []
    for one in found:
        number[one.name] += 1
        told = [each for each in letters[one.name] if each]
        if len(notes[one.name]) == 1:
            names.append(one.name)
        elif one.letters and len(set(told)) == len(told) and "," not in one.letters:
            names.append(one.letters)
        else:
            names.append(f"{nth(number[one.name])} {one.name}")
    return names


def nth(number: int) -> str:
    """Write a place in a row.

    >>> nth(2), nth(11), nth(22)
    ('2nd', '11th', '22nd')
    """
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _whose(names: Sequence[str]) -> str:
    return f"where {series(names)}" if all(" = " in name for name in names) else f"of {series(names)}"


def series(names: Iterable[str], *, joined: bool = False) -> str:
    """List names, what they have in common once; ``joined`` puts numbers that follow each other into one range: ``Stage 2–4``.

    >>> series(["Stage 2", "Stage 3"]), series(["block2", "block3", "block2"]), series(["w = 24", "w = 40"])
    ('Stage 2, 3', 'block2, block3', 'w = 24, 40')
    >>> series(["Cell 1", "Cell 2–3", "Cell 5"], joined=True), series(["Stage 2", "Stage 3", "Stage 4"], joined=True)
    ('Cell 1–3, 5', 'Stage 2–4')
    """
    lead, tails = parted(names)
    unique = _ranges(tails) if joined and lead else tails
    return lead + ", ".join(unique[:MOST]) + (" …" if len(unique) > MOST else "")


def parted(names: Iterable[str]) -> tuple[str, list[str]]:
    """Give what names that end with numbers have in common, and the numbers; nothing and the names where they do not.

    >>> parted(["Stage 2", "Stage 3"]), parted(["Stem", "Stage 3"])
    (('Stage ', ['2', '3']), ('', ['Stem', 'Stage 3']))
    """
    unique = list(dict.fromkeys(names))
    parts = [re.fullmatch(r"(.*[ _-])(\d.*)", name) for name in unique]
    if len({part and part[1] for part in parts}) == 1 and parts[0]:
        return parts[0][1], [part[2] for part in parts if part]
    return "", unique


def _ranges(tails: Sequence[str]) -> list[str]:
    """Put ranges together that follow each other; two numbers are no range."""
    spans: list[tuple[int, int, str]] = []
    for tail in tails:
        match = re.fullmatch(r"(\d+)(?:–(\d+))?", tail)
        if not match:
            return list(tails)
        low, high = int(match[1]), int(match[2] or match[1])
        if spans and spans[-1][1] + 1 == low:
            low = spans.pop()[0]
            tail = f"{low}–{high}" if high > low + 1 else f"{low}, {high}"
        spans.append((low, high, tail))
    return [words for _, _, words in spans]
