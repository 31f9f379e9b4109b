"""The gallery is what archdraw draws today; whoever changes a figure looks at it and commits it."""

import importlib.util
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


def test_the_page_shows_every_figure():
    assert (HERE / "README.md").read_text(encoding="utf-8") == gallery.page()


def test_every_folder_is_in_the_table():
    assert {path.name for path in HERE.iterdir() if path.is_dir() and path.name != "__pycache__"} == {
        entry.folder for entry in gallery.ENTRIES
    }
