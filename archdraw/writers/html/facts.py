"""What the page knows of the layers: facts as lines of text, and which drawn thing stands for which layer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from archdraw.graph import Graph, Group, Layer
from archdraw.scene import Arrow, Item, Scene, Strands
from archdraw.scene import Group as Things
from archdraw.text import clean
from archdraw.views import View, Views
from archdraw.words import shortened, spoken

LONGEST = 400
"""More signs than this no value of an attribute is shown with."""

Fact = dict[str, Any]


def told(views: Views) -> dict[str, Any]:
    """Give what the program of the page needs: ``facts``, each once, and for each view its marks and lines.

    ``marks`` are the numbers of facts, in the order in which the things that stand for layers are drawn; ``lines`` the
    pairs of names of each line that is drawn, in that order; ``frames`` are the facts of groups by their frames; ``levels`` say how
    the groups stand that views differ in. ``copies`` names the group that stands for what is in its copies.
    """
    facts: dict[str, int] = {}
    found: list[Fact] = []
    shown = []
    changing = _changing(views)
    for view in views.shown:
        known = _Known(view, views.graph)
        numbers: dict[str, list[int]] = {"marks": [], "frames": []}
        for kind, name, title in _named(view):
            fact = known.fact(name, title)
            numbers[kind].append(facts.setdefault(repr(fact), len(found)))
            if numbers[kind][-1] == len(found):
                found.append(fact)
        shown.append(
            {
                "title": clean(view.title),
                "chief": view.chief,
                **numbers,
                "lines": [[[clean(a), clean(b)] for a, b in line] for line in _lines(view.scene)],
                "levels": {clean(name): view.levels[name] for name in view.levels if name in changing},
            }
        )
    groups = {
        group.name: group for view in reversed(views.shown) for group in view.drawn.groups if group.name in changing
    }
    return {
        "facts": found,
        "views": shown,
        "groups": {clean(name): _called(group) for name, group in sorted(groups.items())},
        "copies": {clean(name): clean(group) for name, group in views.copies.items() if group in changing},
    }


def _changing(views: Views) -> set[str]:
    """Name the groups that do not stand alike in all views."""
    levels: dict[str, set[str]] = {}
    for view in views.shown:
        for name, level in view.levels.items():
            levels.setdefault(name, set()).add(level)
    return {name for name, some in levels.items() if len(some) > 1}


def _called(group: Group) -> dict[str, Any]:
    """Give what a group is called on the page, and how many copies it stands for."""
    return {"title": shortened(clean(spoken(group.title or group.type or group.name))), "repeat": group.repeat}


def _named(view: View) -> Iterator[tuple[str, str, str]]:
    """Go through what stands for a layer or is the frame of a group, as it is drawn: which of both, whose, and its title."""
    known = {f"group-{group.name}": group.name for group in view.drawn.groups}
    for things in _things(view.scene.items):
        if things.kind == "frame":
            yield "frames", known.get(things.id, ""), things.title
        elif things.layer:
            yield "marks", things.layer, things.title


def _things(items: tuple[Item, ...]) -> Iterator[Things]:
    """Go through all groups of things, the outer before the inner."""
    for item in items:
        if isinstance(item, Things):
            yield item
            yield from _things(item.items)


def _lines(scene: Scene) -> Iterator[tuple[tuple[str, str], ...]]:
    """Go through the edges of each line, as they are drawn."""
    for item in scene.flat():
        if isinstance(item, Arrow) or (isinstance(item, Strands) and item.edges):
            yield item.edges


class _Known:
    """The layers and groups that a view may show."""

    def __init__(self, view: View, graph: Graph) -> None:
        self._into = {**graph.predecessors_of(), **view.drawn.predecessors_of()}
        self._layers = {**graph.index(), **view.drawn.index()}
        self._groups = {group.name: group for group in view.drawn.groups}
        self._inside: dict[str, list[Layer]] = {}
        self._chains = view.drawn.ancestry()
        for layer in view.drawn.layers:
            for name in self._chains[layer.group]:
                self._inside.setdefault(name, []).append(layer)

    def fact(self, name: str, title: str) -> Fact:
        """Give the facts of what is drawn under a name; of what is none of the network's, its title."""
        shown = clean(name)
        if name in self._layers:
            layer = self._layers[name]
            kind = clean(layer.type or layer.op)
            groups = [clean(each) for each in self._chains.get(layer.group, ())]
            attrs = ((name.replace("_", " "), _value(value)) for name, value in layer.attrs.items())
            return {
                "name": shown,
                "kind": kind,
                "rows": _rows(self._of_layer(layer)),
                "attrs": _rows(attrs),
                "groups": groups,
            }
        if name in self._groups:
            group = self._groups[name]
            kind = clean(group.type or group.title)
            groups = [clean(each) for each in self._chains[name]]
            return {"name": shown, "kind": kind, "rows": _rows(self._of_group(group)), "groups": groups}
        return {"name": shown, "kind": "", "rows": _rows([("Shows", title)]), "groups": []}

    def _of_layer(self, layer: Layer) -> Iterator[tuple[str, str]]:
        yield "Label", layer.label
        yield "Group", layer.group
        for edge in self._into.get(layer.name, ()):
            source = self._layers[edge.source]
            shape = str(source.outputs[edge.source_port]) if edge.source_port < len(source.outputs) else "?"
            yield f"Input {edge.arg or edge.role}".strip(), f"{edge.source}: {shape}"
        for tensor in layer.outputs:
            yield "Output", f"{tensor}  ({tensor.dtype})"
        yield "Parameters", _params(layer)
        yield "Multiply-adds", _count(layer.macs)
        yield "Shares weights with", layer.weights_of
        for inner in layer.folded:
            yield "With", f"{inner.type or inner.op} ({inner.name})"
        yield "Note", layer.note
        yield "Written at", layer.origin.replace("\\", "/").rpartition("/")[2]  # a folder is nobody's business

    def _of_group(self, group: Group) -> Iterator[tuple[str, str]]:
        inside = self._inside.get(group.name, [])
        yield "Title", group.title
        yield "Copies", f"{group.repeat}" if group.repeat > 1 else ""
        yield "Layers", _count(len(inside))
        yield "Output", str(inside[-1].outputs[0]) if inside and inside[-1].outputs else ""
        every = [*inside, *group.hidden]
        of = " of all copies" if group.repeat > 1 else ""
        known = all(layer.params is not None for layer in every)
        total = sum(layer.params or 0 for layer in every if not layer.weights_of)
        yield f"Parameters{of}", _count(total if known else None)
        macs = [layer.macs for layer in every]
        yield f"Multiply-adds{of}", _count(None if None in macs else sum(each or 0 for each in macs))
        kinds = Counter(layer.type or layer.op for layer in inside)
        yield "Layers inside", ", ".join(f"{number} × {kind}" if number > 1 else kind for kind, number in kinds.items())
        yield "Note", group.note


def _rows(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Leave out what says nothing, and what no file may hold."""
    return [[clean(name), clean(value)] for name, value in pairs if value]


def _params(layer: Layer) -> str:
    if not layer.params or layer.trainable_params in (None, layer.params):
        return _count(layer.params)
    return f"{_count(layer.params)}, of which {_count(layer.trainable_params)} are trained"


def _count(number: int | None) -> str:
    return "?" if number is None else f"{number:,}"


def _value(value: object) -> str:
    """Give the value of an attribute as people write it; what is no plain value is left out."""
    if isinstance(value, bool):
        text = "yes" if value else "no"
    elif isinstance(value, (int, float, str)):
        text = str(value)
    elif isinstance(value, (tuple, list)):
        text = " × ".join(_value(part) for part in value)
        text = text if all(isinstance(part, (int, float, str)) for part in value) else f"({text})"
    elif isinstance(value, Mapping):
        text = ", ".join(f"{key}: {_value(part)}" for key, part in value.items())
    else:
        text = ""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"
