"""What stands over each stage: its name as in LeNet's paper, its label, or its name in full."""

from __future__ import annotations

from archdraw import text
from archdraw.layouts.lenet.options import Options
from archdraw.stages.net import Net

LETTERS = {"conv": "C", "deconv": "D", "pool": "S", "dense": "F", "upsample": "U"}
"""How LeNet's paper numbers its layers: C1, S2 …; S is for subsampling."""


def names(net: Net, options: Options) -> list[str]:
    """Give what stands over each stage; those that share weights have one number."""
    found: list[str] = []
    starts, numbers, back = {row.start for row in net.rows[1:]}, dict[str, int](), 0
    inputs = 0
    for i, stage in enumerate(net.stages):
        layer = stage.layer
        inputs += i in starts and layer.op == "input"
        back = inputs if i in starts else back
        weights = layer.weights_of or layer.name
        if weights in numbers:  # a twin: it counts on from there
            back = i - numbers[weights]
        numbers[weights] = i - back
        end = net.ends(i) and stage.is_vector and i > 0
        numbered = f"{LETTERS[layer.op]}{i - back}" if layer.op in LETTERS else ""
        name = net.called.get(i, "") or (layer.label if layer.op != "other" else "")
        name = name or ("Input" if layer.op == "input" else "Output" if end else numbered)
        if options.names == "full":
            name = layer.label or layer.name
        found.append(text.tidy(name) if options.names != "none" and options.labels else "")
    return found
