"""Put bytes into files whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import get_ident

from archdraw.errors import ReadError, WriteError

_HINTS = {
    errno.EACCES: "check who may write there",
    errno.EPERM: "check who may write there",
    errno.EROFS: "the file system is read-only",
    errno.ENOSPC: "free some space",
    errno.EDQUOT: "free some space",
    errno.EFBIG: "files may not be so large here: see 'ulimit -f'",
    errno.ENOENT: "make the folder first",
    errno.ENOTDIR: "a part of the path is a file",
    errno.EISDIR: "name a file in it",
    errno.ENAMETOOLONG: "choose a shorter name",
}


def save_atomically(path: str | os.PathLike[str], data: bytes) -> None:
    """Replace a file by new content in one step; what stood there stays as it was if anything fails.

    A link is followed, so that what it points to gets the content; the file keeps its mode. A device or a pipe
    (``/dev/stdout``) is written to directly. Raises WriteError.
    """
    save_together([(path, data)])


def up_to_date(path: str | os.PathLike[str], data: bytes) -> bool:
    """Tell whether a file has just this content; what is not there has not. Raises ReadError where it cannot be read.

    Line ends do not count in text, for git may change them.
    """
    try:
        there = Path(path).read_bytes()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise ReadError(f"{os.fspath(path)} cannot be read: {(error.strerror or str(error)).lower()}") from error
    return there == data or (b"\0" not in data and there.replace(b"\r\n", b"\n") == data)


def save_together(files: Iterable[tuple[str | os.PathLike[str], bytes]]) -> None:
    """Replace several files: all are written beside their places before the first one is replaced.

    Each as `save_atomically` does. Raises WriteError, which names the file.
    """
    ready: list[tuple[Path, Path, Path]] = []  # what it is called, the new content, where that belongs
    direct: list[tuple[Path, Path, bytes]] = []
    try:
        for path, data in files:
            place = Path(path)
            with _told(place):
                target = Path(os.path.realpath(place))
                if target.exists() and not target.is_file() and not target.is_dir():
                    direct.append((place, target, data))
                else:
                    temporary = _temporary(target)
                    ready.append((place, temporary, target))
                    _write(temporary, target, data)
        for place, temporary, target in ready:
            with _told(place):
                os.replace(temporary, target)
        for place, target, data in direct:
            with _told(place):
                target.write_bytes(data)
    finally:  # also when interrupted: nothing may be left behind
        for _, temporary, _ in ready:
            with contextlib.suppress(OSError, ValueError):
                temporary.unlink()


@contextmanager
def _told(place: Path) -> Iterator[None]:
    """Turn what the system says into a WriteError that names the file."""
    try:
        yield
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        code = getattr(error, "errno", None) or 0
        reason = getattr(error, "strerror", None) or str(error)
        hint = _HINTS.get(code, "")
        if code == errno.ENOENT and place.parent.is_dir():
            hint = "the system lets nobody make files there"
        raise WriteError(f"cannot write '{place}': {reason}", hint) from error


def _temporary(target: Path) -> Path:
    """Name the file for new content: in the same folder, so that replacing is one step.

    Process and thread keep two writers of one file apart.
    """
    return target.with_name(f".{target.name[:40]}.{os.getpid()}-{get_ident()}.part")


def _write(temporary: Path, target: Path, data: bytes) -> None:
    """Write new content beside its place, with the mode of what stands there."""
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, "it is a folder")
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
    if mode is not None and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "the file is read-only")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if mode is not None:
        os.chmod(temporary, mode)
