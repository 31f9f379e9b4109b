"""``archdraw list``: what there is to choose from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from archdraw.cli.guard import Command, tell, visible
from archdraw.errors import ArchdrawError, UsageError
from archdraw.registry import KINDS, OURS, Entry, entries, find, resolve
from archdraw.resources import data_dir

if TYPE_CHECKING:
    from importlib.abc import Traversable

Row = tuple[str, str]


@click.command("list", cls=Command)
@click.argument("kind", type=click.Choice([*KINDS, "specs", "widths", "options"]), required=False)
@click.argument("renderer", required=False)
def list_(kind: str | None, renderer: str | None) -> None:
    """Show the renderers, formats, styles … there are.

    \b
      archdraw list                          everything but options
      archdraw list renderers
      archdraw list options graph
    """
    if renderer is not None and kind != "options":
        raise UsageError(f"'list {kind}' takes nothing more", "write: archdraw list options RENDERER")
    if kind == "options":
        _show(_options(renderer or "graph"))
    elif kind:
        _show(_rows(kind))
    else:
        for each in (*KINDS, "specs", "widths"):
            click.echo(f"{each}:")
            _show(_rows(each), indent="  ")


def _show(rows: Iterator[Row], indent: str = "") -> None:
    """Write two columns."""
    shown = list(rows)
    width = max((len(name) for name, _ in shown), default=0)
    for name, about in shown:
        click.echo(visible(f"{indent}{name:<{width}}  {about}".rstrip()))


def _rows(kind: str) -> Iterator[Row]:
    if kind == "specs":
        from archdraw.cli.new import specs

        folder = data_dir("templates") / "specs"
        yield from ((name, _title(folder / f"{name}.yaml")) for name in specs())
        return
    if kind == "widths":
        from archdraw.lengths import VENUES

        yield from ((name, f"{width / 72:.2f} in, {width / 72 * 25.4:.0f} mm") for name, width in VENUES.items())
        return
    for entry in entries(kind).values():
        try:
            about = _style(entry) if kind == "styles" else _about(entry)
        except ArchdrawError as error:  # a broken plug-in; the others are shown
            tell(f"warning: {error}")
            about = "(broken)"
        yield entry.name, about if entry.package == OURS else f"{about} [{entry.package}]".strip()


def _style(entry: Entry) -> str:
    """Say what a style is for: the comment at its top."""
    if entry.package != OURS:
        return ""
    about = _first_line(data_dir("styles") / f"{entry.name}.yaml")
    return about.removeprefix("# ").replace("`", "") if about.startswith("#") else ""


def _title(file: Traversable) -> str:
    """Give the title of a spec, which may stand below a line for editors."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return next((line.removeprefix("title: ") for line in lines if line.startswith("title: ")), "")


def _first_line(file: Traversable) -> str:
    return file.read_text(encoding="utf-8").partition("\n")[0]


def _about(entry: Entry) -> str:
    """Say in a line what a part is for: its summary, or the first line of its docstring."""
    part = entry.load()
    about = getattr(part, "summary", None) or (part.__doc__ or "").strip().partition("\n")[0]
    suffixes = " ".join(getattr(part, "suffixes", ()))
    about = about.replace("``", "")  # docstrings mark code, a terminal cannot show it
    return f"{about} ({suffixes})" if suffixes else about


def _options(name: str) -> Iterator[Row]:
    from archdraw.options import options_of
    from archdraw.renderers import Renderer

    for option in options_of(resolve(find("renderers", name, Renderer).options)):
        limits = f" ({', '.join(map(str, option.choices))})" if option.choices else ""
        if option.least is not None and option.most is not None:
            limits = f" ({option.least:g} to {option.most:g})"
        yield f"{option.name}={_typed(option.default)}", f"{option.help}{limits}"


def _typed(value: object) -> str:
    """Write a value as one types it after ``--set``."""
    if isinstance(value, tuple):
        return ",".join(map(_typed, value))
    if isinstance(value, bool) or value is None:
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)
