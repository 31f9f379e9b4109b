"""Whether committed figures still are what their sources give: `check --up-to-date` and `render --check`."""

from pathlib import Path

import pytest
from commands import SPEC, fails, files, ok, run


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("net.yaml").write_text(SPEC)
    return tmp_path


@pytest.mark.parametrize("ending", ["svg", "tex", "dot", "json", "pdf", "png", "drawio", "drawio.svg", "mmd"])
def test_a_figure_is_up_to_date_until_its_source_changes(here, ending):
    name = f"net.{ending}"
    ok("render", "net.yaml", "-o", name)
    assert ok("check", "net.yaml", "--up-to-date", name).stdout == "net.yaml: ok\n"
    ok("render", "net.yaml", "-o", name, "--check")
    Path("net.yaml").write_text(SPEC.replace("16 3x3", "32 3x3"))
    before = Path(name).read_bytes()
    result = run("check", "net.yaml", "--up-to-date", name)
    assert (result.exit_code, f"warning: {name} is not what it would be now" in result.stdout) == (1, True)
    again = run("render", "net.yaml", "-o", name, "--check")
    assert (again.exit_code, again.stdout) == (1, "")
    assert f"{name} is not what it would be now: draw net.yaml again" in again.stderr
    assert Path(name).read_bytes() == before


def test_a_figure_with_options_is_checked_by_the_command_that_made_it(here):
    command = ("render", "net.yaml", "-r", "graph", "-w", "80mm", "-o", "net.svg")
    ok(*command)
    ok(*command, "--check")
    assert run("check", "net.yaml", "--up-to-date", "net.svg").exit_code == 1
    assert run("render", "net.yaml", "-o", "net.svg", "--check").exit_code == 1


def test_what_is_not_there_is_not_up_to_date_and_is_not_made(here):
    result = run("render", "net.yaml", "-o", "a.svg", "-o", "b.pdf", "--check")
    assert result.exit_code == 1
    assert "a.svg is not there" in result.stderr
    assert "b.pdf is not there" in result.stderr
    assert files(here) == ["net.yaml"]


def test_line_ends_that_git_changes_do_not_count(here):
    ok("render", "net.yaml", "-o", "net.svg")
    path = Path("net.svg")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    ok("check", "net.yaml", "--up-to-date", "net.svg")


def test_what_cannot_be_compared_is_an_error(here):
    fails(2, "stdout is none", "render", "net.yaml", "-f", "svg", "-o", "-", "--check")
    fails(2, "a figure is drawn from one source", "check", "net.yaml", "net.yaml", "--up-to-date", "net.svg")
    Path("folder.svg").mkdir()
    fails(3, "folder.svg cannot be read", "render", "net.yaml", "-o", "folder.svg", "--check")
