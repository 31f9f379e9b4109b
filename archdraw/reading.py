"""Read a source into its graph, with the first reader that knows it as its own."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archdraw import pipeline, registry
from archdraw.blame import Given
from archdraw.collecting import no_collecting
from archdraw.errors import ArchdrawWarning, LimitError, MissingTool, Problem, ReadError, SpecError, UsageError
from archdraw.graph import Dim, Graph
from archdraw.loading import SourceLike, load
from archdraw.source import Overlay, Reading, Source

if TYPE_CHECKING:
    from archdraw.rewrite.edit import Edit, Title

ShapeLike = str | Sequence[int | str | None]
InputShape = ShapeLike | Sequence[ShapeLike]


def read(source: SourceLike | Graph | object, *, input_shape: InputShape | None = None, name: str = "") -> Graph:
    r"""Read a source into its graph, before any pass.

    ``source`` is a path, ``"-"`` for stdin, a graph, a live Keras model, or bytes, which ``name`` names in messages.
    ``input_shape`` (``"224x224x3"``, a tuple, or a list of them, one per input) fills sizes that the source leaves open. Raises ReadError.

    >>> read(b"input: 4\nlayers: [{dense: 3}]", name="tiny.yaml").totals()[0]
    15
    """
    return reading(source, input_shape=input_shape, name=name).reading.graph


def reading(source: SourceLike | Graph | object, *, input_shape: InputShape | None = None, name: str = "") -> Given:
    """Read a source with the first reader that knows it as its own."""
    if isinstance(source, Graph):
        graph = source.check()
        return Given(Source(name or graph.name, data=b""), Reading(graph))
    if not isinstance(source, (str, os.PathLike, bytes, Source)):
        return _of_object(source, input_shapes(input_shape), name)
    loaded = load(source, name=name)
    shapes = input_shapes(input_shape)
    try:
        for reader in _readers():
            if reader.sniff(loaded):
                with no_collecting():
                    found = reader.read(loaded, shapes)
                    given = Given(loaded, replace(found, graph=found.graph.check()))
                return given if found.overlay is None else _laid_over(given, found.overlay, input_shape)
        raise registry.resolve("archdraw.readers.refuse:explain")(loaded)
    except MemoryError:
        raise LimitError(f"{loaded.name} needs more memory than there is") from None
    except OSError as error:
        if error.strerror is None:  # not the system's: an error of archdraw's own family, or a bug
            raise
        raise ReadError(f"{loaded.name} cannot be read: {error.strerror.lower()}") from error


def is_model(thing: object) -> bool:
    """Tell whether an object, which is no name and no bytes, can be read: a graph, or one that a reader knows as its own."""
    if isinstance(thing, (str, os.PathLike, bytes)):
        return False
    return isinstance(thing, Graph) or any(_knows(reader, thing) for reader in _readers())


def _readers() -> Iterator[Any]:
    """Import the readers in their order; a broken one of a plug-in is told and left out."""
    for entry in registry.entries("readers").values():
        try:
            yield entry.load()
        except MissingTool as broken:
            warnings.warn(str(broken), ArchdrawWarning, stacklevel=5)


def _knows(reader: Any, thing: object) -> bool:
    return hasattr(reader, "knows") and bool(reader.knows(thing))


def _of_object(thing: object, shapes: tuple[tuple[Dim, ...], ...], name: str) -> Given:
    """Read a live object, such as a model of Keras, with the first reader that knows it as its own."""
    for reader in _readers():
        if _knows(reader, thing):
            with no_collecting():
                found = reader.read_object(thing, shapes)
                graph = found.graph.check()
                return Given(Source(name or graph.name, data=b""), replace(found, graph=graph))
    what = f"a source is a path, bytes, a graph or a Keras model, not a {type(thing).__name__}"
    raise UsageError(what, "give the name of a file, or the model itself")


def _laid_over(given: Given, overlay: Overlay, shapes: InputShape | None) -> Given:
    """Read the model that a spec edits, and make its edits; all that match nothing are told at once."""
    from archdraw.rewrite.edit import Frame, Hide, Label, Note, Title

    with given.at("source"):
        base = reading(_beside(overlay.file, given), input_shape=shapes).reading
        if base.edits:
            raise UsageError(f"{overlay.file} edits another model itself", "name that model as the source")
    edits: list[tuple[tuple[str, ...], Edit]] = []
    edits += [(("labels", pattern), Label(pattern, text)) for pattern, text in overlay.labels]
    edits += [(("notes", pattern), Note(pattern, text)) for pattern, text in overlay.notes]
    edits += [(("groups", title), Frame(title, patterns)) for title, patterns in overlay.groups]
    edits += [(("hide", pattern), Hide(pattern)) for pattern in overlay.hide]
    graph = base.graph
    problems: list[Problem] = []
    titles: list[tuple[tuple[str, ...], Title]] = []
    for path, edit in edits:
        try:
            with given.at(*path):
                graph = edit(graph)
        except SpecError as error:
            title = Title(edit.pattern, edit.text) if isinstance(edit, Label) else None
            if title and _fits_a_frame(title, graph):
                titles.append((path, title))
            else:
                problems += error.problems
    if problems:
        raise SpecError.of(*sorted(problems, key=lambda problem: (problem.line, problem.column)))
    truth = replace(base.graph, title=overlay.title) if overlay.title else base.graph
    late = {path for path, _ in titles}
    made = tuple(edit for path, edit in edits if path not in late)
    laid = replace(given.reading, graph=truth, overlay=None, edits=made, titles=tuple(titles), weights=base.weights)
    return Given(given.source, laid)


def _fits_a_frame(title: Title, graph: Graph) -> bool:
    """Tell whether a name is that of a frame which the pass `group` makes of the names of layers."""
    try:
        title(pipeline.run(graph, pipeline.parse("group")))
    except UsageError:
        return False
    return True


def _beside(file: str, given: Given) -> Path:
    """Find the file of a source; links may not lead out of the folder of the spec."""
    folder = given.reading.folder
    if folder is None:
        raise UsageError("a source lies beside the spec, but this spec is no file", "save it, and give its path")
    path = folder / file
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ReadError(f"{file} leads out of the folder of the spec", "copy the model there")
    return path


def input_shapes(shape: InputShape | None) -> tuple[tuple[Dim, ...], ...]:
    """Give one tuple of sizes per input. Raises UsageError for what is no shape.

    >>> input_shapes("224x224x3"), input_shapes([(8, "S"), (4,)])
    (((224, 224, 3),), ((8, 'S'), (4,)))
    """
    if shape is None:
        return ()
    if isinstance(shape, str):
        return (_sizes(shape),)
    if not isinstance(shape, (list, tuple)):
        raise UsageError(f"an input shape is a text, a tuple or a list, not {_a(shape)}", "write (224, 224, 3)")
    if any(isinstance(part, str) and "x" in part for part in shape) or any(
        isinstance(part, (tuple, list)) for part in shape
    ):
        return tuple(_sizes(part) for part in shape)
    if len(shape) == 1 and isinstance(shape[0], str) and not shape[0].isidentifier():
        return (_sizes(shape[0]),)
    return (_sizes(shape),)


def _sizes(shape: ShapeLike) -> tuple[Dim, ...]:
    parts = shape.replace("×", "x").split("x") if isinstance(shape, str) else shape
    if not isinstance(parts, (list, tuple)):
        raise UsageError(f"an input shape is a text, a tuple or a list, not {_a(parts)}", "write (224, 224, 3)")
    return tuple(_size(part, shape) for part in parts)


def _size(part: int | str | None, shape: ShapeLike) -> Dim:
    text = str(part).strip()
    if part is None or text in ("?", "None"):
        return None
    if text.isascii() and text.isdigit() and len(text) <= 8 and 0 < int(text) <= 10**7:
        return int(text)
    if text.isidentifier():
        return text
    raise UsageError(
        f"'{text[:40]}' in the input shape '{str(shape)[:60]}' is no size",
        "write 224x224x3, without the batch; ? is unknown",
    )


def _a(value: object) -> str:
    """Name a kind of value: ``a dict``."""
    return f"a {type(value).__name__}"
