"""Text of right-to-left scripts on paper: the pieces, set one by one, give what python-bidi gives for the whole."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archdraw.text import bidi

display = pytest.importorskip("bidi").get_display
LETTERS = "abאבגسلام12٣4 .,:-+%()[]!×é"
EITHER = str.maketrans("()[]", "||II")
"""python-bidi leaves the turning of brackets to the font."""


@given(st.text(LETTERS, max_size=24))
@example("שכבה 1 (conv 3×3)")
@example("conv (שכבה) 12")
@example("طبقة 3.5%")
@example("a (b) א")
@example("")
def test_pieces_stand_as_the_whole_should(content):
    base = "L" if bidi.is_rightward(content) else "R"
    found = "".join(display(piece, base_dir="L") for piece in bidi.pieces(content))
    assert found.translate(EITHER) == display(content, base_dir=base).translate(EITHER)


@given(st.text(LETTERS, max_size=24))
def test_a_piece_needs_no_direction_of_its_own(content):
    for piece in bidi.pieces(content):
        assert bidi.is_rightward(piece) or bidi.pieces(piece) == [piece]


def test_brackets_and_numbers_turn_as_they_should():
    assert bidi.pieces("שכבה (12.5) [conv]") == ["[", "conv", "] (", "12.5", ") ", "שכבה"]
