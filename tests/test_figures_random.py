"""Figures of networks that nobody thought of: nothing may overlap, leave its box or the page, or run through another."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import graphs, stacks, tangles

import archdraw
from archdraw.graph import Graph
from archdraw.quality import measure

pytestmark = pytest.mark.filterwarnings("ignore::archdraw.errors.ArchdrawWarning")

OPTIONS = st.fixed_dictionaries(
    {
        "direction": st.sampled_from(["down", "right", "up"]),
        "text": st.sampled_from(["auto", "full", "line", "short"]),
        "repeats": st.sampled_from(["auto", "frame", "box"]),
        "merges": st.sampled_from(["auto", "box"]),
        "fit": st.sampled_from(["page", "width", "false"]),
    }
)
WORDS = st.text("abcxyzWM ×→卷α_-/.1", min_size=1, max_size=60)


@st.composite
def worded(draw):
    """Make a graph in which some layers and edges have words of an author, long ones too."""
    graph: Graph = draw(st.one_of(graphs(), tangles(), stacks()))
    some = st.one_of(st.just(""), st.just(""), st.just(""), WORDS)
    layers = tuple(replace(layer, label=draw(some), note=draw(some)) for layer in graph.layers)
    edges = tuple(replace(edge, label=draw(some)[:20]) for edge in graph.edges)
    return replace(graph, layers=layers, edges=edges, title=draw(some))


RENDERERS = st.sampled_from(["blocks", "graph"])


def faults(graph, options, renderer="blocks"):
    found = measure(archdraw.render(graph, renderer=renderer, options=options).scene).faults
    return [str(fault) for fault in found if fault.kind != "small text"]


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(worded(), OPTIONS, RENDERERS)
def test_a_figure_has_no_faults(graph, options, renderer):
    assert faults(graph, options, renderer) == []


@pytest.mark.long
@settings(max_examples=800, suppress_health_check=list(HealthCheck))
@given(worded(), OPTIONS, RENDERERS)
def test_many_figures_have_no_faults(graph, options, renderer):
    assert faults(graph, options, renderer) == []


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(st.integers(2, 40), st.integers(1, 4), st.sampled_from(["down", "right", "up"]), RENDERERS)
def test_wide_fans_have_no_faults(branches, length, direction, renderer):
    body = ", ".join(["{conv: 4 3x3}"] * length)
    wide = "".join(f"      way{i}: [{body}]\n" for i in range(branches))
    graph = archdraw.read(f"input: 8x8x3\nlayers:\n  - parallel:\n{wide}".encode(), name="net.yaml")
    assert len(graph.layers) == 1 + branches * length + 1
    assert faults(graph, {"direction": direction}, renderer) == []


@pytest.mark.parametrize("renderer", ["blocks", "graph"])
@pytest.mark.parametrize("depth", [1, 5, 12])
def test_nested_skips_have_no_faults(depth, renderer):
    inner = "{conv: 4 3x3}"
    for _ in range(depth):
        inner = f"{{conv: 4 3x3}}, {{residual: [{inner}]}}"
    graph = archdraw.read(f"input: 8x8x4\nlayers: [{inner}]\n".encode(), name="net.yaml")
    assert faults(graph, {}, renderer) == []
