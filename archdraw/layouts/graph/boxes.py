"""How big each box is, and where its texts stand in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from archdraw import text
from archdraw.diagram import Block, Line, Look, Merge
from archdraw.geometry import Box
from archdraw.graph import MERGES, Graph, Group, Layer
from archdraw.layouts.graph import special, words
from archdraw.layouts.graph.labels import Context, counted, without_lead
from archdraw.layouts.graph.manner import Detail, Manner, Rows
from archdraw.layouts.graph.options import Options
from archdraw.layouts.graph.routers import routers
from archdraw.layouts.graph.rows import BETWEEN, Row, beginning
from archdraw.records import dataclass
from archdraw.style import Style

STRIP_MOST = 5
"""The most layers that the strip of a closed group shows; where there are more, dots stand for the last of them."""
MORE = "…"

FEW, WIDER = 40, 1.3
"""In a figure of few boxes they may be so much wider than the style's limit, so that no text is cut."""

BESIDE = 0.75
"""The boxes of a block beside a figure may be so much narrower: they say less, and it shall take little room."""


@dataclass(frozen=True, slots=True)
class Shapes:
    """The size of every layer's mark, and the rows of text of those that are boxes."""

    sizes: Mapping[str, tuple[float, float]]
    rows: Mapping[str, tuple[Row, ...]]
    circles: frozenset[str]


def measure(
    graph: Graph,
    style: Style,
    options: Options,
    detail: Detail,
    manner: Manner,
    beside: float = 0.0,
    snug: bool = False,
) -> Shapes:
    """Choose the texts of all layers and one width for all boxes: equal things are drawn equal.

    No word that stands ``beside`` the main line, so far out, shall reach further than the boxes. ``snug`` boxes are only as wide as each needs.
    """
    joined = Counter(edge.target for edge in graph.edges)
    circles = frozenset(
        layer.name for layer in graph.layers if joined[layer.name] > 1 and _is_circle(layer, options, manner)
    )
    boxed = [layer for layer in graph.layers if layer.name not in circles]
    context = context_of(graph, options)
    if manner.brief_ties:
        context = replace(context, owners=len({layer.weights_of for layer in graph.layers} - {""}) > 1)
    rows, needs, widths, cut = _spread(boxed, context, style, detail, manner, beside)
    if cut:
        tight = _spread(boxed, replace(context, tight=True), style, detail, manner, beside)
        if tight[-1] < cut:  # else the spaces in the shapes are not what lacks
            rows, needs, widths, cut = tight
    if cut and len(boxed) <= FEW:
        wide = _spread(boxed, context, style, detail, manner, beside, WIDER)
        rows, needs, widths, _ = wide if wide[-1] < cut else (rows, needs, widths, cut)
    diameter = style.size("circle")
    low = style.size("line_height_short" if detail == "short" else "line_height_one")
    heights = (low, style.size("line_height_two"))
    sizes = {
        layer.name: (diameter, diameter)
        if layer.name in circles
        else (widths[layer.name], heights[len(rows[layer.name]) - 1])
        for layer in graph.layers
    }
    room = style.size("pattern_room")
    needs = {name: need + room for name, need in needs.items()}
    special.resize(graph, boxed, sizes, needs, manner.decks, style)
    if snug:
        least = style.size("box_width_min") / 2
        sizes = {
            name: (min(wide, max(_whole(needs.get(name, wide)), least)), high) for name, (wide, high) in sizes.items()
        }
    return Shapes(sizes, rows, circles)


def _spread(
    boxed: Sequence[Layer],
    context: Context,
    style: Style,
    detail: Detail,
    manner: Manner,
    beside: float,
    wider: float = 1.0,
) -> tuple[Rows, Mapping[str, float], Mapping[str, float], int]:
    """Give the rows of text of each box, what they need, how wide it is, and how many boxes are too narrow for their texts."""
    rows = manner.rows(boxed, context, style, detail)
    needs = {layer.name: _needs(layer, rows[layer.name], style) for layer in boxed}
    narrow = BESIDE if any(layer.attrs.get("stub") for layer in boxed) else 1.0
    widths = _widths(needs, style, detail, (2 * beside, narrow * style.size("box_width_min")), wider)
    cut = sum(need > widths[name] + 1e-6 for name, need in needs.items())
    room = style.size("pattern_room")
    return rows, needs, {name: wide + room for name, wide in widths.items()}, cut


def context_of(graph: Graph, options: Options) -> Context:
    """Gather what the texts of a layer depend on besides the layer itself."""
    groups: dict[str, Group] = {group.name: group for group in graph.groups}
    crossed, own = _attending(graph)
    uniform = frozenset(uniform_words(graph, options))
    return Context(
        graph.index(), groups, options, uniform, crossed, own, routers(graph), graph.name, counted=counted(graph.layers)
    )


def _attending(graph: Graph) -> tuple[frozenset[str], frozenset[str]]:
    """Tell which attentions look at another tensor, and which only at the one they are given; those without projections may do either."""
    read: dict[str, set[tuple[str, int]]] = {}
    for edge in graph.edges:
        if not edge.role:
            read.setdefault(edge.target, set()).add((edge.source, edge.source_port))
    projecting = [layer.name for layer in graph.layers if layer.op == "attention" and layer.attrs.get("project", True)]
    crossed = {edge.target for edge in graph.edges if edge.arg == "memory"}
    crossed.update(name for name in projecting if len(read.get(name, ())) > 1)
    return frozenset(crossed), frozenset(name for name in projecting if len(read.get(name, ())) == 1)


def _is_circle(layer: Layer, options: Options, manner: Manner) -> bool:
    if layer.op not in MERGES or layer.folded or layer.label or options.merges == "box" or layer.attrs.get("formula"):
        return False
    if layer.attrs.get("function") in ("max", "min"):  # an average is another thing
        return False
    return options.merges == "circle" or layer.op in manner.circles


def uniform_words(graph: Graph, options: Options) -> dict[str, tuple[str, ...]]:
    """Give the words that are folded into every convolution, if each has a name of its own: the legend says them once."""
    convs = [layer for layer in graph.layers if layer.op == "conv" and not layer.attrs.get("closed")]
    found = {words.folded_words(layer, options.show_layer_activations) for layer in convs}
    named = options.show_layer_names and all(words.is_named(layer) for layer in convs)
    return {"conv": found.pop()} if len(found) == 1 and any(found) and named and not options.label else {}


def _widths(
    needs: Mapping[str, float], style: Style, detail: Detail, limits: tuple[float, float], wider: float
) -> Mapping[str, float]:
    """Give all boxes one width, in whole points: the widest need, within the style's limits.

    Where boxes say little, the few that need much more than most have a width of their own.
    """
    least, most = max(limits), wider * style.size("box_width_max")
    if detail == "line":
        most *= 1.5
    ordered = sorted(needs.values()) or [least]
    common = ordered[-1]
    if detail == "short":
        least, common = least / 2, ordered[int(0.9 * (len(ordered) - 1))]
    common = _whole(min(max(common, least), most))
    widths = {name: max(common, _whole(min(need, most))) for name, need in needs.items()}
    return widths if detail == "short" else dict.fromkeys(needs, common)


def _whole(value: float) -> float:
    return float(-(-value // 1))


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
    return 4 + style.size("token_step") * min(tokens, STRIP_MOST) if tokens else 0.0


def _tokens(layer: Layer) -> tuple[Layer, ...]:
    """Give the layers that the strip of a closed group would show if it had room for all."""
    if not layer.attrs.get("closed"):
        return ()
    return tuple(inner for inner in layer.folded if inner.op not in (*MERGES, "input", "output"))


def strip(layer: Layer) -> tuple[Layer, ...]:
    """Give the layers that the strip of a closed group shows."""
    inside = _tokens(layer)
    return inside if len(inside) <= STRIP_MOST else inside[: STRIP_MOST - 1]


def block(layer: Layer, box: Box, rows: tuple[Row, ...], look: Look, style: Style, decks: bool = False) -> Block:
    """Place the texts of a layer in its box, cut to the room there is; in a deck the box is the card in front."""
    cards = special.deck(layer, style) if decks else 0.0
    box = Box(box.left, box.top + cards, box.right, box.bottom)
    middle, cy = box.center
    middle += style.size("pattern_room") / 2 if style.box(look).pattern else 0
    one = (style.size("baseline_one"),)
    baselines = one if len(rows) == 1 else (style.size("baseline_upper"), style.size("baseline_lower"))
    room = box.width - 2 * style.size("padding") - style.size("pattern_room") - _pill(layer, style)
    placed = [
        row.lines(box, cy + y, room - (_strip(layer, style) if i == 0 else 0), middle, style)
        for i, (row, y) in enumerate(zip(rows, baselines, strict=True))
    ]
    lines = tuple(line for row in placed for line in row)
    if not layer.attrs.get("closed"):
        return Block(layer.name, box, look, lines, describe(layer))
    shown, inside = strip(layer), _tokens(layer)
    name = placed[0][0]
    strip_at = (name.at[0] + name.width + 4, name.at[1] - 2.5)
    if len(rows) == 1:  # in one column at the right, as the details stand in one at the left
        strip_at = (beginning(box, style) + room - _strip(layer, style) + 4, cy)
    if len(shown) < len(inside):
        at = (strip_at[0] + style.size("token_step") * len(shown), strip_at[1] + 2.0)
        font = style.text("detail").font
        lines = (*lines, Line(at, MORE, "detail", "start", text.width(MORE, font.size, font.weight)))
    tokens = tuple(look_of(inner, ()) for inner in shown)
    kind = "deck" if cards else "folded"
    return Block(layer.name, box, look, lines, describe(layer), kind, _badge(layer), tokens, strip_at)


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
    return text.tidy(", ".join(parts))


def title_of(group: Group, model: str, manner: Manner) -> str:
    """Give the words on a group's frame, without the network's own name."""
    if group.title and manner.spoken:
        return text.tidy(group.title)
    title = without_lead(group.title or group.name.rsplit("/", 1)[-1], model)
    return text.tidy(words.spoken(title) if manner.spoken else title)
