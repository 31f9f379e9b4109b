"""How big each box is, and where its texts stand in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from archdraw import text
from archdraw.diagram import Block, Line, Look, Merge
from archdraw.geometry import Box
from archdraw.graph import MERGES, Graph, Group, Layer
from archdraw.layouts.graph import words
from archdraw.layouts.graph.labels import Texts, short_name, texts
from archdraw.layouts.graph.options import Options
from archdraw.style import Style

BETWEEN = 8.0
"""What must stay free between a left and a right text, in points."""
STRIP_STEP, STRIP_MOST = 4.4, 5


@dataclass(frozen=True, slots=True)
class Shapes:
    """The size of every layer's mark, and the texts of those that are boxes."""

    sizes: Mapping[str, tuple[float, float]]
    texts: Mapping[str, Texts]
    circles: frozenset[str]


def measure(graph: Graph, style: Style, options: Options) -> Shapes:
    """Choose the texts of all layers and one width for all boxes: equal things are drawn equal."""
    groups = {group.name: group for group in graph.groups}
    uniform = frozenset(uniform_words(graph, options))
    circles = frozenset(layer.name for layer in graph.layers if _is_circle(layer, options))
    chosen: dict[str, Texts] = {}
    for layer in graph.layers:
        if layer.name not in circles:
            made = (
                _closed(layer) if layer.attrs.get("closed") else texts(layer, groups.get(layer.group), options, uniform)
            )
            chosen[layer.name] = Texts(*(text.clean(t) for t in (made.title, made.right, made.detail, made.shape)))
    width = _common_width([(layer, chosen[layer.name]) for layer in graph.layers if layer.name in chosen], style)
    one, two = style.size("line_height_one"), style.size("line_height_two")
    diameter = style.size("circle")
    sizes = {}
    for layer in graph.layers:
        if layer.name in circles:
            sizes[layer.name] = (diameter, diameter)
        else:
            sizes[layer.name] = (width, two if chosen[layer.name].lines == 2 or layer.attrs.get("closed") else one)
    return Shapes(sizes, chosen, circles)


def _is_circle(layer: Layer, options: Options) -> bool:
    if layer.op not in MERGES or layer.folded or layer.label or options.merges == "box":
        return False
    return options.merges == "circle" or layer.op in ("add", "subtract", "multiply")


def uniform_words(graph: Graph, options: Options) -> dict[str, tuple[str, ...]]:
    """Give the ops whose boxes all have the same words folded in: the legend says them once.

    The op ``dense`` is left out where it has more than one box, since its functions are worth reading there.
    """
    seen: dict[str, set[tuple[str, ...]]] = {}
    for layer in graph.layers:
        if not layer.attrs.get("closed"):
            seen.setdefault(layer.op, set()).add(words.folded_words(layer, options.show_layer_activations))
    return {op: next(iter(found)) for op, found in seen.items() if len(found) == 1 and any(found) and op == "conv"}


def _closed(layer: Layer) -> Texts:
    tensor = layer.outputs[0] if layer.outputs else None
    parts = (words.rounded(layer.params) if layer.params != 0 else "", words.shape(tensor))
    title = layer.label or short_name(layer, None)
    return Texts(title, "", " · ".join(part for part in parts if part))


def _needs(layer: Layer, made: Texts, style: Style) -> float:
    """Tell how wide the box of these texts must be."""
    label, detail = style.text("label").font, style.text("detail").font
    left = text.width(made.title, label.size, label.weight)
    right = text.width(made.right or _moved_up(made), detail.size, detail.weight)
    low = text.width(made.detail, detail.size, detail.weight)
    shape = text.width("" if _moved_up(made) else made.shape, detail.size, detail.weight)
    pill = 0.0
    if layer.attrs.get("repeat", 1) > 1:
        badge = style.text("badge").font
        pill = text.width(f"×{layer.attrs['repeat']}", badge.size, badge.weight) + 7 + BETWEEN
    if layer.attrs.get("closed"):
        left += 4 + STRIP_STEP * min(len(_tokens(layer)), STRIP_MOST)
    top = left + (BETWEEN + right if right else 0)
    bottom = low + (BETWEEN + shape if shape and low else shape)
    return max(top, bottom) + pill + 2 * style.size("padding")


def _moved_up(made: Texts) -> str:
    """Give the shape where it stands in the first line because there is no second."""
    return made.shape if made.lines == 1 and not made.right else ""


def _common_width(boxes: list[tuple[Layer, Texts]], style: Style) -> float:
    """Find one width: the widest need, within the style's limits, in whole points."""
    least, most = style.size("box_width_min"), style.size("box_width_max")
    need = max((_needs(layer, made, style) for layer, made in boxes), default=least)
    return float(-(-min(max(need, least), most) // 1))


def block(layer: Layer, box: Box, made: Texts, look: Look, style: Style) -> Block:
    """Place the texts of a layer in its box, cut to the room there is."""
    if layer.attrs.get("closed"):
        return _folded_block(layer, box, made, look, style)
    pad, (_, cy) = style.size("padding"), box.center
    one = made.lines == 1
    high, low = (cy + 2.5, cy) if one else (cy - 1.6, cy + 6.3)
    room = box.width - 2 * pad
    first = _pair(made.title, made.right or _moved_up(made), "label", high, box, room, style)
    second = () if one else _pair(made.detail, made.shape, "detail", low, box, room, style)
    return Block(layer.name, box, look, (*first, *second), title=describe(layer))


def _pair(left: str, right: str, role: str, y: float, box: Box, room: float, style: Style) -> tuple[Line, ...]:
    """Place a text at the left and one at the right; the left one gives way."""
    pad, font, small = style.size("padding"), style.text(role).font, style.text("detail").font
    right = text.fit(right, room, small.size, small.weight) if right else ""
    right_width = text.width(right, small.size, small.weight) if right else 0.0
    left_room = room - (right_width + BETWEEN if right and left else 0)
    lines = []
    if left:
        shown = text.fit(left, max(left_room, 12.0), font.size, font.weight)
        lines.append(Line((box.left + pad, y), shown, role, "start", text.width(shown, font.size, font.weight)))
    if right:
        lines.append(Line((box.right - pad, y), right, "detail", "end", right_width))
    return tuple(lines)


def _tokens(layer: Layer) -> tuple[Layer, ...]:
    return tuple(inner for inner in layer.folded if inner.op not in MERGES and inner.op not in ("input", "output"))


def _folded_block(layer: Layer, box: Box, made: Texts, look: Look, style: Style) -> Block:
    """Make the box of a folded group: its name, the strip of what is inside, weights and shape below, the pill at the right."""
    pad, (_, cy), font = style.size("padding"), box.center, style.text("label").font
    repeat = layer.attrs.get("repeat", 1)
    badge = f"×{repeat}" if repeat > 1 else ""
    mark = style.text("badge").font
    pill = text.width(badge, mark.size, mark.weight) + 7 + BETWEEN if badge else 0.0
    tokens = _tokens(layer)[:STRIP_MOST]
    room = box.width - 2 * pad - pill
    strip = 4 + STRIP_STEP * len(tokens)
    name = text.fit(made.title, max(room - strip, 12.0), font.size, font.weight)
    wide = text.width(name, font.size, font.weight)
    small = style.text("detail").font
    detail = text.fit(made.detail, room, small.size, small.weight)
    lines = (
        Line((box.left + pad, cy - 1.6), name, "label", "start", wide),
        Line((box.left + pad, cy + 6.3), detail, "detail", "start", text.width(detail, small.size, small.weight)),
    )
    return Block(
        layer.name, box, look, lines, describe(layer), "folded", badge,
        tuple(look_of(inner, ()) for inner in tokens), (box.left + pad + wide + 4, cy - 4.1),
    )  # fmt: skip


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


def title_of(group: Group) -> str:
    """Give the words on a group's frame."""
    return text.clean(group.title or group.name.rsplit("/", 1)[-1])
