"""From a graph to the row of what is drawn: maps and vectors, each with what leads to it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import field, replace
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
    ``projections`` are the layers on the way of some of them, by the edge that such a skip stands for. ``groups`` are what styles may call the groups that it stands in, innermost first.
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
    projections: Mapping[tuple[str, str], tuple[Layer, ...]] = field(default_factory=dict)

    @property
    def is_vector(self) -> bool:
        """Tell whether this has no maps."""
        return not self.height


def stages(graph: Graph, renderer: str, projections: bool = False) -> list[Stage]:
    """List what is drawn; a LayoutError names a layer that this renderer cannot show.

    With ``projections`` a skip may have layers on its way that only fit its shape to the sum: 1×1 convolutions, poolings, norms.
    """
    found: list[Stage] = []
    way: list[tuple[str, str]] = []  # the edges since the last stage
    aside = beside(graph) if projections else {}
    away = {layer.name for way in aside.values() for layer in way.layers}
    order, out = _in_a_row(graph, renderer, away), graph.successors_of()
    at: dict[str, int] = {}
    into, groups = graph.predecessors_of(), graph.looks_of_groups()
    for i, layer in enumerate(order):
        if i:
            way.append((order[i - 1].name, layer.name))
        at[layer.name] = max(0, len(found) - 1)
        if _joins(layer, order[i - 1], found):
            found[-1] = _with(found[-1], layer)
            continue
        nexts = out[layer.name]
        if found and _flattening(layer) and len(nexts) == 1 and order[i + 1].op == "dense":
            continue
        further = list(into[layer.name])
        if i:  # one edge from the layer before is the chain itself
            further.remove(next(edge for edge in further if edge.source == order[i - 1].name))
        ways = [aside.get((edge.source, edge.target), Aside(edge.source, ())) for edge in further]
        skips = tuple((at[each.start], (each.start, layer.name)) for each in ways)
        fitted = {skip[1]: each.layers for skip, each in zip(skips, ways, strict=True) if each.layers}
        at[layer.name] = len(found)
        made = _stage(layer, tuple(way), skips, renderer)
        found.append(replace(made, groups=groups.get(layer.group, ()), projections=fitted))
        way = []
    return found


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


def _joins(layer: Layer, before: Layer, found: Sequence[Stage]) -> bool:
    """Tell whether a layer is drawn with the one before; what changes the numbers of an input is not, for nothing would say so."""
    if not found or layer.op not in KEEPING or not _same(layer, before):
        return False
    if len(found) == 1 and layer.op not in UNSAID:
        return False
    return not _flattening(before) or found[-1].layer is before


def _in_a_row(graph: Graph, renderer: str, away: Collection[str] = ()) -> list[Layer]:
    into = graph.predecessors_of()
    row = [layer for layer in graph.layers if layer.name not in away]
    starts = [layer for layer in row if not into[layer.name]]
    if not starts:
        raise LayoutError(f"'{graph.name}' has no layers to draw")
    if len(starts) > 1:
        message = f"the renderer '{renderer}' draws one chain of layers, but '{starts[1].name}' begins a second one"
        raise LayoutError(message, HINT)
    edges = {(edge.source, edge.target) for edge in graph.edges}
    for one, two in pairwise(row):
        if (one.name, two.name) not in edges:
            message = f"the renderer '{renderer}' draws one chain of layers, but '{two.name}' is on a way beside it"
            raise LayoutError(message, HINT)
        if len(into[two.name]) > 1 and two.op not in MERGES:
            message = (
                f"the renderer '{renderer}' draws layers in a row, but '{two.name}' has {len(into[two.name])} inputs"
            )
            raise LayoutError(message, HINT)
    return row


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
