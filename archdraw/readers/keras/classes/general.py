"""Dense layers, norms, activations, merges, shapes, and layers without weights."""

from __future__ import annotations

from archdraw.readers.keras.classes.common import (
    NOTHING,
    OPAQUE,
    Attrs,
    Translation,
    Translator,
    axis,
    common,
    plain,
)
from archdraw.readers.keras.values import Config, function_of, shape_of


def _dense(config: Config) -> Translation:
    units = config.number(config.first("units", "output_dim"))
    bias = config.flag(config.first("use_bias", "bias"))
    return "dense", common(config, {"units": units, "bias": bias, "anywhere": True})


def _einsum(config: Config) -> Translation:
    shape = config.values.get("output_shape")
    shape = [shape] if isinstance(shape, int) else shape
    out = shape_of([None, *shape]) if isinstance(shape, list) else None
    if out is None or not config.word("equation"):
        raise config.wrong("output_shape", "the shape of an einsum")
    attrs: Attrs = {"equation": config.word("equation"), "out_shape": out, "bias_axes": config.word("bias_axes")}
    last = out[-1] if out else None
    return "dense", common(config, {**attrs, "units": last, "bias": bool(attrs["bias_axes"])})


def _norm(kind: str) -> Translator:
    def translate(config: Config) -> Translation:
        attrs: Attrs = {"kind": kind, "axis": axis(config)}
        attrs["scale"], attrs["center"] = config.flag("scale"), config.flag("center")
        if kind == "layer" and config.flag("rms_scaling", default=False):
            attrs |= {"kind": "rms", "scale": True}
        if kind == "group":
            groups = config.number_or("groups", 32, least=-1)
            attrs["kind"] = "instance" if groups == -1 else "group"
            attrs["groups"] = groups
        if kind == "rms":
            attrs["scale"] = True
        if kind == "batch" and config.flag("renorm", default=False):
            attrs["renorm"] = True
        return "norm", common(config, attrs)

    return translate


def _normalization(config: Config) -> Translation:
    """Translate Normalization; without an axis (Keras writes None, or no axes) one mean serves all."""
    one = config.values.get("axis", -1) in (None, [])
    attrs: Attrs = {"kind": "normalization", "given": config.values.get("mean") is not None}
    return "norm", common(config, {**attrs, "axis": () if one else axis(config)})


def _layer_scale(config: Config) -> Translation:
    """LayerScale of ConvNeXt: one factor per channel."""
    return "norm", {"kind": "layer", "scale": True, "center": False, "display": "scale"}


def _activation(config: Config) -> Translation:
    return "activation", {"function": function_of(config.values.get("activation")) or "linear"}


def _function(name: str) -> Translator:
    """Translate a class that is one function; its slope is kept."""

    def translate(config: Config) -> Translation:
        attrs: Attrs = {"function": name}
        slope = config.values.get(config.first("negative_slope", "alpha"))
        if isinstance(slope, (int, float)) and slope:
            attrs["alpha"] = slope
        top = config.values.get("max_value")
        if name == "relu" and isinstance(top, (int, float)) and top == 6:
            attrs["function"] = "relu6"
        if name == "relu" and "alpha" in attrs:
            attrs["function"] = "leaky_relu"
        return "activation", attrs

    return translate


def _prelu(config: Config) -> Translation:
    shared = config.values.get("shared_axes") or []
    if not isinstance(shared, list) or not all(isinstance(a, int) and a > 0 for a in shared):
        raise config.wrong("shared_axes", "a list of axes")
    axes = tuple(a - 1 for a in shared)
    return "activation", {"function": "prelu", "parameters": "element", "shared_axes": axes}


def _dropout(config: Config) -> Translation:
    rate = config.values.get(config.first("rate", "p", "stddev", "sigma"))
    return "dropout", {"rate": rate} if isinstance(rate, (int, float)) else {}


def _concat(config: Config) -> Translation:
    return "concat", {"axis": axis(config)}


def _dot(config: Config) -> Translation:
    axes = config.numbers("axes", least=-8)
    pair = (axes, axes) if isinstance(axes, int) else axes
    if len(pair) != 2 or 0 in pair:
        raise config.wrong("axes", "two axes behind the batch")
    return "matmul", {"axes": tuple(a - 1 if a > 0 else a for a in pair)}


def _scale(config: Config) -> Translation:
    """CustomScaleLayer of Inception-ResNet: the first input plus the second times a constant."""
    return "add", {}


def _merge(config: Config) -> Translation:
    """Translate Keras 1's Merge."""
    mode = config.word("mode", "sum")
    if mode == "concat":
        return "concat", {"axis": axis(Config(config.owner, {"axis": config.values.get("concat_axis")}))}
    return {"sum": "add", "mul": "multiply", "ave": "average", "max": "average"}.get(mode, "other"), {}


def _flatten(config: Config) -> Translation:
    return "reshape", {"kind": "flatten"}


def _reshape(config: Config) -> Translation:
    shape = shape_of([None, *target]) if isinstance(target := config.values.get("target_shape"), list) else None
    if shape is None and isinstance(target, list) and all(isinstance(n, int) and n >= -1 for n in target):
        shape = tuple(target)
    if shape is None or any(size is None for size in shape):
        raise config.wrong("target_shape", "a list of sizes")
    return "reshape", {"shape": shape}


def _permute(config: Config) -> Translation:
    dims = config.numbers("dims")
    return "reshape", {"kind": "permute", "order": (dims,) if isinstance(dims, int) else dims}


def _repeat(config: Config) -> Translation:
    return "reshape", {"kind": "repeat", "count": config.number("n")}


def _lambda(config: Config) -> Translation:
    """Translate a Lambda: its code is never looked at, so its work is not known, but it has no weights."""
    shape = config.values.get("output_shape")
    attrs: Attrs = {"params": 0, "macs": None}
    known = shape_of([None, *shape]) if isinstance(shape, list) else None
    return "lambda", attrs if known is None else {**attrs, "shape": known}


AUGMENTATIONS = (
    *(
        "AugMix",
        "AutoContrast",
        "ContrastLimitedAdaptiveHistogramEqualization",
        "CutMix",
        "Equalization",
        "MaxNumBoundingBoxes",
        "MixUp",
    ),
    *("RandAugment", "RandomBrightness", "RandomColorDegeneration", "RandomColorJitter", "RandomContrast"),
    *("RandomElasticTransform", "RandomErasing", "RandomFlip", "RandomGaussianBlur", "RandomGrayscale"),
    *("RandomHue", "RandomInvert", "RandomPerspective", "RandomPosterization", "RandomRotation"),
    *("RandomSaturation", "RandomSharpness", "RandomShear", "RandomTranslation", "RandomZoom"),
    "Solarization",
)


PREPARATIONS = (
    *("CategoryEncoding", "Discretization", "HashedCrossing", "Hashing", "IntegerLookup", "StringLookup"),
    *("TextVectorization", "MelSpectrogram", "STFTSpectrogram"),
)

GENERAL: dict[str, Translator] = {
    "InputLayer": plain("input"),
    "Activation": _activation,
    "ActivityRegularization": plain("dropout"),
    "Add": plain("add"),
    "AlphaDropout": _dropout,
    "Average": plain("average"),
    "BatchNormalization": _norm("batch"),
    "SyncBatchNormalization": _norm("batch"),
    "BatchNormalizationV1": _norm("batch"),
    "BatchNormalizationV2": _norm("batch"),
    "Concatenate": _concat,
    "EinsumDense": _einsum,
    "CustomScaleLayer": _scale,
    "Dense": _dense,
    "Dot": _dot,
    "Dropout": _dropout,
    "ELU": _function("elu"),
    "Flatten": _flatten,
    "GaussianDropout": _dropout,
    "GaussianNoise": _dropout,
    "GroupNormalization": _norm("group"),
    "Identity": NOTHING,
    "Lambda": _lambda,
    "LayerNormalization": _norm("layer"),
    "LayerScale": _layer_scale,
    "LeakyReLU": _function("leaky_relu"),
    "Masking": plain("mask"),
    "Maximum": plain("average", function="max"),
    "Merge": _merge,
    "Minimum": plain("average", function="min"),
    "Multiply": plain("multiply"),
    "Normalization": _normalization,
    "PReLU": _prelu,
    "Permute": _permute,
    "RMSNormalization": _norm("rms"),
    "ReLU": _function("relu"),
    "RepeatVector": _repeat,
    "Rescaling": plain("rescale"),
    "Reshape": _reshape,
    "Softmax": _function("softmax"),
    "Subtract": plain("subtract"),
    "ThresholdedReLU": _function("thresholded_relu"),
    "UnitNormalization": _norm("unit"),
    **{f"SpatialDropout{n}D": _dropout for n in (1, 2, 3)},
    "Pipeline": NOTHING,
    **dict.fromkeys(AUGMENTATIONS, NOTHING),
    **dict.fromkeys(PREPARATIONS, OPAQUE),
}
