"""Render a source into a figure."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from math import inf
from typing import TYPE_CHECKING, Any, cast

from archdraw import pipeline, registry
from archdraw.blame import Given
from archdraw.collecting import no_collecting
from archdraw.diagram import Diagram
from archdraw.errors import ArchdrawWarning
from archdraw.figure import Figure
from archdraw.graph import Graph
from archdraw.lengths import PAGE_WIDTH
from archdraw.loading import SourceLike
from archdraw.opening import views
from archdraw.pipeline import Known, Pass, PassList
from archdraw.plan import Asked, Plan, StyleLike, expanding, plan
from archdraw.reading import InputShape, reading
from archdraw.rewrite.letters import lettered
from archdraw.scene import Scene, Text
from archdraw.views import Views

if TYPE_CHECKING:
    from archdraw.style import Style


def render(
    source: SourceLike | Graph | object,
    *,
    renderer: str | None = None,
    style: StyleLike | None = None,
    passes: PassList | None = None,
    width: str | float | None = None,
    options: Mapping[str, Any] | None = None,
    expand: str | Sequence[str] = (),
    input_shape: InputShape | None = None,
    theme: str | None = None,
    name: str = "",
) -> Figure:
    r"""Draw a source: a path, ``"-"`` for stdin, bytes, a graph, or a live Keras model.

    What is None is as the spec says, else as the renderer has it. ``style`` is a name, a file or a mapping; ``passes`` a
    text as ``"drop,collapse{min=3}"``, ``"none"``, or pass objects; ``width`` a length (``"3.25in"``, a number is in points)
    which the figure then has exactly, else it has its natural size, at most 6.5 in wide; ``options`` are the renderer's;
    ``expand`` names repeats that shall be drawn copy by copy, by name, title or type, or all by ``*``; ``theme`` is ``"light"``, the style as
    it is, ``"dark"``, its dark variant, or ``"auto"``, both in one SVG that follows its reader, and light in formats that cannot.
    Raises an ArchdrawError that says what is wrong and what to do.

    >>> render(b"input: 4\nlayers: [{dense: 3}]", name="tiny.yaml").drawn.totals().params
    15
    """
    open_ = (expand,) if isinstance(expand, str) else tuple(expand)
    asked = Asked(renderer, style, passes, width, options or {}, tuple(name for name in open_ if name), theme)
    given = reading(source, input_shape=input_shape, name=name)
    with no_collecting():
        return figure_of(given, asked)


def figure_of(given: Given, asked: Asked) -> Figure:
    """Go the whole way from what was read to the scene."""
    return _figure(given, plan(given, asked), {})


def _figure(given: Given, how: Plan, known: Known) -> Figure:
    """Draw what is planned; what passes gave before is in ``known``."""
    drawn = simplified(given, how, known)
    diagram = registry.resolve(how.renderer.layout)(drawn, how.style, how.options)
    if how.width:  # letters keep their size: a page that is too wide gets margins
        diagram = registry.resolve("archdraw.moving:widened")(diagram, how.width / _grown(diagram, how))
    return _with_colors(given, drawn, diagram, how)


def _with_colors(given: Given, drawn: Graph, diagram: Diagram, how: Plan) -> Figure:
    """Draw a diagram in the colours of its theme, in the size in which it is printed."""
    scene, style = _themed(diagram, how)
    description = ". ".join(text for text in (how.caption, scene.description) if text)
    least = min((item.font.size for item in scene.flat() if isinstance(item, Text)), default=inf)
    sized = replace(scene, scale=_scale(scene, how, least), exact=bool(how.width), description=description)
    _tell_if_small(least * sized.scale)
    _tell_if_high(sized, how)
    figure = Figure(given.reading.graph, drawn, diagram, sized, style, how.options)
    return replace(figure, others=partial(_views, given, figure, how))


def _themed(diagram: Diagram, how: Plan) -> tuple[Scene, Style]:
    """Draw the diagram in the colours of the theme; give the style that has them, of two the light one."""
    draw = registry.resolve("archdraw.drawing:draw")
    scene: Scene = draw(diagram, how.style)
    if how.theme not in ("dark", "auto"):
        return scene, how.style
    from archdraw.style.night import chosen, night, palette, turned
    from archdraw.tones import darkened, twofold

    dark = night(how.style, how.renderer.name)
    if dark is how.style:
        return scene, how.style
    own = chosen(how.style, how.renderer.name, how.options)
    both = twofold(scene, draw(diagram, dark), turned, palette(dark), own)
    return (both, how.style) if how.theme == "auto" else (darkened(both), dark)


def _views(given: Given, figure: Figure, how: Plan) -> Views:
    """Draw the figure in both themes if none is asked for, and again with more and less of it open; each pass runs once on the same graph."""
    how = replace(how, theme=how.theme or "auto")
    known: Known = {}
    passes: dict[tuple[str, ...], tuple[Pass, ...]] = {}

    def draw(options: Mapping[str, Any], copied: tuple[str, ...]) -> Figure:
        if copied not in passes:
            passes[copied] = expanding(how.passes, copied)
        return _figure(given, replace(how, options=replace(how.options, **options), passes=passes[copied]), known)

    with no_collecting(), warnings.catch_warnings():
        warnings.simplefilter("ignore", ArchdrawWarning)  # all of it was said when the figure was drawn
        first = _with_colors(given, figure.drawn, figure.diagram, how)
    with no_collecting():
        return views(first, draw)


EASY = 5.5
"""The smallest print, in points, for which a figure is drawn a little smaller."""
WHOLE_PAGE, CAPTION = 600.0, 43.0
"""From this height on, in points, it is a page of a paper that is to be fitted; a figure leaves this room for its caption there, if it can."""
READABLE = 5.0
"""The smallest print, in points, that readers of a paper can be asked to read."""


def _scale(scene: Scene, how: Plan, least: float) -> float:
    """Give the width that is asked for, else the natural size, at most as large as the page; on a slide, as large as that.

    A caption needs room on a page of a paper: where the smallest print (``least``, in points) allows that, a figure is so much lower.
    """
    if how.width:
        return how.width / scene.width
    scale = min(_largest(how), getattr(how.options, "width", PAGE_WIDTH) / scene.width, _by_height(scene, how))
    page = getattr(how.options, "height", 0.0)
    if page < WHOLE_PAGE or _largest(how) > 1 or getattr(how.options, "fit", "") != "page":
        return scale
    room = max((page - CAPTION) / scene.height, EASY / least if least < inf else 1.0)
    return min(scale, room)


def _grown(diagram: Diagram, how: Plan) -> float:
    """Tell how many times its natural size a figure becomes to fill a page on which it may grow."""
    across = how.options.width / diagram.width if _largest(how) > 1 else 1.0
    return max(1.0, min(_largest(how), across, _by_height(diagram, how)))


def _largest(how: Plan) -> float:
    return float(getattr(how.options, "largest", 1.0))


def _by_height(drawn: Diagram | Scene, how: Plan) -> float:
    """Give the scale that the height of the page allows; where none is to fit, the largest."""
    if getattr(how.options, "fit", "") != "page":
        return _largest(how)
    return float(how.options.height / drawn.height)


def _tell_if_small(least: float) -> None:
    """Warn where a figure whose smallest print is this large, in points, cannot be read on the page."""
    if least < READABLE * 0.99:
        message = (
            f"the smallest text is {least:.1f} pt in print, which is hard to read; draw less "
            "(text=short, repeats=box, more passes) or give it more room (a larger width)"
        )
        warnings.warn(message, ArchdrawWarning, stacklevel=6)


def _tell_if_high(scene: Scene, how: Plan) -> None:
    """Warn where a figure of the width that was asked for is higher than a page."""
    height, page = scene.height * scene.scale, getattr(how.options, "height", scene.height * scene.scale)
    if getattr(how.options, "fit", "") == "page" and height > 1.02 * page:
        message = (
            f"the figure is {height / 72:.1f} in high, more than the {page / 72:.1f} in of a page; draw less "
            "(text=short, repeats=box, more passes), give it more width, or choose fit=width"
        )
        warnings.warn(message, ArchdrawWarning, stacklevel=6)


def simplified(given: Given, how: Plan, known: Known | None = None) -> Graph:
    """Run the passes, and check that the renderer can show what they give and that the style's own names exist."""
    graph = given.reading.graph
    drawn = pipeline.run(lettered(graph), (*given.reading.edits, *how.passes), known)
    for path, titled in given.reading.titles:
        with given.at(*path):
            drawn = titled(drawn)
    if getattr(how.options, "math", False):
        drawn = registry.resolve("archdraw.rewrite.formulas:with_formulas")(drawn)
    how.renderer.check(drawn)
    if hasattr(how.options, "weights"):
        drawn = registry.resolve("archdraw.rewrite.weights:with_weights")(drawn, how.options, given.reading.weights)
    drawn = _with_pictures(drawn, given, how)
    with given.at("style"):
        how.style.check({name for each in (graph, drawn) for name in _names(each)})
    return drawn


def _with_pictures(drawn: Graph, given: Given, how: Plan) -> Graph:
    """Give inputs their pictures, where the renderer draws such: that of the caller first, then those of the spec."""
    if not how.renderer.pictures:
        if any("image" in layer.attrs for layer in drawn.layers if layer.op == "input"):
            message = f"the renderer '{how.renderer.name}' draws no pictures of inputs"
            warnings.warn(message, ArchdrawWarning, stacklevel=6)
        return drawn
    wanted = str(getattr(how.options, "picture", ""))
    named = tuple(getattr(how.options, "pictures", ()))
    if named:
        with given.at("diagram", "pictures") if "pictures" in given.reading.diagram else nullcontext():
            drawn = registry.resolve("archdraw.rewrite.pictures:with_named")(drawn, named)
    if wanted == "none":
        return drawn
    if wanted:
        return cast("Graph", registry.resolve("archdraw.rewrite.pictures:with_picture")(drawn, wanted))
    with given.at("inputs"), given.at("input"):
        return cast("Graph", registry.resolve("archdraw.rewrite.pictures:with_pictures")(drawn, given.reading.folder))


def _names(graph: Graph) -> Iterator[str]:
    """Go through all that a style may name: layers, their words, groups, and the blocks they are."""
    for layer in graph.layers:
        yield from (layer.name, layer.type)
    for group in graph.groups:
        yield from (group.name, group.type)
