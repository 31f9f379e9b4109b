"""The renderers: named recipes of a layout, its options, its default passes and style, and what it can show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from archdraw.errors import LayoutError
from archdraw.graph import MERGES, Graph
from archdraw.records import dataclass


@dataclass(frozen=True, slots=True)
class Renderer:
    """One way to draw a graph.

    ``layout`` (``(graph, style, options) -> Diagram``) and ``options`` (a frozen dataclass whose fields carry ``help`` and ``choices``)
    are ``"module:attribute"`` or the things themselves. ``ops`` are those it can show, empty = all; ``chain`` says that it shows only
    layers in a row, ``pictures`` that it draws those of inputs; ``instead`` is a renderer that shows what this one cannot.
    """

    name: str
    summary: str
    layout: str | Callable[..., Any]
    options: str | type[Any] = "archdraw.renderers:NoOptions"
    passes: str = ""
    style: str = "paper"
    ops: frozenset[str] = frozenset()
    chain: bool = False
    pictures: bool = False
    instead: str = "graph"

    def check(self, graph: Graph) -> None:
        """Raise a LayoutError, which names the layer and a renderer that can, if this one cannot show the graph."""
        hint = f"try the renderer '{self.instead}'"
        for layer in graph.layers:
            if self.ops and layer.op not in self.ops:
                raise LayoutError(
                    f"the renderer '{self.name}' cannot show '{layer.name}', a layer of op {layer.op}", hint
                )
        if self.chain:
            for edges, ways in ((graph.predecessors_of(), "inputs"), (graph.successors_of(), "readers")):
                many = next((name for name, ends in edges.items() if len(ends) > 1), None)
                if many is not None:
                    count = len(edges[many])
                    message = f"the renderer '{self.name}' draws layers in a row, but '{many}' has {count} {ways}"
                    raise LayoutError(message, hint)


@dataclass(frozen=True, slots=True)
class NoOptions:
    """The options of a renderer that has none."""


GRAPH = Renderer(
    "graph",
    "any network as boxes and arrows, from the input down",
    layout="archdraw.layouts.graph:layout",
    options="archdraw.layouts.graph:Options",
    passes="drop,fold,group,collapse,outputs",
)

FCNN = Renderer(
    "fcnn",
    "a fully connected network neuron by neuron, with weights as colour and width",
    layout="archdraw.layouts.fcnn:layout",
    options="archdraw.layouts.fcnn:Options",
    passes="drop,fold",
    ops=frozenset({"input", "output", "dense", "reshape", "norm", "activation", "dropout", "rescale"}),
    chain=True,
)

BLOCKS = Renderer(
    "blocks",
    "the figure of a paper: what layers are, blocks in frames, residual arrows that hug them",
    layout="archdraw.layouts.graph:blocks",
    options="archdraw.layouts.graph:BlocksOptions",
    passes="drop,fold,group,name,collapse,outputs,split",
)

TENSORS = frozenset(
    (
        *("input", "output", "conv", "deconv", "pool", "dense", "norm", "activation", "dropout", "reshape", "pad"),
        *("crop", "upsample", "rescale", "mask", "lambda", "other", *MERGES),
    )
)
"""The ops that figures to scale can show."""

LENET = Renderer(
    "lenet",
    pictures=True,
    summary="convolutions as stacks of feature maps, with windows on them, as in LeNet's paper",
    layout="archdraw.layouts.lenet:layout",
    options="archdraw.layouts.lenet:Options",
    passes="drop,fold{into=[conv,deconv,dense,pool,upsample]}",
    ops=TENSORS,
    instead="blocks",
)

ALEXNET = Renderer(
    "alexnet",
    "convolutions as glass boxes with the kernels in them, as in AlexNet's paper",
    layout="archdraw.layouts.alexnet:layout",
    options="archdraw.layouts.alexnet:Options",
    passes="drop,fold{into=[conv,deconv,dense,pool,upsample]}",
    ops=TENSORS,
    pictures=True,
    instead="blocks",
)

VOLUMES = Renderer(
    "volumes",
    "any network as blocks in space: heights and widths from the maps, thickness from the channels",
    layout="archdraw.layouts.volumes:layout",
    options="archdraw.layouts.volumes:Options",
    passes="drop,fold{into=[conv,deconv,dense,pool,upsample]},group,collapse{layers=3,single=1000}",
    pictures=True,
)
