"""Convolutions, pools, padding and scaling: what works on places."""

from __future__ import annotations

from archdraw.readers.keras.classes.common import (
    Attrs,
    Translation,
    Translator,
    common,
    window,
)
from archdraw.readers.keras.values import Config


def _conv(config: Config) -> Translation:
    attrs = window(config, config.first("kernel_size", "filter_length"))
    attrs["filters"] = config.number(config.first("filters", "nb_filter"))
    attrs["bias"] = config.flag(config.first("use_bias", "bias"))
    groups = config.number_or("groups", 1)
    if groups != 1:
        attrs["groups"] = groups
    return "conv", common(config, attrs)


def _depthwise(config: Config) -> Translation:
    attrs = window(config, "kernel_size")
    attrs |= {"depthwise": True, "multiplier": config.number_or("depth_multiplier", 1), "bias": config.flag("use_bias")}
    return "conv", common(config, attrs)


def _separable(config: Config) -> Translation:
    attrs = window(config, "kernel_size")
    attrs |= {"separable": True, "multiplier": config.number_or("depth_multiplier", 1), "bias": config.flag("use_bias")}
    attrs["filters"] = config.number("filters")
    return "conv", common(config, attrs)


def _deconv(config: Config) -> Translation:
    attrs = window(config, "kernel_size")
    attrs |= {"filters": config.number("filters"), "bias": config.flag("use_bias")}
    attrs["output_padding"] = config.numbers_or("output_padding", least=0)
    return "deconv", common(config, attrs)


def _local(config: Config) -> Translation:
    op, attrs = _conv(config)
    return op, {**attrs, "local": True}


def _convolution2d(config: Config) -> Translation:
    """Translate the convolution of Keras 1."""
    if config.values.get("nb_row") is None:
        return _conv(config)
    kernel = [config.values.get(key) for key in ("kernel_dim1", "nb_row", "nb_col", "kernel_dim3")]
    renamed = {"kernel_size": [n for n in kernel if n is not None], "data_format": _ordering(config)}
    return _conv(Config(config.owner, {**config.values, **renamed}))


def _ordering(config: Config) -> str | None:
    return "channels_first" if config.word("dim_ordering") == "th" else None


def _pool(mode: str) -> Translator:
    def translate(config: Config) -> Translation:
        attrs = window(config, config.first("pool_size", "pool_length"))
        if config.values.get("strides") is None:
            attrs["stride"] = None
        return "pool", common(config, {"mode": mode, **attrs})

    return translate


def _whole(mode: str) -> Translator:
    def translate(config: Config) -> Translation:
        keep = config.flag("keepdims", default=False) or None
        return "pool", common(config, {"mode": mode, "whole": True, "keepdims": keep})

    return translate


def _adaptive(mode: str) -> Translator:
    def translate(config: Config) -> Translation:
        return "pool", common(config, {"mode": mode, "size": config.numbers("output_size")})

    return translate


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
        return op, common(config, {"amount": tuple(pairs)})

    return translate


def _upsample(config: Config) -> Translation:
    attrs: Attrs = {"factor": config.numbers(config.first("size", "length"))}
    attrs["interpolation"] = config.word("interpolation") or None
    return "upsample", common(config, attrs)


def _resized(config: Config) -> Translation:
    size = (config.number("height"), config.number("width"))
    return "upsample", common(config, {"size": size, "interpolation": config.word("interpolation") or None})


SPATIAL: dict[str, Translator] = {
    "CenterCrop": _resized,
    "RandomCrop": _resized,
    "Resizing": _resized,
    "LocallyConnected1D": _local,
    "LocallyConnected2D": _local,
    "DepthwiseConv1D": _depthwise,
    "DepthwiseConv2D": _depthwise,
    "Convolution1D": _conv,
    "Convolution2D": _convolution2d,
    "Convolution3D": _convolution2d,
    "Deconvolution2D": _deconv,
    "SeparableConvolution2D": _separable,
    **{f"Conv{n}D": _conv for n in (1, 2, 3)},
    **{f"Conv{n}DTranspose": _deconv for n in (1, 2, 3)},
    **{f"Convolution{n}DTranspose": _deconv for n in (1, 2, 3)},
    **{f"SeparableConv{n}D": _separable for n in (1, 2)},
    **{f"MaxPooling{n}D": _pool("max") for n in (1, 2, 3)},
    **{f"AveragePooling{n}D": _pool("average") for n in (1, 2, 3)},
    **{f"GlobalMaxPooling{n}D": _whole("max") for n in (1, 2, 3)},
    **{f"GlobalAveragePooling{n}D": _whole("average") for n in (1, 2, 3)},
    **{f"AdaptiveMaxPooling{n}D": _adaptive("max") for n in (1, 2, 3)},
    **{f"AdaptiveAveragePooling{n}D": _adaptive("average") for n in (1, 2, 3)},
    **{f"ZeroPadding{n}D": _around("pad", n) for n in (1, 2, 3)},
    **{f"Cropping{n}D": _around("crop", n) for n in (1, 2, 3)},
    **{f"UpSampling{n}D": _upsample for n in (1, 2, 3)},
}
