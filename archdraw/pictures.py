"""Pictures of inputs, from files that lie beside or below the spec that names them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from archdraw.diagram import Picture
from archdraw.errors import LimitError, ReadError
from archdraw.graph import Graph, Layer

LIMIT = 16 * 2**20
"""The most bytes of a picture."""
KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
"""How files begin, and what they are."""


def with_pictures(graph: Graph, folder: Path | None) -> Graph:
    """Give the graph with the bytes of the pictures of its inputs, as ``attrs["picture"]``.

    Raises ReadError for a file that is not there, is no picture, or lies elsewhere; LimitError for one that is too large.
    """
    if not any("image" in layer.attrs for layer in graph.layers):
        return graph
    layers = tuple(_with(layer, folder) if "image" in layer.attrs else layer for layer in graph.layers)
    return replace(graph, layers=layers)


def _with(layer: Layer, folder: Path | None) -> Layer:
    return replace(layer, attrs={**layer.attrs, "picture": _read(str(layer.attrs["image"]), folder)})


def _read(name: str, folder: Path | None) -> Picture:
    if folder is None:
        message = f"the picture '{name}' lies beside the spec, but this spec is no file"
        raise ReadError(message, "save it, and give its path")
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise ReadError(f"the picture '{name}' does not lie beside or below the spec", "copy it there")
    if not path.is_file():
        raise ReadError(f"there is no picture '{name}' beside the spec")
    try:
        if path.stat().st_size > LIMIT:
            raise LimitError(f"the picture '{name}' has more than {LIMIT >> 20} MiB", "make it smaller")
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(f"the picture '{name}' cannot be read: {str(error.strerror).lower()}") from None
    media = next((kind for start, kind in KINDS.items() if data.startswith(start)), "")
    if not media:
        raise ReadError(f"the picture '{name}' is neither a PNG nor a JPEG")
    return Picture(data, media)
