"""Specs broken at random, and arbitrary texts: read or refused with a message, nothing else."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_specs import SPECS, chain, graph, reading

from archdraw.errors import ArchdrawError

TEXTS = [path.read_text(encoding="utf-8") for path in SPECS]
SNIPPETS = [
    *(
        "$",
        "$w",
        "$(",
        "${",
        "{",
        "}",
        "[",
        "]",
        ": ",
        ":",
        ",",
        "- ",
        "\n",
        "\n  ",
        " ",
        "#",
        "&a",
        "*a",
        "!t",
        "'",
        '"',
    ),
    *(
        "0",
        "-1",
        "1.5",
        ".nan",
        ".inf",
        "999999999999",
        "null",
        "~",
        "true",
        "x",
        "x4",
        "/3",
        "3x3",
        "?",
        "S",
        "é",
        "\t",
    ),
    *(
        "repeat: 3",
        "share: true",
        "from: []",
        "merge: none",
        "copies: 2",
        "name: a",
        "group: g",
        "first: {}",
        "crop: true",
    ),
    *(
        "state: h",
        "unroll: 2",
        "shortcut: none",
        "active: 1",
        "layers: []",
        "residual: ",
        "parallel: {a: []}",
        "split: [p, q]",
    ),
    *(
        "conv",
        "dense: 8",
        "attention: {heads: 2, memory: e}",
        "lstm: 4 last",
        "custom: x",
        "concat: ",
        "flatten",
        "gap",
    ),
]


def mutant(rng: random.Random) -> str:
    """Change one to four places of a good spec: cut, copy, swap or insert."""
    text = rng.choice(TEXTS)
    for _ in range(rng.randint(1, 4)):
        at, length = rng.randrange(len(text) + 1), rng.randint(1, 12)
        kind = rng.randrange(6)
        if kind == 0:
            text = text[:at] + text[at + length :]
        elif kind == 1:
            text = text[:at] + rng.choice(SNIPPETS) + text[at:]
        elif kind == 2:
            text = text[:at] + rng.choice(SNIPPETS) + text[at + length :]
        elif kind == 3:
            lines = text.split("\n")
            i, j = rng.randrange(len(lines)), rng.randrange(len(lines))
            lines[i], lines[j] = lines[j], lines[i]
            text = "\n".join(lines)
        elif kind == 4:
            words = text.split(" ")
            words[rng.randrange(len(words))] = rng.choice(words)
            text = " ".join(words)
        else:
            lines = text.split("\n")
            lines.insert(rng.randrange(len(lines)), rng.choice(rng.choice(TEXTS).split("\n")))
            text = "\n".join(lines)
    return text


def refusal(text: str | bytes) -> ArchdrawError | None:
    """Read a text; give the error that refuses it, None where it is good. Anything else comes through."""
    try:
        found = reading(text).graph
    except ArchdrawError as error:
        return error
    assert found.check() is found
    return None


def survives(text: str | bytes) -> bool:
    """Tell whether a text is good; if it is not, every problem must have a place in it."""
    error = refusal(text)
    if error is None:
        return True
    assert 1 <= len(error.problems) <= 20
    assert all(p.line >= 1 and p.column >= 1 and p.message for p in error.problems)
    if isinstance(text, str):
        assert all(p.line <= len(text.splitlines()) + 1 for p in error.problems)
    return False


def run(seed: int, count: int) -> int:
    rng = random.Random(seed)
    good = 0
    for number in range(count):
        text = mutant(rng)
        try:
            good += survives(text)
        except Exception as error:
            raise AssertionError(f"mutant {number} of seed {seed} ended in {error!r}:\n{text}") from error
    return good


def test_five_hundred_mutants():
    assert 0 < run(1, 500) < 500  # some stay good, some do not: both ways are tried


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 12))
def test_ten_thousand_mutants(seed):
    assert 0 < run(seed, 1000) < 1000


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_arbitrary_text(text):
    survives(text)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([*SNIPPETS, "\n  - ", "input: 8x8x3\nlayers:\n  - "]), max_size=25))
def test_arbitrary_words(words):
    survives("".join(words))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=100))
def test_arbitrary_bytes(data):
    survives(data)


WORDS = st.one_of(
    st.builds(
        "conv: {} {}x{} s{}{}{}".format,
        *(st.integers(1, 9), st.integers(1, 5), st.integers(1, 5), st.integers(1, 2)),
        st.sampled_from(["", " bn", " nobias"]),
        st.sampled_from(["", " relu", " leakyrelu0.1"]),
    ),
    st.sampled_from(["bn", "relu", "maxpool: 2 same", "upsample: 2", "residual: [{conv: 3 3x3}]", "dropout: 0.1"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=12))
def test_chains_have_a_layer_for_each_word_and_totals_that_are_sums(items):
    found = chain("32x32x3", *items, "gap", "dense: 10 softmax")
    flat = [layer for layer in found.layers if layer.name.partition("_")[0] not in ("add", "project")]
    words = sum(1 + ("bn" in item.split()[1:]) + ("relu" in item.partition(" ")[2]) for item in items) + 3
    assert len(flat) == 1 + words
    params, trainable, _, unknown = found.totals()
    assert params == sum(layer.params for layer in found.layers)
    assert trainable == sum(layer.trainable_params for layer in found.layers)
    assert unknown == ()
    assert len(found.outputs) == 1
    main = [edge for edge in found.edges if edge.target_port == 0]
    assert len(main) == len(found.layers) - 1


def facts(found):
    """What a network is, without its groups."""
    return [(x.op, x.type, x.outputs, x.params, x.macs, dict(x.attrs)) for x in found.layers]


@settings(max_examples=40, deadline=None)
@given(WORDS, st.integers(1, 5))
def test_a_repeat_is_the_item_written_so_often(item, count):
    if ":" not in item:
        item = f"{item}: "
    written = chain("32x32x3", *[f"{{{item}}}"] * count)
    repeated = chain("32x32x3", f"{{{item}, repeat: {count}}}")
    assert repeated == chain("32x32x3", f"{{{item}, repeat: {count}}}")
    assert facts(repeated) == facts(written)
    assert [x.name for x in repeated.layers] == [x.name for x in written.layers]


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=4), st.integers(2, 4))
def test_a_group_and_a_block_are_the_layers_in_them(items, count):
    body = "".join(f"      - {item}\n" for item in items)
    group = graph(f"input: 32x32x3\nlayers:\n  - group: g\n    repeat: {count}\n    layers:\n{body}")
    block = graph(f"input: 32x32x3\nblocks:\n  g:\n    layers:\n{body}layers:\n  - {{g: , repeat: {count}}}\n")
    flat = chain("32x32x3", *(items * count))
    assert facts(group) == facts(block) == facts(flat)
    assert [x.name for x in group.layers] == [x.name for x in block.layers]
    assert len(group.edges) == len(block.edges) == len(flat.edges)
    assert [g.series for g in group.groups] == ["g"] * count
