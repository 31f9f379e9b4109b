"""The things of a scene as shapes of PowerPoint, each layer's in a group of its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import accumulate, count

from archdraw.geometry import Box
from archdraw.scene import Arrow, Circle, Fill, Group, Image, Item, Path, Polygon, Rect, Scene, Strands, Stroke, Text
from archdraw.writers.pptx import outlines
from archdraw.writers.pptx.connectors import Connectors
from archdraw.writers.pptx.glue import FIRST, glue, many
from archdraw.writers.pptx.holding import Held, bounds, held
from archdraw.writers.pptx.page import Page
from archdraw.writers.pptx.paint import between, fill, line, said
from archdraw.writers.pptx.pictures import picture
from archdraw.writers.pptx.sites import Shape, usual_sites
from archdraw.writers.pptx.words import Words

NO_WORDS = '<p:txBody><a:bodyPr rtlCol="0" anchor="ctr"/><a:lstStyle/><a:p><a:pPr algn="ctr"/></a:p></p:txBody>'
"""Where a user may write into a shape, what he writes is in its middle."""


class Shapes:
    """Writes all shapes of a scene, numbered in the order of painting."""

    def __init__(self, scene: Scene, page: Page, embed: Callable[[bytes], str]) -> None:
        self.scene, self.page, self.embed = scene, page, embed
        self.words = Words(scene, page)
        self.glue = glue(scene)
        self.connectors = Connectors(page, self.glue, count(FIRST + sum(map(many, scene.items))))

    def markup(self) -> str:
        """Give the XML of all shapes."""
        return "".join(self._items(self.scene.items, FIRST))

    def _items(self, items: tuple[Item, ...], first: int, layer: str = "") -> Iterator[str]:
        numbers = list(accumulate(map(many, items), initial=first))[:-1]
        free = frozenset(at for at, number in enumerate(numbers) if number in self.glue.sites)
        holding = held(items, self.words, free) if layer else {}
        inside = {id(text) for each in holding.values() for text in each.lines}
        for at, (number, item) in enumerate(zip(numbers, items, strict=True)):
            if id(item) not in inside:
                yield self._item(item, number, layer, holding.get(at))

    def _item(self, item: Item, number: int, layer: str, words: Held | None) -> str:
        match item:
            case Group():
                return self._group(item, number, layer)
            case Rect() | Circle() | Polygon():
                return self._shape(item, number, layer, words)
            case Path(points, stroke, corners):
                steps = outlines.route(points, corners)
                return self._freeform(steps, number, "line", None, stroke)
            case Arrow():
                return self.connectors.arrow(item, number)
            case Strands(_, stroke, paint):
                return self._freeform(outlines.strands(item), number, between(item.edges) or "lines", paint, stroke)
            case Text():
                return self.words.box(item, number)
            case Image():
                return picture(item, number, self.page, self.embed)

    def _group(self, group: Group, number: int, layer: str) -> str:
        """Write a group; one thing alone that is no layer needs none, and nothing makes no group."""
        inner = "".join(self._items(group.items, number + 1, group.layer or layer))
        box = bounds(group)
        if box is None or not inner:
            return ""
        if len(group.items) == 1 and not group.layer and not group.title:
            return inner
        place = self.page.place(box)
        child = (
            place.replace("<a:xfrm>", "")
            .replace("</a:xfrm>", "")
            .replace("a:off", "a:chOff")
            .replace("a:ext", "a:chExt")
        )
        name = group.layer or group.title or group.id
        return (
            f"<p:grpSp><p:nvGrpSpPr>{said(number, name, group.title)}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
            f"<p:grpSpPr>{place.removesuffix('</a:xfrm>')}{child}</a:xfrm></p:grpSpPr>{inner}</p:grpSp>"
        )

    def _shape(self, item: Shape, number: int, layer: str, words: Held | None) -> str:
        own = self.glue.sites.get(number, ())
        plain: tuple[Box, str] | None = None
        match item:
            case Rect(box, _, _, radius):
                plain, steps = (box, outlines.rectangle(box, radius)), outlines.around_box(box, radius) if own else []
            case Circle(center, radius):
                box = Box.around(center, 2 * radius, 2 * radius)
                plain, steps = (box, outlines.preset("ellipse")), outlines.around_circle(center, radius) if own else []
            case Polygon(points):
                steps = outlines.closed(points)
                own = own or tuple(usual_sites(item))
        box, outline = outlines.freeform(steps, self.page, filled=True, sites=own) if steps or plain is None else plain
        body = self.words.body(words.lines, words.room) if words else NO_WORDS
        name = (item.fill.role if item.fill else "") or item.layer or layer or "shape"
        return self._sp(number, name, box, outline + self._paint(item.fill, item.stroke), body)

    def _freeform(
        self, steps: list[outlines.Step], number: int, name: str, paint: Fill | None, stroke: Stroke | None
    ) -> str:
        box, outline = outlines.freeform(steps, self.page, filled=paint is not None)
        return self._sp(number, name, box, outline + self._paint(paint, stroke), "")

    def _sp(self, number: int, name: str, box: Box, looks: str, body: str) -> str:
        return (
            f"<p:sp><p:nvSpPr>{said(number, name)}<p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
            f"<p:spPr>{self.page.place(box)}{looks}</p:spPr>{body}</p:sp>"
        )

    def _paint(self, paint: Fill | None, stroke: Stroke | None) -> str:
        return fill(paint) + line(stroke, self.page.scale)
