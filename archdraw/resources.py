"""Where the built-in styles and templates lie: in the wheel, an editable install and a bare checkout alike."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # it moved to importlib.resources.abc, and Python 3.14 has it only there
    from importlib.abc import Traversable

_CHECKOUT = Path(__file__).resolve().parent.parent


def data_dir(kind: str) -> Traversable:
    """Give the folder of the built-in ``styles`` or ``templates``."""
    packaged = files("archdraw") / "_data" / kind
    return packaged if packaged.is_dir() else _CHECKOUT / kind
