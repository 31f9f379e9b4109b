"""The directive for Sphinx, by building sample documents."""

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

pytest.importorskip("sphinx")

ROOT = Path(__file__).resolve().parent.parent

CONF = 'extensions = ["archdraw.ext.sphinx"]\nnumfig = True\n'
SPEC = "input: 8\nlayers:\n  - dense: 4 relu\n  - dense: 2\n"
PAGE = """
Title
=====

.. archdraw:: net.yaml
   :caption: A *small* net, see :ref:`this <two>`
   :name: one
   :align: center
   :renderer: graph
   :class: wide

.. _two:

.. archdraw::
   :style: dark
   :alt: two layers
   :set: direction=right legend=false

   input: 8
   layers: [{dense: 31}]

See :numref:`one`.
"""


@pytest.fixture
def build(tmp_path):
    """Give what builds a page in a format, and gives the folder and the warnings."""
    (tmp_path / "conf.py").write_text(CONF)
    (tmp_path / "net.yaml").write_text(SPEC)

    def make(page=None, format="html", jobs=1):
        if page is not None:
            (tmp_path / "index.rst").write_text(page)
        out = tmp_path / "_build" / format
        command = [
            sys.executable,
            "-m",
            "sphinx",
            "-q",
            "-b",
            format,
            "-j",
            str(jobs),
            "-d",
            "_build/trees",
            ".",
            str(out),
        ]
        env = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
        done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return out, done.stderr

    return make


def test_html_has_the_figures_as_svg(build):
    out, told = build(PAGE)
    assert told == ""
    page = (out / "index.html").read_text()
    sources = re.findall(r'<img alt="([^"]*)" class="([^"]*)" src="([^"]*)"', page)
    assert [(alt, classes) for alt, classes, _ in sources] == [
        ("Architecture of net: 3 layers, 46 parameters.", "archdraw wide"),
        ("two layers", "archdraw dark-light"),
    ]
    one, two = (ElementTree.parse(out / source).getroot() for *_, source in sources)
    assert "31" in "".join(two.itertext())
    assert "31" not in "".join(one.itertext())
    assert two.get("viewBox") != one.get("viewBox")
    assert '<figure class="align-center" id="one">' in page
    assert "A <em>small</em> net" in page
    assert "Fig. 1" in page


def test_latex_has_them_as_pdf_also_after_html(build):
    build(PAGE)
    out, told = build(format="latex")
    assert told == ""
    (source,) = out.glob("*.tex")
    names = re.findall(r"\\sphinxincludegraphics\{\{(archdraw-\w+)\}\.pdf\}", source.read_text())
    assert len(set(names)) == 2
    assert all((out / f"{name}.pdf").read_bytes().startswith(b"%PDF-") for name in names)
    assert r"\caption{A \sphinxstyleemphasis{small} net" in source.read_text()


def test_text_says_what_is_drawn(build):
    out, told = build(PAGE, "text")
    assert told == ""
    assert "[two layers]" in (out / "index.txt").read_text()


@pytest.mark.parametrize(
    ("page", "line", "said"),
    [
        (".. archdraw::\n\n   input: 8\n   layers:\n     - dens: 4\n", 5, "unknown layer 'dens' (did you mean 'dense'?)"),
        (".. archdraw:: other.yaml\n", 1, "other.yaml"),
        (".. archdraw:: net.yaml\n   :style: none\n", 1, "none"),
        (".. archdraw:: net.yaml\n   :set: direction\n", 1, "is not of the form option=value"),
        (".. archdraw:: net.yaml\n\n   input: 3\n", 1, "not both"),
        (".. archdraw::\n", 1, "needs a file"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_a_warning_at_its_line(build, page, line, said):
    _, told = build("T\n=\n\n" + page)
    assert re.search(rf"index\.rst:{line + 3}: WARNING: ", told), told
    assert said in told


def test_what_is_wrong_in_an_included_page_is_told_there(build, tmp_path):
    (tmp_path / "part.txt").write_text("Part\n\n.. archdraw::\n\n   input: 8\n   layers:\n     - dens: 4\n")
    _, told = build("T\n=\n\nText.\n\n.. include:: part.txt\n")
    assert re.search(r"part\.txt:7: WARNING: unknown layer 'dens'", told), told


def test_markdown_of_myst_has_figures_too(build, tmp_path):
    pytest.importorskip("myst_parser")
    (tmp_path / "conf.py").write_text(CONF.replace('"]', '", "myst_parser"]'))
    text = "# T\n\nSee {numref}`one`.\n\n```{archdraw} net.yaml\n:caption: A *net*\n:name: one\n```\n\n"
    page = tmp_path / "index.md"
    page.write_text(text + "```{archdraw}\n:alt: words\n\ninput: 8\nlayers:\n  - dense: 4\n```\n")
    out, told = build()
    assert told == ""
    assert re.findall('<img alt="(.*?)"', (out / "index.html").read_text()) == [
        "Architecture of net: 3 layers, 46 parameters.",
        "words",
    ]
    assert "Fig. 1" in (out / "index.html").read_text()
    page.write_text(text + "```{archdraw}\n:alt: words\n\ninput: 8\nlayers:\n  - dens: 4\n```\n")
    assert "index.md:15: WARNING: unknown layer 'dens'" in build()[1]
    page.write_text(text + "> ```{archdraw}\n> input: 8\n> layers:\n>   - dens: 4\n> ```\n")
    assert "index.md:13: WARNING: unknown layer 'dens'" in build()[1]


def test_an_error_in_a_file_is_told_at_its_line(build, tmp_path):
    (tmp_path / "net.yaml").write_text(SPEC.replace("dense: 2", "dens: 2"))
    _, told = build(PAGE)
    assert "net.yaml:4: WARNING: unknown layer 'dens'" in told


def test_a_page_is_drawn_again_when_what_it_is_made_of_changes(build, tmp_path):
    (tmp_path / "mine.yaml").write_text("extends: paper\ndense: {fill: '#123456'}\n")
    page = "T\n=\n\n.. archdraw:: net.yaml\n   :style: mine.yaml\n"
    first = {path.name for path in (build(page)[0] / "_images").iterdir()}
    (tmp_path / "net.yaml").write_text(SPEC.replace("2", "3"))
    second = {path.name for path in (build()[0] / "_images").iterdir()} - first
    assert len(second) == 1
    assert build()[1] == ""


def test_a_page_is_left_alone_when_nothing_changed(build):
    out, _ = build(PAGE)
    before = (out / "index.html").stat().st_mtime_ns
    build()
    assert (out / "index.html").stat().st_mtime_ns == before


def test_pages_may_be_read_in_parallel(build, tmp_path):
    for number in range(12):
        (tmp_path / f"page{number}.rst").write_text(f"T\n=\n\n.. archdraw:: net.yaml\n   :width: {number + 2}in\n")
    names = "\n".join(f"   page{number}" for number in range(12))
    out, told = build(f"T\n=\n\n.. toctree::\n\n{names}\n", jobs=2)
    assert told == ""
    assert len(list((out / "_images").glob("archdraw-*.svg"))) == 12
