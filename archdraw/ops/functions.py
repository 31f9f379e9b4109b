"""How activations are called in a figure."""

from __future__ import annotations

from collections.abc import Mapping

FUNCTIONS: Mapping[str, str] = {
    "relu": "ReLU", "relu6": "ReLU6", "gelu": "GELU", "silu": "SiLU", "swish": "SiLU", "elu": "ELU", "selu": "SELU",
    "leakyrelu": "LeakyReLU", "leaky_relu": "LeakyReLU", "prelu": "PReLU", "tanh": "tanh", "sigmoid": "sigmoid",
    "softmax": "softmax", "softplus": "softplus", "softsign": "softsign", "hard_sigmoid": "hard sigmoid",
    "hard_silu": "hard SiLU", "hard_swish": "hard SiLU", "exponential": "exp", "mish": "Mish", "log_softmax": "log softmax",
    "glu": "GLU", "geglu": "GEGLU", "swiglu": "SwiGLU", "relu_6": "ReLU6", "celu": "CELU",
    "thresholded_relu": "ThresholdedReLU", "erf": "erf", "hard_tanh": "hard tanh",
}  # fmt: skip


def function_name(name: str, alpha: object = None) -> str:
    """Write an activation the way papers do.

    >>> function_name("relu"), function_name("leakyrelu", 0.2)
    ('ReLU', 'LeakyReLU 0.2')
    """
    word = FUNCTIONS.get(name.lower(), name.replace("_", " "))
    return f"{word} {alpha:g}" if isinstance(alpha, (int, float)) and word == "LeakyReLU" else word
