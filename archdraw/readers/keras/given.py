"""What a file says of shapes: where a tensor is used, and what a layer was built on."""

from __future__ import annotations

from archdraw.graph import Dim
from archdraw.readers.keras.flatten import Entry, Flat
from archdraw.readers.keras.values import shape_of
from archdraw.records import dataclass

Shape = tuple[Dim, ...]
Place = tuple[str, int]
"""An output: the name of an entry, and the number of its output."""


@dataclass(frozen=True, slots=True)
class Given:
    """Shapes and dtypes of outputs as the file says them, and how many outputs of each entry are used."""

    shapes: dict[Place, tuple[Shape, str]]
    ports: dict[str, int]


def given_by(flat: Flat) -> Given:
    """Gather what the file says; where a tensor is used counts more than what its user was built on."""
    used: dict[Place, tuple[Shape, str]] = {}
    built: dict[Place, tuple[Shape, str]] = {}
    ports: dict[str, int] = {}
    for entry in flat.entries:
        for source in entry.inputs:
            ports[source.entry] = max(ports.get(source.entry, 0), source.port + 1)
            if source.ref is not None and source.ref.dims is not None:
                used.setdefault((source.entry, source.port), (source.ref.dims, source.ref.dtype))
        if entry.number == 0 and not entry.weights_of:
            data = [source for source in entry.inputs if not source.role and not source.arg]
            for source, shape in zip(data, _built_on(entry, len(data)), strict=False):
                built.setdefault((source.entry, source.port), (shape, ""))
    for name, port in flat.ends:
        ports[name] = max(ports.get(name, 0), port + 1)
    return Given({**built, **used}, ports)


def _built_on(entry: Entry, count: int) -> list[Shape]:
    """Give the input shapes that a layer was built on, one for each input."""
    value = entry.member.built_on
    one = shape_of(value)
    if one is not None:
        return [one] if count == 1 else []
    if not isinstance(value, list) or len(value) != count:
        return []
    shapes = [shape_of(item) for item in value]
    return [shape for shape in shapes if shape is not None] if None not in shapes else []
