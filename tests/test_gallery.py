"""The gallery is what archdraw draws today; whoever changes a figure looks at it and commits it."""

import importlib.util
import io
import zipfile
from pathlib import Path

import pytest
from drawio_rules import checked

HERE = Path(__file__).resolve().parent.parent / "gallery"
_spec = importlib.util.spec_from_file_location("gallery_build", HERE / "build.py")
assert _spec
assert _spec.loader
gallery = importlib.util.module_from_spec(_spec)
import sys  # noqa: E402

sys.modules["gallery_build"] = gallery
_spec.loader.exec_module(gallery)


@pytest.mark.parametrize("entry", gallery.ENTRIES, ids=lambda entry: f"{entry.folder}-{entry.source}")
def test_a_figure_is_as_committed(entry):
    drawn = gallery.draw(entry, ("svg", "drawio", "mermaid"))
    checked(drawn["drawio"])
    assert drawn["mermaid"].count(b"-->") < 500
    got = drawn["svg"]
    path = HERE / entry.folder / f"{entry.figure}.svg"
    if got != path.read_bytes():
        path.with_suffix(".got.svg").write_bytes(got)
        pytest.fail(
            f"{path.name} of {entry.folder} has changed: look at {path.stem}.got.svg, then run gallery/build.py"
        )


MORE = [(entry, kind) for entry in gallery.ENTRIES for kind in entry.more]


@pytest.mark.parametrize(("entry", "kind"), MORE, ids=lambda one: one if isinstance(one, str) else one.folder)
def test_other_files_of_a_figure_are_as_committed(entry, kind):
    path = HERE / entry.folder / f"{entry.figure}{gallery.MORE[kind][0]}"
    got = gallery.draw(entry, (kind,))[kind]
    assert slide(got) == slide(path.read_bytes()) if kind == "pptx" else got == path.read_bytes()


def slide(data):
    """Give the slide of a presentation; what python-pptx puts around it is another with each of its versions."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("ppt/slides/slide1.xml")


def test_each_format_beside_pictures_has_an_example():
    assert {kind for _, kind in MORE} == set(gallery.MORE) == {"html", "pptx", "drawio", "mermaid"}


def test_the_page_shows_every_figure():
    assert (HERE / "README.md").read_text(encoding="utf-8") == gallery.page()


def test_every_folder_is_in_the_table():
    assert {path.name for path in HERE.iterdir() if path.is_dir() and path.name != "__pycache__"} == {
        entry.folder for entry in gallery.ENTRIES
    }
