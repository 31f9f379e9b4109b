"""The graph as text for people and as JSON for programs (schema version 1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from archdraw.graph import UNKNOWN_TENSOR, Edge, Graph, Layer, Tensor

VERSION = 1
"""The version of the JSON schema."""

_WIDTH = 100


def as_json(graph: Graph) -> dict[str, Any]:
    """Give the graph as a mapping of plain values, one entry for each call of a layer, in topological order.

    Shapes leave out the batch; an unknown size is None, a tensor of unknown rank has the shape None. ``params`` stand on
    every call, ``totals`` count shared weights once and MACs for every call.
    """
    params, trainable, macs, unknown = graph.totals()
    into = graph.predecessors_of()
    return {
        "version": VERSION,
        "name": graph.name,
        "inputs": [{"layer": port.layer, "port": port.port} for port in graph.inputs],
        "outputs": [{"layer": port.layer, "port": port.port} for port in graph.outputs],
        "totals": {
            "layers": len(graph.layers),
            "params": params,
            "trainable_params": trainable,
            "macs": macs,
            "unknown": list(unknown),
        },
        "groups": [
            {"name": group.name, "type": group.type, "parent": group.parent, "call_of": group.call_of or None}
            for group in graph.groups
        ],
        "layers": [_entry(layer, into[layer.name]) for layer in graph.layers],
        "warnings": list(graph.notes),
    }


def _entry(layer: Layer, into: Sequence[Edge]) -> dict[str, Any]:
    return {
        "name": layer.name,
        "op": layer.op,
        "type": layer.type,
        "api": layer.api,
        "group": layer.group,
        "inputs": [_source(edge) for edge in into],
        "outputs": [{"shape": _shape(tensor), "dtype": tensor.dtype} for tensor in layer.outputs],
        "params": layer.params,
        "trainable_params": layer.trainable_params,
        "macs": layer.macs,
        "shares_weights_with": layer.weights_of or None,
    }


def _source(edge: Edge) -> dict[str, Any]:
    source: dict[str, Any] = {"layer": edge.source, "port": edge.source_port}
    if edge.arg:
        source["arg"] = edge.arg
    if edge.role:
        source["role"] = edge.role
    return source


def _shape(tensor: Tensor) -> list[int | str | None] | None:
    return None if tensor.axes == UNKNOWN_TENSOR.axes else list(tensor.dims)


def as_text(graph: Graph, shown: Graph | None = None) -> str:
    """Give the graph as a table of 100 columns: groups indent what they hold, totals and warnings stand at the end.

    The rows are those of ``shown``, where it is given: the same network with some of its groups closed.
    """
    rows = [("layer", "type", "output shape", "params", "connected to"), *_rows(shown or graph)]
    widths = _widths(rows)
    params, trainable, macs, _ = graph.totals()
    uncounted = [layer.name for layer in graph.layers if layer.macs is None]
    work = f"{macs:,}" if macs or not uncounted else "?"
    rule = "─" * (sum(widths) + 2 * (len(widths) - 1))
    lines = [graph.title or graph.name, "", _line(rows[0], widths), rule]
    lines += [_line(row, widths) for row in rows[1:]]
    lines += [
        rule,
        f"layers         {len(graph.layers):,}",
        f"parameters     {params:,}{_without([layer.name for layer in graph.layers if layer.params is None])}",
        f"trainable      {trainable:,}",
        f"not trainable  {params - trainable:,}",
        f"multiply-adds  {work}{_without(uncounted)}",
    ]
    if graph.notes:
        lines += ["", *(f"warning: {note}" for note in graph.notes)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _without(unknown: Sequence[str]) -> str:
    """Say which layers a total leaves out, because nobody knows their share."""
    if not unknown:
        return ""
    text = f", without {_listed(unknown, 3)}"
    return text if len(text) <= 80 else f", without {len(unknown)} of unknown size"


_Row = tuple[str, str, str, str, str]


def _rows(graph: Graph) -> list[_Row]:
    """Make a row for each layer, and one in front of the layers of each group."""
    into = graph.predecessors_of()
    ancestry = graph.ancestry()
    titles = {group.name: group for group in graph.groups}
    rows: list[_Row] = []
    opened: tuple[str, ...] = ()
    for layer in graph.layers:
        chain = tuple(reversed(ancestry.get(layer.group, ())))
        same = next(
            (i for i, (a, b) in enumerate(zip(opened, chain, strict=False)) if a != b), min(len(opened), len(chain))
        )
        for depth in range(same, len(chain)):
            group = titles[chain[depth]]
            again = f"again {group.call_of}" if group.call_of else ""
            rows.append(("  " * depth + _own(group.name, group.parent), group.type, again, "", ""))
        opened = chain
        name = "  " * len(chain) + _own(layer.name, layer.group)
        shapes = ", ".join(str(tensor) for tensor in layer.outputs) or "?"
        count = "?" if layer.params is None else f"({layer.params:,})" if layer.weights_of else f"{layer.params:,}"
        rows.append((name, layer.type or layer.op, shapes, count, _listed([_end(e) for e in into[layer.name]])))
    return rows


def _own(name: str, group: str) -> str:
    """Leave out the group at the front of a full name."""
    return name[len(group) + 1 :] if group and name.startswith(f"{group}/") else name


def _end(edge: Edge) -> str:
    port = f"[{edge.source_port}]" if edge.source_port else ""
    arg = f"{edge.arg or edge.role}=" if edge.arg or edge.role else ""
    return f"{arg}{edge.source}{port}"


def _listed(names: Sequence[str], most: int = 8) -> str:
    rest = f", … {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + rest


def _widths(rows: Sequence[_Row]) -> list[int]:
    """Give each column what it needs, and cut the widest ones until all fit."""
    widths = [max(len(row[i]) for row in rows) for i in range(5)]
    least = (20, 12, 16, 8, 16)
    room = _WIDTH - 2 * (len(widths) - 1)
    while sum(widths) > room:
        spare = [width - small for width, small in zip(widths, least, strict=True)]
        widest = spare.index(max(spare))
        if spare[widest] <= 0:
            break
        widths[widest] -= min(spare[widest], sum(widths) - room, max(1, spare[widest] // 2))
    return widths


def _line(row: _Row, widths: Sequence[int]) -> str:
    cells = [cell if len(cell) <= width else cell[: width - 1] + "…" for cell, width in zip(row, widths, strict=True)]
    return "  ".join(
        cell.rjust(width) if i == 3 else cell.ljust(width)
        for i, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
