"""The program as a process: signals, closed and full outputs, poor environments."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

SPEC = "input: 8x8x3\nlayers: [{conv: 16 3x3 relu}, flatten, {dense: 10}]\n"
COMMAND = [sys.executable, "-m", "archdraw"]


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "net.yaml").write_text(SPEC)
    return tmp_path


def run(*args, env=None, python=(), **more):
    command = [sys.executable, *python, "-m", "archdraw", *args]
    done = subprocess.run(command, capture_output=True, timeout=60, env={**os.environ, **(env or {})}, **more)
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done


SLOW = """
import sys, time
from archdraw import output
from archdraw.cli import main
real = output.os.replace
def slow(*args):
    print("ready", file=sys.stderr, flush=True)
    time.sleep(30)
output.os.replace = slow
main(prog_name="archdraw")
"""


@pytest.mark.parametrize(
    ("number", "code", "said"), [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "terminated")]
)
def test_a_signal_while_writing_leaves_the_old_file_and_no_other(here, number, code, said):
    (here / "net.svg").write_text("old")
    process = subprocess.Popen([sys.executable, "-c", SLOW, "render", "net.yaml"], stderr=subprocess.PIPE, text=True)
    assert process.stderr.readline() == "ready\n"
    process.send_signal(number)
    _, rest = process.communicate(timeout=20)
    assert process.returncode == code
    assert rest.strip() == f"error: {said}"
    assert (here / "net.svg").read_text() == "old"
    assert sorted(path.name for path in here.iterdir()) == ["net.svg", "net.yaml"]


@pytest.mark.parametrize(
    "args", [["list"], ["--help"], ["summary", "net.yaml"], ["render", "net.yaml", "-f", "svg", "-o", "-"]]
)
def test_a_reader_who_had_enough_is_no_error(args):
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([*COMMAND, *args], stdout=write, stderr=subprocess.PIPE, timeout=60)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device")
@pytest.mark.parametrize("args", [["list"], ["render", "net.yaml", "-f", "svg", "-o", "-"]])
def test_a_full_disk_behind_stdout_ends_in_5(args):
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*COMMAND, *args], stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == 5
    assert done.stderr == b"error: the output cannot be written: no space left on device\n"


def test_a_full_disk_ends_in_5():
    done = run("render", "net.yaml", "-f", "svg", "-o", "/dev/full")
    assert done.returncode == 5
    assert b"No space left on device" in done.stderr


def test_a_poor_environment_is_enough(here):
    env = {"PATH": "", "PYTHONPATH": os.environ["PYTHONPATH"], "LC_ALL": "C", "LANG": "C", "PYTHONIOENCODING": "ascii"}
    (here / "net.yaml").write_text("title: Ünïcode ℝ 日本\n" + SPEC + "  \n", encoding="utf-8")
    command = [*COMMAND, "render", "net.yaml", "-o", "a.svg", "-o", "a.pdf", "-o", "a.png", "-o", "a.dot"]
    done = subprocess.run(command, capture_output=True, timeout=60, env=env)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert subprocess.run([*COMMAND, "summary", "net.yaml"], capture_output=True, timeout=60, env=env).returncode == 0
    for path in here.glob("a.*"):
        assert path.stat().st_size > 500


@pytest.mark.parametrize("python", [["-O"], ["-W", "error"], ["-X", "dev", "-W", "error"]])
def test_any_mode_of_python_gives_the_same_bytes(here, python):
    assert run("render", "net.yaml", "-o", "a.svg").returncode == 0
    done = run("render", "net.yaml", "-o", "b.svg", python=python, env={"PYTHONHASHSEED": "5"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert (here / "a.svg").read_bytes() == (here / "b.svg").read_bytes()


def test_two_writers_of_one_file_leave_a_whole_one(here):
    processes = [subprocess.Popen([*COMMAND, "render", "net.yaml"], stderr=subprocess.DEVNULL) for _ in range(3)]
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    assert (here / "net.svg").read_text().rstrip().endswith("</svg>")
    assert sorted(path.name for path in here.iterdir()) == ["net.svg", "net.yaml"]


@pytest.mark.parametrize("name", ["with space 🧠.yaml", "-dash.yaml", "sub/CON.yaml"])
def test_any_path_will_do(here, name):
    path = here / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(SPEC)
    done = run("render", "--", name)
    assert done.returncode == 0, done.stderr
    assert (here / f"{path.stem}.svg").exists()


def test_a_figure_as_svg_needs_none_of_the_heavy_packages(here):
    code = (
        "import sys, archdraw; archdraw.render('net.yaml').save('net.svg');"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    heavy = {"typst", "numpy", "h5py", "keras", "tensorflow", "jinja2", "graphviz", "click", "fontTools"}
    assert set(done.stdout.split()) & heavy == set()


@pytest.mark.parametrize(
    ("command", "code", "message"),
    [
        ("summary net.yaml >&-", 5, "error: the output cannot be written: stdout is closed"),
        ("render net.yaml -o - -f svg >&-", 5, "error: the output cannot be written: stdout is closed"),
        ("new lenet -o - >&-", 5, "error: the output cannot be written: stdout is closed"),
        ("summary - <&-", 3, "error: stdin is closed"),
        ("render net.yaml >&- <&-", 0, "net.svg"),
    ],
)
def test_streams_that_were_closed_before(command, code, message):
    done = subprocess.run(f'"{sys.executable}" -m archdraw {command}', shell=True, stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == code
    assert done.stderr.decode().splitlines()[0] == message
