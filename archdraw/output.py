"""Put bytes into a file whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path
from threading import get_ident

from archdraw.errors import WriteError

_HINTS = {
    errno.EACCES: "check who may write there",
    errno.EPERM: "check who may write there",
    errno.EROFS: "the file system is read-only",
    errno.ENOSPC: "free some space",
    errno.EDQUOT: "free some space",
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
    place = Path(path)
    try:
        target = Path(os.path.realpath(place))
        if target.exists() and not target.is_file() and not target.is_dir():
            target.write_bytes(data)
        else:
            _replace(target, data)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        code = getattr(error, "errno", None) or 0
        reason = getattr(error, "strerror", None) or str(error)
        raise WriteError(f"cannot write '{place}': {reason}", _HINTS.get(code, "")) from error


def _replace(target: Path, data: bytes) -> None:
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, "it is a folder")
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else None
    if mode is not None and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "the file is read-only")
    # Process and thread keep two writers of one file apart; in the same folder, so that replacing is one step.
    temporary = target.with_name(f".{target.name[:40]}.{os.getpid()}-{get_ident()}.part")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            os.chmod(temporary, mode)
        os.replace(temporary, target)
    except BaseException:  # also when interrupted: nothing may be left behind
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
