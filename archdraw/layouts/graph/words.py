"""How layers, functions and numbers are called in a figure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from archdraw.graph import Layer, Tensor
from archdraw.layouts.graph.opwords import op_word
from archdraw.ops.functions import FUNCTIONS as FUNCTIONS
from archdraw.ops.functions import function_name as function_name
from archdraw.words import spoken as spoken

KERAS_WORDS: Mapping[str, str] = {
    "BatchNormalization": "Batch norm", "LayerNormalization": "Layer norm", "GroupNormalization": "Group norm",
    "UnitNormalization": "Unit norm", "RMSNormalization": "RMS norm", "MultiHeadAttention": "Attention",
    "GroupedQueryAttention": "Attention", "InputLayer": "Input", "DepthwiseConv1D": "Depthwise",
    "DepthwiseConv2D": "Depthwise", "SeparableConv1D": "Separable", "SeparableConv2D": "Separable",
    "Conv1DTranspose": "Deconv1D", "Conv2DTranspose": "Deconv2D", "Conv3DTranspose": "Deconv3D",
}  # fmt: skip

PLAIN: Mapping[str, str] = {
    "input": "Input", "output": "Output", "add": "Add", "subtract": "Subtract", "multiply": "Multiply",
    "average": "Average", "concat": "Concat", "matmul": "Matrix product", "dropout": "Dropout", "flatten": "Flatten",
    "gap": "Global avg pool", "gmp": "Global max pool", "bn": "Batch norm", "layernorm": "Layer norm",
    "rmsnorm": "RMS norm", "groupnorm": "Group norm", "embedding": "Embedding", "position": "Position", "pad": "Pad",
    "crop": "Crop", "reshape": "Reshape", "permute": "Permute", "upsample": "Upsample", "token": "Token", "take": "Take",
    "split": "Split", "maxpool": "Max pool", "avgpool": "Avg pool", "conv": "Conv", "deconv": "Up-conv",
    "sepconv": "Separable conv", "dwconv": "Depthwise conv", "dense": "Dense", "lstm": "LSTM", "gru": "GRU", "rnn": "RNN",
    "attention": "Attention", "project": "Projection",
}  # fmt: skip


def count(value: int | None) -> str:
    """Write a number of weights exactly.

    >>> count(1234567), count(None), count(0)
    ('1,234,567', '?', '')
    """
    return "?" if value is None else f"{value:,}" if value else ""


def rounded(value: int | None, giga: str = "B") -> str:
    """Write a number of weights with three digits; ``giga`` is the sign for 10⁹, a billion of weights.

    >>> rounded(25557032), rounded(215808), rounded(640), rounded(8030261248)
    ('25.6 M', '216 k', '640', '8.03 B')
    """
    if value is None:
        return "?"
    size = float(value)
    for unit in ("", " k", " M", f" {giga}", " T"):
        if size < 999.5 or unit == " T":
            digits = 0 if not unit or size >= 99.95 else 1 if size >= 9.995 else 2
            return f"{size:.{digits}f}{unit}"
        size /= 1000
    raise AssertionError


def sizes(values: object) -> str:
    """Write a kernel: ``3×3``; one number for a sequence.

    >>> sizes((3, 3)), sizes(5)
    ('3×3', '5')
    """
    if isinstance(values, Sequence) and not isinstance(values, str):
        return "×".join(str(v) for v in values)
    return "" if values is None else str(values)


def step(letter: str, values: object) -> str:
    """Write a stride or a dilation, if it is not one: ``s2``, ``s2×1``.

    >>> step("s", (2, 2)), step("s", (2, 1)), step("d", (1, 1))
    ('s2', 's2×1', '')
    """
    items = list(values) if isinstance(values, Sequence) else [values]
    if not items or all(v in (1, None) for v in items):
        return ""
    return f"{letter}{items[0]}" if len(set(items)) == 1 else f"{letter}{sizes(items)}"


def shape(tensor: Tensor | None, dtype: bool = False, tight: bool = False) -> str:
    """Write a shape, perhaps with the type of its numbers; ``tight`` leaves out the spaces. What is not known is left out.

    >>> shape(Tensor((None, 64))), shape(Tensor(("T", 64)), tight=True)
    ('64', 'T×64')
    """
    if tensor is None:
        return ""
    sizes = ("×" if tight else " × ").join(grouped(size) for size in tensor.dims if size is not None)
    return f"{sizes} {tensor.dtype}".strip() if dtype else sizes


def grouped(size: int | str) -> str:
    """Write a size, from 10,000 on in groups of three digits.

    >>> grouped(1024), grouped(37000), grouped("S")
    ('1024', '37,000', 'S')
    """
    return f"{size:,}" if isinstance(size, int) and size >= 10_000 else str(size)


_NORMS = {"batch": "BN", "scale": "scale"}


def folded_words(layer: Layer, activations: bool = True) -> tuple[str, ...]:
    """Give the words of what is built or folded into a layer: ``("BN", "ReLU")``."""
    words: list[str] = []
    own = str(layer.attrs.get("activation") or "")
    if activations and own not in ("", "linear"):
        words.append(function_name(own, layer.attrs.get("alpha")))
    for inner in layer.folded:
        if inner.op == "norm":
            words.append(_NORMS.get(str(inner.attrs.get("display", inner.attrs.get("kind"))), word(inner)))
        elif inner.op == "activation":
            words.append(function_name(str(inner.attrs.get("function") or inner.type), inner.attrs.get("alpha")))
        else:
            words.append(word(inner))
    return tuple(words)


def word(layer: Layer) -> str:
    """Say what a layer is, shortly: ``Conv2D``, ``MaxPool``, ``Layer norm``."""
    kind = str(layer.attrs.get("operation") or layer.type or layer.op)
    if layer.op == "activation":
        return function_name(str(layer.attrs.get("function") or kind), layer.attrs.get("alpha"))
    if kind in KERAS_WORDS:
        return KERAS_WORDS[kind]
    if layer.op == "recurrent" and kind in ("Bidirectional", "RNN", "StackedRNNCells"):
        return PLAIN.get(str(layer.attrs.get("cell")), kind)
    if layer.op == "pool":
        return _pool(kind, layer.attrs)
    if kind in ("Embedding", "Dense", "Flatten", "Dropout"):
        return kind
    return PLAIN.get(kind, kind)


def plain_word(layer: Layer) -> str:
    """Say what a layer is in the words of papers, whatever its framework calls it: ``Conv``, ``Max pool``, ``Concat``."""
    attrs, kind = layer.attrs, layer.type
    if op_word(layer):
        return op_word(layer)
    if kind in PLAIN or layer.op in ("activation", "recurrent", "other", "lambda"):
        return word(layer)
    if layer.op == "pool":
        pooled = {"max": "Max pool", "average": "Avg pool"}.get(str(attrs.get("mode")), "Pool")
        return f"Global {pooled.lower()}" if attrs.get("whole") else pooled
    if layer.op == "reshape" and re.fullmatch(r"[A-Z][A-Za-z]+", kind):
        return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind).capitalize()
    if layer.op == "conv":
        return (
            "Depthwise conv"
            if attrs.get("depthwise") or _each_alone(attrs)
            else "Separable conv"
            if attrs.get("separable")
            else "Conv"
        )
    return PLAIN.get(layer.op, word(layer))


def begun(text: str) -> str:
    """Begin the words of a box with a capital, if they begin with a word.

    >>> begun("top 2"), begun("cosine similarity · exp(τ)"), begun("exp(x)"), begun("a · b")
    ('Top 2', 'Cosine similarity · exp(τ)', 'exp(x)', 'a · b')
    """
    return text[:1].upper() + text[1:] if re.match(r"[a-z]{2,}(?= |$)", text) else text


def _each_alone(attrs: Mapping[str, Any]) -> bool:
    """Tell whether each channel has a window of its own."""
    return attrs.get("groups", 1) not in (1, None) and attrs.get("groups") == attrs.get("filters")


def _pool(kind: str, attrs: Mapping[str, Any]) -> str:
    if kind in PLAIN:
        return PLAIN[kind]
    short = kind.replace("Pooling", "Pool").replace("Average", "Avg").replace("Global", "Global ")
    return short.removesuffix("1D").removesuffix("2D").removesuffix("3D")


def is_numbered(layer: Layer) -> bool:
    """Tell whether a framework chose the name: the word for the kind and a number, as in ``concatenate_3``."""
    return re.fullmatch(r"[a-z]+(_[a-z]+)*(_\d+)?", layer.name) is not None and layer.name.startswith(
        re.sub(r"(?<!^)(?=[A-Z])", "_", layer.type).lower()
    )


def is_named(layer: Layer) -> bool:
    """Tell whether a layer has a name that readers of the figure know.

    The names of a spec are for its own references; what stands in the figure is its ``label``.
    """
    return layer.known("name") == "given" and (layer.type not in PLAIN or layer.op in ("input", "output"))
