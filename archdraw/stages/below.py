"""What stands below the rows: the legend of the ops that are drawn, and the caption."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archdraw import lettering
from archdraw.diagram import Key, Look
from archdraw.lettering import Entry
from archdraw.lettering import caption as caption
from archdraw.stages.chain import Stage
from archdraw.style import Style

NAMES = {"deconv": "transposed conv", "upsample": "upsampling", "input": "input"}


def entries(stages: Sequence[Stage]) -> list[Entry]:
    """List the ops that are drawn, in the order of the data."""
    found = {stage.layer.op: Look(stage.layer.op) for stage in stages}
    return [(look, NAMES.get(op, op), "solid") for op, look in found.items()]


def legend(entries: Sequence[Entry], top: float, middle: float, room: float, style: Style) -> tuple[list[Key], float]:
    """Set the entries in centred rows, one for all that look alike; give them and the bottom of the last."""
    return lettering.legend(list(_joined(entries, style)), top, middle, room, style)


def _joined(entries: Sequence[Entry], style: Style) -> Iterator[Entry]:
    """Name what looks alike by one entry."""
    alike: dict[object, list[Entry]] = {}
    for look, name, kind in entries:
        faces, pattern = style.faces(look), style.box(look).pattern
        looks = (faces.front.color, faces.stroke.color, pattern) if kind == "solid" else (kind, look.op)
        alike.setdefault(looks, []).append((look, name, kind))
    for (look, first, kind), *others in alike.values():
        yield look, ", ".join([first, *(name for _, name, _ in others)]), kind
