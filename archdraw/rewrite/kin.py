"""Choose which of several copies to show, and say how the others differ from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from archdraw.records import dataclass
from archdraw.rewrite.alike import Index, Piece, piece, size_of
from archdraw.rewrite.copies import Chain, Flow, Names, chain
from archdraw.rewrite.differ import differences


@dataclass(frozen=True, slots=True)
class Choice:
    """Which copy to show, what stands for what then, and how the others differ; ``odd`` others, ``strange`` ones beyond words."""

    shown: int
    flow: Flow
    note: str = ""
    odd: int = 0
    strange: bool = False


def in_series(index: Index, copies: Sequence[Names], bases: Sequence[str]) -> Choice | None:
    """Choose among copies that follow each other, each in its group; None if one alone cannot stand for all."""
    links = chain(index, copies)
    if links is None:
        return None
    pieces = [piece(index, names, ambient=links.ambient, base=base) for names, base in zip(copies, bases, strict=True)]
    flows = {shown: links.flow(index, shown) for shown in (_typical(pieces), len(pieces) - 1, 1, 0)}
    choices = (_choice(index, pieces, shown, flow, links) for shown, flow in flows.items() if flow is not None)
    first = next(choices, None)
    if first is None or not first.strange:
        return first
    return next((choice for choice in choices if not choice.strange), first)


def side_by_side(index: Index, copies: Sequence[Names], bases: Sequence[str]) -> Choice:
    """Choose among copies that do not read each other."""
    pieces = [piece(index, names, base=base) for names, base in zip(copies, bases, strict=True)]
    return _choice(index, pieces, _typical(pieces), Flow(), None)


def _typical(pieces: Sequence[Piece]) -> int:
    """Choose the copy that stands for most; where several kinds are as many, the kind that comes last, as the first is the odd one."""
    signs = [one.signature(shared=False) for one in pieces]
    count = Counter(signs)
    most = max(count.values())
    return max(signs.index(sign) for sign in count if count[sign] == most)


def _choice(index: Index, pieces: Sequence[Piece], shown: int, flow: Flow, links: Chain | None) -> Choice:
    """Say how the other copies differ from the one that is shown."""
    signs = [one.signature(shared=False) for one in pieces]
    odd = [i for i, sign in enumerate(signs) if sign != signs[shown]]
    given = [size_of(index, tensors) for tensors in links.given] if links else [None] * len(pieces)
    words = []
    strange = False
    for i in odd:
        how: tuple[str, ...] | None = None
        for widths in (False, True):
            how = how or differences(pieces[i], pieces[shown], given=given[i], shown_given=given[shown], widths=widths)
        words.append(", ".join(how or ("differs",)))
        strange = strange or not how
    note = ""
    ends = {0: "first", len(pieces) - 1: "last"}
    if len(odd) == 1 or (links and set(odd) == set(ends)):
        note = "; ".join(f"{ends.get(at, f'copy {at + 1}')}: {word}" for at, word in zip(odd, words, strict=True))
    elif odd and all(word.endswith(" channels in") and "," not in word for word in words):
        first, last = (size.channels if size else None for size in (given[0], given[-1]))
        note = f"{first} to {last} channels in"
    elif odd:
        note = f"{len(odd)} of {len(pieces)} differ: {'; '.join(dict.fromkeys(words))}"
    return Choice(shown, flow, note, len(odd), strange)


def share(index: Index, copies: Sequence[Names]) -> bool:
    """Tell whether a copy uses another's weights."""
    seen: dict[str, int] = {}
    return any(
        seen.setdefault(index.layer[name].weights_of or name, i) != i
        for i, names in enumerate(copies)
        for name in names
    )
