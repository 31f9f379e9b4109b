"""The renderer `volumes` as other tools draw: their places, their looks, and TeX in which all of it has a name."""

import re
import subprocess
from itertools import pairwise
from math import hypot
from pathlib import Path
from shutil import which

import pytest
from convnet_scripts import EXAMPLE, FRONT, LENET
from hypothesis import given
from hypothesis import strategies as st

import archdraw
from archdraw.diagram import Glued, Key, Label, Link, Solid
from archdraw.errors import UsageError
from archdraw.layouts.volumes import Options
from archdraw.quality import measure
from archdraw.scene import Group, Polygon

SPECS = Path(__file__).parent.parent / "templates/specs"
UNITS = {"channel_unit": 4, "height_unit": 4, "width_unit": 4}
"""ConvNetDraw's zooms at first; a pixel is a point."""


def drawn(source, name="net.yaml", style="paper", **options):
    return archdraw.render(source, name=name, renderer="volumes", style=style, options=options)


def solids(figure) -> list[Solid]:
    return [solid for mark in figure.diagram.marks if isinstance(mark, Glued) for solid in mark.solids]


@pytest.mark.parametrize(("script", "pen"), [(EXAMPLE, 563.8), (LENET, 1196.4), (FRONT, 1630.8)])
def test_the_row_is_as_long_as_the_page_of_convnetdraw_draws_it(script, pen):
    """`pen` is where its next box would begin: boxes from 10 on, each as wide as its front and what leads away, and 5 between."""
    figure = drawn(script.encode(), "net.convnet", "convnetdraw", **UNITS)
    xs = [x for solid in solids(figure) for x, _ in solid.corners]
    assert 10 + max(xs) - min(xs) + 5 == pytest.approx(pen, abs=0.01)
    for one, two in pairwise(solids(figure)):
        assert min(x for x, _ in two.corners) - max(x for x, _ in one.corners) == pytest.approx(5)


def test_faces_have_the_colours_of_convnetdraw():
    """Fronts are 25 of 255 darker than the colour of the keyword, sides 26 and tops 51 lighter."""
    figure = drawn(EXAMPLE.encode(), "net.convnet", "convnetdraw")
    bases = ["00c8fa", "5bc3c4", "ffc33f", "f9e3b4", "5bc3c4", "ffc33f", "f9e3b4", "fe4d66", "ff4d66"]
    layers = [item for item in figure.scene.flat() if isinstance(item, Polygon) and item.layer]
    assert len(layers) == 3 * len(bases)
    for at, base in enumerate(bases):
        top, front, side = (item.fill.color for item in layers[3 * at : 3 * at + 3])
        channels = [int(base[i : i + 2], 16) for i in (0, 2, 4)]
        for face, more in ((front, -25), (side, 26), (top, 51)):
            assert face == "#" + "".join(f"{min(255, max(0, value + more)):02x}" for value in channels)
    said = [line.text for mark in figure.diagram.marks if isinstance(mark, Label) for line in mark.lines]
    assert said[0] == "28×28×1"
    assert said[-1] == "1×1×10"


def test_black_and_white_is_the_switch_of_convnetdraw():
    """All fills become white: fronts 25 of 255 darker, what is lighter is clamped; edges are black."""
    figure = drawn(EXAMPLE.encode(), "net.convnet", "convnetdraw-bw")
    layers = [item for item in figure.scene.flat() if isinstance(item, Polygon) and item.layer]
    assert [item.fill.color for item in layers] == ["#ffffff", "#e6e6e6", "#ffffff"] * 9
    assert {item.stroke.color for item in layers} <= {"black", "#000000"}
    colored = drawn(EXAMPLE.encode(), "net.convnet", "convnetdraw")
    points = [[item.points for item in made.scene.flat() if isinstance(item, Polygon)] for made in (figure, colored)]
    assert points[0] == points[1]


@pytest.mark.parametrize("style", ["convnetdraw", "convnetdraw-bw", "visualkeras", "tikz-cnn", "plotneuralnet"])
@pytest.mark.parametrize("name", ["unet", "resnet18"])
def test_networks_with_skips_are_read_in_the_style_of_every_peer(style, name):
    """What is drawn apart is drawn together where lines around it leave no place to cut the row."""
    figure = archdraw.render(SPECS / f"{name}.yaml", renderer="volumes", style=style)
    quality = measure(figure.scene)
    assert quality.smallest >= 5
    if style != "visualkeras":  # its blocks cover each other
        assert {fault.kind for fault in quality.faults} <= {"contrast"}


@pytest.mark.parametrize(
    ("view", "away"),
    [("plotneuralnet", (0.385, -0.385)), ("convnetdraw", (0.3, -0.5)), ("visualkeras", (1 / 3, -1 / 3))],
)
def test_edges_lead_away_as_in_the_tool_of_that_name(view, away):
    """`away` are the three projections as these tools write them, y down; fronts are as they are."""
    solid = solids(drawn(SPECS / "vgg16.yaml", view=view))[1]
    corners = solid.corners
    size = corners[0][1] - corners[2][1]  # as high as deep
    assert corners[1][0] - corners[0][0] == pytest.approx(away[0] * size)
    assert corners[1][1] - corners[0][1] == pytest.approx(away[1] * size)
    assert corners[4][1] == corners[0][1]


def test_isometric_lengths_are_equal_along_up_and_away_and_rows_stay_level():
    figure = drawn(SPECS / "vgg16.yaml", view="isometric")
    solid = solids(figure)[0]
    near, away, up = solid.corners[0], solid.corners[1], solid.corners[2]
    assert hypot(away[0] - near[0], away[1] - near[1]) == pytest.approx(hypot(up[0] - near[0], up[1] - near[1]))
    assert (away[1] - near[1]) / (away[0] - near[0]) == pytest.approx(-(3**-0.5))
    for arrow in (mark for mark in figure.diagram.marks if isinstance(mark, Link)):
        assert arrow.points[0][1] == pytest.approx(arrow.points[-1][1])
    assert measure(figure.scene).faults == ()


def test_two_ways_to_say_the_view_are_an_error():
    with pytest.raises(UsageError, match="'ratio_x' and 'angle' are two ways"):
        Options(ratio_x=0.3, angle=30.0)


@given(height=st.floats(0.1, 5), width=st.floats(0.1, 5), channel=st.floats(0.1, 5))
def test_units_are_exact(height, width, channel):
    source = b"input: 24x32x3\nlayers: [{conv: 16 3x3}, {maxpool: 2}]"
    figure = drawn(
        source, height_unit=height, width_unit=width, channel_unit=channel, apart="layers", ratio_x=0.3, ratio_y=0.5
    )
    for solid, (h, w, c) in zip(solids(figure), [(24, 32, 3), (24, 32, 16), (12, 16, 16)], strict=True):
        near, away, up, along = (solid.corners[i] for i in (0, 1, 2, 4))
        assert near[1] - up[1] == pytest.approx(h * height)
        assert along[0] - near[0] == pytest.approx(c * channel)
        assert away[0] - near[0] == pytest.approx(0.3 * w * width)
        assert near[1] - away[1] == pytest.approx(0.5 * w * width)


def test_apart_each_layer_is_a_block_and_all_edges_stay():
    figure = drawn(SPECS / "unet.yaml", style="visualkeras")
    layers = {layer.name for layer in figure.drawn.layers if layer.op != "output"}
    assert [solid.layer for solid in solids(figure)] == list(dict.fromkeys(solid.layer for solid in solids(figure)))
    assert {solid.layer for solid in solids(figure)} == layers
    edges = {edge for mark in figure.diagram.marks if isinstance(mark, Link) for edge in mark.edges}
    assert {(edge.source, edge.target) for edge in figure.drawn.edges if edge.target in layers} <= edges


def test_only_slabs_with_an_activation_have_a_band_on_their_last_third():
    figure = drawn(b"input: 8x8x3\nlayers: [{conv: 8 3x3 relu}, {conv: 8 3x3}, {maxpool: 2}]", style="plotneuralnet")
    assert [solid.band for solid in solids(figure)] == [0.0, pytest.approx(1 / 3), 0.0, 0.0]
    group = next(item for item in walk(figure.scene.items) if item.layer == solids(figure)[1].layer)
    band = next(item for item in group.items if isinstance(item, Polygon) and item.fill and not item.stroke)
    left, right = group.body[0][0], group.body[1][0]
    assert min(x for x, _ in band.points) == pytest.approx(left + 2 / 3 * (right - left))


def walk(items):
    for item in items:
        if isinstance(item, Group):
            yield item
            yield from walk(item.items)


@pytest.mark.parametrize("style", ["paper", "plotneuralnet", "visualkeras", "tikz-cnn"])
@pytest.mark.parametrize(("spec", "width"), [("vgg16", "6.5in"), ("unet", "6.5in"), ("yolo-fpn", "3.25in")])
def test_svg_and_tikz_have_the_same_coordinates(style, spec, width):
    figure = drawn(SPECS / f"{spec}.yaml", style=style, width=width)
    svg, tex = (figure.to_bytes(kind).decode() for kind in ("svg", "tex"))
    assert f'viewBox="0 0 {figure.scene.width:g} ' in svg
    areas = [
        [tuple(map(float, point.split(","))) for point in points.split()]
        for points in re.findall(r'<polygon [^>]*points="([^"]+)"', svg)
    ]
    paths = [
        [(float(x), -float(y)) for x, y in re.findall(r"\\ad[ML]\{([-.\d]+)\}\{([-.\d]+)\}", path)]
        for path in re.findall(r"(\\adM\{[^\n]*?)\\adZ\\adF?S?\{", tex)
        if "\\adC" not in path
    ]
    heads = [path for path in paths if len(path) == 3]
    assert len(areas) > 30
    assert areas_of(areas) == pytest.approx(areas_of([path for path in paths if path not in heads]), abs=0.01)
    said = [(float(x), float(y)) for x, y in re.findall(r'<text [^>]*?\bx="([-.\d]+)" y="([-.\d]+)"', svg)]
    set_ = [(float(x), -float(y)) for x, y in re.findall(r"\\adT\{[^{}]*\}\{([-.\d]+)\}\{([-.\d]+)\}", tex)]
    assert len(said) == len(set_) > 3
    for one, two in zip(said, set_, strict=True):
        assert one == pytest.approx(two, abs=0.01)


def areas_of(areas):
    return [value for area in areas if len(area) == 4 for point in area for value in point]


ASKED = r"""
\documentclass{article}
\usepackage{tikz,amssymb}
\begin{document}
\tikzset{archdraw/conv2-conv/.style={archdraw opacity=.5, archdraw color={conv-fill}{green!50!blue}}}
\def\archdrawcolors{\colorlet{archdraw-pool-fill}{cyan!50!blue}}
\def\archdrawmore{\draw[->] (conv1-conv-east) to[bend left] (conv3-conv_3-nearnortheast);
  \foreach \at in {west, north, farsouthwest} {\pgfpointanchor{conv1-conv-\at}{center}\pgfgetlastxy\x\y\typeout{AT \at\space\x\space\y}}}
\input{figure}
\end{document}
"""


def test_latex_has_coordinates_colours_and_opacities_by_layer(tmp_path):
    if not which("pdflatex"):
        pytest.skip("no pdflatex")
    figure = drawn(SPECS / "vgg16.yaml", style="plotneuralnet")
    (tmp_path / "figure.tex").write_bytes(figure.to_bytes("tex", fragment=True))
    (tmp_path / "a.tex").write_text(ASKED)
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "a.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout[done.stdout.find("\n!") :][:800]
    corners = next(solid for solid in solids(figure) if solid.layer == "conv1/conv").corners
    ends = {"farsouthwest": corners[1], "west": mean(corners[:4]), "north": mean(corners[i] for i in (2, 3, 6, 7))}
    for at, (x, y) in ends.items():
        across, up = re.search(rf"AT {at} ([-.\d]+)pt ([-.\d]+)pt", done.stdout).groups()
        assert float(across) == pytest.approx(x * 72.27 / 72, abs=0.02)
        assert float(up) == pytest.approx(-y * 72.27 / 72, abs=0.02)


def mean(points):
    xs, ys = zip(*points, strict=True)
    return sum(xs) / len(xs), sum(ys) / len(ys)


def test_arrows_end_on_the_outline_of_bars_that_lead_away():
    figure = drawn(SPECS / "vgg16.yaml", style="plotneuralnet")
    blocks = [mark for mark in figure.diagram.marks if isinstance(mark, Glued)]
    arrows = [mark for mark in figure.diagram.marks if isinstance(mark, Link)]
    for arrow, block in zip(arrows, blocks[1:], strict=True):
        x, y = arrow.points[-1]
        edges = [
            (block.solids[0].corners[one], block.solids[0].corners[one | bit])
            for one in range(8)
            for bit in (1, 2, 4)
            if not one & bit
        ]
        assert min(hypot(a - x, b - y) + hypot(c - x, d - y) - hypot(a - c, b - d) for (a, b), (c, d) in edges) < 1e-6


def test_the_legend_says_only_what_is_true_of_all_blocks_of_a_colour():
    """The last dense layer has a softmax, which is a slab of its own only where blocks are not taken apart."""
    keys = [
        mark.line.text
        for mark in drawn(SPECS / "vgg16.yaml", style="visualkeras").diagram.marks
        if isinstance(mark, Key)
    ]
    assert keys == ["conv 3×3 + ReLU", "max pool 2×2", "flatten", "dense"]
    keys = [mark.line.text for mark in drawn(SPECS / "vgg16.yaml", apart="all").diagram.marks if isinstance(mark, Key)]
    assert "conv 3×3" in keys
    assert "conv 3×3 + ReLU" not in keys


@pytest.mark.parametrize(
    "source",
    [SPECS / "vgg16.yaml", Path(__file__).parent.parent / "gallery/convnet/digits.convnet"],
    ids=["vgg16", "digits"],
)
@pytest.mark.parametrize("width", ["6.5in", "3.25in"])
def test_lines_between_blocks_apart_lead_from_what_they_touch(source, width):
    """An activation that is a block of its own gives to the next: no line from the layer before runs through it."""
    figure = archdraw.render(source, renderer="volumes", style="convnetdraw", options={"apart": "all"}, width=width)
    assert not [fault for fault in measure(figure.scene).faults if fault.kind.startswith("line")]
    whole = {(edge.source, edge.target) for edge in archdraw.read(source).edges}
    edges = {edge for mark in figure.diagram.marks if isinstance(mark, Link) for edge in mark.edges}
    drawn_apart = {solid.layer for solid in solids(figure)}
    assert {edge for edge in edges if set(edge) <= drawn_apart} <= whole
