"""Write the graph as Mermaid text, which GitHub and other pages draw themselves; groups become frames.

Ids are synthetic and labels are escaped, so that they are text whatever they contain. What would be too much for Mermaid is folded.
"""

from __future__ import annotations

from archdraw.graph import Graph
from archdraw.style import Style


def write(graph: Graph, style: Style, *, direction: str = "down") -> bytes:
    """Give a flowchart in UTF-8; ``direction`` is where the data flows, ``down``, ``right`` or ``up``; ``auto`` is down.

    Warns with an ArchdrawNote where something was folded.
    """
    from warnings import warn

    from archdraw.errors import ArchdrawNote
    from archdraw.writers.mermaid.chart import chart
    from archdraw.writers.mermaid.folding import fitted

    text, notes = fitted(graph, lambda shown, notes: chart(shown, style, direction, notes))
    if notes:
        warn(f"Mermaid draws fewer than 500 edges: {', '.join(notes)}", ArchdrawNote, stacklevel=3)
    return text.encode()
