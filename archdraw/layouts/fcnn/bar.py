"""The bar beside the figure that says which weight a colour is."""

from __future__ import annotations

from archdraw import lettering
from archdraw.diagram import Line, Scale
from archdraw.geometry import Box
from archdraw.layouts.fcnn.options import Options
from archdraw.style import Style

STEPS, WIDE, HIGH, AWAY, TICK = 12, 5.5, 6.0, 17.0, 2.0
"""How many steps, how wide and high each is, how far from the figure, and how long a tick is, in points."""


def scale(largest: float, page: Box, body: Box, style: Style, options: Options) -> Scale:
    """Set the bar right of the figure, in the middle of its height, with five ticks and the weights they are."""
    grown = style.text("legend").font.size / 6.0
    left = max(page.right + 8.0, body.right + AWAY * grown)
    height = STEPS * HIGH * grown
    top = body.center[1] - height / 2
    box = Box(left, top, left + WIDE * grown, top + height)
    tints = []
    for step in range(STEPS):
        share = 1 - (step + 0.5) * 2 / STEPS
        tints.append(abs(share) ** options.color_power * (1 if share > 0 else -1))
    ticks, lines = [], []
    size = style.text("legend").font.size
    for part in (1.0, 0.5, 0.0, -0.5, -1.0):
        y = box.center[1] - part * height / 2
        ticks.append(((box.right, y), (box.right + TICK, y)))
        words = signed(part * largest)
        lines.append(
            Line(
                (box.right + 2 * TICK, y + 0.35 * size),
                words,
                "legend",
                "start",
                lettering.wide(words, "legend", style),
            )
        )
    words = "weight, − dashed" if options.dash_negative or style.line("negative").dash else "weight"
    wide = lettering.wide(words, "legend", style)
    lines.append(Line((box.left, box.top - size), words, "legend", "start", wide))
    return Scale(
        box,
        tuple(tints),
        tuple(lines),
        tuple(ticks),
        (options.edge_color, options.negative_color, options.positive_color),
    )


def signed(weight: float) -> str:
    """Write a weight with two digits and a true sign.

    >>> signed(1.0), signed(-0.5), signed(0), signed(0.01234)
    ('+1', '−0.5', '0', '+0.012')
    """
    number = f"{abs(weight):.2g}"
    return number if not weight else f"{'+' if weight > 0 else '−'}{number}"
