"""What a document asks of a figure, in words, and the figure that it gets."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import archdraw
from archdraw.errors import UsageError
from archdraw.ids import digest
from archdraw.scene import Scene
from archdraw.style.colors import WHITE, is_dark
from archdraw.tones import tones
from archdraw.words import did_you_mean

if TYPE_CHECKING:
    from archdraw.figure import Figure

KEYS: Mapping[str, str] = {
    "renderer": "how to draw: blocks, graph, volumes …",
    "style": "the looks: paper, dark, print, or a file",
    "theme": "light, dark, or auto: as the reader's page is",
    "width": "the printed width: 3.25in, 82mm, or a venue",
    "passes": "how to simplify: drop, 'collapse{min=3}', a comma list; none",
    "expand": "repeats to draw copy by copy, with commas between",
    "input-shape": "fills unknown input sizes: 224x224x3, with commas between",
    "set": "options of the renderer: direction=right page=slide",
}
"""The words by which documents ask, the same in all of them."""


def asked(words: Mapping[str, str]) -> dict[str, Any]:
    """Turn the words of a document into the arguments of `archdraw.render`. Raises UsageError for others.

    >>> asked({"style": "print", "set": "direction=right page=slide", "expand": "stage1, stage2"})
    {'style': 'print', 'options': {'direction': 'right', 'page': 'slide'}, 'expand': ('stage1', 'stage2')}
    """
    found: dict[str, Any] = {}
    for key, value in words.items():
        if key not in KEYS:
            raise UsageError(f"a figure has no '{key}'", did_you_mean(key, KEYS))
        if key == "set":
            found["options"] = dict(map(_setting, value.split()))
        elif key in ("expand", "input-shape"):
            found[key.replace("-", "_")] = tuple(part.strip() for part in value.split(",") if part.strip())
        else:
            found[key] = value
    return found


def _setting(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise UsageError(f"'{text}' is not of the form option=value", "write direction=right")
    return key, value


def drawn(source: Path | str, words: Mapping[str, str]) -> Figure:
    """Draw a file, or a spec that stands in the document itself, which messages call a model."""
    if isinstance(source, Path):
        return archdraw.render(source, **asked(words))
    return archdraw.render(source.encode(), name="model", **asked(words))


def is_ready(scene: Scene) -> bool:
    """Tell whether a figure is made for dark pages: it follows its page, or has a dark ground of its own."""
    return next(tones(scene), None) is not None or is_dark(scene.background or WHITE)


def inline(figure: Figure) -> str:
    """Give SVG that can stand in a page beside others: its ids have a word of their own before them."""
    from archdraw.writers import svg

    return svg.write(figure.scene, prefix=f"archdraw-{digest(figure.svg)}-").decode()
