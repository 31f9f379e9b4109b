"""Feature maps one before the other, or the units of a vector; dots stand for what is left out."""

from __future__ import annotations

from dataclasses import replace

from archdraw.diagram import Look, Paint, Pasted, Sheets
from archdraw.drawing import pattern
from archdraw.geometry import Box
from archdraw.scene import Circle, Fill, Group, Image, Item, Rect, Stroke
from archdraw.style import BoxStyle, Style, mix
from archdraw.style.colors import WHITE

DEEP = 0.07
"""How much of the border's colour is mixed into the maps behind the front one."""
DOTS = {"maps": 0.55, "cells": 0.6}
"""The radius of the dots, in points."""


def draw(mark: Sheets, style: Style) -> Group:
    """Draw the areas from the back to the front."""
    fills, stroke = painted(mark.look, mark.paint, style)
    looks = hatched(mark.look, mark.paint, style)
    last = len(mark.boxes) - 1
    items: list[Item] = []
    for i, box in enumerate(mark.boxes):
        fill = fills[i % len(fills)]
        if mark.kind == "maps" and i < last and not (mark.paint.fills or style.is_patterned):
            fill = replace(fill, color=mix(fill.color, stroke.color, DEEP))
        if mark.picture and i == last:
            fill = Fill(WHITE, fill.opacity, fill.role)  # what a picture lets through is white in every format
        items.append(Rect(box, fill, stroke, 0.0, mark.layer))
        if mark.picture and i == last:
            items.append(_pasted(mark.picture, box, mark.layer))
            items.append(Rect(box, None, stroke, 0.0, mark.layer))
        if looks and mark.kind == "cells":
            items.extend(pattern.draw(box, looks, mark.layer))
        elif looks and i == last:
            items.extend(pattern.strip(box, looks, mark.layer))
    dot = Fill(stroke.color, 1.0, mark.look.op)
    items.extend(Circle(at, DOTS.get(mark.kind, 0.6), dot, None, mark.layer) for at in mark.dots)
    return Group(mark.layer, tuple(items), mark.title, mark.layer, mark.look.op)


def hatched(look: Look, paint: Paint, style: Style) -> BoxStyle | None:
    """Give the looks of an area that has a pattern: what the options colour has none."""
    looks = style.box(look)
    return looks if looks.pattern and not paint.fills else None


def _pasted(pasted: Pasted, box: Box, layer: str) -> Image:
    """Lay a picture on a map, as large as its proportions allow, in the middle."""
    picture = pasted.picture
    share = min(box.width / picture.width, box.height / picture.height)
    room = Box.around(box.center, picture.width * share, picture.height * share)
    corners = ((room.right, room.top), (room.left, room.top), (room.right, room.bottom)) if pasted.flipped else ()
    return Image(room, picture.data, picture.media_type, layer, corners, pasted.opacity)


def painted(look: Look, paint: Paint, style: Style) -> tuple[tuple[Fill, ...], Stroke]:
    """Give the fills in turn and the border of solid areas: the style's, where the options say nothing."""
    faces, looks = style.faces(look), hatched(look, paint, style)
    colors = paint.fills or ((looks.fill.color if looks.fill else WHITE,) if looks else (faces.front.color,))
    stroke = faces.stroke if paint.width is None else replace(faces.stroke, width=paint.width)
    return tuple(Fill(color, paint.opacity, look.op) for color in colors), stroke
