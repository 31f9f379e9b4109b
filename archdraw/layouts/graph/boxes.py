"""How big each box is, and where its texts stand in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from archdraw import text
from archdraw.diagram import Block, Look, Merge
from archdraw.geometry import Box
from archdraw.graph import MERGES, Graph, Group, Layer
from archdraw.layouts.graph import words
from archdraw.layouts.graph.labels import Context, Texts, described, short_name, texts, without_lead
from archdraw.layouts.graph.options import Options
from archdraw.layouts.graph.rows import BETWEEN, Row, width
from archdraw.style import Style

Detail = Literal["full", "line", "short"]
"""How much stands in a box: two lines, one line, or only what the layer is."""

STRIP_MOST = 5


@dataclass(frozen=True, slots=True)
class Shapes:
    """The size of every layer's mark, and the rows of text of those that are boxes."""

    sizes: Mapping[str, tuple[float, float]]
    rows: Mapping[str, tuple[Row, ...]]
    circles: frozenset[str]


def measure(graph: Graph, style: Style, options: Options, detail: Detail) -> Shapes:
    """Choose the texts of all layers and one width for all boxes: equal things are drawn equal."""
    circles = frozenset(layer.name for layer in graph.layers if _is_circle(layer, options))
    boxed = [layer for layer in graph.layers if layer.name not in circles]
    context = context_of(graph, options)
    for tight in (False, True):
        made = {layer.name: (layer, _texts(layer, replace(context, tight=tight), detail)) for layer in boxed}
        tall = {name: _rows(layer, each, detail) for name, (layer, each) in made.items()}
        if detail == "line":
            tall = _in_columns(tall, style)
        common, fits = _common_width([(layer, tall[layer.name]) for layer in boxed], style, detail)
        if fits:
            break
    room = common - 2 * style.size("padding")
    rows = {name: _lowest(layer, each, tall[name], room, style) for name, (layer, each) in made.items()}
    diameter = style.size("circle")
    heights = (style.size("line_height_one"), style.size("line_height_two"))
    sizes = {
        layer.name: (diameter, diameter) if layer.name in circles else (common, heights[len(rows[layer.name]) - 1])
        for layer in graph.layers
    }
    return Shapes(sizes, rows, circles)


def context_of(graph: Graph, options: Options) -> Context:
    """Gather what the texts of a layer depend on besides the layer itself."""
    groups: dict[str, Group] = {group.name: group for group in graph.groups}
    crossed = frozenset(edge.target for edge in graph.edges if edge.arg == "memory")
    return Context(graph.index(), groups, options, frozenset(uniform_words(graph, options)), crossed, graph.name)


def _texts(layer: Layer, context: Context, detail: Detail) -> Texts:
    made = _closed(layer, context) if layer.attrs.get("closed") else texts(layer, context)
    if detail == "short" and not context.options.label and not layer.attrs.get("closed"):
        title = made.title if layer.op in ("input", "output") else layer.label or described(layer, context)[0]
        made = Texts(title, "", "", made.shape if layer.op == "input" else "")
    return Texts(*(text.clean(each) for each in (made.title, made.right, made.detail, made.shape)))


def _rows(layer: Layer, made: Texts, detail: Detail) -> tuple[Row, ...]:
    """Spread the texts over the lines of the box."""
    title = (made.title, "label")
    if detail == "full":
        return (Row((title,), made.right), Row(((made.detail, "detail"),), made.shape))
    if detail == "short":
        return (Row((title, (made.shape, "detail")), centred=not layer.attrs.get("closed")),)
    run = " · ".join(part for part in (made.detail, made.right) if part)
    if made.right[:1].isdigit() and not made.detail:
        run = f"{made.right} parameters"
    return (Row((title, (run, "detail")), made.shape),)


def _in_columns(rows: dict[str, tuple[Row, ...]], style: Style) -> dict[str, tuple[Row, ...]]:
    """Let the details of all one-line boxes begin at one place."""
    titles = [width(*row.left[0], style) for (row,) in rows.values() if len(row.left) > 1 and row.left[1][0]]
    tab = max(titles, default=0.0) + 2 * style.size("run")
    if tab > 0.6 * style.size("box_width_max"):
        return rows
    return {name: (replace(row, tab=tab),) for name, (row,) in rows.items()}


def _lowest(layer: Layer, made: Texts, rows: tuple[Row, ...], room: float, style: Style) -> tuple[Row, ...]:
    """Put two rows into one where the second would be nearly empty and one has the room."""
    if len(rows) < 2 or layer.attrs.get("closed") or made.detail or (made.shape and made.right):
        return rows
    one = Row(rows[0].left, made.shape or made.right)
    return (one,) if one.need(style) <= room else rows


def _is_circle(layer: Layer, options: Options) -> bool:
    if layer.op not in MERGES or layer.folded or layer.label or options.merges == "box":
        return False
    return options.merges == "circle" or layer.op in ("add", "subtract", "multiply")


def uniform_words(graph: Graph, options: Options) -> dict[str, tuple[str, ...]]:
    """Give the words that are folded into every convolution, if each has a name of its own: the legend says them once."""
    convs = [layer for layer in graph.layers if layer.op == "conv" and not layer.attrs.get("closed")]
    found = {words.folded_words(layer, options.show_layer_activations) for layer in convs}
    named = options.show_layer_names and all(words.is_named(layer) for layer in convs)
    return {"conv": found.pop()} if len(found) == 1 and any(found) and named and not options.label else {}


def _closed(layer: Layer, context: Context) -> Texts:
    tensor = layer.outputs[0] if layer.outputs else None
    parts = (words.rounded(layer.params) if layer.params != 0 else "", words.shape(tensor, tight=context.tight))
    title = without_lead(layer.label or short_name(layer, None), context.model)
    return Texts(title, "", " · ".join(part for part in parts if part))


def _common_width(boxes: list[tuple[Layer, tuple[Row, ...]]], style: Style, detail: Detail) -> tuple[float, bool]:
    """Find one width: the widest need, within the style's limits, in whole points; and tell whether all fits."""
    least, most = style.size("box_width_min"), style.size("box_width_max")
    if detail == "line":
        most *= 1.5
    need = max((_needs(layer, rows, style) for layer, rows in boxes), default=least)
    return float(-(-min(max(need, least), most) // 1)), need <= most


def _needs(layer: Layer, rows: tuple[Row, ...], style: Style) -> float:
    extra = 2 * style.size("padding") + _pill(layer, style)
    return max(row.need(style) + (_strip(layer, style) if i == 0 else 0) for i, row in enumerate(rows)) + extra


def _pill(layer: Layer, style: Style) -> float:
    """Tell how much room the badge of a closed group takes at the right."""
    if not _badge(layer):
        return 0.0
    font = style.text("badge").font
    return text.width(_badge(layer), font.size, font.weight) + 2 * style.size("pill_padding") + BETWEEN


def _badge(layer: Layer) -> str:
    return f"×{layer.attrs['repeat']}" if layer.attrs.get("repeat", 1) > 1 else ""


def _strip(layer: Layer, style: Style) -> float:
    tokens = len(_tokens(layer))
    return 4 + style.size("token_step") * tokens if tokens else 0.0


def _tokens(layer: Layer) -> tuple[Layer, ...]:
    """Choose the layers that the strip of a closed group shows."""
    if not layer.attrs.get("closed"):
        return ()
    return tuple(inner for inner in layer.folded if inner.op not in (*MERGES, "input", "output"))[:STRIP_MOST]


def block(layer: Layer, box: Box, rows: tuple[Row, ...], look: Look, style: Style) -> Block:
    """Place the texts of a layer in its box, cut to the room there is."""
    cy = box.center[1]
    one = (style.size("baseline_one"),)
    baselines = one if len(rows) == 1 else (style.size("baseline_upper"), style.size("baseline_lower"))
    room = box.width - 2 * style.size("padding") - _pill(layer, style)
    placed = [
        row.lines(box, cy + y, room - (_strip(layer, style) if i == 0 else 0), style)
        for i, (row, y) in enumerate(zip(rows, baselines, strict=True))
    ]
    lines = tuple(line for row in placed for line in row)
    if not layer.attrs.get("closed"):
        return Block(layer.name, box, look, lines, describe(layer))
    tokens = tuple(look_of(inner, ()) for inner in _tokens(layer))
    name = placed[0][0]
    strip_at = (name.at[0] + name.width + 4, name.at[1] - 2.5)
    if len(rows) == 1:  # in one column at the right, as the details stand in one at the left
        strip_at = (box.left + style.size("padding") + room - _strip(layer, style) + 4, cy)
    return Block(layer.name, box, look, lines, describe(layer), "folded", _badge(layer), tokens, strip_at)


def merge(layer: Layer, box: Box, look: Look) -> Merge:
    """Place the circle of a merge."""
    return Merge(layer.name, box.center, box.width / 2, look, describe(layer))


def look_of(layer: Layer, groups: tuple[str, ...]) -> Look:
    """Tell the style what a layer is."""
    return Look(layer.op, layer.type, groups, layer.name)


def describe(layer: Layer) -> str:
    """Say all about a layer in one line, for hover and for reading aloud."""
    parts = [layer.name, words.word(layer) if not layer.attrs.get("closed") else f"{len(layer.folded)} layers"]
    if layer.outputs:
        parts.append(str(layer.outputs[0]))
    if layer.params != 0:
        parts.append(f"{words.count(layer.params)} parameters")
    return text.clean(", ".join(parts))


def title_of(group: Group, model: str = "") -> str:
    """Give the words on a group's frame, without the network's own name."""
    return text.clean(without_lead(group.title or group.name.rsplit("/", 1)[-1], model))
