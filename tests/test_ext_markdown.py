"""Figures in Markdown: the fence for MkDocs and the filter for pandoc, by building sample documents."""

import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from archdraw.ext import pandoc
from archdraw.ext.asking import KEYS, asked

ROOT = Path(__file__).resolve().parent.parent
SPEC = "input: 8\nlayers:\n  - dense: 4 relu\n  - dense: 2\n"
BAD = SPEC.replace("dense: 2", "dens: 2")


def fenced(spec, head="archdraw"):
    return f"```{head}\n{spec}```\n\n"


MKDOCS = """
site_name: nets
theme: {name: null, custom_dir: theme}
markdown_extensions:
  - pymdownx.superfences:
      custom_fences:
        - name: archdraw
          class: archdraw
          format: !!python/name:archdraw.ext.fence.format
          validator: !!python/name:archdraw.ext.fence.validate
"""


def test_the_reference_says_what_is_tried_here():
    shown = (ROOT / "docs" / "documents.md").read_text(encoding="utf-8")
    assert MKDOCS.partition("theme}\n")[2] in shown


@pytest.fixture
def site(tmp_path):
    """Give what builds a site of one page strictly: the exit code, the page, what was told."""
    pytest.importorskip("mkdocs")
    pytest.importorskip("pymdownx")
    (tmp_path / "mkdocs.yml").write_text(MKDOCS)
    (tmp_path / "net.yaml").write_text(SPEC)
    (tmp_path / "docs").mkdir()
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme" / "main.html").write_text("<html><body>{{ page.content }}</body></html>")

    def build(page):
        (tmp_path / "docs" / "index.md").write_text(page)
        env = {**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}
        done = subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--strict"], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
        )  # fmt: skip
        made = tmp_path / "site" / "index.html"
        return done.returncode, made.read_text() if made.exists() else "", done.stderr

    return build


def test_a_fence_becomes_a_figure(site):
    page = fenced(SPEC) + fenced(
        "", '{.archdraw file=net.yaml renderer=graph style=dark caption="A <net>" alt="words"}'
    )
    code, made, told = site(page)
    assert code == 0, told
    figures = re.findall(r"<figure class=\"archdraw\">(<svg.*?</svg>)(.*?)</figure>", made, re.S)
    assert len(figures) == 2
    assert figures[1][1] == "<figcaption>A &lt;net&gt;</figcaption>"
    one, two = (ElementTree.fromstring(svg) for svg, _ in figures)
    assert two.get("aria-label") == "words"
    ids = [element.get("id") for svg in (one, two) for element in svg.iter() if element.get("id")]
    assert len(set(ids)) == len(ids) > 0
    assert "Dense 4" in "".join(one.itertext())


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (fenced(BAD), "model:4:5: error: unknown layer &#x27;dens&#x27;"),
        (fenced(SPEC, '{.archdraw colour=red}'), "a figure has no &#x27;colour&#x27;"),
        (fenced(SPEC, '{.archdraw file=net.yaml}'), "not both"),
        (fenced("", "archdraw"), "needs a spec as its content"),
        (fenced("input: '<script>alert(1)</script>'\nlayers: []\n"), "&lt;script&gt;"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_shown_and_fails_a_strict_build(site, page, said):
    code, _, told = site(page)
    assert code == 1
    assert "Doc file 'index.md': a figure cannot be drawn" in told
    from archdraw.ext import fence

    spec, head = page.split("\n", 1)[1].removesuffix("```\n\n"), page.split("\n", 1)[0]
    given = dict(re.findall(r"(\w+)=([^\s}]+)", head))
    options = {}
    fence.validate("archdraw", given, options, {}, None)
    shown = fence.format(spec, "archdraw", "archdraw", options, None)
    assert shown.startswith('<pre class="archdraw archdraw-error">')
    assert said in shown
    assert "<script" not in shown


needs_pandoc = pytest.mark.skipif(
    shutil.which("pandoc") is None and not os.environ.get("ARCHDRAW_NO_SKIP"), reason="needs pandoc"
)


@pytest.fixture
def written(tmp_path):
    """Give what sends a page through pandoc: the code, the file, what was told."""
    (tmp_path / "archdraw.lua").write_text(pandoc.text())
    (tmp_path / "net.yaml").write_text(SPEC)
    program = tmp_path / "archdraw"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m archdraw "$@"\n')
    program.chmod(0o755)

    def convert(page, *more, to="html"):
        (tmp_path / "page.md").write_text(page)
        out = tmp_path / f"page.{to}"
        env = {**os.environ, "PYTHONPATH": str(ROOT), "ARCHDRAW": str(program)}
        command = ["pandoc", "--lua-filter", "archdraw.lua", "page.md", "-o", str(out), *more]
        done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
        return done.returncode, out, done.stderr

    return convert


PAGE = fenced(SPEC) + fenced(
    "", '{.archdraw file="net.yaml" renderer="graph" set="direction=right legend=false" caption="A *net*" #one}'
)


@needs_pandoc
def test_pandoc_draws_svg_for_pages(written, tmp_path):
    code, page, told = written(PAGE, "--extract-media=media")
    assert code == 0, told
    sources = re.findall(r'src="(media/archdraw-\w+\.svg)"', page.read_text())
    assert len(set(sources)) == 2
    words = ["".join(ElementTree.parse(tmp_path / source).getroot().itertext()) for source in sources]
    assert "Dense 4" in words[0]
    assert "A <em>net</em>" in page.read_text()
    assert 'id="one"' in page.read_text()


def has_its_font():
    """Tell whether the font is there that pandoc sets LaTeX in."""
    seek = shutil.which("kpsewhich")
    return bool(seek) and subprocess.run([seek, "lmodern.sty"], capture_output=True).returncode == 0


@needs_pandoc
@pytest.mark.tex
@pytest.mark.skipif(not has_its_font(), reason="needs lmodern, a package of TeX")
def test_pandoc_draws_pdf_for_latex(written):
    code, tex, told = written(PAGE, "--extract-media=media", to="tex")
    assert code == 0, told
    assert len(re.findall(r"\\includegraphics(\[.*?\])?\{media/archdraw-\w+\.pdf\}", tex.read_text())) == 2
    code, pdf, told = written(PAGE, to="pdf")
    assert code == 0, told
    assert pdf.read_bytes().startswith(b"%PDF-")


@needs_pandoc
def test_pandoc_draws_png_for_office_files(written):
    import zipfile

    code, docx, told = written(PAGE.replace("set=", "theme=auto set="), to="docx")
    assert (code, told) == (0, "")
    assert sum(name.endswith(".png") for name in zipfile.ZipFile(docx).namelist()) == 2


@needs_pandoc
@pytest.mark.parametrize("cap", ["caption", "fig-cap"])
@pytest.mark.parametrize("alt", ["alt", "fig-alt"])
def test_pandoc_takes_the_words_of_quarto_too(written, cap, alt):
    code, page, told = written(fenced(SPEC, f'{{.archdraw #fig-net {cap}="A *net*" {alt}="two layers"}}'))
    assert (code, told) == (0, "")
    html = page.read_text()
    assert 'id="fig-net"' in html
    assert "A <em>net</em></figcaption>" in html
    assert 'alt="two layers"' in html


@needs_pandoc
def test_pandoc_keeps_the_name_of_a_figure_without_a_caption(written):
    assert 'id="fig-net"' in written(fenced(SPEC, "{.archdraw #fig-net}"))[1].read_text()


SAID = {
    "renderer": "graph",
    "style": "dark",
    "theme": "auto",
    "width": "2in",
    "passes": "drop,fold",
    "expand": "one, Two words",
    "input-shape": "8x8x1,4",
    "set": "direction=right label={name},{type}",
}
GIVEN = """render - --expand Two words --expand one --input-shape 4 --input-shape 8x8x1 --pass drop,fold --renderer graph
--set direction=right --set label={name},{type} --style dark --theme auto --width 2in -f svg -o -"""


@needs_pandoc
def test_pandoc_says_all_that_documents_may_say(written, tmp_path):
    assert SAID.keys() == KEYS.keys()
    assert asked(SAID)["expand"] == ("one", "Two words")
    (tmp_path / "archdraw").write_text('#!/bin/sh\nprintf "%s\\n" "$@" > said\n')
    written(fenced(SPEC, "{.archdraw " + " ".join(f'{key}="{value}"' for key, value in SAID.items()) + "}"))
    assert (tmp_path / "said").read_text().split("\n")[:-1] == re.split(r"\s(?!words)", GIVEN)


@needs_pandoc
@pytest.mark.parametrize(
    ("page", "said"),
    [
        (fenced(BAD), "unknown layer 'dens'"),
        (fenced(SPEC, '{.archdraw colour="red"}'), "a figure has no 'colour'"),
        (fenced(SPEC, '{.archdraw file="net.yaml"}'), "not both"),
    ],
)
def test_pandoc_ends_where_a_figure_cannot_be_drawn(written, page, said):
    code, page, told = written(page)
    assert code != 0
    assert said in told
    assert not page.exists()
