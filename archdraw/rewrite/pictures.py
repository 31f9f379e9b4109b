"""Give layers the pictures that are drawn on them: what the spec says of an input, the caller of the first, or either of any by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from archdraw.errors import ReadError, UsageError
from archdraw.graph import Graph, Layer, frozen
from archdraw.images import LARGEST, NoPicture, Picture, picture
from archdraw.loading import load
from archdraw.words import did_you_mean


def with_picture(graph: Graph, file: str) -> Graph:
    """Give a graph whose first input has the picture that the caller names. Raises ReadError for what is none."""
    first = next((layer for layer in graph.layers if layer.op == "input"), None)
    if first is None:
        raise UsageError(f"the picture '{file}' is drawn in the place of an input, but there is none")
    shown = _with(first, Path(file))
    return replace(graph, layers=tuple(shown if layer is first else layer for layer in graph.layers))


def with_pictures(graph: Graph, folder: Path | None) -> Graph:
    """Give a graph whose inputs have the pictures that the spec names, beside or below its ``folder``, links followed.

    Raises UsageError for a place where none may lie, ReadError for what is none.
    """
    layers = (
        _with(layer, _beside(str(layer.attrs["image"]), folder))
        if layer.op == "input" and layer.attrs.get("image")
        else layer
        for layer in graph.layers
    )
    return replace(graph, layers=tuple(layers))


def with_named(graph: Graph, pictures: Sequence[str]) -> Graph:
    """Give a graph whose layers have the pictures told as ``NAME=FILE``, by the name of the layer, of one folded into it, or of an output.

    Raises UsageError for what names nothing, ReadError for a file that is no picture.
    """
    known = {port.label: port.layer for port in graph.outputs if port.label}
    for layer in graph.layers:
        known.update(dict.fromkeys(_folded(layer), layer.name))
    known.update({layer.name: layer.name for layer in graph.layers})
    files: dict[str, str] = {}
    for told in pictures:
        name, sign, file = (part.strip() for part in told.partition("="))
        if not name or not sign or not file:
            raise UsageError(f"'{told[:60]}' gives no layer a picture", "write pictures=[mask=mask.png]")
        if name not in known:
            raise UsageError(f"no layer '{name[:60]}' is drawn that could show a picture", did_you_mean(name, known))
        files[known[name]] = file
    return replace(
        graph,
        layers=tuple(_with(layer, Path(files[layer.name])) if layer.name in files else layer for layer in graph.layers),
    )


def _folded(layer: Layer) -> Iterator[str]:
    for part in layer.folded:
        yield part.name
        yield from _folded(part)


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
