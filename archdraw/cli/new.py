"""``archdraw new``: write a spec to start from."""

from __future__ import annotations

from pathlib import Path

import click

from archdraw.cli.guard import Command, tell, to_stdout
from archdraw.errors import UnknownName, WriteError
from archdraw.resources import data_dir
from archdraw.words import did_you_mean


@click.command(cls=Command)
@click.argument("name")
@click.option("-o", "--output", metavar="FILE", help="Where to; - is stdout. Default: NAME.yaml, here.")
@click.option("--force", is_flag=True, help="Replace a file that is there already.")
def new(name: str, output: str | None, force: bool) -> None:
    """Write a spec to start from.

    NAME is one of 'archdraw list specs'.

    \b
      archdraw new lenet                     into lenet.yaml, here
      archdraw new transformer -o mine.yaml
    """
    from archdraw.output import save_atomically

    known = specs()
    if name not in known:
        raise UnknownName(f"there is no starter spec '{name}'", did_you_mean(name, known))
    data = (data_dir("templates") / "specs" / f"{name}.yaml").read_bytes()
    if output == "-":
        to_stdout(data)
        return
    place = Path(output or f"{name}.yaml")
    if place.is_dir():
        raise WriteError(f"{place} is a folder", f"write -o {place / name}.yaml")
    if place.exists() and not force:
        raise WriteError(f"{place} is there already", "give another name with -o, or --force")
    save_atomically(place, data)
    tell(str(place))


def specs() -> tuple[str, ...]:
    """Name the starter specs."""
    folder = data_dir("templates") / "specs"
    names = [item.name for item in folder.iterdir()] if folder.is_dir() else []
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))
