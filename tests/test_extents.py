"""The reaches of rows against a plain list: the largest of any run, after any runs were raised."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archdraw.placing.extents import Extents

VALUES = st.integers(0, 9).map(float)
STEPS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), VALUES), max_size=12)


@given(st.lists(VALUES, min_size=1, max_size=40), STEPS)
def test_reaches_are_those_of_a_plain_list(values: list[float], steps: list[tuple[int, int, float]]) -> None:
    reach, plain = Extents(list(values)), list(values)
    for first, end, value in steps:
        first, end = min(first, len(plain)), min(end, len(plain))
        assert reach.largest(first, end) == max(plain[first:end], default=0.0)
        reach.raise_to(first, end, value)
        plain[first:end] = [max(one, value) for one in plain[first:end]]
    runs = [(first, end) for first in range(len(plain)) for end in range(first, len(plain) + 1)]
    assert [reach.largest(*run) for run in runs] == [max(plain[slice(*run)], default=0.0) for run in runs]
