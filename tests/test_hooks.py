"""The hooks for pre-commit and the action for GitHub, run as these run them."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
SPEC = "input: 8\nlayers:\n  - dense: 4 relu\n"
BAD = SPEC.replace("dense", "dens")
pytestmark = pytest.mark.skipif(not (ROOT / "action.yml").exists(), reason="is about the checkout")


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Stand in a folder of specs where 'archdraw' is a program."""
    (tmp_path / "nets").mkdir()
    (tmp_path / "nets" / "one.archdraw.yaml").write_text(SPEC)
    (tmp_path / "nets" / "two.archdraw.yaml").write_text(SPEC)
    (tmp_path / "bin").mkdir()
    for name, command in (("archdraw", "-m archdraw"), ("python", "")):
        program = tmp_path / "bin" / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" {command} "$@"\n')
        program.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    return tmp_path


def run(*command, **env):
    done = subprocess.run(command, env={**os.environ, **env}, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def hook(name, *files):
    """Run a hook as pre-commit does: its entry, then the files."""
    hooks = {one["id"]: one for one in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    return run(*shlex.split(hooks[name]["entry"]), *files)


def test_the_hook_that_checks_tells_what_is_wrong(here):
    files = sorted(map(str, Path("nets").glob("*.yaml")))
    assert hook("archdraw-check", *files)[0] == 0
    Path(files[1]).write_text(BAD)
    code, told = hook("archdraw-check", *files)
    assert code == 3
    assert "two.archdraw.yaml:3:5: error: unknown layer 'dens'" in told


def test_the_hook_that_draws_fails_where_a_figure_changed_and_then_no_more(here):
    files = sorted(map(str, Path("nets").glob("*.yaml")))
    code, told = hook("archdraw-render", *files)
    assert code == 1
    assert told.count("is drawn again") == 2
    assert Path("nets/one.svg").read_bytes().startswith(b"<svg")
    assert hook("archdraw-render", *files) == (0, "")
    Path(files[0]).write_text(SPEC.replace("4", "5"))
    code, told = hook("archdraw-render", *files)
    assert (code, told.count("is drawn again"), "one.svg" in told) == (1, 1, True)
    assert hook("archdraw-render", "-o", ".pdf", "-o", ".svg", *files)[0] == 1
    assert Path("nets/two.pdf").read_bytes().startswith(b"%PDF-")
    Path(files[0]).write_text(BAD)
    kept = Path("nets/one.svg").read_bytes()
    assert hook("archdraw-render", *files)[0] == 3
    assert Path("nets/one.svg").read_bytes() == kept


def action(**given):
    """Run the steps of the action, but for the one that installs; stop at the first that fails."""
    told = yaml.safe_load((ROOT / "action.yml").read_text())
    inputs = {name: one.get("default", "") for name, one in told["inputs"].items()} | given
    said = ""
    for step in told["runs"]["steps"][1:]:
        if "if" in step and not inputs["render"]:
            continue
        env = {name: inputs[value.split("inputs.")[1].split(" ")[0]] for name, value in step["env"].items()}
        code, text = run("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"], **env)
        said += text
        if code:
            return code, said
    return 0, said


def test_the_action_checks_all_sources_and_annotates(here):
    assert action(sources="nets/*.yaml") == (0, "")
    Path("nets/one.archdraw.yaml").write_text(BAD)
    code, told = action(sources="nets/*.yaml\nnets/two.archdraw.yaml")
    assert code == 3
    assert "::error file=nets/one.archdraw.yaml,line=3,col=5::unknown layer 'dens'" in told


def test_the_action_sees_that_figures_are_up_to_date(here):
    code, told = action(sources="nets/*.yaml", **{"up-to-date": ".svg"})
    assert code == 1
    assert "nets/one.svg is not there" in told
    assert action(sources="nets/*.yaml", render=".svg .pdf")[0] == 0
    assert Path("nets/two.pdf").exists()
    assert action(sources="nets/*.yaml", **{"up-to-date": ".svg"})[0] == 0
    assert action(sources="nets/one.archdraw.yaml", **{"up-to-date": "nets/one.svg", "against": "36"})[0] == 0
    assert action(sources="nets/one.archdraw.yaml", against="37")[0] == 1


def test_the_action_runs_nothing_that_a_name_says(here):
    assert action(sources="$(touch pwned);`touch pwned`")[0] != 0
    assert not Path("pwned").exists()
    assert action(sources="none/*.yaml")[0] == 2
