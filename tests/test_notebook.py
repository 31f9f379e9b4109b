"""Figures in notebooks: run by a kernel, turned into a page by nbconvert."""

import base64
import re

import pytest

import archdraw

SPEC = b"input: 8\nlayers: [{dense: 4 relu}]"


def test_a_page_of_two_figures_has_no_id_twice():
    nbformat = pytest.importorskip("nbformat")
    nbconvert = pytest.importorskip("nbconvert")
    pytest.importorskip("ipykernel")
    preprocessors = pytest.importorskip("nbconvert.preprocessors")
    code = "import archdraw\narchdraw.render(b'input: 8\\nlayers: [{dense: %d relu}]')"
    cells = [nbformat.v4.new_code_cell(code % width) for width in (4, 5)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    preprocessors.ExecutePreprocessor(timeout=300, kernel_name="python3").preprocess(notebook, {})
    bundles = [cell.outputs[0].data for cell in notebook.cells]
    assert [set(bundle) for bundle in bundles] == [{"image/svg+xml", "text/plain"}] * 2
    assert "<Figure" in bundles[0]["text/plain"]
    page, _ = nbconvert.HTMLExporter(template_name="classic").from_notebook_node(notebook)
    images = re.findall(
        r'src="data:image/svg\+xml;base64,([^"]+)"', page
    )  # as it is now; older ones put it into the page itself
    figures = [base64.b64decode(image).decode() for image in images] or re.findall(r"<svg.*?</svg>", page, re.S)
    figures = [svg for svg in figures if "Dense" in svg]
    assert len(figures) == 2
    ids = [one for svg in figures for one in re.findall(r'\bid="([^"]+)"', svg)]
    assert len(set(ids)) == len(ids) > 0
    references = {one for svg in figures for one in re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"', svg)}
    assert {one for pair in references for one in pair if one} <= set(ids)


def test_a_figure_without_a_ground_stands_on_white():
    light = archdraw.render(SPEC)
    assert ('style="background:#fff"' in light._repr_mimebundle_()["image/svg+xml"]) is (not light.scene.background)
    dark = archdraw.render(SPEC, style="dark")
    assert "background:#fff" not in dark._repr_mimebundle_()["image/svg+xml"]


def test_pdf_and_png_are_there_where_they_are_asked_for():
    figure = archdraw.render(SPEC)
    bundle = figure._repr_mimebundle_(include=["application/pdf", "image/png"])
    assert base64.b64decode(bundle["application/pdf"]).startswith(b"%PDF-")
    assert base64.b64decode(bundle["image/png"]).startswith(b"\x89PNG")
    assert set(bundle) == {"application/pdf", "image/png"}
