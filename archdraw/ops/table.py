"""The table: which rule an op follows, and what holds for every op."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from archdraw.graph import UNKNOWN_TENSOR, Tensor
from archdraw.ops import Misfit, Result
from archdraw.ops.attention import attention
from archdraw.ops.common import Attrs, Inputs, Rule, first_of, same
from archdraw.ops.convolution import conv, deconv
from archdraw.ops.dense import dense, embedding
from archdraw.ops.merging import concat, elementwise, matmul
from archdraw.ops.norms import activation, norm, position
from archdraw.ops.pooling import pool
from archdraw.ops.recurrent import recurrent
from archdraw.ops.shaping import crop, pad, reshape, slice_, upsample
from archdraw.ops.sizes import count


def _input(attrs: Attrs, inputs: Inputs) -> Result:
    """Give the shape that is written; a nested model's input is what was passed to the model."""
    if inputs and attrs.get("shape") is None:
        return Result((inputs[0],))
    return Result((Tensor(tuple(attrs["shape"]), str(attrs.get("axes", ""))),))


def _other(attrs: Attrs, inputs: Inputs) -> Result:
    """Believe what is written, else keep the first input's shape without weights."""
    params = attrs.get("params", 0)
    macs = attrs.get("macs", 0 if params == 0 else None)
    dtype = inputs[0].dtype if inputs else "float32"
    if attrs.get("shape") is not None:
        return Result((Tensor(tuple(attrs["shape"]), dtype=dtype),), params, params, macs)
    if attrs.get("keeps_shape") is False:
        return Result((UNKNOWN_TENSOR,), params, params, macs)
    return Result((first_of(inputs, "the layer"),), params, params, macs)


RULES: Mapping[str, Rule] = {
    "input": _input,
    "output": same,
    "conv": conv,
    "deconv": deconv,
    "pool": pool,
    "dense": dense,
    "norm": norm,
    "activation": activation,
    "dropout": same,
    "add": elementwise("add"),
    "subtract": elementwise("subtract"),
    "multiply": elementwise("multiply"),
    "average": elementwise("average"),
    "concat": concat,
    "matmul": matmul,
    "attention": attention,
    "recurrent": recurrent,
    "embedding": embedding,
    "position": position,
    "reshape": reshape,
    "slice": slice_,
    "pad": pad,
    "crop": crop,
    "upsample": upsample,
    "rescale": same,
    "mask": same,
    "lambda": _other,
    "other": _other,
}


_WEIGHTS = frozenset(("conv", "deconv", "dense", "norm", "attention", "recurrent", "embedding", "position"))
_PRODUCTS = frozenset(("conv", "deconv", "dense", "attention", "recurrent", "matmul", "lambda", "other"))


def apply_rule(op: str, attrs: Mapping[str, Any], inputs: Sequence[Tensor]) -> Result:
    """Apply the rule of an op, then what every op may have: ``each_step``, ``trainable`` and ``dtype``.

    Where nothing is known of an input, nothing is known of the outputs.
    """
    if any(tensor == UNKNOWN_TENSOR for tensor in inputs):
        learns = (
            op in _WEIGHTS or attrs.get("parameters") or attrs.get("kind") == "token" or attrs.get("params", 0) is None
        )
        params = None if learns else attrs.get("params", 0)
        return Result((UNKNOWN_TENSOR,), params, params, None if op in _PRODUCTS else 0)
    rule = RULES[op]
    result = _at_each_step(rule, attrs, inputs) if attrs.get("each_step") and inputs else rule(attrs, inputs)
    if attrs.get("trainable") is False:
        result = replace(result, trainable_params=0)
    dtype = attrs.get("dtype")
    if dtype:
        outputs = tuple(Tensor(tensor.dims, tensor.axes, str(dtype)) for tensor in result.outputs)
        result = replace(result, outputs=outputs)
    return result


def _at_each_step(rule: Rule, attrs: Attrs, inputs: Inputs) -> Result:
    """Apply a rule to each step of a sequence: the same weights, as many times the MACs."""
    x = inputs[0]
    if len(x.dims) < 2:
        raise Misfit(f"a layer for each step needs a sequence, not {x or 'a number'}")
    steps = x.dims[0]
    step = Tensor(x.dims[1:], dtype=x.dtype)
    result = rule(attrs, (step, *inputs[1:]))
    outputs = tuple(Tensor((steps, *tensor.dims), "T" + tensor.axes, tensor.dtype) for tensor in result.outputs)
    return replace(result, outputs=outputs, macs=count(steps, result.macs))
