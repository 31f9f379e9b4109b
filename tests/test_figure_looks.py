"""The figure side of a spec: its theme and its font reach the figure, and a style of the call wins over the theme."""

from __future__ import annotations

from pathlib import Path

import pytest

import archdraw
from archdraw import style
from archdraw.errors import SpecError

SPEC = "input: 8\nlayers:\n  - dense: 4\n"


def figure(tmp_path: Path, more: str, **options: str) -> archdraw.Figure:
    place = tmp_path / "net.yaml"
    place.write_text(SPEC + more, "utf-8")
    return archdraw.render(place, **options)


def test_the_theme_is_a_style(tmp_path: Path) -> None:
    assert figure(tmp_path, "figure: {theme: dark}\n").scene.background == style.load("dark").background
    assert figure(tmp_path, "figure: {theme: dark}\nstyle: {extends: paper}\n").scene.background == "#ffffff"


def test_the_style_of_the_call_wins_over_the_theme(tmp_path: Path) -> None:
    assert figure(tmp_path, "figure: {theme: dark}\n", style="gray").scene.background == "#ffffff"


def test_the_font_of_the_figure_comes_first(tmp_path: Path) -> None:
    found = figure(tmp_path, "figure: {font: Source Sans 3}\n").scene.fonts
    assert found == ("Source Sans 3", *style.load().fonts)


def test_an_unknown_theme_is_told_at_its_place(tmp_path: Path) -> None:
    with pytest.raises(SpecError) as caught:
        figure(tmp_path, "figure: {theme: drak}\n")
    assert ":4:10: error: there is no style 'drak'" in caught.value.report()
    assert "did you mean 'dark'?" in caught.value.report()
