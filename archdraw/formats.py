"""The formats: what each writer takes, and which endings of files mean it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from archdraw.records import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """One format of figures.

    ``writer`` is ``"module:attribute"`` or the function: ``(scene, **options) -> bytes`` where it ``takes`` the scene,
    ``(graph, style, **options) -> bytes`` where it takes the graph after the passes, ``(views, **options) -> bytes`` where it takes
    all views of the figure (`archdraw.views`). ``options`` are the keywords it knows;
    one that the renderer's options have too gets that value. ``media_type`` is for notebooks and pages. ``follows``: a file can follow
    its reader's choice of light or dark pages.
    """

    name: str
    summary: str
    suffixes: tuple[str, ...]
    writer: str | Callable[..., bytes]
    takes: Literal["scene", "graph", "views"] = "scene"
    binary: bool = False
    options: tuple[str, ...] = ()
    media_type: str = "application/octet-stream"
    follows: bool = False


SVG = Format(
    "svg",
    "vector picture for pages, slides and editing",
    (".svg",),
    "archdraw.writers.svg:write",
    media_type="image/svg+xml",
    follows=True,
)
PDF = Format(
    "pdf",
    "vector picture for LaTeX, fonts embedded",
    (".pdf",),
    "archdraw.writers.pdf:write",
    binary=True,
    media_type="application/pdf",
)
PNG = Format(
    "png",
    "picture in pixels, 300 dpi unless told",
    (".png",),
    "archdraw.writers.png:write",
    binary=True,
    options=("dpi",),
    media_type="image/png",
)
TEX = Format(
    "tex",
    "TikZ source, a document or a part of a paper in its own font",
    (".tex", ".tikz"),
    "archdraw.writers.tex:write",
    options=("fragment",),
    media_type="text/x-tex",
)
PPTX = Format(
    "pptx",
    "PowerPoint slide of native shapes, text and glued connectors",
    (".pptx",),
    "archdraw.writers.pptx:write",
    binary=True,
    media_type="application/vnd.openxmlformats-officedocument.presentationml.presentation",
)
DOT = Format(
    "dot",
    "the graph as Graphviz source, which Graphviz lays out itself",
    (".dot", ".gv"),
    "archdraw.writers.dot:write",
    takes="graph",
    options=("direction",),
    media_type="text/vnd.graphviz",
)
HTML = Format(
    "html",
    "a page that works offline: zoom, details, search, paths, groups to open",
    (".html", ".htm"),
    "archdraw.writers.html:write",
    takes="views",
    media_type="text/html",
    follows=True,
)
JSON = Format(
    "json",
    "the scene as data, for other programs",
    (".json",),
    "archdraw.writers.json:write",
    media_type="application/json",
)
DRAWIO = Format(
    "drawio",
    "shapes and connectors to edit in draw.io",
    (".drawio",),
    "archdraw.writers.drawio:write",
    media_type="application/vnd.jgraph.mxfile",
)
DRAWIO_SVG = Format(
    "drawio.svg",
    "vector picture that draw.io opens as shapes",
    (".drawio.svg",),
    "archdraw.writers.drawio:write_svg",
    media_type="image/svg+xml",
    follows=True,
)
MERMAID = Format(
    "mermaid",
    "the graph as Mermaid text, which pages such as GitHub's draw",
    (".mmd", ".mermaid"),
    "archdraw.writers.mermaid:write",
    takes="graph",
    options=("direction",),
    media_type="text/vnd.mermaid",
)
