"""Write a scene for draw.io: shapes that stay shapes, lines that hold on to what they connect, text that stays text.

A file is uncompressed and without dates, so that the same figure gives the same bytes and a repository shows what changed.
"""

from __future__ import annotations

from archdraw.scene import Scene


def write(scene: Scene) -> bytes:
    """Give a ``.drawio`` file of one page, which is as large as the figure."""
    return ("\n".join(_lines(scene)) + "\n").encode()


def write_svg(scene: Scene) -> bytes:
    """Give the figure as SVG that carries the ``.drawio`` file in it: a picture everywhere, and in draw.io the shapes."""
    from archdraw.typeset.markup import svg
    from archdraw.writers.drawio.xml import quoted

    inside = quoted("".join(line.strip() for line in _lines(scene)))
    return svg(scene).replace(b"<svg ", f'<svg content="{inside}" '.encode(), 1)


def _lines(scene: Scene) -> list[str]:
    from archdraw.writers.drawio.page import cells
    from archdraw.writers.drawio.xml import lines

    return lines(scene, cells(scene))
