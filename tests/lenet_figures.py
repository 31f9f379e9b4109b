"""What tests of `lenet` share: how figures are drawn, and what is found in them."""

from pathlib import Path

import archdraw
from archdraw.diagram import Label, Sheets

HERE = Path(__file__).resolve().parent


SPECS = HERE.parent / "templates" / "specs"


LENET = HERE.parent / "gallery" / "lenet5" / "lenet5.yaml"


def drawn(source, width=None, passes=None, style=None, **options):
    if isinstance(source, str):
        return archdraw.render(
            source.encode(), name="n.yaml", renderer="lenet", options=options, width=width, passes=passes, style=style
        )
    return archdraw.render(source, renderer="lenet", options=options, width=width, passes=passes, style=style)


def of(figure, *kinds):
    return [mark for mark in figure.diagram.marks if isinstance(mark, kinds)]


def stacks(figure):
    return {mark.layer: mark for mark in of(figure, Sheets)}


def said(figure):
    return [line.text for mark in of(figure, Label) for line in mark.lines]
