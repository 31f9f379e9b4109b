r"""Draw a network: one model in, any figure out.

>>> import archdraw
>>> figure = archdraw.render(b"input: 4\nlayers: [{dense: 3}]", name="tiny.yaml")
>>> figure.svg.startswith("<")
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from archdraw.api import render as render
    from archdraw.errors import ArchdrawError as ArchdrawError
    from archdraw.errors import ArchdrawWarning as ArchdrawWarning
    from archdraw.figure import Figure as Figure
    from archdraw.graph import Edge as Edge
    from archdraw.graph import Graph as Graph
    from archdraw.graph import Group as Group
    from archdraw.graph import Layer as Layer
    from archdraw.graph import Tensor as Tensor
    from archdraw.reading import read as read

    __version__: str

_HOME = {
    "read": "reading",
    "render": "api",
    **dict.fromkeys(("ArchdrawError", "ArchdrawWarning"), "errors"),
    "Figure": "figure",
    **dict.fromkeys(("Edge", "Graph", "Group", "Layer", "Tensor"), "graph"),
}
__all__ = ["ArchdrawError", "ArchdrawWarning", "Edge", "Figure", "Graph", "Group", "Layer", "Tensor", "read", "render"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that importing archdraw costs nothing."""
    if name == "__version__":
        return _version()
    if name not in _HOME:
        raise AttributeError(f"module 'archdraw' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(f"archdraw.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    """List the public names."""
    return sorted([*globals(), *_HOME, "__version__"])


def _version() -> str:
    """Give the installed version; a checkout that is not installed reads its own pyproject.toml."""
    import re
    from importlib.metadata import PackageNotFoundError, version
    from pathlib import Path

    try:
        return version("archdraw")
    except PackageNotFoundError:
        project = Path(__file__).resolve().parent.parent / "pyproject.toml"
        found = re.search(r'^version = "(.+)"$', project.read_text(), re.M)
        return f"{found[1]}+checkout" if found else "unknown"
