"""Which groups get a frame, how much room it needs, and where its title stands."""

from __future__ import annotations

from collections.abc import Sequence

from archdraw import placing, text
from archdraw.diagram import Frame
from archdraw.graph import Graph, Group
from archdraw.layouts.graph import boxes, headings
from archdraw.layouts.graph.closing import is_labelled
from archdraw.layouts.graph.manner import Manner
from archdraw.placing import Placed
from archdraw.style import Style


def chosen(graph: Graph) -> tuple[Group, ...]:
    """Choose the groups that get a frame: not those that hold a single layer, unless a spec asks for the group.

    A known block that stands alone has its name for when it is closed; a frame around it would say little.
    """
    lines = graph.ancestry()
    layers: dict[str, int] = {}
    for layer in graph.layers:
        for up in lines[layer.group]:
            layers[up] = layers.get(up, 0) + 1
    framed = []
    for group in graph.groups:
        count = layers.get(group.name, 0)
        wanted = group.repeat > 1 or (group.kind not in ("copy", "pattern") and is_labelled(group))
        if wanted and (count >= 2 or (count == 1 and (group.repeat > 1 or group.kind == "group"))):
            framed.append(group)
    return tuple(framed)


def missing(framed: Sequence[Group], placed: Placed) -> tuple[str, ...]:
    """Name the groups an author asks for, in his own words, that got no frame, because others stand among their layers."""
    return tuple(
        local if (local := group.name.rsplit("/", 1)[-1]).lower() == group.title.lower() else group.title or group.name
        for group, boxes_of in zip(framed, placed.frames, strict=True)
        if group.kind == "group" and not boxes_of
    )


TITLE_ROOM = 234.0
"""How wide the title of a frame may make it, in points, half a page: a longer one is shortened."""


def outline(group: Group, parent: int, words: str, style: Style) -> placing.Frame:
    """Say how much room the frame of a group needs at each side, and for its title and badge."""
    title, badge = style.text("title").font, style.text("badge").font
    left = min(text.width(words, title.size, title.weight), TITLE_ROOM) + 2 * style.size("title_left") + 0.5
    right = text.width(f"×{group.repeat}", badge.size, badge.weight) + 7 + 10 if group.repeat > 1 else 0.0
    return placing.Frame(
        parent, style.size("frame_side"), style.size("frame_top"), style.size("frame_side"), style.size("frame_bottom"),
        title=left, badge=right,
    )  # fmt: skip


def marks(framed: Sequence[Group], graph: Graph, placed: Placed, style: Style, manner: Manner) -> list[Frame]:
    """Outline the groups, the outer ones first, with their titles and badges clear of lines."""
    found = []
    ancestry = graph.ancestry()
    lines = headings.Lines(placed)
    outermost_first = sorted(zip(framed, placed.frames, strict=True), key=lambda pair: len(ancestry[pair[0].name]))
    for group, parts in outermost_first:
        for i, box in enumerate(parts):
            if i:  # where a column break cuts a frame, only its first part has room for a title
                found.append(Frame(group.name, box))
                continue
            badge = f"×{group.repeat}" if group.repeat > 1 else ""
            title, further = headings.heading(boxes.title_of(group, graph.name, manner), badge, box, lines, style)
            found.append(Frame(group.name, box, title, badge, further))
    return found
