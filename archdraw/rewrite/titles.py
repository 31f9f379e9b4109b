"""Titles for the frames of rows that were found."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archdraw.rewrite.alike import Index
from archdraw.rewrite.copies import Names


def span(titles: Sequence[str]) -> str:
    """Name a row by what its members' titles share and how they go on.

    >>> span(["block5", "block6", "block12"]), span(["block2a", "block2b"]), span(["tower", "tower"])
    ('block5–12', 'block2a–b', 'tower')
    """
    if len(set(titles)) == 1:
        return titles[0]
    low, high = min(titles), max(titles)
    same = next((i for i, pair in enumerate(zip(low, high, strict=False)) if pair[0] != pair[1]), len(low))
    start = re.sub(r"(?<!\d)\d+$", "", low[:same]) if low[same : same + 1].isdigit() or same == len(low) else low[:same]
    first, last = titles[0][len(start) :], titles[-1][len(start) :]
    if start and re.fullmatch(r"\w{1,4}", first) and re.fullmatch(r"\w{1,4}", last):
        return f"{start}{first}–{last}"
    return start.rstrip("_-/ .") or titles[0]


def motif(index: Index, names: Names) -> str:
    """Say what a piece without a name is."""
    if len(names) == 1:
        return "layer"
    last = index.layer[names[-1]]
    skips = any(edge.source not in names for edge in index.into[last.name])
    return "residual" if last.op == "add" and skips else "block"
