"""The documents: their code runs, their links lead somewhere, and nothing that exists is left out."""

import os
import re
import shlex
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest
from click import Context
from click.testing import CliRunner

from archdraw import registry
from archdraw.cli import main
from archdraw.cli.program import COMMANDS

ROOT = Path(__file__).parent.parent
ENVIRONMENTS = [found.parent for found in ROOT.glob("*/pyvenv.cfg")]
PAGES = [
    path
    for path in sorted(ROOT.rglob("*.md"))
    if not {"node_modules", "dist", "build"} & set(path.parts) and not any(map(path.is_relative_to, ENVIRONMENTS))
]
README = (ROOT / "README.md").read_text(encoding="utf-8")
NOT_RUN = ("pip install", "pytest", ".ci/run", "git ")
"""Commands that other tests (packaging) or the check itself run."""


def blocks(path):
    """Give the language and the code of each block of a page."""
    return re.findall(r"^```(\w+)\n(.*?)^```$", path.read_text(encoding="utf-8"), re.M | re.S)


def name_of(path):
    return path.relative_to(ROOT).as_posix()


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with what the documents speak of."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "model.keras").write_bytes((ROOT / "tests/golden/keras-nasty/unet.keras").read_bytes())
    (tmp_path / "net.yaml").write_text("input: 8\nlayers: [{dense: 3}]\n")
    (tmp_path / "net.py").write_text('import archdraw\ndef build():\n    return archdraw.read("net.yaml")\n')
    for folder in ("gallery", "templates", "styles"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    return tmp_path


def run_command(line):
    words = shlex.split(line, comments=True)
    if not words or line.startswith(NOT_RUN):
        return
    assert words[0] == "archdraw", f"'{line}' is neither run here nor said to be run elsewhere"
    result = CliRunner().invoke(main, words[1:])
    assert result.exit_code == 0, f"{line}\n{result.output}"


@pytest.mark.parametrize(
    "path", [page for page in PAGES if blocks(page) and page.parent.name != "gallery"], ids=name_of
)
def test_the_code_of_a_page_runs(here, path):
    for language, code in blocks(path):
        if language == "yaml" and (named := re.match(r"# (\S+\.yaml)\n", code)):
            (here / named[1]).write_text(code, encoding="utf-8")
            assert CliRunner().invoke(main, ["check", named[1]]).exit_code == 0
        elif language == "python" and "import keras" in code and find_spec("keras") is None:
            compile(code, name_of(path), "exec")
        elif language == "python":
            exec(compile(code, name_of(path), "exec"), {"__name__": "page"})
        elif language == "sh":
            for line in code.replace("\\\n", " ").splitlines():
                run_command(line)
        elif language == "tex":
            set_by_latex(here, code)
        else:
            assert language in ("yaml", "toml", "rst", "text"), f"nobody runs {language}"


def set_by_latex(folder, document):
    """Let LaTeX set a document, where it is there; .ci/run sees to that."""
    if shutil.which("pdflatex") or os.environ.get("ARCHDRAW_NO_SKIP"):
        (folder / "paper.tex").write_text(document, encoding="utf-8")
        command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper.tex"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-2000:]
        assert "Overfull \\hbox" not in done.stdout, "a figure is wider than its column"


def test_the_error_in_the_readme_is_the_one_that_comes(here):
    found = dict(blocks(ROOT / "README.md"))
    (here / "net.yaml").write_text(found["yaml"].replace("- conv: 16 3x3", "- con: 16 3x3"))
    assert CliRunner().invoke(main, ["render", "net.yaml"]).stderr == found["text"]


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_links_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8")):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (path.parent / target).exists(), f"{name_of(path)} leads to {target}"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_in_the_readme_and_has_help(name):
    command = main.get_command(Context(main), name)
    assert f"archdraw {name}" in README
    assert command.help
    for option in command.params:
        assert name == "new" or option.param_type_name == "argument" or option.help
        if name == "render" and option.param_type_name == "option":
            assert all(f"`{flag}" in README for flag in option.opts), option.opts


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind in registry.KINDS for name in registry.entries(kind)])
def test_every_part_is_in_the_documents(kind, name):
    assert any(re.search(rf"\b{name}\b", page.read_text(encoding="utf-8")) for page in PAGES)


def test_every_exit_code_is_in_the_readme_and_in_the_help():
    from archdraw import errors
    from archdraw.cli import guard

    family = [
        error for error in vars(errors).values() if isinstance(error, type) and issubclass(error, errors.ArchdrawError)
    ]
    codes = {error.exit_code for error in family} | {0, 1, guard.BUG, guard.INTERRUPTED, guard.TERMINATED}
    text = CliRunner().invoke(main, ["--help"]).stdout
    for code in codes:
        assert f"| {code} |" in README
        assert re.search(rf"\b{code} \w", text)


def test_every_room_is_in_the_architecture():
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = {path.name for path in (ROOT / "archdraw").iterdir() if not path.name.startswith("_")}
    missing = {room for room in rooms if room.removesuffix(".py") not in re.findall(r"\w+", page)}
    assert not missing
