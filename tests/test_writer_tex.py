"""TeX: what a label contains is text, a fragment leaves no trace, and the page is the figure."""

import re
import subprocess
import warnings
from dataclasses import replace
from math import hypot

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from scene_strategies import FULL, HOSTILE

import archdraw
from archdraw.cli import main
from archdraw.curves import Arc, controls, rounded
from archdraw.errors import ArchdrawWarning, MissingTool, Overtime, UsageError, WriteError
from archdraw.geometry import Box
from archdraw.scene import Font, Group, Rect, Scene, Text
from archdraw.text.tex import KNOWN, beyond_latin, escaped
from archdraw.typeset import latex
from archdraw.writers import tex

SPEC = b"title: Net\ninput: 8x8x3\nlayers: [{conv: 16 3x3 relu, name: first}, flatten, {dense: 10 softmax}]"


BBOX = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"')


def source(scene, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ArchdrawWarning)
        return tex.write(scene, **options).decode()


def page(*contents, size=8):
    items = tuple(Text((5, 15 + 14 * at), content, Font(size), "#000000") for at, content in enumerate(contents))
    return Scene(400, 14 * len(contents) + 20, items, "a page")


def run(folder, text, engine="pdflatex"):
    (folder / "a.tex").write_text(text, "utf-8")
    command = [engine, "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "a.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=120)
    log = done.stdout.decode("utf-8", "replace")
    assert done.returncode == 0, log[log.find("\n!") :][:1500]
    return log


def words(folder):
    done = subprocess.run(["pdftotext", "-raw", "a.pdf", "-"], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


SAFE = re.compile(
    r"(?:[A-Za-z0-9 .:;/()@=+\[\]]|\\[{}$&#%_,]|\\[A-Za-z]+\{\}|\{(?:[-?!,*]|'')\}|\$[^$]*\$|~|\\adU\{[^\\{}$&#%_^~\x00-\x7f]+\}|[^\x00-\x7f])*"
)


@given(st.one_of(st.text(), st.text("\\{}$&#^_%~-`'\"<>|?! a5c"), st.sampled_from(HOSTILE)))
def test_nothing_is_left_that_tex_could_obey(text):
    written = escaped(text)
    assert SAFE.fullmatch(written), written
    assert "^^" not in written


def test_signs_and_greek_are_commands_that_every_engine_knows():
    assert escaped("a×b ⊕ ∈ ℝ αΩ x₁² …") == (
        r"a$\times$b $\oplus$ $\in$ $\mathbb{R}$ $\alpha\Omega$ x$_{1}^2$ \textellipsis{}"
    )
    assert beyond_latin(["é ß ł 5×5 Å"]) == ()
    assert all(value.isascii() for value in KNOWN.values())


@pytest.mark.parametrize("scale", [1.0, 0.5])
def test_arcs_stay_arcs(scale):
    corners = [(0, 0), (30, 0), (30, 40), (10, 60)]
    here, pieces = rounded(corners, (6, 9))
    for piece in pieces:
        if isinstance(piece, Arc):
            one, two = controls(here, piece)
            ends = [here, one, two, piece.to]
            middle = [
                sum(w * p[axis] for w, p in zip((0.125, 0.375, 0.375, 0.125), ends, strict=True)) for axis in (0, 1)
            ]
            half = [(here[axis] + piece.to[axis]) / 2 for axis in (0, 1)]
            chord = hypot(here[0] - piece.to[0], here[1] - piece.to[1])
            bulge = piece.radius - (piece.radius**2 - chord**2 / 4) ** 0.5
            assert hypot(middle[0] - half[0], middle[1] - half[1]) == pytest.approx(bulge, rel=1e-3)
        here = piece.to


def test_colours_have_the_names_of_what_they_are_for_and_layers_coordinates():
    text = archdraw.render(SPEC, name="net.yaml").to_bytes("tex").decode()
    assert r"\definecolor{archdraw-conv-fill}{HTML}{D3E5F3}%" in text
    assert re.search(r"^\\adN\{first\}\{", text, re.M)
    assert text.count("\\begin{tikzpicture}") == 1


def test_the_same_scene_gives_the_same_bytes():
    assert source(FULL) == source(FULL)
    assert "\\documentclass" not in source(FULL, fragment=True)


def test_letters_that_need_another_engine_are_told():
    with pytest.warns(ArchdrawWarning, match="pdflatex cannot set 卷, 积: use lualatex or xelatex"):
        tex.write(page("卷积"))


def test_fragments_are_for_tex_alone(tmp_path):
    figure = archdraw.render(SPEC, name="net.yaml")
    assert b"\\documentclass" not in figure.to_bytes("tex", fragment=True)
    with pytest.raises(UsageError, match="svg has no fragments"):
        figure.to_bytes("svg", fragment=True)
    (tmp_path / "net.yaml").write_bytes(SPEC)
    done = CliRunner().invoke(main, ["render", f"{tmp_path}/net.yaml", "-o", f"{tmp_path}/a.svg", "--fragment"])
    assert (done.exit_code, done.stderr.splitlines()[0]) == (
        2,
        "error: svg has no fragments, so it takes no --fragment",
    )
    done = CliRunner().invoke(main, ["render", f"{tmp_path}/net.yaml", "-o", f"{tmp_path}/a.tex", "--fragment"])
    assert done.exit_code == 0
    assert "\\begin{document}" not in (tmp_path / "a.tex").read_text("utf-8")


@pytest.mark.poppler
@pytest.mark.tex
def test_every_kind_of_thing_compiles_to_a_page_of_the_figures_size(tmp_path):
    run(tmp_path, source(replace(FULL, scale=1.5)))
    info = subprocess.run(["pdfinfo", "a.pdf"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    across, down = map(float, re.search(r"Page size: +([\d.]+) x ([\d.]+)", info).groups())
    assert (across, down) == (pytest.approx(180, abs=0.02), pytest.approx(120, abs=0.02))
    assert "Type 3" not in subprocess.run(["pdffonts", "a.pdf"], cwd=tmp_path, capture_output=True, text=True).stdout
    assert "Conv 3×3" in words(tmp_path).replace("\u2009", " ")


@pytest.mark.poppler
@pytest.mark.tex
def test_hostile_labels_are_text(tmp_path):
    (tmp_path / "secret.tex").write_text("TOPSECRET")
    labels = (
        *(label for label in HOSTILE if label.strip() and len(label) < 1000),
        *(
            r"\input{secret}",
            "^^5cinput{secret}",
            r"\write18{touch gone}",
            r"\immediate\openout1=gone.tex",
            "}\\end{document}",
        ),
        *(
            "%\\input{secret}",
            r"\csname input\endcsname{secret}",
            "$$\\input{secret}$$",
            "#1 & ~ -- --- ?` !` fi \"q\" 'q'",
        ),
    )
    run(tmp_path, source(page(*labels)))
    shown = words(tmp_path)
    assert "TOPSECRET" not in shown
    assert not list(tmp_path.glob("gone*"))
    for label in (
        r"\input{secret}",
        "^^5cinput{secret}",
        "a_b & 50% #1 $x$ ~^{}\\",
        "<script>alert(1)</script>",
        "--- ?` !`",
    ):
        # LaTeX draws an underscore as a line, which no reader of PDF takes for a letter.
        assert label.replace("_", " ") in shown.replace("ˆ", "^").replace("˜", "~"), label


@pytest.mark.poppler
@pytest.mark.tex
def test_a_fragment_leaves_no_trace_and_can_be_drawn_on(tmp_path):
    box = Group("layer-a", (Rect(Box(10, 10, 60, 30), FULL.items[0].fill, layer="a"),), layer="a")
    (tmp_path / "part.tex").write_text(source(Scene(100, 50, (box,)), fragment=True), "utf-8")
    document = r"""\documentclass{article}\usepackage{tikz}\usepackage{amssymb}
\newcommand\archdrawmore{\draw[->] (layer-a-east) -- ++(10bp,0); \node[below] at (layer-a-south) {mine};}
\begin{document}\edef\before{\f@size}before \input{part.tex} after
\typeout{TRACE \ifdefined\adM yes\else no\fi{} \ifcsname\string\color@archdraw-conv-fill\endcsname yes\else no\fi}
\resizebox{\linewidth}{!}{\input{part.tex}}
\end{document}"""
    log = run(tmp_path, document.replace(r"\edef\before{\f@size}", ""))
    assert "TRACE no{} no" in log or "TRACE no no" in log
    assert words(tmp_path).split()[:3] == ["before", "mine", "after"]


@pytest.mark.poppler
@pytest.mark.tex
def test_a_figure_compiles(tmp_path):
    run(tmp_path, archdraw.render(SPEC, name="net.yaml").to_bytes("tex").decode())
    assert "Flatten" in words(tmp_path)


@pytest.mark.poppler
@pytest.mark.tex
def test_latex_sets_a_pdf_on_request(tmp_path):
    (tmp_path / "net.yaml").write_bytes(SPEC)
    done = CliRunner().invoke(main, ["render", f"{tmp_path}/net.yaml", "-o", f"{tmp_path}/a.pdf", "--via", "latex"])
    assert (done.exit_code, done.output) == (0, "")
    fonts = subprocess.run(["pdffonts", "a.pdf"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert "CMSS" in fonts


def test_via_is_for_pdf(tmp_path):
    (tmp_path / "net.yaml").write_bytes(SPEC)
    done = CliRunner().invoke(main, ["render", f"{tmp_path}/net.yaml", "-o", f"{tmp_path}/a.svg", "--via", "latex"])
    assert (done.exit_code, done.stderr.splitlines()[0]) == (2, "error: LaTeX makes a pdf, and none is asked for")
    figure = archdraw.render(SPEC, name="net.yaml")
    with pytest.raises(UsageError, match="LaTeX makes no svg"):
        figure.to_bytes("svg", via="latex")
    with pytest.raises(UsageError, match="nothing is set via 'word'"):
        figure.to_bytes("pdf", via="word")


def test_no_latex_is_a_missing_tool(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(MissingTool, match="there is no LaTeX here"):
        latex.pdf(b"")


@pytest.mark.tex
def test_what_latex_says_comes_in_one_line():
    with pytest.raises(WriteError, match=r"^pdflatex cannot set this figure: Undefined control sequence$"):
        latex.pdf(b"\\documentclass{article}\\begin{document}\\nothere\\end{document}")
    with pytest.raises(Overtime, match="took more than 2 seconds") as caught:
        latex.pdf(b"\\def\\a{\\a}\\a", seconds=2)
    assert caught.value.exit_code == 6


@pytest.mark.poppler
@pytest.mark.tex
def test_texts_keep_their_room_in_the_wide_small_sizes_of_computer_modern(tmp_path):
    """A paper in LaTeX's own font: its letters of 6 pt are a fifth wider than those of 10 pt made smaller."""
    spec = "input: 16x8\nlayers:\n  - {dense: 37000, label: Projection, note: softmax over the whole vocabulary}\n"
    made = archdraw.render(spec.encode(), name="net.yaml").to_bytes("tex", fragment=True)
    (tmp_path / "net.tex").write_bytes(made)
    document = r"""\documentclass{article}\usepackage{tikz}\usepackage{amssymb}\pagestyle{empty}
\begin{document}\input{net.tex}\end{document}"""
    run(tmp_path, document)
    listed = subprocess.run(
        ["pdftotext", "-bbox", "a.pdf", "-"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    boxes = [[float(edge) for edge in found] for found in BBOX.findall(listed.stdout)]
    assert len(boxes) >= 12
    for i, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[i + 1 :]:
            apart = other[0] > right - 0.1 or left > other[2] - 0.1 or other[1] > bottom - 3 or top > other[3] - 3
            assert apart, (boxes[i], other)


@pytest.mark.tex
@pytest.mark.parametrize(
    ("wide", "before", "expected"), [(100, "", 100), (900, "", 300), (100, r"\def\archdrawwidth{\linewidth}", 300)]
)
def test_a_fragment_is_never_wider_than_its_line(tmp_path, wide, before, expected):
    (tmp_path / "part.tex").write_text(source(Scene(wide, 50, ()), fragment=True), "utf-8")
    document = r"""\documentclass{article}\usepackage{tikz}\usepackage{amssymb}
\begin{document}\begin{minipage}{300bp}%s\sbox9{\input{part.tex}\unskip}\typeout{WIDE \the\wd9}\end{minipage}\end{document}"""
    log = run(tmp_path, document % before)
    (found,) = re.findall(r"WIDE ([\d.]+)pt", log)
    assert float(found) == pytest.approx(expected * 72.27 / 72, abs=0.05)
