"""Files that another program reads: in a folder of their own that is gone afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from archdraw.errors import WriteError


@contextmanager
def folder(files: Mapping[str, bytes]) -> Iterator[Path]:
    """Put files into a new folder. Raises WriteError where no folder of the machine takes them."""
    made = None
    try:
        try:
            made = TemporaryDirectory(prefix="archdraw-", ignore_cleanup_errors=True)
            for name, data in files.items():
                Path(made.name, name).write_bytes(data)
        except OSError as error:
            reason = error.strerror or str(error)
            hint = "free some space, or let TMPDIR name a folder that has some; SVG, TeX and DOT need none"
            raise WriteError(f"cannot write temporary files: {reason}", hint) from error
        yield Path(made.name)
    finally:  # also when interrupted
        if made:
            made.cleanup()
