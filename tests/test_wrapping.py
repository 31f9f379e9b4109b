"""What is left untried when a figure is broken into columns would not have been better."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from placing_families import chain
from placing_graphs import KERAS, of_keras, problems

from archdraw.placing import Problem, Settings, place
from archdraw.placing.fold import Reaches


def check(problem: Problem) -> None:
    """Compare what is placed with what comes out where every number of columns is tried."""
    quick = place(problem)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Reaches, "least_width", lambda *_: 0.0)
        assert quick == place(problem)


@given(problems(framed=True, paged=True))
@settings(deadline=None)
def test_random_graphs(problem: Problem) -> None:
    check(problem)


@given(st.integers(2, 400), st.integers(100, 1500), st.integers(100, 1500))
@settings(deadline=None, max_examples=60)
def test_chains_on_pages_of_many_shapes(count: int, width: int, height: int) -> None:
    made = chain(count)
    check(replace(made, settings=Settings(page=(float(width), float(height)), trials=0)))


@pytest.mark.parametrize("name", sorted(path.stem for path in KERAS.glob("*.keras")))
def test_real_networks(name: str) -> None:
    check(of_keras(name, circles=True, page=(234.0, 400.0), trials=0))
