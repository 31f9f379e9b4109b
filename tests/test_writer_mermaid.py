"""Mermaid: what it draws is what the graph says, whatever the names contain and however large it is."""

import re
import warnings
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import mermaid_page
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import archdraw
from archdraw.errors import ArchdrawNote, ArchdrawWarning
from archdraw.graph import Edge, Graph, Group, Layer, Tensor
from archdraw.style import load
from archdraw.style.colors import contrast, mix
from archdraw.text import clean
from archdraw.writers.mermaid import write

ROOT = Path(__file__).resolve().parent.parent
SOURCES = [
    *(ROOT / "templates" / "specs" / f"{name}.yaml" for name in ("transformer", "moe", "unet", "rnn-unrolled", "mlp")),
    ROOT / "gallery" / "resnet50" / "ResNet50.keras",
]
PAPER = load("paper")
HOSTILE = [
    "<script>alert(1)</script>",
    r"a_b & 50% #1 $x$ ~^{}\ ",
    "model/conv:0",
    "end",
    "graph",
    "subgraph",
    "<b>x</b><br/>y",
    "<img src=x onerror=alert(1)>",
    "trailing\\",
    'quote " and "',
    "`code` **bold** _slanted_ __init__ ~~gone~~",
    "1. list",
    "1) list",
    "- list",
    "+ list",
    "# heading",
    "> quote",
    "===",
    "fa:fa-car",
    "www.example.org http://example.org a@example.org",
    "&lt;b&gt; &amp; &alpha; &#65; #quot; #59;",
    "日本語 ℝ ∈ ≤ 🧠",
    "]]> --> -- |x|",
    "%% comment",
    "%%{init: {'theme': 'dark'}}%%",
    "click n0 call alert(1)",
    ":::class",
    "@{ shape: circle }",
    "$$x^2$$",
    "---",
    "\x00\x1b[2Jx\u202e\ud800",
    " ",
    "    indented",
]


def graph_of(labels, **more):
    names = [f"layer {i}" for i in range(len(labels))]
    layers = tuple(
        Layer(name, "conv", "Conv2D", (Tensor((4, 4, 8)),), label=label or "?")
        for name, label in zip(names, labels, strict=True)
    )
    return Graph("net", layers, tuple(Edge(a, b) for a, b in pairwise(names)), **more)


def shown(label):
    return " ".join(clean(label).replace("\u2060", "").split())


@pytest.mark.mermaid
@pytest.mark.chromium
def test_mermaid_draws_every_label_as_it_is(tmp_path):
    chart = write(graph_of(HOSTILE), PAPER).decode()
    titled = [write(graph_of(["x"], title=label), PAPER).decode() for label in HOSTILE]
    (found, *titles) = mermaid_page.read([chart, *titled], tmp_path, drawing=True)
    drawn = [" ".join(found["labels"][f"n{i}"][0].split()) for i in range(len(HOSTILE))]
    assert drawn == [shown(label) for label in HOSTILE]
    assert not found["scripts"]
    assert not any(chart["scripts"] for chart in titles)
    said = ["".join(chart["title"]).translate(str.maketrans("＜＞＆", "<>&")) for chart in titles]
    assert said == [shown(label) for label in HOSTILE]


@pytest.mark.mermaid
@pytest.mark.chromium
def test_mermaid_draws_titles_of_frames_and_words_on_arrows_as_they_are(tmp_path):
    groups = tuple(Group(f"g{i}", title=title, repeat=i + 2) for i, title in enumerate(HOSTILE))
    layers = tuple(Layer(f"l{i}", "dense", group=group.name) for i, group in enumerate(groups))
    edges = tuple(Edge("l0", f"l{i + 1}", label=label) for i, label in enumerate(HOSTILE[:-1]))
    (found,) = mermaid_page.read([write(Graph("n", layers, edges, groups), PAPER).decode()], tmp_path, drawing=True)
    want = {f"{shown(title)} ×{i + 2}".strip() for i, title in enumerate(HOSTILE)}
    assert {title.lower() for title in found["titles"]} == {title.lower() for title in want}
    assert {" ".join(word.split()) for word in found["arrows"]} - {""} == {shown(label) for label in HOSTILE[:-1]} - {
        ""
    }


@pytest.mark.mermaid
@pytest.mark.chromium
@settings(max_examples=2, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=14), min_size=20, max_size=40))
def test_mermaid_draws_any_text(tmp_path_factory, labels):
    chart = write(graph_of(labels), PAPER).decode()
    (found,) = mermaid_page.read([chart], tmp_path_factory.mktemp("any"), drawing=True)
    drawn = [" ".join(found["labels"][f"n{i}"][0].split()) for i in range(len(labels))]
    assert drawn == [shown(label) for label in labels]


@pytest.mark.mermaid
@pytest.mark.chromium
def test_mermaid_finds_all_boxes_edges_and_frames_of_networks(tmp_path):
    figures = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ArchdrawWarning)
        figures = [archdraw.render(path) for path in SOURCES]
        charts = [figure.to_bytes("mermaid").decode() for figure in figures]
    for path, figure, found in zip(SOURCES, figures, mermaid_page.read(charts, tmp_path), strict=True):
        ids = {layer.name: f"n{i}" for i, layer in enumerate(figure.drawn.layers)}
        assert "error" not in found, (path, found)
        assert found["type"].startswith("flowchart")
        assert set(found["boxes"]) == set(ids.values())
        assert sorted(map(tuple, (edge[:2] for edge in found["edges"]))) == sorted(
            (ids[edge.source], ids[edge.target]) for edge in figure.drawn.edges
        )
        peopled = {home for layer in figure.drawn.layers for home in figure.drawn.ancestry()[layer.group]}
        assert len(found["frames"]) == len(peopled)


def wide(count):
    """Give layers each of which reads all before it: as many edges as there can be."""
    layers = tuple(Layer(f"layer {i}", "add", outputs=(Tensor((8,)),)) for i in range(count))
    edges = tuple(Edge(a.name, b.name, target_port=i) for j, b in enumerate(layers) for i, a in enumerate(layers[:j]))
    return Graph("wide", layers, edges)


def framed(frames, layers):
    groups = tuple(Group(f"f{i}", title=f"Frame {i}", repeat=i % 2 + 1) for i in range(frames))
    inner = tuple(Layer(f"f{i}/{j}", "conv", group=f"f{i}") for i in range(frames) for j in range(layers))
    return Graph("framed", inner, tuple(Edge(a.name, b.name) for a, b in pairwise(inner)), groups)


LARGE = {
    "dense": wide(60),
    "frames": framed(20, 40),
    "chain": graph_of(["x"] * 1200),
    "long names": graph_of(["w" * 190] * 400),
    "many frames": framed(300, 5),
}


@pytest.mark.parametrize("name", LARGE)
def test_what_is_too_much_is_folded_and_said(name):
    with pytest.warns(ArchdrawNote, match="Mermaid draws fewer than 500 edges"):
        text = write(LARGE[name], PAPER).decode()
    assert text.count("-->") < 500
    assert len(text) < 50_000
    assert re.search(r"^  %% .* drawn as one", text, re.M)


@pytest.mark.parametrize("name", ["paper", "dark", "print"])
def test_frames_let_the_page_through(name):
    """Lines and titles on a frame are in the colours of Mermaid's theme, light on a dark page."""
    text = write(framed(1, 2), load(name)).decode()
    (frame,) = re.findall(r"classDef frame (.*)", text)
    looks = dict(one.split(":") for one in frame.split(","))
    assert set(looks) == {"fill", "stroke"}
    assert re.fullmatch(r"#[0-9a-f]{6}14", looks["fill"])
    color = looks["fill"][:7]
    for page, ink in (("#ffffff", "#333333"), ("#0d1117", "#cccccc")):
        behind = mix(page, color, 0x14 / 255)
        assert contrast(ink, behind) > 7
        assert contrast(looks["stroke"], page) > 1.8


def test_frames_are_folded_before_anything_is_lost():
    with pytest.warns(ArchdrawNote, match="the frames at depth 1"):
        text = write(LARGE["frames"], PAPER).decode()
    assert text.count('["Frame ') == 20
    assert '["Frame 1 ×2<br/>40 layers"]' in text
    assert text.count("-->") == 19


@pytest.mark.mermaid
@pytest.mark.chromium
def test_mermaid_reads_what_was_folded(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ArchdrawNote)
        charts = [write(graph, PAPER).decode() for graph in LARGE.values()]
    for name, found in zip(LARGE, mermaid_page.read(charts, tmp_path), strict=True):
        assert "error" not in found, (name, found)


@pytest.mark.mermaid
@pytest.mark.chromium
def test_mermaid_itself_refuses_more(tmp_path):
    """The limits are Mermaid's own: without folding it draws nothing."""
    edges = "\n".join(f"n{i} --> n{i + 1}" for i in range(501))
    (found,) = mermaid_page.read([f"flowchart TD\n{edges}"], tmp_path)
    assert "edge" in found["error"].lower()


@pytest.mark.parametrize(("direction", "way"), [("down", "TD"), ("auto", "TD"), ("right", "LR"), ("up", "BT")])
def test_the_data_flows_where_it_is_asked_to(direction, way):
    assert f"\nflowchart {way}\n" in write(graph_of(["x"]), PAPER, direction=direction).decode()


def test_roles_colours_and_signs():
    layers = (Layer("a", "input", outputs=(Tensor((8,)),)), Layer("b", "dense"), Layer("c", "add"))
    edges = (Edge("a", "b"), Edge("b", "c"), Edge("a", "c", target_port=1, role="mask"))
    style = load("paper", overrides={"dense": {"fill": "#123456"}})
    text = write(Graph("n", layers, edges), style).decode()
    assert "n0 -.-> n2" in text
    assert 'n2(("+")):::is_add' in text
    assert re.search(r"classDef is_dense fill:#123456,stroke:#[0-9a-f]{6},color:#[0-9a-f]{6}", text)


def test_the_same_graph_gives_the_same_text():
    graph = graph_of(HOSTILE)
    assert write(graph, PAPER) == write(replace(graph), PAPER)


def test_files_are_written_by_their_ending(tmp_path):
    figure = archdraw.render(ROOT / "templates" / "specs" / "lenet.yaml")
    for name in ("net.mmd", "net.mermaid"):
        assert figure.save(tmp_path / name).read_bytes() == figure.to_bytes("mermaid")
