"""Tables that the code itself fills in: options, formats, readers, passes, styles, widths, specs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from types import NoneType
from typing import Any, get_args, get_origin

import yaml

from archdraw import registry
from archdraw.lengths import VENUES
from archdraw.options import Option, options_of
from archdraw.resources import data_dir

PLAIN = {bool: "`true`, `false`", int: "whole number", float: "number", str: "text"}


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Write a table of Markdown; in code a bar stands as it is."""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(outside_code(cell, lambda t: t.replace("|", "\\|")) for cell in line) + " |" for line in lines
    )


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """Change a text everywhere but between backticks."""
    parts = text.split("`")
    parts[::2] = map(change, parts[::2])
    return "`".join(parts)


def options(renderer: str) -> str:
    """Write the options of a renderer: what they are called, take, and do."""
    part = registry.find("renderers", renderer)
    rows = [
        (f"`{option.name}`", _takes(option), _written(option.default), _text(option.help))
        for option in options_of(registry.resolve(part.options))
    ]
    return table(("option", "takes", "unless told", "what it does"), rows)


def _takes(option: Option) -> str:
    if option.choices:
        return ", ".join(f"`{_word(choice)}`" for choice in option.choices)
    limits = f", {option.least:g} to {option.most:g}" if None not in (option.least, option.most) else ""
    return "path of a file" if option.is_file else _kind(option.type) + limits


def _kind(kind: Any) -> str:
    """Say in words what a type takes."""
    inside = [part for part in get_args(kind) if part not in (NoneType, Ellipsis)]
    if get_origin(kind) is tuple:
        return f"{_kind(inside[0])}s, with commas between"
    words = dict.fromkeys(_kind(part) for part in inside) if inside else {PLAIN.get(kind, "list"): None}
    return " or ".join(words)


def _written(value: Any) -> str:
    """Write a default as one would write it."""
    if isinstance(value, (tuple, list)):
        return f"`{','.join(map(_word, value))}`" if value else ""
    return f"`{_word(value)}`" if _word(value) else ""


def _word(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "none", True: "true", False: "false"}[value]
    return f"{value:g}" if isinstance(value, float) else str(value)


def _text(text: str) -> str:
    return text.replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_")


def formats() -> str:
    """Write which formats there are, and by which endings they are asked for."""
    rows = [
        (" ".join(f"`{suffix}`" for suffix in part.suffixes), f"`{part.name}`", part.summary)
        for part in _parts("writers")
    ]
    return table(("ending", "format", "what it is"), rows)


def readers() -> str:
    """Write what can be read."""
    return table(("reader", "what it reads"), [(f"`{name}`", _about(name, "readers")) for name in _names("readers")])


def passes() -> str:
    """Write how graphs are simplified, and the options of each pass."""
    rows = []
    for name in _names("passes"):
        known = ", ".join(f"`{o.name}`" for o in options_of(registry.find("passes", name)))
        rows.append((f"`{name}`", _about(name, "passes"), known))
    return table(("pass", "what it does", "its options"), rows)


def renderers() -> str:
    """Write which renderers there are, what each draws, and by which passes."""
    rows = [(f"[`{part.name}`]({part.name}.md)", part.summary) for part in _parts("renderers")]
    return table(("renderer", "what it draws"), rows)


def widths() -> str:
    """Write the widths of venues."""
    rows = [(f"`{name}`", f"{width / 72:.2f} in", f"{width / 72 * 25.4:.0f} mm") for name, width in VENUES.items()]
    return table(("name", "inches", "millimetres"), rows)


def specs() -> str:
    """Write the starter specs, by their titles."""
    folder = data_dir("templates") / "specs"
    rows = []
    for name in sorted(item.name for item in folder.iterdir() if item.name.endswith(".yaml")):
        title = yaml.safe_load((folder / name).read_text(encoding="utf-8")).get("title", "")
        link = f"[the spec](../../templates/specs/{name})"
        rows.append((title, f"`archdraw new {name.removesuffix('.yaml')}`", link))
    return table(("network", "command", ""), sorted(rows, key=lambda row: row[0].lower()))


SAMPLES = {
    "plotneuralnet": "volumes",
    "visualkeras": "volumes",
    "convnetdraw": "volumes",
    "tikz-cnn": "volumes",
    "nn-svg": "lenet",
    "draw-convnet": "lenet",
    "convnet-drawer": "alexnet",
}
"""Which renderer shows a style best that has the looks of another tool; one that extends it is shown by the same."""
SMALL = """input: 64x64x3
layers:
  - residual: [{conv: 32 3x3 bn relu}, {conv: 32 3x3 bn}]
  - maxpool: 2
  - conv: 64 3x3 relu
  - gap
  - dense: 10 softmax
"""
"""The network that shows all other styles."""


def styles() -> str:
    """Show each built-in style by one figure, with what it is for and the command that asks for it."""
    parts = []
    for name in _names("styles"):
        renderer = _shown_by(name)
        asked = f"-s {name}" if renderer == "blocks" else f"-r {renderer} -s {name}"
        about = (data_dir("styles") / f"{name}.yaml").read_text(encoding="utf-8")
        words = _comment(about)
        dark = " .dark" if "background" in yaml.safe_load(about) and name == "dark" else ""
        if renderer == "blocks":
            fence = f'```{{.archdraw{dark} style="{name}" set="direction=right"}}\n{SMALL}```'
        else:
            fence = f'```{{.archdraw file=templates/specs/lenet.yaml renderer="{renderer}" style="{name}"}}\n```'
        parts.append(f"## {name}\n\n{words}\n\n```text\narchdraw render net.yaml {asked}\n```\n\n{fence}\n")
    return "\n".join(parts)


def _shown_by(style: str) -> str:
    """Give the renderer that shows a style."""
    if style in SAMPLES:
        return SAMPLES[style]
    below = yaml.safe_load((data_dir("styles") / f"{style}.yaml").read_text(encoding="utf-8")).get("extends")
    return _shown_by(below) if below else "blocks"


def _comment(text: str) -> str:
    """Give the words at the top of a style."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.removeprefix("#").strip())
    return " ".join(lines)


def _names(kind: str) -> list[str]:
    return [name for name, entry in registry.entries(kind).items() if entry.package == registry.OURS]


def _parts(kind: str) -> list[Any]:
    return [registry.find(kind, name) for name in _names(kind)]


def _about(name: str, kind: str) -> str:
    """Give what a part says of itself: the first line of its docstring."""
    part = registry.find(kind, name)
    text = (part.__doc__ or import_module(part.__module__).__doc__ or "").strip().partition("\n")[0]
    return text.replace("``", "`")


MARKERS: dict[str, Callable[..., str]] = {
    make.__name__: make for make in (options, formats, readers, passes, renderers, widths, specs, styles)
}
"""What a page asks for by ``<!-- options: graph -->``, ``<!-- formats -->`` …"""
