"""The squares of the page find the same boxes as a look at all of them."""

from hypothesis import given
from hypothesis import strategies as st

from archdraw.geometry import Box
from archdraw.nearby import SIDE, Nearby

PLACES = st.floats(-3 * SIDE, 3 * SIDE) | st.sampled_from([-SIDE, 0.0, SIDE, 2 * SIDE])


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    (left, right), (top, bottom) = (sorted((draw(PLACES), draw(PLACES))) for _ in range(2))
    return Box(left, top, right, bottom)


@given(st.lists(boxes(), max_size=12), boxes())
def test_it_finds_what_a_look_at_all_finds(known: list[Box], asked: Box) -> None:
    index = Nearby(known)
    assert index.near(asked) == [number for number, box in enumerate(known) if box.meets(asked, -1e-9)]
    assert index.free(asked) is not any(box.meets(asked, 0.0) for box in known)


@given(st.lists(boxes(), max_size=12))
def test_pairs_come_once_and_in_order(known: list[Box]) -> None:
    assert list(Nearby(known).pairs()) == [
        (one, other)
        for one in range(len(known))
        for other in range(one + 1, len(known))
        if known[one].meets(known[other], -1e-9)
    ]


@given(boxes(), boxes())
def test_edges_alone_are_as_good_as_a_box(box: Box, asked: Box) -> None:
    whole, edges = Nearby([box]), Nearby()
    edges.add_room(box.left, box.top, box.right, box.bottom)
    assert whole.free(asked) is edges.free(asked)
