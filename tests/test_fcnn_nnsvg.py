"""The style `nn-svg` of the renderer `fcnn` against what NN-SVG itself drew, with the same weights."""

import json
import re
from itertools import groupby, pairwise
from math import hypot
from pathlib import Path

import pytest

import archdraw
from archdraw.diagram import Fan, Units
from archdraw.scene import Text

GOLDEN = Path(__file__).parent / "golden" / "nn-svg"
CASES = sorted(path.stem for path in GOLDEN.glob("fcnn_*.json"))
NEAR = 0.01
CONTROLS = {
    "nodeDiameter": "node_diameter",
    "betweenLayers": "layer_spacing",
    "nodeColor": "node_color",
    "nodeBorderColor": "node_border_color",
    "bezierCurves": "bezier",
    "edgeWidth": "edge_width",
}
PROPORTIONAL = {
    "edgeWidthProportional": "edge_width_proportional",
    "edgeOpacityProportional": "edge_opacity_proportional",
    "edgeColorProportional": "edge_color_proportional",
}


def golden(case):
    found = json.loads((GOLDEN / f"{case}.json").read_text())
    return found["params"], found["geometry"]


def sizes_of(geometry):
    layers = [int(node["id"].split("_")[0]) for node in geometry["nodes"]]
    return [len(list(alike)) for _, alike in groupby(layers)]


def matrices(geometry, sizes):
    """Give the recorded weights; NN-SVG leaves some out where it draws biases."""
    found = [[[0.0] * two for _ in range(one)] for one, two in pairwise(sizes)]
    for edge in geometry["edges"]:
        (layer, one), (_, two) = (map(int, edge[end].split("_")) for end in ("source", "target"))
        found[layer][one][two] = edge["weight"]
    return found


def drawn(case, **more):
    """Draw a case with the options that its settings are here."""
    params, geometry = golden(case)
    controls, rows = params.get("controls", {}), params.get("rows", {}).get("architecture")
    sizes = sizes_of(geometry)
    options = {CONTROLS[key]: value for key, value in controls.items() if key in CONTROLS}
    proportional = {name: str(bool(controls.get(key, False))).lower() for key, name in PROPORTIONAL.items()}
    if "true" in proportional.values():
        options |= {**proportional, "weights": matrices(geometry, sizes), "color_bar": False}
    if rows:
        options["node_gap"] = [gap for _, gap in rows]
    if params.get("radios", {}).get("nnDirection") == "up":
        options["direction"] = "down"  # what NN-SVG calls up has its input at the top
    spec = f"input: {sizes[0]}\nlayers: [{', '.join(f'{{dense: {size}}}' for size in sizes[1:])}]\n"
    figure = archdraw.render(spec.encode(), name="net.yaml", renderer="fcnn", style="nn-svg", options=options | more)
    return figure, geometry


def shift(figure, geometry):
    """Give the way from NN-SVG's origin to ours."""
    x, y = next(mark for mark in figure.diagram.marks if isinstance(mark, Units)).centers[0]
    first = geometry["nodes"][0]
    return x - first["cx"], y - first["cy"]


@pytest.mark.parametrize("case", CASES)
def test_neurons_stand_where_those_of_nn_svg_stand(case):
    figure, geometry = drawn(case)
    dx, dy = shift(figure, geometry)
    ours = [
        (center, mark.radius) for mark in figure.diagram.marks if isinstance(mark, Units) for center in mark.centers
    ]
    assert len(ours) == len(geometry["nodes"])
    for ((x, y), radius), node in zip(ours, geometry["nodes"], strict=True):
        assert (x - dx, y - dy) == pytest.approx((node["cx"], node["cy"]), abs=NEAR)
        assert radius == node["r"]


def edges_of(figure):
    """Give each drawn edge by its ends, as NN-SVG names them."""
    layers = [mark for mark in figure.diagram.marks if isinstance(mark, Units)]
    found = {}
    for place, fan in enumerate(mark for mark in figure.diagram.marks if isinstance(mark, Fan)):
        for strand in fan.strands:
            ends = []
            for at, layer in ((strand.points[0], place), (strand.points[-1], place + 1)):
                centers = layers[layer].centers
                index = min(range(len(centers)), key=lambda i: hypot(at[0] - centers[i][0], at[1] - centers[i][1]))
                ends.append(f"{layer}_{index}")
            found[tuple(ends)] = strand
    return found


def on_golden(numbers, share):
    """Give a point of an edge of NN-SVG: a line of two points, or a cubic curve of four."""
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    weights = (
        [1 - share, share]
        if len(points) == 2
        else [(1 - share) ** 3, 3 * share * (1 - share) ** 2, 3 * share**2 * (1 - share), share**3]
    )
    return tuple(sum(w * point[axis] for w, point in zip(weights, points, strict=True)) for axis in (0, 1))


def distance(point, numbers):
    """Give how far a point is from an edge of NN-SVG, by narrowing down on the nearest of its points."""
    low, high = 0.0, 1.0
    for _ in range(6):
        steps = [low + (high - low) * i / 20 for i in range(21)]
        far = [hypot(*(a - b for a, b in zip(on_golden(numbers, s), point, strict=True))) for s in steps]
        best = far.index(min(far))
        low, high = steps[max(0, best - 1)], steps[min(20, best + 1)]
    return min(far)


@pytest.mark.parametrize("case", [case for case in CASES if "bias" not in case])
def test_edges_run_where_those_of_nn_svg_are_seen(case):
    """NN-SVG draws from centre to centre and covers the ends with white neurons; ours end at the border, on the same line."""
    figure, geometry = drawn(case)
    dx, dy = shift(figure, geometry)
    ours, radius = edges_of(figure), geometry["nodes"][0]["r"]
    assert len(ours) == len(geometry["edges"])
    for edge in geometry["edges"]:
        points = [(x - dx, y - dy) for x, y in ours[edge["source"], edge["target"]].points]
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", edge["d"])]
        for end, center in ((points[0], numbers[:2]), (points[-1], numbers[-2:])):
            assert hypot(end[0] - center[0], end[1] - center[1]) == pytest.approx(radius, abs=NEAR)
            assert distance(end, numbers) < NEAR
        assert (len(points) == 4) == ("C" in edge["d"])
        between = on_golden([n for point in points for n in point], 0.3)
        assert distance(between, numbers) < NEAR


def test_weights_look_as_those_of_nn_svg():
    figure, geometry = drawn("fcnn_5_7_3_weighted")
    ours = edges_of(figure)
    groups = [group for group in figure.scene.items if getattr(group, "kind", "") == "weight"]
    strokes = {lines: item.stroke for group in groups for item in group.items for lines in item.lines}
    for edge in geometry["edges"]:
        stroke = strokes[ours[edge["source"], edge["target"]].points]
        assert stroke.width == pytest.approx(float(edge["stroke_width"]), abs=NEAR)
        assert stroke.opacity == pytest.approx(float(edge["stroke_opacity"]), abs=NEAR)
        color = [int(stroke.color[i : i + 2], 16) for i in (1, 3, 5)]
        assert color == pytest.approx([int(n) for n in re.findall(r"\d+", edge["stroke"])], abs=1)


def test_a_bias_is_a_unit_of_its_own():
    """NN-SVG makes the first neuron of each layer its bias, drops the edges into it and still counts it in ℝⁿ: its users complain most of that.

    So with biases our figure has all its edges and those into the first neurons of the hidden layers, and one unit more for each.
    """
    figure, geometry = drawn("fcnn_4_8_8_2_bias", bias="true")
    theirs = {(edge["source"], edge["target"]) for edge in geometry["edges"]}
    fans = [mark for mark in figure.diagram.marks if isinstance(mark, Fan) and mark.kind == "weight"]
    assert sum(len(fan.strands) for fan in fans) == 4 * 8 + 8 * 8 + 8 * 2
    plain, _ = drawn("fcnn_4_8_8_2_bias")
    missing = set(edges_of(plain)) - theirs
    assert {target for _, target in missing} == {"1_0", "2_0"}
    assert theirs < set(edges_of(plain))
    biases = [mark for mark in figure.diagram.marks if isinstance(mark, Units) and mark.kind == "bias"]
    assert [len(mark.centers) for mark in biases] == [1, 1, 1]
    assert "Hidden Layer ∈ ℝ⁸" in [label["text"] for label in geometry["labels"]]  # with its bias among the eight


def test_words_have_the_size_that_they_have_in_nn_svg():
    """Its labels are 12 px beside neurons of 20; of the renderers that draw boxes the style leaves the sizes alone."""
    figure, _ = drawn("fcnn_default")
    assert {item.font.size for item in figure.scene.flat() if isinstance(item, Text)} == {12.0}
    assert (
        archdraw.render(b"input: 4\nlayers: [dense: 2]", name="n.yaml", style="nn-svg").style.text("label").font.size
        == 7
    )


def test_curves_leave_along_the_flow_in_both_directions():
    """NN-SVG's curves leave neurons sideways where the data flows down."""
    for direction, axis in (("right", 0), ("down", 1), ("up", 1)):
        figure, _ = drawn("fcnn_4_6_3_bezier", direction=direction)
        for strand in edges_of(figure).values():
            one, two = strand.points[:2]
            assert abs(two[axis] - one[axis]) > abs(two[1 - axis] - one[1 - axis])
