"""Weights that Keras adds to a layer beside those of its op: spectral norm, LoRA, quantisation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from archdraw.graph import Dim, Tensor
from archdraw.ops import Result
from archdraw.ops.einsum import kernel_sizes
from archdraw.ops.sizes import count, total
from archdraw.readers.keras.values import Config

_QUANTISED = ("int8", "int4", "float8", "gptq", "awq")


def with_extras(
    result: Result, op: str, attrs: Mapping[str, Any], config: Config, inputs: Sequence[Tensor]
) -> tuple[int | None, int | None]:
    """Give all weights and the trainable ones of a layer, None where they are stored in a way that is not known."""
    params, trainable = result.params, result.trainable_params
    policy = config.values.get("dtype")
    policy = Config("", policy).inner("config").get("name") if isinstance(policy, dict) else policy
    if isinstance(policy, str) and policy.startswith(_QUANTISED) and params:
        return None, None
    if attrs.get("spectral"):
        params = total(params, _kernel(op, attrs, inputs, params)[1])
    rank = config.values.get("lora_rank")
    if isinstance(rank, int) and rank > 0 and op in ("dense", "embedding", "conv"):
        rows, columns = _kernel(op, attrs, inputs, params)
        kernel, added = count(rows, columns), total(count(rows, rank), count(rank, columns))
        trainable = total(params, added, None if kernel is None else -kernel)
        params = total(params, added)
    return params, trainable


def _kernel(
    op: str, attrs: Mapping[str, Any], inputs: Sequence[Tensor], params: int | None
) -> tuple[int | None, int | None]:
    """Give the size of the last axis of the kernel, and before it the product of the others."""
    if attrs.get("equation") and inputs:
        *others, last = kernel_sizes(attrs, inputs[0])
        return count(*others), count(last)
    if op == "embedding":
        return count(attrs.get("vocabulary")), count(attrs.get("width"))
    if op == "deconv" and inputs:  # its channels out stand before those in
        dims = inputs[0].dims
        channels: Dim = dims[0] if attrs.get("data_format") == "channels_first" else dims[-1]
        return None, count(channels)
    if attrs.get("depthwise"):
        return None, count(attrs.get("multiplier"))
    columns = count(attrs.get("filters" if op == "conv" else "units"))
    if params is None or not columns:
        return None, columns
    return params // columns - bool(attrs.get("bias", True)), columns
