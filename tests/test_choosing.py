"""The choice among ways to draw is the one that trying all of them would make."""

from hypothesis import given
from hypothesis import strategies as st

from archdraw.layouts.graph.choosing import NOTHING, choose

scales = st.integers(0, 20).map(lambda n: n / 20)


def plainly(worth: list[float], enough: float, clearly: float) -> int | None:
    """Choose with all worths known: the first that is enough, else the last that was clearly better than the best so far."""
    best = None
    for number, one in enumerate(worth):
        if one >= enough:
            return number
        if one > (NOTHING if best is None else worth[best] + clearly):
            best = number
    return best


@given(st.lists(st.tuples(scales, scales, st.booleans()), max_size=12))
def test_nobody_sees_what_was_left_out(drawn: list[tuple[float, float, bool]]) -> None:
    most = [max(pair[:2]) for pair in drawn]
    worth = [min(one, two) if there else NOTHING for one, two, there in drawn]
    asked: list[int] = []

    def ask(number: int) -> float:
        asked.append(number)
        return worth[number]

    assert choose(most, ask, enough=0.8, clearly=0.06) == plainly(worth, 0.8, 0.06)
    assert len(asked) == len(set(asked))


def test_what_cannot_be_chosen_is_not_tried() -> None:
    asked: list[int] = []
    worth = [0.1, 0.3, 0.2, 0.5, 0.4]

    def ask(number: int) -> float:
        asked.append(number)
        return worth[number]

    assert choose([0.2, 0.3, 0.45, 0.6, 0.5], ask, enough=0.8, clearly=0.02) == 3
    assert asked == [3]
