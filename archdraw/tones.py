"""Scenes for light and dark pages at once: each colour knows the one that takes its place on a dark page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from archdraw.scene import Group, Image, Item, Scene, Text, Tone

Turn = Callable[[str], str]


def twofold(light: Scene, dark: Scene, turn: Turn) -> Scene:
    """Give the light scene with the colours of the dark one beside its own; both hold the same things in the same places.

    A fill that is the same in both is the caller's and stays, with the text that is drawn for it; a line that is the same might be seen on
    a light page only: ``turn`` gives its colour for a dark one.
    """

    def tone(one: str, other: str, line: bool = False) -> str:
        return Tone(one, turn(one) if line and other == one else other) if one else one

    items = tuple(_both(one, other, tone) for one, other in zip(light.items, dark.items, strict=True))
    return replace(light, items=items, background=tone(light.background, dark.background))


def darkened(scene: Scene) -> Scene:
    """Give a twofold scene as it is on a dark page."""

    def dark(one: str, _: str, line: bool = False) -> str:
        return one.dark if isinstance(one, Tone) else one

    items = tuple(_both(item, item, dark) for item in scene.items)
    return replace(scene, items=items, background=dark(scene.background, ""))


def tones(scene: Scene) -> Iterator[tuple[str, Tone]]:
    """Go through the twofold colours of a scene, each with what it paints: ``fill`` or ``stroke``."""
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
        made = replace(one, color=tone(one.color, other.color))
    elif isinstance(one, Image):
        made = one
    else:
        changed = {}
        for field in ("fill", "stroke"):
            mine, theirs = getattr(one, field, None), getattr(other, field, None)
            if mine:
                changed[field] = replace(mine, color=tone(mine.color, (theirs or mine).color, field == "stroke"))
        made = replace(one, **changed)
    return made
