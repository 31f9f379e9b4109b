"""Words for the layers and operations of frameworks whose class names are no words: ``GetItem`` is a slice."""

from __future__ import annotations

import re
from collections.abc import Mapping

from archdraw.graph import Layer

OPERATIONS: Mapping[str, str] = {
    "Abs": "Absolute", "Amax": "Max", "Amin": "Min", "ArgMax": "Arg max", "Argmax": "Arg max", "Argmin": "Arg min",
    "Argsort": "Arg sort", "ClipByValue": "Clip", "Cumprod": "Cumulative product", "Cumsum": "Cumulative sum",
    "DivideNoNan": "Divide", "Einsum": "Matrix product", "Expm1": "Exp − 1", "GetItem": "Slice",
    "Hstack": "Stack", "Isclose": "Is close", "Isfinite": "Is finite", "Isinf": "Is infinite", "Isnan": "Is NaN",
    "Log10": "Log₁₀", "Log1p": "Log(1 + x)", "Log2": "Log₂", "Logaddexp": "Log-add-exp", "Logsumexp": "Log-sum-exp",
    "Moveaxis": "Move axis", "NanToNum": "NaN to number", "Prod": "Product", "Rint": "Round", "Rsqrt": "1/√x", "Sqrt": "√x",
    "Square": "x²", "Std": "Standard deviation", "Swapaxes": "Swap axes", "TopK": "Top k", "Tril": "Lower triangle",
    "Triu": "Upper triangle", "TrueDivide": "Divide", "Var": "Variance", "Vstack": "Stack",
}  # fmt: skip

CLASSES: Mapping[str, str] = {
    "SimpleRNN": "RNN", "CuDNNLSTM": "LSTM", "CuDNNGRU": "GRU", "ConvLSTM1D": "ConvLSTM", "ConvLSTM2D": "ConvLSTM",
    "ConvLSTM3D": "ConvLSTM", "SyncBatchNormalization": "Batch norm", "BatchNormalizationV1": "Batch norm",
    "BatchNormalizationV2": "Batch norm", "LayerScale": "Layer scale", "GaussianNoise": "Gaussian noise",
    "GaussianDropout": "Gaussian dropout", "AlphaDropout": "Alpha dropout", "ActivityRegularization": "Activity penalty",
    "SpatialDropout1D": "Spatial dropout", "SpatialDropout2D": "Spatial dropout", "SpatialDropout3D": "Spatial dropout",
    "LocallyConnected1D": "Local conv", "LocallyConnected2D": "Local conv", "Resizing": "Resize", "CenterCrop": "Center crop",
    "RepeatVector": "Repeat", "STFTSpectrogram": "STFT spectrogram", "Maximum": "Maximum", "Minimum": "Minimum",
    "Masking": "Mask", "Rescaling": "Rescale",
}  # fmt: skip

_WORDS = re.compile(r"(Random|Rand|Auto|Category|Hashed|Integer|String|Text|Mel|Max|Mix|Cut|Aug)([A-Z][a-z]+)+")
"""Names of layers of Keras that prepare data; the name of an author's own class stays as it is."""


def op_word(layer: Layer) -> str:
    """Give the word for an operation, or for a class that has one here; else nothing.

    >>> op_word(Layer("x", "slice", "GetItem", api="op")), op_word(Layer("x", "other", "SquaredDifference", api="op"))
    ('Slice', 'Squared difference')
    >>> op_word(Layer("x", "other", "RandomFlip")), op_word(Layer("x", "other", "SubResNet"))
    ('Random flip', '')
    """
    kind = str(layer.attrs.get("operation") or layer.type)
    if layer.api == "op":
        if layer.op in ("add", "subtract", "multiply", "concat", "matmul", "activation", "pool"):
            return ""
        return OPERATIONS.get(kind) or _spaced(kind)
    return CLASSES.get(kind) or (_spaced(kind) if _WORDS.fullmatch(kind) else "")


def _spaced(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize() if re.fullmatch(r"[A-Za-z]+", name) else name
