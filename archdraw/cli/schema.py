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
    from archdraw.spec import schema as language

    click.echo(json.dumps(language.schema(), indent=2))
