"""The renderer `lenet` against what NN-SVG draws: with its parameters and its random places told, all lies where it lies there."""

import json
from math import isnan
from pathlib import Path

import pytest

import archdraw
from archdraw.diagram import Bar, Cone, Sheets, Spread
from archdraw.scene import Polygon, Rect, Text

GOLDEN = Path(__file__).resolve().parent / "golden" / "nn-svg"
DEFAULT = """
title: NN-SVG's LeNet
input: 128x128x8
layers:
  - maxpool: 8x8 s2 same
  - {custom: {text: Convolution, shape: 48x48x24, kernel: 16x16}}  # no layer of this kernel makes 48 of 64
  - maxpool: 8x8 s3 same
  - flatten
  - dense: 256
  - dense: 128
"""
LENET5 = """
input: 32x32x1
layers: [conv: 6 5x5 valid, avgpool: 2, conv: 16 5x5 valid, avgpool: 2, flatten, dense: 120, dense: 84, dense: 10]
"""
VECTORS = "input: 256\nlayers: [dense: 128, dense: 10]"
THICK = 10
"""NN-SVG counts the gap behind a vector from where the vector begins."""
BEHIND = 12 - THICK
CASES = {
    "lenet_default": (DEFAULT, {"gaps": [40, 10, -20, -20, BEHIND], "spacing": 8}),
    "lenet_lenet5": (LENET5, {"gaps": [40, 40, 40, 40, 40, BEHIND], "spacing": 8}),
    "lenet_styled_nolabels": (
        DEFAULT,
        {"gaps": [40, 10, -20, -20, BEHIND], "spacing": 20, "labels": False, "color1": "#88ccee", "color2": "#332288",
         "opacity": 0.5, "border": 2},
    ),
    "lenet_vectors_only": (VECTORS, {"gaps": [BEHIND], "spacing": 8}),
}  # fmt: skip


def of(figure, kind):
    return [mark for mark in figure.diagram.marks if isinstance(mark, kind)]


@pytest.fixture(params=CASES)
def case(request):
    """Draw the case in the style `nn-svg`; give the figure, the golden and the shift between their origins."""
    spec, options = CASES[request.param]
    geometry = json.loads((GOLDEN / f"{request.param}.json").read_text(encoding="utf-8"))["geometry"]
    places = [share for window in geometry["convs"] for share in (window["x_rel"], window["y_rel"])]
    given = {"unit": 1, "max_maps": 0, "vector_scale": "linear", **options, **({"window_at": places} if places else {})}
    figure = archdraw.render(spec.encode(), name="n.yaml", renderer="lenet", style="nn-svg", options=given)
    first = figure.diagram.marks
    mine = next((mark.boxes[0] for mark in first if isinstance(mark, Sheets)), None)
    corner = (mine.left, mine.top) if mine else next(mark.points[0] for mark in first if isinstance(mark, Bar))
    theirs = (
        geometry["rects"][0] if geometry["rects"] else dict(zip("xy", geometry["polys"][0]["points"][0], strict=True))
    )
    shift = (theirs["x"] - corner[0], theirs["y"] - corner[1])
    return figure, geometry, shift


def shifted(points, by):
    return [pytest.approx((x + by[0], y + by[1]), abs=0.01) for x, y in points]


def test_maps_lie_where_they_lie_there(case):
    figure, geometry, shift = case
    boxes = [box for mark in of(figure, Sheets) for box in mark.boxes]
    theirs = sorted(geometry["rects"], key=lambda rect: tuple(map(int, rect["id"].split("_"))))
    assert shifted([(box.left, box.top) for box in boxes], shift) == [(rect["x"], rect["y"]) for rect in theirs]
    assert [pytest.approx((box.width, box.height), abs=0.01) for box in boxes] == [
        (rect["width"], rect["height"]) for rect in theirs
    ]


def test_windows_and_their_lines_lie_where_they_lie_there(case):
    figure, geometry, shift = case
    cones = of(figure, Cone)
    windows = geometry["convs"]
    corners = [(mark.window.left, mark.window.top) for mark in cones]
    assert shifted(corners, shift) == [(window["x"], window["y"]) for window in windows]
    assert [pytest.approx((mark.window.width, mark.window.height), abs=0.01) for mark in cones] == [
        (window["width"], window["height"]) for window in windows
    ]
    starts, ends = [], []
    for mark in cones:
        starts += [(mark.window.right, mark.window.bottom), (mark.window.right, mark.window.top)]
        ends += [(mark.tip.left, mark.tip.top)] * 2
    assert shifted(starts, shift) == [(link["x1"], link["y1"]) for link in geometry["conv_links"]]
    assert shifted(ends, shift) == [(link["x2"], link["y2"]) for link in geometry["conv_links"]]


def test_vectors_and_the_lines_between_them_lie_where_they_lie_there(case):
    figure, geometry, shift = case
    bars = of(figure, Bar)
    assert [shifted(mark.points, shift) for mark in bars] == [
        [tuple(point) for point in poly["points"]] for poly in geometry["polys"]
    ]
    lines = [line for line in geometry["fc_lines"] if not isnan(line["x1"])]  # NN-SVG hides those before the first mark
    starts = [end for mark in of(figure, Spread) for end in reversed(mark.start)]
    ends = [end for mark in of(figure, Spread) for end in reversed(mark.end)]
    assert shifted(starts, shift) == [(line["x1"], line["y1"]) for line in lines]
    assert shifted(ends, shift) == [(line["x2"], line["y2"]) for line in lines]


def test_sizes_begin_over_the_stacks_where_they_begin_there(case):
    figure, geometry, shift = case
    theirs = [label for label in geometry["size_labels"] if label["text"]]
    ours = [item for item in figure.scene.flat() if isinstance(item, Text) and item.anchor == "start"]
    assert shifted([(item.at[0], 0) for item in ours], shift) == [(label["x"], shift[1]) for label in theirs]
    words = [item.content.replace("×", "x") for item in ours]
    assert [word if "@" in word else f"1x{word}" for word in words] == [label["text"] for label in theirs]
    tops = {mark.layer: mark.boxes[0].top for mark in of(figure, Sheets)}
    tops |= {mark.layer: mark.points[0][1] for mark in of(figure, Bar)}
    for item, top in zip(ours, tops.values(), strict=False):
        assert 1 < top - item.at[1] < 12


def test_fills_and_borders_are_those_there(case):
    figure, geometry, _ = case
    layers = [mark.layer for mark in (*of(figure, Sheets), *of(figure, Bar))]
    windows = {mark.window for mark in of(figure, Cone)}
    areas = [
        i for i in figure.scene.flat() if isinstance(i, Rect) and i.fill and i.box not in windows and i.layer in layers
    ]
    theirs = sorted(geometry["rects"], key=lambda rect: tuple(map(int, rect["id"].split("_"))))
    areas += [item for item in figure.scene.flat() if isinstance(item, Polygon) and item.layer]
    assert len(areas) == len(theirs) + len(geometry["polys"])
    for area, other in zip(areas, (*theirs, *geometry["polys"]), strict=True):
        assert f"rgb{tuple(bytes.fromhex(area.fill.color[1:]))}" == other["fill"]
        assert (area.fill.opacity, area.stroke.width) == (float(other["opacity"]), float(other["stroke_width"]))
        assert area.stroke.color == "#000000"
    lines = {line.stroke.width for line in figure.scene.flat() if hasattr(line, "edges")}
    assert lines == {float(line["stroke_width"]) for line in (*geometry["conv_links"], *geometry["fc_lines"])}


def test_maps_that_are_not_square_are_centred_too():
    """NN-SVG centres by the width alone, and then lets the lines to a vector begin in empty space."""
    spec = b"input: 20x60x2\nlayers: [conv: 4 5x5 valid, flatten, dense: 10]"
    figure = archdraw.render(spec, name="n.yaml", renderer="lenet", style="nn-svg", options={"unit": 1})
    one, two = of(figure, Sheets)
    middles = {(mark.boxes[0].top + mark.boxes[-1].bottom) / 2 for mark in (one, two)}
    assert len({round(middle, 6) for middle in middles}) == 1
    (spread,) = of(figure, Spread)
    assert spread.start == ((two.boxes[0].right, two.boxes[0].top), (two.boxes[-1].right, two.boxes[-1].bottom))
