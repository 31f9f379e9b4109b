"""The table from Keras's layer classes to ops and neutral attributes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from archdraw.readers.keras.values import Config, class_of, clean, function_of, shape_of

Attrs = dict[str, Any]
Translation = tuple[str, Attrs]
Translator = Callable[[Config], Translation]


def _common(config: Config, attrs: Attrs) -> Attrs:
    """Add what many layers have, and leave out what is not said."""
    function = function_of(config.values.get("activation"))
    if function:
        attrs["activation"] = function
    if config.word("data_format") == "channels_first":
        attrs["data_format"] = "channels_first"
    return {key: value for key, value in attrs.items() if value is not None}


def _window(config: Config, kernel: str) -> Attrs:
    """Give kernel, stride, padding and dilation."""
    return {
        "kernel": config.numbers(kernel),
        "stride": config.numbers_or(config.first("strides", "subsample")),
        "padding": config.word(config.first("padding", "border_mode"), "valid"),
        "dilation": config.numbers_or("dilation_rate"),
    }


def _conv(config: Config) -> Translation:
    attrs = _window(config, config.first("kernel_size", "filter_length"))
    attrs["filters"] = config.number(config.first("filters", "nb_filter"))
    attrs["bias"] = config.flag(config.first("use_bias", "bias"))
    groups = config.number_or("groups", 1)
    if groups != 1:
        attrs["groups"] = groups
    return "conv", _common(config, attrs)


def _depthwise(config: Config) -> Translation:
    attrs = _window(config, "kernel_size")
    attrs |= {"depthwise": True, "multiplier": config.number_or("depth_multiplier", 1), "bias": config.flag("use_bias")}
    return "conv", _common(config, attrs)


def _separable(config: Config) -> Translation:
    attrs = _window(config, "kernel_size")
    attrs |= {"separable": True, "multiplier": config.number_or("depth_multiplier", 1), "bias": config.flag("use_bias")}
    attrs["filters"] = config.number("filters")
    return "conv", _common(config, attrs)


def _deconv(config: Config) -> Translation:
    attrs = _window(config, "kernel_size")
    attrs |= {"filters": config.number("filters"), "bias": config.flag("use_bias")}
    attrs["output_padding"] = config.numbers_or("output_padding", least=0)
    return "deconv", _common(config, attrs)


def _pool(mode: str) -> Translator:
    def translate(config: Config) -> Translation:
        attrs = _window(config, config.first("pool_size", "pool_length"))
        if config.values.get("strides") is None:
            attrs["stride"] = None
        return "pool", _common(config, {"mode": mode, **attrs})

    return translate


def _whole(mode: str) -> Translator:
    def translate(config: Config) -> Translation:
        keep = config.flag("keepdims", default=False) or None
        return "pool", _common(config, {"mode": mode, "whole": True, "keepdims": keep})

    return translate


def _adaptive(mode: str) -> Translator:
    def translate(config: Config) -> Translation:
        return "pool", _common(config, {"mode": mode, "size": config.numbers("output_size")})

    return translate


def _dense(config: Config) -> Translation:
    units = config.number(config.first("units", "output_dim"))
    bias = config.flag(config.first("use_bias", "bias"))
    return "dense", _common(config, {"units": units, "bias": bias, "anywhere": True})


def _embedding(config: Config) -> Translation:
    return "embedding", _common(
        config, {"vocabulary": config.number("input_dim"), "width": config.number("output_dim")}
    )


def axis(config: Config, default: int = -1) -> int | tuple[int, ...]:
    """Give the axis of a norm or a concatenation, the batch left out: Keras counts the batch as 0."""
    value = config.values.get("axis")
    values = value if isinstance(value, list) else [default if value is None else value]
    if not values or not all(isinstance(a, int) and not isinstance(a, bool) and a != 0 for a in values):
        raise config.wrong("axis", "an axis behind the batch")
    moved = tuple(a - 1 if a > 0 else a for a in values)
    return moved if len(moved) > 1 else moved[0]


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
        if kind == "normalization":
            attrs = {"kind": kind, "given": config.values.get("mean") is not None}
            attrs["axis"] = () if config.values.get("axis", -1) is None else axis(config)
        return "norm", _common(config, attrs)

    return translate


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


def _plain(op: str, **attrs: Any) -> Translator:
    def translate(config: Config) -> Translation:
        return op, dict(attrs)

    return translate


def _concat(config: Config) -> Translation:
    return "concat", {"axis": axis(config)}


def _dot(config: Config) -> Translation:
    axes = config.numbers("axes", least=-8)
    pair = (axes, axes) if isinstance(axes, int) else axes
    if len(pair) != 2 or 0 in pair:
        raise config.wrong("axes", "two axes behind the batch")
    return "matmul", {"axes": tuple(a - 1 if a > 0 else a for a in pair)}


def _attention(config: Config) -> Translation:
    attrs: Attrs = {"heads": config.number("num_heads"), "head_dim": config.number("key_dim")}
    attrs |= {"value_dim": config.number_or("value_dim"), "bias": config.flag("use_bias")}
    attrs["out_dim"] = config.numbers_or("output_shape")
    along = config.numbers_or("attention_axes", least=-8)
    axes = (along,) if isinstance(along, int) else along
    if axes is not None and min(axes) > 0:
        attrs["axes"] = tuple(a - 1 for a in axes)
    if config.flag("use_gate", default=False):
        attrs["gate"] = True
    return "attention", _common(config, attrs)


def _grouped_attention(config: Config) -> Translation:
    attrs: Attrs = {"heads": config.number("num_query_heads"), "kv_heads": config.number("num_key_value_heads")}
    attrs |= {"head_dim": config.number("head_dim"), "bias": config.flag("use_bias")}
    return "attention", _common(config, attrs)


def _bare_attention(additive: bool) -> Translator:
    def translate(config: Config) -> Translation:
        scaled = config.flag("use_scale", default=additive)
        attrs: Attrs = {"project": False, "scale": ("channel" if additive else "scalar") if scaled else ""}
        attrs["score"] = config.word("score_mode", "dot")
        return "attention", attrs

    return translate


def _recurrent(cell: str) -> Translator:
    def translate(config: Config) -> Translation:
        attrs: Attrs = {"cell": cell, "units": config.number(config.first("units", "output_dim"))}
        attrs["sequences"] = config.flag("return_sequences", default=False)
        attrs["state"] = config.flag("return_state", default=False)
        attrs["bias"] = config.flag("use_bias")
        if cell == "gru":
            attrs["reset_after"] = config.flag("reset_after", default=False)
        attrs = _common(config, attrs)
        if attrs.get("activation") == "tanh":
            del attrs["activation"]
        return "recurrent", attrs

    return translate


def _conv_lstm(config: Config) -> Translation:
    attrs = _window(config, "kernel_size")
    attrs |= {"cell": "convlstm", "units": config.number("filters"), "bias": config.flag("use_bias")}
    attrs["sequences"] = config.flag("return_sequences", default=False)
    attrs["state"] = config.flag("return_state", default=False)
    attrs = _common(config, attrs)
    if attrs.get("activation") == "tanh":
        del attrs["activation"]
    return "recurrent", attrs


_CELLS = {"LSTMCell": "lstm", "GRUCell": "gru", "SimpleRNNCell": "rnn"}


def _cells(config: Config) -> Translation:
    """Translate RNN(cell): a known cell is its layer, several are a stack; of another one nothing is known."""
    cell = config.inner("cell")
    inside = cell.get("config")
    cells = [cell]
    if class_of(cell) == "StackedRNNCells" and isinstance(inside, dict) and isinstance(inside.get("cells"), list):
        cells = inside["cells"]
    if not cells or not all(class_of(each) in _CELLS for each in cells):
        return "other", {"params": None, "keeps_shape": False}
    returns = {key: config.values.get(key) for key in ("return_sequences", "return_state")}
    stack = [
        _recurrent(_CELLS[class_of(each)])(Config(config.owner, {**Config("", each).inner("config"), **returns}))[1]
        for each in cells
    ]
    return "recurrent", stack[0] if len(stack) == 1 else {**stack[-1], "stack": tuple(stack)}


def _cudnn(cell: str) -> Translator:
    """Translate the cells for GPUs of Keras 2, which have two biases per gate."""

    def translate(config: Config) -> Translation:
        op, attrs = _recurrent(cell)(config)
        return op, {**attrs, "biases": 2, "bias": True}

    return translate


def _einsum(config: Config) -> Translation:
    shape = config.values.get("output_shape")
    shape = [shape] if isinstance(shape, int) else shape
    out = shape_of([None, *shape]) if isinstance(shape, list) else None
    if out is None or not config.word("equation"):
        raise config.wrong("output_shape", "the shape of an einsum")
    attrs: Attrs = {"equation": config.word("equation"), "out_shape": out, "bias_axes": config.word("bias_axes")}
    last = out[-1] if out else None
    return "dense", _common(config, {**attrs, "units": last, "bias": bool(attrs["bias_axes"])})


def _local(config: Config) -> Translation:
    op, attrs = _conv(config)
    return op, {**attrs, "local": True}


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


def _around(op: str, axes: int) -> Translator:
    """Translate padding and cropping: one number, one per axis, or (before, after) per axis."""
    key = "padding" if op == "pad" else "cropping"

    def translate(config: Config) -> Translation:
        value = config.values.get(key)
        value = [value] * axes if isinstance(value, int) else value
        pairs: list[tuple[int, int]] = []
        if not isinstance(value, list):
            raise config.wrong(key, "numbers for each axis")
        alone = axes == 1 and len(value) == 2 and all(isinstance(n, int) for n in value)
        for item in [value] if alone else value:
            pair = [item, item] if isinstance(item, int) else item
            if (
                not isinstance(pair, list)
                or len(pair) != 2
                or not all(isinstance(n, int) and 0 <= n < 10**9 for n in pair)
            ):
                raise config.wrong(key, "numbers for each axis")
            pairs.append((pair[0], pair[1]))
        return op, _common(config, {"amount": tuple(pairs)})

    return translate


def _upsample(config: Config) -> Translation:
    attrs: Attrs = {"factor": config.numbers(config.first("size", "length"))}
    attrs["interpolation"] = config.word("interpolation") or None
    return "upsample", _common(config, attrs)


def _resized(config: Config) -> Translation:
    size = (config.number("height"), config.number("width"))
    return "upsample", _common(config, {"size": size, "interpolation": config.word("interpolation") or None})


def _layer_scale(config: Config) -> Translation:
    """LayerScale of ConvNeXt: one factor per channel."""
    return "norm", {"kind": "layer", "scale": True, "center": False, "display": "scale"}


def _scale(config: Config) -> Translation:
    """CustomScaleLayer of Inception-ResNet: the first input plus the second times a constant."""
    return "add", {}


def _lambda(config: Config) -> Translation:
    """Translate a Lambda: its code is never looked at, so its work is not known, but it has no weights."""
    shape = config.values.get("output_shape")
    attrs: Attrs = {"params": 0, "macs": None}
    known = shape_of([None, *shape]) if isinstance(shape, list) else None
    return "lambda", attrs if known is None else {**attrs, "shape": known}


def _convolution2d(config: Config) -> Translation:
    """Translate the convolution of Keras 1."""
    if config.values.get("nb_row") is None:
        return _conv(config)
    kernel = [config.values.get(key) for key in ("kernel_dim1", "nb_row", "nb_col", "kernel_dim3")]
    renamed = {"kernel_size": [n for n in kernel if n is not None], "data_format": _ordering(config)}
    return _conv(Config(config.owner, {**config.values, **renamed}))


def _ordering(config: Config) -> str | None:
    return "channels_first" if config.word("dim_ordering") == "th" else None


def _merge(config: Config) -> Translation:
    """Translate Keras 1's Merge."""
    mode = config.word("mode", "sum")
    if mode == "concat":
        return "concat", {"axis": axis(Config(config.owner, {"axis": config.values.get("concat_axis")}))}
    return {"sum": "add", "mul": "multiply", "ave": "average", "max": "average"}.get(mode, "other"), {}


NOTHING = _plain("other", params=0)
"""A layer that keeps the shape and has no weights."""

OPAQUE = _plain("other", params=0, keeps_shape=False)
"""A layer without weights whose shape depends on more than the table knows."""

AUGMENTATIONS = (
    *("AugMix", "AutoContrast", "CutMix", "Equalization", "MaxNumBoundingBoxes", "MixUp", "Pipeline"),
    *("RandAugment", "RandomBrightness", "RandomColorDegeneration", "RandomColorJitter", "RandomContrast"),
    *("RandomElasticTransform", "RandomErasing", "RandomFlip", "RandomGaussianBlur", "RandomGrayscale"),
    *("RandomHue", "RandomInvert", "RandomPerspective", "RandomPosterization", "RandomRotation"),
    *("RandomSaturation", "RandomSharpness", "RandomShear", "RandomTranslation", "RandomZoom"),
    *("Solarization"),
)

PREPARATIONS = (
    *("CategoryEncoding", "Discretization", "HashedCrossing", "Hashing", "IntegerLookup", "StringLookup"),
    *("TextVectorization", "MelSpectrogram", "STFTSpectrogram"),
)

CLASSES: dict[str, Translator] = {
    "InputLayer": _plain("input"),
    "Activation": _activation,
    "ActivityRegularization": _plain("dropout"),
    "Add": _plain("add"),
    "AdditiveAttention": _bare_attention(additive=True),
    "AlphaDropout": _dropout,
    "Attention": _bare_attention(additive=False),
    "Average": _plain("average"),
    "BatchNormalization": _norm("batch"),
    "SyncBatchNormalization": _norm("batch"),
    "BatchNormalizationV1": _norm("batch"),
    "BatchNormalizationV2": _norm("batch"),
    "Concatenate": _concat,
    "CenterCrop": _resized,
    "RandomCrop": _resized,
    "Resizing": _resized,
    "CuDNNGRU": _cudnn("gru"),
    "CuDNNLSTM": _cudnn("lstm"),
    "LocallyConnected1D": _local,
    "LocallyConnected2D": _local,
    "EinsumDense": _einsum,
    "CustomScaleLayer": _scale,
    "Dense": _dense,
    "DepthwiseConv1D": _depthwise,
    "DepthwiseConv2D": _depthwise,
    "Dot": _dot,
    "Dropout": _dropout,
    "ELU": _function("elu"),
    "Embedding": _embedding,
    "ReversibleEmbedding": _embedding,
    "Flatten": _flatten,
    "GRU": _recurrent("gru"),
    "GaussianDropout": _dropout,
    "GaussianNoise": _dropout,
    "GroupNormalization": _norm("group"),
    "GroupQueryAttention": _grouped_attention,
    "GroupedQueryAttention": _grouped_attention,
    "Identity": NOTHING,
    "LSTM": _recurrent("lstm"),
    "Lambda": _lambda,
    "LayerNormalization": _norm("layer"),
    "LayerScale": _layer_scale,
    "LeakyReLU": _function("leaky_relu"),
    "Masking": _plain("mask"),
    "Maximum": _plain("average", function="max"),
    "Merge": _merge,
    "Minimum": _plain("average", function="min"),
    "MultiHeadAttention": _attention,
    "Multiply": _plain("multiply"),
    "Normalization": _norm("normalization"),
    "PReLU": _prelu,
    "Permute": _permute,
    "RMSNormalization": _norm("rms"),
    "RNN": _cells,
    "ReLU": _function("relu"),
    "RepeatVector": _repeat,
    "Rescaling": _plain("rescale"),
    "Reshape": _reshape,
    "SimpleRNN": _recurrent("rnn"),
    "Softmax": _function("softmax"),
    "Subtract": _plain("subtract"),
    "ThresholdedReLU": _function("thresholded_relu"),
    "UnitNormalization": _norm("unit"),
    "Convolution1D": _conv,
    "Convolution2D": _convolution2d,
    "Convolution3D": _convolution2d,
    "Deconvolution2D": _deconv,
    "SeparableConvolution2D": _separable,
    **{f"Conv{n}D": _conv for n in (1, 2, 3)},
    **{f"Conv{n}DTranspose": _deconv for n in (1, 2, 3)},
    **{f"Convolution{n}DTranspose": _deconv for n in (1, 2, 3)},
    **{f"SeparableConv{n}D": _separable for n in (1, 2)},
    **{f"ConvLSTM{n}D": _conv_lstm for n in (1, 2, 3)},
    **{f"MaxPooling{n}D": _pool("max") for n in (1, 2, 3)},
    **{f"AveragePooling{n}D": _pool("average") for n in (1, 2, 3)},
    **{f"GlobalMaxPooling{n}D": _whole("max") for n in (1, 2, 3)},
    **{f"GlobalAveragePooling{n}D": _whole("average") for n in (1, 2, 3)},
    **{f"AdaptiveMaxPooling{n}D": _adaptive("max") for n in (1, 2, 3)},
    **{f"AdaptiveAveragePooling{n}D": _adaptive("average") for n in (1, 2, 3)},
    **{f"SpatialDropout{n}D": _dropout for n in (1, 2, 3)},
    **{f"ZeroPadding{n}D": _around("pad", n) for n in (1, 2, 3)},
    **{f"Cropping{n}D": _around("crop", n) for n in (1, 2, 3)},
    **{f"UpSampling{n}D": _upsample for n in (1, 2, 3)},
    **dict.fromkeys(AUGMENTATIONS, NOTHING),
    **dict.fromkeys(PREPARATIONS, OPAQUE),
}


def translated(type_: str, config: Config) -> Translation | None:
    """Translate one layer; None if its class is not in the table.

    Wrappers are translated as what they wrap: ``Bidirectional`` doubles it, ``TimeDistributed`` applies it at each
    step, ``SpectralNormalization`` keeps one vector more.
    """
    name = type_.rsplit(">", 1)[-1]
    if name in ("Bidirectional", "TimeDistributed", "SpectralNormalization"):
        return _wrapped(name, config)
    translator = CLASSES.get(name)
    return translator(config) if translator else None


def _wrapped(wrapper: str, config: Config) -> Translation | None:
    inner = config.inner("layer")
    inside = inner.get("config")
    found = translated(clean(inner.get("class_name")), Config(config.owner, inside if isinstance(inside, dict) else {}))
    if found is None:
        return None
    op, attrs = found
    if wrapper == "Bidirectional":
        if op != "recurrent":
            return None
        mode = config.values.get("merge_mode", "concat")
        return op, {**attrs, "bidirectional": True, "merge": mode}
    if wrapper == "TimeDistributed":
        return op, {**attrs, "each_step": True}
    return op, {**attrs, "spectral": True}
