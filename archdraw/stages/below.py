"""What stands below the rows: the legend of the ops that are drawn, and the caption."""

from __future__ import annotations

from collections.abc import Sequence

from archdraw.diagram import Look
from archdraw.lettering import Entry
from archdraw.lettering import caption as caption
from archdraw.lettering import legend as legend
from archdraw.stages.chain import Stage

NAMES = {"deconv": "transposed conv", "upsample": "upsampling", "input": "input"}


def entries(stages: Sequence[Stage]) -> list[Entry]:
    """List the ops that are drawn, in the order of the data."""
    found = {stage.layer.op: Look(stage.layer.op) for stage in stages}
    return [(look, NAMES.get(op, op), "solid") for op, look in found.items()]
