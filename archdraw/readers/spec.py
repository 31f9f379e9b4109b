"""Read YAML specs."""

from __future__ import annotations

import re

from archdraw.graph import Dim
from archdraw.source import Reading, Source

_KEYS = r"(?:archdraw|title|inputs?|params|blocks|layers|outputs|source|diagram|style|figure)"
_KEY_LINE = re.compile(rf"^(?:{_KEYS}\s*:(?:\s|$)|[-?]\s+\w+\s*:\s)", re.MULTILINE)
_BINARY = (b"PK\x03\x04", b"\x89HDF", b"\x89PNG", b"%PDF", b"\xff\xd8\xff", b"\x1f\x8b", b"\x80")


def sniff(source: Source) -> bool:
    """Tell whether this is the text of a spec: by its ending, or by a key of a spec at the start of a line."""
    if source.head.startswith(_BINARY):
        return False
    if source.suffix in (".yaml", ".yml"):
        return True
    if b"\0" in source.head:
        return False
    return bool(_KEY_LINE.search(source.head.decode("utf-8-sig", "ignore")))


def read(source: Source, input_shapes: tuple[tuple[Dim, ...], ...] = ()) -> Reading:
    """Read a spec; raise SpecError with everything that is wrong in it, each at its line and column."""
    from archdraw.spec.build import build
    from archdraw.spec.tree import BYTES

    with source.open() as file:
        data = file.read(BYTES + 1)
    spec = build(data, source.name, source.stem, input_shapes)
    side = spec.side
    folder = source.path.parent if source.path is not None else None
    return Reading(spec.graph, side.diagram, side.style, side.figure, side.lines, folder, spec.overlay)
