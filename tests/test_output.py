"""Writing files: whole or not at all, and what stood there before stays if it fails."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from archdraw.errors import WriteError
from archdraw.output import save_atomically, save_together


def test_a_new_file_has_the_content_and_the_usual_mode(tmp_path: Path) -> None:
    place = tmp_path / "a b" / "Σ.svg"
    place.parent.mkdir()
    save_atomically(place, b"new")
    assert place.read_bytes() == b"new"
    other = tmp_path / "plain"
    other.write_bytes(b"")
    assert place.stat().st_mode == other.stat().st_mode
    assert os.listdir(place.parent) == ["Σ.svg"]


def test_a_replaced_file_keeps_its_mode(tmp_path: Path) -> None:
    place = tmp_path / "a.svg"
    place.write_bytes(b"old")
    place.chmod(0o640)
    save_atomically(place, b"new")
    assert place.read_bytes() == b"new"
    assert place.stat().st_mode & 0o777 == 0o640


def test_a_link_is_followed(tmp_path: Path) -> None:
    target, link = tmp_path / "target.svg", tmp_path / "link.svg"
    target.write_bytes(b"old")
    link.symlink_to(target)
    save_atomically(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="it is a folder"):
        save_atomically(tmp_path, b"new")
    assert os.listdir(tmp_path) == []


def test_a_missing_folder_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="No such file or directory") as caught:
        save_atomically(tmp_path / "missing" / "a.svg", b"new")
    assert "make the folder" in caught.value.hint
    assert caught.value.exit_code == 5


def test_a_file_in_the_way_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(WriteError, match="Not a directory"):
        save_atomically(tmp_path / "file" / "a.svg", b"new")


@pytest.mark.parametrize("name", ["a\0b.svg", "x" * 300 + ".svg"])
def test_impossible_names_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(WriteError):
        save_atomically(tmp_path / name, b"new")
    assert os.listdir(tmp_path) == []


def test_a_full_disk_is_told() -> None:
    if not Path("/dev/full").exists():  # only Linux has it; the next test holds everywhere
        return
    with pytest.raises(WriteError, match="No space left") as caught:
        save_atomically("/dev/full", b"new")
    assert caught.value.hint == "free some space"


@pytest.mark.parametrize("broken", ["fsync", "replace", "chmod"])
def test_a_failure_half_way_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    place = tmp_path / "a.svg"
    place.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, broken, fail)
    with pytest.raises(WriteError, match="No space left"):
        save_atomically(place, b"new")
    assert place.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.svg"]


def test_an_interruption_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "a.svg"
    place.write_bytes(b"old")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save_atomically(place, b"new")
    assert place.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.svg"]


def test_a_read_only_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "a.svg"
    place.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda *_: False)  # so that it holds for root too
    with pytest.raises(WriteError, match="read-only"):
        save_atomically(place, b"new")
    assert place.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.svg"]


def test_a_read_only_folder_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "a.svg"
    place.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", refuse)
        with pytest.raises(WriteError, match="Permission denied") as caught:
            save_atomically(place, b"new")
    assert "who may write there" in caught.value.hint
    assert place.read_bytes() == b"old"


def test_several_files_are_replaced_together_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_bytes(b"old")
    with pytest.raises(WriteError, match=r"b\.svg"):
        save_together([(tmp_path / "a.svg", b"new"), (tmp_path / "gone" / "b.svg", b"new")])
    assert (tmp_path / "a.svg").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.svg"]
    save_together([(tmp_path / "a.svg", b"new"), (tmp_path / "b.svg", b"new")])
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes() == b"new"
