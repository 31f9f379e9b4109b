"""A directive for Sphinx: ``.. archdraw:: net.yaml``, or a spec as its content.

In ``conf.py``: ``extensions = ["archdraw.ext.sphinx"]``. HTML gets SVG, LaTeX gets PDF.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import ensuredir

import archdraw
from archdraw.errors import ArchdrawError, ArchdrawNote, ArchdrawWarning, Problem
from archdraw.ext.asking import KEYS, drawn, is_ready
from archdraw.ids import digest
from archdraw.output import save_atomically
from archdraw.reads import Reads
from archdraw.resources import data_dir

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from archdraw.figure import Figure

_log = logging.getLogger(__name__)

DARK_READY = "dark-light"
"""What pydata-sphinx-theme, and those made of it, call a picture that needs no white behind it and no filter on a dark page."""


@cache
def _reads() -> Reads:
    """Give the one of the process, made when it is first needed: its hook cannot be taken away."""
    return Reads()


class Picture(nodes.General, nodes.Inline, nodes.Element):
    """A figure in a document: ``svg`` and ``pdf`` name the files that hold it, beside the doctrees."""


class Archdraw(SphinxDirective):
    """Draw a file, or the spec that is the content; options are those of a figure and of an image."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[Any] = {
        **dict.fromkeys(KEYS, directives.unchanged_required),
        "alt": directives.unchanged,
        "align": lambda value: directives.choice(value, ("left", "center", "right")),
        "caption": directives.unchanged,
        "class": directives.class_option,
        "name": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Draw the figure; what is wrong becomes a warning at its line, so that ``-W`` fails."""
        words = {key: value for key, value in self.options.items() if key in KEYS}
        if words.get("style", "").endswith((".yaml", ".yml")):  # a file, found as other files are
            words["style"] = self.env.relfn2path(words["style"])[1]
        source: Path | str
        if self.arguments and self.content:
            return self._wrong("a figure has a file or a content, not both")
        if self.arguments:
            _, path = self.env.relfn2path(self.arguments[0])
            source = Path(path)
            self.env.note_dependency(path)
        else:
            source = "\n".join(self.content)
            if not source.strip():
                return self._wrong("a figure needs a file, or a spec as its content")
        try:
            with warnings.catch_warnings(record=True) as told, _reads():
                warnings.simplefilter("always", ArchdrawWarning)
                picture = self._picture(drawn(source, words))
        except ArchdrawError as error:
            return self._failed(error, inside=isinstance(source, str))
        finally:
            for file in _reads().files:
                self.env.note_dependency(str(Path(file).resolve()))
        for one in told:
            if not issubclass(one.category, ArchdrawNote):
                _log.warning("%s", one.message, location=self.get_location(), type="archdraw")
        return [self._placed(picture)]

    def _picture(self, figure: Figure) -> Picture:
        """Write the figure into files beside the doctrees, from where each builder takes its own."""
        folder = Path(self.env.doctreedir) / "archdraw"
        ensuredir(folder)
        svg = figure.to_bytes("svg")
        place = folder / f"archdraw-{digest(svg, archdraw.__version__)}"
        found = {"svg": str(place) + ".svg", "pdf": str(place) + ".pdf"}
        for kind, file in found.items():
            if not Path(file).exists() and (kind == "svg" or getattr(self.env, "archdraw_format", "") == "latex"):
                save_atomically(file, svg if kind == "svg" else figure.to_bytes("pdf"))
        alt = self.options.get("alt") or figure.scene.description or figure.scene.title
        node = Picture("", alt=alt, **found)
        if "align" in self.options:
            node["align"] = self.options["align"]
        ready = [DARK_READY] if is_ready(figure.scene) else []
        node["classes"] = ["archdraw", *ready, *self.options.get("class", [])]
        return node

    def _placed(self, picture: Picture) -> nodes.Node:
        """Put the figure into a paragraph, or with its caption into a figure that can be referred to."""
        if "caption" not in self.options:
            block = nodes.paragraph("", "", picture, classes=["archdraw"])
            self.set_source_info(block)
            self.add_name(block)
            return block
        figure = nodes.figure("", picture)
        if "align" in picture:
            figure["align"] = picture.attributes.pop("align")
        inline, messages = self.parse_inline(self.options["caption"], lineno=self.lineno)
        caption = nodes.caption(self.options["caption"], "", *inline, *messages)
        self.set_source_info(caption)
        figure += caption
        self.set_source_info(figure)
        self.add_name(figure)
        return figure

    def _failed(self, error: ArchdrawError, *, inside: bool) -> list[nodes.Node]:
        """Tell each problem at its line: of the document, where the spec stands in it, else of the file."""
        for problem in error.problems:
            _log.warning("%s", _said(problem, inside), location=self._place(problem, inside), type="archdraw")
        shown = nodes.literal_block(error.report(), error.report(), classes=["archdraw-error"])
        return [shown]

    def _place(self, problem: Problem, inside: bool) -> Any:
        if inside and problem.line:
            return "{}:{}".format(*self._line(min(problem.line, len(self.content))))
        return f"{problem.file}:{problem.line}" if problem.file and problem.line else self.get_location()

    def _line(self, number: int) -> tuple[str, int]:
        """Give the file and the line of a line of the content; MyST, unlike docutils, counts from the line of the directive."""
        file, line = self.content.items[number - 1]
        is_docutils = self.content.items[0][1] > 0
        return file, line + 1 if is_docutils else self.lineno + self.content_offset + number

    def _wrong(self, what: str) -> list[nodes.Node]:
        _log.warning("%s", what, location=self.get_location(), type="archdraw")
        return []


def _said(problem: Problem, inside: bool) -> str:
    where = f"{problem.file}:" if problem.file and not inside and not problem.line else ""
    return " ".join(filter(None, (where, problem.message, f"({problem.hint})" if problem.hint else "")))


def _html(translator: Any, node: Picture) -> None:
    """Put the SVG beside the other images, and show it."""
    builder = translator.builder
    file = Path(node["svg"])
    folder = Path(builder.outdir) / builder.imagedir
    ensuredir(folder)
    save_atomically(folder / file.name, file.read_bytes())
    classes = [*node["classes"], *([f"align-{node['align']}"] if "align" in node else [])]
    source = f"{builder.imgpath}/{file.name}"
    translator.body.append(translator.emptytag(node, "img", "", src=source, alt=node["alt"], CLASS=" ".join(classes)))
    raise nodes.SkipNode


def _latex(translator: Any, node: Picture) -> None:
    """Put the PDF beside the document, and include it, at most as wide as a line."""
    file = Path(node["pdf"])
    save_atomically(Path(translator.builder.outdir) / file.name, file.read_bytes())
    around = {"center": (r"{\centering ", r"\par}"), "right": (r"{\raggedleft ", r"\par}")}
    before, after = around.get(node.get("align", ""), ("", ""))
    translator.body.append(f"\n{before}\\sphinxincludegraphics{{{{{file.stem}}}.pdf}}{after}\n")
    raise nodes.SkipNode


def _plain(translator: Any, node: Picture) -> None:
    """Say in words what stands there."""
    add = getattr(translator, "add_text", None)
    if add:
        add(f"[{node['alt']}]")
    else:
        translator.body.append(f"[{node['alt']}]")
    raise nodes.SkipNode


def _remember(app: Sphinx) -> None:
    """Keep the format that is built where directives can see it."""
    app.env.archdraw_format = app.builder.format  # type: ignore[attr-defined]


def _styled(app: Sphinx) -> None:
    """Bring the rules by which figures follow the switch of a page."""
    app.config.html_static_path.append(str(data_dir("templates") / "sphinx"))
    app.add_css_file("archdraw.css")


def _lacking(app: Sphinx, env: Any) -> Iterator[str]:
    """Name the pages that were read for HTML, which needs no PDF, and are now wanted as LaTeX."""
    if app.builder.format == "latex":
        for name in sorted(env.found_docs & env.all_docs.keys()):
            tree = env.get_doctree(name)
            if any(not Path(node["pdf"]).exists() for node in tree.findall(Picture)):
                yield name


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    writers: dict[str, Any] = {"html": _html, "latex": _latex, "text": _plain, "man": _plain, "texinfo": _plain}
    app.add_node(Picture, False, **{name: (visit, None) for name, visit in writers.items()})
    app.add_directive("archdraw", Archdraw)
    app.connect("builder-inited", _remember)
    app.connect("builder-inited", _styled)
    app.connect("env-get-outdated", lambda app, env, added, changed, removed: list(_lacking(app, env)))
    return {"version": archdraw.__version__, "parallel_read_safe": True, "parallel_write_safe": True}
