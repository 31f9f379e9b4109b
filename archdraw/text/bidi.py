"""Put text of right-to-left scripts in the order in which it stands on paper (Unicode annex 9, without embeddings).

Typesetting sets a word of Hebrew or Arabic well, but what belongs to no script (spaces, dots, brackets, numbers) only if
it knows the direction of the whole. So a text is cut into pieces that come out right each on its own, from left to right.
"""

from __future__ import annotations

from itertools import groupby
from unicodedata import bidirectional

BRACKETS = {"(": ")", "[": "]", "{": "}", "<": ">", "«": "»", "‹": "›", "≤": "≥"}
_MIRROR = BRACKETS | {close: start for start, close in BRACKETS.items()}
_PAIRS = {close: start for start, close in list(BRACKETS.items())[:3]}
"""The brackets that annex 9 pairs, by the closing one."""
_NEUTRAL = ("ON", "WS", "S", "B")


def is_rightward(content: str) -> bool:
    """Tell whether a text runs from left to right: by its first letter that runs anywhere.

    >>> is_rightward("12 conv"), is_rightward("שכבה 1")
    (True, False)
    """
    if content.isascii():
        return True
    strong = next((kind for kind in map(bidirectional, content) if kind in ("L", "R", "AL")), "L")
    return strong == "L"


def pieces(content: str) -> list[str]:
    """Cut a text into pieces, in their order on paper from left to right; one that is all of one direction stays whole.

    >>> pieces("conv 3×3"), pieces("שכבה 1")
    (['conv 3×3'], ['1', ' ', 'שכבה'])
    """
    if content.isascii() or not any(bidirectional(character) in ("R", "AL", "AN") for character in content):
        return [content]
    base = "L" if is_rightward(content) else "R"
    found = _resolved(content, base)
    if base == "R":  # a number beside a Latin word runs with it
        runs = [(right, list(run)) for right, run in groupby(found, key=lambda kind: kind == "R")]
        found = [kind for right, run in runs for kind in (["L"] * len(run) if not right and "L" in run else run)]
    units = [list(unit) for _, unit in groupby(zip(content, found, strict=True), key=lambda each: each[1] == "L")]
    made: list[str] = []
    for unit in units if base == "L" else reversed(units):
        made.extend(["".join(c for c, _ in unit)] if unit[0][1] == "L" else _leftward(unit))
    return made


def _leftward(unit: list[tuple[str, str]]) -> list[str]:
    """Give the pieces of a stretch that runs to the left: its words, and at both ends what belongs to no script."""
    letters = [at for at, (character, _) in enumerate(unit) if bidirectional(character) in ("R", "AL")]
    if not letters:
        return _turned(unit)
    first, last = letters[0], letters[-1] + 1
    while last < len(unit) and bidirectional(unit[last][0]) == "NSM":  # marks stay on their letter
        last += 1
    body = "".join(character for character, _ in unit[first:last])
    return [*_turned(unit[last:]), body, *_turned(unit[:first])]


def _turned(unit: list[tuple[str, str]]) -> list[str]:
    """Turn a stretch without letters around, in pieces; numbers keep their order, brackets look the other way."""
    groups = [
        (number, "".join(c for c, _ in part)) for number, part in groupby(unit, key=lambda e: e[1] in ("EN", "AN"))
    ]
    turned = [part if number else "".join(_MIRROR.get(c, c) for c in reversed(part)) for number, part in groups]
    return turned[::-1]


def _resolved(content: str, base: str) -> list[str]:
    """Give each character L, R, or EN or AN for a number in a stretch that runs to the left (rules W1 to N2)."""
    kinds = _weak([bidirectional(character) or "L" for character in content], base)
    _brackets(content, kinds, base)
    at = 0
    while at < len(kinds):
        end = at
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        if end > at:
            before = _side(kinds[at - 1]) if at else base
            after = _side(kinds[end]) if end < len(kinds) else base
            kinds[at:end] = [before if before == after else base] * (end - at)
        at = max(end, at + 1)
    return kinds


def _side(kind: str) -> str:
    return "L" if kind == "L" else "R"


def _weak(kinds: list[str], base: str) -> list[str]:
    """Resolve marks, numbers and what stands in numbers (rules W1 to W7)."""
    before = strong = base
    for at, kind in enumerate(kinds):  # W1 to W3: marks, numbers after Arabic letters, and these letters
        kinds[at] = before = before if kind == "NSM" else kind
        strong = before if before in ("L", "R", "AL") else strong
        if before == "EN" and strong == "AL":
            kinds[at] = before = "AN"
    kinds = _in_numbers(["R" if kind == "AL" else kind for kind in kinds])
    strong = base
    for at, kind in enumerate(kinds):  # W7: numbers among Latin letters
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[at] = "L"
    return kinds


def _in_numbers(kinds: list[str]) -> list[str]:
    """Count separators between numbers and signs beside them as numbers (W4, W5), all others as neutral (W6)."""
    for at in range(1, len(kinds) - 1):
        left, kind, right = kinds[at - 1 : at + 2]
        if left == right and ((kind == "ES" and left == "EN") or (kind == "CS" and left in ("EN", "AN"))):
            kinds[at] = left
    for order in (range(1, len(kinds)), range(len(kinds) - 2, -1, -1)):
        step = order.step
        for at in order:
            if kinds[at] == "ET" and kinds[at - step] == "EN":
                kinds[at] = "EN"
    return ["ON" if kind in ("ES", "ET", "CS", "BN") else kind for kind in kinds]


def _brackets(content: str, kinds: list[str], base: str) -> None:
    """Give the two of a pair of brackets one direction (rule N0)."""
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for at, character in enumerate(content):
        if kinds[at] != "ON":
            continue
        if character in _PAIRS.values():
            opened.append(at)
        elif character in _PAIRS:
            match = [place for place in opened if content[place] == _PAIRS[character]]
            if match:
                del opened[opened.index(match[-1]) :]
                pairs.append((match[-1], at))
    for start, end in sorted(pairs):
        inside = {_side(kind) for kind in kinds[start + 1 : end] if kind not in _NEUTRAL}
        if not inside:
            continue
        side = base
        if base not in inside:
            side = next((_side(kind) for kind in reversed(kinds[:start]) if kind not in _NEUTRAL), base)
        for at in (start, end):
            kinds[at] = side
            while at + 1 < len(kinds) and bidirectional(content[at + 1]) == "NSM":  # its marks go with it
                at += 1
                kinds[at] = side
