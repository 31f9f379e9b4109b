"""``archdraw summary``: what a network is, as text or as data."""

from __future__ import annotations

import json

import click

from archdraw.cli.guard import Command, visible
from archdraw.errors import UsageError


@click.command(cls=Command)
@click.argument("source")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "csv", "md", "tex"]),
    default="text",
    show_default=True,
    help="How to show it; json is a stable contract, tex a table in booktabs' style.",
)
@click.option(
    "--columns",
    metavar="NAMES",
    help="For csv, md and tex, a comma list of: name, type, input, output, kernel, params, trainable, share, macs, size (MB of "
    "the output), reads.",
)
@click.option(
    "--depth", type=click.IntRange(min=1), metavar="NUMBER", help="For csv, md and tex: how deep groups are opened."
)
@click.option(
    "-p",
    "--pass",
    "passes",
    multiple=True,
    metavar="PASS",
    help="Run passes first, such as group,collapse. Repeatable.",
)
@click.option(
    "--input-shape",
    "shapes",
    multiple=True,
    metavar="SHAPE",
    help="Fill unknown input sizes: 224x224x3, without the batch. Repeat for more inputs.",
)
def summary(
    source: str, format_: str, columns: str | None, depth: int | None, passes: tuple[str, ...], shapes: tuple[str, ...]
) -> None:
    """Show layers, shapes, parameters and MACs.

    SOURCE is a model file, a spec, - for stdin, or FILE.py:FUNCTION or MODULE:FUNCTION, which is run and gives a Keras model.

    \b
      archdraw summary model.keras
      archdraw summary net.yaml --format json | jq .totals
      archdraw summary model.keras --format tex -p fold,group,collapse --depth 1 > table.tex
    """
    from archdraw import reading
    from archdraw.cli.running import source_of
    from archdraw.reports import summary as report

    graph = reading.read(source_of(source), input_shape=shapes or None)
    if passes:
        from archdraw.pipeline import parse, run

        graph = run(graph, parse(passes))
    if format_ in ("csv", "md", "tex"):
        from archdraw.reports.table import USUAL, table

        chosen = USUAL if columns is None else [name.strip() for name in columns.split(",") if name.strip()]
        click.echo(table(graph, format_, columns=chosen, depth=depth), nl=False)
        return
    if columns is not None or depth is not None:
        raise UsageError(f"--columns and --depth are for tables, not for {format_}", "add --format md, csv or tex")
    text = json.dumps(report.as_json(graph), indent=2) if format_ == "json" else visible(report.as_text(graph))
    click.echo(text.rstrip("\n"))
