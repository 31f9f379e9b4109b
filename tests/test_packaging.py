"""The package: the wheel, the sdist, an editable install and the bare checkout all find their styles and templates."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.packaging


def call(*command, cwd, env=None):
    """Run a command that must succeed; give its output. PYTHONPATH is not handed on."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | (env or {})
    done = subprocess.run([*map(str, command)], cwd=cwd, env=kept, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def built(target, folder, out):
    """Build an sdist or a wheel of a folder, with the hatchling that is here."""
    call(sys.executable, "-m", "hatchling", "build", "-t", target, "-d", out, cwd=folder)
    return next(Path(out).iterdir())


@pytest.fixture(scope="session")
def sdist(tmp_path_factory):
    return built("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="session")
def unpacked(sdist, tmp_path_factory):
    """The sdist as a folder: a copy of the checkout that tests may change."""
    folder = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as archive:
        if hasattr(tarfile, "data_filter"):
            archive.extractall(folder, filter="data")
        else:
            archive.extractall(folder)
    return next(folder.iterdir())


@pytest.fixture(scope="session")
def wheel(unpacked, tmp_path_factory):
    return built("wheel", unpacked, tmp_path_factory.mktemp("wheel"))


@pytest.fixture
def venv(tmp_path):
    """A fresh environment that sees the packages of this one, but not its archdraw."""
    call(sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv", cwd=tmp_path)
    python = tmp_path / "venv" / "bin" / "python"
    site = call(python, "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])", cwd=tmp_path).strip()
    Path(site, "outer.pth").write_text(sysconfig.get_paths()["purelib"])
    return python


def install(venv, *what):
    """Install without looking at any registry, and though an archdraw may be installed outside."""
    quiet = ["-q", "--no-deps", "--no-index", "--no-build-isolation", "--ignore-installed"]
    call(sys.executable, "-m", "pip", "--python", venv, "install", *quiet, *what, cwd=venv.parent)


def draws(command, folder, env=None):
    """Use the installed program from a folder of its own: start a spec, draw it, see the style."""
    folder.mkdir()
    assert "paper" in call(*command, "list", "styles", cwd=folder, env=env)
    call(*command, "new", "lenet", cwd=folder, env=env)
    call(*command, "render", "lenet.yaml", "-o", "a.svg", "-o", "a.pdf", cwd=folder, env=env)
    assert (folder / "a.svg").read_text(encoding="utf-8").rstrip().endswith("</svg>")
    assert (folder / "a.pdf").read_bytes().startswith(b"%PDF-")


def where(python, folder, env=None):
    return Path(call(python, "-c", "import archdraw; print(archdraw.__file__)", cwd=folder, env=env).strip())


def contents(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("RECORD")}


def sources(*folders):
    """Name the files of some folders of the checkout, as the sdist should hold them."""
    for folder in folders:
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and not {"__pycache__", ".hypothesis"} & set(path.parts) and ".got." not in path.name:
                yield path.relative_to(ROOT).as_posix()


def test_the_wheel_of_the_sdist_is_the_wheel_of_the_tree(wheel, tmp_path):
    tree = contents(built("wheel", ROOT, tmp_path / "out"))
    assert contents(wheel) == tree


def test_the_wheel_holds_the_package_and_its_data_and_no_more(wheel):
    names = {name for name in contents(wheel) if ".dist-info/" not in name}
    data = {f"archdraw/_data/{name}" for name in sources("styles", "templates")}
    assert names == {*sources("archdraw"), *data}


def test_the_sdist_holds_what_its_tests_need(sdist):
    with tarfile.open(sdist) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {
        *sources("archdraw", "styles", "templates", "tests", "gallery", "docs"),
        "pyproject.toml",
        "README.md",
        "LICENSE",
    }
    assert wanted <= held


def test_the_wheel_works(venv, wheel, tmp_path):
    install(venv, wheel)
    assert where(venv, tmp_path).is_relative_to(tmp_path / "venv")
    draws([venv.parent / "archdraw"], tmp_path / "one")
    draws([venv, "-m", "archdraw"], tmp_path / "two")
    assert call(venv.parent / "archdraw", "--version", cwd=tmp_path).startswith("archdraw 0.")


def test_an_editable_install_works_and_sees_new_styles(venv, unpacked, tmp_path):
    install(venv, "-e", unpacked)
    assert where(venv, tmp_path).is_relative_to(unpacked)
    draws([venv.parent / "archdraw"], tmp_path / "here")
    new = unpacked / "styles" / "brandnew.yaml"
    new.write_text("extends: paper\n")
    try:
        assert "brandnew" in call(venv.parent / "archdraw", "list", "styles", cwd=tmp_path)
    finally:
        new.unlink()


def test_a_bare_checkout_works(venv, unpacked, tmp_path):
    env = {"PYTHONPATH": str(unpacked)}
    assert where(venv, tmp_path, env).is_relative_to(unpacked)
    draws([venv, "-m", "archdraw"], tmp_path / "here", env)


def test_a_plug_in_that_is_really_installed_adds_its_parts(venv, wheel, tmp_path):
    install(venv, wheel, ROOT / "tests" / "plugin")
    program = venv.parent / "archdraw"
    assert "[archdraw-toy]" in call(program, "list", "renderers", cwd=tmp_path)
    (tmp_path / "net.chain").write_text("#chain\na b c")
    call(
        program,
        "render",
        "net.chain",
        "-r",
        "ladder",
        "-s",
        "mint",
        "-p",
        "first",
        "-o",
        "a.svg",
        "-o",
        "a.names",
        cwd=tmp_path,
    )
    assert (tmp_path / "a.names").read_text() == "a\nb\n"
    assert "#c8f0d8" in (tmp_path / "a.svg").read_text(encoding="utf-8")
