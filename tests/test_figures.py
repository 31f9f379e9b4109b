"""Whole figures of networks that nobody tuned them for: nothing may overlap, leave its box or the page."""

from pathlib import Path

import pytest

import archdraw
from archdraw import registry
from archdraw.quality import measure

pytestmark = pytest.mark.filterwarnings("ignore:the smallest text:archdraw.errors.ArchdrawWarning")
HERE = Path(__file__).resolve().parent
SPECS = sorted((HERE.parent / "templates" / "specs").glob("*.yaml"))
MODELS = sorted((HERE / "golden").glob("keras*/*.keras"))
SMALL = [path for path in (*SPECS, *MODELS) if path.stem not in ("NASNetMobile",)]


RENDERERS = pytest.mark.parametrize("renderer", ["blocks", "graph"])


def faults(path: Path, renderer: str, **options: object) -> list[str]:
    """Give all but the size of the text: how much of it has room on a page depends on the network."""
    found = measure(archdraw.render(path, renderer=renderer, options=options).scene).faults
    return [str(fault) for fault in found if fault.kind != "small text"]


@RENDERERS
@pytest.mark.parametrize("path", [*SPECS, *MODELS], ids=lambda path: path.name)
def test_a_figure_has_no_faults(path, renderer):
    assert faults(path, renderer) == []


@pytest.mark.parametrize(
    "path", [path for path in SMALL if path.parent.name != "keras-legacy"], ids=lambda path: path.name
)
def test_the_default_figure_can_be_read(path):
    assert measure(archdraw.render(path).scene).smallest >= 4.9


@pytest.mark.parametrize("repeats", ["frame", "box"])
@pytest.mark.parametrize("direction", ["down", "right", "up"])
@pytest.mark.parametrize("detail", ["full", "line", "short"])
@RENDERERS
@pytest.mark.long
@pytest.mark.parametrize("path", SMALL, ids=lambda path: path.name)
def test_a_figure_has_no_faults_however_it_is_drawn(path, detail, direction, repeats, renderer):
    assert faults(path, renderer, text=detail, direction=direction, repeats=repeats) == []


@RENDERERS
@pytest.mark.parametrize("path", [*SPECS, *MODELS], ids=lambda path: path.name)
def test_edges_drawn_are_the_edges_of_the_graph(path, renderer):
    figure = archdraw.render(path, renderer=renderer, options={"repeats": "frame"})
    drawn = {pair for mark in figure.diagram.marks if hasattr(mark, "edges") for pair in mark.edges}
    assert drawn == {(edge.source, edge.target) for edge in figure.drawn.edges}


@pytest.mark.parametrize("style", sorted(registry.entries("styles")))
@pytest.mark.parametrize("name", ["transformer", "yolo-fpn", "dcgan", "rnn-unrolled"])
def test_a_figure_has_no_faults_in_any_style(name, style):
    found = measure(archdraw.render(HERE.parent / "templates" / "specs" / f"{name}.yaml", style=style).scene).faults
    assert [str(fault) for fault in found if fault.kind != "small text"] == []
