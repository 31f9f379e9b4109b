"""What ``render`` and ``watch`` are asked to draw, and the drawing of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from archdraw.cli.guard import tell
from archdraw.errors import UsageError
from archdraw.formats import Format
from archdraw.records import dataclass

if TYPE_CHECKING:
    from archdraw.figure import Figure

Files = list[tuple[str, bytes]]
"""Where each file goes, and what is in it."""


@dataclass(frozen=True, slots=True)
class Request:
    """One figure as the command line asks for it, and the files it goes into."""

    source: str
    outputs: tuple[str, ...]
    renderer: str | None
    style: str | None
    width: str | None
    passes: tuple[str, ...]
    expand: tuple[str, ...]
    engine: str | None
    settings: tuple[str, ...]
    shapes: tuple[str, ...]
    format_: str | None
    theme: str | None
    fragment: bool
    via: str | None
    dpi: float | None

    def targets(self, *, only_check: bool = False) -> list[tuple[str, Format]]:
        """Give each output with its format. Raises UsageError where an option fits none of them."""
        from archdraw.cli.targets import targets

        found = targets(
            self.source, self.outputs, self.format_, self.dpi, fragment=self.fragment, only_check=only_check
        )
        if self.via and not any(kind.name == "pdf" for _, kind in found):
            raise UsageError("LaTeX makes a pdf, and none is asked for", "add -o FILE.pdf")
        if self.theme == "auto" and not any(kind.follows for _, kind in found):
            name = found[0][1].name
            raise UsageError(f"{name} has one look and follows nobody", "add -o FILE.svg, or choose light or dark")
        return found

    def figure(self) -> Figure:
        """Draw the figure; what its source leaves unclear goes to stderr."""
        from archdraw import api
        from archdraw.cli.running import source_of

        figure = api.render(
            source_of(self.source),
            renderer=self.renderer,
            style=self.style,
            passes=self.passes or None,
            width=self.width,
            options=_settings(self.settings) | ({"engine": self.engine} if self.engine else {}),
            expand=self.expand,
            input_shape=self.shapes or None,
            theme=self.theme,
        )
        for note in figure.graph.notes:
            tell(f"warning: {note}")
        return figure

    def files(self, figure: Figure, targets: list[tuple[str, Format]]) -> Files:
        """Write the figure in the format of each output."""
        return [
            (
                place,
                figure.to_bytes(
                    kind.name,
                    dpi=self.dpi if "dpi" in kind.options else None,
                    fragment=self.fragment and "fragment" in kind.options,
                    via=self.via if self.via and kind.name == "pdf" else "",
                ),
            )
            for place, kind in targets
        ]


def _settings(settings: tuple[str, ...]) -> dict[str, Any]:
    """Read ``option=value`` pairs; the value is typed by the renderer's options."""
    found: dict[str, Any] = {}
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals or not key.strip():
            raise UsageError(f"'{setting}' is not of the form OPTION=VALUE", "write --set direction=right")
        found[key.strip()] = value.strip()
    return found


_ASKED = (
    click.argument("source"),
    click.option(
        "-o",
        "--output",
        "outputs",
        multiple=True,
        metavar="FILE",
        help="Where to; the ending names the format. Repeat for more files; - is stdout (with -f).",
    ),
    click.option("-r", "--renderer", metavar="NAME", help="How to draw; see 'archdraw list renderers'."),
    click.option("-s", "--style", metavar="NAME|FILE", help="Looks; see 'archdraw list styles'."),
    click.option(
        "-w",
        "--width",
        metavar="LENGTH",
        help="Exact printed width: 3.25in, 82mm, 234pt, or a venue: neurips, ieee-column; see 'archdraw list widths'. Default: natural, at most 6.5in.",
    ),
    click.option(
        "-p",
        "--pass",
        "passes",
        multiple=True,
        metavar="PASS",
        help="Simplify by these passes instead of the renderer's: drop, 'collapse{min=3}', a comma list; none for no pass. Repeatable.",
    ),
    click.option(
        "--expand",
        multiple=True,
        metavar="NAME",
        help="Draw a repeat copy by copy: its name, title or kind, with * for any signs. Repeatable.",
    ),
    click.option(
        "--engine",
        type=click.Choice(["own", "dot"]),
        help="Who places the boxes of graph: archdraw itself, or Graphviz' dot. Default: own.",
    ),
    click.option(
        "--set",
        "settings",
        multiple=True,
        metavar="OPTION=VALUE",
        help="Set an option of the renderer; see 'archdraw list options RENDERER'. Repeatable.",
    ),
    click.option(
        "--input-shape",
        "shapes",
        multiple=True,
        metavar="SHAPE",
        help="Fill unknown input sizes: 224x224x3, without the batch. Repeat for more inputs.",
    ),
    click.option(
        "-f",
        "--format",
        "format_",
        metavar="FORMAT",
        help="The format, where the ending of the file does not tell; see 'archdraw list writers'.",
    ),
    click.option(
        "--theme",
        type=click.Choice(["light", "dark", "auto"]),
        help="light: as the style says; dark: its dark variant; auto: an svg that follows its reader. Default: light, for html auto.",
    ),
    click.option("--fragment", is_flag=True, help="For tex: no preamble, to \\input in a paper."),
    click.option("--via", type=click.Choice(["latex"]), help="Let a LaTeX of this machine set the pdf."),
    click.option("--dpi", type=float, metavar="NUMBER", help="Pixels per inch, for png. Default: 300."),
)


def requested(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the argument and the options of a figure; it is called with the `Request` that they make."""

    @wraps(command)
    def made(**given: Any) -> Any:
        mine = {name: given.pop(name) for name in Request.__dataclass_fields__}
        return command(request=Request(**mine), **given)

    asked: Callable[..., Any] = made
    for option in reversed(_ASKED):
        asked = option(asked)
    return asked
