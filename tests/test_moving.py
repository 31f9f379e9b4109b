"""Marks that are moved are drawn the same elsewhere: nothing else of them changes."""

from pathlib import Path

import pytest

import archdraw
from archdraw.diagram import Bar, Bridge, Look, Mark
from archdraw.drawing import DRAWN_BY
from archdraw.figure import Figure
from archdraw.geometry import Point
from archdraw.moving import all_moved, moved
from archdraw.scene import Circle, Group, Image, Item, Rect, Strands, Text
from archdraw.style import Style

SPECS, GALLERY = (Path(__file__).parents[1] / part for part in ("templates/specs", "gallery"))
FIGURES: list[tuple[Path, str, dict[str, object]]] = [
    (SPECS / "resnet50.yaml", "blocks", {"caption": "Words below."}),
    (SPECS / "resnet50.yaml", "volumes", {}),
    (SPECS / "transformer.yaml", "blocks", {}),
    (SPECS / "gpt2-small.yaml", "blocks", {}),
    (SPECS / "unet.yaml", "blocks", {"u": "true"}),
    (SPECS / "unet.yaml", "volumes", {}),
    (SPECS / "alexnet.yaml", "alexnet", {}),
    (SPECS / "alexnet.yaml", "lenet", {}),
    (GALLERY / "weights/small.keras", "fcnn", {"weights": "file"}),
]


def drawn(spec: Path, renderer: str, options: dict[str, object]) -> Figure:
    return archdraw.render(spec, renderer=renderer, options=options)


def places(item: Item) -> list[Point]:
    """Give all places of a thing."""
    if isinstance(item, Group):
        return [place for one in item.items for place in places(one)]
    if isinstance(item, (Rect, Image)):
        return [(item.box.left, item.box.top), (item.box.right, item.box.bottom)]
    if isinstance(item, (Circle, Text)):
        return [item.center if isinstance(item, Circle) else item.at]
    return [point for line in item.lines for point in line] if isinstance(item, Strands) else list(item.points)


ALONE: list[Mark] = [
    Bridge((5.0, 6.0), upright=True),
    Bar("fc", ((0.0, 0.0), (4.0, 2.0), (4.0, 9.0), (0.0, 7.0)), Look("dense")),
]
"""Marks that none of the figures has."""


def check(mark: Mark, style: Style) -> None:
    dx, dy = 16.0, -8.0
    assert moved(mark, 0.0, 0.0) == mark
    here, there = (places(DRAWN_BY[type(one)](one, style)) for one in (mark, moved(mark, dx, dy)))
    expected = [value for x, y in here for value in (x + dx, y + dy)]
    assert [value for place in there for value in place] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("spec", "renderer", "options"), FIGURES)
def test_what_is_drawn_stands_elsewhere_and_is_the_same(spec, renderer, options):
    figure = drawn(spec, renderer, options)
    for mark in figure.diagram.marks:
        check(mark, figure.style)


def test_all_kinds_of_marks_are_moved():
    figures = [drawn(*how) for how in FIGURES]
    for mark in ALONE:
        check(mark, figures[0].style)
    assert {type(mark) for mark in (*ALONE, *(mark for figure in figures for mark in figure.diagram.marks))} == set(
        DRAWN_BY
    )


def test_many_are_moved_as_one_is_and_let_go():
    marks: list[Mark] = list(drawn(*FIGURES[0]).diagram.marks)
    expected = tuple(moved(mark, 3.0, 4.0) for mark in marks)
    assert all_moved(marks, 3.0, 4.0) == expected
    assert marks == []
