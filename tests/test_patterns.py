"""Patterns of figures: never under a text, the same in every format and in the legend, and free where there are none."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import archdraw
from archdraw import drawing, style
from archdraw.areas import Convex
from archdraw.diagram import Block, Diagram, Key, Line, Look
from archdraw.geometry import Box
from archdraw.graph import OPS
from archdraw.hatching import PATTERNS, hatch
from archdraw.quality import measure
from archdraw.scene import Circle, Group, Item, Polygon, Rect, Scene, Text
from archdraw.scene import Path as Stretch

HERE = Path(__file__).parent
GALLERY = HERE.parent / "gallery"
SPEC = b"input: 32x32x3\nlayers: [{conv: 8 3x3}, {maxpool: 2x2}, flatten, {dense: 10}]\n"
SEEN = [name for name in PATTERNS if name != "none"]


def drawn(pattern: str, *lines: Line, kind: str = "layer", **look: object) -> tuple[Item, ...]:
    block = Block("conv1", Box(10, 10, 110, 31), Look("conv"), lines, kind=kind)
    loaded = style.load("paper", {"conv": {"pattern": pattern, **look}})
    return tuple(drawing.draw(Diagram((block,), 120, 41), loaded).flat())


def pattern_of(items: tuple[Item, ...]) -> list[Stretch | Polygon]:
    return [item for item in items if isinstance(item, (Stretch, Polygon))]


def groups(scene: Scene, kind: str) -> Iterator[Group]:
    return (item for item in scene.items if isinstance(item, Group) and item.kind == kind)


@given(
    st.sampled_from(SEEN),
    st.lists(st.tuples(st.floats(10, 110), st.sampled_from(["start", "middle", "end"]), st.floats(1, 90)), min_size=1),
)
def test_a_pattern_never_comes_near_a_text(pattern: str, texts: list[tuple[float, str, float]]) -> None:
    lines = (Line((x, 20), "text", "label", anchor, width) for x, anchor, width in texts)  # type: ignore[arg-type]
    items = drawn(pattern, *lines)
    first = min(item.box.left for item in items if isinstance(item, Text))
    for item in pattern_of(items):
        assert all(x <= first - 2.4 for x, _ in item.points)


@pytest.mark.parametrize("pattern", SEEN)
def test_without_a_text_a_pattern_is_all_over(pattern: str) -> None:
    items = pattern_of(drawn(pattern))
    places = [point for item in items for point in item.points]
    assert min(x for x, _ in places) < 13 < 107 < max(x for x, _ in places)
    beside = pattern_of(drawn(pattern, Line((21, 20), "Conv", "label", "start", 20)))
    assert beside
    assert all(x <= 18.5 for item in beside for x, _ in item.points)


def test_a_box_too_full_for_a_strip_has_no_pattern() -> None:
    assert not pattern_of(drawn("grid", Line((11, 20), "Conv", "label", "start", 90)))


def test_the_steps_of_a_layer_leave_the_pattern_to_its_box() -> None:
    assert not pattern_of(drawn("grid", kind="step"))


def test_the_ink_is_that_of_the_stroke_unless_it_has_its_own() -> None:
    assert {item.stroke.color for item in drawn("dots") if isinstance(item, Stretch)} == {"#0b5c94"}
    inked = drawn("dots", ink="tomato", stroke="none")
    assert {item.stroke.color for item in inked if isinstance(item, Stretch)} == {"#ff6347"}
    pale = drawn("dots", fill="#cfe2f3")
    assert {item.stroke.color for item in pale if isinstance(item, Stretch)} == {"#3978b0"}


@given(st.integers(0, 3000).map(lambda tenths: tenths / 10), st.sampled_from(SEEN))
def test_no_radius_lets_a_pattern_out_of_its_box(radius: float, pattern: str) -> None:
    items = drawn(pattern, Line((21, 20), "Conv", "label", "start", 20), radius=radius)
    box = items[0]
    assert isinstance(box, Rect)
    for item in pattern_of(items):
        for x, y in item.points:
            across, down = max(10 + box.radius - x, 0), max(10 + box.radius - y, y - 31 + box.radius, 0)
            assert (across**2 + down**2) ** 0.5 <= box.radius + 1e-3


def test_where_no_look_has_a_pattern_nothing_changes() -> None:
    plain = archdraw.render(SPEC, name="net.yaml").scene
    none = {"extends": "paper", "conv": {"pattern": "none"}, "sizes": {"pattern_room": 40}}
    assert archdraw.render(SPEC, name="net.yaml", style=none).scene == plain
    assert style.load("paper").size("pattern_room") == 0
    assert style.load("print").size("pattern_room") > 0


def test_every_format_shows_the_same_lines(tmp_path: Path) -> None:
    figure = archdraw.render(SPEC, name="net.yaml", style="print")
    paths = [item for item in figure.scene.flat() if isinstance(item, Stretch)]
    ends = sorted(tuple(round(place, 3) for point in item.points for place in point) for item in paths)
    assert len(ends) > 30
    for name in ("svg", "tex", "json", "dot", "pdf"):
        figure.save(tmp_path / f"net.{name}")
    svg = (tmp_path / "net.svg").read_text("utf-8")
    assert "<pattern" not in svg
    found = re.findall(r'd="M([-\d.]+) ([-\d.]+)L([-\d.]+) ([-\d.]+)" fill="none" stroke="#000000" stroke-', svg)
    assert set(ends) <= {tuple(map(float, each)) for each in found}
    tex = (tmp_path / "net.tex").read_text("utf-8")
    number = r"\{([-\d.]+)\}"
    found = re.findall(rf"\\adM{number}{number}\\adL{number}{number}\\adS", tex)
    assert set(ends) <= {(float(a), -float(b), float(c), -float(d)) for a, b, c, d in found}
    assert json.loads((tmp_path / "net.json").read_text("utf-8"))["items"]
    assert "pattern" not in (tmp_path / "net.dot").read_text("utf-8")
    assert b"/PatternType" not in (tmp_path / "net.pdf").read_bytes()


@pytest.mark.poppler
def test_no_line_is_a_picture_in_a_pdf(tmp_path: Path) -> None:
    archdraw.render(SPEC, name="net.yaml", style="print").save(tmp_path / "net.pdf")
    listed = subprocess.run(["pdfimages", "-list", tmp_path / "net.pdf"], capture_output=True, check=True).stdout
    assert len(listed.splitlines()) == 2  # the head of the table alone


def test_print_is_black_and_white() -> None:
    scene = archdraw.render(GALLERY / "transformer" / "transformer.yaml", style="print").scene
    inks = set()
    for item in scene.flat():
        if isinstance(item, Text):
            inks.add(item.color)
        if isinstance(item, (Rect, Circle, Polygon)) and item.fill:
            inks.add(item.fill.color)
        if not isinstance(item, Text) and getattr(item, "stroke", None):
            inks.add(item.stroke.color)  # type: ignore[union-attr]
    assert inks <= {"#000000", "#ffffff", ""}


def test_print_tells_what_computes_apart_by_its_pattern_alone() -> None:
    loaded = style.load("print")
    kinds = ("conv", "deconv", "pool", "dense", "norm", "activation", "attention", "embedding", "recurrent")
    patterns = [loaded.box(Look(op)).pattern for op in kinds]
    assert None not in patterns
    assert len({pattern.name for pattern in patterns if pattern}) == len(kinds)
    assert {op for op in OPS if loaded.box(Look(op)).pattern} == {*kinds, "upsample", "matmul", "position"}


@pytest.mark.parametrize("pattern", SEEN)
def test_a_swatch_has_the_pattern_of_its_boxes(pattern: str) -> None:
    loaded = style.load("paper", {"conv": {"pattern": pattern}})
    key = Key((0, 5), Look("conv"), Line((9, 7), "conv", "legend", "start", 20))
    lines = pattern_of(tuple(drawing.draw(Diagram((key,), 40, 10), loaded).flat()))
    assert lines
    assert all(0 <= x <= loaded.size("swatch") for item in lines for x, _ in item.points)


def test_ops_of_different_patterns_have_entries_of_their_own() -> None:
    def entries(**patterns: str) -> list[str]:
        looks = {op: {"fill": "white", "stroke": "black", "pattern": name} for op, name in patterns.items()}
        scene = archdraw.render(SPEC, name="net.yaml", style={"extends": "paper", **looks}).scene
        return [item.content for group in groups(scene, "key") for item in group.items if isinstance(item, Text)]

    assert "conv, pool, dense" in entries(conv="dots", pool="dots", dense="dots")
    assert {"conv", "pool", "dense"} <= set(entries(conv="dots", pool="grid", dense="cross"))


KERAS = HERE / "golden" / "keras"


@pytest.mark.parametrize(
    ("source", "renderer"),
    [
        (GALLERY / "transformer" / "transformer.yaml", "graph"),
        (GALLERY / "unet" / "unet.yaml", "graph"),
        (GALLERY / "resnet50" / "resnet50.yaml", "blocks"),
        (KERAS / "VGG16.keras", "graph"),
        (KERAS / "MobileNetV2.keras", "blocks"),
        (KERAS / "ResNet50.keras", "graph"),
    ],
    ids=lambda value: getattr(value, "stem", value),
)
def test_figures_with_patterns_have_no_faults(source: Path, renderer: str) -> None:
    found = measure(archdraw.render(source, style="print", renderer=renderer).scene)
    assert [str(fault) for fault in found.faults] == []
    assert found.contrast == pytest.approx(21)


def test_patterns_are_no_lines_of_the_figure() -> None:
    plain, patterned = (measure(archdraw.render(SPEC, name="net.yaml", style=name).scene) for name in ("gray", "print"))
    assert (patterned.crossings, patterned.bends) == (plain.crossings, plain.bends)
    assert patterned.length == pytest.approx(plain.length)


CONVS = b"input: 32x32x3\nlayers: [{conv: 8 5x5}, {maxpool: 2x2}, {conv: 16 3x3}, flatten, {dense: 40}, {dense: 10}]\n"


@pytest.mark.parametrize("vectors", ["cells", "bar", "diagonal"])
def test_maps_and_vectors_have_the_pattern_of_their_kind(vectors: str) -> None:
    figure = archdraw.render(CONVS, name="n.yaml", renderer="lenet", style="print", options={"vectors": vectors})
    assert not measure(figure.scene).faults
    many = {}
    for kind in ("input", "conv", "pool", "dense"):
        for group in groups(figure.scene, kind):
            lines = [item for item in group.items if isinstance(item, Stretch) and item.stroke.width <= 0.8]
            areas = [item for item in group.items if isinstance(item, (Rect, Polygon))]
            assert all(item.fill and item.fill.color == "#ffffff" for item in areas)
            front = areas[-1].box if isinstance(areas[-1], Rect) else Box(0, 0, 1e4, 1e4)
            within = front if kind in ("conv", "pool") else Box(0, 0, 1e4, 1e4)
            assert all(within.grown(0.1).holds(Box(x, y, x, y)) for item in lines for x, y in item.points)
            many[kind] = len(lines)
    assert many["input"] == 0
    assert min(many["conv"], many["pool"], many["dense"]) > 3


def test_maps_in_colours_of_the_options_have_no_pattern() -> None:
    figure = archdraw.render(CONVS, name="n.yaml", renderer="lenet", style="print", options={"color1": "tomato"})
    assert not any(isinstance(item, Stretch) for group in groups(figure.scene, "conv") for item in group.items)


@given(st.sampled_from(SEEN), st.floats(8, 200), st.floats(5, 20))
def test_a_slanted_bar_is_hatched_within_its_sides(pattern: str, long: float, thick: float) -> None:
    area = Convex(((0, 0), (thick, 0), (long + thick, long), (long, long)))
    lines = list(hatch(pattern, area))
    assert pattern in ("solid", "dots", "dashes") or lines
    for line in lines:
        for x, y in (line.start, line.end):
            assert -1e-6 <= y <= long + 1e-6
            assert -1e-6 <= x - y <= thick + 1e-6
