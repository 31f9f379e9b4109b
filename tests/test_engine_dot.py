"""``--engine dot``: coordinates by Graphviz, all else ours; and what is said where it fails."""

import json
import os
import shutil
import sys
import threading
import time
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
from archdraw.engines import answer, asking, dot, ends, running
from archdraw.errors import LayoutError, MissingTool, Overtime
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


# Where dot is not there, fails, hangs or talks nonsense


@pytest.fixture
def fake(tmp_path, monkeypatch):
    """Put a program in dot's place, in Python."""

    def make(code):
        program = tmp_path / "bin" / "dot"
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!{sys.executable}\nimport os, sys, subprocess, time\n{code}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(program.parent))

    return make


posix = pytest.mark.skipif(os.name != "posix", reason="a script takes dot's place")


def _ends(stat: Path) -> bool:
    """Wait until a killed process is gone or only waits to be counted: the kernel takes its time on a busy machine."""
    for _ in range(100):
        try:
            if stat.read_text().split()[2] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


@posix
def test_a_dot_that_hangs_is_ended_with_all_it_has_started(fake, tmp_path, monkeypatch):
    note = tmp_path / "pid"
    fake(
        f"child = subprocess.Popen([{sys.executable!r}, '-c', 'import time; time.sleep(600)'])\n"
        f"open({str(note)!r}, 'w').write(str(child.pid))\ntime.sleep(600)"
    )
    monkeypatch.setattr(running, "SECONDS", 1.5)
    before = threading.active_count()
    with pytest.raises(Overtime, match=r"dot took more than 1\.5 seconds") as caught:
        drawn(NET)
    assert "leave --engine dot out" in caught.value.hint
    assert threading.active_count() == before
    if note.exists() and Path("/proc/self/stat").exists():
        assert _ends(Path(f"/proc/{note.read_text()}/stat"))


@posix
@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("sys.exit('Error: trouble in init_rank')", "Error: trouble in init_rank"),
        ("print('Warning: x', file=sys.stderr); print('Error: bad', file=sys.stderr); sys.exit(1)", "Error: bad"),
        ("sys.exit(3)", "it ended with code 3"),
        ("os.kill(os.getpid(), 6)", "it was ended by signal 6"),
        ("sys.stderr.buffer.write(bytes(range(128, 256))); sys.exit(1)", "dot cannot place this figure"),
    ],
)
def test_a_dot_that_fails_is_quoted(fake, code, said):
    fake(code)
    with pytest.raises(LayoutError) as caught:
        drawn(NET)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


GOOD = {
    "bb": "0,0,90,90",
    "objects": [{"_gvid": 0, "name": "n0", "pos": "45,70"}, {"_gvid": 1, "name": "n1", "pos": "45,20"}],
    "edges": [{"tail": 0, "head": 1, "pos": "45,60 45,55 45,40 45,30"}],
}


def test_the_good_answer_is_one(monkeypatch):
    monkeypatch.setattr(running, "run", lambda text: json.dumps(GOOD).encode())
    assert dot.place(CHAIN).wires[0].points == ((5.0, 4.0), (5.0, 50.0))


@pytest.mark.parametrize(
    "wrong",
    [
        b"", b"graph 1 2 3", b"\xff\xfe", json.dumps(GOOD).encode()[:-20], b"[]", b"null", b"{}", b"[" * 100_000,
        {"bb": ""}, {"bb": "0,0,9"}, {"bb": 7}, {"bb": "0,0,nan,nan"}, {"objects": []}, {"objects": None}, {"objects": [3]},
        {"objects": GOOD["objects"][:1]}, {"edges": []}, {"edges": [{"tail": 0, "head": 5, "pos": "1,2 1,2 1,2 1,2"}]},
        {"edges": [{"tail": 0, "head": 1}]}, {"edges": [{"tail": 0, "head": 1, "pos": "e,45,30 45,60"}]},
        {"edges": [{"tail": 0, "head": 1, "pos": "45,60"}]}, {"edges": [{"tail": 0, "head": 1, "pos": ""}]},
        {"objects": [{"_gvid": 0, "name": "n0", "pos": "inf,1"}, GOOD["objects"][1]]},
        {"objects": [{"_gvid": 0, "name": "n0", "pos": "1e300,1"}, GOOD["objects"][1]]},
        {"objects": [{"_gvid": 0, "name": "x", "pos": "1,1"}, GOOD["objects"][1]]},
        {"objects": [{"_gvid": 0, "name": "n0", "pos": ""}, GOOD["objects"][1]]},
        {"objects": [{"_gvid": 0, "name": "n0", "pos": "5"}, GOOD["objects"][1]]},
    ],
    ids=str,
)  # fmt: skip
def test_a_broken_answer_is_one_message(monkeypatch, wrong):
    raw = wrong if isinstance(wrong, bytes) else json.dumps({**GOOD, **wrong}).encode()
    monkeypatch.setattr(running, "run", lambda text: raw)
    with pytest.raises(LayoutError, match="dot's answer is not what was asked for: ") as caught:
        dot.place(CHAIN)
    assert len(str(caught.value)) < 300


@given(st.binary(max_size=60))
def test_rubbish_is_refused(raw):
    with pytest.raises(ValueError):
        answer.read(raw)


@posix
def test_rubbish_on_the_command_line_is_one_message(fake, tmp_path, monkeypatch):
    fake("print('rubbish')")
    monkeypatch.chdir(tmp_path)
    Path("net.yaml").write_bytes(NET)
    Path("net.svg").write_text("old")
    result = CliRunner().invoke(main, ["render", "net.yaml", "--engine", "dot"])
    assert result.exit_code == 3
    assert result.stderr.startswith("error: dot's answer is not what was asked for: ")
    assert "Traceback" not in result.output
    assert Path("net.svg").read_text() == "old"


def test_where_there_is_neither_one_message_says_how_to_get_one(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(running, "find_spec", lambda name: None)
    monkeypatch.chdir(tmp_path)
    Path("net.yaml").write_bytes(NET)
    result = CliRunner().invoke(main, ["render", "net.yaml", "--engine", "dot"])
    assert result.exit_code == 4
    assert result.stderr == (
        "error: the engine dot is not here: there is no program 'dot' on the PATH, and no package pygraphviz\n"
        "hint: apt install graphviz, brew install graphviz, or pip install 'archdraw[graphviz]'; "
        "or leave --engine dot out: archdraw places the figure itself\n"
    )
    with pytest.raises(MissingTool):
        drawn(NET)


@posix
def test_a_dot_that_cannot_be_started_is_told(fake, tmp_path):
    fake("")
    (tmp_path / "bin" / "dot").write_text("#!/nowhere/at-all\n")
    with pytest.raises(MissingTool, match="cannot be started"):
        drawn(NET)


# pygraphviz


STAND_IN = """
import os
class AGraph:
    def __init__(self, string):
        assert string.startswith("digraph")
    def draw(self, format, prog):
        assert (format, prog) == ("json0", "dot")
        {}
"""


@pytest.fixture
def inside(tmp_path, monkeypatch):
    """Hide dot, and put a module in pygraphviz's place."""

    def make(body):
        (tmp_path / "site").mkdir()
        (tmp_path / "site" / "pygraphviz.py").write_text(STAND_IN.format(body))
        monkeypatch.setenv("PATH", "")
        monkeypatch.syspath_prepend(tmp_path / "site")
        monkeypatch.delitem(sys.modules, "pygraphviz", raising=False)

    return make


def test_without_dot_pygraphviz_is_asked_in_a_process_of_its_own(inside):
    inside(f"return {json.dumps(GOOD).encode()!r}")
    assert len(dot.place(CHAIN).nodes) == 2
    assert "pygraphviz" not in sys.modules


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("raise ValueError('Program dot not found in path.')", "Program dot not found in path"),
        ("os.abort()", "dot cannot place this figure"),
        ("return b''", "not what was asked for"),
    ],
)
def test_a_pygraphviz_that_fails_or_crashes_is_told(inside, body, said):
    inside(body)
    with pytest.raises(LayoutError, match=said):
        dot.place(CHAIN)


def test_a_pygraphviz_that_hangs_is_ended(inside, monkeypatch):
    inside("import time; time.sleep(600)")
    monkeypatch.setattr(running, "SECONDS", 1.0)
    with pytest.raises(Overtime):
        dot.place(CHAIN)


@needs_dot
def test_a_module_in_this_folder_is_not_run(tmp_path, monkeypatch):
    (tmp_path / "json.py").write_text("raise SystemExit('ran')")
    (tmp_path / "pygraphviz.py").write_text("raise SystemExit('ran')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(running, "find_spec", lambda name: object())
    with pytest.raises(LayoutError) as caught:
        dot.place(CHAIN)
    assert "ran" not in str(caught.value).split()


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
