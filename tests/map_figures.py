"""What tests of `lenet` and `alexnet` share: how figures are drawn, and what is found in them."""

from pathlib import Path

import archdraw
from archdraw.diagram import Label, Sheets, Solid
from archdraw.geometry import Box

HERE = Path(__file__).resolve().parent
SPECS = HERE.parent / "templates" / "specs"
LENET = HERE.parent / "gallery" / "lenet5" / "lenet5.yaml"
ALEXNET = SPECS / "alexnet.yaml"


def drawer(renderer):
    """Give what draws a spec, a text or a file, by one of the two."""

    def drawn(source, width=None, passes=None, style=None, **options):
        given = {"options": options, "width": width, "passes": passes, "style": style}
        if isinstance(source, str):
            return archdraw.render(source.encode(), name="n.yaml", renderer=renderer, **given)
        return archdraw.render(source, renderer=renderer, **given)

    return drawn


def of(figure, *kinds):
    return [mark for mark in figure.diagram.marks if isinstance(mark, kinds)]


def stacks(figure):
    return {mark.layer: mark for mark in of(figure, Sheets)}


def solids(figure):
    return {mark.layer: mark for mark in of(figure, Solid)}


def said(figure):
    return [line.text for mark in of(figure, Label) for line in mark.lines]


def sides(mark):
    """Give the depth, height and width of a body as drawn: of its edges along the row, up, and away from the viewer."""
    one = mark.corners
    away = (one[1][0] - one[0][0], one[0][1] - one[1][1])
    return one[4][0] - one[0][0], one[0][1] - one[2][1], away[0] / 0.34


def hull(points):
    across, down = zip(*points, strict=True)
    return Box(min(across), min(down), max(across), max(down))
