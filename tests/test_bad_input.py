"""Bad specs of every kind: one clear message, the right exit code, no traceback, no file left."""

import pytest
from refusing import NET, layers, refused, run


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


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
    "two layers in an item": (
        layers("{conv: 3, dense: 4}"),
        "3:15: error: one entry, two layer types: 'conv' and 'dense'",
        "start each layer with its own '- '",
    ),
    "an unknown name": (
        layers("{conv: 8 3x3, name: enc1}", "relu", "concat: ecn1"),
        "no layer is named 'ecn1'",
        "did you mean 'enc1'?",
    ),
    "a later name": (
        layers("{relu: , from: last}", "{relu: , name: last}"),
        "3:20: error: no layer is named 'last'",
        "'last' stands on line 4; a layer can only read what comes before it",
    ),
    "a name twice": (
        layers("{relu: , name: a}", "{relu: , name: a}"),
        "4:20: error: two layers are named 'a'",
        "first named on line 3",
    ),
    "a block in itself": ("input: 8\nblocks: {a: {layers: [a]}}\nlayers: [a]\n", "block 'a' uses itself", "'repeat:'"),
    "a missing parameter": (
        "input: 8\nblocks: {a: {params: {n: null}, layers: [{dense: $n}]}}\nlayers: [a]\n",
        "3:10: error: block 'a' needs 'n'",
        "write 'a: 64'",
    ),
    "repeat 0": (
        layers("{relu: , repeat: 0}"),
        "3:22: error: repeat must be a whole number of at least 1, not '0'",
        "",
    ),
    "repeat -1": (
        layers("{relu: , repeat: -1}"),
        "3:22: error: repeat must be a whole number of at least 1, not '-1'",
        "",
    ),
    "repeat 1.5": (
        layers("{relu: , repeat: 1.5}"),
        "3:22: error: repeat must be a whole number of at least 1, not '1.5'",
        "",
    ),
    "repeat six": (
        layers("{relu: , repeat: six}"),
        "3:22: error: repeat must be a whole number of at least 1, not 'six'",
        "",
    ),
    "repeat a billion": (layers("{relu: , repeat: 1000000000}"), "more than 20000 layers", "lower 'repeat'"),
    "a billion channels": (
        layers("conv: 1000000000 3x3"),
        "3:11: error: filters must be a whole number from 1 to 10000000, not '1000000000'",
        "",
    ),
    "channels -4": (
        layers("conv: -4 3x3"),
        "3:11: error: filters must be a whole number from 1 to 10000000, not '-4'",
        "",
    ),
    "channels 0": (
        layers("conv: 0 3x3"),
        "3:11: error: filters must be a whole number from 1 to 10000000, not '0'",
        "",
    ),
    "channels 1.5": (
        layers("dense: 1.5"),
        "3:12: error: units must be a whole number from 1 to 10000000, not '1.5'",
        "write digits only, such as 64",
    ),
    "channels nan": (
        layers("dense: .nan"),
        "3:12: error: units must be a whole number from 1 to 10000000, not '.nan'",
        "write digits only, such as 64",
    ),
    "channels inf": (
        layers("dense: .inf"),
        "3:12: error: units must be a whole number from 1 to 10000000, not '.inf'",
        "write digits only, such as 64",
    ),
    "channels true": (
        layers("dense: true"),
        "3:12: error: 'true' is not understood in 'dense: true'",
        "the words of 'dense' are bn, bias, nobias, swiglu, geglu, glu and an activation",
    ),
    "channels 1e3": (layers("dense: 1e3"), "units must be a whole number", "write digits only, such as 64"),
    "an input of nothing": ("input: 0x0x3\nlayers: [relu]\n", "1:8: error: a size must be", "write ? for a size"),
    "an input of truth": ("input: true\nlayers: [relu]\n", "1:8: error: 'true' is not a shape", "write 224x224x3"),
    "an input with commas": ("input: 224,224,3\nlayers: [relu]\n", "1:", "224x224x3"),
    "a kernel too large": (
        "input: 4x4x3\nlayers:\n  - conv: 6 5x5 valid\n",
        "conv 5×5 does not fit a 4×4 input",
        "'same' padding",
    ),
    "stride 0": (
        layers("conv: 6 3x3 s0"),
        "3:17: error: stride must be a whole number from 1 to 10000000, not '0'",
        "",
    ),
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
    "conv after flatten": (
        layers("flatten", "conv: 3 3x3"),
        "4:5: error: conv needs a sequence, an image or a volume, not 192",
        "put it before the 'flatten' of line 3, or 'reshape' between them",
    ),
    "dense on a picture": (layers("dense: 10"), "3:", "flatten"),
    "a comment for a colour": (layers("relu") + "style:\n  conv:\n    fill: #fff\n", "# starts a comment", "#fff"),
    "css for a colour": (
        layers("conv: 8 3x3") + "style: {conv: {fill: 'red;}</style><script>'}}\n",
        "4:16: error: 'red;}</style><script>' is not a colour",
        "write '#d3e5f3' (in quotes), a CSS name such as tomato, or none",
    ),
    "a link for a colour": (
        layers("conv: 8 3x3") + "style: {conv: {fill: 'url(http://x)'}}\n",
        "4:16: error: 'url(http://x)' is not a colour",
        "write '#d3e5f3' (in quotes), a CSS name such as tomato, or none",
    ),
    "a huge width": (
        layers("relu") + "figure: {width: 1e9in}\n",
        "4:17: error: the width 1e9in is not between 0.5in and 200in",
        "write 3.25in, 82mm, 8cm or 234pt, or a venue of 'archdraw list widths'",
    ),
    "a negative width": (
        layers("relu") + "figure: {width: -3cm}\n",
        "4:17: error: the width -3cm is not between 0.5in and 200in",
        "write 3.25in, 82mm, 8cm or 234pt, or a venue of 'archdraw list widths'",
    ),
    "no width": (
        layers("relu") + "figure: {width: nan}\n",
        "4:17: error: the width 'nan' is not a length",
        "write 3.25in, 82mm, 8cm or 234pt, or a venue of 'archdraw list widths'",
    ),
    "a font that is css": (
        layers("relu") + 'figure: {font: "\'; x"}\n',
        "4:16: error: the font ''; x' is not understood",
        "write a name such as Source Sans 3",
    ),
    "a page below nothing": (
        layers("relu") + "diagram: {width: -5}\n",
        "4:11: error: the option 'width' of the renderer 'blocks' must be at least 36",
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
