"""Which groups get a frame, how much room it needs, and where its title stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archdraw import placing, text
from archdraw.diagram import Frame, Label, Line
from archdraw.graph import Graph, Group
from archdraw.layouts.graph import boxes, headings
from archdraw.layouts.graph.closing import is_labelled
from archdraw.layouts.graph.manner import Manner
from archdraw.placing import Placed
from archdraw.style import Style


def chosen(graph: Graph) -> tuple[Group, ...]:
    """Choose the groups that get a frame: not those that hold a single layer, unless a spec asks for the group or it is a model.

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
        if wanted and (count >= 2 or (count == 1 and (group.repeat > 1 or group.kind in ("group", "zoom", "model")))):
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


GLUE = "\N{NO-BREAK SPACE}"
SPARE = 10.0
"""By so much, in points, a title may widen its frame at the left."""


def _lines(group: Group, words: str, widest: float, style: Style) -> list[tuple[str, str]]:
    """Give the lines of a title, each with its role.

    The title of a block beside a figure has two where it is much longer than half of the ``widest`` box: it would widen its frame at the left.
    """
    if group.kind != "zoom":
        return [(words, "title")]
    if group.note:
        return [(words, "title"), (text.tidy(group.note), "detail")]
    font = style.text("title").font
    long = text.width(words, font.size, font.weight)
    room = widest / 2 + style.size("frame_side") - 2 * style.size("title_left") + SPARE
    parts = re.split(r" (?!\d)", words)  # a number stays with what it counts
    least = max(0.6 * long, *(text.width(part, font.size, font.weight) + 0.1 for part in parts))
    split = (
        text.wrap(GLUE.join(re.split(r" (?=\d)", words)), max(room, least), font.size, font.weight)
        if long > room
        else [words]
    )
    return [(line.replace(GLUE, " "), "title") for line in split] if len(split) == 2 else [(words, "title")]


def half(group: Group, words: str, style: Style) -> float:
    """Tell how wide half a box must be so that the title of the block around it widens its frame by little."""
    lines = [(words, "title"), (group.note, "detail")] if group.note else [(word, "title") for word in words.split()]
    wide = max((_width(line, role, style) for line, role in lines), default=0.0)
    return wide + 2 * style.size("title_left") - style.size("frame_side") - SPARE / 3


def outline(group: Group, parent: int, words: str, widest: float, style: Style) -> placing.Frame:
    """Say how much room the frame of a group needs at each side, and for its title and badge."""
    badge = style.text("badge").font
    lines = _lines(group, words, widest, style)
    wide = max(_width(line, role, style) for line, role in lines)
    left = min(wide, TITLE_ROOM) + 2 * style.size("title_left") + 0.5
    top = style.size("frame_top") + (len(lines) - 1) * style.size("leading")
    right = text.width(_badge(group), badge.size, badge.weight) + 7 + 10 if group.repeat > 1 else 0.0
    return placing.Frame(
        parent, style.size("frame_side"), top, style.size("frame_side"), style.size("frame_bottom"),
        title=left, badge=right,
    )  # fmt: skip


def marks(framed: Sequence[Group], graph: Graph, placed: Placed, style: Style, manner: Manner) -> list[Frame | Label]:
    """Outline the groups, the outer ones first, with their titles and badges clear of lines."""
    found: list[Frame | Label] = []
    if not framed:
        return found
    ancestry = graph.ancestry()
    lines = headings.Lines(placed)
    widest = max((box.width for box in placed.nodes), default=0.0)
    outermost_first = sorted(zip(framed, placed.frames, strict=True), key=lambda pair: len(ancestry[pair[0].name]))
    for group, parts in outermost_first:
        for i, box in enumerate(parts):
            if i:  # where a column break cuts a frame, only its first part has room for a title
                found.append(Frame(group.name, box))
                continue
            badge = _badge(group)
            (first, _), *more = _lines(group, boxes.title_of(group, graph.name, manner), widest, style)
            title, further = headings.heading(first, badge, box, lines, style)
            found.append(Frame(group.name, box, title if title.text else None, badge, further))
            for line, role in more:
                at = (title.at[0], title.at[1] + style.size("leading"))
                shown = headings.shortened(line, role, at, box, lines, style)
                found.append(Label((Line(at, shown, role, "start", _width(shown, role, style)),)))
    return found


def _badge(group: Group) -> str:
    return f"×{group.times or group.repeat}" if group.repeat > 1 else ""


def _width(line: str, role: str, style: Style) -> float:
    font = style.text(role).font
    return text.width(line, font.size, font.weight)
