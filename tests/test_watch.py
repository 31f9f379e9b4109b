"""Watching: a save draws again, an error keeps the last good figure, the page is for this machine alone."""

import http.client
import json
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from archdraw.cli.page import ALONE, POLICY, Page, served
from archdraw.errors import ReadError, UsageError
from archdraw.loading import load
from archdraw.reads import Reads, is_own, state

ROOT = Path(__file__).resolve().parent.parent
SPEC = "input: 8\nlayers: [{dense: 4}]\n"
PATIENCE = 60.0
"""Long enough for the slowest machine; what is waited for comes within a second."""


def eventually(found):
    """Wait until something is found, and give it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        result = found()
        if result:
            return result
        time.sleep(0.02)
    raise AssertionError("it did not come")


def replaced(path, text):
    """Save as editors do: another file in the place of the old one."""
    other = path.with_suffix(".new")
    other.write_text(text, encoding="utf-8")
    other.replace(path)


@pytest.fixture
def watching(tmp_path):
    """Give what starts to watch in a folder, and its words on stderr so far."""
    started = []

    def start(*args):
        log = (tmp_path / "log").open("wb")
        env = {**os.environ, "PYTHONPATH": str(ROOT), "BROWSER": "true"}
        command = [sys.executable, "-m", "archdraw", "watch", *args]
        process = subprocess.Popen(command, cwd=tmp_path, stderr=log, env=env)
        started.append((process, log))
        return process, lambda: (tmp_path / "log").read_text(encoding="utf-8")

    yield start
    for process, log in started:
        process.kill()
        process.wait()
        log.close()


def test_a_save_draws_again_and_an_error_keeps_the_last_good_figure(tmp_path, watching):
    spec, figure = tmp_path / "net.yaml", tmp_path / "net.svg"
    spec.write_text(SPEC)
    process, said = watching("net.yaml")
    eventually(lambda: "net.svg drawn in" in said())
    assert "Dense" in figure.read_text(encoding="utf-8")

    replaced(spec, SPEC.replace("dense: 4", "dense: 77"))
    eventually(lambda: said().count("drawn in") == 2)
    good = figure.read_bytes()
    assert b"77" in good

    replaced(spec, SPEC.replace("dense", "dens"))
    eventually(lambda: "net.yaml:2:11: error: " in said())
    assert "did you mean 'dense'?" in said()
    assert figure.read_bytes() == good

    spec.unlink()
    eventually(lambda: "cannot be read" in said() or "there is no file" in said() or "no such file" in said().lower())
    assert figure.read_bytes() == good

    spec.write_text(SPEC)
    eventually(lambda: said().count("drawn in") == 3)
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE) == 0
    assert said().endswith("note: ended\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log", "net.svg", "net.yaml"]


def test_the_style_is_watched_too(tmp_path, watching):
    (tmp_path / "net.yaml").write_text(SPEC)
    style = tmp_path / "mine.yaml"
    style.write_text("extends: paper\ndense: {fill: '#123456'}\n")
    _, said = watching("net.yaml", "-s", "mine.yaml")
    eventually(lambda: "drawn in" in said() or "error" in said())
    assert "#123456" in (tmp_path / "net.svg").read_text(encoding="utf-8"), said()
    replaced(style, style.read_text().replace("123456", "654321"))
    eventually(lambda: said().count("drawn in") == 2)
    assert "#654321" in (tmp_path / "net.svg").read_text(encoding="utf-8")


def test_stdin_and_stdout_cannot_be_watched(tmp_path, watching):
    (tmp_path / "net.yaml").write_text(SPEC)
    for args in (("-",), ("net.yaml", "-f", "svg", "-o", "-")):
        process, said = watching(*args)
        assert process.wait(PATIENCE) == 2
        assert "error: " in said()


def test_what_is_read_is_noted_even_if_it_is_not_there(tmp_path):
    (tmp_path / "one").write_text("1")
    with Reads() as reads:
        (tmp_path / "one").read_text()
        (tmp_path / "out").write_text("2")
        with pytest.raises(FileNotFoundError):
            (tmp_path / "two").read_bytes()
    (tmp_path / "out").read_text()
    assert reads.files == state([str(tmp_path / "one")]) | {str(tmp_path / "two"): None}


def test_a_source_that_is_missed_is_noted(tmp_path):
    gone = tmp_path / "cat.png"
    with Reads() as reads, pytest.raises(ReadError):
        load(str(gone))
    assert reads.files == {str(gone): None}


@pytest.mark.parametrize(
    "path",
    [
        "/usr/lib/python3/dist-packages/numpy/core.py",
        "/home/me/venv/lib/python3.11/site-packages/keras/api.json",
        os.__file__,
        next(iter(path for path in sys.path if path.endswith(".zip")), os.__file__),
    ],
)
def test_files_of_libraries_are_not_the_user_s_own(path):
    assert not is_own(path)


def test_modules_of_the_user_s_own_are_noted_and_run_again(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(tmp_path))
    module = tmp_path / "made_for_this_test.py"
    reads = Reads(anew=True)
    for number in (1, 22):
        module.write_text(f"NUMBER = {number}\n")
        with reads:
            import importlib

            importlib.invalidate_caches()
            assert number == importlib.import_module("made_for_this_test").NUMBER
        assert str(module) in reads.files
    del sys.modules["made_for_this_test"]


def test_another_file_in_the_place_of_one_is_a_change(tmp_path):
    path = tmp_path / "net.yaml"
    before = state([str(path)])
    path.write_text(SPEC)
    there = state([str(path)])
    assert before != there == state([str(path)])
    kept = path.stat()
    replaced(path, SPEC)
    os.utime(path, ns=(kept.st_atime_ns, kept.st_mtime_ns))
    assert state([str(path)]) != there
    assert is_own(str(path))


def ask(port, path="/", method="GET", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    found = answer.status, answer.getheader("Content-Security-Policy"), answer.read()
    connection.close()
    return found


@pytest.fixture
def page():
    shown = Page("<net>")
    with served(shown, 0) as address:
        yield shown, int(address.rsplit(":", 1)[1].strip("/"))


def test_the_page_shows_the_figure_then_what_is_wrong_above_it(page):
    shown, port = page
    assert ask(port, "/figure.svg")[0] == 404
    shown.show(b"<svg/>")
    assert ask(port, "/figure.svg")[::2] == (200, b"<svg/>")
    told = json.loads(ask(port, "/state?after=0")[2])
    assert told == {"number": 1, "figure": 1, "message": "", "title": "<net>", "file": "figure.svg"}
    later = threading.Timer(0.1, shown.tell, ["net.yaml:1:1: error: <b>"])
    later.start()
    told = json.loads(ask(port, "/state?after=1")[2])  # comes with the change
    assert told == {
        "number": 2,
        "figure": 1,
        "message": "net.yaml:1:1: error: <b>",
        "title": "<net>",
        "file": "figure.svg",
    }
    assert ask(port, "/figure.svg")[2] == b"<svg/>"


def test_a_figure_that_is_a_page_is_shown_apart(page):
    shown, port = page
    shown.show(b"<svg/>")
    assert ask(port, "/figure.html")[0] == 404
    shown.show(b"<svg/>", b"<!doctype html>")
    assert json.loads(ask(port, "/state?after=0")[2])["file"] == "figure.html"
    assert ask(port, "/figure.html") == (200, ALONE, b"<!doctype html>")
    assert "sandbox allow-scripts" in ALONE
    assert ask(port, "/figure.html", Host="example.org")[0] == 403
    shown.show(b"<svg/>")
    assert ask(port, "/figure.html")[0] == 404


@pytest.mark.chromium
def test_the_page_of_a_watched_figure_works_in_its_frame(tmp_path, watching, browser):
    net = tmp_path / "net.yaml"
    net.write_text(SPEC)
    _, said = watching("net.yaml", "-o", "net.html", "--open")
    address = eventually(lambda: re.search(r"http://\S+", said()))[0]
    tab = browser.new_page()
    faults = []
    tab.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.goto(address)
    shown = tab.frame_locator("#page")
    shown.get_by_text("Dense 4").first.wait_for(timeout=1000 * PATIENCE)
    tab.locator("#page").wait_for(state="visible")
    net.write_text(SPEC.replace("4", "57"))
    shown.get_by_text("Dense 57").first.wait_for(timeout=1000 * PATIENCE)
    net.write_text(SPEC.replace("dense", "dens"))
    tab.get_by_text("unknown layer 'dens'").wait_for(timeout=1000 * PATIENCE)
    assert shown.get_by_text("Dense 57").first.is_visible()
    assert faults == []
    tab.close()


@pytest.mark.parametrize("path", ["/", "/page.js", "/page.css", "/figure.svg", "/state?after=0", "/other"])
def test_only_this_machine_and_this_page_are_answered(page, path):
    shown, port = page
    shown.show(b"<svg/>")
    assert ask(port, path)[:2] == (404 if path == "/other" else 200, POLICY)
    assert ask(port, path, Host=f"localhost:{port}", Origin=f"http://localhost:{port}")[1] == POLICY
    assert ask(port, path, Host="example.org")[0] == 403
    assert ask(port, path, Host=f"example.org:{port}")[0] == 403
    assert ask(port, path, Origin="http://example.org")[0] == 403
    assert ask(port, path, Origin="null")[0] == 403
    assert ask(port, path, "POST")[0] == 501


@pytest.mark.parametrize(
    "path",
    ["/../pyproject.toml", "/..%2f..%2fpyproject.toml", "//etc/passwd", "/page.html", "/state?after=" + "9" * 99],
)
def test_no_path_is_a_file(page, path):
    shown, port = page
    shown.show(b"<svg/>")
    code, _, data = ask(port, path)
    assert code == (200 if path.startswith("/state") else 404)
    assert b"root:" not in data
    assert b"[project]" not in data


def test_a_browser_that_goes_away_is_not_told_of(page, capfd):
    shown, port = page
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", "/state?after=0")
    connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
    shown.show(b"<svg/>")
    assert ask(port)[0] == 200
    assert capfd.readouterr().err == ""


def test_a_taken_port_is_told(page):
    with pytest.raises(UsageError, match="no page can be served at port"), served(Page("two"), page[1]):
        pass
