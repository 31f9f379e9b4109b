"""``--engine dot`` where dot is not there, fails, hangs or talks nonsense, and pygraphviz in its place."""

import json
import os
import shutil
import sys
import threading
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import archdraw
from archdraw.cli import main
from archdraw.engines import answer, dot, running
from archdraw.errors import LayoutError, MissingTool, Overtime
from archdraw.placing import Edge, Node, Problem

NET = b"input: 4\nlayers: [{dense: 3}]"
CHAIN = Problem((Node(10, 4), Node(10, 4)), (Edge(0, 1),))
needs_dot = pytest.mark.dot


def drawn(source, **options):
    return archdraw.render(source, options={"engine": "dot", **options}, name="net.yaml" if source == NET else "")


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
