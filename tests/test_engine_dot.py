"""``--engine dot``: coordinates by Graphviz, all else ours; and what is said where it fails."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from placing_graphs import of_keras, transformer, unet

import archdraw
from archdraw import engines
from archdraw.cli import main
from archdraw.diagram import Block, Frame, Link, Merge
from archdraw.engines import asking, dot, ends, running
from archdraw.errors import Overtime
from archdraw.geometry import Box
from archdraw.placing import Edge, Node, Problem, Settings
from archdraw.placing import Frame as Outline
from archdraw.placing.measure import measure as measured
from archdraw.quality import measure

HERE = Path(__file__).parent
SPECS = sorted((HERE.parent / "templates" / "specs").glob("*.yaml"))
MODELS = [
    HERE / "golden" / folder / f"{name}.keras"
    for folder, name in (
        ("keras", "ResNet50"), ("keras", "InceptionV3"), ("keras", "EfficientNetB4"), ("keras", "MobileNetV3Small"),
        ("keras-nasty", "nested3"), ("keras-nasty", "siamese"), ("keras-nasty", "unet"),
    )
]  # fmt: skip
NET = b"input: 4\nlayers: [{dense: 3}]"
CHAIN = Problem((Node(10, 4), Node(10, 4)), (Edge(0, 1),))
needs_dot = pytest.mark.dot
pytestmark = pytest.mark.filterwarnings("ignore:the smallest text:archdraw.errors.ArchdrawWarning")


def drawn(source, **options):
    return archdraw.render(source, options={"engine": "dot", **options}, name="net.yaml" if source == NET else "")


def faults(figure):
    return [str(fault) for fault in measure(figure.scene).faults if fault.kind != "small text"]


# Whole figures


@needs_dot
@pytest.mark.parametrize("direction", ["down", "right"])
@pytest.mark.parametrize("path", [*SPECS, *MODELS], ids=lambda path: path.name)
def test_a_figure_has_no_faults(path, direction):
    assert faults(drawn(path, direction=direction)) == []


@needs_dot
@pytest.mark.parametrize("direction", ["down", "right"])
@pytest.mark.parametrize("path", [*SPECS, *MODELS], ids=lambda path: path.name)
@pytest.mark.long
def test_a_figure_of_short_boxes_in_frames_has_no_faults(path, direction):
    assert faults(drawn(path, direction=direction, text="short", repeats="frame")) == []


@needs_dot
@pytest.mark.parametrize("path", [*SPECS, *MODELS], ids=lambda path: path.name)
def test_every_layer_and_every_edge_is_drawn(path):
    figure = drawn(path, repeats="frame")
    marks = figure.diagram.marks
    layers = {layer.name for layer in figure.drawn.layers}
    assert {mark.layer for mark in marks if isinstance(mark, (Block, Merge))} >= layers
    edges = {pair for mark in marks if isinstance(mark, Link) for pair in mark.edges}
    assert edges == {(edge.source, edge.target) for edge in figure.drawn.edges}


@needs_dot
def test_only_the_places_differ():
    path = SPECS[0].with_name("transformer.yaml")
    texts = [
        sorted(line.text for mark in archdraw.render(path, options={"engine": engine, "text": "full"}).diagram.marks
               if isinstance(mark, Block) for line in mark.lines)
        for engine in ("own", "dot")
    ]  # fmt: skip
    assert texts[0] == texts[1]


@needs_dot
def test_the_same_figure_comes_twice_and_in_every_text_format():
    path = SPECS[0].with_name("transformer.yaml")
    assert drawn(path).to_bytes("svg") == drawn(path).to_bytes("svg")
    for kind in ("svg", "tex", "json"):
        assert drawn(path).to_bytes(kind)


@needs_dot
def test_nothing_is_wrapped_to_the_page():
    figure = drawn(HERE / "golden" / "keras" / "VGG16.keras", text="full", repeats="frame")
    assert len({mark.box.center[0] for mark in figure.diagram.marks if isinstance(mark, Block)}) == 1


@needs_dot
def test_groups_hold_their_own_and_titles_stand_inside():
    figure = drawn(SPECS[0].with_name("moe.yaml"), repeats="frame")
    found = {mark.group: mark for mark in figure.diagram.marks if isinstance(mark, Frame)}
    assert {mark.badge for mark in found.values()} == {"×32", "×8"}
    boxes = {mark.layer: mark.box for mark in figure.diagram.marks if isinstance(mark, Block)}
    lines = figure.drawn.ancestry()
    for layer in figure.drawn.layers:
        for name, frame in found.items():
            box = boxes.get(layer.name)
            assert box is None or frame.box.holds(box) == (name in lines[layer.group])
    for frame in found.values():
        assert frame.title
        assert frame.box.left < frame.title.at[0] < frame.title.at[0] + frame.title.width < frame.box.right
        assert 0 <= frame.badge_in < frame.box.width


# The placing


def sound(problem):
    """Place by dot, and check all that must hold."""
    placed = engines.place(problem, "dot")
    for box, node in zip(placed.nodes, problem.nodes, strict=True):
        assert (box.width, box.height) == pytest.approx((node.width, node.height), abs=1e-5)
    found = measured(problem, placed)
    assert not found.overlaps
    assert not found.strangers
    assert not found.outside
    assert sorted(at for wire in placed.wires for at in wire.edges) == list(range(len(problem.edges)))
    for wire in placed.wires:
        edge = problem.edges[wire.edges[0]]
        assert wire.head
        assert on_border(wire.points[0], placed.nodes[edge.source], problem.nodes[edge.source].round)
        assert on_border(wire.points[-1], placed.nodes[edge.target], problem.nodes[edge.target].round)
    page = Box(0, 0, placed.width, placed.height).grown(1e-3)
    assert all(page.holds(box) for box in (*placed.nodes, *(part for parts in placed.frames for part in parts)))
    return placed


def on_border(point, box, is_round):
    x, y = point
    if is_round:
        cx, cy = box.center
        return ((x - cx) ** 2 + (y - cy) ** 2) ** 0.5 == pytest.approx(box.width / 2, abs=1e-4)
    away = min(abs(x - box.left), abs(x - box.right), abs(y - box.top), abs(y - box.bottom))
    return box.grown(1e-4).holds(Box(x, y, x, y)) and away < 1e-4


@needs_dot
@pytest.mark.parametrize("direction", ["down", "right"])
@pytest.mark.parametrize(
    "make", [lambda **s: of_keras("NASNetMobile", circles=True, **s), lambda **s: transformer(**s), lambda **s: replace(unet(4), settings=Settings(**s))]
)  # fmt: skip
def test_a_placing_is_sound(make, direction):
    placed = sound(make(direction=direction))
    high = placed.height > placed.width
    assert high == (direction == "down")


@st.composite
def problems(draw):
    count = draw(st.integers(1, 12))
    frames = draw(st.integers(0, 3))
    outlines = tuple(Outline(parent=draw(st.integers(-1, at - 1)), title=30.0, badge=20.0) for at in range(frames))
    sizes = st.floats(5, 150)
    nodes = []
    for _ in range(count):
        is_round, width = draw(st.booleans()), draw(sizes)
        nodes.append(Node(width, width if is_round else draw(sizes), draw(st.integers(-1, frames - 1)), is_round))
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(lambda pair: pair[0] < pair[1])
    ways = draw(st.lists(pairs, max_size=20)) if count > 1 else []
    edges = tuple(Edge(*way, *draw(st.sampled_from([(0.0, 0.0), (22.0, 6.0)]))) for way in ways)
    return Problem(tuple(nodes), edges, outlines, Settings(direction=draw(st.sampled_from(["down", "right"]))))


@needs_dot
@given(problems())
@settings(max_examples=60)
def test_any_problem_is_placed(problem):
    sound(problem)


@needs_dot
def test_edges_between_the_same_two_are_one_line_with_all_their_labels():
    problem = Problem(CHAIN.nodes, (Edge(0, 1, 20, 6), Edge(0, 1), Edge(0, 1, 30, 6)))
    placed = sound(problem)
    assert [wire.edges for wire in placed.wires] == [(0, 1, 2)]
    assert set(placed.labels) == {0, 2}
    one, two = Box.around(placed.labels[0], 20, 6), Box.around(placed.labels[2], 30, 6)
    assert not one.meets(two)


@needs_dot
def test_a_frame_of_nothing_is_no_frame():
    placed = sound(Problem((Node(10, 4, 0), Node(10, 4)), (Edge(0, 1),), (Outline(), Outline(), Outline(parent=1))))
    assert [len(parts) for parts in placed.frames] == [1, 0, 0]


def test_nothing_at_all_needs_no_dot(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert dot.place(Problem((), (), (Outline(),))).frames == ((),)


# What dot is asked


HOSTILE = ['"];', "n1 -> n0", "\\N", "<b>&amp;</b>", "a\\", "}", "子", "// /* #"]


def test_no_word_of_a_model_reaches_dot(monkeypatch):
    asked = []

    def run(text):
        asked.append(text)
        raise Overtime("enough")

    monkeypatch.setattr(running, "run", run)
    layers = "\n".join(f"  - dense: 3\n    name: {json.dumps(name)}\n    label: {json.dumps(name)}" for name in HOSTILE)
    spec = f"title: {json.dumps(HOSTILE[0])}\ninput: 4\nlayers:\n{layers}\n"
    with pytest.raises(Overtime):
        archdraw.render(spec.encode(), options={"engine": "dot"}, name="net.yaml")
    clean = spec
    for at, name in enumerate(HOSTILE):
        clean = clean.replace(json.dumps(name), f"l{at}")
    with pytest.raises(Overtime):
        archdraw.render(clean.encode(), options={"engine": "dot", "text": "full"}, name="net.yaml")
    for text in asked:
        rest = text
        for word in ("digraph", "graph", "node", "edge", "n0", "rankdir"):
            assert word in rest
        assert rest.isascii()
        assert not any(name in rest for name in HOSTILE if len(name) > 3)


@needs_dot
def test_hostile_names_are_drawn():
    layers = "\n".join(f"  - dense: 3\n    label: {json.dumps(name)}" for name in HOSTILE)
    figure = archdraw.render(f"input: 4\nlayers:\n{layers}\n".encode(), options={"engine": "dot"}, name="net.yaml")
    assert faults(figure) == []
    texts = {line.text for mark in figure.diagram.marks if isinstance(mark, Block) for line in mark.lines}
    assert set(HOSTILE) <= texts


def test_skips_may_bend_more_than_the_main_path():
    three = Problem((Node(9, 9),) * 3, (Edge(0, 1), Edge(1, 2), Edge(0, 2)))
    text = asking.text(three, asking.pairs(three))
    assert "n0 -> n1 [weight=8];" in text
    assert "n0 -> n2 [weight=1];" in text


# Ends of lines


@pytest.mark.parametrize(
    ("route", "rounds", "expected"),
    [
        ([(5, 4), (5, 20)], (False, False), ((5, 4), (5, 20))),
        ([(5, 4.4), (5, 12), (5, 19.7)], (False, False), ((5, 4), (5, 20))),  # a point on the way is left out
        ([(9, 4), (13, 10), (9, 20), (9, 20)], (False, False), ((9, 4), (13, 10), (9, 20))),
        ([(5, 3), (5, 21), (5, 20)], (False, False), ((5, 4), (5, 20))),  # inside of both
        ([(30, 4), (30, 20)], (False, False), ((10, 4), (10, 20))),  # beside both
        ([(5, 4), (5, 22)], (False, True), ((5, 4), (5, 17))),
        ([(5, 5), (5, 5)], (False, False), ((5, 4), (5, 20))),
    ],
)
def test_a_line_ends_at_the_borders(route, rounds, expected):
    assert ends.joined(route, Box(0, 0, 10, 4), Box(0, 20, 10, 24), rounds) == expected


# How it is asked for


@needs_dot
@pytest.mark.parametrize("more", [["--engine", "dot"], ["--set", "engine=dot"]])
def test_the_command_line_asks_for_it(tmp_path, monkeypatch, more):
    monkeypatch.chdir(tmp_path)
    Path("net.yaml").write_text("input: 4\nlayers: [{residual: [{dense: 4}, {dense: 4}]}]")
    results = [CliRunner().invoke(main, ["render", "net.yaml", "-f", "svg", "-o", "-", *each]) for each in ([], more)]
    assert [result.exit_code for result in results] == [0, 0]
    assert results[0].stdout != results[1].stdout


@needs_dot
def test_a_spec_asks_for_it_and_the_flag_wins(tmp_path, monkeypatch):
    spec = b"input: 4\nlayers: [{residual: [{dense: 4}, {dense: 4}]}]\ndiagram: {engine: dot}\n"
    figure = archdraw.render(spec, name="net.yaml")
    assert figure.options.engine == "dot"
    monkeypatch.chdir(tmp_path)
    Path("net.yaml").write_bytes(spec)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(running, "find_spec", lambda name: None)
    assert CliRunner().invoke(main, ["render", "net.yaml"]).exit_code == 4
    assert CliRunner().invoke(main, ["render", "net.yaml", "--engine", "own"]).exit_code == 0
