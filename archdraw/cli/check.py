"""``archdraw check``: tell whether sources are valid, for people, programs and GitHub."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import click

from archdraw.cli.guard import Command, tell, visible
from archdraw.errors import ArchdrawError, ArchdrawWarning, Problem, UsageError
from archdraw.records import dataclass

if TYPE_CHECKING:
    from archdraw.blame import Given
    from archdraw.figure import Figure
    from archdraw.graph import Graph
    from archdraw.quality import Quality

MOST = 20
"""So many findings of one source are shown as text; data has them all."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with one source; ``code`` is 0, 1 for findings, or the exit code of the error.

    ``figure`` are the measures of its figure, where that was asked for.
    """

    source: str
    code: int
    problems: tuple[Problem, ...] = ()
    figure: Quality | None = None


@click.command(cls=Command)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="How to show it; github makes annotations of a pull request.",
)
@click.option(
    "--against",
    metavar="COUNT|SOURCE",
    help="Compare the trainable parameters with a published number, or the whole network with another source.",
)
@click.option(
    "--up-to-date",
    "made",
    metavar="FILE|ENDING",
    help="Tell whether a figure that lies there still is what its SOURCE gives, drawn as the source says; .svg is the file beside each SOURCE.",
)
@click.option("--figure", is_flag=True, help="Draw each too, and measure whether the figure is good.")
@click.option(
    "--input-shape",
    "shapes",
    multiple=True,
    metavar="SHAPE",
    help="Fill unknown input sizes: 224x224x3, without the batch.",
)
@click.pass_context
def check(
    ctx: click.Context,
    sources: tuple[str, ...],
    format_: str,
    against: str | None,
    made: str | None,
    figure: bool,
    shapes: tuple[str, ...],
) -> None:
    """Check that specs and models are valid.

    Each SOURCE is read, and all that it says about the drawing is looked up; with --figure it is also drawn, to no file, and
    looked over for text that is small, faint or in the way, and for lines through boxes. --against tells what differs between
    a network that was written by hand and a model: layers, sizes, weights, edges, and how often blocks repeat.

    \b
      archdraw check net.yaml other.yaml
      archdraw check resnet50.yaml --against 25557032
      archdraw check resnet50.yaml --against model.keras
      archdraw check resnet50.yaml --up-to-date docs/resnet50.svg
      archdraw check figures/*.yaml --up-to-date .svg
      archdraw check *.yaml --format github
      archdraw check resnet50.keras --figure

    Exit code 0: all are valid; 1: valid, but with findings; 3: one is not valid.
    """
    if made is not None and len(sources) > 1 and not made.startswith("."):
        raise UsageError(
            "a figure is drawn from one source", "check each with its own figure, or all with those beside them: .svg"
        )
    truth = None if against is None else _truth(against, shapes)
    verdicts = [_verdict(source, truth, shapes, figure=figure, made=made) for source in sources]
    {"text": _text, "json": _json, "github": _github}[format_](verdicts)
    ctx.exit(_worst([verdict.code for verdict in verdicts]))


def _verdict(
    source: str, against: int | Graph | None, shapes: tuple[str, ...], *, figure: bool, made: str | None
) -> Verdict:
    from archdraw.api import simplified
    from archdraw.cli.running import source_of
    from archdraw.plan import Asked, plan
    from archdraw.reading import reading
    from archdraw.reports.check import findings
    from archdraw.reports.compare import differences

    try:
        given = reading(source_of(source), input_shape=shapes or None)
        simplified(given, plan(given, Asked()))
    except ArchdrawError as error:
        return Verdict(source, error.exit_code, error.problems)
    graph = given.reading.graph
    if against is None or isinstance(against, int):
        found = findings(graph, file=source, against=against)
    else:
        found = (*differences(graph, against, file=source), *findings(graph, file=source, against=against.totals()[1]))
    drawn = _drawn(given) if figure or made is not None else None
    if drawn and made is not None:
        found += _stale(source, drawn, _beside(source) + made if made.startswith(".") and "/" not in made else made)
    quality = None
    if drawn and figure:
        from archdraw.quality import measure

        quality = measure(drawn.scene)
    if quality:
        found += tuple(Problem(f"figure: {fault}", "", source, severity="warning") for fault in quality.faults)
    return Verdict(source, 1 if found else 0, found, quality)


def _drawn(given: Given) -> Figure:
    """Draw a source as the spec says; what would be a warning there is a finding here."""
    import warnings

    from archdraw.api import figure_of
    from archdraw.plan import Asked

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ArchdrawWarning)
        return figure_of(given, Asked())


def _beside(source: str) -> str:
    """Give where the figure of a source lies that lies beside it, without its ending."""
    from pathlib import Path

    from archdraw.cli.running import stem_of

    return str(Path(source).with_name(stem_of(Path(source).name)))


def _stale(source: str, drawn: Figure, made: str) -> tuple[Problem, ...]:
    """Find out whether a file is the figure that is drawn now."""
    from pathlib import Path

    from archdraw.figure import format_of
    from archdraw.output import up_to_date

    if up_to_date(made, drawn.to_bytes(format_of(Path(made)).name)):
        return ()
    why = "is not what it would be now" if Path(made).exists() else "is not there"
    hint = f"draw it again: archdraw render {source} -o {made}; options of its own go with 'archdraw render … --check'"
    return (Problem(f"{made} {why}", hint, source, severity="warning"),)


def _truth(against: str, shapes: tuple[str, ...]) -> int | Graph:
    """Give a number as it is printed in papers (``25,557,032``), or the network of another source."""
    from archdraw.cli.running import source_of
    from archdraw.reading import read

    if not against.strip():
        raise UsageError("--against compares with a number or another source", "write --against 25,557,032")
    digits = against.replace(",", "").replace("_", "").replace(" ", "")
    if digits.isascii() and digits.isdigit():
        if re.fullmatch(r"\d+|\d{1,3}([,_ ]\d{3})+", against.strip()):
            return int(digits[:18])
        raise UsageError(f"'{against}' is not a number of parameters", "write it in full: 25,557,032")
    if re.fullmatch(r"[+-]?[\d.]+[kKmMbBgG]?", digits):
        raise UsageError(f"'{against}' is not a number of parameters", "write it in full: 25,557,032")
    return read(source_of(against), input_shape=shapes or None)


def _worst(codes: list[int]) -> int:
    """Bad input (3) comes first, then a missing tool, then other errors, then findings."""
    errors = [code for code in codes if code > 1]
    return 3 if 3 in errors else min(errors, default=max(codes))


def _text(verdicts: list[Verdict]) -> None:
    """Write errors to stderr, as everywhere; findings and the good news are what was asked for."""
    for verdict in verdicts:
        for problem in verdict.problems[:MOST]:
            if verdict.code > 1:
                tell(str(problem))
            else:
                click.echo(visible(str(problem)))
        if len(verdict.problems) > MOST:
            click.echo(f"{visible(verdict.source)}: and {len(verdict.problems) - MOST} more")
        if not verdict.problems:
            click.echo(f"{visible(verdict.source)}: ok")
        if verdict.figure:
            click.echo(f"{visible(verdict.source)}: {_measures(verdict.figure)}")


def _measures(figure: Quality) -> str:
    """Say the numbers of a figure in a line."""
    return (
        f"figure {figure.width / 72:.1f} × {figure.height / 72:.1f} in, smallest print {figure.smallest:.1f} pt, "
        f"least contrast {figure.contrast:.1f}, {figure.straight:.0%} of the main path straight, "
        f"{figure.crossings} crossings, {figure.bends} bends"
    )


def _json(verdicts: list[Verdict]) -> None:
    rows = [
        {
            "source": verdict.source,
            "valid": verdict.code <= 1,
            "problems": [
                {
                    "severity": problem.severity,
                    "message": problem.message,
                    "hint": problem.hint,
                    "line": problem.line or None,
                    "column": problem.column or None,
                }
                for problem in verdict.problems
            ],
            **({"figure": _as_json(verdict.figure)} if verdict.figure else {}),
        }
        for verdict in verdicts
    ]
    click.echo(json.dumps({"version": 1, "sources": rows}, indent=2))


def _as_json(figure: Quality) -> dict[str, Any]:
    """Give the measures as data; lengths are in points of print."""
    numbers = {
        name: round(getattr(figure, name), 3)
        for name in ("width", "height", "smallest", "contrast", "straight", "crossings", "bends", "length", "aspect")
    }
    faults = [{"kind": fault.kind, "message": fault.message, "at": list(fault.at)} for fault in figure.faults]
    return {**numbers, "faults": faults}


def _github(verdicts: list[Verdict]) -> None:
    """Write workflow commands; their text escapes what would end it."""
    for verdict in verdicts:
        for problem in verdict.problems:
            where = {"file": problem.file or verdict.source, "line": problem.line, "col": problem.column}
            keys = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in where.items() if value)
            text = problem.message + (f" ({problem.hint})" if problem.hint else "")
            click.echo(f"::{problem.severity} {keys}::{_escaped(text)}")


def _escaped(text: str, more: str = "") -> str:
    return "".join(f"%{ord(c):02X}" if c in "%\r\n" + more else c for c in visible(text))
