"""Texts that are no spec: one clear message each, in bounded time, and never a traceback."""

from __future__ import annotations

import time

import pytest
import yaml
from reading_specs import SPECS, graph, problem, problems, reading

REST = "\ninput: 3\nlayers: [relu]\n"

# Each case: a text, then the line, the column and the beginning of the message.
TEXTS = {
    "empty": ("", 1, 1, "the spec is empty"),
    "only comments": ("# nothing\n\n# here\n", 1, 1, "the spec is empty"),
    "a word": ("abc", 1, 1, "a spec has keys such as 'input:' and 'layers:', but this is a text"),
    "a list": ("- relu\n- relu", 1, 1, "a spec has keys such as 'input:' and 'layers:', but this is a list"),
    "two documents": ("input: 3\n---\nlayers: [relu]", 2, 1, "a spec is one document, but a second one starts here"),
    "a tab": ("input: 3\nlayers:\n\t- relu", 3, 1, "not valid YAML: found character '\\t'"),
    "a colon in a text": ("title: a: b" + REST, 1, 9, "not valid YAML: mapping values are not allowed here"),
    "an at sign": ("title: @x" + REST, 1, 8, "not valid YAML: found character '@'"),
    "utf-16": ("input: 3".encode("utf-16"), 1, 1, "the spec is not UTF-8 but UTF-16"),
    "latin-1": ("input: 3\ntitle: Café".encode("latin-1"), 2, 11, "the byte 0xe9 is not UTF-8"),
    "nul": ("input: 3\ntitle: a\0b", 2, 9, "the character U+0000 is not allowed in a spec"),
    "open quote": ("title: 'abc", 1, 12, "not valid YAML: found unexpected end of stream"),
    "open bracket": ("input: 3\nlayers: [relu\n", 3, 1, "not valid YAML: expected ',' or ']'"),
    "open brace": ("input: 3\nlayers: [{relu: x\n", 3, 1, "not valid YAML: expected ',' or '}'"),
    "key twice": ("input: 3\ninput: 4\nlayers: [relu]", 2, 1, "key 'input' is given twice"),
    "anchor": ("input: &a 3\nlayers: [relu]", 1, 8, "the YAML anchor &a is not allowed"),
    "merge key": ("<<: {a: 1}" + REST, 1, 1, "merge keys (<<) are not allowed"),
    "python tag": (
        "input: !!python/object/apply:os.system [ls]\nlayers: [relu]",
        *(1, 8, "the YAML tag !!python/object/apply:os.system is not allowed"),
    ),
    "own tag": ("input: !mine 3\nlayers: [relu]", 1, 8, "the YAML tag !mine is not allowed"),
    "brackets without end": ("a: " + "[" * 100_000, 1, 44, "the spec is nested deeper than 40 levels"),
    "long number": ("input: " + "9" * 5000 + "\nlayers: [relu]", 1, 8, "a size must be a whole number"),
    "a megabyte": ("#" * (2**20 + 1), 1, 1, "the spec is larger than 1 MiB"),
    "long line": ("#" * (10 * 2**20), 1, 1, "the spec is larger than 1 MiB"),
    "many nodes": ("a: [" + "1," * 100_001 + "]", 1, 199_999, "the spec has more than 100000 values"),
    "key that is a list": ("[a]: 1" + REST, 1, 1, "a key must be a word, not a list or a mapping"),
    "no input": ("layers: [relu]", 1, 1, "the spec has no 'input'"),
    "no layers": ("input: 3", 1, 1, "the spec has no 'layers'"),
    "layers that are a text": ("input: 3\nlayers: relu", 2, 9, "'layers' needs a list of layers"),
    "a size of nothing": (
        "input: 0x0x3\nlayers: [relu]",
        1,
        8,
        "a size must be a whole number from 1 to 10000000, not '0'",
    ),
    "a negative size": (
        "input: -3\nlayers: [relu]",
        1,
        8,
        "a size must be a whole number from 1 to 10000000, not '-3'",
    ),
    "a size that is no number": ("input: .nan\nlayers: [relu]", 1, 8, "a size must be a whole number"),
    "stride 0": ("input: 8x8x3\nlayers: [{conv: 3 3x3 s0}]", 2, 23, "stride must be a whole number"),
    "another version": ("archdraw: 2" + REST, 1, 11, "this version of the language is not known"),
    "block without layers": ("blocks: {a: {params: {}}}" + REST, 1, 10, "block 'a' has no layers"),
    "groups in groups": ("input: 3\nlayers: [{group: a}]", 2, 11, "'group' needs layers"),
    "heads of the wrong kind": ("input: 3x4\nlayers: [{attention: {heads: [1]}}]", 2, 30, "'heads' needs one value"),
    "width without end": ("figure: {width: 1e9in}" + REST, 1, 17, "the width 1e9in is not between"),
    "width that is no number": ("figure: {width: nan}" + REST, 1, 17, "the width 'nan' is not a length"),
    "font": ('figure: {font: "\'; x"}' + REST, 1, 16, "the font ''; x' is not understood"),
    "picture of the network": (
        "input: {shape: 3, image: http://a/b.png}\nlayers: [relu]",
        *(1, 26, "a picture must lie beside or below the spec"),
    ),
}


@pytest.mark.parametrize("case", TEXTS)
def test_one_problem_at_its_place(case):
    text, line, column, message = TEXTS[case]
    start = time.process_time()
    found = problem(text)
    assert (found.line, found.column) == (line, column)
    assert found.message.startswith(message)
    assert time.process_time() - start < 5


def test_aliases_are_refused_wherever_they_stand():
    bomb = "a: &a [x, x]\n" + "".join(f"k{i}: &k{i} [*{'a' if not i else f'k{i - 1}'}, *a]\n" for i in range(9))
    assert {p.message.split(" ")[2] for p in problems(bomb)} == {"anchor", "alias"}
    assert problems("a: &a [*a]")[1].message == "the YAML alias *a is not allowed"


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_specs_read_the_same_without_the_c_parser(path, monkeypatch):
    fast = reading(path.read_bytes())
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert reading(path.read_bytes()) == fast


@pytest.mark.parametrize("case", [case for case in TEXTS if len(TEXTS[case][0]) < 10_000])
def test_messages_are_the_same_without_the_c_parser(case, monkeypatch):
    fast = problems(TEXTS[case][0])
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert problems(TEXTS[case][0]) == fast


def test_windows_line_ends_and_a_byte_order_mark_are_fine():
    assert len(graph("\ufeffinput: 3\r\nlayers:\r\n  - relu\r\n").layers) == 2


def test_the_sign_of_multiplication_is_fine():
    assert graph("input: 224×224×3\nlayers: [{conv: 8 3×3 s2×2}]").layers[1].outputs[0].dims == (112, 112, 8)


def test_values_are_those_of_yaml_1_2():
    style = "{a: no, b: on, c: 010, d: 3:30, e: 2001-01-01, f: 1e3, g: 0o17, h: 1_000, i: True, j: 0x1F}"
    found = reading(f"input: 3\nlayers: [relu]\ndiagram: {style}").diagram
    assert found == {
        "a": "no",
        "b": "on",
        "c": 10,
        "d": "3:30",
        "e": "2001-01-01",
        "f": 1000.0,
        "g": "0o17",
        "h": "1_000",
        "i": True,
        "j": "0x1F",
    }


def test_labels_are_cleaned_of_what_cannot_be_drawn():
    text = 'input: 8\nlayers:\n  - {dense: 3, label: "a\\0b\\u202ec\\td", note: "α ∈ ℝ 🧠 é"}\n'
    found = graph(text).layers[1]
    assert (found.label, found.note) == ("abc d", "α ∈ ℝ 🧠 é")
    surrogate = 'input: 8\nlayers:\n  - {dense: 3, label: "a\\ud800b"}\n'
    assert graph(surrogate).layers[1].label == "ab"


def test_long_and_odd_labels_are_kept():
    for label in ("x" * 100_000, "]]> -- <b>x</b>", "\\input{secret} ^^5c %#&", "<script>alert(1)</script>"):
        assert graph(f"input: 8\nlayers:\n  - {{dense: 3, label: '{label}'}}\n").layers[1].label == label


def test_empty_layers_leave_the_input():
    found = graph("input: 3\nlayers: []\n")
    assert [x.name for x in found.layers] == ["input"]
    assert found.notes == ("the spec has no layers",)


def test_deep_nests_of_blocks_end():
    chain = "".join(f"  b{i}: {{layers: [b{i + 1}]}}\n" for i in range(2000))
    found = problem(f"input: 3\nblocks:\n{chain}  b2000: {{layers: [relu]}}\nlayers: [b0]\n")
    assert found.message == "blocks and groups nest deeper than 40 levels"


def test_repeats_of_nothing_end():
    groups = "".join(f"  - {{group: g{i}, repeat: 20000, layers: [{{e: , repeat: 20000}}]}}\n" for i in range(3))
    found = problem(f"input: 8\nblocks: {{e: {{layers: []}}}}\nlayers:\n{groups}")
    assert found.message == "the network expands to more than 20000 layers"


@pytest.mark.parametrize(
    "items",
    ["  - conv: 64 3x3\n" * 5000, "  - {relu: , name: x}\n" + "  - {conv: 64 3x3, from: x}\n" * 5000],
    ids=["chain", "fan"],
)
def test_five_thousand_layers_are_read_in_time(items):
    start = time.process_time()
    assert len(graph(f"input: 28x28x1\nlayers:\n{items}").layers) >= 5001
    assert time.process_time() - start < 5


def test_sizes_do_not_grow_without_end():
    found = problem("input: 8x8x3\nlayers:\n" + "  - upsample: 1000000\n" * 1000)
    assert (found.line, found.message) == (4, "the output would be larger than 10^12 along one axis")


def test_messages_are_one_line_and_not_endless():
    for text in (
        'input: 3\nlayers: ["a\\nb"]',
        f"input: 3\nlayers: [{'x' * 5000}: 3]",
        f"input: {'y,' * 5000}\nlayers: []",
    ):
        for found in problems(text):
            assert "\n" not in found.message
            assert len(found.message) <= 400


def test_hidden_loops_of_blocks_are_found():
    text = (
        "input: 3\nblocks:\n  a: {layers: [{residual: [{group: g, layers: [{parallel: {x: [a]}}]}]}]}\nlayers: [relu]\n"
    )
    assert problem(text).message == "block 'a' uses itself (a → a)"
