"""The one table of layer words: which op each is, with which attributes, and which options it takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from typing import Any

from archdraw.records import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """What a layer word means.

    ``bare`` are the options that numbers of a shorthand fill, in order; ``takes`` all others; ``needs`` those that
    must be given. ``attrs`` are the op's attributes unless an option says otherwise.
    """

    op: str
    attrs: Mapping[str, Any] = field(default_factory=dict)
    bare: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def options(self) -> tuple[str, ...]:
        """All options of the long form."""
        return self.bare + self.takes


_WINDOW = ("stride", "padding")
_AFTER = ("norm", "activation")
_CONV = (*_WINDOW, "dilation", "groups", "bias", *_AFTER)
_RECURRENT = ("sequences", "bidirectional")
_SAME = {"padding": "same"}

LAYERS: Mapping[str, Word] = {
    "conv": Word("conv", _SAME, ("filters", "kernel"), _CONV, ("filters", "kernel")),
    "deconv": Word("deconv", {**_SAME, "kernel": 2, "stride": 2}, ("filters", "kernel"), _CONV, ("filters",)),
    "sepconv": Word("conv", {**_SAME, "separable": True}, ("filters", "kernel"), _CONV, ("filters", "kernel")),
    "dwconv": Word(
        "conv", {**_SAME, "depthwise": True}, ("kernel",), (*_WINDOW, "dilation", "bias", *_AFTER), ("kernel",)
    ),
    "maxpool": Word("pool", {"mode": "max"}, ("kernel",), (*_WINDOW, "dilation", *_AFTER), ("kernel",)),
    "avgpool": Word("pool", {"mode": "average"}, ("kernel",), (*_WINDOW, "dilation", *_AFTER), ("kernel",)),
    "gap": Word("pool", {"mode": "average", "whole": True}),
    "gmp": Word("pool", {"mode": "max", "whole": True}),
    "dense": Word("dense", {}, ("units",), ("bias", "gate", *_AFTER), ("units",)),
    "embedding": Word("embedding", {}, ("table",), ("vocabulary", "width")),
    "position": Word("position", {"kind": "sinusoidal"}, ("positions",)),
    "attention": Word(
        "attention",
        {},
        ("heads",),
        ("masked", "bias", "kv_heads", "head_dim", "rope", "alibi", "memory", "project"),
        ("heads",),
    ),
    "lstm": Word("recurrent", {"cell": "lstm"}, ("units",), _RECURRENT, ("units",)),
    "gru": Word("recurrent", {"cell": "gru"}, ("units",), _RECURRENT, ("units",)),
    "rnn": Word("recurrent", {"cell": "rnn"}, ("units",), _RECURRENT, ("units",)),
    "token": Word("slice", {"kind": "token"}, ("count",), (), ("count",)),
    "take": Word("slice", {"kind": "take"}, ("index",), (), ("index",)),
    "split": Word("slice", {"kind": "split"}, (), ("parts",), ("parts",)),
    "flatten": Word("reshape", {"kind": "flatten"}),
    "reshape": Word("reshape", {}, ("shape",), (), ("shape",)),
    "permute": Word("reshape", {"kind": "permute"}, ("order",), (), ("order",)),
    "upsample": Word("upsample", {"interpolation": "nearest"}, ("factor",), ("interpolation",), ("factor",)),
    "pad": Word("pad", {}, ("amount",), (), ("amount",)),
    "crop": Word("crop", {}, ("amount",), (), ("amount",)),
    "bn": Word("norm", {"kind": "batch"}),
    "layernorm": Word("norm", {"kind": "layer"}),
    "rmsnorm": Word("norm", {"kind": "rms", "center": False}),
    "groupnorm": Word("norm", {"kind": "group"}, ("norm_groups",), (), ("norm_groups",)),
    "dropout": Word("dropout", {}, ("rate",), (), ("rate",)),
}

MERGES = ("add", "subtract", "multiply", "average", "concat")

# Words of a shorthand that set an option; activations do too (see `activation`).
FLAGS: Mapping[str, tuple[str, Any]] = {
    "same": ("padding", "same"),
    "valid": ("padding", "valid"),
    "bn": ("norm", "bn"),
    "bias": ("bias", True),
    "nobias": ("bias", False),
    "swiglu": ("gate", "swiglu"),
    "geglu": ("gate", "geglu"),
    "glu": ("gate", "glu"),
    "masked": ("masked", True),
    "rope": ("rope", True),
    "alibi": ("alibi", True),
    "last": ("sequences", False),
    "bidirectional": ("bidirectional", True),
    "bilinear": ("interpolation", "bilinear"),
    "nearest": ("interpolation", "nearest"),
    "sinusoidal": ("positions", "sinusoidal"),
    "learned": ("positions", "learned"),
}

# Words with a number: s2, p1, d2, g32, kv8.
PREFIXES: Mapping[str, str] = {"s": "stride", "p": "padding", "d": "dilation", "g": "groups", "kv": "kv_heads"}
PREFIXED = re.compile(r"(kv|[spdg])([0-9].*)")

# Activation words, and the function each names.
ACTIVATIONS: Mapping[str, str] = {
    **{
        name: name
        for name in (
            *("relu", "relu6", "gelu", "silu", "elu", "selu", "celu", "prelu", "tanh", "sigmoid", "softmax"),
            *("softplus", "softsign", "mish", "exponential", "linear"),
        )
    },
    "swish": "silu",
    "leakyrelu": "leaky_relu",
    "hardswish": "hard_silu",
    "hardsigmoid": "hard_sigmoid",
    "hardtanh": "hard_tanh",
    "logsoftmax": "log_softmax",
    "logsigmoid": "log_sigmoid",
}
_SLOPED = re.compile(r"(leakyrelu|elu|celu)([0-9]{1,6}(?:\.[0-9]{1,6})?)")


def activation(text: str) -> tuple[str, Mapping[str, Any]] | None:
    """Give the word and the attributes of an activation, None if it is none.

    >>> activation("leakyrelu0.2"), activation("rleu")
    (('leakyrelu', {'function': 'leaky_relu', 'alpha': 0.2}), None)
    """
    if text in ACTIVATIONS:
        attrs: dict[str, Any] = {"function": ACTIVATIONS[text]}
        if text == "prelu":
            attrs["parameters"] = "channel"
        return text, attrs
    sloped = _SLOPED.fullmatch(text)
    if sloped is None:
        return None
    return sloped[1], {"function": ACTIVATIONS[sloped[1]], "alpha": float(sloped[2])}


def plain_word(text: str) -> str:
    """Give a layer word without the number that an activation may carry.

    >>> plain_word("leakyrelu0.2"), plain_word("relu6"), plain_word("conv")
    ('leakyrelu', 'relu6', 'conv')
    """
    found = activation(text)
    return found[0] if found else text


def layer_word(text: str) -> Word | None:
    """Give what a layer word or an activation means, None if it is neither."""
    if text in LAYERS:
        return LAYERS[text]
    found = activation(text)
    return Word("activation", found[1]) if found else None
