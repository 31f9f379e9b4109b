"""What Keras's layers that prepare data make of it: categories, words and sounds; they have rules of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from archdraw import ops
from archdraw.graph import Dim, Tensor
from archdraw.ops import Result
from archdraw.ops.sizes import add, count, over, shown
from archdraw.readers.keras.values import Config, dtype_of

Rule = Callable[[Config, Sequence[Tensor]], Result]


def _kind(config: Config) -> str:
    return config.word("output_mode", "int")


def _many(dims: Sequence[Dim], depth: int | None) -> tuple[Dim, ...]:
    """Count or mark, in a vector, which numbers of the last axis are there."""
    return (*dims[:-1], depth)


def _one(dims: Sequence[Dim], depth: int | None) -> tuple[Dim, ...]:
    """Make a vector of each number; a last axis of 1 goes."""
    return (*(dims[:-1] if dims and dims[-1] == 1 else dims), depth)


def _result(dims: Sequence[Dim], dtype: str) -> Result:
    return Result((Tensor(tuple(dims), dtype=dtype),))


def _encoding(config: Config, inputs: Sequence[Tensor]) -> Result:
    encode = _one if _kind(config) == "one_hot" else _many
    return _result(encode(inputs[0].dims, config.number_or("num_tokens")), dtype_of(config.values.get("dtype")))


def _discretization(config: Config, inputs: Sequence[Tensor]) -> Result:
    dims, kind = inputs[0].dims, _kind(config)
    if kind == "int":
        return _result(dims, "int32")
    borders = config.values.get("bin_boundaries")
    depth = len(borders) + 1 if isinstance(borders, list) else config.number_or("num_bins")
    # Keras puts all numbers along the first axis behind the batch together.
    encoded = _one(dims, depth) if kind == "one_hot" else (*dims[1:], depth)
    return _result(encoded, dtype_of(config.values.get("dtype")))


def _hashing(config: Config, inputs: Sequence[Tensor]) -> Result:
    dims, kind = inputs[0].dims, _kind(config)
    dtype = dtype_of(config.values.get("dtype"))
    return _result(dims if kind == "int" else _many(dims, config.number_or("num_bins")), dtype)


def _crossing(config: Config, inputs: Sequence[Tensor]) -> Result:
    dims, kind = inputs[0].dims, _kind(config)
    depth = config.number_or("num_bins")
    encoded = dims if kind == "int" else _one(dims, depth) if kind == "one_hot" else _many(dims, depth)
    return _result(encoded, dtype_of(config.values.get("dtype")))


def _lookup(config: Config, inputs: Sequence[Tensor]) -> Result:
    dims, kind = inputs[0].dims, _kind(config)
    if kind == "int":
        return _result(dims, "string" if config.flag("invert", default=False) else "int64")
    encode = _one if kind == "one_hot" else _many
    return _result(encode(dims, _words(config)), "float32")


def _words(config: Config) -> int | None:
    """Count the words that a layer knows, as far as its file says."""
    return config.number_or("max_tokens" if config.flag("pad_to_max_tokens", default=False) else "vocabulary_size")


def _text(config: Config, inputs: Sequence[Tensor]) -> Result:
    dims = inputs[0].dims
    if _kind(config) == "int":
        return _result((config.number_or("output_sequence_length"),), "int64")
    if config.values.get("split") is not None:
        dims = (*dims, None)
    return _result(_many(dims or (1,), _words(config)), "float32")


def _mel(config: Config, inputs: Sequence[Tensor]) -> Result:
    stride = config.number("sequence_stride")
    steps = over(add(inputs[0].dims[-1], stride + 1), stride) if inputs[0].dims else None
    made = _result((config.number("num_mel_bins"), steps), dtype_of(config.values.get("dtype")))
    return Result(made.outputs, 0, 0, None)


def _stft(config: Config, inputs: Sequence[Tensor]) -> Result:
    """Slide windows of waves, which are weights, over each channel."""
    frame, mode = config.number("frame_length"), config.word("mode", "log")
    if len(inputs[0].dims) != 2:
        raise ops.Misfit(f"a spectrogram needs steps and channels, not {shown(inputs[0].dims) or 'a number'}")
    waves = (config.number_or("fft_length") or 1 << (frame - 1).bit_length()) // 2 + 1
    first = config.word("data_format") == "channels_first"
    window = {"kernel": frame, "stride": config.number_or("frame_step") or max(frame // 2, 1)}
    attrs = {**window, "padding": config.word("padding", "valid"), "filters": 1, "bias": False}
    slid = ops.apply("conv", attrs | ({"data_format": "channels_first"} if first else {}), inputs)
    (time,) = slid.outputs[0].dims[1:] if first else slid.outputs[0].dims[:-1]
    channels = inputs[0].dims[0 if first else -1]
    heights = waves * 2 if mode == "stft" else waves
    if config.flag("expand_dims", default=False):
        dims: tuple[Dim, ...] = (channels, time, heights) if first else (time, heights, channels)
    else:
        dims = (count(heights, channels), time) if first else (time, count(heights, channels))
    kernels = 1 if mode in ("real", "imag") else 2
    params = kernels * frame * waves
    made = _result(dims, dtype_of(config.values.get("dtype")))
    return Result(made.outputs, params, params, count(time, params, channels))


PREPARING: Mapping[str, Rule] = {
    "CategoryEncoding": _encoding,
    "Discretization": _discretization,
    "HashedCrossing": _crossing,
    "Hashing": _hashing,
    "IntegerLookup": _lookup,
    "MelSpectrogram": _mel,
    "STFTSpectrogram": _stft,
    "StringLookup": _lookup,
    "TextVectorization": _text,
}
