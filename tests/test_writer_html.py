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

SPECS = Path(__file__).parent.parent / "templates" / "specs"
HOSTILE = "</script><img src=x onerror=alert(1)>{{7*7}}\u2028x"
LAYERS = (
    Layer("in", "input", outputs=(Tensor((4,)),)),
    Layer(HOSTILE, "dense", attrs={"units": HOSTILE}, outputs=(Tensor((4,)),)),
    Layer("out", "dense", label=HOSTILE, note="javascript:alert(1)", outputs=(Tensor((4,)),)),
)
EDGES = (Edge("in", HOSTILE), Edge(HOSTILE, "out"))
NET = Graph(HOSTILE, LAYERS, EDGES, (), (Port("in"),), (Port("out"),), title=HOSTILE)


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
    facts = {fact["name"]: dict(fact["rows"]) for fact in data(figure.to_bytes("html").decode())["facts"]}
    assert facts["conv1_conv"]["kernel"] == "7 × 7"
    assert facts["predictions"]["Parameters"] == "2,049,000"
    assert facts["predictions"]["Output"].startswith("1000")
    assert facts["conv5_block2"]["Copies"] == "3"


def test_what_repeats_opens_one_by_one_and_all_at_once():
    views = archdraw.render(SPECS / "resnet18.yaml").views()
    titles = [view.title for view in views.shown]
    assert titles[0] == "Figure"
    assert titles[-1] == "All open"
    closed = {group.name for group in views.shown[0].drawn.groups if group.repeat > 1}
    assert closed
    for view in views.shown:
        still = {group.name for group in view.drawn.groups if group.repeat > 1}
        if view.opens == "*":
            assert not still
        else:
            assert still == closed - {view.opens}
    assert len({view.scene.items for view in views.shown}) == len(views.shown)


def test_views_are_few_and_their_sum_is_not_too_large(monkeypatch):
    monkeypatch.setattr(opening, "LARGEST", 400)
    views = archdraw.render(SPECS / "resnet18.yaml").views()
    assert len(views.shown) < 4
    assert "left out: " in views.note
    assert "All open" in views.note
    monkeypatch.undo()
    monkeypatch.setattr(opening, "MOST", 4)
    views = archdraw.render(SPECS / "resnet18.yaml").views()
    assert [view.title for view in views.shown][-1] == "All open"
    assert len(views.shown) <= 3
    assert "open all at once" in views.note


def test_a_figure_without_repeats_and_one_of_another_renderer_are_pages_too():
    for renderer in ("fcnn", "lenet", "volumes", "alexnet"):
        spec = SPECS / ("mlp.yaml" if renderer == "fcnn" else "lenet.yaml")
        assert b"</html>" in archdraw.render(spec, renderer=renderer).to_bytes("html")


def test_what_the_call_opens_stays_open():
    views = archdraw.render(SPECS / "bert.yaml", expand="encoder").views()
    assert all(group.repeat == 1 for view in views.shown for group in view.drawn.groups)
