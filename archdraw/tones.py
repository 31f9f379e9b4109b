"""Scenes for light and dark pages at once: each colour knows the one that takes its place on a dark page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import Any

from archdraw.scene import Circle, Group, Image, Item, Scene, Text, Tone

Turn = Callable[[str], str]


def twofold(light: Scene, dark: Scene, turn: Turn, ready: Collection[str] = (), own: Collection[str] = ()) -> Scene:
    """Give the light scene with the colours of the dark one beside its own; both hold the same things in the same places.

    A fill that is the same in both is the caller's and stays, with the text that is drawn for it, unless it is one of the style's ``own``; a line
    that is the same might be seen on a light page only, unless the style is ``ready`` with its colour. For those ``turn`` gives the one on a dark page.
    """
    pairs = zip(_painted(light), _painted(dark), strict=True)
    theirs = any(one == other and one not in own for one, other in pairs)

    def tone(one: str, other: str, kind: str = "fill") -> str:
        turns = {"line": one not in ready, "fill": one in own, "text": bool(own) and not theirs}
        return Tone(one, turn(one) if other == one and turns[kind] else other) if one else one

    items = tuple(_both(one, other, tone) for one, other in zip(light.items, dark.items, strict=True))
    return replace(light, items=items, background=tone(light.background, dark.background), twofold=True)


def _painted(scene: Scene) -> Iterator[str]:
    """Go through the colours of areas."""
    for item in scene.flat():
        fill = getattr(item, "fill", None)
        if fill and not _is_dot(item):
            yield fill.color


def _is_dot(item: Any) -> bool:
    """Tell whether a thing is a dot in the colour of lines."""
    return isinstance(item, Circle) and not item.stroke


def darkened(scene: Scene) -> Scene:
    """Give a twofold scene as it is on a dark page."""

    def dark(one: str, _: str, kind: str = "") -> str:
        return one.dark if isinstance(one, Tone) else one

    items = tuple(_both(item, item, dark) for item in scene.items)
    return replace(scene, items=items, background=dark(scene.background, ""), twofold=False)


def tones(scene: Scene) -> Iterator[tuple[str, Tone]]:
    """Go through the twofold colours of a scene, each with what it paints: ``fill`` or ``stroke``."""
    if not scene.twofold:
        return
    if isinstance(scene.background, Tone):
        yield "fill", scene.background
    for item in scene.flat():
        fill, stroke = getattr(item, "fill", None), getattr(item, "stroke", None)
        for paints, color in (
            ("fill", getattr(item, "color", "")),
            ("fill", fill.color if fill else ""),
            ("stroke", stroke.color if stroke else ""),
            ("fill", stroke.color if stroke and getattr(item, "head", None) else ""),
        ):
            if isinstance(color, Tone):
                yield paints, color


def _both(one: Any, other: Any, tone: Callable[..., str]) -> Item:
    """Give a thing with the colours that ``tone`` makes of its own and those of the same thing elsewhere."""
    made: Item
    if isinstance(one, Group):
        made = replace(one, items=tuple(_both(a, b, tone) for a, b in zip(one.items, other.items, strict=True)))
    elif isinstance(one, Text):
        made = replace(one, color=tone(one.color, other.color, "text"))
    elif isinstance(one, Image):
        made = one
    else:
        changed = {}
        for field in ("fill", "stroke"):
            mine, theirs = getattr(one, field, None), getattr(other, field, None)
            if mine:
                kind = "line" if field == "stroke" or _is_dot(one) else "fill"
                changed[field] = replace(mine, color=tone(mine.color, (theirs or mine).color, kind))
        made = replace(one, **changed)
    return made
