"""Colours: read what a person may write, mix, darken, and tell whether text on one can be read."""

from __future__ import annotations

import re
from functools import lru_cache

from archdraw.style.named import NAMED

WHITE, BLACK = "#ffffff", "#000000"
READABLE = 4.5
"""The least contrast of text with what is behind it (WCAG 2.1, 1.4.3)."""

_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})")


def parse(text: str) -> str | None:
    """Give a colour as ``#rrggbb``, or None where the text is none.

    >>> parse("#ABC"), parse("Tomato"), parse("url(#x)")
    ('#aabbcc', '#ff6347', None)
    """
    lowered = text.strip().lower()
    if lowered in NAMED:
        return "#" + NAMED[lowered]
    if not _HEX.fullmatch(lowered):
        return None
    return lowered if len(lowered) == 7 else "#" + "".join(2 * digit for digit in lowered[1:])


def mix(color: str, other: str, share: float) -> str:
    """Mix two colours; ``share`` is how much of the other.

    >>> mix("#d3e5f3", "#ffffff", 0.55)
    '#ebf3fa'
    """
    pairs = zip(_channels(color), _channels(other), strict=True)
    return _join([a + (b - a) * share for a, b in pairs])


def lighter(color: str, share: float = 0.55) -> str:
    """Mix a colour with so much white, as light from above does; a deep one, made for a dark page, with a third of it.

    >>> lighter("#d3e5f3"), lighter("#133a57")
    ('#ebf3fa', '#3e5e76')
    """
    return mix(color, WHITE, share / 3 if is_dark(color) else share)


def contrast(color: str, other: str) -> float:
    """Give the contrast of two colours, from 1 (none) to 21 (WCAG 2.1, relative luminance).

    >>> round(contrast("#ffffff", "#52606d"), 2)
    6.46
    """
    light, dark = sorted((_luminance(color), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@lru_cache(maxsize=1000)
def darker(color: str) -> str:
    """Give the dark tone of a fill for its outline: the same hue, to be seen well on white.

    >>> darker("#cfe2f3")
    '#3978b0'
    """
    from colorsys import hls_to_rgb, rgb_to_hls

    hue, light, strength = rgb_to_hls(*(channel / 255 for channel in _channels(color)))
    light *= 0.7
    while True:
        found = _join([255 * channel for channel in hls_to_rgb(hue, light, 0.85 * strength)])
        if contrast(found, WHITE) >= READABLE:
            return found
        light -= 0.02


@lru_cache(maxsize=1000)
def readable(wanted: str, behind: str, *others: str) -> str:
    """Give the first of these text colours that can be read on what is behind; black or white always can.

    >>> readable("#52606d", "#0b3c64", "#1f2933")
    '#ffffff'
    """
    choices = (wanted, *others, WHITE, BLACK)
    return next(color for color in choices if contrast(color, behind) >= READABLE)


def near(color: str, other: str, most: int = 7) -> bool:
    """Tell whether nobody can tell two colours apart in a small swatch.

    >>> near("#f1f3f5", "#f7f7f7"), near("#f1f3f5", "#d3e5f3")
    (True, False)
    """
    return all(abs(a - b) <= most for a, b in zip(_channels(color), _channels(other), strict=True))


def is_grey(color: str) -> bool:
    """Tell whether a colour has hardly a hue.

    >>> is_grey("#6b7785"), is_grey("#0b5c94")
    (True, False)
    """
    return max(_channels(color)) - min(_channels(color)) <= 40


def is_dark(color: str) -> bool:
    """Tell whether white is read better than black on a colour."""
    return contrast(color, WHITE) > contrast(color, BLACK)


def luminance(color: str) -> float:
    """Give how light a colour is, from 0 to 1 (WCAG 2.1, relative luminance)."""
    return _luminance(color)


def with_luminance(color: str, wanted: float) -> str:
    """Give the colour of the same hue and strength that is as light as wanted, by halving between black and white.

    >>> with_luminance("#d3e5f3", 0.05)
    '#1b4262'
    """
    from colorsys import hls_to_rgb, rgb_to_hls

    hue, _, strength = rgb_to_hls(*(channel / 255 for channel in _channels(color)))
    least, most = 0.0, 1.0
    for _ in range(16):
        middle = (least + most) / 2
        found = _join([255 * channel for channel in hls_to_rgb(hue, middle, strength)])
        least, most = (middle, most) if _luminance(found) < wanted else (least, middle)
    return _join([255 * channel for channel in hls_to_rgb(hue, most, strength)])


def _channels(color: str) -> tuple[int, int, int]:
    value = int(color[1:], 16)
    return value >> 16, value >> 8 & 255, value & 255


def _join(channels: list[float]) -> str:
    return "#" + "".join(f"{min(255, max(0, round(channel))):02x}" for channel in channels)


def _luminance(color: str) -> float:
    parts = [channel / 255 for channel in _channels(color)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
