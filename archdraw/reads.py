"""Which files a piece of work reads, and whether they have changed since."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any

PACKAGE = Path(__file__).resolve().parent
_INSTALLED = frozenset({"site-packages", "dist-packages"})
State = dict[str, tuple[int, int, int] | None]
"""What is seen of each file from outside; None where it is not there."""
MISSED = "archdraw.missed"
"""The audit event, with the arguments of ``open``, of a file that was looked for and is not there."""


def is_own(file: str) -> bool:
    """Tell a user's file from those of libraries, also where these are not the environment's own but the system's.

    >>> import click
    >>> is_own("net.py"), is_own(click.__file__), is_own("<string>")
    (True, False, False)
    """
    if file.startswith("<") or file in sys.path or not _INSTALLED.isdisjoint(Path(file).parts):
        return False
    return not any(file.startswith(str(sysconfig.get_path(name))) for name in ("stdlib", "platstdlib"))


def state(files: Iterable[str]) -> State:
    """See when files were changed last, and how large they are; an editor that saves puts another file in the place of one."""
    return {file: _seen(file) for file in files}


def _seen(file: str) -> tuple[int, int, int] | None:
    try:
        found = os.stat(file)
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


class Reads:
    """Notes the user's files that are opened for reading while it is entered, also those that are not there, and modules of the user's own.

    ``files`` gives each as it was when it was opened, so that what is saved while it is read counts as a change. With ``anew``, modules that were
    imported inside are forgotten when it is entered again, so that changed code is run. Audit events tell what is opened or missed,
    so that no reader of specs, pictures or styles has to; a hook cannot be taken away, so it sleeps in between.

    >>> with Reads() as reads:
    ...     Path("net.yaml").exists() and Path("net.yaml").read_text()
    False
    >>> reads.files
    {}
    """

    def __init__(self, *, anew: bool = False) -> None:
        self.files: State = {}
        self._anew = anew
        self._awake = False
        self._before: set[str] = set()
        self._imported: dict[str, str] = {}
        sys.addaudithook(self._hook)

    def __enter__(self) -> Reads:
        """Begin anew."""
        if self._anew:
            for name in self._imported:
                sys.modules.pop(name, None)
        self.files = {}
        self._before = set(sys.modules)
        self._awake = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Sleep; what was read stays known."""
        self._awake = False
        self._imported = self._own_modules()
        self.files.update(state(self._imported.values()))

    def _hook(self, event: str, args: tuple[Any, ...]) -> None:
        if self._awake and event in ("open", MISSED):
            path, mode, flags = args
            reading = not set(mode or "") & set("wax+") and not (flags or 0) & (os.O_WRONLY | os.O_RDWR)
            if reading and isinstance(path, (str, bytes)):
                self._note(os.fsdecode(path))

    def _note(self, file: str) -> None:
        known = file.endswith((".pyc", ".py")) or file.startswith(("/dev/", "/proc/", "/sys/", str(PACKAGE)))
        if not known and is_own(file):
            self.files.setdefault(file, _seen(file))

    def _own_modules(self) -> dict[str, str]:
        """Give the user's own modules that were imported inside, each with its file."""
        new = {name: getattr(sys.modules[name], "__file__", None) for name in set(sys.modules) - self._before}
        return {name: file for name, file in new.items() if file and is_own(file) and not file.startswith(str(PACKAGE))}
