"""``archdraw watch``: draw a source again whenever it is saved."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterable, Sequence
from contextlib import ExitStack

import click

from archdraw.cli.guard import Command, bug_report, tell, warnings_as_messages
from archdraw.cli.page import Page, served
from archdraw.cli.request import Request, requested
from archdraw.cli.targets import put
from archdraw.errors import ArchdrawError, UsageError
from archdraw.formats import Format
from archdraw.reads import Reads, State, state

POLL, CALM = 0.1, 0.04
"""How often files are looked at, and how long they must stay as they are until a save counts as done, in seconds."""


@click.command(cls=Command)
@requested
@click.option("--open", "open_", is_flag=True, help="Show the figure in a page of your browser that follows it.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, metavar="NUMBER", help="Where that page is. Default: any."
)
def watch(request: Request, open_: bool, port: int) -> None:
    """Draw a model or spec now, and again whenever it is saved.

    All files that the figure is made of are watched: the spec, its model, its style, its pictures. Where something is wrong it is
    told, and the last good figure stays. Ctrl-C ends.

    \b
      archdraw watch lenet.yaml                        keeps lenet.svg up to date
      archdraw watch lenet.yaml --open                 shows it in the browser
      archdraw watch lenet.yaml -o net.html --open     the same with zoom and details
      archdraw watch net.yaml -o net.pdf -s print -w 3.25in
      archdraw watch net.py:build                      runs your own code again
    """
    targets = request.targets()
    if request.source == "-":
        raise UsageError("stdin cannot be watched", "save it, and give the name of the file")
    if any(place == "-" for place, _ in targets):
        raise UsageError("a figure that is drawn again and again goes into files, not to stdout", "write -o FILE")
    page = Page(request.source)
    with ExitStack() as stack:
        if open_:
            address = stack.enter_context(served(page, port))
            tell(f"note: the figure is at {address}")
            _browse(address)
        try:
            _follow(request, targets, page if open_ else None)
        except KeyboardInterrupt:
            tell("note: ended")


def _browse(address: str) -> None:
    import webbrowser

    if not webbrowser.open(address):
        tell("note: no browser answers; open the page yourself")


def _follow(request: Request, targets: Sequence[tuple[str, Format]], page: Page | None) -> None:
    """Draw, wait for a change, and so on."""
    reads = Reads(anew=True)
    while True:
        named = state([request.source])
        with reads:
            _draw(request, targets, page)
        gc.collect()  # the collector rests while a figure is made
        made = {place for place, _ in targets}
        seen = {file: found for file, found in (named | reads.files).items() if file not in made}
        while (now := state(seen)) == seen:
            time.sleep(POLL)
        while (later := _later(seen)) != now:
            now = later


def _later(files: Iterable[str]) -> State:
    time.sleep(CALM)
    return state(files)


def _draw(request: Request, targets: Sequence[tuple[str, Format]], page: Page | None) -> None:
    """Draw into the files, and for the page; tell what is wrong, and leave then what stands there."""
    start = time.monotonic()
    try:
        with warnings_as_messages():
            figure = request.figure()
            files = request.files(figure, list(targets))
            put(files)
            svg = figure.to_bytes("svg") if page else b""
    except Exception as error:
        report = error.report() if isinstance(error, ArchdrawError) else bug_report(error)
        tell(report)
        if page:
            page.tell(report)
        return
    tell(f"{', '.join(place for place, _ in targets)} drawn in {time.monotonic() - start:.2f} s")
    if page:
        pages = [data for (_, data), (_, kind) in zip(files, targets, strict=True) if kind.name == "html"]
        page.show(svg, *pages[:1])
