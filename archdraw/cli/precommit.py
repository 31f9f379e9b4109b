"""A hook for pre-commit: draw the figures of changed sources again, where they are not what they would be now.

``python -m archdraw.cli.precommit [-o .svg]… SOURCE…`` draws beside each source, and ends with 1 where a file changed.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

import archdraw
from archdraw.cli.guard import tell
from archdraw.cli.running import stem_of
from archdraw.errors import ArchdrawError
from archdraw.output import save_together, up_to_date


@click.command()
@click.option("-o", "suffixes", multiple=True, metavar="ENDING", help="What to draw: .svg (default), .pdf. Repeatable.")
@click.argument("sources", nargs=-1)
def main(suffixes: Sequence[str], sources: Sequence[str]) -> None:
    """Draw the figures of sources again where they changed."""
    code = 0
    for source in sources:
        try:
            code = max(code, _drawn(Path(source), suffixes or (".svg",)))
        except ArchdrawError as error:
            tell(error.report())
            code = max(code, error.exit_code)
    sys.exit(code)


def _drawn(source: Path, suffixes: Sequence[str]) -> int:
    """Draw one source beside itself; give 1 where a file is another one now."""
    figure = archdraw.render(source)
    files = [(source.with_name(stem_of(source.name) + end), figure.to_bytes(end)) for end in suffixes]
    stale = [(place, data) for place, data in files if not up_to_date(place, data)]
    save_together(stale)
    for place, _ in stale:
        tell(f"{place} is drawn again: add it to the commit")
    return 1 if stale else 0


if __name__ == "__main__":
    main()
