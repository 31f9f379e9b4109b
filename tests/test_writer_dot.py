"""DOT: what Graphviz draws is what the graph says, whatever the names contain."""

import json
import re
import subprocess
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archdraw.graph import Edge, Graph, Group, Layer, Tensor
from archdraw.style import load
from archdraw.text import clean
from archdraw.writers.dot import write

HOSTILE = [
    "<script>alert(1)</script>",
    r"a_b & 50% #1 $x$ ~^{}\ ",
    r"^^5cinput{/etc/passwd}",
    r"\N \G \L \l \n \r",
    "model/conv:0",
    "end",
    "graph",
    "subgraph",
    "<b>x</b>",
    "trailing\\",
    'quote " and "',
    "&lt;b&gt; &amp; &alpha; &#65;",
    "日本語 ℝ ∈ ≤ 🧠",
    "]]> --",
    "a -> b; c [label=x]",
    "\\",
    "//x /*y*/",
    "\x00\x1b[2Jx\u202e\ud800",
    " ",
]


def graph_of(names, **more):
    unique = [f"{i}{name}" for i, name in enumerate(names)]
    layers = tuple(
        Layer(name, "conv", "Conv2D", (Tensor((4, 4, 8)),), label=label)
        for name, label in zip(unique, names, strict=True)
    )
    edges = tuple(Edge(a, b) for a, b in pairwise(unique))
    return Graph("net", layers, edges, **more)


def laid_out(source):
    run = subprocess.run(["dot", "-Tjson"], input=source, capture_output=True, timeout=60)
    assert run.returncode == 0, run.stderr
    assert b"syntax" not in run.stderr
    return json.loads(run.stdout)


def texts(thing):
    return [operation["text"] for operation in thing.get("_ldraw_", []) if operation["op"] == "T"]


@pytest.mark.dot
def test_graphviz_draws_every_label_as_it_is():
    found = laid_out(write(graph_of(HOSTILE), load("paper")))
    drawn = [texts(thing)[0] for thing in found["objects"]]
    assert drawn == [clean(name) for name in HOSTILE]
    assert [thing["name"] for thing in found["objects"]] == [f"n{i}" for i in range(len(HOSTILE))]


@pytest.mark.dot
def test_graphviz_draws_the_titles_of_frames_as_they_are():
    groups = tuple(Group(f"g{i}", title=title, repeat=i + 1) for i, title in enumerate(HOSTILE))
    layers = tuple(Layer(f"l{i}", "dense", group=group.name) for i, group in enumerate(groups))
    found = laid_out(write(Graph("n", layers, groups=groups), load("paper")))
    drawn = {thing["name"]: texts(thing) for thing in found["objects"] if thing["name"].startswith("cluster")}
    want = {f"cluster_{i}": [clean(title) + (f" ×{i + 1}" if i else "")] for i, title in enumerate(HOSTILE)}
    assert drawn == want


@pytest.mark.dot
@settings(max_examples=8, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=40))
def test_graphviz_draws_any_text(names):
    kept = [name for name in names if clean(name).strip()]
    found = laid_out(write(graph_of(kept), load("paper")))
    assert [texts(thing)[0] for thing in found.get("objects", [])] == [clean(name) for name in kept]


@pytest.mark.dot
def test_edges_and_nesting_are_those_of_the_graph():
    groups = (Group("outer"), Group("outer/inner", parent="outer"), Group("empty"))
    layers = (Layer("a", "input"), Layer("b", "conv", group="outer/inner"), Layer("c", "add", group="outer"))
    edges = (
        Edge("a", "b"),
        Edge("b", "c"),
        Edge("a", "c", target_port=1, label="skip <x>"),
        Edge("a", "c", target_port=2, role="mask"),
    )
    found = laid_out(write(Graph("n", layers, edges, groups), load("paper"), direction="right"))
    by_id = {thing["_gvid"]: thing["name"] for thing in found["objects"]}
    drawn = [(by_id[e["tail"]], by_id[e["head"]]) for e in found["edges"]]
    assert sorted(drawn) == [("n0", "n1"), ("n0", "n2"), ("n0", "n2"), ("n1", "n2")]
    assert [e["style"] for e in found["edges"] if "style" in e] == ["dashed"]
    assert [texts(e) for e in found["edges"] if texts(e)] == [["skip <x>"]]
    clusters = {c["name"]: {by_id[n] for n in c["nodes"]} for c in found["objects"] if c["name"].startswith("cluster")}
    assert clusters == {"cluster_0": {"n1", "n2"}, "cluster_1": {"n1"}}
    assert found["rankdir"] == "LR"


def test_the_same_graph_gives_the_same_text_and_no_markup():
    graph = graph_of(HOSTILE)
    text = write(graph, load("paper"))
    assert text == write(graph, load("paper"))
    assert not re.search(rb"label=<", text)


def test_colours_are_those_of_the_style():
    style = load("paper", overrides={"conv": {"fill": "#123456"}})
    text = write(graph_of(["x"]), style).decode()
    assert 'fillcolor="#123456"' in text
