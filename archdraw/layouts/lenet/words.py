"""What stands over each stage: its name as in LeNet's paper, its label, or its name in full."""

from __future__ import annotations

from collections.abc import Sequence

from archdraw import text
from archdraw.layouts.lenet.options import Options
from archdraw.stages.chain import Stage

LETTERS = {"conv": "C", "deconv": "D", "pool": "S", "dense": "F", "upsample": "U"}
"""How LeNet's paper numbers its layers: C1, S2 …; S is for subsampling."""


def names(stages: Sequence[Stage], options: Options) -> list[str]:
    """Give what stands over each stage."""
    found: list[str] = []
    for i, stage in enumerate(stages):
        layer = stage.layer
        end = i == len(stages) - 1 and stage.is_vector and i > 0
        numbered = f"{LETTERS[layer.op]}{i}" if layer.op in LETTERS else ""
        name = layer.label if layer.op != "other" else ""
        name = name or ("Input" if layer.op == "input" else "Output" if end else numbered)
        if options.names == "full":
            name = layer.label or layer.name
        found.append(text.tidy(name) if options.names != "none" and options.labels else "")
    return found
