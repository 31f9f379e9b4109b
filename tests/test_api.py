"""The Python interface: read, render, Figure."""

import re
import subprocess
import sys

import pytest
from plugins import toy

import archdraw
from archdraw.errors import (
    ArchdrawError,
    ArchdrawWarning,
    GraphError,
    LayoutError,
    ReadError,
    SpecError,
    StyleError,
    UnknownName,
    UsageError,
    WriteError,
)
from archdraw.graph import Edge, Graph, Layer
from archdraw.reading import input_shapes
from archdraw.renderers import Renderer

SPEC = b"""\
title: A small net
input: 8x8x3
layers:
  - conv: 16 3x3 relu
  - dropout: 0.5
  - flatten
  - dense: 10 softmax
"""


def printed(figure):
    return figure.scene.width * figure.scene.scale


def test_a_spec_becomes_a_figure():
    figure = archdraw.render(SPEC, name="net.yaml")
    assert figure.graph.totals()[1] == 16 * 28 + 8 * 8 * 16 * 10 + 10
    assert "dropout" in [layer.op for layer in figure.graph.layers]
    assert "dropout" not in [layer.op for layer in figure.drawn.layers]
    assert figure.svg.startswith(("<?xml", "<svg"))
    assert archdraw.read(SPEC, name="net.yaml") == figure.graph


def test_no_pass_draws_the_graph_as_it_was_read():
    figure = archdraw.render(SPEC, name="net.yaml", passes="none")
    assert figure.drawn == figure.graph


@pytest.mark.filterwarnings("ignore:the smallest text")
def test_a_figure_has_its_natural_size_but_fits_a_page():
    assert archdraw.render(SPEC, name="net.yaml").scene.scale == 1
    layers = b"".join(b"    b%d: [{conv: 3 3x3}]\n" % i for i in range(40))
    wide = archdraw.render(
        b"input: 8x8x3\nlayers:\n- parallel:\n" + layers + b"  merge: add\n",
        name="wide.yaml",
        options={"direction": "down"},
    )
    assert wide.scene.width > 468
    assert printed(wide) == pytest.approx(468)


@pytest.mark.parametrize(("width", "want"), [("3.25in", 234), ("8cm", 226.77), (300, 300), ("12in", 864)])
def test_a_given_width_is_exact(width, want):
    figure = archdraw.render(SPEC, name="net.yaml", width=width)
    assert printed(figure) == pytest.approx(want, abs=0.01)
    size = re.search(r'<svg[^>]*\bwidth="([\d.]+)pt"', figure.svg)
    assert float(size[1]) == pytest.approx(want, abs=0.01)


def test_the_spec_says_how_and_the_call_wins():
    spec = (
        SPEC + b"diagram: {direction: right, legend: false}\nfigure: {width: 300pt}\nstyle: {conv: {fill: '#123456'}}\n"
    )
    figure = archdraw.render(spec, name="net.yaml")
    assert figure.options.direction == "right"
    assert figure.options.legend is False
    assert printed(figure) == pytest.approx(300)
    assert "#123456" in figure.svg
    other = archdraw.render(spec, name="net.yaml", options={"direction": "down"}, width="200pt", style="paper")
    assert other.options.direction == "down"
    assert other.options.legend is False
    assert printed(other) == pytest.approx(200)
    assert "#123456" not in other.svg


def test_the_figure_section_says_font_theme_caption_and_legend():
    spec = SPEC + b"figure: {font: Georgia, theme: dark, caption: A net of mine, legend: false, height: 5in}\n"
    figure = archdraw.render(spec, name="net.yaml")
    assert figure.scene.fonts[0] == "Georgia"
    assert figure.style.name == "dark"
    assert figure.scene.description.startswith("A net of mine. ")
    assert "A net of mine" in figure.svg
    assert figure.options.legend is False
    assert figure.options.height == 360


@pytest.mark.parametrize(
    ("section", "place", "message", "hint"),
    [
        ("diagram: {renderer: grahp}", "net.yaml:8:", "no renderer 'grahp'", "did you mean 'graph'?"),
        ("diagram: {direktion: down}", "net.yaml:8:", "no option 'direktion'", "did you mean 'direction'?"),
        ("diagram: {direction: left}", "net.yaml:8:", "cannot be 'left'", "known are auto, down, right, up"),
        ("diagram: {passes: fodl}", "net.yaml:8:", "no pass 'fodl'", "did you mean 'fold'?"),
        ("style: {extends: papre}", "net.yaml:8:", "no style 'papre'", "did you mean 'paper'?"),
        ("style: {conv: {fil: red}}", "net.yaml:8:", "fil", "did you mean 'fill'?"),
        ("style: {cnov: {fill: red}}", "net.yaml:8:", "cnov", "did you mean 'conv'?"),
        ("style: {extends: ../x.yaml}", "net.yaml:8:", "beside or below", ""),
    ],
)
def test_what_is_wrong_in_a_section_has_its_line(tmp_path, section, place, message, hint):
    (tmp_path / "net.yaml").write_bytes(SPEC + section.encode())
    with pytest.raises(SpecError) as caught:
        archdraw.render(tmp_path / "net.yaml")
    problem = caught.value.problems[0]
    assert place in caught.value.report()
    assert problem.line == 8
    assert problem.excerpt == section
    assert message in problem.message
    assert hint in problem.hint


def test_what_is_wrong_in_a_style_file_has_its_place_there(tmp_path):
    (tmp_path / "mine.yaml").write_text("extends: paper\nconv: {fil: red}\n")
    (tmp_path / "net.yaml").write_bytes(SPEC + b"style: {extends: mine.yaml}")
    with pytest.raises(StyleError) as caught:
        archdraw.render(tmp_path / "net.yaml")
    assert "mine.yaml:2:8: error: unknown key 'fil'" in caught.value.report()


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"renderer": "grahp"}, UnknownName),
        ({"style": "papre"}, UnknownName),
        ({"style": "gone.yaml"}, StyleError),
        ({"passes": "fodl"}, UnknownName),
        ({"width": "wide"}, UsageError),
        ({"options": {"direktion": "down"}}, UnknownName),
        ({"input_shape": "3y3"}, UsageError),
        ({"input_shape": "0x3"}, UsageError),
    ],
)
def test_what_is_wrong_in_the_call_is_an_error_of_the_call(more, error):
    with pytest.raises(error):
        archdraw.render(SPEC, name="net.yaml", **more)


def test_a_renderer_that_cannot_show_a_layer_names_it_and_another_renderer():
    row = Renderer("row", "a row", "nowhere:layout", chain=True, ops=frozenset({"input", "dense", "add"}))
    layers = (Layer("a", "input"), Layer("b", "dense"), Layer("c", "add"))
    edges = (Edge("a", "b"), Edge("a", "c"), Edge("b", "c", target_port=1))
    with pytest.raises(LayoutError, match="draws layers in a row, but 'c' has 2 inputs") as caught:
        row.check(Graph("g", layers, edges))
    assert caught.value.hint == "try the renderer 'graph'"
    assert caught.value.exit_code == 3
    with pytest.raises(LayoutError, match="cannot show 'x', a layer of op conv"):
        row.check(Graph("g", (Layer("x", "conv"),)))
    row.check(Graph("g", layers[:2], edges[:1]))


def test_a_plug_in_reads_simplifies_draws_and_writes(tmp_path):
    with toy(tmp_path):
        figure = archdraw.render(
            b"#chain\na b c\nd", renderer="ladder", passes="first{count=3}", style="mint", options={"step": "40"}
        )
        assert [layer.name for layer in figure.drawn.layers] == ["a", "b", "c"]
        assert figure.diagram.height == 130
        assert "#c8f0d8" in figure.svg
        assert figure.to_bytes("names") == b"a\nb\nc\n"
        assert figure.save(tmp_path / "x.names").read_text() == "a\nb\nc\n"


@pytest.mark.filterwarnings("default")
def test_a_broken_reader_does_not_stop_the_others(tmp_path):
    from plugins import installed

    (tmp_path / "bad_reader.py").write_text("raise RuntimeError('no luck')")
    with (
        installed(tmp_path, "pkg-bad", {"readers": {"aaa": "bad_reader"}}),
        pytest.warns(archdraw.ArchdrawWarning) as told,
        pytest.raises(ReadError),
    ):
        archdraw.read(b"\x89PNG\r\n\x1a\n", name="x.png")
    assert "reader 'aaa' of the package 'pkg-bad' is broken" in str(told[0].message)


@pytest.mark.parametrize(
    ("ending", "start"),
    [
        ("svg", b"<"),
        ("pdf", b"%PDF-"),
        ("png", b"\x89PNG"),
        ("dot", b"digraph"),
        ("gv", b"digraph"),
        ("json", b"{"),
        ("SVG", b"<"),
    ],
)
def test_the_ending_names_the_format(tmp_path, ending, start):
    figure = archdraw.render(SPEC, name="net.yaml")
    path = figure.save(tmp_path / f"net.{ending}")
    assert path.read_bytes().lstrip(b"// \n").startswith(start)


def test_the_direction_of_the_figure_is_that_of_the_dot_text():
    figure = archdraw.render(SPEC, name="net.yaml", options={"direction": "right"})
    assert b"rankdir=LR" in figure.to_bytes("dot")


def test_the_same_source_gives_the_same_bytes():
    one, two = (archdraw.render(SPEC, name="net.yaml") for _ in range(2))
    for format in ("svg", "dot", "json"):
        assert one.to_bytes(format) == two.to_bytes(format)


def test_wrong_formats_and_places_are_refused(tmp_path):
    figure = archdraw.render(SPEC, name="net.yaml")
    with pytest.raises(UsageError, match=r"no format has the ending '\.svgg'") as caught:
        figure.save(tmp_path / "net.svgg")
    assert caught.value.hint == "did you mean '.svg'?"
    with pytest.raises(UsageError, match="has no ending"):
        figure.save(tmp_path / "net")
    with pytest.raises(UsageError, match="svg has no pixels"):
        figure.save(tmp_path / "net.svg", dpi=300)
    with pytest.raises(UsageError, match="dpi"):
        figure.save(tmp_path / "net.png", dpi=1e6)
    with pytest.raises(WriteError):
        figure.save(tmp_path / "no" / "net.svg")
    assert list(tmp_path.iterdir()) == []


def test_a_notebook_gets_the_svg_and_a_line_of_text():
    figure = archdraw.render(SPEC, name="net.yaml")
    bundle = figure._repr_mimebundle_()
    assert re.sub(r"archdraw-\w{10}-", "", bundle["image/svg+xml"]) == figure.svg
    assert bundle["text/plain"].startswith("<Figure A small net: ")
    assert set(figure._repr_mimebundle_(include=["text/plain"])) == {"text/plain"}
    assert set(figure._repr_mimebundle_(exclude=["text/plain"])) == {"image/svg+xml"}


@pytest.mark.parametrize(
    ("written", "want"),
    [
        (None, ()),
        ("224x224x3", ((224, 224, 3),)),
        ("224×224×3", ((224, 224, 3),)),
        ("?xSx3", ((None, "S", 3),)),
        ((None, 3), ((None, 3),)),
        (["8x8", "4"], ((8, 8), (4,))),
        ([(8, 8), (4,)], ((8, 8), (4,))),
        (("4",), ((4,),)),
    ],
)
def test_input_shapes(written, want):
    assert input_shapes(written) == want


def modules_after(code):
    """Run code in a fresh Python; give the top-level names of all modules that are then loaded."""
    show = "import sys; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    run = subprocess.run([sys.executable, "-c", f"{code}\n{show}"], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


THIRD = {
    "click",
    "yaml",
    "jinja2",
    "svgwrite",
    "graphviz",
    "typst",
    "h5py",
    "numpy",
    "tensorflow",
    "keras",
    "pymupdf_fonts",
    "fontTools",
}


def test_importing_archdraw_loads_no_third_party_package():
    loaded = modules_after("import archdraw")
    assert loaded & THIRD == set()


def test_reading_a_graph_loads_nothing_that_draws():
    loaded = modules_after("import archdraw; archdraw.read(b'input: 3\\nlayers: [{dense: 2}]', name='n.yaml')")
    assert loaded & THIRD == {"yaml"}


def test_every_public_name_is_there():
    for name in archdraw.__all__:
        assert getattr(archdraw, name).__doc__
        assert name in dir(archdraw)
    assert re.match(r"\d+\.\d+", archdraw.__version__)
    with pytest.raises(AttributeError, match="no attribute 'redner'"):
        archdraw.redner  # noqa: B018


def test_a_graph_can_be_drawn_too():
    graph = archdraw.read(SPEC, name="net.yaml")
    assert archdraw.read(graph) == graph
    assert archdraw.render(graph).svg == archdraw.render(SPEC, name="net.yaml").svg
    with pytest.raises(GraphError):
        archdraw.render(Graph("twice", (Layer("a", "input"), Layer("a", "input"))))


@pytest.mark.parametrize(
    "more",
    [
        *({"source": source} for source in (None, 5, {"input": 3}, [SPEC])),
        *({"options": 5}, {"passes": 5}, {"passes": [5]}, {"passes": ["none", "drop"]}, {"style": 5}),
        *({"renderer": 5}, {"renderer": []}, {"width": 10**400}, {"width": []}),
        *({"input_shape": 5}, {"input_shape": {"x": (3, 3)}}, {"input_shape": [5]}, {"input_shape": "32,32,3"}),
    ],
)
def test_values_of_a_wrong_type_are_told_so(more):
    with pytest.raises(ArchdrawError):
        archdraw.render(**{"source": SPEC, **more})


def test_a_shape_is_quoted_as_it_was_written():
    with pytest.raises(UsageError, match="'32,32,3' in the input shape '32,32,3' is no size"):
        archdraw.read(SPEC, input_shape=("32,32,3",))


def test_pictures_that_a_renderer_does_not_draw_are_no_secret():
    spec = b"input: {shape: 8x8x3, image: cat.png}\nlayers: [relu]"
    with pytest.warns(ArchdrawWarning, match="the renderer 'blocks' draws no pictures"):
        archdraw.render(spec, name="net.yaml")


def test_a_group_without_a_frame_is_no_secret():
    spec = b"input: 8x8x3\nlayers: [{conv: 4 3x3, group: ends}, {conv: 4 1x1}, {conv: 4 3x3, group: ends}]"
    with pytest.warns(ArchdrawWarning, match="the group 'ends' has no frame"):
        archdraw.render(spec, name="net.yaml")


def test_a_group_of_one_layer_has_a_frame():
    spec = b"input: 8x8x3\nlayers: [{group: stem, layers: [{conv: 4 3x3}]}, flatten]"
    assert ">Stem</text>" in archdraw.render(spec, name="net.yaml").svg


def test_a_long_title_does_not_make_the_figure_small():
    spec = b"title: " + b"W" * 3000 + b"\ninput: 8\nlayers: [relu]"
    assert archdraw.render(spec, name="net.yaml").scene.scale == 1
