"""``archdraw render``: draw a source into files."""

from __future__ import annotations

from pathlib import Path

import click

from archdraw.cli.guard import Command, tell
from archdraw.cli.request import Files, Request, requested


@click.command(cls=Command)
@requested
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
def render(ctx: click.Context, request: Request, only_check: bool, timeout: float | None) -> None:
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
    from archdraw.cli.limit import limited
    from archdraw.cli.targets import put

    with limited(timeout):
        targets = request.targets(only_check=only_check)
        done = request.files(request.figure(), targets)
        if only_check:
            ctx.exit(_told(request.source, done))
        put(done)
        if not request.outputs:
            tell(str(done[0][0]))


def _told(source: str, done: Files) -> int:
    """Tell which files are not what would be written now; give the exit code."""
    from archdraw.output import up_to_date

    stale = [place for place, data in done if not up_to_date(Path(place), data)]
    for place in stale:
        why = "is not what it would be now" if Path(place).exists() else "is not there"
        tell(f"{place} {why}: draw {source} again")
    return 1 if stale else 0
