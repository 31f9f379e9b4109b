"""Bad input of every kind: one clear message, the right exit code, no traceback, no file left."""

import json
import os
import re
import zipfile

import pytest
from click.testing import CliRunner

from archdraw.cli import main

NET = "input: 8x8x3\nlayers:\n"


def layers(*items):
    return NET + "".join(f"  - {item}\n" for item in items)


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*args, **more):
    result = CliRunner().invoke(main, list(args), **more)
    assert "Traceback" not in result.output
    return result


def refused(folder, name, content, message, code=3):
    """Render a bad source; see the message, the code, and that nothing was written."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    before = sorted(os.listdir(folder))
    result = run("render", name, "-o", "out.svg")
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    assert result.stderr.startswith((f"{name}:", f"error: {name}")), result.stderr
    assert message in result.stderr
    assert len(result.stderr) < 5000
    assert sorted(os.listdir(folder)) == before
    checked = run("check", name)
    assert checked.exit_code == code
    assert message in checked.stderr
    return result.stderr


SPEC_TEXT = {
    "empty": ("", "empty"),
    "only comments": ("# nothing\n", "empty"),
    "a scalar": ("hello\n", "1:1: error:"),
    "a list": ("- conv: 3\n", "1:1: error:"),
    "two documents": (NET + "  - flatten\n---\na: 1\n", "error:"),
    "a tab": ("input: 3\nlayers:\n\t- flatten\n", "3:1: error:"),
    "latin-1": ("title: Größe\ninput: 3\n".encode("latin-1"), "UTF-8"),
    "UTF-16 without a mark": ((NET + "  - relu\n").encode("utf-16-le"), "hint: save it as plain text in UTF-8"),
    "UTF-32": ((NET + "  - relu\n").encode("utf-32"), "1:1: error: the spec is not UTF-8 but UTF-32"),
    "a NUL": (b"title: a\0b\ninput: 3\n", "1:9: error: the character U+0000 is not allowed in a spec"),
    "an unclosed quote": ('title: "abc\ninput: 3\n', "hint: close the quote that opens on line 1"),
    "an unclosed bracket": ("input: 3\nlayers: [flatten\n", "hint: close the bracket or brace that opens on line 2"),
    "a duplicate key": ("input: 3\ninput: 4\nlayers: []\n", "2:1: error:"),
    "an anchor": ("input: 3\nlayers: &a [flatten]\n", "2:9: error:"),
    "an alias bomb": ("a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n", "1:4: error:"),
    "an alias of itself": ("input: 3\nlayers: &a [*a]\n", "2:9: error:"),
    "a merge key": ("input: 3\nlayers: [{<<: {dense: 3}}]\n", "2:11: error:"),
    "a python tag": ("input: !!python/object/apply:os.system [touch PWNED]\n", "1:8: error:"),
    "a tag": ("input: !mine 3\n", "1:8: error:"),
    "brackets without end": ("input: 3\nlayers: " + "[" * 100_000, "hint: make 'blocks:' of what is nested"),
    "a long number": ("input: 3\nlayers: [{dense: " + "9" * 5000 + "}]\n", "2:18: error: units must be a whole number"),
    "a long number for a line": (
        "input: 3\nlayers: [relu]\nstyle: {relu: {width: " + "9" * 5000 + "}}\n",
        f"3:16: error: '{'9' * 54}…' is not a length\n",
    ),
    "more than a mebibyte": ("# " + "x" * 2**20 + "\ninput: 3\n", "1 MiB"),
    "a very long line": ("title: " + "x" * 10_000_000, "1 MiB"),
}

SPEC_MEANING = {
    "an unknown layer": (layers("con: 64 3x3"), "3:5: error: unknown layer 'con'", "did you mean 'conv'?"),
    "an unknown word": (layers("conv: 64 3x3 sme relu"), "'sme' is not understood", "did you mean 'same'?"),
    "no space": (layers("conv:64"), "'conv:64' needs a space after the colon", "write 'conv: 64'"),
    "two layers in an item": (layers("{conv: 3, dense: 4}"), "3:", ""),
    "an unknown name": (
        layers("{conv: 8 3x3, name: enc1}", "relu", "concat: ecn1"),
        "no layer is named 'ecn1'",
        "did you mean 'enc1'?",
    ),
    "a later name": (layers("{relu: , from: last}", "{relu: , name: last}"), "3:", ""),
    "a name twice": (layers("{relu: , name: a}", "{relu: , name: a}"), "'a'", ""),
    "a block in itself": ("input: 8\nblocks: {a: {layers: [a]}}\nlayers: [a]\n", "block 'a' uses itself", "'repeat:'"),
    "a missing parameter": (
        "input: 8\nblocks: {a: {params: {n: null}, layers: [{dense: $n}]}}\nlayers: [a]\n",
        "'n'",
        "",
    ),
    "repeat 0": (layers("{relu: , repeat: 0}"), "repeat", ""),
    "repeat -1": (layers("{relu: , repeat: -1}"), "repeat", ""),
    "repeat 1.5": (layers("{relu: , repeat: 1.5}"), "repeat", ""),
    "repeat six": (layers("{relu: , repeat: six}"), "repeat", ""),
    "repeat a billion": (layers("{relu: , repeat: 1000000000}"), "more than 20000 layers", "lower 'repeat'"),
    "a billion channels": (layers("conv: 1000000000 3x3"), "3:", ""),
    "channels -4": (layers("conv: -4 3x3"), "3:", ""),
    "channels 0": (layers("conv: 0 3x3"), "3:", ""),
    "channels 1.5": (layers("dense: 1.5"), "3:", ""),
    "channels nan": (layers("dense: .nan"), "3:", ""),
    "channels inf": (layers("dense: .inf"), "3:", ""),
    "channels true": (layers("dense: true"), "3:", ""),
    "channels 1e3": (layers("dense: 1e3"), "units must be a whole number", "write digits only, such as 64"),
    "an input of nothing": ("input: 0x0x3\nlayers: [relu]\n", "1:8: error: a size must be", "write ? for a size"),
    "an input of truth": ("input: true\nlayers: [relu]\n", "1:8: error: 'true' is not a shape", "write 224x224x3"),
    "an input with commas": ("input: 224,224,3\nlayers: [relu]\n", "1:", "224x224x3"),
    "a kernel too large": (
        "input: 4x4x3\nlayers:\n  - conv: 6 5x5 valid\n",
        "conv 5×5 does not fit a 4×4 input",
        "'same' padding",
    ),
    "stride 0": (layers("conv: 6 3x3 s0"), "3:", ""),
    "sizes that do not concat": (
        layers("{conv: 8 3x3, name: a}", "maxpool: 2", "concat: a"),
        "cannot concat 4×4×8 and 8×8×8",
        "all sizes but the last must be equal",
    ),
    "heads that do not divide": (
        "input: 10x30\nlayers: [{attention: 7}]\n",
        "2:11: error: 7 heads do not divide 30 channels",
        "6 or 10 would",
    ),
    "conv after flatten": (layers("flatten", "conv: 3 3x3"), "4:", ""),
    "dense on a picture": (layers("dense: 10"), "3:", "flatten"),
    "a comment for a colour": (layers("relu") + "style:\n  conv:\n    fill: #fff\n", "# starts a comment", "#fff"),
    "css for a colour": (layers("conv: 8 3x3") + "style: {conv: {fill: 'red;}</style><script>'}}\n", "4:", ""),
    "a link for a colour": (layers("conv: 8 3x3") + "style: {conv: {fill: 'url(http://x)'}}\n", "4:", ""),
    "a huge width": (layers("relu") + "figure: {width: 1e9in}\n", "4:", ""),
    "a negative width": (layers("relu") + "figure: {width: -3cm}\n", "4:", ""),
    "no width": (layers("relu") + "figure: {width: nan}\n", "4:", ""),
    "a font that is css": (layers("relu") + 'figure: {font: "\'; x"}\n', "4:", ""),
    "a page below nothing": (
        layers("relu") + "diagram: {width: -5}\n",
        "4:11: error: the option 'width' of the renderer 'graph' must be at least 36",
        "",
    ),
    "a page without end": (layers("relu") + "diagram: {width: .inf}\n", "4:11: error: ", "takes a number"),
    "a word no label has": (
        layers("relu") + "diagram: {label: '{nmae}'}\n",
        "4:11: error: a label has no '{nmae}'",
        "did you mean '{name}'?",
    ),
    "a label with half a brace": (
        layers("relu") + "diagram: {label: 'a{'}\n",
        "4:11: error: the label template 'a{' is broken",
        "write {{ for a brace",
    ),
    "a label of three lines": (
        layers("relu") + 'diagram: {label: "a\\nb\\nc"}\n',
        "4:11: error: a label has at most two",
        "",
    ),
}


@pytest.mark.parametrize("case", SPEC_TEXT)
def test_text_that_is_no_spec(here, case):
    content, message = SPEC_TEXT[case]
    refused(here, "net.yaml", content, message)


@pytest.mark.parametrize("case", SPEC_MEANING)
def test_a_spec_that_breaks_a_rule(here, case):
    content, message, hint = SPEC_MEANING[case]
    said = refused(here, "net.yaml", content, message)
    assert said.startswith("net.yaml:")
    assert hint in said


FINE = {
    "CRLF": layers("flatten", "dense: 3").replace("\n", "\r\n"),
    "a byte order mark": "\ufeff" + layers("flatten", "dense: 3"),
    "a cross sign": "input: 8×8×3\nlayers: [flatten]\n",
    "one layer": layers("relu"),
    "no layers": "input: 8x8x3\nlayers: []\n",
    "a long label": layers("{relu: , label: " + "wide words " * 9000 + "}"),
    "a control character": layers('{relu: , label: "a\\0b\\e[2Jc"}'),
    "a direction override": layers('{relu: , label: "a\\u202Eb"}'),
    "a blank caption": layers("relu") + "figure: {caption: ' '}\n",
    "a long title of a frame": layers("{group: " + "x" * 20_000 + ", layers: [relu, gelu]}"),
    "a page of the renderer": layers("relu") + "diagram: {width: 300}\n",
}
WARNED = {
    "no layers": "the spec has no layers",
    "a control character": "line 3: U+0000, U+001B cannot be drawn and were left out",
    "a direction override": "line 3: U+202E cannot be drawn and was left out",
}


@pytest.mark.parametrize("case", FINE)
def test_odd_but_fine(here, case):
    (here / "net.yaml").write_bytes(FINE[case].encode())
    result = run("render", "net.yaml", "-o", "out.svg", "-o", "out.dot")
    assert result.exit_code == 0, result.output
    assert result.stderr == (f"warning: {WARNED[case]}\n" if case in WARNED else "")
    text = (here / "out.svg").read_text(encoding="utf-8")
    assert not set(text) & set("\0\x1b\u202e")


LABELS = [
    "<script>alert(1)</script>",
    r"a_b & 50% #1 $x$ ~^{}\ ",
    r"^^5cinput{/etc/passwd}",
    r"\N \G \L \l",
    "model/conv:0",
    "end",
    "<b>x</b>",
    "trailing\\",
    "日本語 Ünï ℝ ∈",
    "]]> --",
    "&lt;x&gt;",
    "\"quoted\" 'too'",
]


@pytest.mark.parametrize("label", LABELS)
def test_a_label_is_text_in_every_format(here, label):
    written = json.dumps(label).replace("$", "$$")  # a dollar alone begins the name of a parameter
    (here / "net.yaml").write_text(layers(f"{{conv: 8 3x3, label: {written}, note: {written}}}"), encoding="utf-8")
    names = ("out.svg", "out.pdf", "out.png", "out.dot", "out.json")
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


def zipped(path, members):
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path.read_bytes()


FILES = {
    "a picture named spec": ("net.yaml", b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
    "a picture named model": ("net.keras", b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
    "a zip that is none": ("net.keras", b"PK\x03\x04" + b"x" * 500),
    "hdf5 that is none": ("net.h5", b"\x89HDF\r\n\x1a\n" + b"x" * 500),
    "hdf5 named keras": ("net.keras", b"\x89HDF\r\n\x1a\n" + b"x" * 500),
    "a pickle": ("net.pt", b"\x80\x04cposix\nsystem\n(S'touch PWNED'\ntR."),
    "a pickle named spec": ("net.yaml", b"\x80\x04cposix\nsystem\n(S'touch PWNED'\ntR."),
    "an empty file": ("net.keras", b""),
    "random bytes": ("net.bin", bytes(range(256)) * 3),
    "json that is no model": ("net.json", b'{"a": [1, 2, 3]}'),
    "deep json": ("net.json", b'{"class_name": "Sequential", "config": ' + b'{"a":' * 5000 + b"1" + b"}" * 5000 + b"}"),
}


@pytest.mark.parametrize("case", FILES)
def test_a_file_that_is_not_what_it_says(here, case):
    name, content = FILES[case]
    refused(here, name, content, "error:")


def test_a_zip_that_is_no_model(here):
    for members in ([], [("readme.txt", "x")], [("../../x", "x"), ("config.json", "not json")]):
        refused(here, "net.keras", zipped(here / "x.zip", members), "error:")
        os.unlink(here / "net.keras")


def test_what_is_no_file_is_refused(here):
    (here / "folder").mkdir()
    os.mkfifo(here / "pipe")
    (here / "loop").symlink_to(here / "loop")
    for name in ("folder", "pipe", "/dev/zero", "loop", "gone.yaml", ""):
        result = run("render", name)
        assert result.exit_code == 3
        assert result.stderr.count("error:") == 1
        assert name in result.stderr


def test_a_style_that_is_no_file_is_refused(here):
    os.mkfifo(here / "pipe.yaml")
    (here / "folder.yaml").mkdir()
    (here / "net.yaml").write_text(layers("relu"))
    for name in ("pipe.yaml", "folder.yaml", "gone.yaml", "n" * 300 + ".yaml"):
        result = run("render", "net.yaml", "-s", name)
        assert result.exit_code == 3
        assert result.stderr.startswith(f"error: cannot read the style '{name}': ")
        assert "\nhint: " in result.stderr
    (here / "net.yaml").write_text(layers("relu") + "style: {extends: pipe.yaml}\n")
    refused(here, "net.yaml", (here / "net.yaml").read_bytes(), "net.yaml:4:1: error: cannot read the style")


def test_stdin_that_is_no_source():
    for data in (b"", b"\x89PNG\r\n\x1a\n\0\0", b"hello"):
        result = run("render", "-", "-o", "x.svg", input=data)
        assert result.exit_code == 3
        assert result.stderr.startswith(("stdin:", "error: stdin"))


@pytest.mark.parametrize(
    "spec",
    [
        layers(*["conv: 8 3x3 relu"] * 2000),
        layers("{relu: , repeat: 3000}"),
        NET + "- parallel: {" + ", ".join(f"b{i}: [relu]" for i in range(400)) + "}\n  merge: add\n",
    ],
    ids=["chain", "repeat", "fan"],
)
@pytest.mark.long
def test_large_but_legal_specs_are_drawn(here, spec):
    (here / "net.yaml").write_text(spec)
    result = run("render", "net.yaml", "-o", "out.svg")
    assert result.exit_code == 0, result.output
