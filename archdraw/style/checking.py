"""Check what a style says: every key is known and every value is what the key takes. Nothing else passes."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from archdraw.errors import StyleError
from archdraw.graph import OPS
from archdraw.hatching import PATTERNS
from archdraw.style import colors
from archdraw.style.named import NAMED
from archdraw.style.sheet import BY_RENDERER, SECTIONS
from archdraw.words import did_you_mean

Path = tuple[str, ...]
Check = Callable[[Any, Path], Any]

_FONT = re.compile(r"[^\W_][\w .+-]{0,60}")
_LENGTH = re.compile(r"(\d{1,5}(?:\.\d{1,6})?|\.\d{1,6})\s*(pt|mm|cm|in)?")
_POINTS = {"pt": 1.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0}
_LARGEST = 14400.0


def color(value: Any, path: Path) -> str:
    """Give a colour as ``#rrggbb``, empty for ``none``."""
    if value in ("none", "transparent"):
        return ""
    found = colors.parse(value) if isinstance(value, str) else None
    if found is None:
        near = did_you_mean(value, NAMED) if isinstance(value, str) and value.isalpha() else ""
        hint = near if near.startswith("did") else "write '#d3e5f3' (in quotes), a CSS name such as tomato, or none"
        raise StyleError(f"{_shown(value)} is not a colour", hint, path=path)
    return found


def ink(value: Any, path: Path) -> str:
    """Give a colour that is seen: ``none`` is refused."""
    found = color(value, path)
    if not found:
        raise StyleError("a text or a line needs a colour", "give it a width of 0 or another colour", path=path)
    return found


def length(value: Any, path: Path) -> float:
    """Give a length in points, from 0 to 200 in."""
    match = _LENGTH.fullmatch(_text(value)) if isinstance(value, (int, float, str)) and value is not True else None
    points = float(match[1]) * _POINTS[match[2] or "pt"] if match else -1.0
    if not 0 <= points <= _LARGEST:
        raise StyleError(f"{_shown(value)} is not a length", "write points (0.6), or 2mm, 0.1in", path=path)
    return points


def size(value: Any, path: Path) -> float:
    """Give a distance in points; these may be below 0."""
    if isinstance(value, (int, float)) and -_LARGEST <= value < 0:
        return float(value)
    return length(value, path)


def font_size(value: Any, path: Path) -> float:
    """Give the size of a text in points."""
    points = length(value, path)
    if not 1 <= points <= 200:
        raise StyleError(f"a text of {points:g} points cannot be read", "sizes go from 1 to 200 points", path=path)
    return points


def share(value: Any, path: Path) -> float:
    """Give a number from 0 to 1."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise StyleError(f"{_shown(value)} is not a number from 0 to 1", path=path)
    return float(value)


def dash(value: Any, path: Path) -> tuple[float, ...]:
    """Give the lengths on and off of a dashed line; none for a full line."""
    if value in ("none", None, ()):
        return ()
    parts = [length(part, path) for part in value] if isinstance(value, (list, tuple)) else []
    if not 1 <= len(parts) <= 8 or not sum(parts):
        raise StyleError(f"{_shown(value)} is not a dash", "write lengths on and off, [2, 1.5], or none", path=path)
    return tuple(parts)


def word(*allowed: str) -> Check:
    """Make the check for one word of a few."""

    def check(value: Any, path: Path) -> str:
        if value not in allowed:
            raise StyleError(f"{_shown(value)} is not one of {', '.join(allowed)}", path=path)
        return str(value)

    return check


def pattern(value: Any, path: Path) -> str:
    """Give the name of a pattern."""
    if not isinstance(value, str) or value not in PATTERNS:
        raise StyleError(f"{_shown(value)} is not a pattern", did_you_mean(_text(value), PATTERNS), path=path)
    return value


def truth(value: Any, path: Path) -> bool:
    """Give a truth value."""
    if not isinstance(value, bool):
        raise StyleError(f"{_shown(value)} is neither true nor false", path=path)
    return value


def fonts(value: Any, path: Path) -> tuple[str, ...]:
    """Give the names of fonts, the wanted one first."""
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, (list, tuple)) or not names:
        raise StyleError(f"{_shown(value)} is not a list of font names", "write [Arial, sans-serif]", path=path)
    for name in names:
        if not isinstance(name, str) or not _FONT.fullmatch(name):
            raise StyleError(f"{_shown(name)} is not the name of a font", "write [Arial, sans-serif]", path=path)
    return tuple(names)


BOX: dict[str, Check] = {
    "fill": color,
    "stroke": color,
    "width": length,
    "dash": dash,
    "radius": length,
    "face": ink,
    "shade": share,
    "top": ink,
    "side": ink,
    "opacity": share,
    "band": ink,
    "band-opacity": share,
}
LOOK: dict[str, Check] = {**BOX, "pattern": pattern, "ink": ink}
TEXT: dict[str, Check] = {
    "size": font_size,
    "weight": word("regular", "semibold", "bold"),
    "italic": truth,
    "color": ink,
}
LINE: dict[str, Check] = {"color": ink, "width": length, "dash": dash}


def checked(content: Mapping[str, Any]) -> dict[str, Any]:
    """Check a style's content and give it with values in points and ``#rrggbb``, the looks under ``looks``."""
    found: dict[str, Any] = {"looks": {}}
    for key, value in content.items():
        here = (str(key),)
        if key == "extends":
            continue
        if key == "fonts":
            found[key] = fonts(value, here)
        elif key == "background":
            found[key] = color(value, here)
        elif key in ("marks", "texts", "lines"):
            table = {"marks": BOX, "texts": TEXT, "lines": LINE}[key]
            found[key] = {name: entry(part, table, path) for name, part, path in _named(value, here, table)}
        elif key == "sizes":
            found[key] = {name: size(part, path) for name, part, path in _named(value, here)}
        elif key == "options":
            found[key] = {name: _mapping(part, (*here, name)) for name, part in _mapping(value, here).items()}
        else:
            found["looks"][str(key)] = _look(value, here)
    return found


def _named(value: Any, path: Path, table: Mapping[str, Check] | None = None) -> Iterator[tuple[str, Any, Path]]:
    """Go through the names of a section, each with what it says and where; those under a renderer as ``fcnn.label``.

    ``table`` is what entries take; none where they are no mappings.
    """
    for name, part in _mapping(value, path).items():
        if isinstance(part, Mapping) and (table is None or _of_renderer(part, table)):
            yield from ((f"{name}.{key}", each, (*path, name, str(key))) for key, each in part.items())
        else:
            yield name, part, (*path, name)


def check_names(content: Mapping[str, Any], base: Mapping[str, Any], renderers: Collection[str] | None = None) -> None:
    """Check that all marks, texts, lines and sizes of a checked style are names that the base has too.

    Where ``renderers`` are given, those that the style names must be among them.
    """
    for section in BY_RENDERER:
        plain = [name for name in base[section] if "." not in name]
        for name in content.get(section, ()):
            renderer, _, inner = name.rpartition(".")
            if renderer and renderers is not None and renderer not in renderers:
                known = sorted({*renderers, *plain})
                raise StyleError(f"unknown key '{renderer}'", did_you_mean(renderer, known), path=(section, renderer))
            if inner not in plain:
                path = (section, *filter(None, (renderer, inner)))
                raise StyleError(f"unknown key '{inner}'", did_you_mean(inner, plain), path=path)
    for renderer in content.get("options", ()):
        if renderers is not None and renderer not in renderers:
            hint = did_you_mean(renderer, sorted(renderers))
            raise StyleError(f"there is no renderer '{renderer}'", hint, path=("options", renderer))


def entry(value: Any, table: Mapping[str, Check], path: Path) -> dict[str, Any]:
    """Check a mapping by a table of what each key takes."""
    found = {}
    for key, part in _mapping(value, path).items():
        if key not in table:
            raise StyleError(f"unknown key '{key}'", did_you_mean(str(key), table), path=(*path, str(key)))
        found[key] = table[key](part, (*path, key))
    return found


def _look(value: Any, path: Path) -> dict[str, Any]:
    name = path[-1]
    if not isinstance(value, Mapping) and name not in OPS:
        raise StyleError(f"unknown key '{name}'", did_you_mean(name, (*SECTIONS, *OPS)), path=path)
    return entry(value, LOOK, path)


def _mapping(value: Any, path: Path) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        hint = "write {fill: '#d3e5f3'}" if path[-1] in OPS else ""
        raise StyleError(f"'{path[-1]}' takes a mapping, not {_shown(value)}", hint, path=path)
    return {str(key): part for key, part in value.items()}


def _of_renderer(part: Mapping[Any, Any], table: Mapping[str, Check]) -> bool:
    """Tell whether a mapping holds entries, and is none itself."""
    return bool(part) and all(isinstance(each, Mapping) and key not in table for key, each in part.items())


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return f"'{value}'" if len(value) <= 58 else f"'{value[:54]}…'"
    text = "nothing" if value is None else _text(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _text(value: Any) -> str:
    """Give a value as text; Python refuses that to whole numbers of thousands of digits."""
    return "a huge number" if isinstance(value, int) and value.bit_length() > 1000 else str(value)
