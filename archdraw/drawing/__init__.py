"""One file per mark: from a diagram and a style to a scene."""

from __future__ import annotations

from archdraw.diagram import Band, Block, Bridge, Diagram, Fan, Frame, Key, Label, Link, Mark, Merge, Scale, Units
from archdraw.drawing import band, block, bridge, fan, frame, key, label, link, merge, units
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
    match mark:
        case Block():
            return block.draw(mark, style)
        case Merge():
            return merge.draw(mark, style)
        case Link():
            return link.draw(mark, style)
        case Frame():
            return frame.draw(mark, style)
        case Label():
            return label.draw(mark, style)
        case Key():
            return key.draw(mark, style)
        case Bridge():
            return bridge.draw(mark, style)
        case Band():
            return band.draw(mark, style)
        case Units():
            return units.draw(mark, style)
        case Fan():
            return fan.draw(mark, style)
        case Scale():
            return fan.scale(mark, style)
