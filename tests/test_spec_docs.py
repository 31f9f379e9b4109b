"""The reference of the language: every example in it is a spec, and it leaves no word out."""

from __future__ import annotations

import re

import pytest
from reading_specs import EXAMPLES, PAGE, graph, problem, whole

from archdraw.spec.document import KEYS
from archdraw.spec.items import SIBLINGS
from archdraw.spec.words import FLAGS, LAYERS, MERGES


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
