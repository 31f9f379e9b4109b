"""Labels that are code to some format: each is text in all of them, wherever a spec can say it."""

import json
import re

import pytest
from refusing import layers, run


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


LABELS = [
    "<script>alert(1)</script>",
    r"a_b & 50% #1 $x$ ~^{}\ ",
    r"^^5cinput{/etc/passwd}",
    r"\N \G \L \l",
    "model/conv:0",
    "end",
    "graph",
    "subgraph",
    "<b>x</b>",
    "trailing\\",
    "日本語 Ünï ℝ ∈",
    "]]> --",
    "&lt;x&gt;",
    "\"quoted\" 'too'",
    "👩\u200d💻 🧠 e\u0301 שלום",
    "javascript:alert(1)",
    "{name} {{ x }} {% raw %}",
]
CLEANED = {"line\nbreak\ttab": "line break tab", "a\u202eb": "ab", "a\ud800b": "ab", "a\0b": "ab"}


@pytest.mark.parametrize("label", LABELS)
def test_a_label_is_text_in_every_format(here, label):
    written = json.dumps(label).replace("$", "$$")  # a dollar alone begins the name of a parameter
    (here / "net.yaml").write_text(layers(f"{{conv: 8 3x3, label: {written}, note: {written}}}"), encoding="utf-8")
    names = ("out.svg", "out.pdf", "out.png", "out.dot", "out.json", "out.drawio", "out.mmd")
    result = run("render", "net.yaml", *(part for name in names for part in ("-o", name)))
    assert result.exit_code == 0, result.output
    from xml.etree import ElementTree

    root = ElementTree.fromstring((here / "out.svg").read_bytes())
    assert label.strip() in " ".join("".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text"))
    assert not [element for element in root.iter() if element.tag.endswith(("script", "foreignObject", "}a", "}b"))]


EVERYWHERE = """\
title: {0}
inputs: {{{1}: 8x8x3}}
layers:
  - {{conv: 8 3x3, label: {0}, note: {0}}}
  - {{relu: , name: {0}}}
  - {{group: {0}, layers: [gelu, {{custom: {0}}}]}}
  - {{residual: [{{conv: 8 3x3, edge: {0}}}]}}
figure: {{caption: {0}}}
"""


@pytest.mark.parametrize("label", LABELS)
def test_a_text_is_text_wherever_it_stands(here, label):
    written = json.dumps(label).replace("$", "$$")
    (here / "net.yaml").write_text(EVERYWHERE.format(written, json.dumps("in" + label)), encoding="utf-8")
    result = run("render", "net.yaml", "-o", "out.svg", "-o", "out.tex", "-o", "out.dot", "-o", "out.json")
    assert result.exit_code == 0, result.output
    from xml.etree import ElementTree

    drawn = ["".join(text.itertext()) for text in ElementTree.parse("out.svg").getroot().iter(f"{SVG}text")]
    assert sum(label.strip() in text for text in drawn) >= 6, drawn
    tags = {element.tag.removeprefix(SVG) for element in ElementTree.parse("out.svg").getroot().iter()}
    assert tags <= {"svg", "title", "desc", "g", "rect", "path", "text", "circle", "polygon"}
    tex = re.sub("(?m)^%.*", "", (here / "out.tex").read_text(encoding="utf-8"))  # TeX reads nothing of a comment
    assert not re.search(r"\\(?:input|N|G|L|l)\b|\^\^", tex)
    assert json.loads((here / "out.json").read_text(encoding="utf-8"))


SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("label", CLEANED)
def test_what_no_format_can_hold_is_left_out_everywhere(here, label):
    (here / "net.yaml").write_text(layers(f"{{conv: 8 3x3, label: {json.dumps(label)}}}"), encoding="utf-8")
    names = ("out.svg", "out.tex", "out.dot", "out.json")
    result = run("render", "net.yaml", *(part for name in names for part in ("-o", name)))
    assert result.exit_code == 0, result.output
    assert ("left out" in result.stderr) == (len(CLEANED[label]) < len(label))
    for name in names:
        text = (here / name).read_text(encoding="utf-8")
        assert CLEANED[label] in (text.replace("\n", " ") if name == "out.dot" else text)
        assert not set(text) & {"\0", "\u202e", "\ud800"}
