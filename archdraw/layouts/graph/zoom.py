"""A block drawn beside the figure: what is in the closed boxes of its kind, with dashed lines from the first of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from archdraw.diagram import Block, Frame, Label, Line, Link, Mark
from archdraw.geometry import Box
from archdraw.graph import MERGES, Edge, Graph, Group, Layer, Tensor, frozen
from archdraw.layouts.graph import edges, words
from archdraw.layouts.graph.draft import Draft, Zoom
from archdraw.layouts.graph.kinds import Kind
from archdraw.rewrite import unused
from archdraw.style import Style

GAP = 27.0
"""Between the overview and the block beside it, in points."""
BETWEEN = 16.0
"""Between two blocks."""


def titles(graph: Graph, shown: Graph, kinds: Sequence[Kind]) -> list[str]:
    """Name the blocks beside a figure: by what all boxes of one are called, else by the kind; those of one name also by their boxes."""
    group = {one.name: one for one in graph.groups}
    label = {str(layer.attrs.get("group")): layer.label for layer in shown.layers if layer.attrs.get("closed")}
    boxes = [[label[name] for name in kind.groups if name in label] for kind in kinds]
    found = [
        names[0] if len(set(names)) == 1 and names[0] else title(group[kind.groups[0]])
        for kind, names in zip(kinds, boxes, strict=True)
    ]
    return [
        name if found.count(name) == 1 else _of_boxes(name, list(dict.fromkeys(names)))
        for name, names in zip(found, boxes, strict=True)
    ]


def _of_boxes(name: str, names: Sequence[str]) -> str:
    some = ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
    plain = name == "Block" or all(one.startswith(name) for one in names)
    return some if plain else f"{name}: {some}"


def graph_of(graph: Graph, kind: Kind, name: str) -> Graph:
    """Make the network of one block: its layers in a frame of this name, with a stub of a line in and one out."""
    shown = kind.groups[0]
    names = {layer.name for layer in kind.layers}
    lines = graph.ancestry()
    groups = tuple(_frame(group, shown, name) for group in graph.groups if shown in lines[group.name])
    inner = [edge for edge in graph.edges if edge.source in names and edge.target in names]
    taken = {*names}
    starts: dict[tuple[str, int], Layer] = {}
    for edge in graph.edges:
        if edge.target in names and edge.source not in names:
            tensor = (edge.source, edge.source_port)
            label = "" if tensor in starts else _shape(kind.given)
            start = starts.setdefault(tensor, _stub(unused("in", taken), kind.given))
            taken.add(start.name)
            inner.append(replace(edge, source=start.name, source_port=0, label=label))
    end = _stub(unused("out", taken), kind.gives)
    if kind.skip:
        inner = _with_skip(inner, {start.name for start in starts.values()}, kind.skip, graph)
    leaving = _leaving(graph, names)
    inner.append(Edge(leaving[0], end.name, leaving[1], label=_shape(kind.gives)))
    skip = tuple(_on_skip(layer, shown) for layer in kind.skip)
    return Graph(graph.name, (*starts.values(), *skip, *kind.layers, end), tuple(inner), groups)


def _on_skip(layer: Layer, group: str) -> Layer:
    """Mark a layer that only the first copy has, to be drawn small."""
    return replace(layer, group=group, note="first only", attrs=frozen({**layer.attrs, "aside": True}))


def _with_skip(inner: list[Edge], starts: set[str], skip: Sequence[Layer], graph: Graph) -> list[Edge]:
    """Lead the line that passes the block into its merge through what the first copy has on it."""
    at = graph.index()
    passing = next((e for e in inner if e.source in starts and at[e.target].op in MERGES), None)
    if passing is None:
        return inner
    ways = [passing.source, *(layer.name for layer in skip)]
    led = [Edge(one, two) for one, two in pairwise(ways)]
    return [replace(e, source=ways[-1], label="") if e is passing else e for e in inner] + led


def _leaving(graph: Graph, names: set[str]) -> tuple[str, int]:
    for edge in graph.edges:
        if edge.source in names and edge.target not in names:
            return edge.source, edge.source_port
    return next((port.layer, port.port) for port in graph.outputs if port.layer in names)


def _frame(group: Group, shown: str, name: str) -> Group:
    """Give the block's own frame without number and note: these stand in the overview."""
    if group.name != shown:
        return group
    return replace(group, title=name, parent="", repeat=1, note="", kind="group")


def title(group: Group) -> str:
    """Give the name of a kind of block."""
    name = group.type if group.type not in ("", "group") else "block"
    if group.kind == "model":  # its type is a class of the framework
        name = (group.title or group.name.rsplit("/", 1)[-1]).partition("#")[0]
    return words.spoken(name.replace("_", " "))


def _stub(name: str, tensor: Tensor | None) -> Layer:
    return Layer(name, "other", "stub", (tensor,) if tensor else (), attrs=frozen({"stub": True}))


def _shape(tensor: Tensor | None) -> str:
    return words.shape(tensor)


def beside(draft: Draft, blocks: Sequence[tuple[tuple[str, ...], Draft]], style: Style) -> Draft:
    """Put blocks, each with the names of the boxes that it explains, at the right of a figure, in the middle of its height."""
    height = sum(block.placed.height for _, block in blocks) + BETWEEN * (len(blocks) - 1)
    rooms = [edges.room(label, style) for label in edges.labels(draft, style)]
    right = max([draft.placed.width, *(room.right for room in rooms)])
    left, top = right + GAP, (draft.placed.height - height) / 2
    zooms = []
    for names, block in blocks:
        zooms.append(Zoom(block.moved(left, top), names))
        top += block.placed.height + BETWEEN
    return replace(draft, zooms=tuple(zooms))


def lines(draft: Draft, blocked: Callable[[Link], bool]) -> list[Link]:
    """Give the dashed lines to each block from the first box it explains from where they cross nothing."""
    at = {
        str(layer.attrs.get("group")): box
        for layer, box in zip(draft.graph.layers, draft.placed.nodes, strict=True)
        if layer.attrs.get("closed")
    }
    found = []
    for zoom in draft.zooms:
        frame = _outline(zoom.draft)
        for box in (at[name] for name in zoom.boxes if name in at):
            pair = [
                Link(((box.right, box.top), (frame.left, frame.top)), (), head=False, kind="zoom"),
                Link(((box.right, box.bottom), (frame.left, frame.bottom)), (), head=False, kind="zoom"),
            ]
            if not any(map(blocked, pair)):
                found += pair
                break
    return found


def _outline(draft: Draft) -> Box:
    return max((box for parts in draft.placed.frames for box in parts), key=lambda box: box.width * box.height)


def blocked(line: Link, marks: Sequence[Mark]) -> bool:
    """Tell whether a straight line meets a box or a word that stands between its ends."""
    (x, y), (u, v) = line.points
    between = Box(x + 1, min(y, v), u - 1, max(y, v))
    rooms: list[Box] = []
    for mark in marks:
        if isinstance(mark, (Block, Frame)):
            rooms.append(mark.box)
        elif isinstance(mark, Label):
            rooms += [_room(each) for each in mark.lines]
    for room in rooms:
        if room.meets(between):
            low, high = max(room.left, x), min(room.right, u)
            ends = sorted(y + (v - y) * (at - x) / (u - x) for at in (low, high))
            if ends[0] < room.bottom and ends[1] > room.top:
                return True
    return False


def _room(line: Line) -> Box:
    """Give about the room of a line of text."""
    left = line.at[0] - {"start": 0.0, "middle": 0.5, "end": 1.0}[line.anchor] * line.width
    return Box(left - 1, line.at[1] - 7.5, left + line.width + 1, line.at[1] + 3)
