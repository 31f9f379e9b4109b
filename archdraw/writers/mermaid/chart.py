"""The text of a flowchart: boxes in their frames, edges, and the colours of the style."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from json import dumps

from archdraw.diagram import Look
from archdraw.graph import Graph, Group, Layer
from archdraw.style import Style
from archdraw.style.colors import contrast
from archdraw.text import clean
from archdraw.writers.mermaid.escape import escaped
from archdraw.writers.mermaid.saying import form, lines

WAYS = {"auto": "TD", "down": "TD", "right": "LR", "up": "BT"}

ROOM = (
    "config:",
    "  flowchart: {nodeSpacing: 30, rankSpacing: 32, wrappingWidth: 400, subGraphTitleMargin: {top: 2, bottom: 14}}",
)
"""Boxes stand closer than is usual, for networks are long; no line breaks by itself, and an arrow ends below a title."""

FAINT = "14"
"""The opacity of frames, of ff: lines and titles on them have the colours of the page, which may be dark."""
PAGES, SEEN, GRAY = ("#ffffff", "#0d1117"), 1.8, "#8b96a3"
"""Pages that a chart may stand on, the least contrast of a frame's line with them, and its colour where the style's has less."""


def chart(graph: Graph, style: Style, direction: str = "down", notes: Sequence[str] = ()) -> str:
    """Write the whole text; ``notes`` are said in comments."""
    ids = {layer.name: f"n{i}" for i, layer in enumerate(graph.layers)}
    looks = _Looks(graph, style)
    title = " ".join(clean(graph.title).split())
    named = [f"title: {_quoted(title)}"] if title else []
    found = ["---", *named, *ROOM, "---", f"flowchart {WAYS[direction]}"]
    found += [f"  %% {note}" for note in notes]
    found += [f"  {line}" for line in _frames(graph, ids, looks)]
    for edge in graph.edges:
        arrow = "-.->" if edge.role else "-->"
        label = f'|"{escaped(edge.label)}"|' if edge.label else ""
        found.append(f"  {ids[edge.source]} {arrow}{label} {ids[edge.target]}")
    found += [f"  {line}" for line in looks.lines(style)]
    return "\n".join(found) + "\n"


def _quoted(title: str) -> str:
    """Write a text for YAML; signs that Mermaid looks for before it reads YAML are numbers.

    It shows what HTML would escape as it is escaped, so such signs are those of the same form that mean nothing.
    """
    text = dumps(title.translate(HARMLESS), ensure_ascii=False)[1:-1]
    return '"' + "".join(f"\\u{ord(sign):04x}" if sign in "%{}#`" else sign for sign in text) + '"'


HARMLESS = str.maketrans("<>&", "＜＞＆")


class _Looks:
    """Names for the looks of boxes: ``conv``, and ``conv2`` where another layer of that op looks different."""

    def __init__(self, graph: Graph, style: Style) -> None:
        self._style = style
        self._called = graph.looks_of_groups()
        self._names: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def of(self, layer: Layer) -> str:
        """Give the name of a layer's looks."""
        box = self._style.box(Look(layer.op, layer.type, self._called[layer.group], layer.name))
        fill = box.fill.color if box.fill else "none"
        color = self._style.text("label", box.fill.color if box.fill else "").color
        dash = f",stroke-dasharray:{' '.join(f'{part:g}' for part in box.stroke.dash)}" if box.stroke.dash else ""
        looks = f"fill:{fill},stroke:{box.stroke.color},color:{color}{dash}"
        if looks not in self._names:
            count = self._counts[layer.op] = self._counts.get(layer.op, 0) + 1
            self._names[looks] = f"is_{layer.op}" + (str(count) if count > 1 else "")
        return self._names[looks]

    def lines(self, style: Style) -> Iterator[str]:
        """Say what the names mean."""
        for looks, name in self._names.items():
            yield f"classDef {name} {looks}"
        edge = style.frame().stroke.color
        edge = edge if all(contrast(edge, page) > SEEN for page in PAGES) else GRAY
        yield f"classDef frame fill:{edge}{FAINT},stroke:{edge}"


def _frames(graph: Graph, ids: dict[str, str], looks: _Looks) -> Iterator[str]:
    """Go through boxes and frames, in the order of the data; groups without layers leave no trace."""
    ancestry = graph.ancestry()
    groups = {group.name: (i, group) for i, group in enumerate(graph.groups)}
    inside: dict[str, dict[str, None]] = {name: {} for name in ancestry}  # frames and layers of a frame, as they come
    for layer in graph.layers:
        home = [*reversed(ancestry[layer.group])]
        for outer, inner in zip(["", *home], home, strict=False):
            inside[outer][f"frame {inner}"] = None
        inside[layer.group][f"layer {layer.name}"] = None
    layers = graph.index()

    def body(name: str) -> Iterator[str]:
        for entry in inside[name]:
            kind, _, inner = entry.partition(" ")
            if kind == "layer":
                before, after = form(layers[inner])
                said = "<br/>".join(escaped(line) for line in lines(layers[inner]))
                yield f'{ids[inner]}{before}"{said}"{after}:::{looks.of(layers[inner])}'
            else:
                number, group = groups[inner]
                yield f'subgraph g{number}["{escaped(_named(group))}"]'
                yield from (f"  {line}" for line in body(inner))
                yield "end"
                yield f"class g{number} frame"

    return body("")


def _named(group: Group) -> str:
    title = group.title or group.name.rsplit("/", 1)[-1]
    title = title[:1].upper() + title[1:] if title.isalpha() else title
    times = group.times or (group.repeat if group.repeat > 1 else "")
    return f"{title} ×{times}" if times else title
