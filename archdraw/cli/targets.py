"""Where figures go: each output with its format, checked before any work is done."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from archdraw.cli.guard import to_stdout
from archdraw.errors import UsageError
from archdraw.formats import Format


def targets(
    source: str, outputs: tuple[str, ...], format_: str | None, dpi: float | None, *, fragment: bool, only_check: bool
) -> list[tuple[str, Format]]:
    """Give each output with its format; check all of them before any work is done."""
    from archdraw.cli.running import stem_of
    from archdraw.figure import find_format

    kind = None if format_ is None else find_format(format_)
    if not outputs:
        kind = kind or find_format("svg")
        outputs = (stem_of(source) + kind.suffixes[0],)
    targets = [(place, _format(place, kind)) for place in outputs]
    for i, (place, format) in enumerate(targets):
        if any(_alike(place, other) for other, _ in targets[:i]):
            raise UsageError(f"two outputs are called {place}", "give each a name of its own")
        if place == "-" and format.binary and _is_terminal():
            hint = f"write -o net{format.suffixes[0]}, or redirect"
            raise UsageError(f"{format.name} is binary and would spoil the terminal", hint)
        if place != "-" and _same(place, source):
            raise UsageError(f"the output {place} is the source itself")
    if kind and kind not in [format for _, format in targets]:
        raise UsageError(f"no output takes the format {kind.name}: an ending that names a format wins", "leave -f out")
    if only_check and "-" in [place for place, _ in targets]:
        raise UsageError("--check compares files, and stdout is none", "add -o FILE")
    if dpi is not None and not any("dpi" in format.options for _, format in targets):
        raise UsageError(f"{targets[0][1].name} has no pixels, so it takes no --dpi", "add -o FILE.png")
    if fragment and not any("fragment" in format.options for _, format in targets):
        raise UsageError(f"{targets[0][1].name} has no fragments, so it takes no --fragment", "add -o FILE.tex")
    return targets


def _format(place: str, kind: Format | None) -> Format:
    """Give the format of an output: what its ending says, else what ``-f`` says."""
    from archdraw.figure import format_of

    if not place:
        raise UsageError("an output has no name", "write -o net.svg")
    if place == "-":
        if kind is None:
            raise UsageError("stdout has no ending that names a format", "add -f svg")
        return kind
    try:
        return format_of(Path(place))
    except UsageError:
        if kind is None:
            raise
        return kind


def _same(place: str, source: str) -> bool:
    """Tell whether an output would replace the source."""
    try:
        return Path(place).samefile(source)
    except (OSError, ValueError):
        return False  # one of them is not there


def _alike(one: str, other: str) -> bool:
    """Tell whether two outputs are one file, or both are stdout."""
    return one == other if "-" in (one, other) else os.path.realpath(one) == os.path.realpath(other)


def _is_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def put(done: list[tuple[str, bytes]]) -> None:
    """Write the files, all or none, then what goes to stdout."""
    from archdraw.output import save_together

    save_together([(Path(place), data) for place, data in done if place != "-"])
    for place, data in done:
        if place == "-":
            to_stdout(data)
