"""``archdraw new``: write a spec to start from."""

from __future__ import annotations

from pathlib import Path

import click

from archdraw.cli.guard import Command, tell, to_stdout
from archdraw.errors import UnknownName, UsageError, WriteError
from archdraw.resources import data_dir
from archdraw.words import did_you_mean

MODELINE = "# yaml-language-server: $schema="
"""Where editors look for the language of a file."""
SCHEMA = "archdraw.schema.json"


@click.command(cls=Command)
@click.argument("name")
@click.option("-o", "--output", metavar="FILE", help="Where to; - is stdout. Default: NAME.yaml, here.")
@click.option(
    "--schema", is_flag=True, help="Write archdraw.schema.json beside it, by which editors complete and check."
)
@click.option("--force", is_flag=True, help="Replace a file that is there already.")
def new(name: str, output: str | None, schema: bool, force: bool) -> None:
    """Write a spec to start from.

    NAME is one of 'archdraw list specs'.

    \b
      archdraw new lenet                     into lenet.yaml, here
      archdraw new transformer -o mine.yaml
      archdraw new unet --schema             an editor with a YAML language server helps
    """
    from archdraw.output import save_together

    known = specs()
    if name not in known:
        raise UnknownName(f"there is no starter spec '{name}'", did_you_mean(name, known))
    data = _text(name, f"{MODELINE}{SCHEMA}\n" if schema else "").encode()
    if output == "-":
        if schema:
            raise UsageError("stdout is in no folder that a schema could be in", "name a file by -o")
        to_stdout(data)
        return
    place = Path(output or f"{name}.yaml")
    if place.is_dir():
        raise WriteError(f"{place} is a folder", f"write -o {place / name}.yaml")
    if place.exists() and not force:
        raise WriteError(f"{place} is there already", "give another name with -o, or --force")
    files = [(place, data)]
    if schema:
        from archdraw.cli.schema import text

        files.append((place.with_name(SCHEMA), text().encode()))
    save_together(files)
    for written, _ in files:
        tell(str(written))


def _text(name: str, first: str) -> str:
    """Give a starter spec with another first line for editors than the one it has among ours, or none."""
    text = (data_dir("templates") / "specs" / f"{name}.yaml").read_text(encoding="utf-8")
    return first + (text.partition("\n")[2] if text.startswith(MODELINE) else text)


def specs() -> tuple[str, ...]:
    """Name the starter specs."""
    folder = data_dir("templates") / "specs"
    names = [item.name for item in folder.iterdir()] if folder.is_dir() else []
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))
