"""A limit on time: one message and code 6, an older output as it was, and no hang even in a library that hears no signal."""

import subprocess
import sys
import time

import pytest

SPEC = "input: 8x8x4\nlayers:\n" + "  - {residual: [{conv: 4 3x3}, {conv: 4 3x3}]}\n" * 3000


def run(folder, *more):
    command = [sys.executable, "-m", "archdraw", "render", "net.yaml", "-p", "none", *more]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("name", ["net.svg", "net.pdf"])
def test_a_figure_that_takes_too_long_is_one_message(tmp_path, name):
    (tmp_path / "net.yaml").write_text(SPEC)
    (tmp_path / name).write_text("as it was")
    done = run(tmp_path, "-o", name, "--timeout", "0.2")
    assert done.returncode == 6
    assert done.stderr.startswith("error: this took more than 0.2 seconds\nhint: draw less")
    assert "Traceback" not in done.stderr
    assert (tmp_path / name).read_text() == "as it was"
    assert {path.name for path in tmp_path.iterdir()} == {"net.yaml", name}


def test_what_is_done_in_time_is_done(tmp_path):
    (tmp_path / "net.yaml").write_text("input: 8\nlayers: [{dense: 2}]\n")
    assert run(tmp_path, "-o", "net.svg", "--timeout", "100").returncode == 0
    assert (tmp_path / "net.svg").exists()


def test_a_library_that_hears_no_signal_is_ended_too():
    code = (
        "import signal, time; from archdraw.cli.limit import limited\n"
        "with limited(0.2):\n"
        "    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])\n"
        "    time.sleep(60)\n"
    )
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=50)
    assert done.returncode == 6
    assert "took more than 0.2 seconds" in done.stderr
    assert time.monotonic() - began < 40
