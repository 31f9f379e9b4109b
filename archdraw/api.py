"""Read a source into a graph, and render one into a figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from archdraw import pipeline, registry
from archdraw.blame import Given
from archdraw.errors import ArchdrawWarning, LimitError, MissingTool, ReadError, UsageError
from archdraw.figure import Figure
from archdraw.graph import Dim, Graph
from archdraw.lengths import PAGE_WIDTH
from archdraw.loading import SourceLike, load
from archdraw.pipeline import PassList
from archdraw.plan import Asked, Plan, StyleLike, plan
from archdraw.scene import Scene, Text

ShapeLike = str | Sequence[int | str | None]
InputShape = ShapeLike | Sequence[ShapeLike]


def read(source: SourceLike, *, input_shape: InputShape | None = None, name: str = "") -> Graph:
    r"""Read a source into its graph, before any pass.

    ``source`` is a path, ``"-"`` for stdin, or bytes, which ``name`` names in messages. ``input_shape`` (``"224x224x3"``,
    a tuple, or a list of them, one per input) fills sizes that the source leaves open. Raises ReadError.

    >>> read(b"input: 4\nlayers: [{dense: 3}]", name="tiny.yaml").totals()[0]
    15
    """
    return reading(source, input_shape=input_shape, name=name).reading.graph


def render(
    source: SourceLike,
    *,
    renderer: str | None = None,
    style: StyleLike | None = None,
    passes: PassList | None = None,
    width: str | float | None = None,
    options: Mapping[str, Any] | None = None,
    input_shape: InputShape | None = None,
    name: str = "",
) -> Figure:
    r"""Draw a source.

    What is None is as the spec says, else as the renderer has it. ``style`` is a name, a file or a mapping; ``passes`` a
    text as ``"drop,collapse{min=3}"``, ``"none"``, or pass objects; ``width`` a length (``"3.25in"``, a number is in points)
    which the figure then has exactly, else it has its natural size, at most 6.5 in wide; ``options`` are the renderer's.
    Raises an ArchdrawError that says what is wrong and what to do.

    >>> render(b"input: 4\nlayers: [{dense: 3}]", name="tiny.yaml").drawn.totals().params
    15
    """
    asked = Asked(renderer, style, passes, width, options or {})
    given = reading(source, input_shape=input_shape, name=name)
    how = plan(given, asked)
    drawn = simplified(given, how)
    diagram = registry.resolve(how.renderer.layout)(drawn, how.style, how.options)
    if how.width:  # letters keep their size: a page that is too wide gets margins
        diagram = registry.resolve("archdraw.moving:widened")(diagram, how.width)
    scene = registry.resolve("archdraw.drawing:draw")(diagram, how.style)
    description = ". ".join(text for text in (how.caption, scene.description) if text)
    sized = replace(scene, scale=_scale(scene, how), description=description)
    _tell_if_small(sized)
    return Figure(given.reading.graph, drawn, diagram, sized, how.style, how.options)


READABLE = 5.0
"""The smallest print, in points, that readers of a paper can be asked to read."""


def _scale(scene: Scene, how: Plan) -> float:
    """Give the width that is asked for, else the natural size, at most as large as the page."""
    if how.width:
        return how.width / scene.width
    fits_height = getattr(how.options, "fit", "") == "page"
    height = how.options.height / scene.height if fits_height else 1.0
    return min(1.0, PAGE_WIDTH / scene.width, height)


def _tell_if_small(scene: Scene) -> None:
    """Warn where a figure this large cannot be read on the page."""
    sizes = [item.font.size for item in scene.flat() if isinstance(item, Text)]
    least = min(sizes, default=READABLE) * scene.scale
    if least < READABLE * 0.98:
        _warn(
            f"the smallest text is {least:.1f} pt in print, which is hard to read; draw less "
            "(detail=short, repeats=box, more passes) or give it more room (a larger width)"
        )


def reading(source: SourceLike, *, input_shape: InputShape | None = None, name: str = "") -> Given:
    """Read a source with the first reader that knows it as its own."""
    loaded = load(source, name=name)
    shapes = input_shapes(input_shape)
    try:
        for entry in registry.entries("readers").values():
            try:
                reader = entry.load()
            except MissingTool as broken:  # a plug-in; the others still work
                _warn(str(broken))
                continue
            if reader.sniff(loaded):
                found = reader.read(loaded, shapes)
                return Given(loaded, replace(found, graph=found.graph.check()))
        raise registry.resolve("archdraw.readers.refuse:explain")(loaded)
    except MemoryError:
        raise LimitError(f"{loaded.name} needs more memory than there is") from None
    except OSError as error:
        if error.strerror is None:  # not the system's: an error of archdraw's own family, or a bug
            raise
        raise ReadError(f"{loaded.name} cannot be read: {error.strerror.lower()}") from error


def simplified(given: Given, how: Plan) -> Graph:
    """Run the passes, and check that the renderer can show what they give and that the style's own names exist."""
    graph = given.reading.graph
    drawn = pipeline.run(graph, how.passes)
    how.renderer.check(drawn)
    with given.at("style"):
        how.style.check({name for each in (graph, drawn) for name in _names(each)})
    return drawn


def _names(graph: Graph) -> Iterator[str]:
    """Go through all that a style may name: layers, their words, and groups."""
    for layer in graph.layers:
        yield from (layer.name, layer.type)
    for group in graph.groups:
        yield group.name


def input_shapes(shape: InputShape | None) -> tuple[tuple[Dim, ...], ...]:
    """Give one tuple of sizes per input.

    >>> input_shapes("224x224x3"), input_shapes([(8, "S"), (4,)])
    (((224, 224, 3),), ((8, 'S'), (4,)))
    """
    if shape is None:
        return ()
    if isinstance(shape, str):
        return (_sizes(shape),)
    if any(isinstance(part, str) and "x" in part for part in shape) or any(
        isinstance(part, (tuple, list)) for part in shape
    ):
        return tuple(_sizes(part) for part in shape)  # type: ignore[arg-type]
    return (_sizes(shape),)  # type: ignore[arg-type]


def _sizes(shape: ShapeLike) -> tuple[Dim, ...]:
    parts = shape.replace("×", "x").split("x") if isinstance(shape, str) else shape
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
        f"'{part}' in the input shape '{shape}' is no size", "write 224x224x3, without the batch; ? is unknown"
    )


def _warn(message: str) -> None:
    import warnings

    warnings.warn(message, ArchdrawWarning, stacklevel=4)
