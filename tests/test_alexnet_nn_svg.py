"""The renderer `alexnet` against what NN-SVG draws: with its parameters and the random places of its filters told, all lies where it lies there.

Three of its ways are not copied, and where one shows in a golden, the test says so: a layer of depth 1 has no depth in its row but is drawn
1 deep (`alexnet_lenet5`); a filter may stick out of its layer (the last one of `alexnet_linear`); and the height of a point that a filter
leads to is taken from the width of the layer, which the goldens, all square, do not show.
"""

import json
from itertools import pairwise
from math import log
from pathlib import Path

import pytest

import archdraw
from archdraw.diagram import Beam, Link, Solid
from archdraw.scene import Polygon

GOLDEN = Path(__file__).resolve().parent / "golden" / "nn-svg"
GAP = 20
CASES = ("alexnet_default", "alexnet_lenet5", "alexnet_conv_only", "alexnet_linear")
SHEET = 0.5
"""How far the sheet of a layer of depth 1 sticks out of its place there."""


def spec_of(geometry):
    """Write the layers of a golden as a spec: custom layers, for no convolution makes 55 of 224."""
    first, *rest = geometry["architecture"]
    lines = [f"input: {first['height']}x{first['width']}x{first['depth']}", "layers:"]
    for before, layer in zip(geometry["architecture"], rest, strict=False):
        shape = f"{layer['height']}x{layer['width']}x{layer['depth']}"
        kernel = f"{before['filterHeight']}x{before['filterWidth']}"
        lines.append(f"  - {{custom: {{text: Filter, shape: {shape}, kernel: {kernel}}}}}")
    if geometry["architecture2"]:
        lines.append("  - flatten")
    return "\n".join([*lines, *(f"  - dense: {length}" for length in geometry["architecture2"])])


def options_of(geometry, unit, scale):
    layers, thick = geometry["architecture"], unit * (log(2) if scale == "ln" else 2)
    thin = [SHEET * (layer["depth"] == 1 and scale == "ln") for layer in layers]
    gaps = [GAP - one - two for one, two in pairwise(thin)]
    gaps += [GAP + thick / 2 - thin[-1], GAP] if geometry["architecture2"] else []
    places = [share for layer in layers for share in (layer["rel_x"], layer["rel_y"])]
    return {
        "scale": scale, "depth_scale": scale, "unit": unit, "depth_unit": unit, "gaps": gaps, "kernel_at": places, "thickness": thick
    }  # fmt: skip


@pytest.fixture(params=CASES)
def case(request):
    """Draw the case in the style `nn-svg`; give its name, the figure, the golden's objects, and the shift between their origins."""
    geometry = json.loads((GOLDEN / f"{request.param}.json").read_text(encoding="utf-8"))["geometry"]
    told = options_of(geometry, *((1, "linear") if request.param == "alexnet_linear" else (10, "ln")))
    figure = archdraw.render(
        spec_of(geometry).encode(), name="n.yaml", renderer="alexnet", style="nn-svg", options=told
    )
    boxes = of(geometry, "layers", "BoxGeometry")
    solids = [mark for mark in figure.diagram.marks if isinstance(mark, Solid)]
    mine = middle(solids[0].corners)
    theirs = middle([corner[:2] for corner in boxes[0]["screen"]])
    return request.param, figure, geometry, (theirs[0] - mine[0], theirs[1] - mine[1])


def of(geometry, group, kind):
    return [item for item in geometry["objects"] if item["group"] == group and item["geometry"] == kind]


def solids_of(figure):
    return [mark for mark in figure.diagram.marks if isinstance(mark, Solid)]


def middle(points):
    return tuple(sum(axis) / len(points) for axis in zip(*points, strict=True))


def near(points, others, shift):
    """Tell whether each point has its own one of the others within 0.01, after the shift."""
    assert len(points) == len(others)
    left = [tuple(other[:2]) for other in others]
    for x, y in points:
        found = min(left, key=lambda other: (other[0] - x - shift[0]) ** 2 + (other[1] - y - shift[1]) ** 2)
        assert found == pytest.approx((x + shift[0], y + shift[1]), abs=0.01)
        left.remove(found)


def test_boxes_lie_where_they_lie_there(case):
    _, figure, geometry, shift = case
    boxes = of(geometry, "layers", "BoxGeometry")
    assert len(boxes) == len(solids_of(figure))
    for mark, box in zip(solids_of(figure), boxes, strict=True):
        near(mark.corners, box["screen"], shift)


def test_kernels_lie_where_they_lie_there(case):
    name, figure, geometry, shift = case
    kernels = [kernel for mark in solids_of(figure) for kernel in mark.kernels]
    boxes = of(geometry, "convs", "BoxGeometry")
    assert len(kernels) == len(boxes) == len(geometry["architecture"]) - 1
    for number, (kernel, box) in enumerate(zip(kernels, boxes, strict=True)):
        if (name, number) == ("alexnet_linear", 4):
            out = max(abs(corner[1]) for corner in box["world"]) - geometry["architecture"][number]["height"] / 2
            assert out == pytest.approx(0.146, abs=0.001)  # there it sticks out above; ours is so much lower
            near(kernel, box["screen"], (shift[0], shift[1] - 0.93095 * out))
        else:
            near(kernel, box["screen"], shift)


def test_pyramids_lie_where_they_lie_there(case):
    name, figure, geometry, shift = case
    beams = [beam for mark in solids_of(figure) for beam in mark.beams]
    theirs = of(geometry, "pyramids", "Geometry")
    assert len(beams) == len(theirs)
    for number, (beam, pyramid) in enumerate(zip(beams, theirs, strict=True)):
        base, tip = pyramid["screen"][:4], pyramid["screen"][4:]
        thin = geometry["architecture"][number]["depth"] == 1
        if (name, number) == ("alexnet_linear", 4):
            near(beam.window, base, (shift[0], shift[1] - 0.93095 * 0.146254))
        else:  # there a pyramid begins in the middle of a sheet
            by = SHEET if thin else 0.0
            near(beam.window, base, (shift[0] - 0.933675 * by, shift[1] - 0.130767 * by))
        near([beam.tip], tip, shift)


def test_arrows_go_the_same_way(case):
    _, figure, geometry, _ = case
    arrows = [mark for mark in figure.diagram.marks if isinstance(mark, Link)]
    assert len(arrows) == len(geometry["architecture2"])
    for mark in arrows:
        assert mark.points[0][0] < mark.points[1][0]
        assert mark.points[0][1] < mark.points[1][1]  # downhill, as the camera sees it


def test_colours_and_lines_are_those_there(case):
    _, figure, geometry, _ = case
    looks = {"layers": "#eeeeee", "convs": "#99ddff", "pyramids": "#ffbbbb"}
    for group, color in looks.items():
        assert {item["color"] for item in geometry["objects"] if item["group"] == group and item["opacity"] == 0.4} == {
            color
        }
    areas = [item for item in figure.scene.flat() if isinstance(item, Polygon) and item.fill]
    assert {(item.fill.color, item.fill.opacity) for item in areas} == {(color, 0.4) for color in looks.values()}
    assert {item.stroke.width for item in areas if item.stroke} == {1}
    assert {item.stroke.color for item in areas if item.stroke} == {"#000000"}


def test_layers_that_are_not_square_keep_their_kernels_and_points_inside():
    """NN-SVG takes the width for the height of the point, which then lies outside of a layer that is wide and low."""
    spec = b"input: 20x200x2\nlayers: [conv: 4 5x5, conv: 4 3x3]"
    told = {"kernel_at": [0.5, 0.5], "unit": 1, "depth_unit": 10}
    figure = archdraw.render(spec, name="n.yaml", renderer="alexnet", style="nn-svg", options=told)
    for mark in solids_of(figure):
        xs, ys = zip(*mark.corners, strict=True)
        inner = [point for kernel in mark.kernels for point in kernel]
        inner += [beam.tip for beam in mark.beams if isinstance(beam, Beam)]
        for x, y in inner:
            assert min(xs) - 1e-6 <= x <= max(xs) + 1e-6
            assert min(ys) - 1e-6 <= y <= max(ys) + 1e-6
