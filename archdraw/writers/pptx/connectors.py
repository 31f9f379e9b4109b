"""Arrows as connectors, glued to the shapes they touch.

A straight one is a plain connector. One with corners is a bent connector for PowerPoint, which finds its way again when a
box is moved; other programs draw those their own way, through boxes, so they are given the exact line, unglued, instead
(markup compatibility, ISO 29500-3: who does not know what is required takes the fallback).
"""

from __future__ import annotations

from collections.abc import Iterator

from archdraw.scene import Arrow
from archdraw.writers.pptx import outlines
from archdraw.writers.pptx.bends import Bend, bend, plain, straight
from archdraw.writers.pptx.glue import End, Glue
from archdraw.writers.pptx.page import Page
from archdraw.writers.pptx.paint import between, line, said

KNOWN = 'xmlns:cx1="http://schemas.microsoft.com/office/drawing/2015/9/8/chartex" Requires="cx1"'
"""A name that PowerPoint knows since 2016, and no other program."""


class Connectors:
    """Writes arrows."""

    def __init__(self, page: Page, glue: Glue, spare: Iterator[int]) -> None:
        self.page, self.glue, self.spare = page, glue, spare

    def arrow(self, arrow: Arrow, number: int) -> str:
        """Write an arrow; nothing where it has no length."""
        points = plain(arrow.points)
        if len(points) < 2:
            return ""
        looks = line(arrow.stroke, self.page.scale, arrow.head)
        name = between(arrow.edges)
        if len(points) == 2:
            return self._connector(straight(*points), number, name, looks)
        steps = outlines.route(arrow.points, arrow.corners)
        box, outline = outlines.freeform(steps, self.page, filled=False)
        exact = f"{self.page.place(box)}{outline}"
        bent = bend(points)
        glued = self._connector(bent, number, name, looks) if bent else self._cxn(exact, number, name, looks)
        copy = (
            f"<p:sp><p:nvSpPr>{said(next(self.spare), name or 'line', name)}<p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
            f"<p:spPr>{exact}<a:noFill/>{looks}</p:spPr></p:sp>"
        )
        return f"<mc:AlternateContent><mc:Choice {KNOWN}>{glued}</mc:Choice><mc:Fallback>{copy}</mc:Fallback></mc:AlternateContent>"

    def _connector(self, how: Bend, number: int, name: str, looks: str) -> str:
        place = self.page.place(how.box, how.turn, how.flip)
        return self._cxn(place + outlines.preset(how.name, *how.adjusted), number, name, looks)

    def _cxn(self, place: str, number: int, name: str, looks: str) -> str:
        start, end = self.glue.ends.get(number, (None, None))
        glued = _end("stCxn", start) + _end("endCxn", end)
        return (
            f"<p:cxnSp><p:nvCxnSpPr>{said(number, name or 'line', name)}<p:cNvCxnSpPr>{glued}</p:cNvCxnSpPr><p:nvPr/></p:nvCxnSpPr>"
            f"<p:spPr>{place}{looks}</p:spPr></p:cxnSp>"
        )


def _end(kind: str, end: End | None) -> str:
    return f'<a:{kind} id="{end.shape}" idx="{end.site}"/>' if end else ""
