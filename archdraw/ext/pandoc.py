"""The filter for pandoc and Quarto: ``python -m archdraw.ext.pandoc > archdraw.lua`` writes it."""

from __future__ import annotations

import sys

from archdraw.resources import data_dir


def text() -> str:
    """Give the filter, in Lua.

    >>> text().partition(",")[0]
    '-- Draw code blocks of the class "archdraw"'
    """
    return (data_dir("templates") / "pandoc" / "archdraw.lua").read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.stdout.write(text())
