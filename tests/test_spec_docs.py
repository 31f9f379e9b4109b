"""The reference of the language: every example in it is a spec, and it leaves no word out."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest
from reading_specs import graph, problem

from archdraw.spec.document import KEYS
from archdraw.spec.items import SIBLINGS
from archdraw.spec.words import FLAGS, LAYERS, MERGES

PAGE = (Path(__file__).parent.parent / "docs" / "spec.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.M | re.S)


def whole(example: str) -> str:
    """Make a whole spec of a part: items get the input that their comment names, other keys a small network."""
    first = re.match(r"# (input: \S+)\n", example)
    if first:
        return f"{first[1]}\nlayers:\n{textwrap.indent(example, '  ')}"
    return example if re.search(r"^layers:", example, re.M) else f"input: 8\nlayers: [relu]\n{example}"


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_examples_are_specs(example):
    found = graph(whole(example))
    assert len(found.layers) >= 2
    assert found.notes == ()


def test_the_message_is_the_one_that_comes():
    (shown,) = re.findall(r"^```text\n(net.yaml:.*?)^```$", PAGE, re.M | re.S)
    assert f"{problem('input: 28x28x1' + chr(10) + 'layers:' + chr(10) + shown.splitlines()[1])}\n" == shown


@pytest.mark.parametrize("word", [*KEYS, *SIBLINGS, *LAYERS, *MERGES, *FLAGS])
def test_every_word_is_explained(word):
    if word != "nearest":  # the default, which nobody needs to write
        assert re.search(rf"`[^`]*\b{word}\b[^`]*`", PAGE)
