"""A rounded box with its texts; for a folded run also the pill with its number and the strip of what is inside."""

from __future__ import annotations

from archdraw.diagram import Block
from archdraw.drawing.label import text
from archdraw.geometry import Box
from archdraw.scene import Group, Item, Rect
from archdraw.style import Style

TOKEN = (3.2, 4.4, 4.4)
"""Width, height and step of the small tokens of a strip, in points."""


def draw(mark: Block, style: Style) -> Group:
    """Draw the box, the strip, the texts and the pill, in this order."""
    looks = style.folded() if mark.kind in ("folded", "deck") else style.box(mark.look)
    items: list[Item] = [*_cards(mark, style), Rect(mark.box, looks.fill, looks.stroke, looks.radius, mark.layer)]
    width, height, step = TOKEN
    for i, look in enumerate(mark.strip):
        inner = style.box(look)
        center = (mark.strip_at[0] + i * step + width / 2, mark.strip_at[1])
        stroke = style.thin(inner.stroke)
        items.append(Rect(Box.around(center, width, height), inner.fill, stroke, 0.9, mark.layer))
    if mark.badge:
        items.extend(pill(mark.badge, mark.box.right - 5, mark.box.center[1], style, mark.layer))
    behind = looks.fill.color if looks.fill else ""
    items.extend(text(line, style, mark.layer, behind) for line in mark.lines)
    return Group(mark.layer, tuple(items), mark.title, mark.layer, mark.look.op)


def _cards(mark: Block, style: Style) -> list[Item]:
    """Draw the outlines behind a deck, each a little higher and narrower than the one before."""
    if mark.kind != "deck":
        return []
    looks, step, box = style.mark("deck"), style.size("deck_step"), mark.box
    behind = [Box(box.left + n * step, box.top - n * step, box.right - n * step, box.bottom - n * step) for n in (2, 1)]
    return [Rect(card, looks.fill, looks.stroke, looks.radius, mark.layer) for card in behind]


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
