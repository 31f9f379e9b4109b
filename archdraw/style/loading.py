"""Load a style: find it, follow what it extends, lay it over that, and check it whole."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from archdraw.errors import StyleError, UnknownName
from archdraw.graph import OPS
from archdraw.resources import data_dir
from archdraw.scene import Font, Stroke
from archdraw.style.checking import check_names, checked
from archdraw.style.reading import Sheet, read
from archdraw.style.sheet import Style, TextStyle, onto
from archdraw.words import did_you_mean

Source = str | os.PathLike[str] | Mapping[str, Any]

DEEPEST = 8
"""How many styles may extend each other in a row."""


def load(
    source: Source = "paper",
    overrides: Mapping[str, Any] = MappingProxyType({}),
    renderers: Collection[str] | None = None,
) -> Style:
    """Load a style by its name, from a file or from a mapping, with ``overrides`` laid over it.

    ``renderers`` are those that it may have looks and options for; None: not checked. A mapping extends ``paper`` unless it says otherwise; what a file extends lies beside or below it. Raises UnknownName
    for a name that there is not and StyleError, with the path of the key, for what does not belong in a style.

    >>> load("paper", {"conv": {"fill": "navy"}}).looks["conv"]["fill"]
    '#000080'
    """
    layers = [checked(overrides)]
    if "extends" in overrides:
        raise StyleError("what is laid over a style extends nothing", path=("extends",))
    name = _gather(source, layers, None, (), renderers)
    for layer in layers:
        check_names(layer, layers[-1], renderers)
    named = list(layers[0]["looks"])
    if isinstance(source, Mapping):
        named += layers[1]["looks"]
    merged: dict[str, Any] = {}
    for layer in reversed(layers):
        _lay(merged, layer)
    return _style(name, merged, tuple(key for key in dict.fromkeys(named) if key not in OPS))


def names() -> tuple[str, ...]:
    """Give the names of the built-in styles."""
    return tuple(sorted(entry.name[:-5] for entry in data_dir("styles").iterdir() if entry.name.endswith(".yaml")))


def _gather(
    source: Source,
    layers: list[dict[str, Any]],
    folder: Path | None,
    chain: tuple[str, ...],
    renderers: Collection[str] | None,
) -> str:
    """Add a style and all that it extends, the nearest first; give its name."""
    if len(chain) >= DEEPEST:
        raise StyleError(f"the styles extend each other without end: {' → '.join(chain)}", path=("extends",))
    if isinstance(source, Mapping):
        layers.append(checked(source))
        _gather(_extended(source), layers, folder, (*chain, "a mapping"), renderers)
        return "custom"
    path = _path(source, folder)
    sheet = _ours(path) if path.parent == _built_in("").parent else read(path)
    mine = len(layers)
    try:
        layers.append(checked(sheet.content))
        if path != _built_in("paper"):
            _gather(_extended(sheet.content), layers, path.parent, (*chain, path.name), renderers)
        check_names(layers[mine], layers[-1], renderers)
    except StyleError as error:
        raise (sheet.at(error) if not error.problems[0].file else error) from None
    except UnknownName as error:
        raise sheet.at(StyleError(str(error), error.hint, path=("extends",))) from None
    return path.stem


@lru_cache
def _ours(path: Path) -> Sheet:
    """Read a built-in style once."""
    return read(path)


def _extended(content: Mapping[str, Any]) -> str | os.PathLike[str]:
    found = content.get("extends", "paper")
    if not isinstance(found, (str, os.PathLike)):
        raise StyleError("`extends` takes the name of a style or a file", path=("extends",))
    return found


def _path(source: str | os.PathLike[str], folder: Path | None) -> Path:
    """Find the file of a style; one that another file extends has to lie beside or below that."""
    if not isinstance(source, (str, os.PathLike)):
        raise StyleError(f"a style is a name, a file or a mapping, not a {type(source).__name__}")
    text = os.fspath(source)
    if isinstance(source, str) and not text.endswith((".yaml", ".yml")):
        known = names()
        if text not in known:
            raise UnknownName(f"there is no style '{text}'", did_you_mean(text, known))
        return _built_in(text)
    if folder is None:
        return Path(text)
    path = (folder / text).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise StyleError(f"'{text}' does not lie beside or below the style", "copy it there", path=("extends",))
    return path


def _built_in(name: str) -> Path:
    return Path(str(data_dir("styles") / f"{name}.yaml"))


def _lay(merged: dict[str, Any], layer: Mapping[str, Any]) -> None:
    """Lay a checked style over what is there, entry by entry."""
    for section, content in layer.items():
        if not isinstance(content, Mapping):
            merged[section] = content
            continue
        table = merged.setdefault(section, {})
        for name, part in content.items():
            table[name] = onto(table.get(name, {}), part) if isinstance(part, Mapping) else part


def _style(name: str, merged: Mapping[str, Any], named: tuple[str, ...]) -> Style:
    sizes = merged["sizes"]
    if all(look.get("pattern", "none") == "none" for look in merged["looks"].values()):
        sizes = {size: 0.0 if size.endswith("pattern_room") else value for size, value in sizes.items()}
    return Style(
        name,
        merged["fonts"],
        merged["background"],
        _frozen(merged["looks"]),
        _frozen({name: _whole(name, merged["marks"]) for name in merged["marks"]}),
        MappingProxyType({role: _text(_whole(role, merged["texts"])) for role in merged["texts"]}),
        MappingProxyType({kind: _line(kind, _whole(kind, merged["lines"])) for kind in merged["lines"]}),
        MappingProxyType(sizes),
        _frozen(merged.get("options", {})),
        named,
    )


def _whole(name: str, table: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """Give what is said of a name; of one under a renderer over what is said of it for all."""
    renderer, _, inner = name.rpartition(".")
    return onto(table[inner], table[name]) if renderer else table[name]


def _frozen(table: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Mapping[str, Any]]:
    return MappingProxyType({name: MappingProxyType(entry) for name, entry in table.items()})


def _text(entry: Mapping[str, Any]) -> TextStyle:
    font = Font(entry.get("size", 6.0), entry.get("weight", "regular"), entry.get("italic", False))
    return TextStyle(font, entry.get("color", "#1f2933"))


def _line(kind: str, entry: Mapping[str, Any]) -> Stroke:
    role = kind.rpartition(".")[2]
    return Stroke(entry.get("color", "#3e4c59"), entry.get("width", 0.7), entry.get("dash", ()), role)
