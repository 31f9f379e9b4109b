"""What stands below the rows: the legend and the caption."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archdraw import text
from archdraw.diagram import Key, Label, Line, Look
from archdraw.stages.chain import Stage
from archdraw.stages.measure import wide
from archdraw.style import Style

NAMES = {"deconv": "transposed conv", "upsample": "upsampling", "input": "input"}

Entry = tuple[Look, str, str]
"""What a colour of the legend is that of, what it means, and the kind of its swatch."""


def entries(stages: Sequence[Stage]) -> list[Entry]:
    """List the ops that are drawn, in the order of the data."""
    found = {stage.layer.op: Look(stage.layer.op) for stage in stages}
    return [(look, NAMES.get(op, op), "solid") for op, look in found.items()]


def legend(entries: Sequence[Entry], top: float, middle: float, room: float, style: Style) -> tuple[list[Key], float]:
    """Set the entries in centred rows; give them and the bottom of the last."""
    swatch, before, gap = style.size("swatch"), style.size("swatch_gap"), style.size("legend_gap")
    rows: list[list[tuple[Entry, float]]] = [[]]
    for entry in _joined(entries, style):
        needs = swatch + before + wide(entry[1], "legend", style)
        if rows[-1] and sum(size + gap for _, size in rows[-1]) + needs > room:
            rows.append([])
        rows[-1].append((entry, needs))
    keys, y = [], top + swatch / 2
    leading = max(10.0, 1.5 * style.text("legend").font.size)
    for row in rows:
        x = middle - (sum(size for _, size in row) + gap * (len(row) - 1)) / 2
        for (look, name, kind), size in row:
            at = (x + swatch + before, y + 0.35 * style.text("legend").font.size)
            keys.append(Key((x, y), look, Line(at, name, "legend", "start", size - swatch - before), kind))
            x += size + gap
        y += leading
    return keys, y - leading + swatch / 2


def _joined(entries: Sequence[Entry], style: Style) -> Iterator[Entry]:
    """Name what looks alike by one entry."""
    alike: dict[object, list[Entry]] = {}
    for look, name, kind in entries:
        faces = style.faces(look)
        looks = (faces.front.color, faces.stroke.color) if kind == "solid" else (kind, look.op)
        alike.setdefault(looks, []).append((look, name, kind))
    for (look, first, kind), *others in alike.values():
        yield look, ", ".join([first, *(name for _, name, _ in others)]), kind


def caption(words: str, top: float, middle: float, room: float, style: Style) -> tuple[Label, float]:
    """Set the caption in centred lines; give it and its bottom."""
    font, lines = style.text("caption").font, []
    y = top + 0.76 * font.size
    for part in text.wrap(text.tidy(words), room, font.size, font.weight):
        lines.append(Line((middle, y), part, "caption", "middle", wide(part, "caption", style)))
        y += 1.25 * font.size
    return Label(tuple(lines)), y - font.size
