"""The page as a file: one file that asks for nothing, whose policy fits what is in it, with every view and every fact."""

import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

import archdraw
from archdraw import opening
from archdraw.graph import Edge, Graph, Layer, Port, Tensor
from archdraw.writers.html import facts

SPECS = Path(__file__).parent.parent / "templates" / "specs"
HOSTILE = "</script><img src=x onerror=alert(1)>{{7*7}}\u2028x"
LAYERS = (
    Layer("in", "input", outputs=(Tensor((4,)),)),
    Layer(HOSTILE, "dense", attrs={"units": HOSTILE}, outputs=(Tensor((4,)),)),
    Layer("out", "dense", label=HOSTILE, note="javascript:alert(1)", outputs=(Tensor((4,)),)),
)
EDGES = (Edge("in", HOSTILE), Edge(HOSTILE, "out"))
NET = Graph(HOSTILE, LAYERS, EDGES, (), (Port("in"),), (Port("out"),), title=HOSTILE)


NESTED = b"""
input: 32x32x8
blocks:
  inner: {layers: [{conv: 8 3x3 bn relu}, {dropout: 0.1}, {conv: 8 1x1}]}
  outer: {layers: [{inner: {}, repeat: 3}, {conv: 8 5x5 relu}]}
layers: [{outer: {}, repeat: 2}, flatten, {dense: 10}]
"""


class Page(HTMLParser):
    """Every element with its attributes, and the text in it."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs), []))

    def handle_endtag(self, tag):
        self.found.append(("", {}, []))

    def handle_data(self, data):
        if self.found:
            self.found[-1][2].append(data)

    def all(self, tag):
        return [(attrs, "".join(text)) for name, attrs, text in self.found if name == tag]


@pytest.fixture(scope="module")
def written():
    return archdraw.render(NET).to_bytes("html").decode()


def data(text):
    return json.loads(next(text for attrs, text in Page(text).all("script") if attrs.get("id") == "data"))


def test_the_policy_names_what_is_in_the_page_and_nothing_else(written):
    page = Page(written)
    policy = next(a["content"] for a, _ in page.all("meta") if a.get("http-equiv") == "Content-Security-Policy")
    program = next(text for attrs, text in page.all("script") if "type" not in attrs)
    (style,) = [text for _, text in page.all("style")]

    def digest(text):
        return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"

    wanted = {
        "default-src": ["'none'"],
        "img-src": ["data:"],
        "style-src": [digest(style)],
        "script-src": [digest(program)],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    assert {name: rest for name, *rest in (part.split() for part in policy.split(";"))} == wanted
    assert written.index("Content-Security-Policy") < min(written.index("<style"), written.index("<script"))


def test_nothing_of_the_source_is_program_or_markup(written):
    page = Page(written)
    assert not page.all("img")
    assert not [name for _, attrs, _ in page.found for name in attrs if name.startswith("on") or name == "style"]
    addresses = [a[k] for _, a, _ in page.found for k in a if k in ("href", "src", "action", "xlink:href")]
    assert set(addresses) == {"data:,"}
    assert [text for _, text in page.all("h1")] == [HOSTILE.replace("\u2028", " ")]
    assert "eval(" not in written
    assert "innerHTML" not in written


def test_the_same_net_gives_the_same_bytes(written):
    assert archdraw.render(NET).to_bytes("html").decode() == written


def test_each_view_has_the_marks_and_lines_that_its_figure_has():
    figure = archdraw.render(SPECS / "resnet18.yaml")
    text = figure.to_bytes("html").decode()
    told = data(text)
    figures = re.findall(r'<div class="view".*?</svg>', text, re.S)
    assert len(figures) == len(told["views"]) > 2
    for svg, view in zip(figures, told["views"], strict=True):
        names = [name.replace("&gt;", ">") for name in re.findall(r'data-layer="([^"]*)"', svg)]
        assert [told["facts"][number]["name"] for number in view["marks"]] == names
        assert len(re.findall(r'class="edge"', svg)) == len(view["lines"])
        drawn = re.findall(r'data-edges="([^"]*)"', svg)
        assert [line for line in view["lines"] if line] == [
            [pair.split(" → ") for pair in pairs.split("; ")] for pairs in drawn
        ]


def test_the_facts_are_those_that_keras_counts():
    figure = archdraw.render(Path(__file__).parent / "golden/keras/ResNet50.keras")
    told = data(figure.to_bytes("html").decode())["facts"]
    facts = {fact["name"]: dict(fact["rows"]) for fact in reversed(told)}
    attrs = {fact["name"]: dict(fact.get("attrs", ())) for fact in told}
    assert attrs["conv1_conv"]["kernel"] == "7 × 7"
    assert facts["predictions"]["Parameters"] == "2,049,000"
    assert facts["predictions"]["Output"].startswith("1000")
    assert facts["conv5_block2"]["Copies"] == "3"


def test_a_view_has_just_the_boxes_and_copies_that_it_tells_of():
    views = archdraw.render(SPECS / "resnet50.yaml").views()
    assert [view.title for view in views.shown if view.chief] == ["Figure", "Groups open", "All open"]
    assert {level for view in views.shown for level in view.levels.values()} == {"box", "frame", "copies"}
    for view in views.shown:
        drawn = {things.layer for things in facts._things(view.scene.items)}
        repeat = {group.name: group.repeat for group in view.drawn.groups}
        for name, level in view.levels.items():
            if name not in views.shown[0].levels:
                continue  # in a copy
            assert (name in drawn) == (level == "box")
            assert (repeat[name] == 1) == (level == "copies")
            copies = {copy for copy, stands in views.copies.items() if stands == name and copy in view.drawn.index()}
            assert bool(copies) == (level == "copies")
    assert len({view.scene.items for view in views.shown}) == len(views.shown)


def test_each_group_can_be_opened_and_closed_and_others_stay_as_they_are():
    views = archdraw.render(SPECS / "transformer.yaml").views()
    first = views.shown[0].levels
    assert first == {"encoder": "frame", "decoder": "frame"}
    states = {tuple(view.levels[name] for name in first) for view in views.shown}
    assert states == {(one, other) for one in opening.LEVELS for other in opening.LEVELS}


def test_a_block_is_opened_within_one_that_was():
    """What is within an opened group can be opened further, and what is around it stays open."""
    views = archdraw.render(NESTED, name="net.yaml", options={"repeats": "box"}).views()
    outer = next(iter(views.shown[0].levels))
    assert views.shown[0].levels == {outer: "box"}
    deeper = [
        view.levels
        for view in views.shown
        if "copies" in [level for name, level in view.levels.items() if name != outer]
    ]
    assert any(levels[outer] == "frame" for levels in deeper)


def test_views_are_fewer_in_large_networks_and_their_sum_is_not_too_large(monkeypatch):
    figure = archdraw.render(SPECS / "resnet18.yaml")
    every = figure.views()
    assert 4 < len(every.shown) <= opening.MOST
    assert not every.note
    monkeypatch.setattr(opening, "LARGEST", 400)
    with pytest.warns(archdraw.errors.ArchdrawNote, match="All open"):
        views = figure.views()
    assert len(views.shown) < 4
    assert "left out: " in views.note
    assert "All open" in views.note
    monkeypatch.undo()
    monkeypatch.setattr(opening, "WORK", 1)
    views = figure.views()
    assert len(views.shown) == opening.LEAST
    assert views.shown == every.shown[: opening.LEAST]


def test_a_page_of_two_thousand_layers_has_a_size_that_browsers_like():
    names = [f"{HOSTILE} {i}" for i in range(2000)]
    layers = (Layer(name, "dense", outputs=(Tensor((4 + i % 5,)),)) for i, name in enumerate(names))
    net = Graph("net", tuple(layers), tuple(map(Edge, names, names[1:])), (), (Port(names[0]),), (Port(names[-1]),))
    assert len(archdraw.render(net).to_bytes("html")) < 4_000_000


def test_a_figure_without_repeats_and_one_of_another_renderer_are_pages_too():
    for renderer in ("fcnn", "lenet", "volumes", "alexnet"):
        spec = SPECS / ("mlp.yaml" if renderer == "fcnn" else "lenet.yaml")
        assert b"</html>" in archdraw.render(spec, renderer=renderer).to_bytes("html")


def test_what_the_call_opens_stays_open():
    views = archdraw.render(SPECS / "bert.yaml", expand="encoder").views()
    assert all(group.repeat == 1 for view in views.shown for group in view.drawn.groups)
