"""The marks of tensors with the kernels in them, and of what leads from one to the next."""

from __future__ import annotations

from collections.abc import Sequence

from archdraw.diagram import Beam, Link, Look, Paint, Pasted, Solid
from archdraw.geometry import Point
from archdraw.graph import OPS
from archdraw.layouts.alexnet import words
from archdraw.layouts.alexnet.options import Options
from archdraw.layouts.alexnet.tensors import Tensor
from archdraw.stages.chain import Stage
from archdraw.style.colors import parse
from archdraw.volumes.views import Body

GLASS = (0.5, 0.55, 0.62)
"""How opaque the front, the top and the side of a tensor are, so that kernels are seen in it."""
DOT, NARROW = 0.9, 4.0
"""The radius of the dot where an arrow begins on a face, and how wide a face must be for one, in points."""


def look(stage: Stage) -> Look:
    """Give what the style needs to choose the looks of a stage; a name that is an op's, such as ``output``, says nothing."""
    layer = stage.layer
    groups = tuple(group for group in stage.groups if group not in OPS)
    return Look(layer.op, layer.type, groups, layer.name if layer.name not in OPS else "")


def solid(tensor: Tensor, body: Body, kernel: Body | None, beams: Sequence[Beam], options: Options) -> Solid:
    """Make the mark of a tensor."""
    stage = tensor.stage
    title = f"{stage.layer.label or stage.layer.name}: {words.shape(tensor)}"
    opacities = (1.0, 1.0, 1.0) if stage.is_vector else GLASS
    if options.opacity is not None:
        opacities = (options.opacity,) * 3
    one, two = parse(options.color1), parse(options.color2)
    three = parse(options.color3) or two
    inner = tuple(color for color in (two or three, three) if color)
    return Solid(
        stage.layer.name,
        body.corners,
        body.view.facing,
        look(stage),
        opacities,
        (kernel.corners,) if kernel else (),
        tuple(beams),
        Paint((one,) if one else (), options.border),
        Paint(inner, options.border, options.kernel_opacity),
        title,
        _picture(stage, options),
    )


def _picture(stage: Stage, options: Options) -> Pasted | None:
    """Give the picture of an input as the options want it."""
    found = stage.layer.attrs.get("picture")
    return Pasted(found, options.picture_opacity, options.picture_flip) if found else None


def out(body: Body, slope: bool) -> tuple[Point, float]:
    """Give where an arrow leaves a tensor, and the radius of the dot there: on the side that is seen, if that is wide enough."""
    corners, axis = body.corners, body.middle[1]
    if body.view.facing[0] > 0 and abs(corners[5][0] - corners[4][0]) >= NARROW:
        x, y = body.at((0.5, 0, 0))
        return (x, y if slope else axis), DOT
    return (body.hull.right, axis), 0.0


def into(body: Body) -> Point:
    """Give where an arrow arrives: at the edge to the left."""
    return (body.hull.left, body.middle[1])


def arrow(tensor: Tensor, one: Body, two: Body, slope: bool) -> Link:
    """Lead from one tensor to the next by an arrow."""
    start, dot = out(one, slope)
    return Link((start, into(two)), tensor.edges, True, (), "data", dot)


def lines(tensor: Tensor, one: Body, two: Body) -> tuple[Link, Link]:
    """Lead from both ends of a tensor to one point of the next, a quarter below its top."""
    tip = two.at((-0.5, 0.25, 0.0))
    ends = (one.at((0.5, 0.5, 0)), one.at((0.5, -0.5, 0)))
    first, second = (Link((end, tip), tensor.edges, False, (), "fan") for end in ends)
    return first, second
