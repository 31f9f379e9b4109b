"""Write a scene as SVG: for pages, slides and editing by hand."""

from __future__ import annotations

from archdraw.scene import Scene


def write(scene: Scene, *, prefix: str = "") -> bytes:
    """Write the scene; ``prefix`` goes before every id, so that several figures can stand in one page."""
    from archdraw.typeset.markup import svg

    return svg(scene, prefix=prefix)
