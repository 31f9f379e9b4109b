"""``archdraw doctor``: what is installed, what is not, and what it would be good for."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

import click

import archdraw
from archdraw.cli.guard import Command, visible
from archdraw.errors import ArchdrawError
from archdraw.registry import KINDS, OURS, entries

NEEDED = {
    "click": "the command line",
    "PyYAML": "specs and styles",
    "Jinja2": "templates of text formats",
    "svgwrite": "drawings to add to in Python",
    "graphviz": "DOT text",
    "typst": "PDF and PNG",
    "pymupdf-fonts": "the fonts of PDF and PNG",
}
OPTIONAL = {
    "h5py": ("models in .h5 files", "pip install 'archdraw[h5]'"),
    "python-pptx": ("PowerPoint slides", "pip install 'archdraw[pptx]'"),
    "zhplot": ("Chinese and Japanese in PDF and PNG", "pip install 'archdraw[cjk]'"),
    "pygraphviz": ("--engine dot, where there is no program dot", "pip install 'archdraw[graphviz]'"),
    "tensorflow": ("models in memory; never needed to draw a file", "pip install 'archdraw[keras]'"),
}
PROGRAMS = {
    "dot": ("--engine dot, and laying out DOT files", "apt install graphviz, or brew install graphviz"),
    "lualatex": ("setting figures in LaTeX documents", "apt install texlive-luatex, or brew install --cask mactex"),
    "chromium": ("looking at SVG files as a browser shows them", "apt install chromium, or brew install chromium"),
}


@click.command(cls=Command)
@click.pass_context
def doctor(ctx: click.Context) -> None:
    """Show what is installed, and how to get the rest.

    \b
      archdraw doctor

    Exit code 4: a package that archdraw needs is missing.
    """
    click.echo(f"archdraw {archdraw.__version__}, Python {platform.python_version()}, {sys.platform}")
    missing = [name for name in NEEDED if _version(name) is None]
    for name, use in NEEDED.items():
        _line(name, _version(name), use, f"pip install {name}")
    click.echo("optional:")
    for name, (use, install) in OPTIONAL.items():
        _line(name, _version(name), use, install)
    for name, (use, install) in PROGRAMS.items():
        _line(name, shutil.which(name), use, install)
    for report in _plugins():
        click.echo(visible(report))
    ctx.exit(4 if missing else 0)


def _line(name: str, found: str | None, use: str, install: str) -> None:
    click.echo(f"  {name:<14} {found or 'missing':<10}  for {use}" + ("" if found else f": {install}"))


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _plugins() -> Iterator[str]:
    """Try every part that a plug-in brings."""
    for kind in KINDS:
        try:
            foreign = [entry for entry in entries(kind).values() if entry.package != OURS]
        except ArchdrawError as error:
            yield error.report()
            continue
        for entry in foreign:
            try:
                entry.load()
                yield f"plug-in: {entry.kind} '{entry.name}' of {entry.package}"
            except ArchdrawError as error:
                yield error.report()
