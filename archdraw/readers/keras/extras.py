"""Weights that Keras adds to a layer beside those of its op: spectral norm, LoRA, quantisation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from archdraw.graph import Dim, Tensor
from archdraw.ops import Result
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
        params = total(params, _columns(attrs))
    rank = config.values.get("lora_rank")
    if isinstance(rank, int) and rank > 0 and op in ("dense", "embedding"):
        rows: Dim = attrs.get("vocabulary") if op == "embedding" else inputs[0].dims[-1] if inputs else None
        if attrs.get("equation"):
            return None, None
        added = total(count(rows, rank), count(rank, _columns(attrs)))
        kernel = count(rows, _columns(attrs))
        trainable = total(params, added, None if kernel is None else -kernel)
        params = total(params, added)
    return params, trainable


def _columns(attrs: Mapping[str, Any]) -> int | None:
    """Give the size of the last axis of the kernel; a depthwise one has a multiplier there."""
    keys = ("multiplier",) if attrs.get("depthwise") else ("filters", "units", "width")
    return next((value for key in keys if isinstance(value := attrs.get(key), int)), None)
