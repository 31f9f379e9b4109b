"""The weights of dense layers from a Keras file, read only where a figure shows them: numbers alone, within limits.

A `.keras` file keeps them in an HDF5 file inside, by the classes of layers and their order; an `.h5` file by the names of layers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import contextmanager
from io import BytesIO
from math import prod
from typing import TYPE_CHECKING, Any

from archdraw.errors import LimitError, MissingTool, ReadError
from archdraw.graph import Graph, Layer
from archdraw.matrix import Matrix
from archdraw.readers.keras.files import kind_of
from archdraw.readers.keras.values import snake
from archdraw.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMBER = "model.weights.h5"
LARGEST_FILE = 256 * 2**20
"""The weights in a .keras file have at most this many bytes."""
LARGEST = 2**24
"""A layer that is drawn has at most so many weights."""
HINT = "save the whole model, weights too: model.save('model.keras')"
DAMAGE = (OSError, KeyError, RuntimeError, ValueError, TypeError, AttributeError, NotImplementedError)


def weights_of(source: Source, graph: Graph, wanted: Sequence[Layer]) -> dict[str, Matrix]:
    """Give the weights of dense layers by name; raises ReadError where the file has none, LimitError where they are too many."""
    paths = _paths(graph)
    found: dict[str, Matrix] = {}
    with _opened(source) as archive:
        for layer in wanted:
            name = layer.weights_of or layer.name
            parts = _in_layers(archive, paths.get(name, ())) or _in_model_weights(archive, name)
            if not parts:
                raise ReadError(f"{source.name} has no weights of '{layer.name}'", HINT)
            found[layer.name] = _matrix(source, layer, parts)
    return found


@contextmanager
def _opened(source: Source) -> Iterator[Any]:
    """Open the HDF5 file that holds the weights; what is wrong with it is a ReadError."""
    try:
        import h5py
    except ImportError:
        raise MissingTool("reading weights needs the package h5py", "pip install 'archdraw[h5]'") from None
    try:
        with source.open() as file:
            held = BytesIO(_member(source, file)) if kind_of(source) == "zip" else file
            with h5py.File(held, "r") as archive:
                yield archive
    except (ReadError, LimitError):
        raise
    except DAMAGE as error:
        what = str(error) or type(error).__name__
        raise ReadError(f"the weights in {source.name} are damaged ({what})", "copy or download it again") from None


def _member(source: Source, file: Any) -> bytes:
    import zipfile
    import zlib

    try:
        with zipfile.ZipFile(file) as archive:
            if MEMBER not in archive.NameToInfo:
                raise ReadError(f"{source.name} has no weights, only the description of the model", HINT)
            with archive.open(MEMBER) as member:
                data = member.read(LARGEST_FILE + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise ReadError(f"the weights in {source.name} are damaged ({error})", "copy or download it again") from None
    if len(data) > LARGEST_FILE:
        raise LimitError(f"the weights in {source.name} have more than {LARGEST_FILE // 2**20} MiB")
    return data


def _paths(graph: Graph) -> dict[str, tuple[str, ...]]:
    """Give where each layer is kept: ``layers``, then the class of each model around it and its own, counted among its like."""
    groups = {group.name: group for group in graph.groups if group.kind == "model"}
    chains = graph.ancestry()
    known: dict[str, tuple[str, ...]] = {"": ()}
    counted: dict[str, Counter[str]] = {}

    def place(parent: str, kind: str) -> tuple[str, ...]:
        word = snake(kind)
        number = counted.setdefault(parent, Counter())
        number[word] += 1
        last = word if number[word] == 1 else f"{word}_{number[word] - 1}"
        return (*known[parent], "layers", last)

    found: dict[str, tuple[str, ...]] = {}
    for layer in graph.layers:
        line = [name for name in reversed(chains[layer.group]) if name in groups]
        if layer.weights_of or any(groups[name].call_of for name in line):
            continue
        for parent, name in zip(["", *line], line, strict=False):
            if name not in known:
                known[name] = place(parent, groups[name].type)
        found[layer.name] = place(line[-1] if line else "", layer.type)
    return found


def _in_layers(archive: Any, path: Sequence[str]) -> list[Any]:
    """Find kernel and bias as Keras 3, and its forerunner, keep them."""
    held = _followed(archive, (*path, "vars")) if path else None
    found = [_followed(held, (name,)) for name in ("0", "1")] if held is not None else []
    return [part for part in found if part is not None]


def _in_model_weights(archive: Any, name: str) -> list[Any]:
    """Find kernel and bias in an .h5 file: in the group of the outermost model, below a group of the layer's own name."""
    first, *_, own = name.split("/") if "/" in name else (name, name)
    held = _followed(archive, ("model_weights", first))
    if held is None:
        return []
    paths = [_text(path).split("/") for path in held.attrs.get("weight_names", ())]
    found = {}
    for part in ("kernel", "bias"):
        fitting = [
            path for path in paths if path[-1].partition(":")[0] == part and (path[-2:-1] == [own] or first == own)
        ]
        if len(fitting) == 1:
            found[part] = _followed(held, fitting[0])
    return [found[part] for part in ("kernel", "bias") if found.get(part) is not None]


def _text(name: Any) -> str:
    return name.decode("utf-8", "replace") if isinstance(name, bytes) else str(name)


def _followed(held: Any, path: Sequence[str]) -> Any:
    """Go down by hard links only: others may lead into another file."""
    import h5py

    for name in path:
        links = held.id.links if isinstance(held, h5py.Group) else None  # `in` would open what a link leads to
        if links is None or not links.exists(name.encode()):
            return None
        if links.get_info(name.encode()).type != h5py.h5l.TYPE_HARD:
            raise ReadError(f"the weights hold a link at '{name}', and links are not followed", HINT)
        held = held[name]
    return held


def _matrix(source: Source, layer: Layer, parts: Sequence[Any]) -> Matrix:
    """Read the numbers, once it is known that they are few enough and in this file."""
    arrays = []
    for part in parts:
        if not hasattr(part, "shape") or part.dtype.kind != "f":
            raise ReadError(
                f"the weights of '{layer.name}' are stored as {getattr(part, 'dtype', 'a group')}, not as floats"
            )
        if max(prod(part.shape), prod(part.chunks or ())) > LARGEST:
            raise LimitError(f"'{layer.name}' has more than {LARGEST:,} weights")
        if part.external or part.is_virtual:
            raise ReadError(f"the weights of '{layer.name}' lie in another file, which is not opened", HINT)
        arrays.append(part[()].astype("<f4"))
    kernel, *rest = arrays
    if kernel.ndim != 2 or any(bias.shape != kernel.shape[1:] for bias in rest):
        raise ReadError(f"the weights of '{layer.name}' in {source.name} are no matrix", HINT)
    return Matrix(kernel.shape[0], kernel.shape[1], kernel.tobytes(), rest[0].tobytes() if rest else b"")
