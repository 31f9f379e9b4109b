"""A pass with an option."""

from dataclasses import dataclass, replace
from typing import ClassVar


@dataclass(frozen=True)
class First:
    """Keep the first layers only."""

    name: ClassVar[str] = "first"
    count: int = 2

    def __call__(self, graph):
        """Cut the rest off."""
        kept = {layer.name for layer in graph.layers[: self.count]}
        return replace(
            graph,
            layers=graph.layers[: self.count],
            edges=tuple(edge for edge in graph.edges if {edge.source, edge.target} <= kept),
            outputs=tuple(port for port in graph.outputs if port.layer in kept),
        )
