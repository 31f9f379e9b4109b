"""A fence for Markdown: specs between ```` ```archdraw ```` and ```` ``` ```` become figures, in MkDocs and wherever pymdownx.superfences is.

In ``mkdocs.yml``::

    markdown_extensions:
      - pymdownx.superfences:
          custom_fences:
            - name: archdraw
              class: archdraw
              format: !!python/name:archdraw.ext.fence.format
              validator: !!python/name:archdraw.ext.fence.validate
"""

from __future__ import annotations

import html
import logging
import warnings
from pathlib import Path
from typing import Any

from archdraw.errors import ArchdrawError, ArchdrawNote, ArchdrawWarning, UsageError
from archdraw.ext.asking import KEYS, drawn, inline
from archdraw.scene import Scene

OWN = ("file", "alt", "caption")
"""The options of the fence itself: a file instead of a content, and words for and about the figure."""
_log = logging.getLogger("mkdocs.archdraw")


def validate(language: str, inputs: dict[str, str], options: dict[str, Any], attrs: dict[str, Any], md: Any) -> bool:
    """Take the options of a figure out of the fence's head: ```` ```{.archdraw style=dark width=3.25in} ````; others are told of later."""
    options.update({key: str(value) for key, value in inputs.items()})
    return True


def format(source: str, language: str, css_class: str, options: dict[str, Any], md: Any, **more: Any) -> str:
    """Draw a spec, or the file it names, as SVG in the page; what is wrong is shown there, and told to the log as a warning.

    MkDocs counts the warning, so that a ``--strict`` build fails.
    """
    classes = " ".join(dict.fromkeys([css_class, *more.get("classes", ())]))
    words = {key: value for key, value in options.items() if key in KEYS}
    try:
        for key in options.keys() - {*KEYS, *OWN}:
            raise UsageError(f"a figure has no '{key}'", f"there are {', '.join([*KEYS, *OWN])}")
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always", ArchdrawWarning)
            figure = drawn(_source(source, options), words)
            svg = inline(figure)
    except ArchdrawError as error:
        _log.warning("%sa figure cannot be drawn: %s", _page(md), error.report())
        return f'<pre class="{html.escape(classes)} archdraw-error">{html.escape(error.report())}</pre>'
    for one in told:
        if not issubclass(one.category, ArchdrawNote):
            _log.warning("%s%s", _page(md), one.message)
    caption = f"<figcaption>{html.escape(options['caption'])}</figcaption>" if options.get("caption") else ""
    return f'<figure class="{html.escape(classes)}">{_labelled(svg, figure.scene, options.get("alt", ""))}{caption}</figure>'


def _page(md: Any) -> str:
    """Name the page that MkDocs is at, as its own warnings do."""
    links = getattr(md, "treeprocessors", {})
    file = getattr(links["relpath"], "file", None) if "relpath" in links else None
    return f"Doc file '{file.src_uri}': " if file else ""


def _source(source: str, options: dict[str, Any]) -> Path | str:
    if "file" not in options:
        if not source.strip():
            raise UsageError("a figure needs a spec as its content, or a file", "write file=net.yaml")
        return source
    if source.strip():
        raise UsageError("a figure has a file or a content, not both")
    return Path(options["file"])


def _labelled(svg: str, scene: Scene, alt: str) -> str:
    """Make the SVG narrow enough for the page, and give it the words of its author for those who cannot see it."""
    style = 'style="max-width:100%;height:auto"'
    words = f' aria-label="{html.escape(alt)}"' if alt else ""
    return svg.strip().replace("<svg ", f"<svg {style}{words} ", 1)
