"""Which characters the fonts have that are built into typst: Computer Modern, as in papers set with LaTeX.

Their files cannot be read, so these tables say it; tests let typst itself tell for each character.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence

Ranges = Sequence[tuple[int, int]]
NAME, MATHS = "New Computer Modern", "New Computer Modern Math"

ROMAN: Ranges = (
    (0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x17F), (0x2C6, 0x2DD), (0x370, 0x377), (0x37A, 0x37F), (0x384, 0x38A),
    (0x38C, 0x38C), (0x38E, 0x3A1), (0x3A3, 0x45F), (0x2010, 0x2014), (0x2016, 0x2016), (0x2018, 0x2022),
    (0x2026, 0x2026), (0x2030, 0x2031), (0x2039, 0x203B), (0x2044, 0x2046), (0x20AC, 0x20AC), (0x2116, 0x2117),
    (0x2122, 0x2122), (0x2190, 0x2193), (0x2212, 0x2212), (0x221A, 0x221A),
)  # fmt: skip
SIGNS: Ranges = (
    (0x2100, 0x214F), (0x2190, 0x2219), (0x221B, 0x22FF), (0x25A0, 0x25FF), (0x1D49E, 0x1D49F), (0x1D4A2, 0x1D4A2), (0x1D4A5, 0x1D4A6),
    (0x1D4A9, 0x1D4AC), (0x1D4AE, 0x1D4B5), (0x1D538, 0x1D539), (0x1D53B, 0x1D53E), (0x1D540, 0x1D544),
    (0x1D546, 0x1D546), (0x1D54A, 0x1D550), (0x1D49C, 0x1D49C),
)  # fmt: skip


def covers(ranges: Ranges) -> Callable[[int], bool]:
    """Make the test of whether a code point lies in one of the ranges.

    >>> covers(ROMAN)(ord("é")), covers(ROMAN)(ord("ℝ")), covers(SIGNS)(ord("ℝ"))
    (True, False, True)
    """
    ordered = sorted(ranges)
    starts = [start for start, _ in ordered]

    def has(code: int) -> bool:
        at = bisect_right(starts, code) - 1
        return at >= 0 and code <= ordered[at][1]

    return has
