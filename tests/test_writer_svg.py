"""SVG: everything of the scene is in it, nothing else, in a form that every program reads."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from scene_strategies import FULL, HOSTILE, PIXEL, scenes

import archdraw
from archdraw import scene as scenes_module
from archdraw.curves import head, shaft
from archdraw.geometry import Box, number
from archdraw.scene import Arrow, Circle, Fill, Font, Group, Image, Item, Polygon, Rect, Scene, Strands, Stroke, Text
from archdraw.text import clean
from archdraw.typeset.drawing import drawing
from archdraw.writers import svg

NS = "{http://www.w3.org/2000/svg}"
ELEMENTS = {"svg", "title", "desc", "g", "rect", "circle", "polygon", "path", "text", "image"}
ATTRIBUTES = {
    *("width", "height", "viewBox", "role", "id", "class", "data-layer", "data-edges", "x", "y", "rx", "cx", "cy", "r"),
    *("points", "d", "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linejoin"),
    *(
        "font-family",
        "font-size",
        "font-weight",
        "font-style",
        "text-anchor",
        "transform",
        "{http://www.w3.org/1999/xlink}href",
    ),
}
NUMBER = r"-?\d+(?:\.\d{1,3})?"


def tree_of(scene: Scene, **options: Any) -> ElementTree.Element:
    return ElementTree.fromstring(svg.write(scene, **options))


def allowed(root: ElementTree.Element) -> None:
    """Check that a figure holds only what is known to be harmless, and only finite rounded numbers."""
    for element in root.iter():
        assert element.tag.removeprefix(NS) in ELEMENTS
        for name, value in element.attrib.items():
            assert name in ATTRIBUTES
            if name.endswith("href"):
                assert re.fullmatch(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/=]+", value)
            elif name in ("fill", "stroke"):
                assert re.fullmatch(r"#[0-9A-Fa-f]{6}|none", value)
            elif name in ("x", "y", "rx", "cx", "cy", "r", "stroke-width", "font-size", "fill-opacity"):
                assert re.fullmatch(NUMBER, value), value
            elif name == "d":
                assert re.fullmatch(rf"[MLA](?:{NUMBER}[ LAMCZ]{{0,2}})+", value), value
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert all(not re.search(r"[\s<>&\"']", identity or "") for identity in ids)


def drawn(item: Item) -> tuple[str, tuple[float, ...] | str]:
    """Tell which element and which numbers or text must stand for a thing."""
    match item:
        case Rect(box):
            return "rect", tuple(map(number, (box.left, box.top, box.width, box.height)))
        case Circle(center, radius):
            return "circle", tuple(map(number, (*center, radius)))
        case Polygon(points):
            return "polygon", tuple(number(value) for point in points for value in point)
        case Text():
            return "text", clean(item.content)
        case Image():
            return "image", tuple(map(number, (item.box.left, item.box.top, item.box.width, item.box.height)))
        case Strands():
            return "path", tuple(number(value) for value in item.lines[0][0])
        case Arrow():
            return "path", tuple(number(value) for value in shaft(item.points, 2.9 if item.head else 0.0)[0])
        case _:
            return "path", tuple(number(value) for value in item.points[0])  # type: ignore[union-attr]


def found(element: ElementTree.Element) -> tuple[str, tuple[float, ...] | str]:
    """Read the same from an element."""
    tag = element.tag.removeprefix(NS)
    names = {"rect": "x y width height", "circle": "cx cy r", "image": "x y width height"}
    if tag in names:
        return tag, tuple(float(element.get(name, "nan")) for name in names[tag].split())
    if tag == "polygon":
        return tag, tuple(map(float, re.split(r"[ ,]", element.get("points", ""))))
    if tag == "path":
        return tag, tuple(map(float, re.findall(NUMBER, element.get("d", ""))[:2]))
    return tag, element.text or ""


def test_every_thing_is_found_again_with_its_points() -> None:
    shown = Counter(
        found(element)
        for element in tree_of(replace(FULL, background="")).iter()
        if element.tag.removeprefix(NS) not in ("svg", "g", "title", "desc")
    )
    expected = Counter(drawn(item) for item in FULL.flat())
    arrow = next(item for item in FULL.flat() if isinstance(item, Arrow))
    expected["polygon", tuple(number(value) for point in head(arrow.points, 3.2, 2.6) for value in point)] += 1
    assert shown == expected


def test_the_figure_says_what_it_shows() -> None:
    root = tree_of(FULL)
    assert [child.tag.removeprefix(NS) for child in root][:3] == ["title", "desc", "rect"]
    assert root.findtext(f"{NS}title") == "Every kind"
    assert root.findtext(f"{NS}desc") == "One thing of every kind"
    assert root.get("role") == "img"
    group = root.find(f"{NS}g[@id='conv1']")
    assert group is not None
    assert (group.get("class"), group.get("data-layer")) == ("conv", "conv1")
    assert group.findtext(f"{NS}title") == "Conv 3×3, 64 filters"


def test_the_size_is_printed_size_and_the_view_is_the_scene() -> None:
    root = tree_of(replace(FULL, scale=0.5))
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("60pt", "40pt", "0 0 120 80")


def test_looks_come_out_as_asked() -> None:
    root = tree_of(FULL)
    rect = root.findall(f"{NS}rect")[1]
    assert rect.attrib == {
        "x": "1",
        "y": "2",
        "width": "30",
        "height": "13",
        "rx": "2.5",
        "fill": "#d3e5f3",
        "stroke": "#0b5c94",
        "stroke-width": "0.6",
    }
    tie = root.find(f"{NS}path")
    assert tie is not None
    assert tie.get("stroke-dasharray") == "1.8 1.5"
    assert tie.get("d") == "M5 30L5 36.5A3.5 3.5 0 0 0 8.5 40L25 40"
    label, detail = root.iter(f"{NS}text")
    assert (label.get("font-weight"), label.get("text-anchor"), label.get("font-size")) == ("600", "middle", "7")
    assert (detail.get("font-style"), detail.get("text-anchor"), detail.get("font-weight")) == ("italic", "end", None)


def test_a_turned_text_turns_around_its_place() -> None:
    text = Text((5, 6), "224", Font(6), "#000000", "middle", angle=-45)
    (element,) = tree_of(Scene(9, 9, (text,)))
    assert element.get("transform") == "rotate(-45 5 6)"
    assert (element.get("x"), element.get("y")) == ("5", "6")


def test_an_arrow_has_a_shaft_under_its_head_and_names_its_ends() -> None:
    edge = tree_of(FULL).find(f"{NS}g[@class='edge']")
    assert edge is not None
    assert edge.get("data-edges") == "conv1 → add"
    path, polygon = edge
    assert path.get("d") == "M80 10L80 27.1"
    assert polygon.get("points") == "80,30 81.3,26.8 78.7,26.8"


def test_fonts_are_listed_so_that_every_viewer_finds_one() -> None:
    assert tree_of(FULL).get("font-family") == "'Noto Sans', 'Source Sans 3', Arial, Helvetica, sans-serif"


def test_an_image_is_inside_the_file() -> None:
    image = tree_of(FULL).find(f".//{NS}image")
    assert image is not None
    data = image.get("{http://www.w3.org/1999/xlink}href", "")
    import base64

    assert base64.b64decode(data.partition(",")[2]) == PIXEL


def test_an_image_of_another_kind_is_refused() -> None:
    picture = Image(Box(0, 0, 1, 1), b"<svg/>", "image/svg+xml")
    with pytest.raises(ValueError, match="a PNG or a JPEG"):
        svg.write(Scene(1, 1, (picture,)))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_a_number_that_is_none_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        svg.write(Scene(10, 10, (Circle((value, 1), 1),)))


@pytest.mark.parametrize("label", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_labels_are_text_and_nothing_else(label: str) -> None:
    text = Text((1, 1), label, Font(7), "#000000", layer=label)
    edge = Arrow(((0, 0), (9, 9)), Stroke("#000000", 1), None, (), ((label, label),))
    root = tree_of(Scene(10, 10, (Group(label, (text, edge), label, label, label),), label, label))
    allowed(root)
    assert root.findtext(f".//{NS}text") == clean(label)
    assert (root.findtext(f"{NS}title") or "") == clean(label)


@settings(max_examples=30)
@given(scenes)
def test_any_scene_is_well_formed_harmless_and_whole(scene: Scene) -> None:
    data = svg.write(scene)
    assert data == svg.write(scene)
    root = ElementTree.fromstring(data)
    allowed(root)
    shown = Counter(element.tag.removeprefix(NS) for element in root.iter())
    expected = Counter(type(item).__name__.lower() for item in scene.flat())
    assert shown["text"] == expected["text"]
    assert shown["circle"] == expected["circle"]
    assert shown["path"] == expected["path"] + expected["arrow"] + expected["strands"]
    assert shown["rect"] == expected["rect"] + bool(scene.background)


def test_every_kind_of_thing_is_in_the_test_scene() -> None:
    kinds = {type(item) for item in FULL.flat()} | {Group}
    assert kinds == set(scenes_module.Item.__args__)


def test_ids_of_two_figures_in_one_page_differ() -> None:
    one, two = (tree_of(FULL, prefix=prefix) for prefix in ("a-", "b-"))
    ids = [element.get("id") for root in (one, two) for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert "a-conv1" in ids


def test_each_element_has_a_line() -> None:
    lines = svg.write(FULL).decode().splitlines()
    assert all(line.count("<") <= 2 for line in lines)
    assert not any(line.startswith(" ") for line in lines)


def test_no_space_is_added_inside_a_text() -> None:
    assert b">Conv 3\xc3\x973</text>" in svg.write(FULL)


def test_nothing_is_drawn_for_a_stroke_of_no_width() -> None:
    rect = Rect(Box(0, 0, 5, 5), Fill("#ffffff"), Stroke("#000000", 0))
    assert b"stroke=" not in svg.write(Scene(9, 9, (rect,)))


def test_the_bytes_are_the_same_in_every_process() -> None:
    code = """if True:
        import sys
        sys.path.insert(0, sys.argv[1])
        from scene_strategies import FULL
        from archdraw.writers import json, svg
        sys.stdout.buffer.write(svg.write(FULL) + json.write(FULL))"""
    runs = {
        subprocess.run(
            [sys.executable, "-c", code, str(Path(__file__).parent)],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(svg.__file__).parents[2])},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(runs) == 1
    assert runs.pop().startswith(b"<svg")


def test_big_figures_are_written_in_time_that_grows_with_them() -> None:
    import time

    rect = FULL.items[0]
    started = time.perf_counter()
    svg.write(Scene(9, 9, (rect,) * 5000))
    assert time.perf_counter() - started < 10


def attributes(root: ElementTree.Element) -> list[tuple[str, dict[str, str], str]]:
    """List what a figure consists of, without what svgwrite puts around every drawing; it leaves empty attributes out."""
    ours = [element for element in root.iter() if element.tag != f"{NS}defs"]
    kept = ("baseProfile", "version")
    return [
        (
            element.tag,
            {name: value for name, value in element.attrib.items() if value and name not in kept},
            (element.text or "").strip("\n"),
        )
        for element in ours
    ]


@given(scenes)
def test_svgwrite_gives_the_same(scene: Scene) -> None:
    """A library of its own, fed element by element, writes what the writer writes."""
    made = drawing(scene).tostring()
    assert attributes(ElementTree.fromstring(made)) == attributes(tree_of(scene))


def test_a_figure_can_be_added_to_in_python(tmp_path: Path) -> None:
    figure = archdraw.render(b"input: 4\nlayers: [{dense: 3, label: a < b & c}]", name="net.yaml")
    made = figure.drawing()
    made.add(made.circle(center=(10, 10), r=3, fill="red"))
    made.saveas(tmp_path / "mine.svg")
    root = ElementTree.parse(tmp_path / "mine.svg").getroot()
    assert root[-1].attrib["fill"] == "red"
    assert "a < b & c" in [element.text for element in root.iter(f"{NS}text")]
