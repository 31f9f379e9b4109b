r"""Write the graph as Graphviz source: Graphviz lays it out itself, groups become clusters.

Ids are synthetic, for Graphviz takes ``model/conv:0`` apart at the colon, and labels are escaped, so that they are text
whatever they contain: ``<b>`` is no markup, ``\N`` no placeholder, ``&lt;`` no entity.
"""

from __future__ import annotations

from collections.abc import Mapping

from archdraw.diagram import Look
from archdraw.graph import LINEAR, Graph, Group, Layer
from archdraw.records import dataclass
from archdraw.style import Style
from archdraw.text import clean

RANKDIR = {"auto": "TB", "down": "TB", "right": "LR", "up": "BT"}
LONGEST = 1000
"""The most characters of a line of a label: Graphviz refuses quoted texts of more than 16 KiB, escapes counted."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a label tells beside what the layer is."""

    names: bool = True
    shapes: bool = True
    dtypes: bool = False
    activations: bool = False
    frozen: bool = False


USUAL = Shown()


def write(
    graph: Graph,
    style: Style,
    *,
    direction: str = "down",
    shown: Shown = USUAL,
    graph_attr: Mapping[str, str] | None = None,
) -> bytes:
    """Give DOT source in UTF-8; ``direction`` is where the data flows, ``down``, ``right`` or ``up``; ``auto`` is down.

    ``graph_attr`` are more attributes of the whole graph.
    """
    import graphviz

    dot = graphviz.Digraph(
        graph_attr={
            **(graph_attr or {}),
            "rankdir": RANKDIR[direction],
            "fontname": style.fonts[0],
            "fontsize": str(style.text("title").font.size),
            "label": label(graph.title),
            "labelloc": "t",
        },
        node_attr={
            "shape": "box",
            "style": "rounded,filled",
            "fontname": style.fonts[0],
            "fontsize": str(style.text("label").font.size),
            "fontcolor": style.text("label").color,
            "margin": "0.08,0.05",
            "height": "0.2",
        },
        edge_attr={
            "color": style.line("data").color,
            "fontname": style.fonts[0],
            "fontsize": str(style.text("detail").font.size),
            "arrowsize": "0.6",
        },
    )
    ids = {layer.name: f"n{i}" for i, layer in enumerate(graph.layers)}
    _clusters(dot, graph, style, ids, shown)
    for edge in graph.edges:
        more = {"style": "dashed"} if edge.role else {}
        if edge.label:
            more["label"] = label(edge.label)
        dot.edge(ids[edge.source], ids[edge.target], **more)
    text: str = dot.source
    return text.encode()


def label(*lines: str) -> str:
    r"""Escape what Graphviz would read as more than text; each line is one of the label's.

    >>> print(label("&lt; \\N"))
    &amp;lt; \\N
    """
    import graphviz

    text = "\n".join(_cut(clean(line)).replace("&", "&amp;") for line in lines)
    escaped: str = graphviz.escape(text)  # a str of its own kind, which graphviz never takes for markup
    return escaped


def _cut(line: str) -> str:
    """Leave out the middle of a line that is too long, and show that it is."""
    half = LONGEST // 2
    return line if len(line) <= LONGEST else f"{line[:half]}…{line[-half:]}"


def _clusters(dot, graph: Graph, style: Style, ids: dict[str, str], shown: Shown) -> None:  # type: ignore[no-untyped-def]
    """Put the layers into the clusters of their groups, inner clusters before outer ones; empty groups leave no trace."""
    import graphviz

    lines, called = graph.ancestry(), graph.looks_of_groups()
    inside: dict[str, list[Layer]] = {name: [] for name in lines}
    for layer in graph.layers:
        inside[layer.group].append(layer)
    bodies = {"": dot}
    peopled = {name for group, layers in inside.items() if layers for name in lines[group]}
    for i, group in enumerate(graph.groups):
        if group.name in peopled:
            bodies[group.name] = graphviz.Digraph(name=f"cluster_{i}", graph_attr=_frame(group, style))
    for name, body in bodies.items():
        for layer in inside[name]:
            body.node(ids[layer.name], label(*_text(layer, shown)), **_looks(layer, called[name], style))
    for group in sorted(graph.groups, key=lambda group: -len(lines[group.name])):
        if group.name in peopled:
            bodies[group.parent].subgraph(bodies[group.name])


def _frame(group: Group, style: Style) -> dict[str, str]:
    title = group.title or group.name.rsplit("/", 1)[-1]
    frame = style.frame()
    looks = {"label": label(f"{title} ×{group.repeat}" if group.repeat > 1 else title), "labeljust": "l"}
    return looks | {"color": frame.stroke.color, "style": "rounded"}


def _text(layer: Layer, shown: Shown) -> tuple[str, ...]:
    """Say the name, what it is with all that was folded into it, and the shape that leaves it."""
    parts = (layer,) if layer.attrs.get("closed") else (layer, *layer.folded)  # a box for a whole block names that
    what = " + ".join(part.type or part.op for part in parts)
    name = (layer.label or layer.name) if shown.names else ""
    activation = layer.attrs.get("activation")
    lines = [name, what, str(activation) if shown.activations and activation not in LINEAR else ""]
    lines.append(", ".join(map(str, layer.outputs)) if shown.shapes else "")
    lines.append(", ".join(sorted({x.dtype for x in layer.outputs})) if shown.dtypes else "")
    lines.append("frozen" if shown.frozen and layer.attrs.get("trainable") is False else "")
    return tuple(line for line in (*lines, layer.note) if line)


def _looks(layer: Layer, groups: tuple[str, ...], style: Style) -> dict[str, str]:
    box = style.box(Look(layer.op, layer.type, groups, layer.name))
    looks = {"color": box.stroke.color, "penwidth": str(box.stroke.width)}
    return looks | {"fillcolor": box.fill.color if box.fill else "transparent"}
