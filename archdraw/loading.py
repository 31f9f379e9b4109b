"""Open a source safely: a path, ``-`` for stdin, or bytes; what nobody should read is refused at once."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from archdraw.errors import LimitError, ReadError, UsageError
from archdraw.source import Source
from archdraw.words import did_you_mean

HEAD = 4096
TEXT_LIMIT = 64 * 2**20
"""The most bytes of a text source; a reader may allow less."""
STDIN_LIMIT = 512 * 2**20
MEMBER = "keras_metadata.pb"
"""The file of a SavedModel that describes its layers."""

SourceLike = str | os.PathLike[str] | bytes | Source


def load(source: SourceLike, *, name: str = "") -> Source:
    """Make a Source of a path, of ``"-"`` (stdin) or of bytes; ``name`` is what messages call bytes.

    Raises ReadError unless it is a regular file that can be read, LimitError where it is too large.

    >>> load(b"input: 3", name="tiny.yaml").suffix
    '.yaml'
    """
    if isinstance(source, Source):
        return source
    if isinstance(source, bytes):
        return _checked(Source(name or "bytes", data=source, head=source[:HEAD]), len(source))
    if source == "-":
        return _stdin(name or "stdin")
    if not isinstance(source, (str, os.PathLike)):
        raise UsageError(
            f"a source is a path, bytes or a graph, not a {type(source).__name__}", "give the name of a file"
        )
    return _file(os.fspath(source), name)


def _stdin(name: str) -> Source:
    if sys.stdin is None:
        raise ReadError("stdin is closed", "give a file instead")
    data = sys.stdin.buffer.read(STDIN_LIMIT + 1)
    if len(data) > STDIN_LIMIT:
        raise LimitError(f"{name} holds more than {STDIN_LIMIT >> 20} MiB", "give a file instead")
    return _checked(Source(name, data=data, head=data[:HEAD]), len(data))


def _file(text: str, name: str) -> Source:
    shown = name or text
    if not text:
        raise ReadError("the source has no name", "give the name of a file, or - for stdin")
    if "\n" in text:
        raise ReadError("this looks like the text of a spec, not like a path", "give its bytes: text.encode()")
    try:
        status = os.stat(text)
        head = _head(text) if stat.S_ISREG(status.st_mode) else b""
    except FileNotFoundError:
        sys.audit("archdraw.missed", text, "r", 0)  # who watches waits for it
        raise ReadError(f"there is no file {shown}", _near(text)) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or str(error)
        raise ReadError(f"{shown} cannot be read: {reason.lower()}") from None
    inside = _inside(text) if stat.S_ISDIR(status.st_mode) else ""
    if inside:
        return _file(inside, name or text)
    if not stat.S_ISREG(status.st_mode):
        raise ReadError(f"{shown} is {_kind(status.st_mode)}, not a file", _hint_for_folder(text))
    return _checked(Source(shown, path=Path(text), head=head), status.st_size)


def _head(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read(HEAD)


def _checked(source: Source, size: int) -> Source:
    """Refuse a text that no reader would take; a file without NUL bytes at its start counts as text."""
    if size > TEXT_LIMIT and b"\0" not in source.head:
        raise LimitError(f"{source.name} is a text of more than {TEXT_LIMIT >> 20} MiB")
    return source


def _kind(mode: int) -> str:
    tests = (
        (stat.S_ISDIR, "a folder"),
        (stat.S_ISFIFO, "a pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISCHR, "a device"),
        (stat.S_ISBLK, "a device"),
    )
    return next((word for test, word in tests if test(mode)), "something special")


def _inside(folder: str) -> str:
    """Give the file that says what a folder holds, where the folder is one model."""
    path = Path(folder, MEMBER)
    return str(path) if path.is_file() else ""


def _hint_for_folder(text: str) -> str:
    """Say what to do with the folders that people mean: a SavedModel."""
    if Path(text, "saved_model.pb").exists():
        return "it is a SavedModel without layers; save the model as .keras and draw that"
    return "use - to read from a pipe" if not Path(text).is_dir() else ""


def _near(text: str) -> str:
    """Suggest a file of the same folder with nearly this name."""
    path = Path(text)
    try:
        with os.scandir(path.parent) as folder:
            names = [entry.name for entry in folder if entry.is_file()]
    except OSError:
        return f"the folder {path.parent} does not exist" if not path.parent.exists() else ""
    hint = did_you_mean(path.name, names)
    return hint if hint.startswith("did you mean") else ""
