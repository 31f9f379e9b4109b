"""From a graph to the row of what is drawn: maps and vectors, each with what leads to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from archdraw.errors import LayoutError
from archdraw.graph import MERGES, Graph, Layer, Tensor
from archdraw.records import dataclass

HINT = "try the renderer 'blocks'"
KEEPING = ("norm", "activation", "dropout", "mask", "rescale", "lambda", "output")
UNSAID = ("dropout", "mask", "output")
"""Ops that are drawn with the layer before them where they leave its shape alone, and those of them that change no number."""
Edges = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """One thing that is drawn: ``count`` maps of ``height`` × ``width``, or a vector of ``count`` (both sizes are 0).

    ``flat`` maps are those of one dimension. ``edges`` lead here from the stage before, by way of ``skipped`` layers that only flatten;
    ``kept`` are the layers behind this one that leave its shape alone. ``skips`` come from further back, each from a stage, by number;
    ``projections`` are for each of them the layers on its way, mostly none. ``groups`` are what styles may call the groups that it stands in, innermost first.
    """

    layer: Layer
    count: int
    height: int = 0
    width: int = 0
    flat: bool = False
    edges: Edges = ()
    kept: tuple[Layer, ...] = ()
    skips: tuple[tuple[int, tuple[str, str]], ...] = ()
    groups: tuple[str, ...] = ()
    projections: tuple[tuple[Layer, ...], ...] = ()

    @property
    def is_vector(self) -> bool:
        """Tell whether this has no maps."""
        return not self.height


class Rows:
    """The stages of one row of layers after the other, all in ``found``, and in ``at`` the number of that which each layer is drawn with."""

    def __init__(self, graph: Graph, renderer: str, aside: Mapping[tuple[str, str], Aside]) -> None:
        self.renderer, self.aside = renderer, aside
        self.found: list[Stage] = []
        self.at: dict[str, int] = {}
        self.into, self.out, self.groups = graph.predecessors_of(), graph.successors_of(), graph.looks_of_groups()

    def row(self, order: Sequence[Layer], enters: Edges = ()) -> tuple[range, Edges]:
        """Add the stages of a row, to which these edges lead; give their numbers, and the edges behind the last one."""
        found, at = self.found, self.at
        first = len(found)
        names = {layer.name for layer in order}
        way = list(enters)  # the edges since the last stage
        for i, layer in enumerate(order):
            if i:
                way.append((order[i - 1].name, layer.name))
            at[layer.name] = max(first, len(found) - 1)
            if i and _joins(layer, order[i - 1], found[first:], not first):
                found[-1] = _with(found[-1], layer)
                continue
            nexts = self.out[layer.name]
            on = i + 1 < len(order) and order[i + 1].op == "dense"
            if on and (enters or len(found) > first) and _flattening(layer) and len(nexts) == 1:
                continue
            further = list(self.into[layer.name])
            if i:  # one edge from the layer before is the row itself
                further.remove(next(edge for edge in further if edge.source == order[i - 1].name))
            ways = [self.aside.get((edge.source, edge.target), Aside(edge.source, ())) for edge in further]
            ways = [each for each in ways if each.start in names]  # what comes from other rows is no skip
            skips = tuple((at[each.start], (each.start, layer.name)) for each in ways)
            at[layer.name] = len(found)
            made = _stage(layer, tuple(way), skips, self.renderer)
            found.append(
                replace(made, groups=self.groups.get(layer.group, ()), projections=tuple(each.layers for each in ways))
            )
            way = []
        return range(first, len(found)), tuple(way)


@dataclass(frozen=True, slots=True)
class Aside:
    """The way of a skip: the layer where it begins, and the layers on it."""

    start: str
    layers: tuple[Layer, ...]


def beside(graph: Graph) -> dict[tuple[str, str], Aside]:
    """Find the ways beside a chain that only fit a shape to a merge, by their last edge; one way into each merge is the chain."""
    into, out, index = graph.predecessors_of(), graph.successors_of(), graph.index()
    found: dict[tuple[str, str], Aside] = {}
    for merge in graph.layers:
        if merge.op not in MERGES or len(into[merge.name]) < 2:
            continue
        ways: list[tuple[tuple[str, str], Aside]] = []
        for edge in into[merge.name]:
            layers: list[Layer] = []
            name = edge.source
            while _fits(index[name]) and len(into[name]) == len(out[name]) == 1:
                layers.insert(0, index[name])
                name = into[name][0].source
            if layers and len(out[name]) > 1:
                ways.append(((edge.source, edge.target), Aside(name, tuple(layers))))
        if len(ways) == len(into[merge.name]):
            ways.remove(max(ways, key=lambda way: len(way[1].layers)))
        found.update(ways)
    return found


def _fits(layer: Layer) -> bool:
    """Tell whether a layer may stand on the way of a skip: it sees no neighbours, or only takes one of several."""
    if layer.op == "conv":
        kernel = layer.attrs.get("kernel")
        return set(kernel if isinstance(kernel, (tuple, list)) else (kernel,)) == {1}
    return layer.op in ("pool", "norm", "pad")


def _joins(layer: Layer, before: Layer, found: Sequence[Stage], main: bool) -> bool:
    """Tell whether a layer is drawn with the one before; what changes the numbers of an input is not, for nothing would say so."""
    if not found or layer.op not in KEEPING or not _same(layer, before):
        return False
    if len(found) == 1 and layer.op not in UNSAID and (main or found[0].layer.op == "input"):
        return False
    return not _flattening(before) or found[-1].layer is before


def in_a_row(graph: Graph, row: Sequence[Layer]) -> bool:
    """Tell whether layers are a chain as they stand, each fed by the one before and perhaps by earlier ones."""
    into = graph.predecessors_of()
    fed = {(edge.source, edge.target) for edge in graph.edges}
    alone = sum(not into[layer.name] for layer in row) == 1
    tied = all((one.name, two.name) in fed for one, two in pairwise(row))
    return alone and tied and all(len(into[layer.name]) < 2 or layer.op in MERGES for layer in row)


def _with(stage: Stage, layer: Layer) -> Stage:
    kept = stage.kept if layer.op == "output" else (*stage.kept, layer)
    return replace(stage, kept=kept)


def _flattening(layer: Layer) -> bool:
    """Tell whether a layer gives all numbers of its input as one vector."""
    return layer.op == "reshape" and len(layer.outputs) == 1 and layer.outputs[0].axes == "C"


def _same(one: Layer, two: Layer) -> bool:
    return [tensor.dims for tensor in one.outputs] == [tensor.dims for tensor in two.outputs]


def _stage(layer: Layer, edges: Edges, skips: tuple[tuple[int, tuple[str, str]], ...], renderer: str) -> Stage:
    if len(layer.outputs) != 1:
        raise _cannot(renderer, layer, f"it has {len(layer.outputs)} outputs")
    tensor = layer.outputs[0]
    axes = "".join(sorted(tensor.axes))
    if axes not in ("C", "CT", "CHW", "CH", "CW", "HW"):
        what = "volumes" if "D" in axes else f"the shape {tensor}"
        raise _cannot(renderer, layer, f"it puts out {what}, not maps or a vector")
    sizes = [_known(renderer, layer, tensor, size) for size in tensor.spatial]
    count = _known(renderer, layer, tensor, tensor.channels) if "C" in axes else 1
    if min([count, *sizes]) < 1:
        raise _cannot(renderer, layer, f"its shape is {tensor}")
    height, width = (sizes[0], sizes[1]) if len(sizes) == 2 else (sizes[0], 1) if sizes else (0, 0)
    return Stage(layer, count, height, width, len(sizes) == 1, edges, (), skips)


def _known(renderer: str, layer: Layer, tensor: Tensor, size: object) -> int:
    if isinstance(size, int):
        return size
    raise LayoutError(
        f"the renderer '{renderer}' draws sizes, but that of '{layer.name}' is {tensor}",
        "give the size of the input: --input-shape 224x224x3",
    )


def _cannot(renderer: str, layer: Layer, why: str) -> LayoutError:
    return LayoutError(f"the renderer '{renderer}' cannot show '{layer.name}': {why}", HINT)
