"""What is written: names, sizes, ops with their kernels, and what the colours mean."""

from __future__ import annotations

from collections.abc import Sequence

from archdraw import text
from archdraw.diagram import Look
from archdraw.graph import Layer
from archdraw.layouts.alexnet.options import Options
from archdraw.layouts.alexnet.tensors import Tensor
from archdraw.lettering import Entry
from archdraw.stages import below, words
from archdraw.stages.net import Net

NUMBERED = {"conv": "conv", "deconv": "deconv", "dense": "fc"}
"""Layers with weights, which AlexNet's figure counts as one row: conv1 … conv5, fc6 …"""
BARE = {"add": "sum", "average": "mean", "upsample": "up"}
"""What has no weights, in short."""


def names(net: Net, options: Options) -> list[str]:
    """Give what stands under each tensor; a pool has the number of the layer before it, and what shares weights that of its twin."""
    found, number, counted, numbers = [], 0, 0, dict[str, int]()
    for i, stage in enumerate(net.stages):
        layer = stage.layer
        if layer.op in NUMBERED:
            own_weights = layer.weights_of or layer.name
            counted += own_weights not in numbers
            number = numbers.setdefault(own_weights, counted)
        numbered = {**NUMBERED, "pool": "pool"}.get(layer.op, "")
        name = f"{numbered}{number}" if numbered and number else numbered
        own = net.called.get(i, "") or (layer.label if layer.op != "other" else "")
        name = own or ("Input" if layer.op == "input" else name or BARE.get(layer.op, ""))
        if options.names == "full":
            name = layer.label or layer.name
        found.append(text.tidy(name) if options.names != "none" and options.labels else "")
    return found


def op(tensor: Tensor, before: Tensor, options: Options, short: bool) -> str:
    """Say what leads from the tensor before to this one: ``pool, conv 5×5, stride 2``."""
    if not (options.labels and options.ops):
        return ""
    layer, last = tensor.stage.layer, (tensor.pools[-1] if tensor.pools else before.stage)
    said = ["pool"] * bool(tensor.pools)
    told = "" if layer.op == "dense" else words.settings(layer, tensor.stage, last)
    verb = words.verb(layer)
    verb = words.SHORT.get(verb, verb) if short or layer.op == "conv" else verb
    said.append(f"{verb} {told}".strip())
    line = ", ".join(said)
    if short:
        line = line.replace("stride ", "s").replace("dilation ", "d")
    more = [words.word(kept) for kept in tensor.stage.kept if kept.op in ("norm", "lambda", "rescale")]
    if options.show_layer_activations:
        more = words.after(layer) + more
        more += [words.word(kept) for kept in tensor.stage.kept if kept.op == "activation"]
    return text.tidy(" + ".join([line, *more]))


def kernel(tensor: Tensor) -> str:
    """Write the size of the kernel that makes a tensor."""
    size = tensor.stage.layer.attrs.get("kernel")
    both = size if isinstance(size, (tuple, list)) else (size, size) if size else ()
    return "×".join(map(str, both))


def shape(tensor: Tensor) -> str:
    """Write the whole shape: ``13×13×256``."""
    stage = tensor.stage
    sizes = (stage.height, *(() if stage.flat else (stage.width,))) if not stage.is_vector else ()
    return "×".join(map(str, (*sizes, stage.count)))


def entries(tensors: Sequence[Tensor], kernels: bool) -> list[Entry]:
    """List what the colours mean, in the order of the data."""
    found: list[Entry] = []
    ops = dict.fromkeys(tensor.stage.layer.op for tensor in tensors)
    for name in ops:
        if name == "input":
            continue
        meaning = below.NAMES.get(name, name)
        own = {words.verb(t.stage.layer) for t in tensors if t.stage.layer.op == name}
        if name == "other" and len(own) == 1:
            (meaning,) = own
        if name == "conv":
            meaning = f"feature maps ({_common([t.stage.layer for t in tensors if t.stage.layer.op == name])})"
        found.append((Look(name), meaning, "solid"))
        if kernels and len(found) == 1:
            found.append((Look("conv"), "kernel and the cell it computes", "kernel"))
    return found


def _common(layers: Sequence[Layer]) -> str:
    """Name an op with what is done after it wherever it stands."""
    each = {tuple(words.after(layer)) for layer in layers}
    return " + ".join((layers[0].op, *(each.pop() if len(each) == 1 else ())))
