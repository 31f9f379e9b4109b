"""Write a scene as a PowerPoint slide: native shapes, text and connectors that stay on their boxes, to edit by hand."""

from __future__ import annotations

import warnings

from archdraw.errors import ArchdrawNote, MissingTool
from archdraw.scene import Scene, Text
from archdraw.writers.pptx.package import Deck
from archdraw.writers.pptx.page import page
from archdraw.writers.pptx.shapes import Shapes

READABLE = 6.0
"""The smallest print, in points, that can be read on a slide that one looks at closely."""


def write(scene: Scene) -> bytes:
    """Write the scene: one slide, the same bytes each time; it fits the slide, unless its width was asked for.

    Raises MissingTool without python-pptx, LimitError for a figure that is larger than PowerPoint's largest slide.
    """
    try:
        import pptx  # noqa: F401
    except ImportError:
        raise MissingTool("writing .pptx files needs the package python-pptx", "pip install 'archdraw[pptx]'") from None
    place = page(scene)
    _tell_if_small(scene, place.scale)
    deck = Deck(place, scene)
    return deck.saved(Shapes(scene, place, deck.embed).markup())


def _tell_if_small(scene: Scene, scale: float) -> None:
    least = scale * min((item.font.size for item in scene.flat() if isinstance(item, Text)), default=READABLE)
    if least < READABLE * 0.99 and not scene.exact:
        message = f"the smallest text is {least:.1f} pt on the slide: --set page=slide fits a figure to slides"
        warnings.warn(message, ArchdrawNote, stacklevel=3)
