"""What tests of `volumes` share: how figures are drawn, and what is found in them."""

from pathlib import Path

import archdraw
from archdraw.diagram import Glued, Key, Label

HERE = Path(__file__).parent


SPECS = HERE.parent / "templates/specs"


KERAS = HERE / "golden/keras"


def drawn(source, **options):
    return archdraw.render(source, name="net.yaml", renderer="volumes", **options)


def solids(figure):
    return [solid for mark in figure.diagram.marks if isinstance(mark, Glued) for solid in mark.solids]


def named(figure, layer):
    (found,) = [solid for solid in solids(figure) if solid.layer == layer]
    return found


def front(solid):
    """Give the left, top, right and bottom of the front of a body."""
    corners = [solid.corners[i] for i in (0, 2, 4, 6)]
    return (
        min(x for x, _ in corners), min(y for _, y in corners), max(x for x, _ in corners), max(y for _, y in corners),
    )  # fmt: skip


def hull(mark):
    points = [point for solid in mark.solids for point in solid.corners]
    return min(x for x, _ in points), min(y for _, y in points), max(x for x, _ in points), max(y for _, y in points)


def words(figure, role):
    return [
        line for mark in figure.diagram.marks if isinstance(mark, Label) for line in mark.lines if line.role == role
    ]


def texts(figure):
    found = [line.text for mark in figure.diagram.marks if isinstance(mark, Label) for line in mark.lines]
    return found + [mark.line.text for mark in figure.diagram.marks if isinstance(mark, Key)]


def spec(*layers, size="64x64x3"):
    return f"input: {size}\nlayers: [{', '.join(layers)}]".encode()
