"""``archdraw render``: draw a source into files."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from archdraw.cli.guard import Command, tell, to_stdout
from archdraw.errors import UsageError
from archdraw.formats import Format


@click.command(cls=Command)
@click.argument("source")
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    metavar="FILE",
    help="Where to; the ending names the format. Repeat for more files; - is stdout (with -f).",
)
@click.option("-r", "--renderer", metavar="NAME", help="How to draw; see 'archdraw list renderers'.")
@click.option("-s", "--style", metavar="NAME|FILE", help="Looks; see 'archdraw list styles'.")
@click.option(
    "-w",
    "--width",
    metavar="LENGTH",
    help="Exact printed width: 3.25in, 82mm, 234pt, or a venue: neurips, ieee-column; see 'archdraw list widths'. Default: natural, at most 6.5in.",
)
@click.option(
    "-p",
    "--pass",
    "passes",
    multiple=True,
    metavar="PASS",
    help="Simplify by these passes instead of the renderer's: drop, 'collapse{min=3}', a comma list; none for no pass. Repeatable.",
)
@click.option(
    "--expand",
    multiple=True,
    metavar="NAME",
    help="Draw a repeat copy by copy: its name, title or kind, with * for any signs. Repeatable.",
)
@click.option(
    "--engine",
    type=click.Choice(["own", "dot"]),
    help="Who places the boxes of graph: archdraw itself, or Graphviz' dot. Default: own.",
)
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="OPTION=VALUE",
    help="Set an option of the renderer; see 'archdraw list options RENDERER'. Repeatable.",
)
@click.option(
    "--input-shape",
    "shapes",
    multiple=True,
    metavar="SHAPE",
    help="Fill unknown input sizes: 224x224x3, without the batch. Repeat for more inputs.",
)
@click.option(
    "-f",
    "--format",
    "format_",
    metavar="FORMAT",
    help="The format, where the ending of the file does not tell; see 'archdraw list writers'.",
)
@click.option("--fragment", is_flag=True, help="For tex: no preamble, to \\input in a paper.")
@click.option("--via", type=click.Choice(["latex"]), help="Let a LaTeX of this machine set the pdf.")
@click.option("--dpi", type=float, metavar="NUMBER", help="Pixels per inch, for png. Default: 300.")
@click.option(
    "--check", "only_check", is_flag=True, help="Write nothing; tell whether the files are up to date (code 1: not)."
)
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 1e6),
    metavar="SECONDS",
    help="End with a message after so many seconds. Default: no limit.",
)
@click.pass_context
def render(
    ctx: click.Context,
    source: str,
    outputs: tuple[str, ...],
    renderer: str | None,
    style: str | None,
    width: str | None,
    passes: tuple[str, ...],
    expand: tuple[str, ...],
    engine: str | None,
    settings: tuple[str, ...],
    shapes: tuple[str, ...],
    format_: str | None,
    dpi: float | None,
    fragment: bool,
    via: str | None,
    only_check: bool,
    timeout: float | None,
) -> None:
    """Draw a model or spec into files.

    SOURCE is a model file, a spec, - for stdin, or FILE.py:FUNCTION or MODULE:FUNCTION, which is run and gives a Keras model.

    \b
      archdraw render lenet.yaml                       into lenet.svg, here
      archdraw render model.keras -o net.pdf -o net.png -w 3.25in
      archdraw render net.yaml --set direction=right -p none
      archdraw render net.py:build -o net.pdf          runs your own code
      archdraw render net.yaml -f svg -o - > net.svg
      archdraw render net.yaml -o docs/net.svg --check
    """
    from archdraw import api
    from archdraw.cli.limit import limited
    from archdraw.cli.running import source_of

    with limited(timeout):
        targets = _targets(source, outputs, format_, dpi, fragment=fragment, only_check=only_check)
        if via and not any(kind.name == "pdf" for _, kind in targets):
            raise UsageError("LaTeX makes a pdf, and none is asked for", "add -o FILE.pdf")
        figure = api.render(
            source_of(source),
            renderer=renderer,
            style=style,
            passes=passes or None,
            width=width,
            options=_settings(settings) | ({"engine": engine} if engine else {}),
            expand=expand,
            input_shape=shapes or None,
        )
        for note in figure.graph.notes:
            tell(f"warning: {note}")
        done = [
            (
                place,
                figure.to_bytes(
                    kind.name,
                    dpi=dpi if "dpi" in kind.options else None,
                    fragment=fragment and "fragment" in kind.options,
                    via=via if via and kind.name == "pdf" else "",
                ),
            )
            for place, kind in targets
        ]
        if only_check:
            ctx.exit(_told(source, done))
        _put(done)
        if not outputs:
            tell(str(done[0][0]))


def _targets(
    source: str, outputs: tuple[str, ...], format_: str | None, dpi: float | None, *, fragment: bool, only_check: bool
) -> list[tuple[str, Format]]:
    """Give each output with its format; check all of them before any work is done."""
    from archdraw.cli.running import stem_of
    from archdraw.figure import find_format

    kind = None if format_ is None else find_format(format_)
    if not outputs:
        kind = kind or find_format("svg")
        outputs = (stem_of(source) + kind.suffixes[0],)
    targets = [(place, _format(place, kind)) for place in outputs]
    for i, (place, format) in enumerate(targets):
        if any(_alike(place, other) for other, _ in targets[:i]):
            raise UsageError(f"two outputs are called {place}", "give each a name of its own")
        if place == "-" and format.binary and _is_terminal():
            hint = f"write -o net{format.suffixes[0]}, or redirect"
            raise UsageError(f"{format.name} is binary and would spoil the terminal", hint)
        if place != "-" and _same(place, source):
            raise UsageError(f"the output {place} is the source itself")
    if kind and kind not in [format for _, format in targets]:
        raise UsageError(f"no output takes the format {kind.name}: an ending that names a format wins", "leave -f out")
    if only_check and "-" in [place for place, _ in targets]:
        raise UsageError("--check compares files, and stdout is none", "add -o FILE")
    if dpi is not None and not any("dpi" in format.options for _, format in targets):
        raise UsageError(f"{targets[0][1].name} has no pixels, so it takes no --dpi", "add -o FILE.png")
    if fragment and not any("fragment" in format.options for _, format in targets):
        raise UsageError(f"{targets[0][1].name} has no fragments, so it takes no --fragment", "add -o FILE.tex")
    return targets


def _format(place: str, kind: Format | None) -> Format:
    """Give the format of an output: what its ending says, else what ``-f`` says."""
    from archdraw.figure import format_of

    if not place:
        raise UsageError("an output has no name", "write -o net.svg")
    if place == "-":
        if kind is None:
            raise UsageError("stdout has no ending that names a format", "add -f svg")
        return kind
    try:
        return format_of(Path(place))
    except UsageError:
        if kind is None:
            raise
        return kind


def _same(place: str, source: str) -> bool:
    """Tell whether an output would replace the source."""
    try:
        return Path(place).samefile(source)
    except (OSError, ValueError):
        return False  # one of them is not there


def _alike(one: str, other: str) -> bool:
    """Tell whether two outputs are one file, or both are stdout."""
    return one == other if "-" in (one, other) else os.path.realpath(one) == os.path.realpath(other)


def _is_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def _settings(settings: tuple[str, ...]) -> dict[str, Any]:
    """Read ``option=value`` pairs; the value is typed by the renderer's options."""
    found: dict[str, Any] = {}
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals or not key.strip():
            raise UsageError(f"'{setting}' is not of the form OPTION=VALUE", "write --set direction=right")
        found[key.strip()] = value.strip()
    return found


def _told(source: str, done: list[tuple[str, bytes]]) -> int:
    """Tell which files are not what would be written now; give the exit code."""
    from archdraw.output import up_to_date

    stale = [place for place, data in done if not up_to_date(Path(place), data)]
    for place in stale:
        why = "is not what it would be now" if Path(place).exists() else "is not there"
        tell(f"{place} {why}: draw {source} again")
    return 1 if stale else 0


def _put(done: list[tuple[str, bytes]]) -> None:
    """Write the files, all or none, then what goes to stdout."""
    from archdraw.output import save_together

    save_together([(Path(place), data) for place, data in done if place != "-"])
    for place, data in done:
        if place == "-":
            to_stdout(data)
