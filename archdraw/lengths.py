"""Read lengths: what a person writes, in points."""

from __future__ import annotations

import math
import re

from archdraw.errors import UsageError
from archdraw.words import did_you_mean

PAGE_WIDTH = 468.0
"""The widest a figure gets unasked: 6.5 in, the text width of a page."""

_POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "px": 0.75, "bp": 1.0}
VENUES = {
    "neurips": 5.5 * 72, "iclr": 5.5 * 72,
    "icml": 3.25 * 72, "icml-wide": 6.75 * 72,
    "cvpr": 3.25 * 72, "cvpr-wide": 6.875 * 72,
    "acl": 77 * 72 / 25.4, "acl-wide": 160 * 72 / 25.4,
    "ieee-column": 3.5 * 72, "ieee-wide": 7.16 * 72,
    "nature": 89 * 72 / 25.4, "nature-wide": 183 * 72 / 25.4,
    "lncs": 122 * 72 / 25.4, "beamer": 140 * 72 / 25.4, "a4": 160 * 72 / 25.4,
}  # fmt: skip
"""Widths of columns and pages by name, in points, as the class files and guides for authors of these venues have them."""

PAGES = {
    "letter": (PAGE_WIDTH, 9 * 72.0),
    "a4": (VENUES["a4"], 247 * 72 / 25.4),
    "slide": (12.33 * 72, 6 * 72.0),
}
"""What a figure may take of a page, in points: within the margins of a letter or A4 page, below the title of a 16:9 slide."""

SMALL = 6.0
"""The small print of a figure at its natural size, in points."""
PRINT = {"letter": (5.0, SMALL), "a4": (5.0, SMALL), "slide": (7.0, 18.0)}
"""How small the small print may get on each of these, to be read, and how large it is made where there is room; in points."""

_LARGEST = 14400.0  # 200 in: no PDF page may be larger
_SMALLEST = 36.0  # half an inch: less is a bare number that was meant in inches
_FORM = re.compile(r"\s*([+-]?[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?)\s*([a-zA-Z]*)\s*")


def points(length: str | float, *, what: str = "width") -> float:
    """Give a length in points; a bare number is in points already, a venue means the width of its column or page.

    Raises UsageError where it is no length, or not between half an inch and 200 in.

    >>> points("3.25in"), round(points("82mm"), 2), points(234), points("neurips")
    (234.0, 232.44, 234.0, 396.0)
    """
    match = None
    hint = "write 3.25in, 82mm, 8cm or 234pt, or a venue of 'archdraw list widths'"
    if isinstance(length, str):
        if length.strip().lower() in VENUES:
            return VENUES[length.strip().lower()]
        match = _FORM.fullmatch(length)
        unit = match[2].lower() or "pt" if match else ""
        if not match or unit not in _POINTS:
            near = did_you_mean(length.strip().lower()[:40], VENUES) if length.strip()[:1].isalpha() else ""
            raise UsageError(f"the {what} '{length}' is not a length", near if near.startswith("did") else hint)
        value = float(match[1]) * _POINTS[unit]
    elif isinstance(length, (int, float)) and not isinstance(length, bool):
        value = float(length) if abs(length) < _LARGEST * 10 else math.inf
    else:
        raise UsageError(f"the {what} {length!r} is not a length", hint)
    if not math.isfinite(value) or not _SMALLEST <= value <= _LARGEST:
        bare = not isinstance(length, str) or not match or not match[2]
        hint = f"a bare number is in points: write {length}in" if bare and 0.5 <= value < _SMALLEST else hint
        raise UsageError(f"the {what} {length} is not between 0.5in and 200in", hint)
    return value
