"""``archdraw schema``: the language of specs as a JSON Schema."""

from __future__ import annotations

import json

import click

from archdraw.cli.guard import Command


@click.command(cls=Command)
def schema() -> None:
    """Print the JSON Schema of specs, for editors.

    \b
      archdraw schema > archdraw.schema.json

    An editor with a YAML language server completes and checks a spec that begins with the line
    '# yaml-language-server: $schema=archdraw.schema.json'.
    """
    click.echo(text(), nl=False)


def text() -> str:
    """Give the schema with the options of all renderers that are installed."""
    from archdraw.cli.language import whole

    return json.dumps(whole(), indent=2, ensure_ascii=False) + "\n"
