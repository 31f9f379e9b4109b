"""A rounded box with its texts; for a folded run also the pill with its number and the strip of what is inside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from archdraw.diagram import Block
from archdraw.drawing import pattern
from archdraw.drawing.label import text
from archdraw.geometry import Box
from archdraw.scene import Group, Item, Rect
from archdraw.style import BoxStyle, Style


def draw(mark: Block, style: Style) -> Group:
    """Draw the box, the strip, the texts and the pill, in this order."""
    looks = style.folded(mark.look) if mark.kind in ("folded", "deck") else style.box(mark.look)
    behind = looks.fill.color if looks.fill else ""
    texts = [text(line, style, mark.layer, behind) for line in mark.lines]
    radius = min(looks.radius, mark.box.width / 2, mark.box.height / 2)
    items: list[Item] = [*_cards(mark, style), Rect(mark.box, looks.fill, looks.stroke, radius, mark.layer)]
    if looks.pattern and mark.kind != "step":  # a step stands in a box that has the pattern
        room = mark.box.left + style.size("pattern_room") + style.size("padding")
        items.extend(pattern.draw(mark.box, looks, mark.layer, pattern.until(mark.box, room, texts)))
    if mark.strip:
        items.extend(_tokens(mark, style))
    if mark.badge:
        items.extend(pill(mark.badge, mark.box.right - 5, mark.box.center[1], style, mark.layer))
    items.extend(texts)
    return Group(mark.layer, tuple(items), mark.title, mark.layer, mark.look.op)


def _cards(mark: Block, style: Style) -> list[Item]:
    """Draw the outlines behind a deck, each a little higher and narrower than the one before."""
    if mark.kind != "deck":
        return []
    looks, step, box = style.mark("deck", mark.look), style.size("deck_step"), mark.box
    behind = [Box(box.left + n * step, box.top - n * step, box.right - n * step, box.bottom - n * step) for n in (2, 1)]
    return [Rect(card, looks.fill, looks.stroke, looks.radius, mark.layer) for card in behind]


def _tokens(mark: Block, style: Style) -> Iterator[Item]:
    width, height, step = (style.size(f"token_{what}") for what in ("width", "height", "step"))
    for i, look in enumerate(mark.strip):
        center = (mark.strip_at[0] + i * step + width / 2, mark.strip_at[1])
        yield from small(Box.around(center, width, height), style.box(look), 0.9, style, mark.layer)


def small(box: Box, looks: BoxStyle, radius: float, style: Style, layer: str = "") -> Iterator[Item]:
    """Draw a box in little, as a sign of what it stands for."""
    looks = replace(looks, stroke=style.thin(looks.stroke), radius=radius)
    yield Rect(box, looks.fill, looks.stroke, radius, layer)
    yield from pattern.draw(box, looks, layer)


def pill(badge: str, right: float, middle: float, style: Style, layer: str = "") -> list[Item]:
    """Draw ``×6`` in a white pill that ends at ``right``."""
    from archdraw.diagram import Line

    width, height = pill_width(badge, style), style.size("pill_height")
    box = Box(right - width, middle - height / 2, right, middle + height / 2)
    looks = style.pill()
    line = Line((box.center[0], middle + 0.36 * style.text("badge").font.size), badge, "badge", "middle", width - 7)
    return [Rect(box, looks.fill, looks.stroke, height / 2, layer), text(line, style, layer)]


def pill_width(badge: str, style: Style) -> float:
    """Tell how wide the pill of a badge is."""
    from archdraw import text as measure

    font = style.text("badge").font
    return measure.width(badge, font.size, font.weight) + 7
