"""Files that are not what they seem, and what is no file: one message each, and nothing is run or written."""

import os
import zipfile

import pytest
from refusing import layers, refused, run


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def zipped(path, members):
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path.read_bytes()


FILES = {
    "a picture named spec": ("net.yaml", b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
    "a picture named model": ("net.keras", b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
    "a zip that is none": ("net.keras", b"PK\x03\x04" + b"x" * 500),
    "hdf5 that is none": ("net.h5", b"\x89HDF\r\n\x1a\n" + b"x" * 500),
    "hdf5 named keras": ("net.keras", b"\x89HDF\r\n\x1a\n" + b"x" * 500),
    "a pickle": ("net.pt", b"\x80\x04cposix\nsystem\n(S'touch PWNED'\ntR."),
    "a pickle named spec": ("net.yaml", b"\x80\x04cposix\nsystem\n(S'touch PWNED'\ntR."),
    "an empty file": ("net.keras", b""),
    "random bytes": ("net.bin", bytes(range(256)) * 3),
    "json that is no model": ("net.json", b'{"a": [1, 2, 3]}'),
    "deep json": ("net.json", b'{"class_name": "Sequential", "config": ' + b'{"a":' * 5000 + b"1" + b"}" * 5000 + b"}"),
}


@pytest.mark.parametrize("case", FILES)
def test_a_file_that_is_not_what_it_says(here, case):
    name, content = FILES[case]
    refused(here, name, content, "error:")


def test_a_zip_that_is_no_model(here):
    for members in ([], [("readme.txt", "x")], [("../../x", "x"), ("config.json", "not json")]):
        refused(here, "net.keras", zipped(here / "x.zip", members), "error:")
        os.unlink(here / "net.keras")


def test_what_is_no_file_is_refused(here):
    (here / "folder").mkdir()
    os.mkfifo(here / "pipe")
    (here / "loop").symlink_to(here / "loop")
    for name in ("folder", "pipe", "/dev/zero", "loop", "gone.yaml", ""):
        result = run("render", name)
        assert result.exit_code == 3
        assert result.stderr.count("error:") == 1
        assert name in result.stderr


def test_a_style_that_is_no_file_is_refused(here):
    os.mkfifo(here / "pipe.yaml")
    (here / "folder.yaml").mkdir()
    (here / "net.yaml").write_text(layers("relu"))
    for name in ("pipe.yaml", "folder.yaml", "gone.yaml", "n" * 300 + ".yaml"):
        result = run("render", "net.yaml", "-s", name)
        assert result.exit_code == 3
        assert result.stderr.startswith(f"error: cannot read the style '{name}': ")
        assert "\nhint: " in result.stderr
    (here / "net.yaml").write_text(layers("relu") + "style: {extends: pipe.yaml}\n")
    refused(here, "net.yaml", (here / "net.yaml").read_bytes(), "net.yaml:4:1: error: cannot read the style")


def test_stdin_that_is_no_source():
    for data in (b"", b"\x89PNG\r\n\x1a\n\0\0", b"hello"):
        result = run("render", "-", "-o", "x.svg", input=data)
        assert result.exit_code == 3
        assert result.stderr.startswith(("stdin:", "error: stdin"))
