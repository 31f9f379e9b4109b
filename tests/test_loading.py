"""Opening sources: regular files, stdin and bytes; everything else is refused before it is read."""

import io
import os
import socket
import sys

import pytest

from archdraw import loading
from archdraw.errors import LimitError, ReadError
from archdraw.loading import load


def test_a_file_tells_its_head_and_opens_again(tmp_path):
    path = tmp_path / "net é 🧠.yaml"
    path.write_bytes(b"x" * 5000)
    source = load(path)
    assert source.head == b"x" * 4096
    with source.open() as file:
        assert file.read() == b"x" * 5000
    assert source.stem == "net é 🧠"


def test_stdin_and_bytes_are_sources(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"input: 3")))
    assert load("-").open().read() == b"input: 3"
    assert load(b"input: 4", name="a.yaml").suffix == ".yaml"


def refused(source):
    with pytest.raises(ReadError) as caught:
        load(source)
    assert caught.value.exit_code == 3
    return str(caught.value), caught.value.hint


def test_a_missing_file_suggests_its_neighbour(tmp_path):
    (tmp_path / "resnet50.yaml").touch()
    message, hint = refused(tmp_path / "resnet5O.yaml")
    assert message == f"there is no file {tmp_path}/resnet5O.yaml"
    assert hint == "did you mean 'resnet50.yaml'?"


def test_a_missing_folder_is_named(tmp_path):
    assert refused(tmp_path / "no" / "net.yaml")[1] == f"the folder {tmp_path}/no does not exist"


def test_a_folder_a_pipe_a_device_and_a_socket_are_refused_at_once(tmp_path, monkeypatch):
    assert "is a folder, not a file" in refused(tmp_path)[0]
    os.mkfifo(tmp_path / "pipe")
    assert "is a pipe, not a file" in refused(tmp_path / "pipe")[0]
    assert "is a device, not a file" in refused("/dev/zero")[0]
    with socket.socket(socket.AF_UNIX) as listener:
        monkeypatch.chdir(tmp_path)  # the name of a socket must be short
        listener.bind("socket")
        assert "is a socket, not a file" in refused("socket")[0]


def test_a_saved_model_gets_advice(tmp_path):
    (tmp_path / "saved_model.pb").touch()
    assert "save the model as .keras" in refused(tmp_path)[1]


def test_a_circle_of_links_is_refused(tmp_path):
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert "cannot be read" in refused(tmp_path / "a")[0]


def test_what_may_not_be_read_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "net.yaml"
    path.touch()

    def forbid(*args):  # the tests may run as root, who may read everything
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("builtins.open", forbid)
    assert refused(path)[0] == f"{path} cannot be read: permission denied"


@pytest.mark.parametrize("text", ["a\0b", "x" * 5000])
def test_an_impossible_path_is_refused(text):
    assert "cannot be read" in refused(text)[0]


def test_the_text_of_a_spec_is_not_a_path():
    message, hint = refused("input: 3\nlayers: []")
    assert "looks like the text of a spec" in message
    assert "encode" in hint


def test_large_texts_are_refused_before_they_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr(loading, "TEXT_LIMIT", 1000)
    path = tmp_path / "net.yaml"
    path.write_bytes(b"x" * 1001)
    with pytest.raises(LimitError, match="more than"):
        load(path)
    path.write_bytes(b"PK\0" + b"x" * 1001)
    assert load(path).head.startswith(b"PK")


def test_stdin_has_a_limit(monkeypatch):
    monkeypatch.setattr(loading, "STDIN_LIMIT", 10)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x" * 11)))
    with pytest.raises(LimitError, match="stdin"):
        load("-")
