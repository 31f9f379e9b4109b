"""A group of the scene as cells: a box with its words is one shape with a label, a body in space is a group that moves as one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from archdraw.geometry import Box
from archdraw.scene import Arrow, Circle, Group, Item, Rect, Text
from archdraw.writers.drawio.cells import PAGE, Cell, within
from archdraw.writers.drawio.looks import letters, style
from archdraw.writers.drawio.shapes import FLAT, Pen, area, box_of, label, part_of
from archdraw.writers.drawio.words import Lines, columns, html, paired

Inner = Callable[[Item, str], Iterator[Cell]]
CONTAINER: dict[str, object] = {"container": 1, "collapsible": 0, "expand": 0, "recursiveResize": 0}


def group_cells(group: Group, pen: Pen, parent: str, inner: Inner) -> Iterator[Cell]:
    """Give the cells of a group; ``inner`` gives those of a thing in it."""
    shown = [item for item in group.items if not isinstance(item, Arrow)]
    base = group.items[0] if group.items else None
    if isinstance(base, (Rect, Circle)) and _holds(base, shown):
        yield from _with_base(group, base, pen, parent, inner)
        return
    if shown and all(isinstance(item, Text) for item in shown):
        yield from _inside(group.items, group.id, pen, parent, inner, group.title)
        return
    room = box_of(replace(group, items=tuple(shown))) if shown else Box(0, 0, 0, 0)
    if min(room.width, room.height) <= FLAT or (len(shown) == 1 and not group.layer):
        yield from _inside(group.items, group.id, pen, parent, inner)
        return
    own = pen.named(group.id)
    held = part_of(parent, pen)
    pen.groups.add(own)
    layer = group.layer if group.kind != "label" else ""
    yield Cell(own, style("group", **held), room, parent=parent or PAGE, tooltip=group.title, layer=layer)
    yield from _inside(group.items, group.id, pen, own, inner)


def _holds(base: Rect | Circle, items: Sequence[Item]) -> bool:
    """Tell whether all lies in the first shape, so that the others are signs and words on it."""
    room = box_of(base)
    return min(room.width, room.height) > FLAT and all(
        within(box_of(item), room, 0.6) for item in items if not isinstance(item, Text) or item.width
    )


def _with_base(group: Group, base: Rect | Circle, pen: Pen, parent: str, inner: Inner) -> Iterator[Cell]:
    """Give a shape, its label and what else is on it."""
    own = pen.named(group.id)
    room, looks = area(base, pen)
    level = [item for item in group.items if isinstance(item, Text) and not item.angle]
    lines = paired(level) or next(columns(level), None)
    frame = group.kind == "frame"
    words = _set(lines, room, pen, top=frame) if lines else {}
    layer = group.layer if group.kind != "label" else ""
    whole = style(**looks, **(CONTAINER if frame else {}), **words, **part_of(parent, pen))
    text = html(lines, pen.per) if lines else ""
    yield Cell(own, whole, room, parent=parent or PAGE, label=text, tooltip=group.title, layer=layer)
    said = {id(text) for text in lines.pair or lines.texts} if lines else set()
    yield from _inside(tuple(item for item in group.items[1:] if id(item) not in said), group.id, pen, own, inner)


def _set(lines: Lines, room: Box, pen: Pen, *, top: bool) -> dict[str, object]:
    """Say where a label stands in its shape."""
    text, per = lines.texts[0], pen.per
    across, down = text.at[0], lines.middle - room.center[1]
    found: dict[str, object] = {"fontFamily": pen.font, **letters(text.font, text.color, per), "spacing": 0}
    if text.anchor == "middle":
        aside = across - room.center[0]
        if abs(aside) > 0.05:
            found["spacingLeft" if aside > 0 else "spacingRight"] = 2 * abs(aside) * per
    elif text.anchor == "start":
        found |= {"align": "left", "spacingLeft": (across - room.left) * per}
    else:
        found |= {"align": "right", "spacingRight": (room.right - across) * per}
    if top:
        return found | {"verticalAlign": "top", "spacingTop": (lines.tops[0] - room.top) * per}
    if abs(down) > 0.05:
        found["spacingTop" if down > 0 else "spacingBottom"] = 2 * abs(down) * per
    return found


def _inside(
    items: tuple[Item, ...], name: str, pen: Pen, parent: str, inner: Inner, tooltip: str = ""
) -> Iterator[Cell]:
    """Give the cells of what is in a group, texts of one column together."""
    for is_text, run in groupby(_badges(items), lambda item: isinstance(item, Text)):
        if not is_text:
            for item in run:
                yield from inner(item, parent)
            continue
        for lines in columns([item for item in run if isinstance(item, Text)]):
            yield replace(label(lines, name, parent, pen), parent=parent or PAGE, tooltip=tooltip)


def _badges(items: tuple[Item, ...]) -> Iterator[Item]:
    """Put a small box and the text after it, where that lies in it, into a group of their own."""
    waiting: Rect | None = None
    for item in items:
        if waiting and isinstance(item, Text) and item.width and within(item.box, waiting.box, 0.6):
            yield Group("badge", (waiting, item))
            waiting = None
            continue
        if waiting:
            yield waiting
        waiting = item if isinstance(item, Rect) else None
        if not waiting:
            yield item
    if waiting:
        yield waiting
