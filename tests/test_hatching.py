"""Patterns: every line lies in its area and goes as far as that does, and they keep one distance."""

from __future__ import annotations

from itertools import pairwise
from math import hypot, inf, isfinite, pi

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from archdraw.areas import Area
from archdraw.geometry import Box
from archdraw.hatching import MOST, PATTERNS, SHORTEST, Hatch, hatch

NEAR = 5e-4
RULED = [name for name, rulings in PATTERNS.items() if rulings and not rulings[0].on]
BROKEN = [name for name, rulings in PATTERNS.items() if rulings and rulings[0].on]


@st.composite
def areas(draw: st.DrawFn) -> Area:
    left, top = draw(st.floats(-500, 500)), draw(st.floats(-500, 500))
    width, height = draw(st.floats(0.01, 150)), draw(st.floats(0.01, 60))
    until = draw(st.one_of(st.just(inf), st.floats(0.01, 150).map(lambda wide: left + wide)))
    return Area(Box(left, top, left + width, top + height), draw(st.floats(0, 40)), until)


def outside(area: Area, x: float, y: float) -> float:
    """Tell how far a point lies outside, by the definition: within the box, and within the circles at its corners."""
    box, radius = area.box, min(area.radius, area.box.width / 2, area.box.height / 2)
    across = max(box.left + radius - x, x - box.right + radius, 0.0)
    down = max(box.top + radius - y, y - box.bottom + radius, 0.0)
    return max(hypot(across, down) - radius, x - area.until)


def length(line: Hatch) -> float:
    return hypot(line.end[0] - line.start[0], line.end[1] - line.start[1])


@given(areas(), st.sampled_from(sorted(PATTERNS)))
def test_every_line_lies_in_its_area(area: Area, pattern: str) -> None:
    for line in hatch(pattern, area):  # the area is convex, so its ends tell
        assert outside(area, *line.start) <= NEAR
        assert outside(area, *line.end) <= NEAR
        assert length(line) >= SHORTEST - NEAR


@given(areas(), st.sampled_from(BROKEN))
def test_dots_and_dashes_are_whole(area: Area, pattern: str) -> None:
    for line in hatch(pattern, area):
        on, off = line.dash
        many = (length(line) + off) / (on + off)
        assert many == pytest.approx(round(many), abs=1e-4)
        for x in (line.start[0], line.end[0]):
            for side in (-line.width / 2, line.width / 2):
                assert outside(area, x, line.start[1] + side) <= NEAR


@given(areas(), st.sampled_from(RULED))
def test_lines_go_as_far_as_their_area(area: Area, pattern: str) -> None:
    for line in hatch(pattern, area):
        way = [(b - a) / length(line) * 0.01 for a, b in zip(line.start, line.end, strict=True)]
        assert outside(area, line.end[0] + way[0], line.end[1] + way[1]) > 0
        assert outside(area, line.start[0] - way[0], line.start[1] - way[1]) > 0


@given(areas(), st.sampled_from(sorted(PATTERNS)))
def test_lines_keep_one_distance(area: Area, pattern: str) -> None:
    lines = list(hatch(pattern, area))
    ways = {
        tuple(round((b - a) / length(line), 6) for a, b in zip(line.start, line.end, strict=True)) for line in lines
    }
    assert len(ways) <= len(PATTERNS[pattern])
    for across, down in ways:
        along = [line for line in lines if _goes(line, across, down)]
        steps = [b - a for a, b in pairwise(sorted(line.start[1] * across - line.start[0] * down for line in along))]
        assert all(step == pytest.approx(steps[0], abs=1e-4) for step in steps)
        if steps and area.hull.width > 4 < area.hull.height:
            assert 1.3 <= steps[0] <= 3


def _goes(line: Hatch, across: float, down: float) -> bool:
    found = [(b - a) / length(line) for a, b in zip(line.start, line.end, strict=True)]
    return abs(found[0] - across) < 1e-4 and abs(found[1] - down) < 1e-4


@given(areas(), st.sampled_from(sorted(PATTERNS)), st.integers(-300, 300), st.integers(-300, 300))
def test_equal_areas_look_equal_wherever_they_are(area: Area, pattern: str, right: int, down: int) -> None:
    box = Box(0, 0, area.box.width, area.box.height)
    until = area.until - area.box.left
    here = list(hatch(pattern, Area(box, area.radius, until)))
    there = list(hatch(pattern, Area(box.moved(right, down), area.radius, until + right)))
    seen = [[line for line in lines if length(line) > 2] for lines in (here, there)]  # a hair decides about specks
    assume(len(seen[0]) == len(here) and box.height > 1)
    assert len(seen[1]) == len(here)
    for one, two in zip(*seen, strict=True):
        assert two.start == pytest.approx((one.start[0] + right, one.start[1] + down), abs=1e-6)


@given(areas())
def test_an_outline_is_that_of_the_area(area: Area) -> None:
    corners = area.outline()
    assume(area.hull.width > 0)
    assert all(outside(area, *corner) <= NEAR for corner in corners)
    if area.until >= area.box.right:
        radius = min(area.radius, area.box.width / 2, area.box.height / 2)
        wanted = area.box.width * area.box.height - (4 - pi) * radius**2
        assert _surface(corners) == pytest.approx(wanted, rel=0.01, abs=0.01)


def _surface(corners: tuple[tuple[float, float], ...]) -> float:
    pairs = zip(corners, (*corners[1:], corners[0]), strict=True)
    return sum(a * d - b * c for (a, b), (c, d) in pairs) / 2


def test_a_pattern_is_what_it_is_called() -> None:
    square = Area(Box(0, 0, 6, 6))
    assert [(line.start, line.end) for line in hatch("horizontal", square)] == [((0, 2), (6, 2)), ((0, 4), (6, 4))]
    assert [(line.start, line.end) for line in hatch("vertical", square)] == [((2, 0), (2, 6)), ((4, 0), (4, 6))]
    assert list(hatch("grid", square)) == [*hatch("horizontal", square), *hatch("vertical", square)]
    assert list(hatch("cross", square)) == [*hatch("diagonal", square), *hatch("back-diagonal", square)]
    rising = [(line.start, line.end) for line in hatch("diagonal", square)]
    assert all(end[0] > start[0] and end[1] < start[1] for start, end in rising)  # y runs down
    assert [line.start[0] for line in hatch("dots", square)] == pytest.approx([0.6, 1.6, 0.6])
    assert not [*hatch("none", square), *hatch("solid", square)]


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("box", [Box(0, 0, 0, 5), Box(0, 0, 5, 0), Box(5, 5, 0, 0), Box(3, 3, 3, 3)], ids=str)
def test_nothing_has_no_lines(pattern: str, box: Box) -> None:
    assert not list(hatch(pattern, Area(box, 2)))
    assert not list(hatch(pattern, Area(Box(0, 0, 9, 9), 2, until=-1)))


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("box", [Box(0, 0, 14400, 14400), Box(0, 0, 14400, 5), Box(-1e6, 0, 1e6, 1e6)], ids=str)
def test_a_huge_area_has_few_lines(pattern: str, box: Box) -> None:
    lines = list(hatch(pattern, Area(box, 1e9)))
    assert len(lines) <= 2 * MOST + 2
    assert all(isfinite(place) for line in lines for place in (*line.start, *line.end))
