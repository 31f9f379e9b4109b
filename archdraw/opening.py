"""Draw the views of a figure: with everything that repeats closed, each open, and all open."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace

from archdraw.errors import ArchdrawError, ArchdrawWarning
from archdraw.figure import Figure
from archdraw.plan import Asked
from archdraw.scene import Group, Item, Scene
from archdraw.views import View, Views, copies_of

MOST = 12
"""So many views at most; where more could be drawn, groups are not opened one by one."""
LARGEST = 24_000
"""So many things all views hold at most, which are about 3 MB of SVG; the first view counts, but is always there."""


def views(first: Figure, asked: Asked, expanded: tuple[str, ...], draw: Callable[[Asked], Figure]) -> Views:
    """Draw the views, the figure itself first; ``draw`` draws what is asked, ``expanded`` is what is open already.

    A view that looks like one before it, does not show what it opens, cannot be drawn, or makes the file too large is left out, the last told.
    """
    shown = [View("Figure", first.scene, first.drawn)]
    seen, size, left_out = {first.scene.items}, _size(first.scene), []
    for title, opens, ways in _asked(first, asked, expanded):
        made = next((made for made in map(draw_quietly(draw), ways) if made and _opens(first, made, opens)), None)
        if made is None or made.scene.items in seen:
            continue
        seen.add(made.scene.items)
        if size + _size(made.scene) > LARGEST:
            left_out.append(title)
            continue
        size += _size(made.scene)
        shown.append(View(title, made.scene, made.drawn, opens))
    note = f"Too large for this page, and left out: {', '.join(left_out)}." if left_out else ""
    if len(_repeats(first)) > MOST - 3:
        note = f"{note} More than {MOST - 3} groups repeat: they open all at once.".strip()
    return Views(first.graph, tuple(shown), note)


def _asked(first: Figure, asked: Asked, expanded: tuple[str, ...]) -> Iterator[tuple[str, str, list[Asked]]]:
    """Go through what may be drawn: what each view is called, the group that it opens, and how it is asked for, in ways that show more and more."""

    def with_(**options: str) -> dict[str, object]:
        return {**asked.options, **{key: value for key, value in options.items() if hasattr(first.options, key)}}

    if getattr(first.options, "repeats", "box") != "box":
        yield "Closed", "", [replace(asked, options=with_(repeats="box"))]
    repeats = _repeats(first)
    frames = with_(repeats="frame")
    if len(repeats) <= MOST - 3:
        for name, title in repeats.items():
            one = replace(asked, expand=(*expanded, f"={name}"))
            yield title, name, [one, replace(one, options=frames)] if frames != asked.options else [one]
    yield "All open", "*", [replace(asked, expand=(*expanded, *(("*",) if repeats else ())), options=frames)]


def _opens(first: Figure, made: Figure, opened: str) -> bool:
    """Tell whether a view shows what it is for: copies that the first view hides; where it opens none, less than that."""
    if not opened:
        return _size(made.scene) < _size(first.scene)
    repeated = [group for group in first.drawn.groups if group.repeat > 1 and opened in (group.name, "*")]
    hidden = {name for group in repeated for name in (*copies_of(group)[1:], *(layer.name for layer in group.hidden))}
    return not hidden or not hidden.isdisjoint(_shown(made.scene.items))


def _shown(items: tuple[Item, ...]) -> Iterator[str]:
    """Name the layers and groups of which a scene shows something."""
    for item in items:
        if isinstance(item, Group):
            yield item.layer or item.id.removeprefix("group-")
            yield from _shown(item.items)


def _repeats(figure: Figure) -> dict[str, str]:
    """Name the groups of which one copy stands for several, with titles for the views that open them, no two alike."""
    titles: dict[str, str] = {}
    for group in figure.drawn.groups:
        if group.repeat > 1 and group.hidden:
            title = f"{group.title or group.type or group.name} ×{group.repeat}"
            titles[group.name] = title if title not in titles.values() else f"{group.name} ×{group.repeat}"
    return titles


def draw_quietly(draw: Callable[[Asked], Figure]) -> Callable[[Asked], Figure | None]:
    """Give a function that draws a view: what is said of its print concerns no paper, and what cannot be drawn is no view."""

    def drawn(wanted: Asked) -> Figure | None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ArchdrawWarning)
            try:
                return draw(wanted)
            except ArchdrawError:
                return None

    return drawn


def _size(scene: Scene) -> int:
    return sum(1 for _ in scene.flat())
