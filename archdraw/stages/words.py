"""What is written: sizes of layers, and the op with its kernel that leads from one to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from archdraw import text
from archdraw.graph import LINEAR, Layer
from archdraw.stages.chain import Stage

FULL: Mapping[str, str] = {
    "conv": "convolution", "deconv": "transposed conv", "dense": "dense", "upsample": "upsampling", "pad": "padding",
    "crop": "cropping", "reshape": "reshape", "norm": "norm", "activation": "activation", "output": "output",
    "multiply": "product", "subtract": "difference",
}  # fmt: skip
SHORT: Mapping[str, str] = {"convolution": "conv", "transposed conv": "deconv", "depthwise conv": "dw conv",
                            "separable conv": "sep conv", "global avg pool": "global avg", "global max pool": "global max",
                            "upsampling": "upsample", "activation": "act"}  # fmt: skip
FUNCTIONS = {"relu": "ReLU", "gelu": "GELU", "silu": "SiLU", "swish": "SiLU", "elu": "ELU", "selu": "SELU",
             "leakyrelu": "LeakyReLU", "leaky_relu": "LeakyReLU", "prelu": "PReLU", "relu6": "ReLU6"}  # fmt: skip


def size(stage: Stage) -> str:
    """Write the number and the size of the maps: ``6@28×28``; of a vector its length."""
    if stage.is_vector:
        return str(stage.count)
    return f"{stage.count}@{stage.height}" + ("" if stage.flat else f"×{stage.width}")


def op(stage: Stage, before: Stage, short: bool, activations: bool) -> tuple[str, ...]:
    """Say what leads from the stage before to this one: the op, then its settings."""
    layer = stage.layer
    lines = [verb(layer), settings(layer, stage, before)]
    if short:
        lines = [SHORT.get(lines[0], lines[0]), lines[1].replace("stride ", "s").replace("dilation ", "d")]
    if activations:
        lines.append(" + ".join(after(layer)))
    lines.extend(word(kept) for kept in stage.kept if kept.op in ("norm", "lambda", "rescale"))
    if activations:
        lines.extend(word(kept) for kept in stage.kept if kept.op == "activation")
    return tuple(text.tidy(line) for line in lines if line)


def on_the_way(layers: Sequence[Layer]) -> str:
    """Say in few words what layers on the way of a skip do: ``conv 1×1, s2``."""
    said = []
    for layer in layers:
        name, sizes = SHORT.get(verb(layer), verb(layer)), kernel(layer).replace("stride ", "s")
        said.append(f"{name} {sizes}" if sizes else word(layer) if layer.op == "norm" else name)
    return text.tidy(", ".join(said))


def verb(layer: Layer) -> str:
    """Name the op of a layer."""
    if layer.op == "pool":
        kind = {"max": "max", "average": "avg"}.get(str(layer.attrs.get("mode", "")), "")
        return " ".join(word for word in ("global" if layer.attrs.get("whole") else "", kind, "pool") if word)
    if layer.op == "conv":
        kind = "depthwise" if layer.attrs.get("depthwise") else "separable" if layer.attrs.get("separable") else ""
        return f"{kind} conv" if kind else FULL["conv"]
    if layer.op == "reshape" and layer.attrs.get("kind"):
        return str(layer.attrs["kind"])
    if layer.op in ("other", "lambda"):
        return layer.label or layer.type or layer.op
    return FULL.get(layer.op, layer.op)


def settings(layer: Layer, stage: Stage, before: Stage) -> str:
    """Write the kernel and the stride, or how many numbers become how many."""
    if layer.op == "dense" and stage.is_vector:
        taken = before.count * max(1, before.height) * max(1, before.width)
        return f"{taken} → {stage.count}"
    if layer.op == "upsample":
        factor = layer.attrs.get("factor")
        return f"×{_sizes(factor, once=True)}" if factor else ""
    return kernel(layer)


def kernel(layer: Layer) -> str:
    """Write the kernel, the stride and the dilation."""
    size, stride, dilation = (layer.attrs.get(key) for key in ("kernel", "stride", "dilation"))
    if not size:
        return ""
    if stride is None and layer.op == "pool":
        stride = size
    parts = [_sizes(size)]
    for word, value in (("stride", stride), ("dilation", dilation)):
        if value and set(_several(value)) != {1}:
            parts.append(f"{word} {_sizes(value, once=True)}")
    return ", ".join(parts)


def _several(value: Any) -> tuple[int, ...]:
    return tuple(value) if isinstance(value, (tuple, list)) else (value,)


def _sizes(value: Any, once: bool = False) -> str:
    sizes = _several(value)
    if once and len(set(sizes)) == 1:
        sizes = sizes[:1]
    return "×".join(map(str, sizes))


def window(layer: Layer) -> str:
    """Write the size of the kernel of a layer: ``3×3``; nothing where it has none."""
    size = layer.attrs.get("kernel")
    return _sizes(size) if size else ""


def after(layer: Layer) -> list[str]:
    """Name what is folded into a layer, and its own activation."""
    own = layer.attrs.get("activation")
    return [word(part) for part in layer.folded] + ([] if own in LINEAR else [_function(str(own))])


def word(layer: Layer) -> str:
    """Name a norm, an activation or another layer that keeps the shape."""
    if layer.op == "activation":
        return _function(str(layer.attrs.get("function") or layer.type))
    if layer.op == "norm":
        kind = str(layer.attrs.get("display", layer.attrs.get("kind", "")))
        return {"batch": "BN"}.get(kind, f"{kind} norm".strip())
    return layer.label or layer.type or layer.op


def _function(name: str) -> str:
    return FUNCTIONS.get(name.lower(), name)
