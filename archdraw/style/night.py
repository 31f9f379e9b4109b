"""The dark variant of a style: the colours of `dark` where the style is as `paper`, else its own colours turned round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from archdraw.scene import Stroke
from archdraw.style.colors import WHITE, contrast, darker, is_dark, near, parse, with_luminance
from archdraw.style.colors import luminance as luminance_of
from archdraw.style.loading import load
from archdraw.style.sheet import Style, TextStyle

COLORS = ("fill", "stroke", "ink", "face", "top", "side", "band")
"""The colours of an entry of a style."""
GROUND = "#14191f"
"""The page of the style `dark`."""

Entry = Mapping[str, Any]


def night(style: Style, renderer: str = "") -> Style:
    """Give the style for a dark page: other colours, and all else the same. One that is for dark pages already is given back."""
    if is_dark(style.background or WHITE):
        return style
    paper, dark = _built_in("paper", renderer), _built_in("dark", renderer)
    return replace(
        style,
        background=style.background and _turned(style.background, paper.background, dark.background),
        looks=_table(style.looks, paper.looks, dark.looks),
        marks=_table(style.marks, paper.marks, dark.marks),
        texts=MappingProxyType({role: _text(role, text, paper, dark) for role, text in style.texts.items()}),
        lines=MappingProxyType({kind: _line(kind, line, paper, dark) for kind, line in style.lines.items()}),
    )


@lru_cache(maxsize=32)
def _built_in(name: str, renderer: str) -> Style:
    return load(name).of(renderer)


@lru_cache(maxsize=1000)
def turned(color: str) -> str:
    """Give the colour that has the same hue, and on a dark page the contrast that this one has on a white one.

    So any two colours have the same contrast as before, save that nothing gets lighter than white.

    >>> turned("#ffffff"), turned("#000000"), turned("#d3e5f3")
    ('#14191f', '#ffffff', '#133046')
    """
    if near(color, WHITE, 2):
        return GROUND
    wanted = (luminance_of(GROUND) + 0.05) * contrast(color, WHITE) - 0.05
    return with_luminance(color, min(1.0, wanted))


def palette(style: Style) -> frozenset[str]:
    """Give all colours that a style itself names."""
    entries = (*style.looks.values(), *style.marks.values())
    named = {entry[key] for entry in entries for key in COLORS if entry.get(key)}
    return frozenset(
        {
            style.background,
            *named,
            *(text.color for text in style.texts.values()),
            *(line.color for line in style.lines.values()),
        }
    )


def chosen(style: Style, renderer: str, options: object) -> frozenset[str]:
    """Give the colours that a style chooses for a renderer by its options, where nobody chose others."""
    values = {key: str(value) for key, value in style.options.get(renderer, {}).items()}
    colors = {key: color for key, value in values.items() if (color := parse(value))}
    return frozenset(color for key, color in colors.items() if parse(str(getattr(options, key, ""))) == color)


def _turned(color: str, paper: str, dark: str) -> str:
    """Give the colour of the dark style where this one is that of paper."""
    return color and (dark if color == paper and dark else turned(color))


def _table(table: Mapping[str, Entry], paper: Mapping[str, Entry], dark: Mapping[str, Entry]) -> Mapping[str, Entry]:
    nothing: Entry = {}
    return MappingProxyType(
        {name: _entry(entry, paper.get(name, nothing), dark.get(name, nothing)) for name, entry in table.items()}
    )


def _entry(entry: Entry, paper: Entry, dark: Entry) -> Entry:
    """Turn the colours of an entry; a stroke that would be a dark tone of the fill becomes a light one."""
    made = dict(entry)
    if entry.get("fill") and "stroke" not in entry:
        made["stroke"] = turned(darker(entry["fill"]))
    for key in COLORS:
        if entry.get(key):
            made[key] = _turned(entry[key], paper.get(key, ""), dark.get(key, ""))
    return MappingProxyType(made)


def _text(role: str, text: TextStyle, paper: Style, dark: Style) -> TextStyle:
    if role not in paper.texts:
        return TextStyle(text.font, turned(text.color))
    return TextStyle(text.font, _turned(text.color, paper.texts[role].color, dark.texts[role].color))


def _line(kind: str, line: Stroke, paper: Style, dark: Style) -> Stroke:
    if kind not in paper.lines:
        return replace(line, color=turned(line.color))
    return replace(line, color=_turned(line.color, paper.lines[kind].color, dark.lines[kind].color))
