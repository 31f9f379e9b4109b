"""The program ``archdraw`` and its commands."""

from __future__ import annotations

import click

import archdraw
from archdraw.cli.guard import Program

COMMANDS = {
    "render": "archdraw.cli.render:render",
    "watch": "archdraw.cli.watch:watch",
    "summary": "archdraw.cli.summary:summary",
    "check": "archdraw.cli.check:check",
    "new": "archdraw.cli.new:new",
    "list": "archdraw.cli.list:list_",
    "schema": "archdraw.cli.schema:schema",
    "doctor": "archdraw.cli.doctor:doctor",
}


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        import platform

        click.echo(f"archdraw {archdraw.__version__} (Python {platform.python_version()})")
        ctx.exit()


@click.group(
    cls=Program,
    waiting=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version and exit."
)
def main() -> None:
    """Draw a neural network: one model or spec in, any figure out.

    \b
      archdraw new lenet                     write a spec to start from
      archdraw render lenet.yaml             draw it into lenet.svg
      archdraw render model.keras -o net.pdf -w 3.25in
      archdraw watch lenet.yaml --open       draw again whenever it is saved
      archdraw summary model.keras           layers, shapes, parameters

    \b
    Exit codes: 0 done, 1 findings of check, 2 wrong usage, 3 bad input, 4 a missing optional tool,
    5 cannot write, 6 timeout, 70 a bug in archdraw, 130 interrupted, 143 terminated.
    """
