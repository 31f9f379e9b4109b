"""A line that passes over another: the other is interrupted by the ground beside it."""

from __future__ import annotations

from dataclasses import replace

from archdraw.diagram import Bridge
from archdraw.scene import Group, Path, Stroke
from archdraw.style import Style

GAP, DEPTH = 1.7, 0.7
"""Half of what is free of the lower line, and how far the ground reaches along the upper one, in points."""


def draw(mark: Bridge, style: Style) -> Group:
    """Cover the lower line, and draw the upper one over that."""
    stroke = style.line(mark.kind)
    frame = style.frame().fill
    ground = frame.color if mark.framed and frame else style.background
    x, y = mark.at

    def along(far: float) -> tuple[tuple[float, float], tuple[float, float]]:
        return ((x, y - far), (x, y + far)) if mark.upright else ((x - far, y), (x + far, y))

    over = Path(along(DEPTH + 0.3), replace(stroke, dash=()))
    if not ground:  # whatever lies behind the figure cannot be drawn
        return Group("bridge", (over,), kind="bridge")
    return Group("bridge", (Path(along(DEPTH), Stroke(ground, 2 * GAP + stroke.width)), over), kind="bridge")
