"""What the tables of classes share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from archdraw.readers.keras.values import Config, function_of

Attrs = dict[str, Any]
Translation = tuple[str, Attrs]
Translator = Callable[[Config], Translation]


def common(config: Config, attrs: Attrs) -> Attrs:
    """Add what many layers have, and leave out what is not said."""
    function = function_of(config.values.get("activation"))
    if function:
        attrs["activation"] = function
    if config.word("data_format") == "channels_first":
        attrs["data_format"] = "channels_first"
    return {key: value for key, value in attrs.items() if value is not None}


def window(config: Config, kernel: str) -> Attrs:
    """Give kernel, stride, padding and dilation."""
    return {
        "kernel": config.numbers(kernel),
        "stride": config.numbers_or(config.first("strides", "subsample")),
        "padding": config.word(config.first("padding", "border_mode"), "valid"),
        "dilation": config.numbers_or("dilation_rate"),
    }


def axis(config: Config, default: int = -1) -> int | tuple[int, ...]:
    """Give the axis of a norm or a concatenation, the batch left out: Keras counts the batch as 0."""
    value = config.values.get("axis")
    values = value if isinstance(value, list) else [default if value is None else value]
    if not values or not all(isinstance(a, int) and not isinstance(a, bool) and a != 0 for a in values):
        raise config.wrong("axis", "an axis behind the batch")
    moved = tuple(a - 1 if a > 0 else a for a in values)
    return moved if len(moved) > 1 else moved[0]


def plain(op: str, **attrs: Any) -> Translator:
    """Make a translator that always says the same."""

    def translate(config: Config) -> Translation:
        return op, dict(attrs)

    return translate


NOTHING = plain("other", params=0)
"""A layer that keeps the shape and has no weights."""


OPAQUE = plain("other", params=0, keeps_shape=False)
"""A layer without weights whose shape depends on more than the table knows."""
