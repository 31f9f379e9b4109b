"""Whether any installed package brings parts for archdraw: a look that is cheap, because every start makes it."""

from __future__ import annotations

import os
import sys
from importlib.machinery import PathFinder

_METADATA = (".dist-info", ".egg-info")
_SECTION = b"[archdraw."
"""How a group of archdraw's entry points begins in a package's ``entry_points.txt``."""


def may_be_there() -> bool:
    """Tell whether ``importlib.metadata`` is worth asking: importing it alone takes a tenth of a small command's time.

    What this cannot see into (packages in zip files, finders of other kinds than Python's own) counts as there.
    """
    finders = [finder for finder in sys.meta_path if finder is not PathFinder]
    return any(hasattr(finder, "find_distributions") for finder in finders) or any(map(_holds, sys.path))


def _holds(folder: str) -> bool:
    """Tell whether a folder of packages holds one with parts for archdraw."""
    try:
        with os.scandir(folder or ".") as items:
            return any(_declares(item.path) for item in items if item.name.endswith(_METADATA))
    except FileNotFoundError:
        return False
    except OSError:
        return True  # a zip file, or a folder that cannot be listed


def _declares(package: str) -> bool:
    try:
        with open(os.path.join(package, "entry_points.txt"), "rb") as file:
            return _SECTION in file.read()
    except (FileNotFoundError, NotADirectoryError):
        return False  # most packages bring no parts to anyone
    except OSError:
        return True
