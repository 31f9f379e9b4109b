"""Draw the views of a figure: with everything that repeats closed, each open, and all open."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace

from archdraw.errors import ArchdrawError, ArchdrawWarning
from archdraw.figure import Figure
from archdraw.plan import Asked
from archdraw.scene import Group, Item
from archdraw.views import View, Views

MOST = 12
"""So many views at most; where more could be drawn, groups are not opened one by one."""
LARGEST = 24_000
"""So many things all views hold at most, which are about 3 MB of SVG; the first view counts, but is always there."""


def views(first: Figure, asked: Asked, expanded: tuple[str, ...], draw: Callable[[Asked], Figure]) -> Views:
    """Draw the views, the figure itself first; ``draw`` draws what is asked, ``expanded`` is what is open already.

    A view that looks like one before it, cannot be drawn, or makes the file too large is left out, the last told.
    """
    shown = [View("Figure", first.scene, first.drawn)]
    seen, size, left_out = {first.scene.items}, _size(first.scene.items), []
    for title, opens, wanted in _asked(first, asked, expanded):
        made = _drawn(wanted, draw)
        if made is None or made.scene.items in seen:
            continue
        seen.add(made.scene.items)
        if size + _size(made.scene.items) > LARGEST:
            left_out.append(title)
            continue
        size += _size(made.scene.items)
        shown.append(View(title, made.scene, made.drawn, opens))
    note = f"Too large for this page, and left out: {', '.join(left_out)}." if left_out else ""
    if len(_repeats(first)) > MOST - 3:
        note = f"{note} More than {MOST - 3} groups repeat: they open all at once.".strip()
    return Views(first.graph, tuple(shown), note)


def _asked(first: Figure, asked: Asked, expanded: tuple[str, ...]) -> Iterator[tuple[str, str, Asked]]:
    """Go through what may be drawn: what each view is called, the group that it opens, and how it is asked for."""

    def with_(**options: str) -> dict[str, object]:
        return {**asked.options, **{key: value for key, value in options.items() if hasattr(first.options, key)}}

    if getattr(first.options, "repeats", "box") != "box":
        yield "Closed", "", replace(asked, options=with_(repeats="box"))
    repeats = _repeats(first)
    if len(repeats) <= MOST - 3:
        for name, title in repeats.items():
            yield title, name, replace(asked, expand=(*expanded, f"={name}"))
    if len(repeats) != 1 or getattr(first.options, "repeats", "frame") != "frame":
        yield (
            "All open",
            "*",
            replace(asked, expand=(*expanded, *(("*",) if repeats else ())), options=with_(repeats="frame")),
        )


def _repeats(figure: Figure) -> dict[str, str]:
    """Name the groups of which one copy stands for several, with titles for the views that open them, no two alike."""
    titles: dict[str, str] = {}
    for group in figure.drawn.groups:
        if group.repeat > 1 and group.hidden:
            title = f"{group.title or group.type or group.name} ×{group.repeat}"
            titles[group.name] = title if title not in titles.values() else f"{group.name} ×{group.repeat}"
    return titles


def _drawn(wanted: Asked, draw: Callable[[Asked], Figure]) -> Figure | None:
    """Draw a view; what is said of its print concerns no paper, and what cannot be drawn is no view."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ArchdrawWarning)
        try:
            return draw(wanted)
        except ArchdrawError:
            return None


def _size(items: tuple[Item, ...]) -> int:
    return sum(1 + _size(item.items) if isinstance(item, Group) else 1 for item in items)
