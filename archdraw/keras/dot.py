"""``model_to_dot`` with Keras's arguments, and what it gives."""

from __future__ import annotations

import os
from typing import Any

import graphviz

from archdraw import registry
from archdraw.api import simplified
from archdraw.keras.asking import direction_of, nested_in, refuse, tell
from archdraw.plan import Asked, plan
from archdraw.reading import InputShape, reading


class Dot(graphviz.Source):  # type: ignore[misc]  # graphviz has no types
    """The graph as Graphviz source, which shows itself in a notebook; the methods of pydot that people use work too."""

    def to_string(self) -> str:
        """Give the source."""
        return str(self.source)

    def create(self, prog: str = "dot", format: str = "ps") -> bytes:
        """Let Graphviz draw it; gives the bytes of the file."""
        made: bytes = self.pipe(format=format, engine=prog)
        return made

    def write(self, path: str | os.PathLike[str], prog: str = "dot", format: str = "raw") -> bool:
        """Write the source (``raw``), or what Graphviz makes of it, into a file."""
        from archdraw.output import save_atomically

        save_atomically(path, self.to_string().encode() if format == "raw" else self.create(prog, format))
        return True


def model_to_dot(
    model: Any,
    show_shapes: bool = False,
    show_dtype: bool = False,
    show_layer_names: bool = True,
    rankdir: str = "TB",
    expand_nested: bool = False,
    dpi: float = 200,
    subgraph: bool = False,
    show_layer_activations: bool = False,
    show_trainable: bool = False,
    splines: str = "ortho",
    *,
    input_shape: InputShape | None = None,
    **kwargs: Any,
) -> Dot:
    """Give a model as Graphviz source, as ``keras.utils.model_to_dot`` does: every call of every layer, none left out.

    What comes back is a `graphviz.Source`, with pydot's ``create``, ``write`` and ``to_string``. Raises ValueError, as Keras does.
    """
    refuse(model, kwargs, told=input_shape is not None)
    if subgraph:
        raise ValueError("Argument `subgraph` is not supported.")
    given = reading(model, input_shape=input_shape)
    how = plan(given, Asked("graph", passes="drop{ops=[],identities=false,padding=false}"))
    graph = simplified(given, how)
    tell(given.reading.graph)
    if not expand_nested:
        graph = registry.resolve("archdraw.layouts.graph.closing:close")(graph, nested_in(graph))
    text = registry.resolve("archdraw.writers.dot:write")(
        graph,
        how.style,
        direction=direction_of(rankdir),
        shown=registry.resolve("archdraw.writers.dot:Shown")(
            names=show_layer_names,
            shapes=show_shapes,
            dtypes=show_dtype,
            activations=show_layer_activations,
            frozen=show_trainable,
        ),
        graph_attr={"dpi": str(dpi), "splines": splines},
    )
    return Dot(text.decode(), filename=f"{given.reading.graph.name or 'model'}.gv")
