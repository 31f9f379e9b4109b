"""Slides as users get them: their size, what is told of them, and the package that writes them."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from pptx.oxml.ns import qn
from pptx_reading import named, opened, rectangle, shown
from pptx_slides import BOX, STROKE, TRIANGLE, written
from scene_strategies import FULL

import archdraw
from archdraw.cli import main
from archdraw.errors import ArchdrawNote, LimitError, MissingTool
from archdraw.geometry import Box
from archdraw.scene import Arrow, Fill, Font, Group, Polygon, Rect, Scene, Text
from archdraw.writers import pptx

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(("width", "slide"), [("3.25in", (960, 540)), ("6.5in", (960, 540)), ("15in", (1136, 540))])
def test_a_width_that_is_asked_for_is_exact(width, slide):
    figure = archdraw.render(ROOT / "templates/specs/vgg16.yaml", renderer="volumes", width=width)
    data = figure.to_bytes("pptx")
    deck = opened(data)
    assert (deck.slide_width / 12700, deck.slide_height / 12700) == pytest.approx(slide, abs=0.1)
    wide = float(width.removesuffix("in")) * 72
    assert figure.scene.width * figure.scene.scale == pytest.approx(wide)
    solids = [item for item in figure.scene.flat() if isinstance(item, Polygon)]
    found = [rectangle(shape) for shape in shown(data, "p:sp") if next(shape.iter(qn("a:custGeom")), None) is not None]
    span = max(x for item in solids for x, _ in item.points) - min(x for item in solids for x, _ in item.points)
    assert max(box[2] for box in found) - min(box[0] for box in found) == pytest.approx(
        span * figure.scene.scale, abs=0.1
    )


def test_a_figure_fills_the_slide_and_small_print_is_told():
    low, high = Scene(452, 100, (BOX,)), Scene(100, 2000, (BOX, Text((10, 10), "a", Font(7), "#000000")))
    for scene in (low, high):
        left, top, right, bottom = rectangle(shown(written(scene), "p:sp")[0])
        assert left >= 28
        assert top >= 28
        assert right <= 932
        assert bottom <= 512
    with pytest.warns(ArchdrawNote, match=r"the smallest text is 1\.7 pt on the slide: --set page=slide"):
        pptx.write(high)


def test_a_figure_larger_than_any_slide_is_refused():
    with pytest.raises(LimitError, match="no slide is larger than 56 in"):
        pptx.write(Scene(5000, 10, (), exact=True))


def test_a_dark_style_has_a_dark_slide():
    figure = archdraw.render(ROOT / "templates/specs/lenet.yaml", style="dark")
    (background,) = opened(figure.to_bytes("pptx")).slides[0].element.iter(qn("p:bg"))
    assert next(background.iter(qn("a:srgbClr"))).get("val") == figure.scene.background.lstrip("#").upper()


@pytest.mark.parametrize("style", ["paper", "dark"])
def test_what_a_user_adds_can_be_read_on_the_slide(style):
    figure = archdraw.render(ROOT / "templates/specs/lenet.yaml", style=style)
    slide = opened(figure.to_bytes("pptx")).slides[0].element
    colors = next(
        slide.iter(qn("a:overrideClrMapping")), {"tx1": "dk1", "bg1": "lt1"}
    )  # as the template's master has them
    assert (colors.get("tx1"), colors.get("bg1")) == (("lt1", "dk1") if style == "dark" else ("dk1", "lt1"))


def test_what_the_figure_shows_is_said():
    scene = replace(FULL, title="Net", description="A small net.")
    deck = opened(written(scene))
    own, top = deck.core_properties, named(deck.slides[0].shapes._spTree)
    assert (own.title, own.subject, own.author) == ("Net", "A small net.", "")
    assert (top.get("name"), top.get("descr")) == ("Net", "A small net.")


def test_without_the_package_the_command_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pptx", None)
    place = tmp_path / "a.pptx"
    place.write_text("as it was")
    result = CliRunner().invoke(main, ["render", str(ROOT / "templates/specs/lenet.yaml"), "-o", str(place)])
    assert result.exit_code == 4
    assert "pip install 'archdraw[pptx]'" in result.output
    assert place.read_text() == "as it was"
    with pytest.raises(MissingTool):
        pptx.write(FULL)


def test_doctor_knows_the_package():
    assert "for PowerPoint slides" in CliRunner().invoke(main, ["doctor"]).output


def test_a_thousand_layers_are_a_thousand_groups():
    items = []
    for at in range(1000):
        y, name = 30.0 * at, f"layer{at}"
        box = Rect(Box(10, y, 90, y + 20), Fill("#d3e5f3"), STROKE, 2.5, name)
        text = Text((50, y + 12), name, Font(7), "#000000", "middle", 40, name)
        items.append(Group(name, (box, text), name, name))
        items.append(Arrow(((50, y + 20), (50, y + 30)), STROKE, TRIANGLE, (), ((name, f"layer{at + 1}"),)))
    data = written(Scene(100, 30_000, tuple(items)))
    assert len(shown(data, "p:grpSp")) == len(shown(data, "p:cxnSp")) == 1000
