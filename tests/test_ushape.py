"""U-Nets drawn as a U: what lies across is level, whatever stands in the legs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from placing_graphs import check

import archdraw
from archdraw.diagram import Band, Block
from archdraw.errors import UsageError
from archdraw.placing import Edge, Frame, Node, Problem, Settings, place
from archdraw.placing.measure import measure
from archdraw.quality import measure as quality

TEMPLATES = Path(__file__).parent.parent / "templates" / "specs"
KERAS = Path(__file__).parent / "golden" / "keras-nasty" / "unet.keras"
HEIGHTS = st.sampled_from([11.5, 13.0, 20.0])


@st.composite
def us(draw: st.DrawFn, page: float = 468.0) -> Problem:
    """Draw U-Nets: levels with one or two rungs, legs of any length, framed or with short skips in them, circles or boxes as joins."""
    nodes = [Node(80, 13, depth=-0.5)]
    edges: list[Edge] = []
    frames: list[Frame] = []
    rungs: list[tuple[int, int]] = []

    def add(depth: float, *, frame: int = -1, circle: bool = False) -> int:
        node = Node(9, 9, frame, True, depth) if circle else Node(80, draw(HEIGHTS), frame, depth=depth)
        nodes.append(node)
        edges.append(Edge(len(nodes) - 2, len(nodes) - 1))
        return len(nodes) - 1

    def leg(depth: float, least: int) -> None:
        count = draw(st.integers(least, 3))
        framed = count > 1 and draw(st.booleans())
        frame = len(frames) if framed else -1
        frames.extend([Frame(title=40.0)] * framed)
        first = len(nodes)
        for _ in range(count):
            add(depth, frame=frame)
        if count > 1 and draw(st.booleans()):
            last = add(depth, frame=frame, circle=True)
            edges.append(Edge(first if framed or draw(st.booleans()) else first - 1, last))

    levels = draw(st.integers(1, 3))
    for level in range(levels):
        for _ in range(draw(st.integers(1, 2))):
            leg(level, 1)
            rungs.append((len(nodes) - 1, level))
        pooled = nodes[-1].frame if draw(st.booleans()) else -1
        add(level + 0.5, frame=pooled)
    leg(levels, 0)
    for source, level in reversed(rungs):
        frame = len(frames) if draw(st.booleans()) else -1
        if nodes[-1].depth > level:
            add(level + 0.5, frame=frame if draw(st.booleans()) else -1)
        target = add(level, circle=draw(st.booleans()), frame=frame)
        edges.append(Edge(source, target, 50.0, 6.0, rung=True))
        if frame < 0:
            leg(level, 0)
        else:
            frames.append(Frame(title=40.0))
            for _ in range(draw(st.integers(1, 2))):
                add(level, frame=frame)
    add(-0.5)
    settled = Settings(page=(page, 0.0), gap=6.5, side_ports=False)
    order = sorted(edges, key=lambda edge: (edge.source, edge.target))
    return Problem(tuple(nodes), tuple(order), tuple(frames), settled)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(us())
def test_rungs_are_level_and_nothing_meets(problem: Problem) -> None:
    placed = place(problem)
    assert placed.shape == "u"
    check(problem, placed)
    found = measure(problem, placed)
    assert not found.crossings
    assert not found.shared
    assert placed.width == pytest.approx(468.0)
    for number, edge in enumerate(problem.edges):
        if edge.rung:
            points = [wire for wire in placed.wires if number in wire.edges][-1].points
            assert points[-1][1] == points[-2][1]
            assert points[-1][0] > points[-2][0]
            assert points[-1][1] == pytest.approx(placed.nodes[edge.target].center[1])
            _, y = placed.labels[number]
            assert y < points[-1][1]
    for one, two in zip(placed.bands, placed.bands[1:], strict=False):
        assert one.bottom < two.top
    for band in placed.bands:
        assert all(band.holds(box) or not band.meets(box) for box in placed.nodes)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(us(page=0.0))
def test_without_a_page_a_u_is_as_wide_as_it_must_be(problem: Problem) -> None:
    placed = place(problem)
    assert placed.shape == "u"
    check(problem, placed)
    assert not measure(problem, placed).crossings


def figure(source: object, **options: str) -> archdraw.Figure:
    return archdraw.render(source, renderer="blocks", options=options)


@pytest.mark.parametrize(
    "source", [TEMPLATES / "unet.yaml", TEMPLATES / "unet3d.yaml", KERAS], ids=lambda path: path.name
)
@pytest.mark.parametrize("options", [{}, {"text": "full"}, {"merges": "box"}, {"legend": "false"}], ids=str)
def test_a_unet_has_no_faults(source: Path, options: dict[str, str]) -> None:
    drawn = figure(source, **options)
    assert quality(drawn.scene).faults == ()
    assert "copy" in drawn.svg
    assert not quality(drawn.scene).crossings


def test_an_author_may_refuse_the_u() -> None:
    assert "copy" not in figure(TEMPLATES / "unet.yaml", u="false").svg


def test_a_chain_is_no_u_and_says_why() -> None:
    chain = b"input: 8x8x3\nlayers: [{conv: 4 3x3}, {maxpool: 2}, {conv: 4 3x3}]\n"
    with pytest.raises(UsageError, match="cannot be drawn as a U") as caught:
        archdraw.render(chain, name="net.yaml", renderer="blocks", options={"u": "true"})
    assert "no skips lead across" in caught.value.hint


def test_any_nested_skips_make_a_u_if_that_is_asked_for() -> None:
    flat = b"input: 8\nlayers:\n  - {dense: 8, name: a}\n  - {dense: 8, name: b}\n  - dense: 8\n  - add: b\n  - dense: 8\n  - add: a\n"
    plain = archdraw.render(flat, name="net.yaml", renderer="blocks")
    assert "copy" not in plain.svg
    asked = archdraw.render(flat, name="net.yaml", renderer="blocks", options={"u": "true"})
    assert "copy" in asked.svg
    assert quality(asked.scene).faults == ()


GATED = b"""
input: 64x64x3
blocks:
  gate: {params: {f: null, skip: null}, layers: [{conv: $f 1x1, name: g}, {conv: $f 1x1, from: $skip}, {add: g}, relu, {multiply: $skip}]}
layers:
  - {conv: 8 3x3, name: a}
  - maxpool: 2
  - {conv: 16 3x3, name: b}
  - maxpool: 2
  - conv: 32 3x3
  - {deconv: 16, name: up_b}
  - gate: {f: 16, skip: b}
  - {concat: up_b}
  - conv: 16 3x3
  - {deconv: 8, name: up_a}
  - gate: {f: 8, skip: a}
  - {concat: up_a}
  - conv: 8 3x3
"""
RESIDUAL = b"""
input: 64x64x3
layers:
  - conv: 8 3x3
  - {residual: [{conv: 8 3x3 relu}, {conv: 8 3x3}], name: a}
  - conv: 16 3x3 s2
  - {residual: [{conv: 16 3x3 relu}, {conv: 16 3x3}], name: b}
  - conv: 32 3x3 s2
  - {residual: [{conv: 32 3x3}, {conv: 32 3x3}]}
  - {deconv: 16}
  - {concat: b}
  - conv: 16 1x1
  - {residual: [{conv: 16 3x3}, {conv: 16 3x3}]}
  - {deconv: 8}
  - {add: a}
  - {residual: [{conv: 8 3x3}, {conv: 8 3x3}]}
"""


def test_what_feeds_both_legs_stands_above_them() -> None:
    drawn = figure(TEMPLATES / "diffusion-unet.yaml")
    found = quality(drawn.scene)
    assert found.faults == ()
    assert not found.crossings
    assert found.smallest >= 4.9
    at = {mark.layer: mark.box for mark in drawn.diagram.marks if isinstance(mark, Block)}
    assert at["time/dense_2"].bottom < min(at["x"].top, at["output"].top)
    assert at["s11"].center[0] < at["time/dense_2"].center[0] < at["up"].center[0]


def test_a_feature_pyramid_has_no_bands_and_is_no_u_by_itself() -> None:
    pyramid = TEMPLATES / "yolo-fpn.yaml"
    assert "copy" not in figure(pyramid).svg
    asked = figure(pyramid, u="true", repeats="box")
    assert "copy" in asked.svg
    assert not [mark for mark in asked.diagram.marks if isinstance(mark, Band)]


@pytest.mark.parametrize("net", [GATED, RESIDUAL], ids=["gated", "residual"])
@pytest.mark.parametrize("width", ["234", "468"])
def test_gates_and_residual_blocks_stand_in_the_legs(net: bytes, width: str) -> None:
    drawn = archdraw.render(net, name="net.yaml", renderer="blocks", options={"width": width})
    assert quality(drawn.scene).faults == ()
    assert not quality(drawn.scene).crossings
    assert "copy" in drawn.svg
