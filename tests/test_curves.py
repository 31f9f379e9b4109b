"""Round corners, shafts and heads: true arcs that meet what they join."""

from __future__ import annotations

from math import atan2, hypot, isclose, pi

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scene_strategies import lines

from archdraw.curves import Arc, Straight, controls, head, rounded, shaft


def test_a_right_angle_has_its_arc_a_radius_away_on_both_sides() -> None:
    start, pieces = rounded([(0, 0), (0, 10), (10, 10)], [3.5])
    assert start == (0, 0)
    assert pieces == (Straight((0, 6.5)), Arc((3.5, 10), 3.5, False), Straight((10, 10)))


def test_the_sweep_is_the_turn_as_seen_on_the_page() -> None:
    _, right = rounded([(0, 0), (10, 0), (10, 10)], [3])
    _, left = rounded([(0, 0), (10, 0), (10, -10)], [3])
    assert [piece.clockwise for piece in (*right, *left) if isinstance(piece, Arc)] == [True, False]


def test_corners_share_a_short_leg() -> None:
    _, pieces = rounded([(0, 0), (10, 0), (10, 4), (20, 4)], [3.5, 3.5])
    assert [piece.radius for piece in pieces if isinstance(piece, Arc)] == pytest.approx([2, 2])


def test_sharp_and_straight_corners_stay_lines() -> None:
    assert rounded([(0, 0), (5, 0), (5, 5)]) == ((0, 0), (Straight((5, 0)), Straight((5, 5))))
    assert rounded([(0, 0), (5, 0), (9, 0)], [3]) == ((0, 0), (Straight((5, 0)), Straight((9, 0))))
    assert rounded([(0, 0), (5, 0), (0, 0)], [3]) == ((0, 0), (Straight((5, 0)), Straight((0, 0))))


def test_repeated_points_are_one() -> None:
    assert rounded([(0, 0), (0, 0), (0, 9), (0, 9), (9, 9)], [0, 2, 0])[1][-1] == Straight((9, 9))
    assert rounded([(1, 1), (1, 1)]) == ((1, 1), ())
    assert head([(1, 1), (1, 1)], 3, 2) == ()


@given(lines, st.lists(st.floats(0, 20), max_size=4))
def test_arcs_touch_both_legs(points: tuple[tuple[float, float], ...], radii: list[float]) -> None:
    at, pieces = rounded(points, radii)
    for piece in pieces:
        if isinstance(piece, Arc):
            chord = hypot(piece.to[0] - at[0], piece.to[1] - at[1])
            assert chord <= 2 * piece.radius * (1 + 1e-6) + 1e-6
        at = piece.to
    assert at == pytest.approx(points[-1], abs=1e-5)


@given(lines)
def test_the_shaft_ends_on_the_line_under_the_head(points: tuple[tuple[float, float], ...]) -> None:
    before, tip = points[-2], points[-1]
    length = hypot(tip[0] - before[0], tip[1] - before[1])
    assume(length > 5)
    end = shaft(points, 2.9)[-1]
    assert isclose(hypot(tip[0] - end[0], tip[1] - end[1]), 2.9, abs_tol=1e-6)
    triangle = head(points, 3.2, 2.6)
    assert triangle[0] == tip
    middle = ((triangle[1][0] + triangle[2][0]) / 2, (triangle[1][1] + triangle[2][1]) / 2)
    assert isclose(hypot(tip[0] - middle[0], tip[1] - middle[1]), 3.2, abs_tol=1e-6)
    assert isclose(hypot(triangle[1][0] - triangle[2][0], triangle[1][1] - triangle[2][1]), 2.6, abs_tol=1e-6)
    turn = atan2(tip[1] - middle[1], tip[0] - middle[0]) - atan2(tip[1] - before[1], tip[0] - before[0])
    assert isclose(abs((turn + pi) % (2 * pi) - pi), 0, abs_tol=1e-6)


def test_a_shaft_shorter_than_its_head_does_not_turn_round() -> None:
    assert shaft([(0, 0), (0, 2)], 2.9)[-1] == pytest.approx((0, 0.1))


@pytest.mark.parametrize("radius", [0.0, 3.034759926407991e-153, 1e-9])
def test_an_arc_too_small_to_be_one_has_controls_all_the_same(radius: float) -> None:
    start, pieces = rounded(((0.0, 0.0), (0.0, 1.0), (1.0, 0.0)), (radius,))
    for piece in pieces:
        if isinstance(piece, Arc):
            for x, y in controls(start, piece):
                assert hypot(x - piece.to[0], y - piece.to[1]) < 1e-6
        start = piece.to
