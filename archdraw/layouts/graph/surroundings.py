"""What stands around the boxes: the legend below, the title and the total in a free corner."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from archdraw import text
from archdraw.diagram import Label, Line, Look
from archdraw.geometry import Box, Point
from archdraw.graph import Graph
from archdraw.layouts.graph import boxes, copies, words
from archdraw.layouts.graph.draft import Draft
from archdraw.layouts.graph.options import Options
from archdraw.layouts.graph.ties import LINE
from archdraw.lettering import Entry
from archdraw.style import Style

NAMES = {
    "input": "input, output", "conv": "conv", "deconv": "up-convolution", "upsample": "upsampling", "norm": "norm", "embedding": "embedding",
    "add": "sum", "concat": "concat", "multiply": "product", "subtract": "difference",
    "average": "average", "matmul": "matrix product",
}  # fmt: skip
OTHER = "other"
"""What is drawn plainly."""
LIMITS = {"max": "maximum", "min": "minimum"}
SAME = {"output": "input", "position": "embedding"}
"""Ops that look alike and so share an entry."""


def entries(graph: Graph, circles: frozenset[str], uniform: dict[str, tuple[str, ...]], style: Style) -> list[Entry]:
    """List the ops that have colours, then those that have signs, as (looks, words, kind of swatch), in the order in which they come along the data.

    Ops that look alike share an entry; all that is drawn plainly, but inputs and outputs, is "other". Where nothing else has looks of its own, no legend is needed.
    """
    found: dict[tuple[str, str], Entry] = {}
    shown = [inner for layer in graph.layers for inner in (layer, *boxes.strip(layer))]
    for layer in shown:
        closed = bool(layer.attrs.get("closed"))
        op = SAME.get(layer.op, layer.op)
        name = LIMITS.get(str(layer.attrs.get("function")), op) if op == "average" else op
        kind = "merge" if layer.name in circles else "layer"
        if layer.attrs.get("stub") or closed or (name, kind) in found:
            continue
        setting = str(layer.attrs.get("setting", "")) if layer.op == "subtract" else ""
        called = " ".join(filter(None, (NAMES.get(name, name), setting)))
        more = f" (+ {', '.join(uniform[op])})" if op in uniform else ""
        found[name, kind] = (Look(layer.op), called + more, kind)
    plain = {name: entry for (name, kind), entry in found.items() if kind == "layer" and style.is_plain(entry[0])}
    told = [entry for entry in found.values() if entry not in plain.values()]
    if all(look.op == "add" for look, _, _ in told):
        return []
    ends = [plain["input"]] if "input" in plain else []
    rest = [(look, OTHER, kind) for name, (look, _, kind) in plain.items() if name != "input"][:1]
    colors, signs = ([one for one in told if (one[2] == "merge") is sign] for sign in (False, True))
    return _joined([*ends, *colors, *rest, *signs], style)


def left_out(drafts: Sequence[Draft], options: Options) -> tuple[dict[str, tuple[str, ...]], str]:
    """Find what is folded into convolutions whose boxes do not say it: for the legend, if it is so of all, else a line of the note."""
    found: dict[tuple[str, ...], bool] = {}
    for draft in drafts:
        for layer in draft.graph.layers:
            if layer.op == "conv" and not layer.attrs.get("aside"):
                told = words.folded_words(layer, options.show_layer_activations)
                lines = " ".join(content for row in draft.shapes.rows.get(layer.name, ()) for content, _ in row.left)
                found[told] = found.get(told, False) or any(word not in lines for word in told)
    if options.label or not any(found.values()):
        return {}, ""
    if len(found) == 1:
        return {"conv": next(iter(found))}, ""
    unsaid = dict.fromkeys(word for told, lost in found.items() if lost for word in told)
    return {}, f"left out of some boxes: {', '.join(unsaid)} of conv"


def _joined(ordered: Sequence[Entry], style: Style) -> list[Entry]:
    """Give ops that are drawn in the same looks one entry with all their names."""
    alike: dict[object, list[Entry]] = {}
    for entry in ordered:
        looks = style.box(entry[0])
        colors = (looks.fill and looks.fill.color, looks.stroke.color, looks.stroke.dash, looks.pattern)
        key = colors if entry[2] == "layer" else entry
        alike.setdefault(key, []).append(entry)
    return [(same[0][0], ", ".join(words for _, words, _ in same), same[0][2]) for same in alike.values()]


def heading(whole: Graph) -> str:
    """Give the title of a figure: the author's, else the network's own name unless a framework counted it."""
    counted = re.fullmatch(r"(functional|model|sequential|bytes|stdin)(_\d+)?", whole.name)
    return text.tidy(whole.title or ("" if counted else whole.name))


def notes(graph: Graph, whole: Graph, drawn: Collection[tuple[str, str]] = ()) -> tuple[str, list[str]]:
    """Write the total in bold, and what must be said beside it: how copies differ but for what is drawn, what is not known."""
    params, _, _, unknown = whole.totals()
    known = [layer for layer in whole.layers if layer.params]
    total = f"{words.rounded(params)} parameters" if known or not unknown else ""
    more = copies.told(graph, drawn)
    missing = [layer.name for layer in whole.layers if layer.params is None]
    if missing and total:
        more.append(f"without {len(missing)} layer{'s' if len(missing) > 1 else ''} of unknown size")
    return total, [text.tidy(line) for line in more]


def corner(
    title: str,
    total: str,
    more: Sequence[str],
    taken: Sequence[Box],
    lines: Sequence[Sequence[Point]],
    page: Box,
    style: Style,
) -> Label | None:
    """Put the note into the first free corner of the page, flush with it, the one at the lower left if it may be; None where there is none."""
    rows = [(t, role) for t, role in ((title, "title"), (total, "total"), *((line, "detail") for line in more)) if t]
    if not rows:
        return None
    sizes = [
        (text.width(t, style.text(r).font.size, style.text(r).font.weight), 9.0 if r != "detail" else 7.6)
        for t, r in rows
    ]
    width, height = max(w for w, _ in sizes), sum(h for _, h in sizes)
    for right, low in ((False, True), (True, True), (True, False), (False, False)):
        left = page.right - width if right else page.left
        top = page.bottom - height if low else page.top
        box = Box(left, top, left + width, top + height)
        room = box.grown(8)
        if (
            page.grown(0.1).holds(box)
            and not any(room.meets(other) for other in taken)
            and not _is_led_into(room, lines)
        ):
            return _set(rows, sizes, box, right, style)
    return None


def _is_led_into(box: Box, lines: Sequence[Sequence[Point]]) -> bool:
    """Tell whether the upright room of a stretch of some line meets a box, as `Box.meets` has it."""
    room = box.grown(LINE - 1e-6)
    left, top, right, bottom = room.left, room.top, room.right, room.bottom
    return any(
        (x > left or u > left) and (x < right or u < right) and (y > top or v > top) and (y < bottom or v < bottom)
        for points in lines
        for (x, y), (u, v) in pairwise(points)
    )


def below(title: str, total: str, more: Sequence[str], top: float, page: Box, style: Style) -> tuple[Label, float]:
    """Put the note under the figure, as wide as the page allows, and give its bottom."""
    font = style.text("detail").font
    lines = [line for t in more for line in text.wrap(t, page.width, font.size, font.weight)]
    head = " · ".join(part for part in (title, total) if part)
    rows = [(t, role) for t, role in ((head, "total"), *((line, "detail") for line in lines)) if t]
    sizes = [
        (text.width(t, style.text(r).font.size, style.text(r).font.weight), 9.0 if r != "detail" else 7.6)
        for t, r in rows
    ]
    height = sum(h for _, h in sizes)
    return _set(rows, sizes, Box(page.left, top, page.right, top + height), False, style), top + height


def _set(
    rows: Sequence[tuple[str, str]], sizes: Sequence[tuple[float, float]], box: Box, right: bool, style: Style
) -> Label:
    lines, y = [], box.top
    for (content, role), (width, height) in zip(rows, sizes, strict=True):
        y += height
        at = (box.right if right else box.left, y - 2.4)
        lines.append(Line(at, content, role, "end" if right else "start", width))
    return Label(tuple(lines))
