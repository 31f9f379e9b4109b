"""Write a scene as PDF: vectors, text that can be searched, fonts embedded, the page exactly the figure."""

from __future__ import annotations

from archdraw.scene import Scene

VERSION = "1.5"
"""The newest that pdfTeX includes in its own without a warning."""


def write(scene: Scene) -> bytes:
    """Write the scene; without dates or random parts, so that the same scene gives the same bytes."""
    from archdraw.typeset.typst import compile

    return compile(scene, format="pdf", pdf_standards=[VERSION])
