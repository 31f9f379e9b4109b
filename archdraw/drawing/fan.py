"""The edges between two layers of neurons: those of one look are one path; and what their colours mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from archdraw.diagram import Fan, Scale, Strand
from archdraw.drawing.label import text
from archdraw.geometry import Box
from archdraw.scene import Fill, Group, Item, Path, Rect, Strands, Stroke
from archdraw.style import Style, mix

DASH = (4.0, 1.6)
"""The dashes of negative edges, where the style has none of its own."""


def draw(mark: Fan, style: Style) -> Group:
    """Draw all edges, neighbours of one look as one path, each path under its heads."""
    items: list[Item] = []
    for look, alike in groupby(mark.strands, key=lambda strand: (strand.width, strand.opacity, strand.tint)):
        strands = list(alike)
        stroke = _stroke(mark, *look, style)
        curved = len(strands[0].points) == 4
        items.append(Strands(tuple(strand.points for strand in strands), stroke, None, curved, (mark.edge,)))
        items.extend(_heads(mark.head, strands, replace(stroke, dash=())))
    return Group(f"{mark.edge[0]}-{mark.edge[1]}", tuple(items), kind=mark.kind)


def _heads(kind: str, strands: list[Strand], stroke: Stroke) -> Iterator[Strands]:
    tips = tuple(strand.tip for strand in strands if strand.tip)
    if tips and kind == "solid":
        yield Strands(tips, None, Fill(stroke.color, stroke.opacity, stroke.role))
    elif tips:
        yield Strands(tips, stroke)


def _stroke(mark: Fan, width: float | None, opacity: float, tint: float | None, style: Style) -> Stroke:
    base = style.line("bias" if mark.kind == "bias" else "weight")
    color, dash = mark.colors[0] or base.color, base.dash
    if tint is not None:
        color = tinted(tint, mark.colors, style)
    if tint is not None and tint < 0 and mark.kind != "bias":
        dash = style.line("negative").dash or (DASH if mark.dashed else ())
    return Stroke(color, base.width if width is None else width, dash, base.role, opacity)


def tinted(tint: float, colors: tuple[str, str, str], style: Style) -> str:
    """Give the colour of a tint: between that of zero and that of its sign."""
    own = colors[1 if tint < 0 else 2]
    return mix(style.line("zero").color, own or style.line("negative" if tint < 0 else "positive").color, abs(tint))


def scale(mark: Scale, style: Style) -> Group:
    """Draw the flat steps, an outline around them, ticks and words."""
    rule = replace(style.line("rule"), width=0.4)
    high = mark.box.height / len(mark.tints)
    items: list[Item] = []
    for at, tint in enumerate(mark.tints):
        top = mark.box.top + at * high
        step = Box(mark.box.left, top, mark.box.right, top + high)
        items.append(Rect(step, Fill(tinted(tint, mark.colors, style), 1.0, "scale")))
    items.append(Rect(mark.box, None, rule))
    items += [Path(tick, rule) for tick in mark.ticks]
    items += [text(line, style) for line in mark.lines]
    return Group("scale", tuple(items), kind="key")
