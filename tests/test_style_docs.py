"""The page on styles: its examples load, and it names every style, op, key, mark, text and line that there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archdraw import style
from archdraw.graph import OPS
from archdraw.style.checking import LINE, LOOK, TEXT
from archdraw.style.loading import names
from archdraw.style.reading import parse

PAGE = (Path(__file__).parent.parent / "docs" / "styles.md").read_text("utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("text", EXAMPLES, ids=["file", "renderers", "spec", "patterns"])
def test_the_examples_load(text: str) -> None:
    content = parse(text, "docs/styles.md").content
    style.load(content.get("style", content))


def test_the_page_names_all_there_is() -> None:
    paper = style.load()
    words = set(
        re.findall(
            r"[a-z]+(?:-[a-z]+)*", " ".join(re.findall(r"`([^`]+)`", re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)))
        )
    )
    for table in (names(), OPS, LOOK, TEXT, LINE, paper.marks, paper.texts, paper.lines):
        assert set(table) <= words, sorted(set(table) - words)
