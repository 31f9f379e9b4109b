"""The marks of stacks and vectors, and of what leads from one to the next."""

from __future__ import annotations

from collections.abc import Sequence

from archdraw.diagram import Bar, Cone, Link, Look, Mark, Paint, Pasted, Sheets, Spread
from archdraw.graph import OPS
from archdraw.layouts.lenet import windows
from archdraw.layouts.lenet.options import Options
from archdraw.layouts.lenet.row import Here
from archdraw.stages import words
from archdraw.stages.chain import Stage
from archdraw.stages.fields import seen
from archdraw.style.colors import parse
from archdraw.volumes.scales import Scale


def look(stage: Stage) -> Look:
    """Give what the style needs to choose the looks of a stage; a name that is an op's, such as ``output``, says nothing."""
    layer = stage.layer
    groups = tuple(group for group in stage.groups if group not in OPS)
    return Look(layer.op, layer.type, groups, layer.name if layer.name not in OPS else "")


def paint(options: Options) -> Paint:
    """Give what the options say over the style; where they name one colour, the other is the same."""
    one, two = options.color1 or options.color2, options.color2 or options.color1
    fills = (parse(two) or "", parse(one) or "") if one else ()
    return Paint(fills, options.border, options.opacity)


def solid(stage: Stage, here: Here, options: Options) -> Mark:
    """Make the mark of a stack or a vector."""
    name = stage.layer.label or stage.layer.name
    title = f"{name}: {words.size(stage)}"
    if here.shape.corners:
        corners = tuple(here.at(point) for point in here.shape.corners)
        return Bar(stage.layer.name, corners, look(stage), paint(options), title)
    dots = tuple(here.at(point) for point in here.shape.dots)
    kind, painted = "maps", paint(options)
    if stage.is_vector:
        kind, painted = "cells", Paint(painted.fills[1:], painted.width, painted.opacity)
    picture = None if stage.is_vector else stage.layer.attrs.get("picture")
    pasted = Pasted(picture, options.picture_opacity, options.picture_flip) if picture else None
    return Sheets(stage.layer.name, here.boxes(), look(stage), dots, painted, title, kind, pasted)


def between(stages: Sequence[Stage], i: int, one: Here, two: Here, scale: Scale, options: Options) -> Mark:
    """Make the mark of what leads from the stage before to this one: a window, lines from end to end, or an arrow."""
    stage, before = stages[i], stages[i - 1]
    if stage.is_vector or before.is_vector:
        start = (one.at(one.shape.east[0]), one.at(one.shape.east[1]))
        end = (two.at(two.shape.west[0]), two.at(two.shape.west[1]))
        return Spread(start, end, stage.edges, look(stage), paint(options), options.wedges)
    field = seen(stage, before)
    if field and options.window:
        window = windows.window(one.boxes()[-1], field, before, scale, i - 1, options)
        tip = windows.cell(two.boxes()[-1], stage, i - 1, options)
        whole = (stage.height, stage.width) == (1, 1)
        return Cone(window, tip, stage.edges, look(stage), paint(options), options.wedges, whole)
    axis = one.top + one.shape.height / 2
    ends = ((one.left + one.shape.sides()[1], axis), (two.left + two.shape.sides()[0], axis))
    return Link(ends, stage.edges)
