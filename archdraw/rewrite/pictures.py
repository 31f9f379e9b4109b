"""Give inputs the pictures that are drawn in their place: what the spec says of an input, or the caller of the first."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from archdraw.errors import ReadError, UsageError
from archdraw.graph import Graph, Layer, frozen
from archdraw.images import LARGEST, NoPicture, Picture, picture
from archdraw.loading import load


def with_pictures(graph: Graph, options: Any, folder: Path | None) -> Graph:
    """Give a graph whose inputs have a ``picture`` in their attributes, where one is named.

    ``options.picture`` is that of the first input; ``folder`` is that of the spec, beside or below which its own pictures lie. Raises
    UsageError for a place where none may lie, ReadError for what is none.
    """
    wanted = str(getattr(options, "picture", "") or "")
    found = []
    for layer in graph.layers:
        if layer.op == "input" and wanted:
            layer, wanted = _with(layer, Path(wanted)), ""
        elif layer.op == "input" and layer.attrs.get("image"):
            layer = _with(layer, _beside(str(layer.attrs["image"]), folder))
        found.append(layer)
    if wanted:
        raise UsageError(f"the picture '{wanted}' is drawn in the place of an input, but there is none")
    return replace(graph, layers=tuple(found))


def _with(layer: Layer, path: Path) -> Layer:
    return replace(layer, attrs=frozen({**layer.attrs, "picture": _read(path)}))


def _beside(name: str, folder: Path | None) -> Path:
    if folder is None:
        raise UsageError(
            f"the picture '{name}' lies beside the spec, but this spec is no file", "save it, and give its path"
        )
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise UsageError(f"the picture '{name}' does not lie beside or below the spec", "copy it there")
    return path


def _read(path: Path) -> Picture:
    source = load(path, name=str(path))
    with source.open() as file:
        data = file.read(LARGEST + 1)
    try:
        return picture(data)
    except NoPicture as error:
        raise ReadError(
            f"{path} is no picture to draw: {error}", "save it as a PNG or a JPEG of a few hundred pixels"
        ) from None
