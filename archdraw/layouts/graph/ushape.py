"""Whether a network is a U: which skips run across it, how deep each layer lies, and what the arrows say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from math import prod

from archdraw.graph import MERGES, Edge, Graph, Group, Layer
from archdraw.layouts.graph import framing, words
from archdraw.layouts.graph.boxes import Shapes
from archdraw.records import dataclass
from archdraw.style import Style

FEW = 2
"""With fewer skips across it nobody calls it a U."""
DOWN, UP = 0.6, 1.6
"""A layer leads to another level if it leaves less than this share of the places, or more."""


@dataclass(frozen=True, slots=True)
class Fold:
    """A network seen as a U: the edges that run across it, by index, and the depth of each layer.

    Whole depths are levels, from 0 at the top; what leads from one to another lies between, inputs and outputs lie above.
    """

    rungs: tuple[int, ...]
    depths: Mapping[str, float]


def fold(graph: Graph, asked: bool) -> Fold | str:
    """See a network as a U, or say why it is none; ``asked`` if an author wants one, however far it is from a U-Net."""
    path = _longest(graph)
    depths, levels = _depths(graph, path)
    place = {name: n for n, name in enumerate(path)}
    at = graph.index()
    skips = [
        i for i, edge in enumerate(graph.edges)
        if edge.source in place and edge.target in place and place[edge.target] - place[edge.source] > 1
    ]  # fmt: skip

    def ends(i: int) -> tuple[int, int]:
        return place[graph.edges[i].source], place[graph.edges[i].target]

    def across(i: int) -> bool:
        one, two = ends(i)
        joins = at[path[two]].op in MERGES or bool(at[path[two]].attrs.get("closed"))
        return levels[one] == levels[two] < max(levels[one:two]) and (joins or asked)

    def along(i: int) -> bool:
        """Tell whether a skip copies something to where it is wanted at the lowest level, as no short skip does."""
        one, two = ends(i)
        copied = at[path[two]].op == "concat" or bool(at[path[two]].attrs.get("closed"))
        return levels[one] == levels[two] == max(levels) and copied

    rungs = sorted((i for i in skips if across(i)), key=ends)
    if rungs:
        rungs += _innermost([(*ends(i), i) for i in skips if along(i)])
    if asked and not rungs:
        rungs = _innermost([(*ends(i), i) for i in skips])
    if len(rungs) < (1 if asked else FEW):
        return "no skips lead across its lowest level"
    if not asked and 2 * levels[-1] > max(levels):
        return "it does not come up again"
    for one, two in pairwise(rungs):
        if not ends(one)[0] < ends(two)[0] < ends(two)[1] < ends(one)[1]:
            names = [f"'{graph.edges[i].source}' to '{graph.edges[i].target}'" for i in (one, two)]
            return f"the skips from {names[0]} and from {names[1]} do not lie in each other"
    return Fold(tuple(rungs), depths)


def _longest(graph: Graph) -> list[str]:
    """Give the path through as many layers as possible; what tells an image something, such as the time, is beside it."""
    best: dict[str, tuple[int, str]] = {}
    into, at = graph.predecessors_of(), graph.index()
    for layer in graph.layers:
        before = [(best[edge.source][0], edge.source) for edge in into[layer.name]]
        images = [pair for pair in before if _places(at[pair[1]])]
        before = images or before
        longest, source = max(before, key=lambda pair: pair[0], default=(0, ""))
        best[layer.name] = (longest + 1, source)
    path = [max(best, key=lambda name: best[name][0])] if best else []
    while path and best[path[-1]][1]:
        path.append(best[path[-1]][1])
    return path[::-1]


def _depths(graph: Graph, path: Sequence[str]) -> tuple[Mapping[str, float], list[int]]:
    """Give the depth of each layer, and the level behind each layer of the path."""
    at = graph.index()
    levels = [0]
    depths: dict[str, float] = dict.fromkeys(at, 0.0)
    for one, two in pairwise(path):
        step = _step(at[one], at[two])
        depths[two] = levels[-1] + step / 2
        levels.append(levels[-1] + step)
    top = min(levels, default=0)
    depths = {name: depth - top for name, depth in depths.items()}
    for names, op in ((path, "input"), (path[::-1], "output")):
        for name in names:
            if at[name].op != op:
                break
            depths[name] = -0.5
    into = graph.predecessors_of()
    for layer in graph.layers:  # what stands beside the path is as deep as what leads to it
        if layer.name not in set(path) and into[layer.name]:
            depths[layer.name] = max(depths[edge.source] for edge in into[layer.name])
    return depths, [level - top for level in levels]


def _step(before: Layer, layer: Layer) -> int:
    """Tell whether a layer leads a level down (1) or up (-1)."""
    places = _places(before), _places(layer)
    if places[0] and places[1]:
        share = places[1] / places[0]
        return 1 if share <= DOWN else -1 if share >= UP else 0
    strides = layer.attrs.get("stride", 1)
    strides = strides if isinstance(strides, (tuple, list)) else (strides,)
    wide = any(isinstance(stride, int) and stride > 1 for stride in strides)
    if layer.op == "pool":
        return 0 if layer.attrs.get("whole") else 1
    if layer.op == "conv":
        return int(wide)
    return -1 if layer.op == "upsample" or (layer.op == "deconv" and wide) else 0


def _places(layer: Layer) -> int:
    """Count the places of what a layer gives; 0 where they are not known or there are none."""
    sizes = layer.outputs[0].spatial if layer.outputs else ()
    known = [size for size in sizes if isinstance(size, int)]
    return prod(known) if known and len(known) == len(sizes) else 0


def _innermost(skips: list[tuple[int, int, int]]) -> list[int]:
    """Choose as many skips as possible of which each lies in the one before."""
    best: dict[tuple[int, int, int], list[int]] = {}
    for skip in sorted(skips, key=lambda skip: (skip[1] - skip[0], skip)):
        inner = [chain for one, chain in best.items() if skip[0] < one[0] and one[1] < skip[1]]
        best[skip] = [skip[2], *max(inner, key=len, default=[])]
    return max(best.values(), key=len, default=[])


def frames(graph: Graph) -> tuple[Group, ...]:
    """Choose the groups that get a frame in a U: of those found by a pattern, bands and rows show what they say."""
    return tuple(group for group in framing.chosen(graph) if group.kind != "pattern")


def low(shapes: Shapes, graph: Graph, style: Style) -> Shapes:
    """Make closed blocks with one line of text as low as the boxes beside them: a U is high enough."""
    sizes = dict(shapes.sizes)
    for layer in graph.layers:
        if layer.attrs.get("closed") and layer.attrs.get("repeat", 1) == 1 and len(shapes.rows[layer.name]) == 1:
            sizes[layer.name] = (sizes[layer.name][0], style.size("line_height_one"))
    return replace(shapes, sizes=sizes)


def said(graph: Graph, folded: Fold) -> Mapping[int, str]:
    """Give the words on the arrows of a U: what is copied across, and what flows at the bottom where it changes."""
    at = graph.index()
    found = {i: f"copy {shape}" for i in folded.rungs if (shape := _shape(at, graph.edges[i]))}
    deepest, told = max(folded.depths.values()), {_shape(at, graph.edges[i]) for i in folded.rungs} | {""}
    place = {layer.name: n for n, layer in enumerate(graph.layers)}
    for i, edge in sorted(enumerate(graph.edges), key=lambda pair: (place[pair[1].source], place[pair[1].target])):
        shape = _shape(at, edge)
        if folded.depths[edge.source] == deepest and i not in folded.rungs and shape not in told:
            found[i], told = shape, {shape, ""}
    return {i: shape for i, shape in found.items() if not graph.edges[i].label}


def _shape(at: Mapping[str, Layer], edge: Edge) -> str:
    outputs = at[edge.source].outputs
    return words.shape(outputs[edge.source_port]) if edge.source_port < len(outputs) else ""
