"""A figure: everything that was made on the way from the source to the page, ready to be saved in any format."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archdraw import registry
from archdraw.diagram import Diagram
from archdraw.errors import MissingTool, UsageError
from archdraw.formats import Format
from archdraw.graph import Graph
from archdraw.ids import digest
from archdraw.records import dataclass
from archdraw.scene import Scene
from archdraw.views import View, Views
from archdraw.words import did_you_mean, listed

if TYPE_CHECKING:
    from svgwrite import Drawing

    from archdraw.style import Style


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawn network: ``graph`` as it was read, ``drawn`` after the passes, the diagram and the scene.

    A notebook shows it as SVG. ``others`` draws its views, for formats that can change between them.
    """

    graph: Graph
    drawn: Graph
    diagram: Diagram
    scene: Scene
    style: Style = field(repr=False)
    options: Any = field(repr=False)
    others: Callable[[], Views] | None = field(default=None, repr=False, compare=False)

    def to_bytes(  # the word users know
        self, format: str, *, dpi: float | None = None, fragment: bool = False, via: str = ""
    ) -> bytes:
        """Write the figure in a format (``"svg"``, ``"pdf"`` …).

        ``dpi`` is for pixels, ``fragment`` for TeX without a preamble; ``via="latex"`` lets a LaTeX of this machine set a PDF.
        Raises UnknownName for an unknown format, UsageError where the format takes no such option.
        """
        kind = find_format(format)
        if dpi is not None and "dpi" not in kind.options:
            raise UsageError(f"{kind.name} has no pixels, so it takes no dpi", "leave dpi out, or write .png")
        if fragment and "fragment" not in kind.options:
            raise UsageError(f"{kind.name} has no fragments", "leave fragment out, or write .tex")
        if via:
            return self._via(kind.name, via)
        options: dict[str, Any] = {
            name: getattr(self.options, name) for name in kind.options if hasattr(self.options, name)
        }
        if dpi is not None:
            options["dpi"] = _sound_dpi(dpi)
        if fragment:
            options["fragment"] = True
        write = registry.resolve(kind.writer)
        data: bytes
        if kind.takes == "graph":
            data = write(self.drawn, self.style, **options)
        else:
            data = write(self.views() if kind.takes == "views" else self.scene, **options)
        return data

    def views(self) -> Views:
        """Draw the network with more and less of it open; the figure itself comes first."""
        return self.others() if self.others else Views(self.graph, (View("Figure", self.scene, self.drawn),))

    def _via(self, format: str, via: str) -> bytes:
        """Let another program make the file."""
        if via != "latex":
            raise UsageError(f"nothing is set via '{via}'", "write latex")
        if format != "pdf":
            raise UsageError(f"LaTeX makes no {format}", "write .pdf, or leave via out")
        made: bytes = registry.resolve("archdraw.typeset.latex:pdf")(self.to_bytes("tex"))
        return made

    def save(
        self, path: str | os.PathLike[str], *, format: str = "", dpi: float | None = None, fragment: bool = False
    ) -> Path:
        """Write the figure into a file, in the format of its ending unless told; give the path.

        Raises UnknownName for an ending that no format has, WriteError where the file cannot be written; what
        stood there before is then untouched.
        """
        from archdraw.output import save_atomically

        if not isinstance(path, (str, os.PathLike)):
            raise UsageError(
                f"a figure is saved under a path, not a {type(path).__name__}", "to_bytes() gives its bytes"
            )
        place = Path(path)
        save_atomically(place, self.to_bytes(format or format_of(place).name, dpi=dpi, fragment=fragment))
        return place

    @property
    def svg(self) -> str:
        """The figure as SVG text."""
        return self.to_bytes("svg").decode()

    def drawing(self) -> Drawing:
        """Give the figure as a drawing of svgwrite, to add to it in Python and save it with its own methods."""
        made: Drawing = registry.resolve("archdraw.typeset.drawing:drawing")(self.scene)
        return made

    def _repr_mimebundle_(
        self, include: Iterable[str] | None = None, exclude: Iterable[str] | None = None
    ) -> dict[str, str]:
        """Give a notebook the SVG and a line of text; PDF and PNG too where they are asked for by name.

        ``display(figure, include=["image/svg+xml", "application/pdf"])`` keeps a PDF for LaTeX.
        Ids in the SVG are of this figure alone, for a page shows it beside others; where the style has no ground of its own, it stands on white,
        for a notebook may be dark.
        """
        made: dict[str, Callable[[], str]] = {
            "image/svg+xml": self._for_pages,
            "text/plain": lambda: repr(self),
            "application/pdf": lambda: _base64(self.to_bytes("pdf")),
            "image/png": lambda: _base64(self.to_bytes("png")),
        }
        kept = set(("image/svg+xml", "text/plain") if include is None else include) - set(exclude or ())
        return {kind: make() for kind, make in made.items() if kind in kept}

    def _for_pages(self) -> str:
        """Give the SVG with ids of its own, on white where nothing else is behind it."""
        write = registry.resolve("archdraw.writers.svg:write")
        plain = self.svg
        page: str = write(self.scene, prefix=f"archdraw-{digest(plain)}-").decode()
        return (
            page
            if self.scene.background
            else page.replace("<svg ", '<svg style="background:#fff;color-scheme:light" ', 1)
        )

    def __repr__(self) -> str:
        """Name the network and the printed size."""
        name = self.graph.title or self.graph.name
        width, height = (self.scene.scale * side for side in (self.scene.width, self.scene.height))
        return f"<Figure {name}: {len(self.graph.layers)} layers, {width:.0f} × {height:.0f} pt>"


def _base64(data: bytes) -> str:
    from base64 import b64encode

    return b64encode(data).decode()


def find_format(name: str) -> Format:
    """Give the format of this name, as registered."""
    return registry.find("writers", str(name).lower().removeprefix("."), Format)


def format_of(path: Path) -> Format:
    """Give the format that the ending of a file's name means, the longest one that fits; archdraw's own formats come first."""
    suffix, name = path.suffix.lower(), path.name.lower()
    known: list[str] = []
    fitting: list[tuple[int, Format]] = []
    for entry in registry.entries("writers"):
        with contextlib.suppress(MissingTool):  # a broken plug-in; it is reported by those who ask for it
            found = find_format(entry)
            known.extend(found.suffixes)
            fitting += [(len(one), found) for one in found.suffixes if suffix and name.endswith(one)]
    if fitting:
        return max(fitting, key=lambda one: one[0])[1]
    what = f"no format has the ending '{suffix}'" if suffix else f"'{path}' has no ending that names a format"
    near = did_you_mean(suffix, known) if suffix else ""
    raise UsageError(what, near if near.startswith("did") else f"use {listed(sorted(known), 'or')}")


def _sound_dpi(dpi: float) -> float:
    if isinstance(dpi, bool) or not isinstance(dpi, (int, float)) or not 10 <= dpi <= 2400:
        raise UsageError(f"the dpi {dpi} is not between 10 and 2400")
    return dpi
