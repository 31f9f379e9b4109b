"""Which argument of a layer each edge brings: query, key and value of an attention, left and right of a product."""

from __future__ import annotations

from collections.abc import Sequence

from archdraw.graph import Edge, Layer

_WORDS = {"query": "Q", "key": "K", "value": "V"}
_ORDER = "QVK"
"""Frameworks take query, value and key in this order; the key is the value unless it is given."""
_PLACE = {"": 0, "Q": 0, "V": 1, "KV": 1, "K": 2}


def roles_of(layer: Layer, edges: Sequence[Edge]) -> dict[int, str]:
    """Give the letters of what an attention reads, by the place of the edge in the list; nothing for other layers.

    >>> mha = Layer("mha", "attention", "MultiHeadAttention")
    >>> roles_of(mha, [Edge("x", "mha", arg="query"), Edge("m", "mha", arg="value")])
    {0: 'Q', 1: 'KV'}
    """
    if layer.op != "attention":
        return {}
    found: dict[int, str] = {}
    data = [i for i, edge in enumerate(edges) if not edge.role]
    for place, i in enumerate(sorted(data, key=lambda i: edges[i].target_port)):
        arg = edges[i].arg
        found[i] = "KV" if arg == "memory" else _WORDS.get(arg, "") or _ORDER[min(place, 2)]
    said = "".join(found.values())
    if "K" not in said:
        return {i: "KV" if word == "V" else word for i, word in found.items()}
    return found


def in_order(layer: Layer, edges: Sequence[Edge]) -> list[Edge]:
    """Bring the edges of data in the order in which the rule of the op takes them."""
    roles = roles_of(layer, edges)
    data = [i for i, edge in enumerate(edges) if not edge.role]
    return [edges[i] for i in sorted(data, key=lambda i: (_PLACE[roles.get(i, "")], edges[i].target_port))]
