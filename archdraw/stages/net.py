"""From a graph to the rows of what is drawn: the longest way, then those beside it, and what ties them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace

from archdraw.errors import LayoutError
from archdraw.graph import Edge, Graph, Layer
from archdraw.records import dataclass
from archdraw.stages import chain
from archdraw.stages.chain import HINT, KEEPING, Edges, Stage
from archdraw.stages.ways import ways


@dataclass(frozen=True, slots=True)
class Tie:
    """What leads from one row to another, from stage to stage by number: to the first of its row (``enters``) or from the last of one."""

    start: int
    end: int
    edges: Edges
    enters: bool


@dataclass(frozen=True, slots=True)
class Net:
    """All that is drawn, row by row, the main one first; each row as the numbers of its stages."""

    stages: tuple[Stage, ...]
    rows: tuple[range, ...]
    ties: tuple[Tie, ...] = ()
    called: Mapping[int, str] = field(default_factory=dict)
    """What inputs and outputs are called, where there are several."""

    def row_of(self, i: int) -> int:
        """Give the row of a stage."""
        return next(r for r, row in enumerate(self.rows) if i in row)

    def before(self, i: int) -> int | None:
        """Give the stage that feeds this one: the one before in its row, or where its row leaves another; None at an input."""
        if all(row.start != i for row in self.rows):
            return i - 1
        return next((tie.start for tie in self.ties if tie.enters and tie.end == i), None)

    def ends(self, i: int) -> bool:
        """Tell whether nothing follows a stage."""
        return any(row[-1] == i for row in self.rows) and all(tie.start != i for tie in self.ties)

    def holds(self) -> dict[int, tuple[int, int]]:
        """Give the first and the last place of the main row to which each other row is tied, directly or by others."""
        found: dict[int, tuple[int, int]] = {}
        ties = [(self.row_of(tie.start), tie.start, self.row_of(tie.end), tie.end) for tie in self.ties]
        pairs = [*ties, *((q, end, r, start) for r, start, q, end in ties)]
        for _ in self.rows:
            for row, _, other, at in pairs:
                touched = found.get(other) if other else (at, at)
                if row and touched:
                    low, high = found.get(row, touched)
                    found[row] = (min(low, touched[0]), max(high, touched[1]))
        return found

    def spanned(self) -> set[int]:
        """Give the places of the main row where no row of the page may begin, because something leads across."""
        spans = [(start, i) for i in self.rows[0] for start, _ in self.stages[i].skips]
        return {at for low, high in [*spans, *self.holds().values()] for at in range(low + 1, high + 1)}

    def inside(self, part: range) -> tuple[range, ...]:
        """Give the rows of a stretch of the main row: that, and those that are tied to it alone."""
        held = self.holds()
        return (part, *(self.rows[r] for r in sorted(held) if held[r][0] in part and held[r][1] in part))


def net(graph: Graph, renderer: str, last: bool = False) -> Net:
    """List what is drawn; a LayoutError names a layer that this renderer cannot show.

    Of inputs that are alike the first begins the main row, or the ``last``: for those who draw other rows above it.
    """
    if not graph.layers:
        raise LayoutError(f"'{graph.name}' has no layers to draw")
    aside = chain.beside(graph)
    away = {layer.name for way in aside.values() for layer in way.layers}
    order = [layer for layer in graph.layers if layer.name not in away]
    made = chain.Rows(graph, renderer, aside)
    if chain.in_a_row(graph, order):
        made.row(order)
        return Net(tuple(made.found), (range(len(made.found)),))
    for edge in graph.edges:
        if edge.role:
            message = f"the renderer '{renderer}' draws data alone, but '{edge.target}' takes a {edge.role} too"
            raise LayoutError(message, HINT)
    kept = tuple(edge for edge in graph.edges if not {edge.source, edge.target} & away)
    found = ways(replace(graph, layers=tuple(order), edges=kept), _counts, last)
    whole = _tied(made, found.rows, found.beside, renderer)
    return replace(whole, called=_called(graph, made))


def _called(graph: Graph, made: chain.Rows) -> dict[int, str]:
    """Name inputs and outputs where there are several: by their own names, not by ones that nobody gave."""
    found: dict[int, str] = {}
    index = graph.index()
    for ports in (graph.inputs, graph.outputs):
        for port in ports if len(ports) > 1 else ():
            layer = index[port.layer]
            given = layer.name if layer.known("name") == "given" else ""
            name = layer.label or port.label or given
            if name and port.layer in made.at:
                found[made.at[port.layer]] = name
    return found


def _counts(layer: Layer) -> bool:
    return layer.op not in (*KEEPING, "reshape")


def _tied(made: chain.Rows, layers: Sequence[Sequence[Layer]], beside: Sequence[Edge], renderer: str) -> Net:
    """Make the stages of each row, and tie them by all edges from row to row."""
    home = {layer.name: r for r, row in enumerate(layers) for layer in row}
    across = [edge for edge in beside if home[edge.source] != home[edge.target]]
    heads = [row[0].name for row in layers]
    enters: dict[int, Edge] = {}
    for edge in across:
        if edge.target in heads:
            row = home[edge.target]
            if not row or row in enters:
                raise _tangled(renderer, edge)
            enters[row] = edge
    rows, tails = [], []
    for r, each in enumerate(layers):
        first = enters.get(r)
        numbers, tail = made.row(each, ((first.source, first.target),) if first else ())
        rows.append(numbers)
        tails.append(tail)
    ties = [
        Tie(made.at[edge.source], rows[r].start, made.found[rows[r].start].edges, True) for r, edge in enters.items()
    ]
    left: set[int] = set()
    for edge in across:
        if edge in enters.values():
            continue
        r, start, end = home[edge.source], made.at[edge.source], made.at[edge.target]
        if not r or start != rows[r][-1] or r in left:
            raise _tangled(renderer, edge)
        left.add(r)
        behind = tails[r][: next((k + 1 for k, pair in enumerate(tails[r]) if pair[1] == edge.source), 0)]
        ties.append(Tie(start, end, (*behind, (edge.source, edge.target)), False))
    whole = Net(tuple(made.found), tuple(rows), tuple(ties))
    for r, name in enumerate(heads):
        if r and r not in whole.holds():
            message = f"the renderer '{renderer}' draws one network, but '{name}' begins a second one"
            raise LayoutError(message, HINT)
    return whole


def _tangled(renderer: str, edge: Edge) -> LayoutError:
    message = (
        f"the renderer '{renderer}' draws ways beside the longest one as rows that begin and end once, "
        f"but one leads from '{edge.source}' to '{edge.target}'"
    )
    return LayoutError(message, "try the renderer 'blocks' or 'volumes'")
