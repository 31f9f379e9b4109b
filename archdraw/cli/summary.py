"""``archdraw summary``: what a network is, as text or as data."""

from __future__ import annotations

import json

import click

from archdraw.cli.guard import Command, visible


@click.command(cls=Command)
@click.argument("source")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to show it; json is a stable contract.",
)
@click.option(
    "--input-shape",
    "shapes",
    multiple=True,
    metavar="SHAPE",
    help="Fill unknown input sizes: 224x224x3, without the batch. Repeat for more inputs.",
)
def summary(source: str, format_: str, shapes: tuple[str, ...]) -> None:
    """Show layers, shapes, parameters and MACs.

    SOURCE is a model file, a spec, or - for stdin.

    \b
      archdraw summary model.keras
      archdraw summary net.yaml --format json | jq .totals
    """
    from archdraw import reading
    from archdraw.reports import summary as report

    graph = reading.read(source, input_shape=shapes or None)
    text = json.dumps(report.as_json(graph), indent=2) if format_ == "json" else visible(report.as_text(graph))
    click.echo(text.rstrip("\n"))
