"""Networks whose ways run over each other in `volumes`: drawn without a fault, or refused with a renderer that can."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import archdraw
from archdraw.errors import LayoutError
from archdraw.quality import measure
from tests.strategies import stacks
from tests.test_figures_random import worded

pytestmark = pytest.mark.filterwarnings("ignore::archdraw.errors.ArchdrawWarning")


WIDTHS = st.sampled_from(["6.5in", "3.25in"])


def kinds(graph, width="6.5in"):
    """Give the kinds of faults, or None where the network is refused."""
    try:
        figure = archdraw.render(graph, renderer="volumes", width=width)
    except LayoutError:
        return None
    return {fault.kind for fault in measure(figure.scene).faults} - {"small text"}


@given(worded(), WIDTHS)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_line_runs_through_a_mark_and_no_words_meet(graph, width):
    assert not kinds(graph, width)


@pytest.mark.long
@given(worded(), WIDTHS)
@settings(max_examples=600, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_line_of_many_runs_through_a_mark(graph, width):
    assert not kinds(graph, width)


@given(stacks())
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_most_networks_are_drawn(graph):
    assert kinds(graph) == set()


def test_the_error_names_the_line_and_another_renderer():
    layers = "\n".join(
        [
            "- {conv: 8 3x3, name: a}",
            *(
                f"- {{conv: 8 3x3, name: {name}, from: {source}}}\n- {{conv: 8 3x3, name: {name}2}}"
                for name, source in ("ba", "cb", "da", "eb")
            ),
            "- {concat: [b2, c2, d2], name: m, from: e2}",
            "- {conv: 8 3x3, name: k, from: c}",
            "- {conv: 8 3x3, name: k2}",
            "- {concat: [k2, d], name: n, from: b}",
            "- {concat: [n], from: m}",
        ]
    )
    with pytest.raises(LayoutError, match="too much leads around the blocks") as raised:
        archdraw.render(f"input: 16x16x3\nlayers:\n{layers}\n".encode(), name="n.yaml", renderer="volumes")
    assert "blocks" in raised.value.hint
