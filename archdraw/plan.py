"""Decide how to draw a reading: what the call asks wins over what the spec says, and that over the renderer's defaults."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import field, is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from archdraw import registry
from archdraw.blame import Given
from archdraw.errors import ArchdrawError, StyleError, UnknownName, UsageError
from archdraw.lengths import PAGE_WIDTH, PAGES, points
from archdraw.options import filled, options_of
from archdraw.pipeline import Pass, PassList, parse
from archdraw.records import dataclass
from archdraw.renderers import Renderer
from archdraw.words import did_you_mean

if TYPE_CHECKING:
    from archdraw.style import Style

THEMES = ("light", "dark", "auto")
"""The style as it is, its dark variant, and both in one file that follows its reader."""

StyleLike = str | os.PathLike[str] | Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a call asks; None and empty ask nothing."""

    renderer: str | None = None
    style: StyleLike | None = None
    passes: PassList | None = None
    width: str | float | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    expand: tuple[str, ...] = ()
    theme: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """How to draw: everything found, imported and checked. ``width`` is in points, None = the natural one.

    ``caption`` stands before the description of the figure, for those who cannot see it.
    """

    renderer: Renderer
    options: Any
    passes: tuple[Pass, ...]
    style: Style
    width: float | None
    caption: str = ""
    theme: str = ""


def plan(given: Given, asked: Asked) -> Plan:
    """Find all that is asked for, before anything is drawn.

    What is wrong in the call raises UsageError or StyleError; in the spec SpecError, at its line.
    """
    if not isinstance(asked.options, Mapping):
        raise UsageError(f"options are a mapping, not a {type(asked.options).__name__}", "write {'direction': 'right'}")
    renderer = _renderer(given, asked)
    style = _style(given, asked, renderer)
    width = _width(given, asked)
    return Plan(
        renderer,
        _options(given, asked, renderer, style, width),
        _passes(given, asked, renderer),
        style,
        width,
        caption=str(given.reading.figure.get("caption", "")),
        theme=_theme(given, asked),
    )


def _theme(given: Given, asked: Asked) -> str:
    """Give the theme that the call asks for, else the spec; empty where neither does.

    ``theme: dark`` of a spec is the style of that name, as any other name is.
    """
    if asked.theme is not None:
        if asked.theme not in THEMES:
            raise UnknownName(f"there is no theme '{asked.theme}'", did_you_mean(str(asked.theme), THEMES))
        return asked.theme
    written = str(given.reading.figure.get("theme", ""))
    return written if written in ("light", "auto") else ""


def _renderer(given: Given, asked: Asked) -> Renderer:
    if asked.renderer is not None:
        return registry.find("renderers", asked.renderer, Renderer)
    with given.at("diagram", "renderer"):
        return registry.find("renderers", str(given.reading.diagram.get("renderer", "blocks")), Renderer)


def _passes(given: Given, asked: Asked, renderer: Renderer) -> tuple[Pass, ...]:
    if asked.passes is not None:
        found = parse(asked.passes)
    else:
        with given.at("diagram", "passes"):
            written = given.reading.diagram.get("passes")
            found = parse(renderer.passes if written is None else written)
            if written is not None:
                found = tuple(_kept_beside(step, given.reading.folder) for step in found)
    if asked.expand:
        return expanding(found, asked.expand)
    with given.at("diagram", "expand"):
        return expanding(found, _expanded(given, asked))


def _expanded(given: Given, asked: Asked) -> tuple[str, ...]:
    """Name what shall be drawn copy by copy: what the call says, else what the spec says."""
    if asked.expand:
        return asked.expand
    names = given.reading.diagram.get("expand", ())
    return tuple(map(str, names if isinstance(names, (list, tuple)) else [names]))


def _kept_beside(step: Pass, folder: Path | None) -> Pass:
    """Give a pass whose file lies beside or below the spec that names it."""
    file = getattr(step, "file", "")
    if not file or not isinstance(file, str) or not is_dataclass(step):
        return step
    if folder is None:
        raise UsageError(
            f"the file '{file}' lies beside the spec, but this spec is no file", "save it, and give its path"
        )
    return cast("Pass", replace(cast("Any", step), file=str(_beside(file, folder, UsageError, "file"))))


def expanding(passes: tuple[Pass, ...], names: tuple[str, ...]) -> tuple[Pass, ...]:
    """Tell the passes that collapse repeats which to leave open."""
    if not names:
        return passes
    if not any(hasattr(step, "expand") for step in passes):
        raise UsageError(
            f"'{names[0]}' cannot be expanded, because no pass collapses anything", "add the pass collapse"
        )
    made = (
        replace(cast("Any", step), expand=(*step.expand, *names))
        if is_dataclass(step) and hasattr(step, "expand")
        else step
        for step in passes
    )
    return tuple(cast("Pass", step) for step in made)


def _width(given: Given, asked: Asked) -> float | None:
    if asked.width is not None:
        return points(asked.width)
    if "page" in asked.options:  # a page that the call names is filled, whatever the spec fits
        return None
    with given.at("figure", "width"):
        width = given.reading.figure.get("width")
        return None if width is None else points(width)


def _options(given: Given, asked: Asked, renderer: Renderer, style: Style, width: float | None) -> Any:
    """Fill the renderer's options: from the style, the spec's sections, the page's width, then the call."""
    cls = registry.resolve(renderer.options)
    known = {option.name: option for option in options_of(cls)}
    owner = f"the renderer '{renderer.name}'"
    values: dict[str, Any] = dict(style.options.get(renderer.name, {}))
    for key in values:
        if key in known and known[key].is_file:
            raise UsageError(f"a style names no files, but this one has '{key}' for {owner}", "say it in the spec")
    for section, written in (("figure", given.reading.figure), ("diagram", given.reading.diagram)):
        for key, value in written.items():
            if (section, key) in _NOT_OPTIONS or (
                key not in known and (section == "figure" or asked.renderer is not None)
            ):
                continue  # the spec's options are for the spec's renderer, not for one that the call chose
            with given.at(section, key):
                values[key] = points(value, what=key) if key == "height" else value
                if key in known and known[key].is_file and value:
                    values[key] = _given_files(value, given.reading.folder, key)
                filled(cls, {key: values[key]}, owner=owner)
    if "width" in known and (asked.width is not None or "width" not in given.reading.diagram):
        values["width"] = width or PAGE_WIDTH
    chosen = {str(key).replace("-", "_"): value for key, value in asked.options.items()}
    page = PAGES.get(str(chosen.get("page", values.get("page"))))
    if page and "page" in known:
        told = {*chosen, *(("width",) if width else ())}
        if "page" in chosen:  # the spec's room is that of another page
            values.pop("fit", None)
        else:
            told.update(given.reading.diagram, given.reading.figure)
        values.update({key: size for key, size in zip(("width", "height"), page, strict=True) if key not in told})
    values.update(chosen)
    found = filled(cls, values, owner=owner)
    if getattr(found, "math", False) and "$" in found.caption:
        found = replace(
            found, caption=registry.resolve("archdraw.rewrite.formulas:formula_in")(found.caption, "the caption")
        )
    return found


def _given_files(value: Any, folder: Path | None, what: str) -> Any:
    """Give the file that a spec names, or, of a mapping or a list of ``NAME=FILE``, all that it names."""
    if isinstance(value, Mapping):
        return tuple(f"{key}={_given_file(str(one), folder, what)}" for key, one in value.items())
    if isinstance(value, (list, tuple)):
        parts = (str(one).partition("=") for one in value)
        return tuple(f"{name}={_given_file(file.strip(), folder, what)}" for name, _, file in parts)
    return _given_file(str(value), folder, what)


def _given_file(name: str, folder: Path | None, what: str) -> str:
    """Give the file that a spec names, which lies beside or below it."""
    if folder is None:
        raise UsageError(
            f"the {what} '{name}' lies beside the spec, but this spec is no file", "save it, and give its path"
        )
    return str(_beside(name, folder, UsageError, what))


_NOT_OPTIONS = (("diagram", "renderer"), ("diagram", "passes"), ("diagram", "expand"), ("figure", "width"))


def _style(given: Given, asked: Asked, renderer: Renderer) -> Style:
    """Load the style as the renderer has it; one that the call names takes the place of the spec's section and theme."""
    from archdraw import style

    figure, own, renderers = given.reading.figure, dict(given.reading.style), registry.entries("renderers")
    if asked.style is not None:
        loaded = style.load(_place(asked.style, None), renderers=renderers)
    else:
        theme = figure.get("theme", renderer.style)
        if _theme(given, asked) and theme in THEMES:
            theme = renderer.style
        with given.at(*(("style", "extends") if "extends" in own else ("figure", "theme"))):
            base = _place(own.pop("extends", theme), given.reading.folder)
        with given.at("style"):
            loaded = style.load(base, own, renderers)
    loaded = loaded.of(renderer.name)
    return replace(loaded, fonts=(figure["font"], *loaded.fonts)) if "font" in figure else loaded


def _place(name: StyleLike, folder: Path | None) -> StyleLike:
    """Give what `style.load` takes: a built-in name, a file, a mapping, or what a plug-in's style leads to.

    A spec (it has a folder) may name only files beside or below itself.
    """
    if not isinstance(name, str):
        return name
    if name.endswith((".yaml", ".yml")):
        return _beside(name, folder) if folder else name
    table = registry.entries("styles")
    if name not in table:
        raise UnknownName(f"there is no style '{name}'", did_you_mean(name, table))
    if table[name].package == registry.OURS:
        return name
    found: StyleLike = table[name].load()
    return found


def _beside(name: str, folder: Path, error: type[ArchdrawError] = StyleError, what: str = "style") -> Path:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise error(f"the {what} '{name}' does not lie beside or below the spec", "copy it there")
    return path
