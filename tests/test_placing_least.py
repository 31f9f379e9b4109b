"""A limit on the scale of a figure, told before it is placed, is never below what the placing reaches."""

import pytest
from hypothesis import given, settings
from placing_graphs import KERAS, boxes, of_keras, problems, transformer, unet

from archdraw.placing import Problem, place
from archdraw.placing.least import largest

MARGINS = 8.0


def check(problem: Problem, page: tuple[float, float]) -> float:
    """Compare the limit with the scale that comes out; give how many times it is that."""
    wrap = problem.settings.page != (0.0, 0.0)
    placed = place(problem)
    most = problem.settings.most or 1.0
    scale = min(most, page[0] / (placed.width + MARGINS), page[1] / (placed.height + MARGINS))
    limit = largest(problem, page, MARGINS, wrap, most)
    assert limit >= scale
    return limit / scale


@given(problems(framed=True, paged=True))
@settings(deadline=None)
def test_random_graphs(problem: Problem) -> None:
    check(problem, problem.settings.page if all(problem.settings.page) else (100.0, 100.0))


@pytest.mark.parametrize("direction", ["down", "right"])
@pytest.mark.parametrize("page", [(0.0, 0.0), (468.0, 600.0)])
@pytest.mark.parametrize("name", sorted(path.stem for path in KERAS.glob("*.keras")))
def test_real_networks(name: str, page: tuple[float, float], direction: str) -> None:
    check(of_keras(name, circles=True, page=page, direction=direction, trials=0), (468.0, 648.0))


def test_small_famous_ones() -> None:
    for problem in (unet(4), unet(3, frames=True), transformer(), transformer(direction="right")):
        check(problem, (100.0, 100.0))


@pytest.mark.parametrize("page", [(0.0, 0.0), (468.0, 600.0)])
def test_of_chains_it_is_near(page: tuple[float, float]) -> None:
    chain = boxes(400, *((at, at + 1) for at in range(399)), page=page)
    assert check(chain, (468.0, 648.0)) < 1.1
