"""A bad place to work in: no room, no right to write, no ear, little memory; each ends in one message and a whole file or none."""

import ctypes
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

SPEC = "input: 8x8x3\nlayers: [{conv: 16 3x3 relu}, {conv: 16 3x3 relu}, flatten, {dense: 10}]\n"
OLD = b"old"


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "net.yaml").write_text(SPEC)
    for ending in ("svg", "pdf", "png"):
        (tmp_path / f"net.{ending}").write_bytes(OLD)
    return tmp_path


def run(*args, **more):
    """Run the program in a process; see that it never ends in a traceback or calls itself buggy."""
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}  # limits must not leave half a file of Python's own
    more = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "env": env, **more}
    done = subprocess.run([sys.executable, "-m", "archdraw", *args], timeout=120, check=False, **more)
    assert b"Traceback" not in (done.stderr or b""), done.stderr.decode()
    assert b"bug in archdraw" not in (done.stderr or b""), done.stderr.decode()
    return done


def files(folder):
    return sorted(path.name for path in folder.iterdir())


def limited(which, most):
    """Give what sets a limit in the child alone."""
    return lambda: resource.setrlimit(which, (most, most))


# No room: a limit on the size of files fails in the middle of a write, as a full disk does, and needs no rights.


@pytest.mark.parametrize("ending", ["svg", "tex", "dot", "json"])
def test_a_write_that_fails_half_way_leaves_the_old_file(here, ending):
    (here / f"net.{ending}").write_bytes(OLD)
    before = files(here)
    done = run("render", "net.yaml", "-o", f"net.{ending}", preexec_fn=limited(resource.RLIMIT_FSIZE, 500))
    assert (done.returncode, done.stdout) == (5, b"")
    assert done.stderr.startswith(f"error: cannot write 'net.{ending}': File too large\nhint: ".encode())
    assert (here / f"net.{ending}").read_bytes() == OLD
    assert files(here) == before


@pytest.mark.parametrize("ending", ["pdf", "png"])
def test_no_room_for_temporary_files_is_told_as_that(here, ending):
    before = files(here)
    done = run("render", "net.yaml", "-o", f"net.{ending}", preexec_fn=limited(resource.RLIMIT_FSIZE, 50_000))
    assert done.returncode == 5
    assert done.stderr.startswith(b"error: cannot write temporary files: File too large\nhint: ")
    assert b"TMPDIR" in done.stderr
    assert (here / f"net.{ending}").read_bytes() == OLD
    assert files(here) == before


def test_of_several_outputs_none_is_replaced_if_one_has_no_room(here):
    before = files(here)
    args = ("render", "net.yaml", "-o", "net.svg", "-o", "a.tex", "-o", "a.json")
    done = run(*args, preexec_fn=limited(resource.RLIMIT_FSIZE, 6000))
    assert done.returncode == 5
    assert done.stderr.count(b"error:") == 1
    assert (here / "net.svg").read_bytes() == OLD
    assert files(here) == before


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("args", [("render", "net.yaml", "-f", "svg", "-o", "-"), ("schema",)])
def test_stdout_without_room_is_told_as_that(here, args, unbuffered):
    env = {**os.environ, "PYTHONUNBUFFERED": unbuffered, "PYTHONDONTWRITEBYTECODE": "1"}
    with (here / "all").open("wb") as file:
        done = run(*args, stdout=file, env=env, preexec_fn=limited(resource.RLIMIT_FSIZE, 1000))
    assert (done.returncode, done.stderr) == (5, b"error: the output cannot be written: file too large\n")


def test_no_folder_for_temporary_files_is_told(monkeypatch, here):
    """Python finds no folder where none can be written; text formats do not need one."""
    from click.testing import CliRunner

    from archdraw.cli import main

    def refuse(*args, **more):
        raise FileNotFoundError(2, "No usable temporary directory found in ['/tmp']")

    monkeypatch.setattr(tempfile, "mkdtemp", refuse)
    for ending in ("pdf", "png"):
        result = CliRunner().invoke(main, ["render", "net.yaml", "-o", f"net.{ending}"])
        assert result.exit_code == 5
        assert result.stderr.startswith("error: cannot write temporary files: No usable temporary directory")
        assert (here / f"net.{ending}").read_bytes() == OLD
    assert CliRunner().invoke(main, ["render", "net.yaml", "-o", "a.svg", "-o", "a.tex"]).exit_code == 0


# Who may not write.


WRITES_ANYWHERE, READS_ANYTHING, DROP = 1, 2, 24


def humble():
    """In the child: give up what lets root write and read everything."""
    if os.getuid() == 0:
        for right in (WRITES_ANYWHERE, READS_ANYTHING):
            ctypes.CDLL(None).prctl(DROP, right, 0, 0, 0)


@pytest.fixture
def locked(here):
    if os.getuid() == 0 and sys.platform != "linux":
        pytest.skip("root may write everywhere")
    here.chmod(0o555)
    yield here
    here.chmod(0o755)


def test_a_read_only_folder_is_told_and_left_as_it_was(locked):
    before = files(locked)
    done = run("render", "net.yaml", preexec_fn=humble)
    message = b"error: cannot write 'net.svg': Permission denied\nhint: check who may write there\n"
    assert (done.returncode, done.stderr) == (5, message)
    assert (locked / "net.svg").read_bytes() == OLD
    assert files(locked) == before
    elsewhere = run("render", "net.yaml", "-f", "svg", "-o", "-", preexec_fn=humble)
    assert (elsewhere.returncode, elsewhere.stderr) == (0, b"")


def test_a_source_that_may_not_be_read_is_told(locked):
    (locked / "net.yaml").chmod(0)
    done = run("render", "net.yaml", "-f", "svg", "-o", "-", preexec_fn=humble)
    assert done.returncode == 3
    assert done.stderr == b"error: net.yaml cannot be read: permission denied\n"


# Nobody listens.

DEAF = [
    ("render net.yaml 2>&-", 0),
    ("render net.yaml 2>/dev/full", 0),
    ("render gone.yaml 2>&-", 3),
    ("render gone.yaml 2>/dev/full", 3),
    ("rendre 2>/dev/full", 2),
    ("2>/dev/full", 2),
    ("check gone.yaml 2>&- >&-", 3),
]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device")
@pytest.mark.parametrize(("command", "code"), DEAF)
def test_the_exit_code_tells_where_messages_cannot(here, command, code):
    done = subprocess.run(f'"{sys.executable}" -m archdraw {command}', shell=True, timeout=60, check=False)
    assert done.returncode == code
    if code == 0:
        assert (here / "net.svg").read_bytes().startswith(b"<")


# Interrupted before anything began.

EARLY = """
import sys
class Interrupt:
    def find_spec(self, name, *rest):
        if name == "click":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupt())
from archdraw.cli import main
"""


def test_an_interruption_while_loading_is_no_traceback():
    done = subprocess.run([sys.executable, "-c", EARLY], capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"error: interrupted\n")


# The same bytes everywhere.

NAMES = ("a.svg", "a.tex", "a.dot", "a.json", "a.drawio", "a.drawio.svg", "a.mmd")


def test_text_formats_have_the_same_bytes_in_every_process(here):
    """Names, groups and branches in sets or dicts would come in another order with another seed."""
    parts = "".join(
        f"  - residual: [{{conv: 8 3x3 bn relu, name: c{i}}}, {{conv: 8 3x3, group: g{i}}}]\n" for i in range(6)
    )
    (here / "net.yaml").write_text(
        f"input: 8x8x8\nlayers:\n{parts}  - parallel: {{x: [relu], y: [gelu]}}\n    merge: add\n"
    )
    outputs = [part for name in NAMES for part in ("-o", name)]
    seen = set()
    for seed, optimized in (("0", ""), ("1", "2"), ("4294967295", "1")):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONOPTIMIZE": optimized}
        done = run("render", "net.yaml", *outputs, env=env)
        assert (done.returncode, done.stderr) == (0, b"")
        summary = run("summary", "net.yaml", "--format", "json", env=env).stdout
        seen.add((summary, *((here / name).read_bytes() for name in NAMES)))
    assert len(seen) == 1


# Little memory, odd names.


def test_half_a_gigabyte_is_enough(here):
    args = ("render", "net.yaml", "-o", "net.svg", "-o", "net.pdf", "-o", "net.png")
    done = run(*args, preexec_fn=limited(resource.RLIMIT_AS, 500_000 * 1024))
    assert (done.returncode, done.stderr) == (0, b"")
    assert (here / "net.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no names that are not text")
def test_a_name_that_is_no_text_is_a_name(here):
    os.rename(b"net.yaml", b"caf\xe9.yaml")
    done = run("render", b"caf\xe9.yaml", *(part for name in NAMES for part in ("-o", name)))
    assert (done.returncode, done.stderr) == (0, b"")
    for name in NAMES:
        assert (here / name).read_text(encoding="utf-8")
    done = run("render", b"c\xe9.yaml")
    assert (done.returncode, done.stderr) == (
        3,
        b"error: there is no file c\\udce9.yaml\nhint: did you mean 'caf\\udce9.yaml'?\n",
    )


def test_a_name_as_long_as_the_system_allows_is_written(here):
    os.rename("net.yaml", "n" * 250 + ".yaml")
    done = run("render", "n" * 250 + ".yaml")
    assert done.returncode == 0
    assert (here / ("n" * 250 + ".svg")).exists()
    done = run("render", "n" * 300 + ".yaml")
    assert done.returncode == 3
    assert b"file name too long" in done.stderr


def test_a_source_that_changes_under_way_is_told(here):
    """Another program replaces the file between the look at its beginning and its reading."""
    import archdraw
    from archdraw.errors import ReadError
    from archdraw.loading import load

    for name, before in (("net.yaml", SPEC.encode()), ("m.keras", b"PK\x03\x04"), ("m.h5", b"\x89HDF\r\n\x1a\n")):
        (here / name).write_bytes(before)
        source = load(name)
        for after in (b"", b"\x89PNG\r\n\x1a\n\0", b"PK\x03\x04cut"):
            (here / name).write_bytes(after)
            with pytest.raises(ReadError):
                archdraw.read(source)
        (here / name).unlink()
        with pytest.raises(ReadError):
            archdraw.read(source)


# A LaTeX that is ill.

FAKES = {
    "crashes": ("kill -9 $$", 5, "pdflatex cannot set this figure: it does not say why"),
    "says why": (
        "echo '! Undefined control sequence.'; exit 1",
        5,
        "pdflatex cannot set this figure: Undefined control",
    ),
    "makes garbage": ("echo garbage > figure.pdf", 5, "pdflatex cannot set this figure"),
    "makes nothing": ("true", 5, "pdflatex cannot set this figure"),
    "makes a folder": ("mkdir figure.pdf", 5, "pdflatex cannot set this figure"),
    "hangs": ("exec sleep 60", 6, "pdflatex took more than 1 seconds"),
}


@pytest.mark.skipif(os.name != "posix", reason="the fakes are shell scripts")
@pytest.mark.parametrize("case", [*FAKES, "does not start"])
def test_an_ill_latex_is_told_and_leaves_the_old_file(here, monkeypatch, case):
    from click.testing import CliRunner

    from archdraw.cli import main
    from archdraw.typeset import latex

    body, code, said = FAKES.get(case, ("", 4, "pdflatex does not start: No such file"))
    (here / "bin").mkdir()
    for name in latex.ENGINES:
        shell = "/gone/sh" if case == "does not start" else "/bin/sh"
        (here / "bin" / name).write_text(f"#!{shell}\n{body}\n")
        (here / "bin" / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{here / 'bin'}:/usr/bin:/bin")
    monkeypatch.setattr(latex.pdf, "__kwdefaults__", {"seconds": 1})
    before = files(here)
    result = CliRunner().invoke(main, ["render", "net.yaml", "-o", "net.pdf", "--via", "latex"])
    assert result.exit_code == code, result.output
    assert said in result.stderr
    assert (here / "net.pdf").read_bytes() == OLD
    assert files(here) == before
