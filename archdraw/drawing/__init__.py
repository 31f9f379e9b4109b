"""One file per mark: from a diagram and a style to a scene."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from archdraw.diagram import (
    Band,
    Bar,
    Block,
    Bridge,
    Cone,
    Diagram,
    Fan,
    Frame,
    Glued,
    Key,
    Label,
    Link,
    Mark,
    Merge,
    Scale,
    Sheets,
    Solid,
    Spread,
    Units,
)
from archdraw.drawing import (
    band,
    bar,
    block,
    bridge,
    cone,
    fan,
    frame,
    glued,
    key,
    label,
    link,
    merge,
    sheets,
    solid,
    spread,
    units,
)
from archdraw.scene import Item, Scene
from archdraw.style import Style


def draw(diagram: Diagram, style: Style) -> Scene:
    """Give every mark its shapes and colours."""
    items = tuple(_draw(mark, style) for mark in diagram.marks)
    return Scene(
        diagram.width,
        diagram.height,
        items,
        diagram.title,
        diagram.description,
        background=style.background,
        fonts=style.fonts,
    )


def _draw(mark: Mark, style: Style) -> Item:
    found: Item = DRAWN_BY[type(mark)](mark, style)
    return found


DRAWN_BY: Mapping[type[Mark], Callable[[Any, Style], Item]] = {
    Block: block.draw,
    Merge: merge.draw,
    Link: link.draw,
    Frame: frame.draw,
    Label: label.draw,
    Key: key.draw,
    Bridge: bridge.draw,
    Band: band.draw,
    Sheets: sheets.draw,
    Bar: bar.draw,
    Cone: cone.draw,
    Spread: spread.draw,
    Units: units.draw,
    Fan: fan.draw,
    Scale: fan.scale,
    Solid: solid.draw,
    Glued: glued.draw,
}
