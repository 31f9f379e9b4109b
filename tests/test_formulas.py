"""Formulas in labels: what is read as one, how it looks in each format, and that nothing else gets through."""

import re
import subprocess

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import archdraw
from archdraw import text
from archdraw.errors import UsageError
from archdraw.quality import measure
from archdraw.scene import Text
from archdraw.text.math import END, START, NotMath, formula, marked
from archdraw.text.tex import escaped
from archdraw.typeset import runs

SPEC = r"""
title: 'Scores $\alpha_{ij}$'
input: 8x16
layers:
  - {dense: 8, label: '$$QK^T$$ of \$5', note: '$$\frac{QK^T}{\sqrt{d_k}}$$'}
  - {dense: 8, label: '$$W \in \mathbb{R}^{d\times k}$$', note: '$$\hat{y} = \sigma(Wx+b)$$'}
figure: {math: true, caption: 'The loss $\mathcal{L}_{\text{rec}}$.'}
"""


def shown(source):
    return "".join(span.text for span in formula(source).spans)


@pytest.mark.parametrize(
    ("source", "letters", "tex"),
    [
        ("x", "x", "x"),
        ("x_i^2", "xi2", "x_{i}^{2}"),
        ("x_{i+1}", "xi+1", "x_{i+1}"),
        (r"\alpha\beta", "αβ", r"\alpha \beta"),
        ("α×β", "α\u2009×\u2009β", r"\alpha \times \beta"),
        (r"a \le b", "a\u2009≤\u2009b", r"a\leq b"),
        ("-1", "−1", "-1"),
        (r"\frac{a}{b}", "a⁄b", r"{}^{a}\!/_{b}"),
        ("x^10", "x10", "x^{1}0"),
        (r"\frac12", "1⁄2", r"{}^{1}\!/_{2}"),
        (r"\sqrt{d_k}", "√dk", r"\sqrt{d_{k}}"),
        (r"\sqrt{x+1}", "√(x\u2009+\u20091)", r"\sqrt{x+1}"),
        (r"\hat{y}", "ŷ", r"\hat{y}"),
        (r"\mathbb{R}^n", "ℝn", r"\mathbb{R}^{n}"),
        (r"\mathcal{N}", "𝒩", r"\mathcal{N}"),
        (r"\text{in a-b}", "in a-b", r"\mathrm{in\ a{-}b}"),
        (r"\log p(x)", "log\u2009p(x)", r"\log p(x)"),
        (r"f''", "f′′", "f''"),
        ("", "", ""),
    ],
)
def test_formulas_are_read(source, letters, tex):
    found = formula(source)
    assert (shown(source), found.tex) == (letters, tex)


@pytest.mark.parametrize(
    ("source", "what"),
    [
        (r"\input{secret}", r"\\input is not known"),
        (r"\alpah", r"\\alpah is not known; did you mean 'alpha'"),
        ("{a", "a { has no partner"),
        ("a}", "a } has no partner"),
        ("x_", "something is missing"),
        ("x_1_2", "two _"),
        ("^^5c", "no meaning"),
        ("a % b", "'%' has no meaning"),
        ("a & b", "'&' has no meaning"),
        ("卷", "'卷' has no meaning"),
        (r"\text{$}", "only letters"),
        (r"\mathbb{r}", "capital"),
        ("{" * 40 + "}" * 40, "nested deeper"),
    ],
)
def test_what_is_none_is_told(source, what):
    with pytest.raises(NotMath, match=what):
        formula(source)


WORDS = st.lists(
    st.sampled_from([*r"ab12{}^_$\%&#~'+-/", r"\frac", r"\input", r"\sqrt", r"\text{a}", "^^5c", " ", "é"])
)


@given(WORDS.map("".join))
@example(r"\ ")
@example("\\")
def test_only_known_commands_reach_tex(source):
    try:
        tex = formula(source).tex
    except NotMath:
        return
    assert set(re.findall(r"\\([A-Za-z]+)", tex)) <= {"frac", "sqrt", "mathrm"}
    assert not re.search(r"(?<!\\)[%&#~$]|\^\^", tex)
    assert tex.count("{") - tex.count(r"\{") == tex.count("}") - tex.count(r"\}")


def test_dollars_come_in_pairs():
    assert marked(r"a $x$ for \$5") == f"a {START}x{END} for $5"
    with pytest.raises(NotMath, match="no partner"):
        marked("costs $5")
    assert marked(f"a{START}\\input{END}") == r"a\input"


def test_only_who_asks_gets_formulas():
    spec = "input: 4\nlayers: [{dense: 3, label: '$$x$$'}]\n"
    figure = archdraw.render(spec.encode(), name="net.yaml")
    assert ">$x$<" in figure.svg
    figure = archdraw.render(spec.encode(), name="net.yaml", options={"math": True})
    assert '<tspan font-style="italic">x</tspan>' in figure.svg


def test_a_broken_formula_names_its_layer():
    spec = "input: 4\nlayers: [{dense: 3, name: first, label: '$$x_$$'}]\nfigure: {math: true}\n"
    with pytest.raises(UsageError, match=r"the label of the layer 'first' is no formula: something is missing"):
        archdraw.render(spec.encode(), name="net.yaml")
    with pytest.raises(UsageError, match="the caption is no formula"):
        archdraw.render(b"input: 4\nlayers: []\nfigure: {math: true, caption: costs $5}\n", name="net.yaml")


@pytest.mark.parametrize("direction", ["down", "right"])
def test_a_figure_with_formulas_is_sound(direction):
    figure = archdraw.render(SPEC.encode(), name="net.yaml", options={"direction": direction})
    assert measure(figure.scene).faults == ()
    for made in (figure.to_bytes(name) for name in ("svg", "dot", "json", "tex")):
        assert START.encode() not in made
        assert END.encode() not in made


def test_formulas_take_no_more_room_than_they_were_given():
    scene = archdraw.render(SPEC.encode(), name="net.yaml").scene
    whole = [item for item in scene.flat() if isinstance(item, Text) and START in item.content]
    assert len(whole) == 6
    for item in whole:
        alone = runs.prepare(type(scene)(500, 50, (item,)))
        pieces = [piece for piece in alone.scene.flat() if isinstance(piece, Text)]
        ends = [runs.measure([(runs.Run(p.content, _face(alone, p)), p.font)], alone.used) for p in pieces]
        left = min(piece.at[0] for piece in pieces)
        right = max(piece.at[0] + next(iter(end.values())) for piece, end in zip(pieces, ends, strict=True))
        assert right - left <= item.width + 0.05, item.content


def _face(prepared, piece):
    return runs.Typeface(piece.font.family, lambda _: True, prepared.used)


def test_a_formula_is_never_cut():
    content = marked("attention $QK^T$ of all the heads")
    for limit in range(5, 120, 5):
        short = text.fit(content, limit, 7)
        assert short.count(START) == short.count(END)
        assert text.width(short, 7) <= max(limit, text.width("…", 7)) + 0.01


@pytest.mark.poppler
def test_formulas_are_text_in_pdf(tmp_path):
    path = tmp_path / "net.pdf"
    archdraw.render(SPEC.encode(), name="net.yaml").save(path)
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)
    for word in ("QK", "ℝ", "σ", "ℒ", "of $5"):
        assert word in done.stdout, done.stdout


@pytest.mark.tex
def test_formulas_are_formulas_in_tex(tmp_path):
    source = archdraw.render(SPEC.encode(), name="net.yaml").to_bytes("tex")
    assert rb"$W\in \mathbb{R}^{d\times k}$" in source
    (tmp_path / "net.tex").write_bytes(source)
    done = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "net.tex"],
        cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:]


def test_braces_and_signs_are_escaped_around_formulas():
    assert escaped(marked(r"a_b $x_1$ {c}")) == r"a\_b $x_{1}$ \{c\}"
