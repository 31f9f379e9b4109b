"""Write a scene as PDF: vectors, text that can be searched, fonts embedded, the page exactly the figure."""

from __future__ import annotations

from archdraw.scene import Scene


def write(scene: Scene) -> bytes:
    """Write the scene; without dates or random parts, so that the same scene gives the same bytes."""
    from archdraw.typeset.typst import compile

    return compile(scene, format="pdf")
