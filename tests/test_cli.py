"""The command line: files and messages go where they should, and every ending has its exit code."""

import click
import pytest
from click.testing import CliRunner
from commands import SPEC, fails, files, ok, run
from plugins import installed

from archdraw.cli import main
from archdraw.cli.guard import Terminated
from archdraw.errors import Overtime

pytestmark = pytest.mark.usefixtures("here")


# render


def test_without_an_output_the_figure_lands_here_and_its_path_on_stderr(here):
    result = ok("render", "net.yaml")
    assert result.stdout == ""
    assert result.stderr == "net.svg\n"
    assert files(here) == ["net.svg", "net.yaml"]


def test_a_source_elsewhere_is_drawn_here(here):
    (here / "sub").mkdir()
    (here / "net.yaml").rename(here / "sub" / "other.net.yaml")
    assert ok("render", "sub/other.net.yaml").stderr == "other.net.svg\n"
    assert (here / "other.net.svg").exists()


def test_several_outputs_are_drawn_once(here, monkeypatch):
    from archdraw import api

    count = []
    real = api.render
    monkeypatch.setattr(api, "render", lambda *args, **more: count.append(1) or real(*args, **more))
    result = ok("render", "net.yaml", "-o", "a.svg", "-o", "b.dot", "-o", "c.pdf", "-o", "d.png")
    assert result.output == ""
    assert count == [1]
    assert files(here) == ["a.svg", "b.dot", "c.pdf", "d.png", "net.yaml"]


def test_stdout_and_stdin(here):
    result = ok("render", "-", "-f", "dot", "-o", "-", input=SPEC)
    assert result.stdout.startswith("digraph")
    assert result.stderr == ""
    assert files(here) == ["net.yaml"]
    assert ok("render", "-", input=SPEC).stderr == "figure.svg\n"


def test_binary_data_to_stdout(monkeypatch):
    assert ok("render", "net.yaml", "-f", "pdf", "-o", "-").stdout_bytes.startswith(b"%PDF-")
    monkeypatch.setattr("archdraw.cli.targets._is_terminal", lambda: True)
    fails(2, "pdf is binary and would spoil the terminal", "render", "net.yaml", "-f", "pdf", "-o", "-")
    ok("render", "net.yaml", "-f", "svg", "-o", "-")


def test_the_format_may_be_said(here):
    ok("render", "net.yaml", "-o", "figure", "-f", "svg")
    assert (here / "figure").read_bytes().startswith(b"<")
    assert ok("render", "net.yaml", "-f", "dot").stderr == "net.dot\n"
    result = ok("render", "net.yaml", "-o", "a.pdf", "-o", "-", "-f", "svg")
    assert (here / "a.pdf").read_bytes().startswith(b"%PDF-")
    assert result.stdout.startswith("<")


def test_dpi_is_for_pixels():
    ok("render", "net.yaml", "-o", "a.png", "-o", "a.svg", "--dpi", "72")
    fails(2, "svg has no pixels, so it takes no --dpi", "render", "net.yaml", "--dpi", "72")


def test_passes_and_options(here):
    ok("render", "net.yaml", "-o", "a.dot", "-p", "none")
    assert "dropout" in (here / "a.dot").read_text()
    ok("render", "net.yaml", "-o", "b.dot", "-p", "drop", "-p", "fold{activations=false},drop")
    assert "dropout" not in (here / "b.dot").read_text()
    ok("render", "net.yaml", "-o", "c.dot", "--set", "direction=right", "--set", "show-shapes=no")
    assert "rankdir=LR" in (here / "c.dot").read_text()


USAGE = [
    (("render", "net.yaml", "-o", "x.svgg"), "no format has the ending '.svgg'"),
    (("render", "net.yaml", "-o", "x"), "has no ending that names a format"),
    (("render", "net.yaml", "-o", "-"), "stdout has no ending that names a format"),
    (("render", "net.yaml", "-f", "sgv"), "there is no format 'sgv'"),
    (("render", "net.yaml", "-r", "grahp"), "there is no renderer 'grahp'"),
    (("render", "net.yaml", "-p", "dorp"), "there is no pass 'dorp'"),
    (("render", "net.yaml", "-p", "drop{op=conv}"), "the pass 'drop' has no option 'op'"),
    (("render", "net.yaml", "--set", "direction"), "is not of the form OPTION=VALUE"),
    (("render", "net.yaml", "--set", "direktion=up"), "has no option 'direktion'"),
    (("render", "net.yaml", "--set", "direction=left"), "cannot be 'left'"),
    (("render", "net.yaml", "--set", "width=nan"), "takes a number, not 'nan'"),
    (("render", "net.yaml", "-w", "-3cm"), "is not between 0.5in and 200in"),
    (("render", "net.yaml", "-w", "1e9in"), "is not between 0.5in and 200in"),
    (("render", "net.yaml", "-w", "nan"), "is not a length"),
    (("render", "net.yaml", "--input-shape", "3,3"), "is no size"),
    (("render", "net.yaml", "--dpi", "x"), "is not a valid float"),
    (("render", "net.yaml", "-o", "x.png", "--dpi", "0"), "the dpi 0.0 is not between 10 and 2400"),
    (("render", "net.yaml", "-o", "net.yaml", "-f", "svg"), "is the source itself"),
    (("render", "net.yaml", "-o", "a.svg", "-o", "./a.svg"), "two outputs are called ./a.svg"),
    (("render", "net.yaml", "-o", "-", "-o", "-", "-f", "svg"), "two outputs are called -"),
    (("render", "net.yaml", "--input-shape", "9" * 5000), f"'{'9' * 40}' in the input shape '{'9' * 60}' is no size"),
    (("render", "net.yaml", "--stlye", "paper"), "No such option '--stlye'"),
    (("render", "net.yaml", "-o", "x.pdf", "-f", "svg"), "no output takes the format svg"),
    (("render",), "Missing argument 'SOURCE'"),
    (("rendre", "net.yaml"), "No such command 'rendre'"),
    (("list", "redners"), "'redners' is not one of"),
    (("list", "styles", "graph"), "'list styles' takes nothing more"),
    (("list", "options", "grahp"), "there is no renderer 'grahp'"),
    (("new", "lennet"), "there is no starter spec 'lennet'"),
    (("check",), "Missing argument 'SOURCE...'"),
    (("check", "net.yaml", "--against", "25.5"), "is not a number of parameters"),
    (("summary", "net.yaml", "--format", "yaml"), "'yaml' is not one of"),
]


@pytest.mark.parametrize(
    ("args", "message"), USAGE, ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_wrong_usage_ends_in_2_and_draws_nothing(here, args, message):
    fails(2, message, *args)
    assert files(here) == ["net.yaml"]


@pytest.mark.parametrize(
    ("args", "hint"),
    [
        (("render", "net.yaml", "-o", "x.svgg"), "did you mean '.svg'?"),
        (("render", "net.yaml", "-r", "grahp"), "did you mean 'graph'?"),
        (("render", "net.yaml", "--set", "direktion=up"), "did you mean 'direction'?"),
        (("render", "net.yaml", "-p", "dorp"), "did you mean 'drop'?"),
        (("new", "lennet"), "did you mean 'lenet'?"),
        (("render", "net.yam"), "did you mean 'net.yaml'?"),
        (("render", "net.yaml", "--stlye", "x"), "see 'archdraw render --help'"),
    ],
)
def test_a_wrong_word_gets_a_hint(args, hint):
    assert f"hint: {hint}" in run(*args, prog_name="archdraw").stderr


# outputs that cannot be written


def test_an_output_that_cannot_be_written_ends_in_5_and_leaves_what_is_there(here):
    (here / "folder.svg").mkdir()
    fails(5, "folder.svg", "render", "net.yaml", "-o", "folder.svg")
    fails(5, "no/x.svg", "render", "net.yaml", "-o", "no/x.svg")
    fails(5, "net.yaml/x.svg", "render", "net.yaml", "-o", "net.yaml/x.svg")
    assert files(here) == ["folder.svg", "net.yaml"]


def test_an_error_leaves_the_old_figure_as_it_was(here):
    (here / "net.svg").write_text("old")
    (here / "bad.yaml").write_text("input: 8\nlayers: [{con: 3}]")
    fails(3, "bad.yaml:2:11: error: unknown layer 'con'", "render", "bad.yaml", "-o", "net.svg")
    fails(2, "no option", "render", "net.yaml", "--set", "x=1")
    assert (here / "net.svg").read_text() == "old"
    ok("render", "net.yaml")
    assert (here / "net.svg").read_text() != "old"


# endings of all kinds


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (RuntimeError("what\x1b[2J"), 70, r"error: this is a bug in archdraw: RuntimeError: what\x1b[2J"),
        (OSError(5, "Input/output error", "x.ttf"), 70, "this is a bug in archdraw"),
        (RecursionError("deep"), 70, "this is a bug in archdraw: RecursionError: deep"),
        (MemoryError(), 3, "error: this needs more memory than there is"),
        (KeyboardInterrupt(), 130, "error: interrupted"),
        (Terminated(), 143, "error: terminated"),
        (Overtime("dot took more than 20 s"), 6, "error: dot took more than 20 s"),
        (click.FileError("x", "no"), 2, "error: Could not open file 'x': no"),
    ],
)
def test_whatever_happens_has_its_exit_code(monkeypatch, here, error, code, said):
    def fall(*args, **more):
        raise error

    monkeypatch.setattr("archdraw.api.render", fall)
    result = run("render", "net.yaml")
    assert result.exit_code == code
    assert said in result.stderr
    assert files(here) == ["net.yaml"]


def test_debug_shows_the_traceback_of_a_bug(monkeypatch):
    def fall(*args, **more):
        raise RuntimeError("what")

    monkeypatch.setattr("archdraw.api.render", fall)
    assert "--debug shows the traceback" in run("render", "net.yaml").stderr
    result = CliRunner().invoke(main, ["render", "net.yaml", "--debug"])
    assert result.exit_code == 70
    assert "Traceback (most recent call last)" in result.stderr


def test_a_missing_program_or_package_ends_in_4(tmp_path):
    (tmp_path / "broken_part.py").write_text("import not_there_at_all")
    with installed(tmp_path / "site", "pkg-broken", {"writers": {"tiff": "broken_part:TIFF"}}, code=[tmp_path]):
        fails(4, "format 'tiff' of the package 'pkg-broken' is broken", "render", "net.yaml", "-f", "tiff")


def test_a_new_spec_may_have_its_schema_beside_it(here):
    from archdraw.cli.new import MODELINE, SCHEMA

    ok("new", "lenet")
    assert MODELINE not in (here / "lenet.yaml").read_text(encoding="utf-8")
    assert not (here / SCHEMA).exists()
    result = ok("new", "lenet", "-o", "mine.yaml", "--schema")
    assert result.stderr == f"mine.yaml\n{SCHEMA}\n"
    first, _, rest = (here / "mine.yaml").read_text(encoding="utf-8").partition("\n")
    assert first == MODELINE + SCHEMA
    assert rest == (here / "lenet.yaml").read_text(encoding="utf-8")
    assert (here / SCHEMA).read_text(encoding="utf-8") == ok("schema").stdout
    fails(2, "stdout is in no folder", "new", "lenet", "--schema", "-o", "-")
